using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Locating;
using Trucewatch.Watch.Blasts;

namespace Trucewatch.Watch.Rules.SensedEvent;

/// <summary>
/// States events that sensors saw, such as heat, shaking or an explosion, in zones. Nobody is named by them, and none
/// of them shows by itself that the clause is broken: what is stated is undetermined. An event with a harmless cause
/// that the pack lets count is stated with its reason and opens no incident.
/// </summary>
internal sealed class SensedEventRule : Rule
{
    /// <summary>Words of the classes in the pack.</summary>
    internal static readonly ImmutableArray<(string Word, EventClass Class)> Classes =
    [
        ("thermal-anomaly", EventClass.ThermalAnomaly),
        ("seismo-acoustic", EventClass.SeismoAcoustic),
        ("explosion", EventClass.Explosion),
        ("earthquake", EventClass.Earthquake),
        ("quarry-blast", EventClass.QuarryBlast),
    ];

    // Whoever hears next time, it is the same network: what it counts of two bursts adds up.
    private const string Stations = "stations";

    private readonly EventKeys heard = new();
    private readonly ImmutableArray<Zone> zones;
    private readonly Scope scope;

    private SensedEventRule(RuleSource source, Scope scope)
        : base(source)
    {
        this.scope = scope;
        zones = source.Agreement.Zones;
    }

