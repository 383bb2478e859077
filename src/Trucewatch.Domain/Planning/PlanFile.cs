using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Trucewatch.Domain.Looks;

namespace Trucewatch.Domain.Planning;

/// <summary>A satellite as a request names it: its passes follow from its elements.</summary>
/// <param name="Id">Id.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="CatalogueNumber">Its number in the catalogue of elements.</param>
/// <param name="Modality">With what it looks.</param>
/// <param name="MaxTasks">Most looks in the time that is planned.</param>
/// <param name="PointingsDeg">The ways in which it can be pointed: from and to, degrees from the vertical, left of its
/// way below 0.</param>
public sealed record SatelliteText(
    string Id, string Owner, int CatalogueNumber, Modality Modality, int MaxTasks, double[][] PointingsDeg);

internal enum TaskKind
{
    Drone,
    Pass,
    Post,
    Patrol,
}

internal sealed record RouteText(Instant At, double[] Place);

internal sealed record WatchText(
    double[] At, double RangeM, double? HeightM = null, double FromDeg = 0, double ToDeg = 0,
    double? DetectionProbability = null);

internal sealed record TaskText(
    TaskKind Kind,
    string Id,
    string Owner,
    Modality? Modality = null,
    double? SwathM = null,
    ImmutableArray<RouteText>? Route = null,
    Instant? From = null,
    Instant? Until = null,
    ImmutableArray<double[][]>? Footprint = null,
    WatchText? Watch = null);

internal sealed record WeatherText(
    Instant From, Instant Until, double WindMps, double CloudShare, double[][]? Where = null);

internal sealed record PlanFile(
    Instant From, Instant Until, ImmutableArray<TaskText>? Tasks = null, ImmutableArray<WeatherText>? Weather = null);

internal sealed record DroneText(
    string Id, string Owner, double[] Base, double SpeedMps, double EnduranceMin, double TurnaroundMin, int Sorties,
    double SwathM, Modality Modality, double MaxWindMps);

internal sealed record ExpectedText(
    double[] Middle, double RadiusM, double PerKm2H, Instant? From = null, Instant? Until = null);

internal sealed record BurdenText(double Share, double LeastMinutes);

internal sealed record RequestFile(
    Instant From,
    Instant Until,
    double EverywherePerKm2H,
    ImmutableArray<TaskText>? Standing = null,
    ImmutableArray<WeatherText>? Weather = null,
    ImmutableArray<DroneText>? Drones = null,
    ImmutableArray<SatelliteText>? Satellites = null,
    ImmutableArray<double[][]>? NoFly = null,
    ImmutableArray<ExpectedText>? Expected = null,
    BurdenText? Burden = null);

internal sealed class TaskKindJson() : JsonStringEnumConverter<TaskKind>(
    System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

internal sealed class ModalityJson() : JsonStringEnumConverter<Modality>(
    System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(TaskKindJson), typeof(ModalityJson)])]
[JsonSerializable(typeof(PlanFile))]
[JsonSerializable(typeof(RequestFile))]
internal sealed partial class PlanTextJson : JsonSerializerContext;
