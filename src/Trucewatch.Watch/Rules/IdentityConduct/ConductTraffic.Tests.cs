using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>A falsification put into the traffic: its kind, whom it concerns, and when.</summary>
internal sealed record Planted(ConductPattern Kind, uint[] Ships, double FromS, double UntilS);

/// <summary>Where a ship is and how it moves; metres about the middle of the scene.</summary>
internal struct Sailing
{
    public double EastM, NorthM, SpeedMps, CourseDeg;
}

/// <summary>
/// Seeded traffic for the rule: ships under way that turn and change speed, ferries, ships at anchor that swing on
/// their chains, moored ones, and boats that go round and round while wind and current set them off. Receivers have
/// noise of ten metres, times are rounded to seconds, messages get lost, come late, out of order and twice, single ones
/// are wrong by kilometres, and there are gaps.
/// </summary>
internal sealed class ConductTraffic
{
    public const double SigmaM = 10;
    private const int TickS = 2;

    // Now and then one message is wrong by kilometres, as a damaged one that passes its checksum.
    private const double WildChance = 1e-4;
    private const double HalfBoxM = 30_000;

    private readonly List<Observation> observations = [];
    private readonly List<Planted> planted = [];
    private readonly Dictionary<uint, Sailing[]> ways = [];
    private readonly Scene scene = new();
    private readonly ulong seed;
    private readonly double lengthS;

    public ConductTraffic(ulong seed, int ships, double hours)
    {
        (this.seed, lengthS) = (seed, hours * 3600);
        Ships = ships;
        for (var ship = 0; ship < ships; ship++)
        {
            ways.Add(Mmsi(ship), Sail(ship));
        }
    }

    public int Ships { get; }

    public double Hours => lengthS / 3600;

    public IReadOnlyList<Planted> Planted => planted;

    public uint Mmsi(int ship) => 200_000_000 + (uint)(Draws.Named(seed, $"mmsi {ship}").Next() % 500_000_000);

    /// <summary>Plants so many falsifications of each kind but one of the area, all of different ships.</summary>
    public void Plant(int each, int inArea)
    {
        var draws = Draws.Named(seed, "plants");
        var free = Enumerable.Range(0, Ships).Select(ship => (Ship: ship, Key: draws.Next())).OrderBy(x => x.Key)
            .Select(x => x.Ship).ToList();
        uint Take(Func<int, bool> fits)
        {
            var ship = free.First(fits);
            free.Remove(ship);
            return Mmsi(ship);
        }

        for (var number = 0; number < each; number++)
        {
            Add(ConductPattern.Jump, 1_800, Take(_ => true));
            Add(ConductPattern.Circle, 3_600, Take(IsUnderWay));
            Add(ConductPattern.Kinematics, 1_800, Take(IsUnderWay));
            if (number % 2 == 0)
            {
                Add(ConductPattern.Identity, 1_800, Take(_ => true));
                continue;
            }

            var first = free.First();
            free.Remove(first);
            var from = draws.Between(900, lengthS - 3_600);
            var second = free.First(ship => Apart(Mmsi(first), Mmsi(ship), from) > 12_000);
            free.Remove(second);
            planted.Add(new Planted(ConductPattern.Identity, [Mmsi(first), Mmsi(second)], from, from + 1_800));
        }

        if (inArea > 0)
        {
            Add(ConductPattern.Offset, 1_800, [.. Enumerable.Range(0, inArea).Select(_ => Take(_ => true))]);
        }

        void Add(ConductPattern kind, double longS, params uint[] whom)
        {
            var from = draws.Between(900, lengthS - longS - 900);
            planted.Add(new Planted(kind, whom, from, from + longS));
        }
    }

    /// <summary>All reports in the order in which they are received.</summary>
    public Observation[] Send()
    {
        for (var ship = 0; ship < Ships; ship++)
        {
            Report(ship, Mmsi(ship), clone: false);
            if (planted.Any(one => one is { Kind: ConductPattern.Identity, Ships: [var only] } && only == Mmsi(ship)))
            {
                Report(ship, Mmsi(ship), clone: true);
            }
        }

        return [.. observations.OrderBy(one => one.ReceivedAt.UnixMicroseconds).ThenBy(one => one.Identity.Number)];
    }

    private static bool IsUnderWay(int ship) => ship % 10 < 5;

    private double Apart(uint a, uint b, double seconds)
    {
        var (one, other) = (ways[a][(int)(seconds / TickS)], ways[b][(int)(seconds / TickS)]);
        return new Way(one.EastM - other.EastM, one.NorthM - other.NorthM).LengthM;
    }

