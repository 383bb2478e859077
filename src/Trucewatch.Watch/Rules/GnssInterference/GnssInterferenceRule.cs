using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Watch.Interference;

namespace Trucewatch.Watch.Rules.GnssInterference;

/// <summary>
/// States when aircraft or ships in a cell show that satellite navigation is disturbed, and when they show that it is
/// not any more. Who disturbs it, and from where, is not known by that: no party is named.
/// </summary>
internal sealed class GnssInterferenceRule : Rule
{
    /// <summary>Most cells that can be stated at one time; further ones are not.</summary>
    public const int MaxStated = 4_096;

    private static readonly Provenance nobodys = new(null, default, null, false, []);

    private readonly ImmutableArray<Zone>? zones;
    private readonly int minAircraft;
    private readonly int minShips;
    private readonly double minScore;
    private readonly HashSet<(InterferenceCell Cell, InterferenceWitness By)> stated = [];

    private readonly Dictionary<(InterferenceCell Cell, InterferenceWitness By), Shown?> waiting = [];
    private Instant heardAt = Instant.Beginning;
    private FrameRef least;

    private GnssInterferenceRule(
        RuleSource source, ImmutableArray<Zone>? zones, int minAircraft, int minShips, double minScore)
        : base(source)
    {
        (this.zones, this.minAircraft, this.minShips, this.minScore) = (zones, minAircraft, minShips, minScore);
    }

    /// <summary>What shows that a cell has changed: the first of all frames by name, under the labels of all.</summary>
    private readonly record struct Shown(FrameRef Frame, Provenance Provenance)
    {
        public Shown With(Shown other, FeedNames feeds)
        {
            var first = feeds.Compare(other.Frame, Frame) < 0 ? other : this;
            var (one, another) = (Provenance.Label, other.Provenance.Label);
            var label = one is null || another is null ? one ?? another : one.Meet(another);
            return first with { Provenance = first.Provenance with { Label = label } };
        }
    }

    public override bool HearsAll => true;

    public override bool RelatesMany => true;

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        ImmutableArray<Zone>? inZones = reader.OptionalTexts("zones") is { } named
            ? [.. source.ZoneIndexes(named).Select(index => source.Agreement.Zones[index])]
            : null;
        var aircraft = reader.Whole("min_aircraft", absent: InterferenceLedger.MinAircraft, least: 2, most: 1_000);
        var ships = reader.Whole("min_ships", absent: InterferenceLedger.MinShips, least: 2, most: 1_000);
        var score = reader.Number("min_score", absent: InterferenceLedger.MinScore, least: 0.01, most: 1);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new GnssInterferenceRule(source, inZones, aircraft, ships, score)
            : null;
    }

    public override void OnHeard(in Observation observation, RuleVoice voice)
    {
        var frame = observation.Frame;
        if (observation.ReceivedAt != heardAt || voice.Feeds.Compare(frame, least) < 0)
        {
            (heardAt, least) = (observation.ReceivedAt, frame);
        }

        var cell = observation.HasPosition ? InterferenceCell.Of(observation.Position) : (InterferenceCell?)null;
        foreach (var place in voice.Interference.Changed)
        {
            // What is only left behind is shown by nobody's frame; then any of that time tells that it went on.
            Shown? shown = place.Cell == cell ? new Shown(frame, voice.Provenance) : null;
            waiting[place] = waiting.GetValueOrDefault(place) is { } known && shown is { } other
                ? known.With(other, voice.Feeds)
                : waiting.GetValueOrDefault(place) ?? shown;
        }
    }

    public override void OnSettled(Instant receivedAt, RuleVoice voice)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        foreach (var (place, shown) in waiting.OrderBy(one => (one.Key.Cell.North, one.Key.Cell.East, one.Key.By)))
        {
            var frame = shown?.Frame ?? least;
            voice.Provenance = (shown?.Provenance ?? nobodys) with { At = receivedAt, Late = voice.Provenance.Late };
            // Too few say nothing, in either direction: what was stated stands until it is measured again.
            var tally = voice.Interference[place.Cell, place.By];
            var isShips = place.By == InterferenceWitness.Ships;
            if (tally.Total < (isShips ? minShips : minAircraft))
            {
                continue;
            }

            var isMany = !isShips || tally.Bad >= InterferenceLedger.MinBadShips;
            if (tally.Score >= minScore && isMany && stated.Count < MaxStated && IsWatched(place.Cell)
                && stated.Add(place))
            {
                Say(DetectionKind.Measured, Determination.Breach, place, tally, frame, receivedAt, voice);
            }
            else if (tally.Score < minScore / 2 && stated.Remove(place))
            {
                Say(DetectionKind.Left, Determination.Compliant, place, tally, frame, receivedAt, voice);
            }
        }

        waiting.Clear();
    }

    private bool IsWatched(InterferenceCell cell)
    {
        if (zones is not { } some)
        {
            return true;
        }

        foreach (var zone in some)
        {
            if (zone.Locate(cell.Middle, Covariance2.Circular(1)).PInside > 0.5)
            {
                return true;
            }
        }

        return false;
    }

    private void Say(
        DetectionKind kind,
        Determination determination,
        (InterferenceCell Cell, InterferenceWitness By) place,
        InterferenceTally tally,
        FrameRef frame,
        Instant at,
        RuleVoice voice)
    {
        // Half a cell is 28 km from south to north; a round error that covers it.
        var error = Covariance2.Circular(16_000);
        var cell = place.Cell;
        var (name, who, means) = place.By == InterferenceWitness.Ships
            ? ($"{cell} ships", "ships", "places of ships")
            : (cell.ToString(), "aircraft", "navigation accuracy of aircraft");
        var frames = ImmutableArray.Create(voice.Feeds.Cite(frame));
        var details = ImmutableArray.Create(
            new Detail(who, tally.Total.ToString(CultureInfo.InvariantCulture)),
            new Detail(who + "_bad", tally.Bad.ToString(CultureInfo.InvariantCulture)),
            new Detail("score", tally.Score.ToString("0.00", CultureInfo.InvariantCulture)),
            new Detail("limit_score", minScore.ToString("0.00", CultureInfo.InvariantCulture)));
        var act = new Act(new Actor(name, null, null, ObjectClass.Unknown), $"{name}/{at}", cell.Middle, error);
        _ = voice.Say(this, act, null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, name, null, name, null, at, at,
            PlaceOf.Point(cell.Middle, error), null, null, null, null, null, [means],
            frames, determination, null, details));
    }
}
