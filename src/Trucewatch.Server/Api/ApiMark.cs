using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Trucewatch.Evidence;
using Trucewatch.Server.Api.Audit;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Api.DailyReports;
using Trucewatch.Server.Api.Tasking;
using Trucewatch.Server.Api.Field;
using Trucewatch.Server.Api.Hotline;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Api.Shift;

namespace Trucewatch.Server.Api;

/// <summary>
/// The mark of an exercise on everything that the service answers: a header of every response, and in JSON a member
/// <c>exercise</c>: of each answer as a whole, in both kinds of service, and in an exercise of each object of the API
/// in it, because objects are copied out of answers. No endpoint writes it and none can leave it out.
/// </summary>
internal sealed class ApiMark
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Trucewatch-Record";

    /// <summary>Its value in a service that is no exercise.</summary>
    public const string Live = "LIVE";

    private const string Member = "exercise";

    // What is answered by itself; everything else of the API stands in one of these.
    private static readonly HashSet<Type> answers =
    [
        typeof(FloorView), typeof(FeedPage), typeof(AgreementView), typeof(IncidentPage), typeof(IncidentFile),
        typeof(ProofView), typeof(FrameDetail), typeof(TrackPage), typeof(TrackHistory), typeof(IncidentSummary),
        typeof(RecordView), typeof(InjectionPage), typeof(InjectionView), typeof(AcknowledgementPage),
        typeof(CoverageView), typeof(CoverageMapView), typeof(ProblemDetails), typeof(MeView), typeof(LinkView),
        typeof(RightsPage), typeof(RightsDone), typeof(CasePageView), typeof(CaseView), typeof(CaseActView),
        typeof(CaseCustodyView), typeof(CaseWordingView), typeof(ReportPage), typeof(ReportTextView),
        typeof(ReportEditView),
        typeof(WordingView),
        typeof(TaskingBoardView), typeof(TaskingActView), typeof(ForecastView), typeof(CreditView),
        typeof(HotlineView), typeof(HotlineActDone), typeof(MissionAuditView),
        typeof(ProposalView), typeof(PassTimetableView), typeof(PatrolGroundView), typeof(PatrolRouteView),
        typeof(RouteCheckView), typeof(PatrolBoardView),
        typeof(SeenPage), typeof(ShiftPage), typeof(ShiftLineView), typeof(FieldDeskView), typeof(FieldReceiptView),
        typeof(MergePage), typeof(GroupPage), typeof(MergeDone),
    ];

    // What is asked: whoever asks need not say which kind of service it is.
    private static readonly HashSet<Type> questions =
    [
        typeof(SessionRequest), typeof(InjectionRequest), typeof(AcknowledgementRequest), typeof(LinkRequest),
        typeof(RevocationRequest), typeof(DelegationRequest), typeof(GlassRequest), typeof(ReleaseRequest),
        typeof(ApprovalRequest), typeof(CaseRequest), typeof(CaseActRequest), typeof(LabelRequest),
        typeof(CaseWordingRequest),
        typeof(TaskingRequest), typeof(PatrolRouteRequest), typeof(HotlineRequest), typeof(ReportEditRequest),
        typeof(WordingRequest), typeof(ShiftRequest), typeof(FieldReportRequest),
        typeof(MergeRequest), typeof(ReversalRequest),
    ];

    private readonly JsonSerializerOptions options;

    /// <summary>Makes the mark of a service.</summary>
    public ApiMark(bool exercise)
    {
        IsExercise = exercise;
        Resolver = ApiJson.Default.WithAddedModifier(Mark);
        options = new JsonSerializerOptions(ApiJson.Default.Options) { TypeInfoResolver = Resolver };
    }

    /// <summary>True in an exercise.</summary>
    public bool IsExercise { get; }

    /// <summary>Value of the header.</summary>
    public string Value => IsExercise ? ExerciseMark.Word : Live;

    /// <summary>Describes the API's types, the mark included.</summary>
    public IJsonTypeInfoResolver Resolver { get; }

    /// <summary>The JSON of an answer, for streams that write their own.</summary>
    public string Write<T>(T answer) =>
        JsonSerializer.Serialize(answer, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));

    /// <summary>Marks what the framework writes by itself of problems, with types of its own.</summary>
    public void AddTo(ProblemDetailsOptions problems) => problems.CustomizeProblemDetails =
        context => context.ProblemDetails.Extensions[Member] = IsExercise;

    /// <summary>Marks every response, those of faults and files too.</summary>
    public void Use(WebApplication app) => app.Use((http, next) =>
    {
        http.Response.Headers[Header] = Value;
        return next(http);
    });

    private void Mark(JsonTypeInfo type)
    {
        var isAnswer = answers.Contains(type.Type);
        var isOfApi = type.Type.Namespace?.StartsWith(typeof(ApiMark).Namespace!, StringComparison.Ordinal) == true;
        if (type.Kind != JsonTypeInfoKind.Object || questions.Contains(type.Type)
            || !(isAnswer || isOfApi)
            || type.Properties.Any(property => property.Name == Member))
        {
            return;
        }

        var mark = type.CreateJsonPropertyInfo(typeof(bool), Member);
        mark.Get = _ => IsExercise;
        mark.ShouldSerialize = isAnswer
            ? (answer, _) => answer is not ProblemDetails problem || !problem.Extensions.ContainsKey(Member)
            : (_, value) => value is true;
        type.Properties.Insert(0, mark);
    }
}
