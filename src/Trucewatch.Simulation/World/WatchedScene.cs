using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>Something that happened at a place around a moment.</summary>
/// <param name="Place">Where.</param>
/// <param name="Middle">The middle of its time; how long it lasts depends on with what one looks.</param>
/// <param name="Fates">For each modality, from 0 to 1: a look sees it whose chance is greater.</param>
public sealed record Occurrence(GeoPoint Place, Instant Middle, ImmutableArray<double> Fates);

/// <summary>
/// A day over a zone of 40 by 60 km with sensors of known detection probability: drones that fly strips, posts that
/// stare along a sector, satellites that pass. What they see of what happens is worked out from places and times alone,
/// by nothing of what counts coverage.
/// </summary>
public sealed class WatchedScene
{
    /// <summary>Begin of the day.</summary>
    public static readonly Instant Start = Instant.FromUnixSeconds(1_900_022_400);

    private const double HalfEastM = 20_000;
    private const double HalfNorthM = 30_000;
    private const int Hours = 24;

    private static readonly GeoPoint middle = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35);

    private readonly Look[][] byModality;

    private WatchedScene(ImmutableArray<Look> looks, ImmutableArray<Occurrence> occurrences)
    {
        (Looks, Occurrences) = (looks, occurrences);
        byModality =
        [
            .. Enum.GetValues<Modality>().Select(modality => looks.Where(look => look.Modality == modality).ToArray()),
        ];
    }

    /// <summary>All looks in the order in which they are received.</summary>
    public ImmutableArray<Look> Looks { get; }

    /// <summary>All that happened.</summary>
    public ImmutableArray<Occurrence> Occurrences { get; }

    /// <summary>An agreement whose only zone is the ground.</summary>
    public static Agreement Agreement { get; } = new(
        "watched-scene", new LocalText("Watched scene"), "1", "0", true, new TheatreBox(33, 45, 37, 49), "Etc/UTC",
        [new Party("west", new LocalText("West")), new Party("east", new LocalText("East"))],
        [],
        [
            new Zone(
                "ground", new LocalText("Ground"), ZoneKind.Land, null, "a box",
                Region.FromPolygons([new GeoPolygon([.. Box(0, 0, HalfEastM, HalfNorthM, 0)])], out _)!),
        ],
        [], []);

    /// <summary>Makes a day.</summary>
    /// <param name="seed">Of all chance.</param>
    /// <param name="occurrences">How much happens.</param>
    public static WatchedScene Of(ulong seed, int occurrences)
    {
        var looks = new List<Look>();
        Fly(looks, Draws.Named(seed, "drones"));
        Stare(looks, Draws.Named(seed, "posts"));
        Pass(looks, Draws.Named(seed, "satellites"));
        var draws = Draws.Named(seed, "occurrences");
        return new WatchedScene(
            [.. looks.OrderBy(look => look.ReceivedAt)],
            [
                .. Enumerable.Range(0, occurrences).Select(_ => new Occurrence(
                    At(draws.Between(-HalfEastM, HalfEastM), draws.Between(-HalfNorthM, HalfNorthM)),
                    Start + TimeSpan.FromSeconds(draws.Between(3_600, (Hours - 1) * 3_600)),
                    [.. Enumerable.Range(0, 8).Select(_ => draws.Between(0, 1))])),
            ]);
    }

    /// <summary>
    /// Whether any look of a modality sees it. All looks of a modality share one fate: what is under a roof is so for
    /// all of them.
    /// </summary>
    /// <param name="occurrence">What happened.</param>
    /// <param name="modality">With what one looks.</param>
    /// <param name="lasts">How long it lasts for those who look so.</param>
    public bool IsSeen(Occurrence occurrence, Modality modality, TimeSpan lasts)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        var best = 0.0;
        foreach (ref readonly var look in byModality[(int)modality].AsSpan())
        {
            best = Meets(in look, occurrence, lasts) ? Math.Max(best, look.DetectionProbability) : best;
        }

        return occurrence.Fates[(int)modality - 1] < best;
    }

    /// <summary>The same where each look has its own fate: they miss less together than with one.</summary>
    public bool IsSeenByAny(Occurrence occurrence, Modality modality, TimeSpan lasts, Draws draws)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        ArgumentNullException.ThrowIfNull(draws);
        var isSeen = false;
        foreach (ref readonly var look in byModality[(int)modality].AsSpan())
        {
            isSeen |= Meets(in look, occurrence, lasts) && draws.Chance(look.DetectionProbability);
        }

        return isSeen;
    }

    private static bool Meets(in Look look, Occurrence occurrence, TimeSpan lasts) =>
        look.From <= occurrence.Middle + (lasts / 2) && look.Until >= occurrence.Middle - (lasts / 2)
        && IsInside(look.Outline, occurrence.Place);

    /// <summary>Drones fly strips of some hundred metres and take a picture every half minute.</summary>
    private static void Fly(List<Look> looks, Draws draws)
    {
        for (var flight = 0; flight < 24; flight++)
        {
            var (east, north) = (draws.Between(-15_000, 15_000), draws.Between(-25_000, 25_000));
            var (course, chance) = (draws.Between(0, 360), draws.Between(0.3, 0.95));
            var from = flight * 3_400.0;
            for (var second = 0; second < 3_000; second += 30)
            {
                course += draws.Between(-6, 6);
                var (sin, cos) = Elementary.SinCosDegrees(course);
                (east, north) = (
                    Math.Clamp(east + (600 * sin), -HalfEastM, HalfEastM),
                    Math.Clamp(north + (600 * cos), -HalfNorthM, HalfNorthM));
                Add(looks, Modality.Thermal, Box(east, north, 900, 700, course), from + second, 0, chance);
            }
        }
    }

    /// <summary>Posts stare for an hour or two along a sector of a circle, and go.</summary>
    private static void Stare(List<Look> looks, Draws draws)
    {
        for (var post = 0; post < 300; post++)
        {
            var (east, north) = (draws.Between(-18_000, 18_000), draws.Between(-28_000, 28_000));
            var (bearing, width, range) = (draws.Between(0, 360), draws.Between(40, 170), draws.Between(2_000, 8_000));
            var ring = new List<GeoPoint> { At(east, north) };
            for (var corner = 0; corner <= 20; corner++)
            {
                var (sin, cos) = Elementary.SinCosDegrees(bearing + (width * corner / 20));
                ring.Add(At(east + (range * sin), north + (range * cos)));
            }

            var from = draws.Between(0, (Hours - 3) * 3_600);
            Add(
                looks, Modality.SeismoAcoustic, [.. ring], from, draws.Between(1_200, 7_200), draws.Between(0.3, 0.95));
        }
    }

    /// <summary>Satellites take strips of the ground, each in an instant.</summary>
    private static void Pass(List<Look> looks, Draws draws)
    {
        for (var pass = 0; pass < 20; pass++)
        {
            Add(
                looks, Modality.Optical,
                Box(
                    draws.Between(-20_000, 20_000), draws.Between(-10_000, 10_000), 9_000, 25_000,
                    draws.Between(-20, 20)),
                draws.Between(1_800, (Hours - 1) * 3_600), 0, draws.Between(0.3, 0.95));
        }
    }

    private static void Add(
        List<Look> looks, Modality modality, GeoPoint[] ring, double second, double length, double chance)
    {
        var from = Start + TimeSpan.FromSeconds(second);
        var until = from + TimeSpan.FromSeconds(length);
        looks.Add(new Look
        {
            Modality = modality,
            From = from,
            Until = until,
            ReceivedAt = until,
            Outline = [.. ring],
            CloudShare = double.NaN,
            DetectionProbability = chance,
        });
    }

    /// <summary>A box, its north turned to a course.</summary>
    private static GeoPoint[] Box(double east, double north, double halfEast, double halfNorth, double courseDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(courseDeg);
        GeoPoint Corner(double x, double y) => At(east + (x * cos) + (y * sin), north - (x * sin) + (y * cos));
        return
        [
            Corner(-halfEast, -halfNorth), Corner(halfEast, -halfNorth), Corner(halfEast, halfNorth),
            Corner(-halfEast, halfNorth),
        ];
    }

    private static GeoPoint At(double eastM, double northM) => LocalScale.At(middle).Move(middle, eastM, northM);

    private static bool IsInside(ImmutableArray<GeoPoint> ring, GeoPoint point)
    {
        var isIn = false;
        for (var corner = 0; corner < ring.Length; corner++)
        {
            var (a, b) = (ring[corner], ring[(corner + 1) % ring.Length]);
            if (a.LatitudeDeg > point.LatitudeDeg != b.LatitudeDeg > point.LatitudeDeg
                && point.LongitudeDeg < a.LongitudeDeg + ((b.LongitudeDeg - a.LongitudeDeg)
                    * (point.LatitudeDeg - a.LatitudeDeg) / (b.LatitudeDeg - a.LatitudeDeg)))
            {
                isIn = !isIn;
            }
        }

        return isIn;
    }
}
