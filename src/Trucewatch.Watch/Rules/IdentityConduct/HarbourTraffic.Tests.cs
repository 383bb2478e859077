using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>
/// A second traffic, which shares no way of moving, reporting or falsifying with the first: barges on a winding river
/// with a current, ferries that berth, yachts that tack, trawlers, a seiner that closes its net, dredgers to and fro,
/// pilot boats, coasters, ships that yaw at anchor, and moored ones. Reports follow the classes A and B; they get lost
/// in runs, there are gaps, noise has a memory, bursts of it are ten times as strong as the receiver says, and the
/// clock of a message is late by up to two seconds.
/// </summary>
internal sealed class HarbourTraffic
{
    private const double SaidSigmaM = 10;
    private const double Tau = 6.283185307179586;

    private readonly List<Observation> observations = [];
    private readonly List<Planted> planted = [];
    private readonly Sailing[][] ways;
    private readonly Scene scene = new();
    private readonly Splitmix random;
    private readonly int seconds;
    private readonly Falsification falsification;

    public HarbourTraffic(ulong seed, int ships, double hours)
    {
        random = new Splitmix((seed * 7_919) + 13);
        seconds = (int)(hours * 3_600);
        falsification = new Falsification(this);
        ways = new Sailing[ships][];
        for (var ship = 0; ship < ships; ship++)
        {
            ways[ship] = Sail(ship % 12);
        }
    }

    public IReadOnlyList<Planted> Planted => planted;

    /// <summary>Far enough apart that no two are a digit or a bit from each other by chance.</summary>
    public static uint Mmsi(int ship) => 210_000_000 + ((uint)ship * 3_333_337);

    /// <summary>All reports with falsifications of each kind, in the order in which they are received.</summary>
    public Observation[] Send(int each, int inArea)
    {
        Plant(each, inArea);
        for (var ship = 0; ship < ways.Length; ship++)
        {
            var isB = ship % 12 is 3 or 4 or 6;
            var own = planted.Where(one => one.Ships.Contains(Mmsi(ship))).ToArray();
            Report(ship, isB, own, clone: false);
            if (own is [{ Kind: ConductPattern.Identity, Ships.Length: 1 }])
            {
                Report(ship, isB, own, clone: true);
            }
        }

        return [.. observations.OrderBy(one => one.ReceivedAt.UnixMicroseconds).ThenBy(one => one.Identity.Number)];
    }

    private double Draw(double from, double to) => random.Between(from, to);

    private double Normal()
    {
        var sum = 0.0;
        for (var of = 0; of < 12; of++)
        {
            sum += Draw(-0.5, 0.5);
        }

        return sum;
    }

    private void Plant(int each, int inArea)
    {
        var free = Enumerable.Range(0, ways.Length).OrderBy(_ => Draw(0, 1)).ToList();
        int Take(Func<int, bool> fits)
        {
            var ship = free.First(fits);
            free.Remove(ship);
            return ship;
        }

        void Add(ConductPattern kind, double longS, params int[] whom)
        {
            var from = Draw(1_200, seconds - longS - 1_200);
            planted.Add(new Planted(kind, [.. whom.Select(Mmsi)], from, from + longS));
        }

        static bool IsUnderWay(int ship) => ship % 12 is 0 or 1 or 2 or 8 or 9;
        for (var number = 0; number < each; number++)
        {
            Add(ConductPattern.Jump, 1_800, Take(_ => true));
            Add(ConductPattern.Circle, 3_600, Take(IsUnderWay));
            Add(ConductPattern.Kinematics, 1_800, Take(IsUnderWay));
            if (number % 2 == 0)
            {
                Add(ConductPattern.Identity, 1_800, Take(_ => true));
            }
            else
            {
                var first = Take(_ => true);
                Add(ConductPattern.Identity, 1_800, first, Take(ship => Apart(first, ship) > 12_000));
            }
        }

        Add(ConductPattern.Offset, 1_800, [.. Enumerable.Range(0, inArea).Select(_ => Take(_ => true))]);
    }