    private Sailing[] Sail(int ship)
    {
        var draws = Draws.Named(seed, $"way {ship}");
        var steps = new Sailing[(int)(lengthS / TickS) + 2];
        steps[0] = new Sailing
        {
            EastM = draws.Between(-HalfBoxM, HalfBoxM),
            NorthM = draws.Between(-HalfBoxM, HalfBoxM),
            CourseDeg = draws.Between(0, 360),
        };
        switch (ship % 10)
        {
            case < 5: UnderWay(steps, draws, least: 4, most: 11); break;
            case 5: UnderWay(steps, draws, least: 14, most: 20); break;
            case 6 or 7: AtAnchor(steps, draws); break;
            case 8: Array.Fill(steps, steps[0]); break;
            default: RoundAndRound(steps, draws); break;
        }

        return steps;
    }

    private static void UnderWay(Sailing[] steps, Draws draws, double least, double most)
    {
        var (wantedMps, wantedDeg, untilTick) = (draws.Between(least, most), steps[0].CourseDeg, 0);
        steps[0].SpeedMps = wantedMps;
        var rateDeg = 0.5;
        for (var tick = 1; tick < steps.Length; tick++)
        {
            var now = steps[tick - 1];
            if (tick >= untilTick)
            {
                untilTick = tick + (int)(draws.Between(180, 1_500) / TickS);
                wantedDeg += draws.Between(-110, 110);
                wantedMps = draws.Chance(0.3) ? draws.Between(least, most) : wantedMps;
                rateDeg = draws.Between(0.3, 2);
            }

            now.CourseDeg += Math.Clamp(wantedDeg - now.CourseDeg, -rateDeg * TickS, rateDeg * TickS);
            now.SpeedMps += Math.Clamp(wantedMps - now.SpeedMps, -0.1 * TickS, 0.1 * TickS);
            steps[tick] = Advance(now);
        }
    }

    private static void RoundAndRound(Sailing[] steps, Draws draws)
    {
        var (radiusM, speedMps) = (draws.Between(150, 600), draws.Between(1.5, 3.5));
        var (setEast, setNorth) = (draws.Between(-0.4, 0.4), draws.Between(0.1, 0.4));
        steps[0].SpeedMps = speedMps;
        var (turn, wobble) = (1.0, 0.0);
        for (var tick = 1; tick < steps.Length; tick++)
        {
            var now = steps[tick - 1];
            wobble += (-0.01 * wobble) + (0.03 * draws.Between(-1, 1));
            turn = draws.Chance(0.0003) ? -turn : turn;
            now.CourseDeg += turn * Elementary.RadiansToDegrees(speedMps * TickS / radiusM) * (1 + wobble);
            now.EastM += setEast * TickS;
            now.NorthM += setNorth * TickS;
            steps[tick] = Advance(now);
        }
    }

    private static void AtAnchor(Sailing[] steps, Draws draws)
    {
        var chainM = draws.Between(50, 250);
        var (directionDeg, wantedDeg, untilTick) = (steps[0].CourseDeg, steps[0].CourseDeg, 0);
        var (sin, cos) = Elementary.SinCosDegrees(directionDeg % 360);
        var centre = new Way(steps[0].EastM - (chainM * sin), steps[0].NorthM - (chainM * cos));
        for (var tick = 1; tick < steps.Length; tick++)
        {
            if (tick >= untilTick)
            {
                untilTick = tick + (int)(draws.Between(600, 9_000) / TickS);
                wantedDeg = directionDeg + (draws.Chance(0.3) ? draws.Between(-180, 180) : draws.Between(-25, 25));
            }

            directionDeg += Math.Clamp(0.004 * TickS * (wantedDeg - directionDeg), -0.3, 0.3);
            (sin, cos) = Elementary.SinCosDegrees(((directionDeg % 360) + 360) % 360);
            var now = steps[tick - 1];
            var (east, north) = (centre.EastM + (chainM * sin), centre.NorthM + (chainM * cos));
            var moved = new Way(east - now.EastM, north - now.NorthM);
            (now.SpeedMps, now.CourseDeg) = (moved.LengthM / TickS, Courses.Of(moved.EastM, moved.NorthM));
            (now.EastM, now.NorthM) = (east, north);
            steps[tick] = now;
        }
    }

    private static Sailing Advance(Sailing now)
    {
        var (sin, cos) = Elementary.SinCosDegrees(((now.CourseDeg % 360) + 360) % 360);
        now.EastM += now.SpeedMps * TickS * sin;
        now.NorthM += now.SpeedMps * TickS * cos;
        return now;
    }

