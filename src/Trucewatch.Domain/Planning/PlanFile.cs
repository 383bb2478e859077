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

/// <summary>Kinds of tasks.</summary>
public enum TaskKind
{
    /// <summary>A <see cref="DroneTask"/>.</summary>
    Drone,

    /// <summary>A <see cref="PassTask"/>.</summary>
    Pass,

    /// <summary>A <see cref="PostTask"/>.</summary>
    Post,

    /// <summary>A <see cref="PatrolTask"/>.</summary>
    Patrol,
}

/// <summary>A place of a route and when it is to be there.</summary>
/// <param name="At">When.</param>
/// <param name="Place">Latitude and longitude in degrees.</param>
public sealed record RouteText(Instant At, double[] Place);

/// <summary>What a post is to watch: the members of <see cref="Sensors.SensorWatch"/>.</summary>
/// <param name="At">Latitude and longitude in degrees.</param>
/// <param name="RangeM">How far it looks, metres.</param>
/// <param name="HeightM">Its height, metres, or null.</param>
/// <param name="FromDeg">Bearing at which it begins.</param>
/// <param name="ToDeg">Bearing at which it ends.</param>
/// <param name="DetectionProbability">Its own chance, or null.</param>
public sealed record WatchText(
    double[] At, double RangeM, double? HeightM = null, double FromDeg = 0, double ToDeg = 0,
    double? DetectionProbability = null);

/// <summary>A task as JSON says it (docs/reference/task-plans.md).</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Id">Id.</param>
/// <param name="Owner">The nation or body that is to do it.</param>
/// <param name="Modality">With what it looks.</param>
/// <param name="SwathM">Of a drone: how wide a strip it sees.</param>
/// <param name="Route">Of a drone or patrol: its route.</param>
/// <param name="From">Of a pass or post: begin.</param>
/// <param name="Until">Of a pass or post: end.</param>
/// <param name="Footprint">Of a pass: rings of latitude and longitude.</param>
/// <param name="Watch">Of a post: what it watches.</param>
public sealed record TaskText(
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

internal sealed record HazardText(
    string Id, double[][] Area, HazardKind Kind, HazardStatus Status, string Source, Instant AsOf);

internal sealed record VoiceText(
    string Patrol, ImmutableArray<string>? Reporters = null, ImmutableArray<string>? Vehicles = null);

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
    BurdenText? Burden = null,
    ImmutableArray<double[][]>? Ways = null,
    ImmutableArray<HazardText>? Hazards = null,
    double? HazardDistanceM = null,
    double? CheckInEveryMin = null,
    ImmutableArray<VoiceText>? HeardBy = null)
{
    private const long DayUs = 86_400_000_000;

    /// <summary>The same for another day: what is expected and stands moves with it, the weather does not.</summary>
    public RequestFile MovedTo(Instant on)
    {
        var by = TimeSpan.FromDays(DayOf(on) - DayOf(From));
        Instant? Moved(Instant? at) => at is { } time ? time + by : null;
        return this with
        {
            From = From + by,
            Until = Until + by,
            Standing =
            [
                .. (Standing ?? []).Select(task => task with
                {
                    From = Moved(task.From), Until = Moved(task.Until),
                    Route = task.Route is { } route
                        ? [.. route.Select(point => point with { At = point.At + by })]
                        : task.Route,
                }),
            ],
            Expected =
            [
                .. (Expected ?? []).Select(place =>
                    place with { From = Moved(place.From), Until = Moved(place.Until) }),
            ],
        };
    }

    private static long DayOf(Instant at) => (at.UnixMicroseconds - (((at.UnixMicroseconds % DayUs) + DayUs) % DayUs))
        / DayUs;
}

internal sealed class TaskKindJson() : JsonStringEnumConverter<TaskKind>(
    System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

internal sealed class ModalityJson() : JsonStringEnumConverter<Modality>(
    System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

internal sealed class HazardKindJson() : JsonStringEnumConverter<HazardKind>(
    System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

internal sealed class HazardStatusJson() : JsonStringEnumConverter<HazardStatus>(
    System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(TaskKindJson), typeof(ModalityJson), typeof(HazardKindJson), typeof(HazardStatusJson)])]
[JsonSerializable(typeof(PlanFile))]
[JsonSerializable(typeof(RequestFile))]
internal sealed partial class PlanTextJson : JsonSerializerContext;