    /// <summary>The least distance of two ships over all the time, as a swap has to be a jump whenever it begins.
    /// </summary>
    private double Apart(int a, int b) => Enumerable.Range(0, seconds / 60).Min(minute =>
    {
        var (one, other) = (ways[a][minute * 60], ways[b][minute * 60]);
        return new Way(one.EastM - other.EastM, one.NorthM - other.NorthM).LengthM;
    });

    private Sailing[] Sail(int kind)
    {
        var way = new Sailing[seconds + 2];
        var (east, north) = (Draw(-20_000, 20_000), Draw(-20_000, 20_000));
        way[0] = new Sailing { EastM = east, NorthM = north, CourseDeg = Draw(0, 360) };
        switch (kind)
        {
            case 0 or 1: River(way, Draw(2, 5), kind == 0 ? 0.8 : -0.8); break;
            case 2: Ferry(way, Draw(5, 9)); break;
            case 3: Yacht(way, Draw(2, 4)); break;
            case 4: Trawler(way, Draw(1, 2.2)); break;
            case 5: Seiner(way); break;
            case 6: Pilot(way); break;
            case 7: Dredger(way, Draw(0.8, 1.6)); break;
            case 8 or 9: Coaster(way, Draw(5, 11)); break;
            case 10: Yaw(way); break;
            default: Array.Fill(way, way[0]); break;
        }

        return way;
    }

    /// <summary>Moves on from each second to the next; the hand on the wheel says speed and course.</summary>
    private static void Steer(
        Sailing[] way, Func<int, Sailing, (double Mps, double CourseDeg)> wheel, Way current = default)
    {
        for (var second = 1; second < way.Length; second++)
        {
            var now = way[second - 1];
            var (mps, course) = wheel(second, now);
            var (sin, cos) = Elementary.SinCosDegrees(Plain(course));
            var over = new Way((mps * sin) + current.EastM, (mps * cos) + current.NorthM);
            now.EastM += over.EastM;
            now.NorthM += over.NorthM;
            now.SpeedMps = over.LengthM;
            now.CourseDeg = over.LengthM > 0.01 ? Courses(over) : now.CourseDeg;
            way[second] = now;
        }
    }

    private static double Courses(Way way) => Simulation.World.Courses.Of(way.EastM, way.NorthM);

    private static double Towards(double from, double to, double mostDeg)
    {
        var turn = Plain(to - from + 180) - 180;
        return from + Math.Clamp(turn, -mostDeg, mostDeg);
    }

    /// <summary>Round the bends of a river, with the current or against it, and back after an hour and more.</summary>
    private void River(Sailing[] way, double mps, double currentMps)
    {
        var (axis, wave, swing) = (Draw(0, 360), Draw(1_500, 4_000), Draw(30, 60));
        var (made, back, course) = (0.0, 0.0, axis);
        var turnAt = Draw(3_000, 6_000);
        Steer(way, (second, _) =>
        {
            back = second > turnAt ? 180 : 0;
            var bend = Elementary.SinCosDegrees(Plain(made / wave * 360)).Sin;
            course = Towards(course, axis + back + (swing * bend), 1.2);
            made += mps + (back == 0 ? currentMps : -currentMps);
            return (Math.Max(0.8, mps + (back == 0 ? currentMps : -currentMps)), course);
        });
    }

    private void Ferry(Sailing[] way, double mps)
    {
        var (across, lengthM, course) = (Draw(0, 360), Draw(2_000, 6_000), 0.0);
        var (made, speed, wait, isBack) = (0.0, 0.0, (int)Draw(0, 400), false);
        course = across;
        Steer(way, (_, _) =>
        {
            if (wait-- > 0)
            {
                return (0, course);
            }

            var wanted = lengthM - made < 20 * mps ? Math.Max(0.4, (lengthM - made) / 20) : mps;
            speed += Math.Clamp(wanted - speed, -0.25, 0.12);
            course = Towards(course, across + (isBack ? 180 : 0), 3);
            made += speed;
            if (made >= lengthM)
            {
                (made, speed, wait, isBack) = (0, 0, (int)Draw(240, 900), !isBack);
            }

            return (speed, course);
        });
    }

