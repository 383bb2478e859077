using System.Collections.Immutable;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Ais;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Swarm;

/// <summary>Who is in a trial: who goes in, passes, keeps out, runs along an edge, shares a name, or reports.</summary>
internal sealed class TrialWorld
{
    /// <summary>The feeds of every trial.</summary>
    public static readonly ImmutableArray<ScenarioFeed> Feeds =
    [
        new("ais-1", "ais", "ais-1.nmea"),
        new("cot-1", "cot", "cot-1.xml"),
        new("cot-2", "cot", "cot-2.xml"),
        new("report-1", "report", "report-1.jsonl"),
    ];

    // The least error that a decoder assumes for AIS positions, two sigmas of it.
    private const double AisSigmaM = 20;

    private readonly ulong seed;
    private readonly TrialGround ground;
    private readonly TrialPack pack;
    private readonly double lengthS;
    private readonly ImmutableArray<Link> links;

    public TrialWorld(ulong seed, TrialGround ground, TrialPack pack, ScenarioRun run)
    {
        (this.seed, this.ground, this.pack) = (seed, ground, pack);
        lengthS = run.Length.TotalSeconds;
        links = [.. Enumerable.Range(0, Feeds.Length).Select(DrawLink)];
        var draws = Draws.Named(seed, "who");
        Actors =
        [
            .. Enumerable.Range(0, 2 + draws.Below(9)).Select(Vehicle),
            .. Enumerable.Range(0, draws.Below(4)).Select(Drone),
            .. Enumerable.Range(0, draws.Below(5)).Select(Vessel),
            .. draws.Chance(0.3) ? Twins() : [],
        ];
        Senders = [.. Actors.Select(actor => actor.Sender), Reports(draws.Below(25))];
    }

    /// <summary>Everybody who moves.</summary>
    public ImmutableArray<TrialActor> Actors { get; }

    /// <summary>Everybody who sends.</summary>
    public ImmutableArray<Sender> Senders { get; }

