using System.Text.Json.Serialization;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Server.Api.DailyReports;
using Trucewatch.Server.Api.Tasking;
using Trucewatch.Server.Api.Field;
using Trucewatch.Server.Api.Hotline;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Api.Shift;

namespace Trucewatch.Server.Api;

/// <summary>How bodies of requests are read: each member has to be there, and nothing else.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(RevocationRequest))]
[JsonSerializable(typeof(DelegationRequest))]
[JsonSerializable(typeof(GlassRequest))]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(CaseRequest))]
[JsonSerializable(typeof(CaseActRequest))]
[JsonSerializable(typeof(CaseWordingRequest))]
[JsonSerializable(typeof(TaskingRequest))]
[JsonSerializable(typeof(PatrolRouteRequest))]
[JsonSerializable(typeof(HotlineRequest))]
[JsonSerializable(typeof(ReportEditRequest))]
[JsonSerializable(typeof(WordingRequest))]
[JsonSerializable(typeof(ShiftRequest))]
[JsonSerializable(typeof(FieldReportRequest))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(ReversalRequest))]
internal sealed partial class RequestJson : JsonSerializerContext;