    private void Yacht(Sailing[] way, double mps)
    {
        var (wind, tack, next, course) = (Draw(0, 360), 45.0, 0, 0.0);
        course = wind + tack;
        var set = new Way(Draw(-0.4, 0.4), Draw(-0.4, 0.4));
        Steer(way, (second, _) =>
        {
            if (second >= next)
            {
                (next, tack) = (second + (int)Draw(150, 900), -tack);
            }

            course = Towards(course, wind + tack + (6 * Elementary.SinCosDegrees(second * 3 % 360).Sin), 9);
            return (mps * (1 + (0.25 * Elementary.SinCosDegrees(second * 1.7 % 360).Sin)), course);
        }, set);
    }

    private void Trawler(Sailing[] way, double mps)
    {
        var (wanted, course, next) = (Draw(0, 360), 0.0, 0);
        course = wanted;
        Steer(way, (second, _) =>
        {
            if (second >= next)
            {
                (next, wanted) = (second + (int)Draw(600, 3_000), wanted + Draw(-180, 180));
            }

            course = Towards(course, wanted, 0.7);
            return (mps, course);
        }, new Way(Draw(-0.3, 0.3), Draw(-0.3, 0.3)));
    }

    /// <summary>It searches at five knots, closes a circle in six minutes, lies an hour, and searches again.</summary>
    private void Seiner(Sailing[] way)
    {
        var (course, wanted, until, phase) = (Draw(0, 360), Draw(0, 360), (int)Draw(600, 2_400), 0);
        Steer(way, (second, _) =>
        {
            if (second >= until)
            {
                phase = (phase + 1) % 3;
                until = second + (int)(phase == 1 ? Draw(330, 420) : Draw(1_500, 4_000));
                wanted = Draw(0, 360);
            }

            course = phase == 1 ? course + 1 : phase == 0 ? Towards(course, wanted, 2) : course;
            return (phase == 1 ? 4 : phase == 0 ? 2.6 : 0, Plain(course));
        }, new Way(Draw(-0.3, 0.3), Draw(-0.3, 0.3)));
    }

    /// <summary>Out at 22 knots, alongside, and home again.</summary>
    private void Pilot(Sailing[] way)
    {
        var (course, outDeg, legS, left, phase, speed) = (Draw(0, 360), Draw(0, 360), Draw(400, 1_000), 0.0, 3, 0.0);
        Steer(way, (_, _) =>
        {
            if (left-- <= 0)
            {
                phase = (phase + 1) % 4;
                left = phase is 0 or 2 ? legS : Draw(200, 1_800);
                outDeg = phase == 0 ? Draw(0, 360) : outDeg;
            }

            course = Towards(course, outDeg + (phase == 2 ? 180 : 0), 6);
            var wanted = phase is 0 or 2 ? 11.3 : 0;
            speed += Math.Clamp(wanted - speed, -0.6, 0.5);
            return (speed, course);
        });
    }

    private void Dredger(Sailing[] way, double mps)
    {
        var (axis, legS, course) = (Draw(0, 360), (int)Draw(500, 1_500), 0.0);
        course = axis;
        Steer(way, (second, _) =>
        {
            course = Towards(course, axis + (second / legS % 2 == 0 ? 0 : 180), 1);
            return (mps, course);
        });
    }

    private void Coaster(Sailing[] way, double mps)
    {
        var (wanted, course, next, speed) = (Draw(0, 360), 0.0, (int)Draw(1_200, 6_000), mps);
        course = wanted;
        Steer(way, (second, _) =>
        {
            if (second >= next)
            {
                (next, wanted, mps) = (second + (int)Draw(1_200, 6_000), wanted + Draw(-70, 70), Draw(5, 11));
            }

            course = Towards(course, wanted, 0.4);
            speed += Math.Clamp(mps - speed, -0.02, 0.02);
            return (speed, course);
        });
    }