    private Link DrawLink(int feed)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"link-{feed}"));
        var outages = ImmutableArray.CreateBuilder<Outage>();
        for (var left = draws.Below(3); left > 0; left--)
        {
            var from = draws.Between(0, lengthS);
            outages.Add(new Outage(from, from + draws.Between(10, 240)));
        }

        return new Link(
            feed, draws.Between(0.1, 2), draws.Between(0, 0.15), draws.Between(0, 0.2), draws.Between(0, 0.05),
            outages.DrainToImmutable());
    }

    private Draws Of(string name) => Draws.Named(seed, name);

    private TrialActor Vehicle(int number)
    {
        var draws = Of(FormattableString.Invariant($"vehicle-{number}"));
        var left = draws.Chance(0.5);
        var isCivil = draws.Chance(0.3);
        var uid = FormattableString.Invariant($"{(isCivil ? "CIV" : left ? "L" : "R")}-{number + 1}");
        return OnLand(
            uid, "vehicle", "a-n-G-E-V", isCivil ? null : TrialPack.VehicleClause,
            Way(draws, left, speedMps: draws.Between(4, 25)), draws);
    }

    private TrialActor Drone(int number)
    {
        var draws = Of(FormattableString.Invariant($"drone-{number}"));
        var left = draws.Chance(0.5);
        var uid = FormattableString.Invariant($"{(left ? "L" : "R")}-UAS-{number + 1}");
        return OnLand(
            uid, "drone", "a-n-A-M-F-Q", TrialPack.DroneClause, Way(draws, left, draws.Between(20, 45)), draws);
    }

    private TrialActor OnLand(string uid, string kind, string type, string? clause, Motion motion, Draws draws)
    {
        var sigmaM = draws.Between(3, 40);
        var sender = new CotSender(
            new Player("cot:" + uid, kind, "none", motion),
            type,
            "EXERCISE " + uid,
            Pace.Steady(1 + draws.Below(20)),
            draws.Between(0, 20),
            sigmaM,
            kind == "drone" ? 500 : double.NaN,
            links[draws.Chance(0.5) ? 1 : 2]);
        return new TrialActor("cot:" + uid, clause, motion, sender, sigmaM, IsOrdinary: true, ground);
    }

    private TrialActor Vessel(int number)
    {
        var draws = Of(FormattableString.Invariant($"vessel-{number}"));
        var left = draws.Chance(0.5);
        var isCivil = draws.Chance(0.3);
        var mmsi = (isCivil ? 200_900_001u : left ? 200_100_001u : 200_200_001u) + (uint)number;
        var motion = Way(draws, left, draws.Between(2, 12));
        var id = FormattableString.Invariant($"mmsi:{mmsi:D9}");
        var sender = new AisSender(
            new Player(id, "vessel", "none", motion),
            new AisStatic(
                mmsi, FormattableString.Invariant($"EXERCISE {number}"), FormattableString.Invariant($"X{number}"),
                ShipType: 55, ToBowM: 40, ToSternM: 20, ToPortM: 6, ToStarboardM: 6, Destination: "EXERCISE"),
            IsClassA: draws.Chance(0.7),
            NavigationStatus: 0,
            IntervalS: 2 + draws.Below(20),
            PhaseS: draws.Between(0, 20),
            StaticEvery: draws.Below(20),
            SigmaM: draws.Between(2, 10),
            links[0]);
        return new TrialActor(
            id, isCivil ? null : TrialPack.VesselClause, motion, sender, AisSigmaM, IsOrdinary: true, ground);
    }

    /// <summary>Two vehicles that say the same name far apart, one on each feed.</summary>
    private IEnumerable<TrialActor> Twins()
    {
        var draws = Of("twins");
        foreach (var (left, link) in new[] { (true, links[1]), (false, links[2]) })
        {
            var motion = Way(draws, left, draws.Between(4, 25));
            var sender = new CotSender(
                new Player("cot:L-77", "vehicle", "none", motion), "a-n-G-E-V", "EXERCISE L-77", Pace.Steady(7),
                draws.Between(0, 7), 10, double.NaN, link);
            yield return new TrialActor(
                "cot:L-77", TrialPack.VehicleClause, motion, sender with { Name = left ? "twin-1" : "twin-2" }, 10,
                IsOrdinary: false, ground);
        }
    }

    /// <summary>Deep in and out again, through and away, outside to and fro, along the edge, or born inside.</summary>
    private Motion Way(Draws draws, bool left, double speedMps)
    {
        var km = ground.PlaceKm(draws);
        var widthM = ground.WidthM(left);
        return draws.Below(6) switch
        {
            0 or 1 => Along(draws, speedMps, [
                ground.At(km, left, widthM + draws.Between(200, 3000)),
                ground.At(km + draws.Between(-2, 2), left, widthM * draws.Between(0.2, 0.8)),
                ground.At(km + draws.Between(-4, 4), left, widthM + draws.Between(200, 3000)),
            ]),
            2 => Along(draws, speedMps, [
                ground.At(km, left, widthM + draws.Between(200, 2000)),
                ground.At(km, left, 10),
                ground.At(km, !left, ground.WidthM(!left) + draws.Between(200, 2000)),
            ]),
            3 => ToAndFro(draws, speedMps, ground.At(km, left, widthM + 1200), ground.At(km + 5, left, widthM + 1500)),
            4 => ToAndFro(draws, speedMps, ground.At(km, left, widthM), ground.At(km + 3, left, widthM)),
            _ => new Loiter(
                ground.At(km, left, widthM * draws.Between(0.3, 0.7)), draws.Between(100, 400), speedMps,
                draws.Between(0, 360)),
        };
    }

    private static Shuttle ToAndFro(Draws draws, double speedMps, GeoPoint from, GeoPoint to)
    {
        var way = new Route(from, to);
        return new Shuttle(way, speedMps, draws.Between(0, 2 * way.LengthM));
    }

    private static Journey Along(Draws draws, double speedMps, ReadOnlySpan<GeoPoint> places)
    {
        var seconds = draws.Between(0, 120);
        var stops = new Stop[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            seconds += i == 0 ? 0 : new Route(places[i - 1], places[i]).LengthM / speedMps;
            stops[i] = new Stop(seconds, places[i]);
        }

        return new Journey(isSeenOutside: draws.Chance(0.5), stops);
    }

    private ReportSender Reports(int count)
    {
        var draws = Of("reports");
        var reports = Enumerable.Range(0, count).Select(number => Report(draws, number)).ToList();
        return new ReportSender([.. reports.OrderBy(report => report.SentS)], links[3]);
    }

    private ScriptedReport Report(Draws draws, int number)
    {
        var left = draws.Chance(0.5);
        ReporterKind[] kinds = [ReporterKind.Patrol, ReporterKind.Post, ReporterKind.Station, ReporterKind.Party];
        string[] classes = ["fire.artillery", "fire.mortar.impact", "fire.artillery.outgoing", "access.denial"];
        var kind = kinds[draws.Below(kinds.Length)];
        var (happenedS, lateS) = (draws.Between(0, lengthS), draws.Between(5, 200));
        var (least, more) = (1 + draws.Below(9), draws.Below(4));
        var place = ground.At(ground.PlaceKm(draws), left, ground.WidthM(left) * draws.Between(0.1, 1.2));
        var party = left ? pack.LeftParty : pack.RightParty;
        return new ScriptedReport(
            happenedS,
            happenedS + lateS,
            draws.Chance(0.9) ? place : null,
            draws.Between(30, 600),
            new WrittenReport(
                FormattableString.Invariant($"T-{number}"),
                FormattableString.Invariant($"EXERCISE {kind} {draws.Below(4)}"),
                kind,
                kind == ReporterKind.Party ? party : null,
                classes[draws.Below(classes.Length)],
                FormattableString.Invariant($"EXERCISE. Report {number}."),
                draws.Chance(0.7) ? ["heard"] : [],
                draws.Chance(0.7) ? least : null,
                draws.Chance(0.7) ? least + more : null,
                draws.Chance(0.3) ? draws.Between(0, 360) : null,
                []));
    }
}
