using System.Collections.Immutable;
using Trucewatch.Domain;
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
/// <param name="Script">The script.</param>
internal sealed record ActOf(ScriptLine Line, Side Side, int Number, Draws Draws, ScenarioRun Run, Script Script)
{
    /// <summary>The scenario's first moment.</summary>
    public Instant Start => Script.Stage.Start;

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
    private const int OrdinaryVehicles = 6;

    // Straight stretches of the line, away from its ends and corners.
    private static readonly ImmutableArray<(double From, double To)> stretches =
        [(130, 165), (215, 240), (265, 290), (320, 360), (380, 410), (430, 465), (535, 562), (590, 622), (650, 685)];

    private static readonly ImmutableArray<GeoPoint> quarries =
        [Ground.Point(47.63, 35.55), Ground.Point(47.37, 35.55)];

    /// <summary>The table.</summary>
    public static readonly ImmutableSortedDictionary<string, Func<ActOf, Happening>> All =
        new Dictionary<string, Func<ActOf, Happening>>(StringComparer.Ordinal)
        {
            ["blamed-shelling"] = act => new BlamedShelling(act.Id, act.AtS(), act.Side, PlaceKm(act), 2 * act.Number),
            ["cloud"] = Cloud,
            ["column"] = Column,
            ["corridor-entry"] = act => EntersCorridor(act, act.Side.AuxiliaryMmsi + 100),
            ["delay"] = act => new Delay(act.Id, act.AtS(), act.Side, PlaceKm(act), act.Draw(act.Line.DepthM, 2, 14)),
            ["double-name"] = act => Probe(act) with
            {
                Says = act.Side.Other, Name = (act.Number % OrdinaryVehicles) + 1, DepthM = 3_000, StaysS = 1_200,
            },
            ["drone-crossing"] = act => new CrossesZone(act.Id, act.AtS(), act.Side, 100 + act.Number, PlaceKm(act)),
            ["drone-look"] = act => new LooksIn(act.Id, act.AtS(), act.Side, 100 + act.Number, PlaceKm(act)),
            ["false-name"] = act => Probe(act) with { Says = act.Side.Other },
            ["false-ship"] = act => EntersCorridor(act, act.Side.Other.AuxiliaryMmsi + 100) with
            {
                Says = act.Side.Other,
            },
            ["flight"] = act => new Flight(
                act.Id, act.AtS(), act.Number, SeaOrLand(act), act.Draws.Between(4_000, 12_000),
                act.Draws.Between(110, 180)),
            ["harvest-fire"] = act => new HarvestFire(
                act.Id, act.AtS(), act.Start, act.Side.OnLand(PlaceKm(act), act.Draws.Between(4, 16)),
                act.Draws.Between(4, 40), act.Draw(act.Line.StaysS, 3_600, 18_000)),
            ["heavy-weapon"] = act => new HeavyWeapon(act.Id, act.AtS(), act.Side, PlaceKm(act), 12),
            ["held-ship"] = act => new HeldShip(
                act.Id, act.AtS(), act.Side, 200_900_400 + (uint)act.Number, act.Draw(act.Line.LineKm, 40, 120),
                act.Draw(act.Line.StaysS, 2_400, 7_200)),
            ["jamming"] = act => Disturbs(act, movedM: 0),
            ["probe"] = Probe,
            ["quarry-blast"] = act => new QuarryBlast(
                act.Id, act.AtS(), act.Start, quarries[act.Side == Side.West ? 0 : 1]),
            ["refusal"] = act => new Refusal(act.Id, act.AtS(), act.Side, 20 + act.Number, PlaceKm(act), 9),
            ["shelling"] = act => new Shelling(
                act.Id, act.AtS(), act.Side, PlaceKm(act), act.Draws.Between(3, 17), 2 * act.Number),
            ["spoofing"] = act => Disturbs(act, act.Draw(act.Line.MovedM, 8_000, 20_000)),
            ["strike"] = Strike,
            ["thunder"] = act => new Thunder(
                act.Id, act.AtS(), act.Start, act.Side.OnLand(PlaceKm(act), act.Draws.Between(4, 16)),
                4 + act.Draws.Below(8)),
            ["told-by-people"] = act => new ToldByPeople(act.Id, act.AtS(), act.Side, PlaceKm(act), 2 * act.Number),
            ["works"] = act => new Works(act.Id, act.AtS(), act.Side, PlaceKm(act), 13),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static EntersCorridor EntersCorridor(ActOf act, uint mmsi) => new(
        act.Id, act.AtS(), act.Side, mmsi + (uint)act.Number,
        act.Draw(act.Line.LineKm, 40, 120), act.Draw(act.Line.StaysS, 600, 2400) / 60);

    private static GeoPoint SeaOrLand(ActOf act) => act.Line.AtSea
        ? act.Side.AtSea(act.Draw(act.Line.LineKm, 40, 120), act.Draw(act.Line.DepthM, 5_000, 15_000) / 1000)
        : act.Side.OnLand(PlaceKm(act), act.Draw(act.Line.DepthM, 0, 20_000) / 1000);

    private static Disturbs Disturbs(ActOf act, double movedM)
    {
        var (atS, centre) = (act.AtS(), SeaOrLand(act));
        return new Disturbs(act.Id, atS, act.Side, new Disturbance(
            centre, act.Draw(act.Line.RadiusM, 30_000, 60_000), atS, atS + act.Draw(act.Line.StaysS, 1_800, 5_400),
            movedM, act.Draws.Between(0, 360)));
    }

    private static Cloud Cloud(ActOf act)
    {
        var atS = act.AtS();
        return new Cloud(act.Id, atS, act.Start, new Weather(
            act.Side.OnLand(PlaceKm(act), 10), act.Draw(act.Line.RadiusM, 30_000, 80_000), atS,
            atS + act.Draw(act.Line.StaysS, 7_200, 21_600)));
    }

    /// <summary>A protected object of the other side is struck.</summary>
    private static Strike Strike(ActOf act)
    {
        var parties = act.Script.Parties is [var west, var east] ? (west, east) : (Side.West.Id, Side.East.Id);
        var party = act.Side == Side.West ? parties.Item1 : parties.Item2;
        var targets = (act.Line.Targets ?? []).Where(target => target.Owner != party).ToArray();
        return new Strike(
            act.Id, act.AtS(), act.Side, party, targets[act.Draws.Below(targets.Length)], act.Line.Clause ?? "EN.1");
    }

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

    /// <summary>Whose vehicle it says to be; its own side's unless it lies.</summary>
    public Side Says { get; init; } = Side;

    /// <summary>The number in its name; null: one that nobody else has.</summary>
    public int? Name { get; init; }

    private string Uid => Name is { } known
        ? FormattableString.Invariant($"{Says.Prefix}-{known}")
        : FormattableString.Invariant($"{Says.Prefix}-{1000 + Unit}");

    private double LegS => (DepthM + OutsideM) / SpeedMps;

    public override double SigmaM => ErrorM;

    public override double LastsS => (2 * LegS) + StaysS;

    public override Player Player => new(
        "cot:" + Uid,
        "vehicle",
        Side.Id,
        new Journey(
            isSeenOutside: false,
            new Stop(AtS, Place(0, -OutsideM)),
            new Stop(AtS + LegS, Place(0.1, DepthM)),
            new Stop(AtS + LegS + StaysS, Place(0.12, DepthM)),
            new Stop(AtS + LastsS, Place(0.2, -OutsideM))));

    public override Sender Sender => new CotSender(
        Player, "a-n-G-E-V", "EXERCISE " + Uid.Replace('-', ' '), Pace.Steady(IntervalS), AtS, ErrorM, double.NaN,
        Links.Land)
    {
        // Two that say one name have streams of their own all the same.
        Name = Name is null ? Player.Id : Id,
    };

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