    /// <summary>To and fro in an arc before the wind, as ships do in a breeze, and round with the tide.</summary>
    private void Yaw(Sailing[] way)
    {
        var (chainM, periodS, arc, wind) = (Draw(80, 300), Draw(300, 900), Draw(15, 40), Draw(0, 360));
        var (turnAt, anchor) = (Draw(3_000, seconds), new Way(way[0].EastM, way[0].NorthM));
        for (var second = 0; second < way.Length; second++)
        {
            var tide = Math.Clamp((second - turnAt) / 2_400, 0, 1) * 170;
            var swing = arc * Elementary.SinCosDegrees(Plain(second / periodS * 360)).Sin;
            var (sin, cos) = Elementary.SinCosDegrees(Plain(wind + tide + swing));
            var now = new Sailing { EastM = anchor.EastM + (chainM * sin), NorthM = anchor.NorthM + (chainM * cos) };
            var moved = second == 0 ? default : new Way(
                now.EastM - way[second - 1].EastM, now.NorthM - way[second - 1].NorthM);
            now.SpeedMps = moved.LengthM;
            now.CourseDeg = moved.LengthM > 0 ? Courses(moved) : 0;
            way[second] = now;
        }
    }

    private static double Plain(double degrees) => ((degrees % 360) + 360) % 360;

    private static int Interval(in Sailing now, bool isB) =>
        isB ? (now.SpeedMps > 1 ? 30 : 180) : now.SpeedMps < 0.3 ? 180 : now.SpeedMps < 7.2 ? 10 : 6;

    private void Report(int ship, bool isB, Planted[] plants, bool clone)
    {
        var (sigma, east, north) = (Draw(2, 9), 0.0, 0.0);
        var (burstAt, burstS, burstSigma) = (Draw(0, seconds), Draw(20, 60), Draw(40, 120));
        var gapAt = random.Between(0, 1) < 0.3 && plants.Length == 0 ? Draw(0, seconds) : seconds;
        var gapUntil = gapAt + Draw(300, 3_000);
        var (isHeard, tick, clock) = (true, (int)Draw(0, 30), Draw(0, 2));
        var next = 0;
        for (; tick < seconds; tick += next)
        {
            var active = Array.Find(plants, one => tick >= one.FromS && tick < one.UntilS);
            var now = active is null ? ways[ship][tick] : falsification.Of(active, ship, tick, clone);

            // How often a transponder reports follows from the speed that it believes.
            next = Interval(in now, isB);

            // Losses come in runs, as behind a headland.
            isHeard = isHeard ? Draw(0, 1) > 0.03 : Draw(0, 1) < 0.3;
            var keep = Elementary.Exp(-10 / 60.0);
            (east, north) = ((keep * east) + (Math.Sqrt(1 - (keep * keep)) * sigma * Normal()),
                (keep * north) + (Math.Sqrt(1 - (keep * keep)) * sigma * Normal()));
            if (!isHeard || (tick >= gapAt && tick < gapUntil) || (clone && active is null))
            {
                continue;
            }

            var isBurst = tick >= burstAt && tick < burstAt + burstS;
            now.EastM += isBurst ? burstSigma * Normal() : east;
            now.NorthM += isBurst ? burstSigma * Normal() : north;
            Tell(Mmsi(ship), tick, now, isBurst ? 0.6 : 0.08, clock);
        }
    }

