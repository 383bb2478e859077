using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
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

    private readonly ImmutableArray<Zone>? zones;
    private readonly int minAircraft;
    private readonly int minShips;
    private readonly double minScore;
    private readonly HashSet<(InterferenceCell Cell, InterferenceWitness By)> stated = [];

    private GnssInterferenceRule(
        RuleSource source, ImmutableArray<Zone>? zones, int minAircraft, int minShips, double minScore)
        : base(source)
    {
        (this.zones, this.minAircraft, this.minShips, this.minScore) = (zones, minAircraft, minShips, minScore);
    }

    public override bool HearsAll => true;

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
        foreach (var place in voice.Interference.Changed)
        {
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
                Say(DetectionKind.Measured, Determination.Breach, place, tally, in observation, voice);
            }
            else if (tally.Score < minScore / 2 && stated.Remove(place))
            {
                Say(DetectionKind.Left, Determination.Compliant, place, tally, in observation, voice);
            }
        }
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
        in Observation observation,
        RuleVoice voice)
    {
        // Half a cell is 28 km from south to north; a round error that covers it.
        var error = Covariance2.Circular(16_000);
        var (cell, at) = (place.Cell, observation.ReceivedAt);
        var (name, who, means) = place.By == InterferenceWitness.Ships
            ? ($"{cell} ships", "ships", "places of ships")
            : (cell.ToString(), "aircraft", "navigation accuracy of aircraft");
        var frames = ImmutableArray.Create(voice.Feeds.Cite(observation.Frame));
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
