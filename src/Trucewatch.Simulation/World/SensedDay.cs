using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>Something that is somewhere around a moment.</summary>
/// <param name="Spot">Where, in the scene.</param>
/// <param name="Place">Where, on the Earth.</param>
/// <param name="MiddleS">The middle of its time, in seconds of the day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Fates">For each modality, from 0 to 1: a look sees it whose chance is greater.</param>
public sealed record SensedThing(
    Spot Spot, GeoPoint Place, double MiddleS, ObjectClass Kind, ImmutableArray<double> Fates);

/// <summary>
/// A day over 20 by 30 km with drones that look aslant, satellites above clouds, posts and cameras, and patrols. It
/// gives what a sector is told of that (looks, observations, a registry), and by <see cref="TrueSensor"/> which things
/// are seen, from places in metres and times in seconds alone.
/// </summary>
public sealed class SensedDay
{
    /// <summary>Begin of the day.</summary>
    public static readonly Instant Start = Instant.FromUnixSeconds(1_900_022_400);

    /// <summary>Hours of the day.</summary>
    public const int Hours = 24;

    /// <summary>A sensor that stands somewhere is heard so often.</summary>
    public static readonly TimeSpan HeardEvery = TimeSpan.FromMinutes(4);

    internal const double HalfEastM = 10_000;
    internal const double HalfNorthM = 15_000;

    // People in a vehicle see so far to each side of their way; clouds hide patches.
    private const double AsideM = 250;
    private const double CloudM = 500;
    private const double CloudsLastS = 4 * 3_600;

