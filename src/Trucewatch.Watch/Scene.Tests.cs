using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch;

/// <summary>A small made-up theatre at 47 N 35 E for the tests: metres east and north of its middle.</summary>
internal sealed class Scene
{
    public static readonly GeoPoint Middle = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35);
    public static readonly Instant Start = Instant.FromUnixSeconds(1_900_000_000);
    public static readonly FeedNames Feeds = new("ais-1", "cot-1", "reports");

    private readonly List<Observation> observations = [];
    private readonly long[] sequences = new long[3];

    public ReadOnlySpan<Observation> Observations => CollectionsMarshal.AsSpan(observations);

    public void Add(Observation observation) => observations.Add(observation);

    public void ReplaceLast(Observation observation) => observations[^1] = observation;

    public static GeoPoint At(double eastM, double northM) => LocalScale.At(Middle).Move(Middle, eastM, northM);

    /// <summary>A vessel's position, received as it happens unless a delay is stated.</summary>
    public Scene Vessel(
        uint mmsi, double seconds, double eastM, double northM, double sigmaM = 10, double delayS = 0, int feed = 0)
    {
        observations.Add(Position(ObjectIdentity.Mmsi(mmsi), seconds, eastM, northM, sigmaM, delayS, feed));
        return this;
    }

    public Observation Position(
        ObjectIdentity identity, double seconds, double eastM, double northM, double sigmaM, double delayS, int feed) =>
        new()
        {
            Frame = new FrameRef(new FeedId(feed), sequences[feed]++),
            Kind = ObservationKind.Position,
            Identity = identity,
            Class = ObjectClass.Vessel,
            At = Time(seconds),
            ReceivedAt = Time(seconds + delayS),
            HasSourceTime = true,
            HasPosition = true,
            Position = At(eastM, northM),
            PositionError = Covariance2.Circular(sigmaM),
            SpeedMps = double.NaN,
            CourseDeg = double.NaN,
            HeightM = double.NaN,
            HeightSigmaM = double.NaN,
        };

    public Scene Report(
        string id, double seconds, string kind, double? eastM = null, double northM = 0, string reporter = "patrol-1",
        int? least = null, int? most = null, double sigmaM = 100, ReporterKind by = ReporterKind.Patrol,
        double delayS = 5)
    {
        observations.Add(new Observation
        {
            Frame = new FrameRef(new FeedId(2), sequences[2]++),
            Kind = ObservationKind.Report,
            At = Time(seconds),
            ReceivedAt = Time(seconds + delayS),
            HasSourceTime = true,
            HasPosition = eastM is not null,
            Position = At(eastM ?? 0, northM),
            PositionError = Covariance2.Circular(sigmaM),
            Report = new WrittenReport(
                id, reporter, by, null, kind, "words of " + id, ["heard"], least, most, null, []),
        });
        return this;
    }

    public static Instant Time(double seconds) => new(Start.UnixMicroseconds + (long)Math.Round(seconds * 1e6));

    /// <summary>Runs all observations as one input.</summary>
    public List<Fact> Run(Agreement agreement, SectorSettings? settings = null)
    {
        var output = new SectorOutput();
        var sector = new Sector(agreement, Feeds, settings ?? new SectorSettings());
        sector.Step(new SectorInput(0, Observations), output);
        sector.Settle(output);
        return output.Facts;
    }

    /// <summary>An agreement over the scene; zones are boxes in metres: west, south, east, north.</summary>
    public static Agreement Agreement(params Clause[] clauses) => new(
        "scene", new LocalText("Scene"), "1", "0", true, new TheatreBox(33, 45, 37, 49), "Etc/UTC",
        [new Party("west", new LocalText("West")), new Party("east", new LocalText("East"))],
        [],
        [
            Zone("west-zone", "west", -20_000, -30_000, 0, 30_000),
            Zone("east-zone", "east", 0, -30_000, 20_000, 30_000),
        ],
        [.. clauses],
        [
            new ActorEntry(IdentityScheme.Mmsi, "2001*", "west", "forces", ObjectClass.Vessel),
            new ActorEntry(IdentityScheme.Mmsi, "2002*", "east", "forces", ObjectClass.Vessel),
            new ActorEntry(IdentityScheme.CotUid, "WEST-*", "west", "forces", ObjectClass.Vehicle),
        ]);

    public static Clause Clause(string id, string kind, params string[] readings) => new(
        id, new LocalText("Clause " + id), new LocalText("Text"), kind, 7, 2,
        kind == "zone-entry" ? "presence" : "fire", Label.Mission, [.. readings.Select(ReadingOf)]);

    /// <summary>Settings, cut at semicolons; <c>[a, b]</c> is a list, <c>who.x</c> is in the map <c>who</c>.</summary>
    public static PackNode Settings(string text)
    {
        var entries = new List<KeyValuePair<string, PackNode>>();
        var inner = new List<KeyValuePair<string, PackNode>>();
        var lines = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var line = 1; line <= lines.Length; line++)
        {
            var parts = lines[line - 1].Split(':', 2, StringSplitOptions.TrimEntries);
            var value = Value(line, parts[1]);
            if (parts[0].StartsWith("who.", StringComparison.Ordinal))
            {
                inner.Add(KeyValuePair.Create(parts[0][4..], value));
            }
            else
            {
                entries.Add(KeyValuePair.Create(parts[0], value));
            }
        }

        if (inner.Count > 0)
        {
            entries.Add(KeyValuePair.Create("who", (PackNode)new PackNode.Mapping(1, [.. inner])));
        }

        return new PackNode.Mapping(1, [.. entries]);
    }

    private static Reading ReadingOf(string text, int index) => new(
        index == 0 ? "plain" : FormattableString.Invariant($"other-{index}"), new LocalText("r"), [], Settings(text));

    private static PackNode Value(int line, string text) => text.StartsWith('[')
        ? new PackNode.Sequence(line, [.. text.Trim('[', ']')
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(item => (PackNode)new PackNode.Scalar(line, item))])
        : new PackNode.Scalar(line, text);

    public static Zone Zone(string id, string? side, double west, double south, double east, double north) => new(
        id, new LocalText(id), ZoneKind.Sea, side, "a box", Box(west, south, east, north));

    private static Region Box(double west, double south, double east, double north) =>
        Region.FromPolygons(new GeoPolygon(
            [Corner(west, south), Corner(east, south), Corner(east, north), Corner(west, north)]));

    /// <summary>Corners on meridians and parallels, so that a box mirrored about 35 E is a box.</summary>
    private static GeoPoint Corner(double eastM, double northM) => GeoPoint.FromDegrees(
        latitudeDeg: At(0, northM).LatitudeDeg, longitudeDeg: At(eastM, 0).LongitudeDeg);
}
