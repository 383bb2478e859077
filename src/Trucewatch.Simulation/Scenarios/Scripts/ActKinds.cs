using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>What an act is made from.</summary>
/// <param name="Line">The line of the script.</param>
/// <param name="Side">Whose doing it is.</param>
/// <param name="Number">Number in the run, from 1.</param>
/// <param name="Draws">Its own stream.</param>
/// <param name="Run">The run.</param>
internal sealed record ActOf(ScriptLine Line, Side Side, int Number, Draws Draws, ScenarioRun Run)
{
    /// <summary>Its id in the script.</summary>
    public string Id { get; init; } = FormattableString.Invariant($"S-{Number:D4}");

    /// <summary>When it begins: within the line's hours, or anywhere in the run.</summary>
    public double AtS() => 3600 * (Line.Hours ?? new Spread(0, Math.Max(0.01, Run.Length.TotalHours))).Draw(Draws);

    /// <summary>A drawn value of a setting, or of its default.</summary>
    public double Draw(Spread? setting, double from, double to) => (setting ?? new Spread(from, to)).Draw(Draws);
}

/// <summary>All kinds of acts, one line each.</summary>
internal static class ActKinds
{
    // Straight stretches of the line, away from its ends and corners.
    private static readonly ImmutableArray<(double From, double To)> stretches =
        [(130, 165), (215, 240), (265, 290), (320, 360), (380, 410), (430, 465), (535, 562), (590, 622), (650, 685)];

    /// <summary>The table.</summary>
    public static readonly ImmutableSortedDictionary<string, Func<ActOf, Happening>> All =
        new Dictionary<string, Func<ActOf, Happening>>(StringComparer.Ordinal)
        {
            ["column"] = Column,
            ["corridor-entry"] = act => new EntersCorridor(
                act.Id, act.AtS(), act.Side, act.Side.AuxiliaryMmsi + 100 + (uint)act.Number,
                act.Draw(act.Line.LineKm, 40, 120), act.Draw(act.Line.StaysS, 600, 2400) / 60),
            ["delay"] = act => new Delay(act.Id, act.AtS(), act.Side, PlaceKm(act), act.Draw(act.Line.DepthM, 2, 14)),
            ["drone-crossing"] = act => new CrossesZone(act.Id, act.AtS(), act.Side, 100 + act.Number, PlaceKm(act)),
            ["drone-look"] = act => new LooksIn(act.Id, act.AtS(), act.Side, 100 + act.Number, PlaceKm(act)),
            ["heavy-weapon"] = act => new HeavyWeapon(act.Id, act.AtS(), act.Side, PlaceKm(act), 12),
            ["probe"] = Probe,
            ["refusal"] = act => new Refusal(act.Id, act.AtS(), act.Side, 20 + act.Number, PlaceKm(act), 9),
            ["shelling"] = act => new Shelling(
                act.Id, act.AtS(), act.Side, PlaceKm(act), act.Draws.Between(3, 17), 2 * act.Number),
            ["works"] = act => new Works(act.Id, act.AtS(), act.Side, PlaceKm(act), 13),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static double PlaceKm(ActOf act)
    {
        if (act.Line.LineKm is { } given)
        {
            return given.Draw(act.Draws);
        }

        var (from, to) = stretches[act.Draws.Below(stretches.Length)];
        return act.Draws.Between(from, to);
    }

    /// <summary>One vehicle behind the other, all to the same place and back: each is an incident of its own.</summary>
    private static Together Column(ActOf act)
    {
        const double BehindS = 9;
        var first = Probe(act);
        var size = (int)act.Draw(act.Line.Size, 5, 12);
        return new Together(act.Id, first.AtS, act.Side, [.. Enumerable.Range(0, size).Select(place => first with
        {
            Id = FormattableString.Invariant($"{act.Id}-{place + 1}"),
            AtS = first.AtS + (BehindS * place),
            Unit = (100 * act.Number) + place,
        })]);
    }

    private static Probe Probe(ActOf act) => new(
        act.Id,
        act.AtS(),
        act.Side,
        act.Number,
        PlaceKm(act),
        act.Draw(act.Line.DepthM, 100, 5000),
        act.Draw(act.Line.StaysS, 30, 1800),
        act.Draw(act.Line.SpeedMps, 5, 18),
        act.Draw(act.Line.SigmaM, 5, 40),
        act.Draw(act.Line.IntervalS, 3, 20));
}

/// <summary>A vehicle drives straight into its own side's half of the zone, stays there, and drives back.</summary>
internal sealed record Probe(
    string Id, double AtS, Side Side, int Unit, double LineKm, double DepthM, double StaysS, double SpeedMps,
    double ErrorM, double IntervalS)
    : Movement(Id, AtS, Side, "4.2(a)", "presence.zone-entry")
{
    private const double OutsideM = 900;

    private double LegS => (DepthM + OutsideM) / SpeedMps;

    public override double SigmaM => ErrorM;

    public override double LastsS => (2 * LegS) + StaysS;

    public override Player Player => new(
        FormattableString.Invariant($"cot:{Side.Prefix}-{1000 + Unit}"),
        "vehicle",
        Side.Id,
        new Journey(
            isSeenOutside: false,
            new Stop(AtS, Place(0, -OutsideM)),
            new Stop(AtS + LegS, Place(0.1, DepthM)),
            new Stop(AtS + LegS + StaysS, Place(0.12, DepthM)),
            new Stop(AtS + LastsS, Place(0.2, -OutsideM))));

    public override Sender Sender => new CotSender(
        Player, "a-n-G-E-V", FormattableString.Invariant($"EXERCISE {Side.Prefix} {1000 + Unit}"),
        Pace.Steady(IntervalS), AtS, ErrorM, double.NaN, Links.Land);

    public override string? ZoneOf(GeoPoint place) => Ground.ZoneOf(place);

    private GeoPoint Place(double onKm, double insideM) =>
        Side.OnLand(LineKm + onKm, Ground.ZoneKm - (insideM / 1000));
}

/// <summary>Several happenings that are one act.</summary>
internal sealed record Together(string Id, double AtS, Side Side, ImmutableArray<Movement> Parts)
    : Happening(Id, AtS, Side)
{
    public override IEnumerable<Sender> Senders => Parts.SelectMany(part => part.Senders);

    public override IEnumerable<TrueIncident> Incidents => Parts.SelectMany(part => part.Incidents);

    public override IEnumerable<Sighting> Sightings(TrueIncident incident, ScenarioRun run) =>
        Parts.Single(part => incident.Id.StartsWith(part.Id + "/", StringComparison.Ordinal)).Sightings(incident, run);
}