    public override bool HearsAll => true;

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        ImmutableArray<EventClass> classes = [.. reader.Texts("classes").Select(text => ClassOf(reader, text.Text))];
        ImmutableArray<int>? inZones = reader.OptionalTexts("zones") is { } named ? source.ZoneIndexes(named) : null;
        var leave = reader.Number("p_leave", absent: 0.05, least: 0.001, most: 0.5);
        var size = reader.Number("min_size", absent: 0, least: 0, most: 100_000);
        var confidence = reader.Number("min_confidence", absent: 0, least: 0, most: 1);
        var screen = Screen.Read(reader);
        var thunder = ThunderLedger.Read(reader);
        var joining = new Joining(
            "sensed",
            reader.Number("join_within_m", absent: 3_000, least: 0, most: 100_000),
            TimeSpan.FromSeconds(reader.Number("join_within_s", absent: 43_200, least: 0, most: 7 * 86_400)));
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new SensedEventRule(
                source, new Scope(classes, inZones, leave, size, confidence, screen, thunder, joining))
            : null;
    }

    public override void OnHeard(in Observation observation, RuleVoice voice)
    {
        scope.Thunder?.Note(in observation);
        if (observation.Kind != ObservationKind.Event || !observation.HasPosition
            || !scope.Classes.Contains(observation.Event.Class))
        {
            return;
        }

        var likeliest = LikeliestZone.Of(zones, scope.Zones ?? [], in observation);
        if (likeliest is { } found ? found.Place.PAtMost < scope.PLeave : scope.Zones is not null)
        {
            return;
        }

        if (heard.IsFirst(in observation))
        {
            Say(in observation, likeliest, voice);
        }
    }

    public override void OnShelling(Shelling shelling, RuleVoice voice)
    {
        if (!scope.Classes.Contains(EventClass.SeismoAcoustic))
        {
            return;
        }

        // Screened and placed as any other event whose cause is not known.
        var heardAs = new Observation
        {
            Kind = ObservationKind.Event,
            At = shelling.At,
            ReceivedAt = shelling.KnownAt,
            HasPosition = shelling.Place is not null,
            Position = shelling.Place ?? default,
            PositionError = shelling.Error,
            Event = new ObservedEvent
            {
                Class = EventClass.SeismoAcoustic, Confidence = float.NaN, Size = float.NaN,
            },
        };
        var likeliest = LikeliestZone.Of(zones, scope.Zones ?? [], in heardAs);
        if (likeliest is { } found && found.Place.PAtMost < scope.PLeave)
        {
            return;
        }

        var reasons = shelling.Place is null ? ScreeningReasons.None : scope.Screen.ReasonsOf(in heardAs);
        if (shelling.Place is not null && scope.Thunder?.IsNear(in heardAs) == true)
        {
            reasons |= ScreeningReasons.Thunder;
        }

        Say(shelling, in heardAs, reasons, likeliest, voice);
    }

    private void Say(
        Shelling shelling, in Observation heardAs, ScreeningReasons reasons, LikeliestZone? likeliest, RuleVoice voice)
    {
        var opens = (reasons & scope.Screen.Counted) == ScreeningReasons.None;
        var word = WordOf(EventClass.SeismoAcoustic);
        var name = FormattableString.Invariant($"shelling-{shelling.Number}");
        GeoPoint? at = shelling.Place;
        Place? place = at is { } point ? PlaceOf.Point(point, shelling.Error) : null;

        // Without a place nothing says that two are one; with one, what is so near is counted together.
        var join = scope.Joining with
        {
            Family = opens ? word : "screened",
            CountsRounds = true,
            Apart = at is null ? name : null,
            Same = name,
        };
        ImmutableArray<FrameCitation> frames = [.. shelling.Frames.Select(voice.Feeds.Cite).Distinct()];
        var act = new Act(new Actor(Stations, null, null, ObjectClass.Unknown), name, at, shelling.Error);
        var details = Details(shelling, word, reasons);
        var (happenedAt, knownAt) = (heardAs.At, heardAs.ReceivedAt);
        _ = voice.Say(this, act, join, id => new Detection(
            id, opens ? DetectionKind.Measured : DetectionKind.Undetermined, Clause.Id, Reading.Id,
            Clause.IncidentClass, likeliest?.Zone.Id, null, Stations, null, happenedAt, knownAt, place,
            likeliest?.Place.PInside, likeliest?.Place.SignedDistanceM, shelling.CountMin, shelling.CountMax, null,
            [word], frames, Determination.Undetermined, null, details));
    }

    private static ImmutableArray<Detail> Details(Shelling shelling, string word, ScreeningReasons reasons)
    {
        var details = ImmutableArray.CreateBuilder<Detail>();
        details.Add(new Detail("event", word));
        details.Add(new Detail(
            "impacts", FormattableString.Invariant($"{shelling.CountMin}-{shelling.CountMax}")));
        details.Add(new Detail("lasted_s", shelling.LastedS.ToString("0", CultureInfo.InvariantCulture)));
        details.Add(new Detail("stations", string.Join(", ", shelling.Stations)));
        if (shelling.Place is null)
        {
            details.Add(new Detail("heard, not located", LocatingWords.Of(shelling.Refusal)));
        }
        else
        {
            var ellipse = ErrorEllipse.Of95(shelling.Error);
            details.Add(new Detail("ellipse_95_m", string.Create(
                CultureInfo.InvariantCulture, $"{ellipse.SemiMajorM:0} x {ellipse.SemiMinorM:0}")));
        }

        if (reasons != ScreeningReasons.None)
        {
            details.Add(new Detail("screening", Screen.Say(reasons)));
        }

        return details.ToImmutable();
    }

    private void Say(in Observation observation, LikeliestZone? likeliest, RuleVoice voice)
    {
        // What is not known is not small: an event without a size, or whose source says nothing of its confidence,
        // stays.
        var (happened, reasons) = (observation.Event, scope.Screen.ReasonsOf(in observation));

        // A bang of no known cause may be thunder; what its source calls an explosion is not made thunder by a storm.
        if (happened.Class == EventClass.SeismoAcoustic && scope.Thunder?.IsNear(in observation) == true)
        {
            reasons |= ScreeningReasons.Thunder;
        }

        var isSmall = happened.Size < scope.MinSize || happened.Confidence < scope.MinConfidence;
        var opens = !isSmall && (reasons & scope.Screen.Counted) == ScreeningReasons.None;
        var cited = voice.Feeds.Cite(observation.Frame);
        var (feed, word) = (voice.Feeds[observation.Frame.Feed], WordOf(happened.Class));
        var act = new Act(
            new Actor(feed, null, null, ObjectClass.Unknown), $"{word}/{observation.At}/{observation.Position}",
            observation.Position, observation.PositionError);

        // An event that opens nothing joins nothing either: a field that burns beside a strike would blur it.
        var join = scope.Joining with { Family = opens ? word : "screened" };
        var (at, knownAt) = (observation.At, observation.ReceivedAt);
        var place = PlaceOf.Point(observation.Position, observation.PositionError);
        var details = Details(in happened, word, reasons, isSmall);
        _ = voice.Say(this, act, join, id => new Detection(
            id, opens ? DetectionKind.Measured : DetectionKind.Undetermined, Clause.Id, Reading.Id,
            Clause.IncidentClass, likeliest?.Zone.Id, null, feed, null, at, knownAt, place,
            likeliest?.Place.PInside, likeliest?.Place.SignedDistanceM, null, null, null, [MeansOf(happened.Class)],
            [cited], Determination.Undetermined, null, details));
    }

    private ImmutableArray<Detail> Details(
        in ObservedEvent happened, string word, ScreeningReasons reasons, bool isSmall)
    {
        var details = ImmutableArray.CreateBuilder<Detail>();
        details.Add(new Detail("event", word));
        if (!float.IsNaN(happened.Size))
        {
            var name = happened.Class == EventClass.ThermalAnomaly ? "power_mw" : "magnitude";
            details.Add(new Detail(name, happened.Size.ToString("0.##", CultureInfo.InvariantCulture)));
        }

        if (!float.IsNaN(happened.Confidence))
        {
            details.Add(new Detail("confidence", happened.Confidence.ToString("0.##", CultureInfo.InvariantCulture)));
        }

        if (reasons != ScreeningReasons.None)
        {
            details.Add(new Detail("screening", Screen.Say(reasons)));
        }

        if (isSmall)
        {
            details.Add(new Detail("below_limit", string.Create(
                CultureInfo.InvariantCulture, $"size {scope.MinSize:0.##}, confidence {scope.MinConfidence:0.##}")));
        }

        return details.ToImmutable();
    }

    private static string WordOf(EventClass kind)
    {
        foreach (var (word, known) in Classes)
        {
            if (known == kind)
            {
                return word;
            }
        }

        return "none";
    }

    private static string MeansOf(EventClass kind) => kind == EventClass.ThermalAnomaly ? "thermal" : "seismo-acoustic";

    private static EventClass ClassOf(SettingsReader reader, string text)
    {
        foreach (var (word, known) in Classes)
        {
            if (word == text)
            {
                return known;
            }
        }

        reader.Refuse("classes", $"each one of {string.Join(", ", Classes.Select(one => one.Word))} and not '{text}'");
        return EventClass.None;
    }

    /// <summary>Which events the rule looks at, and what it does with them.</summary>
    private sealed record Scope(
        ImmutableArray<EventClass> Classes,
        ImmutableArray<int>? Zones,
        double PLeave,
        double MinSize,
        double MinConfidence,
        Screen Screen,
        ThunderLedger? Thunder,
        Joining Joining);
}