    private void Tell(uint mmsi, int tick, Sailing now, double speedSigma, double clockS)
    {
        var (sin, cos) = Elementary.SinCosDegrees(Plain(now.CourseDeg));
        var over = new Way(
            (now.SpeedMps * sin) + (speedSigma * Normal()), (now.SpeedMps * cos) + (speedSigma * Normal()));
        var observation = scene.Position(
            ObjectIdentity.Mmsi(mmsi), Math.Floor(tick + clockS), now.EastM, now.NorthM, SaidSigmaM,
            delayS: Draw(1, 8), feed: 0);
        observation.SpeedMps = Math.Round(over.LengthM / 0.0514444) * 0.0514444;
        observation.CourseDeg = Math.Round(Courses(over) * 10) / 10 % 360;
        observations.Add(observation);
    }

    /// <summary>What is told instead of what is; drawn once for each falsification.</summary>
    private sealed class Falsification(HarbourTraffic traffic)
    {
        private readonly Dictionary<Planted, double[]> drawn = [];

        public Sailing Of(Planted one, int ship, int tick, bool clone)
        {
            if (!drawn.TryGetValue(one, out var numbers))
            {
                drawn.Add(one, numbers = [.. Enumerable.Range(0, 6).Select(_ => traffic.Draw(0, 1))]);
            }

            var now = traffic.ways[ship][tick];
            var begin = traffic.ways[ship][(int)one.FromS];
            var (sin, cos) = Elementary.SinCosDegrees(360 * numbers[0]);
            switch (one.Kind)
            {
                case ConductPattern.Jump when numbers[1] < 0.5:
                    // Told to lie on a far airfield, as receivers that are led astray do.
                    var fieldM = 12_000 + (50_000 * numbers[2]);
                    return new Sailing { EastM = begin.EastM + (fieldM * sin), NorthM = begin.NorthM + (fieldM * cos) };
                case ConductPattern.Jump:
                case ConductPattern.Identity when one.Ships.Length == 1 && clone:
                    var farM = 10_000 + (40_000 * numbers[2]);
                    (now.EastM, now.NorthM) = (now.EastM + (farM * sin), now.NorthM + (farM * cos));
                    return now;
                case ConductPattern.Identity:
                    var other = Array.IndexOf(one.Ships, Mmsi(ship)) == 0 ? one.Ships[^1] : one.Ships[0];
                    return traffic.ways[(int)((other - 210_000_000) / 3_333_337)][tick];
                case ConductPattern.Offset:
                    var asideM = 400 + (4_000 * numbers[2]);
                    (now.EastM, now.NorthM) = (now.EastM + (asideM * sin), now.NorthM + (asideM * cos));
                    return now;
                case ConductPattern.Circle:
                    return Circle(begin, tick - one.FromS, numbers);
                default:
                    return Contradict(now, begin, numbers);
            }
        }

        /// <summary>Either way round, at 4 to 30 knots.</summary>
        private static Sailing Circle(Sailing begin, double seconds, double[] numbers)
        {
            var (radiusM, mps, hand) = (120 + (900 * numbers[1]), 2 + (13 * numbers[2]), numbers[3] < 0.5 ? -1 : 1);
            mps = Math.Max(mps, Tau * radiusM / 1_200);
            var angle = Plain(hand * 360 * mps * seconds / (Tau * radiusM));
            var (sin, cos) = Elementary.SinCosDegrees(angle);
            return new Sailing
            {
                EastM = begin.EastM + (radiusM * cos),
                NorthM = begin.NorthM - (radiusM * sin),
                SpeedMps = mps,
                CourseDeg = Plain(angle + (hand > 0 ? 180 : 0)),
            };
        }

        private static Sailing Contradict(Sailing now, Sailing begin, double[] numbers)
        {
            switch ((int)(numbers[1] * 3))
            {
                case 0: // Told to be at rest while the places go on.
                    now.SpeedMps = 0;
                    return now;
                case 1: // Places stand still while speed and course go on.
                    (now.EastM, now.NorthM) = (begin.EastM, begin.NorthM);
                    return now;
                default: // Told to go the other way.
                    now.CourseDeg = Plain(now.CourseDeg + 120 + (120 * numbers[2]));
                    return now;
            }
        }
    }
}