    private void Report(int ship, uint mmsi, bool clone)
    {
        var draws = Draws.Named(seed, $"reports {ship} {clone}");
        var interval = (ship % 10) is 6 or 7 or 8 ? 180 : ship % 3 == 0 ? 30 : 10;
        var gapFrom = draws.Chance(0.3) ? draws.Between(0, lengthS) : lengthS;
        var gapUntil = gapFrom + draws.Between(300, 2_400);
        var plants = planted.Where(one => one.Ships.Contains(mmsi)).ToArray();
        for (var seconds = draws.Between(0, interval); seconds < lengthS - 2; seconds += interval)
        {
            var isLost = draws.Chance(0.1) || (seconds >= gapFrom && seconds < gapUntil && plants.Length == 0);
            var now = ways[mmsi][(int)(seconds / TickS)];
            now.EastM += now.SpeedMps * (seconds % TickS) * Elementary.SinCosDegrees(Plain(now.CourseDeg)).Sin;
            now.NorthM += now.SpeedMps * (seconds % TickS) * Elementary.SinCosDegrees(Plain(now.CourseDeg)).Cos;
            var active = Array.Find(plants, one => seconds >= one.FromS && seconds < one.UntilS);
            if (isLost || (clone && active is null))
            {
                continue;
            }

            if (active is not null)
            {
                now = Falsify(active, mmsi, seconds, now, clone);
            }

            Tell(mmsi, seconds, now, draws);
        }
    }

    private Sailing Falsify(Planted active, uint mmsi, double seconds, Sailing now, bool clone)
    {
        var draws = Draws.Named(seed, $"false {active.Ships[0]}");
        var (sin, cos) = Elementary.SinCosDegrees(draws.Between(0, 360));
        switch (active.Kind)
        {
            case ConductPattern.Jump:
                var farM = draws.Between(10_000, 60_000);
                (now.EastM, now.NorthM) = (now.EastM + (farM * sin), now.NorthM + (farM * cos));
                return now;
            case ConductPattern.Offset:
                var asideM = draws.Between(500, 5_000);
                (now.EastM, now.NorthM) = (now.EastM + (asideM * sin), now.NorthM + (asideM * cos));
                return now;
            case ConductPattern.Circle:
                return Circle(ways[mmsi][(int)(active.FromS / TickS)], seconds - active.FromS, draws);
            case ConductPattern.Kinematics:
                return Contradict(now, ways[mmsi][(int)(active.FromS / TickS)], draws);
            default:
                if (active.Ships.Length == 2)
                {
                    return ways[active.Ships[active.Ships[0] == mmsi ? 1 : 0]][(int)(seconds / TickS)];
                }

                var apartM = clone ? draws.Between(10_000, 60_000) : 0;
                (now.EastM, now.NorthM) = (now.EastM + (apartM * sin), now.NorthM + (apartM * cos));
                return now;
        }
    }

    /// <summary>A receiver that is led round: place, speed and course all agree with one another.</summary>
    private static Sailing Circle(Sailing start, double seconds, Draws draws)
    {
        var periodS = draws.Between(150, 1_200);
        var radiusM = Math.Clamp(draws.Between(2, 12) * periodS / 6.2831853, 100, 1_500);
        var angle = 360 * seconds / periodS;
        var (sin, cos) = Elementary.SinCosDegrees(angle % 360);
        return new Sailing
        {
            EastM = start.EastM + (radiusM * sin),
            NorthM = start.NorthM + (radiusM * (cos - 1)),
            SpeedMps = 6.2831853 * radiusM / periodS,
            CourseDeg = (angle + 90) % 360,
        };
    }

    private static Sailing Contradict(Sailing now, Sailing start, Draws draws)
    {
        switch (draws.Below(3))
        {
            case 0: // The place stands still while speed and course go on.
                (now.EastM, now.NorthM) = (start.EastM, start.NorthM);
                return now;
            case 1:
                now.CourseDeg += draws.Between(45, 180);
                return now;
            default:
                now.SpeedMps += draws.Between(8, 20);
                return now;
        }
    }

    private static double Plain(double courseDeg) => ((courseDeg % 360) + 360) % 360;

    private void Tell(uint mmsi, double seconds, Sailing now, Draws draws)
    {
        var (east, north) = draws.Normals();
        var (fast, aside) = draws.Normals();
        if (draws.Chance(WildChance))
        {
            now.EastM += draws.Between(-40_000, 40_000);
        }

        var observation = scene.Position(
            ObjectIdentity.Mmsi(mmsi), Math.Floor(seconds), now.EastM + (SigmaM * east),
            now.NorthM + (SigmaM * north), SigmaM, delayS: draws.Between(0.5, 6), feed: 0);
        observation.SpeedMps = Math.Max(0, Math.Round((now.SpeedMps + (0.15 * fast)) / 0.0514444) * 0.0514444);
        var course = now.CourseDeg + (aside * Math.Min(90, 9 / Math.Max(0.05, now.SpeedMps)));
        observation.CourseDeg = Math.Round(Plain(course) * 10) / 10 % 360;
        observations.Add(observation);
        if (draws.Chance(0.2))
        {
            // Another station hears it as well and passes it on later.
            observation.ReceivedAt += TimeSpan.FromSeconds(draws.Between(0.1, 5));
            observations.Add(observation);
        }
    }
}
