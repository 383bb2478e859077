using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Planning;

/// <summary>
/// A plan, or a request for one, as JSON (docs/reference/task-plans.md). Names are in snake case, words of modalities
/// as everywhere, places as latitude and longitude in degrees; nothing unknown is let pass.
/// </summary>
public static class PlanText
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 64 << 20;

    private const string CotScheme = "cot:";

    /// <summary>Reads a plan.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <returns>The plan, or null where there is a problem.</returns>
    public static TaskPlan? ReadPlan(ReadOnlySpan<byte> json, out string? problem)
    {
        var text = Read(json, PlanTextJson.Default.PlanFile, out problem);
        var plan = text is null ? null : Made(() => PlanOf(text), ref problem);
        problem ??= plan?.Problem();
        return problem is null ? plan : null;
    }

    /// <summary>Reads a request for a plan; satellites give their passes elsewhere, by their elements.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="satellites">The satellites that it names.</param>
    /// <param name="problem">What is wrong with it, or null.</param>
    /// <param name="on">A time of the day (UTC) that the request is moved to by whole days, all but the weather, which
    /// is that of its own times; null: it is of its own day.</param>
    public static PlanningRequest? ReadRequest(
        ReadOnlySpan<byte> json, out ImmutableArray<SatelliteText> satellites, out string? problem, Instant? on = null)
    {
        var text = Read(json, PlanTextJson.Default.RequestFile, out problem);
        text = text is not null && on is { } day ? text.MovedTo(day) : text;
        satellites = text?.Satellites ?? [];
        var request = text is null ? null : Made(() => RequestOf(text), ref problem);
        problem ??= request?.Problem();
        return problem is null ? request : null;
    }

    /// <summary>Writes a plan, so that <see cref="ReadPlan"/> reads the same.</summary>
    public static byte[] Write(TaskPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return JsonSerializer.SerializeToUtf8Bytes(
            new PlanFile(
                plan.From, plan.Until, [.. plan.Tasks.Select(TextOf)], [.. plan.Weather.Select(TextOf)]),
            PlanTextJson.Default.PlanFile);
    }

    private static T? Read<T>(
        ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, out string? problem)
        where T : class
    {
        try
        {
            problem = json.Length > MaxBytes
                ? FormattableString.Invariant($"expected at most {MaxBytes} bytes, got {json.Length}")
                : null;
            return problem is null ? JsonSerializer.Deserialize(json, type) : null;
        }
        catch (JsonException wrong)
        {
            problem = wrong.Message;
            return null;
        }
    }

    private static T? Made<T>(Func<T> make, ref string? problem)
        where T : class
    {
        try
        {
            return make();
        }
        catch (ArgumentException wrong)
        {
            problem = wrong.Message;
            return null;
        }
    }

    private static TaskPlan PlanOf(PlanFile text) => new(
        text.From, text.Until, [.. (text.Tasks ?? []).Select(TaskOf)], [.. (text.Weather ?? []).Select(SpellOf)]);

    private static PlanningRequest RequestOf(RequestFile text) => new(
        new TaskPlan(
            text.From, text.Until, [.. (text.Standing ?? []).Select(TaskOf)],
            [.. (text.Weather ?? []).Select(SpellOf)]),
        [
            .. (text.Drones ?? []).Select(drone => new DroneUnit(
                drone.Id, drone.Owner, PlaceOf(drone.Base), drone.SpeedMps, TimeSpan.FromMinutes(drone.EnduranceMin),
                TimeSpan.FromMinutes(drone.TurnaroundMin), drone.Sorties, drone.SwathM, drone.Modality,
                drone.MaxWindMps)),
        ],
        [],
        [.. (text.NoFly ?? []).Select(RegionOf)],
        text.EverywherePerKm2H,
        [
            .. (text.Expected ?? []).Select(place => new ExpectedPlace(
                PlaceOf(place.Middle), place.RadiusM, place.From ?? text.From, place.Until ?? text.Until,
                place.PerKm2H)),
        ],
        text.Burden is { } burden ? new BurdenRule(burden.Share, burden.LeastMinutes) : BurdenRule.Usual)
    {
        Patrols = TermsOf(text),
    };

    private static PatrolTerms TermsOf(RequestFile text) => new(
        [
            .. (text.Ways ?? []).Select((way, number) =>
                Named(FormattableString.Invariant($"ways[{number}]"), () => RingOf(way))),
        ],
        [
            .. (text.Hazards ?? []).Select(hazard => Named($"hazard {hazard.Id}", () => new Hazard(
                hazard.Id, RegionOf(hazard.Area), hazard.Kind, hazard.Status, hazard.Source, hazard.AsOf))),
        ],
        text.HazardDistanceM ?? PatrolTerms.UsualDistanceM,
        text.CheckInEveryMin is { } minutes
            ? TimeSpan.FromMinutes(Math.Clamp(minutes, -1, 2 * PatrolTerms.CheckIns.Most.TotalMinutes))
            : PatrolTerms.UsualCheckIn,
        [
            .. (text.HeardBy ?? []).Select(voice => new PatrolVoice(
                voice.Patrol, voice.Reporters ?? [],
                [.. (voice.Vehicles ?? []).Select(name => Named($"heard_by {voice.Patrol}", () => VehicleOf(name)))])),
        ]);

    /// <summary>A vehicle of the mission says where it is by Cursor on Target.</summary>
    private static ObjectIdentity VehicleOf(string name) =>
        name.StartsWith(CotScheme, StringComparison.Ordinal) && name.Length > CotScheme.Length
            ? ObjectIdentity.CotUid(name[CotScheme.Length..])
            : throw new ArgumentException($"expected a vehicle as cot:UID, got '{name}'");

    private static T Named<T>(string what, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"{what}: {wrong.Message}", wrong);
        }
    }

    /// <summary>The task that a text says.</summary>
    /// <exception cref="ArgumentException">It lacks what its kind needs, or a place is none.</exception>
    public static PlannedTask TaskOf(TaskText text) => text.Kind switch
    {
        TaskKind.Drone => new DroneTask(
            text.Id, text.Owner, text.Modality ?? Modality.Unknown, text.SwathM ?? double.NaN, RouteOf(text)),
        TaskKind.Patrol => new PatrolTask(text.Id, text.Owner, RouteOf(text)),
        TaskKind.Pass => new PassTask(
            text.Id, text.Owner, text.Modality ?? Modality.Unknown, Needed(text, text.From, "from"),
            Needed(text, text.Until, "until"),
            [.. (text.Footprint ?? []).Select(ring => new GeoPolygon(RingOf(ring)))]),
        TaskKind.Post when text.Watch is { } watch => new PostTask(
            text.Id, text.Owner,
            new SensorWatch(
                text.Modality ?? Modality.Unknown, PlaceOf(watch.At), watch.RangeM, watch.HeightM, watch.FromDeg,
                watch.ToDeg, watch.DetectionProbability),
            Needed(text, text.From, "from"), Needed(text, text.Until, "until")),
        _ => throw new ArgumentException($"{text.Id}: expected a kind with what belongs to it"),
    };

    /// <summary>The text of a task.</summary>
    public static TaskText TextOf(PlannedTask task) => task switch
    {
        DroneTask drone => new TaskText(
            TaskKind.Drone, drone.Id, drone.Owner, drone.Modality, drone.SwathM, TextOf(drone.Route)),
        PatrolTask patrol => new TaskText(TaskKind.Patrol, patrol.Id, patrol.Owner, Route: TextOf(patrol.Route)),
        PassTask pass => new TaskText(
            TaskKind.Pass, pass.Id, pass.Owner, pass.Modality, From: pass.From, Until: pass.Until,
            Footprint: [.. pass.Footprint.Select(polygon => TextOf(polygon.Outer))]),
        PostTask { Watch: var watch } post => new TaskText(
            TaskKind.Post, post.Id, post.Owner, watch.Modality, From: post.From, Until: post.Until,
            Watch: new WatchText(
                TextOf(watch.At), watch.RangeM, watch.HeightM, watch.FromDeg, watch.ToDeg, watch.DetectionProbability)),
        _ => throw new ArgumentException($"{task.Id}: expected a task of a known kind", nameof(task)),
    };

    private static WeatherText TextOf(WeatherSpell spell) => new(
        spell.From, spell.Until, spell.WindMps, spell.CloudShare,
        spell.Where is { } region ? TextOf(region.Polygons[0].Outer) : null);

    private static WeatherSpell SpellOf(WeatherText text) => new(
        text.Where is { } ring ? RegionOf(ring) : null, text.From, text.Until, text.WindMps, text.CloudShare);

    private static ImmutableArray<RoutePoint> RouteOf(TaskText text) =>
        [.. (text.Route ?? []).Select(point => new RoutePoint(point.At, PlaceOf(point.Place)))];

    private static ImmutableArray<RouteText> TextOf(ImmutableArray<RoutePoint> route) =>
        [.. route.Select(point => new RouteText(point.At, TextOf(point.Place)))];

    private static Instant Needed(TaskText text, Instant? at, string name) =>
        at ?? throw new ArgumentException($"{text.Id}: expected a time '{name}'");

    private static GeoPoint PlaceOf(double[] degrees) => degrees.Length == 2
        ? GeoPoint.FromDegrees(latitudeDeg: degrees[0], longitudeDeg: degrees[1])
        : throw new ArgumentException(FormattableString.Invariant(
            $"expected latitude and longitude, got {degrees.Length} numbers"));

    private static double[] TextOf(GeoPoint place) => [place.LatitudeDeg, place.LongitudeDeg];

    private static ImmutableArray<GeoPoint> RingOf(double[][] ring) => [.. ring.Select(PlaceOf)];

    /// <summary>A ring as latitudes and longitudes.</summary>
    public static double[][] TextOf(ImmutableArray<GeoPoint> ring) => [.. ring.Select(TextOf)];

    /// <summary>The area within a ring of latitudes and longitudes.</summary>
    /// <exception cref="ArgumentException">It is no area; the message says why.</exception>
    public static Region RegionOf(double[][] ring) =>
        Region.FromPolygons([new GeoPolygon(RingOf(ring))], out var problem)
        ?? throw new ArgumentException(problem);
}