    private static readonly GeoPoint middle = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35);

    private readonly ulong seed;
    private readonly ILookup<Modality, TrueLook> stands;
    private readonly Dictionary<Modality, TrueLook[]> passing;

    private SensedDay(ulong seed, SensedLooks made, ImmutableArray<SensedThing> things)
    {
        (this.seed, Things) = (seed, things);
        Looks = [.. made.Looks.OrderBy(look => look.ReceivedAt)];
        Observations = [.. made.Observations.OrderBy(one => one.ReceivedAt)];
        Registry = new SensorRegistry([.. made.Sensors], "sensed-day");
        Posts = [.. made.True.OfType<TrueStand>().Select(one => (one.Modality, one.At))];
        stands = made.True.Where(look => look is TrueStand).ToLookup(look => look.Modality);
        passing = made.True.Where(look => look is not TrueStand).GroupBy(look => look.Modality)
            .ToDictionary(group => group.Key, group => group.OrderBy(look => look.FromS).ToArray());
    }

    /// <summary>The looks that frames state, in the order in which they are received.</summary>
    public ImmutableArray<Look> Looks { get; }

    /// <summary>What is heard of sensors that stand somewhere, and of patrols, in the same order.</summary>
    public ImmutableArray<Observation> Observations { get; }

    /// <summary>The sensors that stand somewhere.</summary>
    public SensorRegistry Registry { get; }

    /// <summary>All that is there to be seen.</summary>
    public ImmutableArray<SensedThing> Things { get; }

    /// <summary>Where posts and cameras stand.</summary>
    public ImmutableArray<(Modality Modality, Spot At)> Posts { get; }

    /// <summary>An agreement whose only zone is the ground.</summary>
    public static Agreement Agreement { get; } = new(
        "sensed-day", new LocalText("Sensed day"), "1", "0", true, new TheatreBox(33, 45, 37, 49), "Etc/UTC",
        [new Party("west", new LocalText("West")), new Party("east", new LocalText("East"))],
        [],
        [
            new Zone(
                "ground", new LocalText("Ground"), ZoneKind.Land, null, "a box",
                Region.FromPolygons(
                    [
                        new GeoPolygon(
                        [
                            At(new(-HalfEastM, -HalfNorthM)), At(new(HalfEastM, -HalfNorthM)),
                            At(new(HalfEastM, HalfNorthM)), At(new(-HalfEastM, HalfNorthM)),
                        ]),
                    ],
                    out _)!),
        ],
        [], [new ActorEntry(IdentityScheme.CotUid, "MISSION-*", null, "mission", ObjectClass.Vehicle)]);

    /// <summary>Share of the sky that clouds cover, by the hour of the day: it clears and closes.</summary>
    public static double CloudsAt(int hour) => hour % 8 < 4 ? 0 : 0.6;

    /// <summary>Makes a day.</summary>
    /// <param name="seed">Of all chance.</param>
    /// <param name="things">How much there is to be seen.</param>
    public static SensedDay Of(ulong seed, int things)
    {
        var made = new SensedLooks();
        made.Fly(Draws.Named(seed, "drones"));
        made.Pass(Draws.Named(seed, "satellites"));
        made.Stand(Draws.Named(seed, "posts"));
        made.Patrol(Draws.Named(seed, "patrols"), AsideM);
        var draws = Draws.Named(seed, "things");
        ObjectClass[] kinds = [ObjectClass.Vehicle, ObjectClass.Vehicle, ObjectClass.Person, ObjectClass.Drone];
        return new SensedDay(seed, made,
        [
            .. Enumerable.Range(0, things).Select(_ =>
            {
                var spot = new Spot(draws.Between(-HalfEastM, HalfEastM), draws.Between(-HalfNorthM, HalfNorthM));
                return new SensedThing(
                    spot, At(spot), draws.Between(2 * 3_600, (Hours - 1) * 3_600), kinds[draws.Below(kinds.Length)],
                    [.. Enumerable.Range(0, 8).Select(_ => draws.Between(0, 1))]);
            }),
        ]);
    }

    /// <summary>
    /// Whether any look of a modality sees it. What hides it from one look of a modality hides it from all, and clouds
    /// stand still for the four hours that they last.
    /// </summary>
    /// <param name="thing">The thing.</param>
    /// <param name="modality">With what one looks.</param>
    /// <param name="areCloudsFast">Clouds are others at each look instead.</param>
    public bool IsSeen(SensedThing thing, Modality modality, bool areCloudsFast = false)
    {
        ArgumentNullException.ThrowIfNull(thing);
        var sensor = TrueSensor.Of(modality);
        var (from, until) = (thing.MiddleS - (sensor.LastsS / 2), thing.MiddleS + (sensor.LastsS / 2));
        var fate = thing.Fates[(int)modality - 1];
        foreach (var look in stands[modality])
        {
            if (Sees(look, thing, sensor, (from, until), fate, areCloudsFast))
            {
                return true;
            }
        }

        if (!passing.TryGetValue(modality, out var looks))
        {
            return false;
        }

        // No leg and no picture lasts longer than a minute.
        for (var index = LowerBound(looks, from - 60); index < looks.Length && looks[index].FromS <= until; index++)
        {
            if (Sees(looks[index], thing, sensor, (from, until), fate, areCloudsFast))
            {
                return true;
            }
        }

        return false;
    }

    internal static GeoPoint At(Spot spot) => LocalScale.At(middle).Move(middle, spot.EastM, spot.NorthM);

    internal static Instant Time(double second) => new(Start.UnixMicroseconds + (long)Math.Round(second * 1e6));

    private static int LowerBound(TrueLook[] looks, double fromS)
    {
        var (low, high) = (0, looks.Length);
        while (low < high)
        {
            var half = (low + high) / 2;
            (low, high) = looks[half].FromS < fromS ? (half + 1, high) : (low, half);
        }

        return low;
    }

    private bool Sees(
        TrueLook look, SensedThing thing, TrueSensor sensor, (double FromS, double UntilS) there, double fate,
        bool areCloudsFast)
    {
        var (from, until) = (Math.Max(look.FromS, there.FromS), Math.Min(look.UntilS, there.UntilS));
        if (from > until || look.RangeTo(thing.Spot) is not { } rangeM)
        {
            return false;
        }

        // Who looks on while it dawns sees it in the better light.
        var isDark = IsDark(thing.Place, from) && IsDark(thing.Place, until);
        return fate < sensor.Chance(rangeM, isDark, thing.Kind)
            && (sensor.SeesThroughClouds || !IsClouded(look, thing.Spot, areCloudsFast));
    }

    private static bool IsDark(GeoPoint place, double second) =>
        Sunlight.ElevationDeg(place, Time(second).UnixMicroseconds / 1e6) < Sunlight.DayAboveDeg;

    private bool IsClouded(TrueLook look, Spot spot, bool areFast)
    {
        if (look.CloudShare <= 0)
        {
            return false;
        }

        var spell = areFast ? look.Number : (int)(look.FromS / CloudsLastS);
        return Draws.Named(seed, FormattableString.Invariant(
            $"cloud {spell} {Math.Floor(spot.EastM / CloudM)} {Math.Floor(spot.NorthM / CloudM)}"))
            .Chance(look.CloudShare);
    }
}
