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
        new("beast-1", "beast", "beast-1.bin"),
        new("gmti-1", "gmti", "gmti-1.bin"),
        new("klv-1", "klv", "klv-1.bin"),
        new("odid-1", "odid", "odid-1.txt"),
    ];

    // The least error that a decoder assumes for AIS positions, two sigmas of it.
    private const double AisSigmaM = 20;

    // What NACp 9 says, in 95 of 100 cases, as a standard deviation, rounded up.
    private const double AdsbSigmaM = 15;

    // What the sector adds to places that are told where satellite navigation is disturbed, rounded up.
    private const double DisturbedSigmaM = 800;

    private const int GoodAccuracy = 9;
    private const int PoorAccuracy = 1;

    private readonly ulong seed;
    private readonly TrialGround ground;
    private readonly TrialPack pack;
    private readonly double lengthS;
    private readonly ImmutableArray<Link> links;
    private readonly bool isDisturbed;

    public TrialWorld(ulong seed, TrialGround ground, TrialPack pack, ScenarioRun run)
    {
        (this.seed, this.ground, this.pack) = (seed, ground, pack);
        lengthS = run.Length.TotalSeconds;
        links = [.. Enumerable.Range(0, Feeds.Length).Select(DrawLink)];
        var draws = Draws.Named(seed, "who");
        var more = Draws.Named(seed, "who-else");
        isDisturbed = more.Chance(0.15);
        var aircraft = more.Below(4) + (isDisturbed ? 3 : 0);
        Actors =
        [
            .. Enumerable.Range(0, 2 + draws.Below(9)).Select(Vehicle),
            .. Enumerable.Range(0, draws.Below(4)).Select(Drone),
            .. Enumerable.Range(0, draws.Below(5)).Select(Vessel),
            .. draws.Chance(0.3) ? Twins() : [],
            .. Enumerable.Range(0, aircraft).Select(Aeroplane),
            .. Enumerable.Range(0, more.Below(3)).Select(RemoteIdDrone),
        ];
        if (isDisturbed)
        {
            Actors = [.. Actors.Select(actor => actor with { SigmaM = actor.SigmaM + DisturbedSigmaM })];
        }

        Senders =
        [
            .. Actors.Select(actor => actor.Sender),
            Reports(draws.Below(25)),
            .. Enumerable.Range(0, more.Below(2)).Select(Camera),
            .. more.Chance(0.6) ? [Radar(more.Below(4))] : Enumerable.Empty<Sender>(),
        ];
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

        var link = new Link(
            feed, draws.Between(0.1, 2), draws.Between(0, 0.15), draws.Between(0, 0.2), draws.Between(0, 0.05),
            outages.DrainToImmutable());

        // Mode S carries no time: what a receiver hands on comes in order, and each once, or it would be elsewhere.
        return Feeds[feed].Format == "beast" ? link with { LatencyS = 0.1, LateChance = 0, RepeatChance = 0 } : link;
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

    private TrialActor Aeroplane(int number)
    {
        var draws = Of(FormattableString.Invariant($"aeroplane-{number}"));
        var left = draws.Chance(0.5);
        var isCivil = draws.Chance(0.4);
        var address = (isCivil ? 0xD9_0001u : left ? 0xD1_0001u : 0xD2_0001u) + (uint)number;
        var id = FormattableString.Invariant($"icao:{address:x6}");
        var motion = Way(draws, left, draws.Between(40, 120));
        var sender = new AdsbSender(
            new Player(id, "aircraft", "none", motion), address, 100 * (30 + draws.Below(200)), draws.Between(0.5, 2),
            draws.Between(0, 5), draws.Between(2, AdsbSigmaM), isDisturbed ? PoorAccuracy : GoodAccuracy, links[4]);
        return new TrialActor(
            id, isCivil ? null : TrialPack.AircraftClause, motion, sender, AdsbSigmaM, IsOrdinary: true, ground);
    }

    /// <summary>A drone with a serial number, which no register gives to a party.</summary>
    private TrialActor RemoteIdDrone(int number)
    {
        var draws = Of(FormattableString.Invariant($"remote-id-{number}"));
        var id = FormattableString.Invariant($"rid:1EXRDRONE{number:D4}");
        var motion = Way(draws, draws.Chance(0.5), draws.Between(8, 25));
        var sender = new RemoteIdSender(
            new Player(id, "drone", "none", motion), 0x02_00_00_00_00_01UL + (ulong)number, draws.Between(100, 400),
            draws.Between(1, 4), draws.Between(0, 4), draws.Between(1, 4), links[7]);
        return new TrialActor(id, null, motion, sender, 10, IsOrdinary: true, ground);
    }

    private CameraDrone Camera(int number)
    {
        var draws = Of(FormattableString.Invariant($"camera-{number}"));
        var player = new Player(
            FormattableString.Invariant($"camera-{number}"), "drone", "none",
            Way(draws, draws.Chance(0.5), draws.Between(10, 30)));
        return new CameraDrone(
            player, draws.Between(300, 900), draws.Between(1, 5), draws.Between(0, 5), draws.Between(2, 15), links[6]);
    }

    /// <summary>A radar that sees those who move on the ground and at sea, and some who tell nobody who they are.
    /// </summary>
    private GroundRadar Radar(int untold)
    {
        var draws = Of("radar");
        var seen = Actors.Where(actor => actor.Sender is CotSender { Player.Class: "vehicle" } or AisSender)
            .Select(actor => actor.Sender.Players.Single())
            .Concat(Enumerable.Range(0, untold).Select(number => new Player(
                FormattableString.Invariant($"untold-{number}"), "vehicle", "none",
                Way(draws, draws.Chance(0.5), draws.Between(4, 25)))));
        var middleKm = ground.Line.LengthM / 2000;
        return new GroundRadar(
            "radar", [.. seen], ground.At(middleKm, draws.Chance(0.5), 60_000), ground.At(middleKm, left: true, 0),
            draws.Between(4, 12), draws.Between(0, 10), draws.Between(0.7, 0.98), draws.Between(10, 40), links[5]);
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
