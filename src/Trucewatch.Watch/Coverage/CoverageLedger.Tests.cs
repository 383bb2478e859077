using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Coverage;

public sealed class CoverageLedgerTests
{
    private static readonly CoverageGround Ground = CoverageGround.Of(Scene.Agreement());

    /// <summary>
    /// One footprint by itself, a cell large or larger: what the ledger states is the area that the geodesic's own
    /// polygon formula gives, times the time, times the chance, within 0.5 %. Of smaller ones a byte a cell and hour
    /// cannot say it so well: they are off by half a step of a cell in each hour at most.
    /// </summary>
    [Fact]
    public void Each_footprint_by_itself_is_watched_as_its_area_says()
    {
        var draws = new Splitmix(21);
        var (large, small) = (0, 0);
        for (var trial = 0; trial < 200; trial++)
        {
            var ring = Star(draws, 300, 300 * Math.Pow(80, draws.Between(0, 1)));
            var (minutes, chance) = (1 + (int)draws.Between(0, 100), draws.Between(0.05, 1));
            var run = new LookRun();
            run.Take(Modality.SeismoAcoustic, ring, 600, 600 + (60 * (minutes - 1)), chance);
            run.Later(8 * 3_600);
            var expected = AreaKm2(ring) * minutes / 60 * chance;
            var error = Math.Abs(run.Sum(Modality.SeismoAcoustic).SeenCellHours - expected);
            var steps = Hours(600 / 60, minutes)
                .Sum(hour => ((Math.Sqrt(chance * hour / 60) * 255) + 1.5) / Chances.One);
            var isLarge = AreaKm2(ring) >= 1;
            (large, small) = isLarge ? (large + 1, small) : (large, small + 1);
            Assert.InRange(error, 0, isLarge ? 0.005 * expected : steps + (0.005 * expected));
        }

        Assert.True(large > 60 && small > 60, FormattableString.Invariant($"got {large} and {small}"));
    }

    /// <summary>
    /// Thirty looks that overlap in place and time: in each minute and place the best one counts, as points by
    /// themselves say.
    /// </summary>
    [Fact]
    public void Where_looks_overlap_the_best_one_counts()
    {
        var draws = new Splitmix(22);
        var run = new LookRun();
        var looks = new List<(GeoPoint[] Ring, int From, int Until, double Chance)>();
        for (var look = 0; look < 30; look++)
        {
            var (from, length) = ((int)draws.Between(10, 100), (int)draws.Between(1, 50));
            looks.Add((Star(draws, 8_000, 25_000), from, from + length, draws.Between(0.2, 1)));
            run.Take(
                Modality.SeismoAcoustic, looks[^1].Ring, from * 60, (from + length - 1) * 60, looks[^1].Chance);
        }

        run.Later(8 * 3_600);
        var expected = BestOf(looks, 150);
        Assert.Equal(expected, run.Sum(Modality.SeismoAcoustic).SeenCellHours, 0.005 * expected);
    }

    /// <summary>
    /// A camera that sees three hundred metres flies to and fro over the cells: together its pictures see far more of
    /// a cell than the best one of them.
    /// </summary>
    [Theory]
    [InlineData(300, 250)]
    [InlineData(200, 500)]
    [InlineData(900, 600)]
    public void Strips_side_by_side_see_together_what_they_cover_together(double sizeM, double apartM)
    {
        var run = new LookRun();
        var looks = new List<(GeoPoint[] Ring, int From, int Until, double Chance)>();
        for (var picture = 0; picture < 600; picture++)
        {
            var (line, along) = Math.DivRem(picture, 60);
            var (east, north) = (
                (line % 2 == 0 ? along : 59 - along) * 100.0, (line * apartM) + (along * 3));
            var (half, minute) = (sizeM / 2, 60 + (picture / 12));
            looks.Add((Box(east - half, north - half, east + half, north + half), minute, minute + 1, 0.8));
            run.Take(Modality.SeismoAcoustic, looks[^1].Ring, minute * 60, minute * 60, 0.8);
        }

        run.Later(8 * 3_600);
        var expected = BestOf(looks, 50);
        var stated = run.Sum(Modality.SeismoAcoustic).SeenCellHours;
        Assert.Equal(expected, stated, 0.04 * expected);
    }

    [Fact]
    public void Several_modalities_see_each_by_itself_and_a_part_of_them_at_least_what_the_best_does()
    {
        var run = new LookRun();
        run.Take(Modality.SeismoAcoustic, Box(-5_000, -5_000, 5_000, 5_000), 1_800, 1_800 + (59 * 60), 0.5);
        run.Take(Modality.Optical, Box(-5_000, -5_000, 5_000, 5_000), 3_600, 3_600, 0.5);
        run.Later(8 * 3_600);
        var (sound, sight) = (run.Sum(Modality.SeismoAcoustic), run.Sum(Modality.Optical));
        Assert.Equal(50, sound.SeenCellHours, 0.5);
        Assert.Equal(50, sight.SeenCellHours, 0.5);

        // The picture counts for the same hour, from half an hour before it to half an hour after.
        Assert.Equal(75, run.Sum(ModalitySet.Seeing).SeenCellHours, 1.2);
        var both = new ModalitySet((byte)(
            ModalitySet.Of(Modality.SeismoAcoustic).Bits | ModalitySet.Of(Modality.Optical).Bits));
        Assert.Equal(50, run.Sum(both).SeenCellHours, 1.2);
        Assert.Equal(0, run.Sum(Modality.Thermal).SeenCellHours);
    }

    [Fact]
    public void Sides_and_light_are_parts_of_the_whole()
    {
        var run = new LookRun();
        var draws = new Splitmix(3);
        for (var hour = 0; hour < 30; hour++)
        {
            run.Later(hour * 3_600);
            run.Take(Modality.Thermal, Star(draws, 5_000, 20_000), (hour * 3_600) + 100, (hour * 3_600) + 400, 0.7);
        }

        run.Later(40 * 3_600);
        var whole = run.Sum(Modality.Thermal);
        var parts = new List<CoverageSums>();
        foreach (var light in (Light[])[Light.Day, Light.Night])
        {
            foreach (var side in (int[])[0, 1])
            {
                parts.Add(run.Sum(ModalitySet.Of(Modality.Thermal), light, side));
            }
        }

        Assert.Equal(whole.SeenCellHours, parts.Sum(part => part.SeenCellHours), 1e-6);
        Assert.Equal(whole.WholeCellHours, parts.Sum(part => part.WholeCellHours), 1e-6);
        Assert.Equal(whole.LookedCellHours, parts.Sum(part => part.LookedCellHours), 1e-6);
        Assert.All(parts, part => Assert.InRange(part.WholeCellHours, 1_000, 60_000));

        // The sides are as large as each other; at 47 N in March day and civil twilight are 13 hours of 24.
        Assert.Equal(
            run.Sum(ModalitySet.Seeing, Light.Any, 0).WholeCellHours,
            run.Sum(ModalitySet.Seeing, Light.Any, 1).WholeCellHours,
            0.01 * whole.WholeCellHours);
    }

    /// <summary>The oracle measures to each cell on the ellipsoid and reads each cell's bytes by itself.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 700)]
    [InlineData(3, 4_000)]
    [InlineData(4, 25_000)]
    public void A_circle_holds_the_cells_whose_middles_lie_in_it(ulong seed, double radiusM)
    {
        var (run, draws) = (new LookRun(), new Splitmix(seed));
        for (var hour = 0; hour < 6; hour++)
        {
            run.Later(hour * 3_600);
            run.Take(Modality.Thermal, Star(draws, 5_000, 20_000), (hour * 3_600) + 100, (hour * 3_600) + 400, 0.7);
        }

        run.Later(7 * 3_600);
        var (ledger, ground) = (run.Ledger, run.Ledger.Ground);
        var middle = Scene.At(draws.Between(-10_000, 10_000), draws.Between(-10_000, 10_000));
        var query = new CoverageQuery(
            ledger.FirstHour, ledger.NewestHour + 1, ModalitySet.Of(Modality.Thermal),
            Within: new CoverageCircle(middle, radiusM));
        var (cells, seen) = (0, 0.0);
        for (var cell = 0; cell < ground.CellCount; cell++)
        {
            if (cell != ground.CellOf(middle)
                && Geo.Geodesics.Geodesic.Inverse(middle, ground.MiddleOf(cell)).DistanceM > radiusM)
            {
                continue;
            }

            cells++;
            for (var hour = ledger.FirstHour; hour <= ledger.NewestHour; hour++)
            {
                var plane = ledger.PlaneOf(hour, query.Modalities);
                seen += plane.IsEmpty ? 0 : plane[cell] * plane[cell] / (double)Chances.One;
            }
        }

        var sums = new CoverageReading(ledger).Sum(in query);
        var minutes = Enumerable.Range(0, (int)(ledger.NewestHour - ledger.FirstHour) + 1)
            .Sum(hour => ledger.LivedMinutes(ledger.FirstHour + hour));
        Assert.Equal(cells * minutes / 60.0, sums.WholeCellHours, 1e-9);
        Assert.Equal(seen, sums.SeenCellHours, 1e-9);
        Assert.True(cells >= 1 && (radiusM < 1_000 || seen > 0), $"{cells} cells, {seen} seen");
    }

    [Fact]
    public void The_map_and_the_gaps_add_up_to_what_the_sums_say()
    {
        var run = new LookRun();
        run.Take(Modality.Thermal, Box(-20_000, -30_000, 20_000, 0), 1_800, 1_800, 0.64);
        run.Later(5 * 3_600);
        var reading = new CoverageReading(run.Ledger);
        var query = run.Query(ModalitySet.Of(Modality.Thermal));
        var means = new byte[run.Ledger.Ground.CellCount];
        reading.Map(in query, means);
        var hours = reading.Sum(in query).WholeCellHours / means.Length;
        Assert.Equal(
            reading.Sum(in query).SeenCellHours / hours, means.Sum(mean => mean * mean / (double)Chances.One),
            0.01 * means.Length);
        var gaps = reading.Gaps(in query);
        Assert.NotEmpty(gaps);
        Assert.All(gaps, gap => Assert.True(gap.Share < CoverageReading.GapBelow && gap.UntilHour > gap.FromHour));

        // The north was never watched: its gaps last all the time.
        Assert.Contains(gaps, gap => gap.UntilHour - gap.FromHour == run.Ledger.NewestHour + 1 - run.Ledger.FirstHour);
    }

    [Fact]
    public void What_comes_late_counts_no_more_than_it_gives_alone()
    {
        var (late, inTime) = (new LookRun(), new LookRun());
        var ring = Box(-5_000, -5_000, 5_000, 5_000);
        foreach (var run in (LookRun[])[late, inTime])
        {
            run.Take(Modality.SeismoAcoustic, ring, 0, 29 * 60, 1);
        }

        inTime.Take(Modality.SeismoAcoustic, ring, 30 * 60, 59 * 60, 1);
        late.Later(6 * 3_600);
        late.Take(Modality.SeismoAcoustic, ring, 30 * 60, 59 * 60, 1);
        inTime.Later(6 * 3_600);
        Assert.Equal(100, inTime.Sum(Modality.SeismoAcoustic).SeenCellHours, 2.5);
        Assert.InRange(late.Sum(Modality.SeismoAcoustic).SeenCellHours, 50, 80);
        Assert.Equal(2, late.Counts.Taken);
    }

    [Theory]
    [InlineData(CoverageLedger.HeldHours - 1, true)]
    [InlineData(CoverageLedger.HeldHours, false)]
    public void Hours_are_held_for_a_month_and_not_longer(int hours, bool isHeld)
    {
        var run = new LookRun();
        run.Take(Modality.Thermal, Box(-5_000, -5_000, 5_000, 5_000), 0, 0, 1);
        run.Later(4 * 3_600);
        var first = CoverageLedger.HourOf(Scene.Start);
        Assert.NotEqual(0, run.Ledger.PlaneOf(first, Modality.Thermal).IndexOfAnyExcept((byte)0) + 1);
        run.Later((hours * 3_600) + 100);
        Assert.Equal(isHeld, run.Ledger.PlaneOf(first, Modality.Thermal).ContainsAnyExcept((byte)0));
        Assert.Equal(isHeld, run.Ledger.Holds(Scene.Start));
    }

    [Fact]
    public void Memory_stops_to_grow_and_a_look_allocates_nothing()
    {
        var run = new LookRun();
        var ring = Box(-15_000, -15_000, 15_000, 15_000);
        for (var hour = 0; hour < CoverageLedger.HeldHours + 10; hour++)
        {
            run.Take(Modality.Thermal, ring, hour * 3_600, (hour * 3_600) + 60, 1);
        }

        var held = run.Ledger.HeldBytes;
        Assert.InRange(held, 1, 3L * CoverageLedger.HeldHours * Ground.CellCount);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var hour = CoverageLedger.HeldHours + 10; hour < CoverageLedger.HeldHours + 30; hour++)
        {
            run.Take(Modality.Thermal, ring, hour * 3_600, (hour * 3_600) + 60, 1);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationNoise.Bytes);
        Assert.Equal(held, run.Ledger.HeldBytes);
    }

    [Fact]
    public void A_jump_of_time_begins_anew()
    {
        var run = new LookRun();
        run.Take(Modality.Thermal, Box(-5_000, -5_000, 5_000, 5_000), 0, 0, 1);
        run.Later(100_000 * 3_600.0);
        Assert.Equal(0, run.Sum(Modality.Thermal).SeenCellHours);
        run.Take(Modality.Thermal, Box(-5_000, -5_000, 5_000, 5_000), 100_000 * 3_600.0, 100_000 * 3_600.0, 1);
        run.Later(100_004 * 3_600.0);
        Assert.InRange(run.Sum(Modality.Thermal).SeenCellHours, 45, 101);
    }

    [Theory]
    [InlineData(300, 1_000)]
    [InlineData(330, 2_000)]
    [InlineData(700, 4_000)]
    public void Cells_are_as_wide_as_the_ground_needs(double sideKm, double cellM)
    {
        var half = sideKm * 500;
        var ground = CoverageGround.Of(Scene.Agreement() with
        {
            Theatre = new TheatreBox(20, 40, 50, 55),
            Zones = [Scene.Zone("whole", "west", -half, -half, half, half)],
        });
        Assert.Equal(cellM, ground.Grid.CellM);
        Assert.InRange(ground.CellCount, 1, CoverageGround.MaxCells);

        // The box is one of degrees, so that it is narrower in the north.
        Assert.Equal(1, ground.CellCount * ground.Grid.CellKm2 / sideKm / sideKm, 0.02);
    }

    [Fact]
    public void The_ground_knows_sides_zones_and_tiles_of_its_cells()
    {
        Assert.Equal(2_400, Ground.CellCount, 50.0);
        Assert.Equal(["west", "east"], Ground.Parties);
        var (west, east, north) = (
            Ground.CellOf(Scene.At(-500, 100)), Ground.CellOf(Scene.At(500, 100)), Ground.CellOf(Scene.At(0, 31_000)));
        Assert.Equal((0, 1, CoverageGround.None), (Ground.SideOf(west), Ground.SideOf(east), north));
        Assert.Equal((0, 1), (Ground.ZoneOf(west), Ground.ZoneOf(east)));
        for (var cell = 0; cell < Ground.CellCount; cell++)
        {
            var (first, end) = Ground.CellsOf(Ground.TileOf(cell));
            Assert.InRange(cell, first, end - 1);
            Assert.Equal(cell, Ground.CellOf(Ground.MiddleOf(cell)));
        }

        Assert.Equal(
            Ground.CellCount,
            Enumerable.Range(0, Ground.TileCount).Sum(tile => Ground.CellsOf(tile).End - Ground.CellsOf(tile).First));
        var everywhere = CoverageGround.Of(Scene.Agreement() with
        {
            Zones = [], Theatre = new TheatreBox(34, 46, 35, 47),
        });
        Assert.Equal(everywhere.Grid.Columns * everywhere.Grid.Rows, everywhere.CellCount);
    }

    [Fact]
    public void Sums_of_many_bytes_are_those_of_one_after_the_other()
    {
        var draws = new Splitmix(9);
        foreach (var length in (int[])[0, 1, 31, 32, 33, 1_000, CoverageGround.MaxCells])
        {
            var (values, others, mask) = (new byte[length], new byte[length], new byte[length]);
            for (var index = 0; index < length; index++)
            {
                values[index] = (byte)draws.Next();
                others[index] = (byte)draws.Next();
                mask[index] = length == CoverageGround.MaxCells || draws.Next() % 3 > 0 ? byte.MaxValue : (byte)0;
            }

            var (squares, watched) = Chances.Sum(values, mask);
            Assert.Equal(values.Select((value, index) => (long)value * value * (mask[index] / 255)).Sum(), squares);
            Assert.Equal(values.Where((value, index) => (value & mask[index]) != 0).Count(), watched);
            var sums = new uint[length];
            Chances.AddSquares(values, sums);
            Chances.AddSquares(others, sums);
            Assert.Equal(
                values.Select((value, index) => (uint)((value * value) + (others[index] * others[index]))), sums);
            var raised = values.ToArray();
            Chances.Raise(raised, others);
            Assert.Equal(values.Select((value, index) => Math.Max(value, others[index])), raised);
        }

        var full = Enumerable.Repeat(byte.MaxValue, CoverageGround.MaxCells).ToArray();
        Assert.Equal((long)Chances.One * full.Length, Chances.Sum(full, full).Squares);
    }

    [Fact]
    public void A_chance_survives_as_a_byte()
    {
        for (var chance = 0.0; chance <= 1; chance += 0.001)
        {
            var mean = 0.0;
            for (var cell = 0; cell < 200; cell++)
            {
                var value = Chances.ToByte(chance, cell);
                Assert.Equal(chance, value * value / (double)Chances.One, 0.008);
                mean += value * value / (double)Chances.One / 200;
            }

            Assert.Equal(chance, mean, 1e-3);
        }

        Assert.NotEqual(0, Chances.ToByte(0.05 / 60 / 60, 1));
        Assert.Equal((0, 255), (Chances.ToByte(0, 7), Chances.ToByte(1, 7)));
    }

    [Theory]
    [InlineData(0, 0, 1, 0, 1)]
    [InlineData(29, 29, 1, 0, 1)]
    [InlineData(30, 30, 1, 0, 1)]
    [InlineData(59, 59, 1, 0, 1)]
    [InlineData(60, 60, 1, 1, 1)]
    [InlineData(0, 600, 1, 0, 11)]
    [InlineData(3600, 3600, 60, 30, 60)]
    [InlineData(3600, 4200, 10, 55, 20)]
    public void A_look_counts_for_what_has_its_middle_near_it(
        int fromS, int untilS, int lasts, int firstMinute, int count)
    {
        var (first, minutes) = LookMinutes.Of(new Instant(fromS * 1_000_000L), new Instant(untilS * 1_000_000L), lasts);
        Assert.Equal((firstMinute, count), ((int)first, minutes));
    }

    internal static GeoPoint[] Box(double west, double south, double east, double north) =>
        [Scene.At(west, south), Scene.At(east, south), Scene.At(east, north), Scene.At(west, north)];

    private static GeoPoint[] Star(Splitmix draws, double least, double most)
    {
        var corners = 3 + (int)draws.Between(0, 7);
        var (east, north) = (draws.Between(-5_000, 5_000), draws.Between(-10_000, 10_000));
        var size = draws.Between(least, most) / 2;
        return
        [
            .. Enumerable.Range(0, corners).Select(corner =>
            {
                var bearing = 2 * Math.PI * (corner + draws.Between(0, 0.9)) / corners;
                var distance = size * draws.Between(0.4, 1);
                return Scene.At(east + (distance * Math.Sin(bearing)), north + (distance * Math.Cos(bearing)));
            }),
        ];
    }

    /// <summary>How many minutes of each hour, of so many from a minute on.</summary>
    private static IEnumerable<int> Hours(int from, int minutes) =>
        Enumerable.Range(from, minutes)
            .GroupBy(minute => ((Scene.Start.UnixMicroseconds / 60_000_000) + minute) / 60)
            .Select(hour => hour.Count());

    /// <summary>Square kilometres times hours, each weighed by the best chance there and then: by points.</summary>
    private static double BestOf(List<(GeoPoint[] Ring, int From, int Until, double Chance)> looks, double stepM)
    {
        var (sum, best) = (0.0, new double[200]);
        var boxes = looks.Select(look => (
            West: look.Ring.Min(point => point.LongitudeDeg), East: look.Ring.Max(point => point.LongitudeDeg),
            South: look.Ring.Min(point => point.LatitudeDeg), North: look.Ring.Max(point => point.LatitudeDeg)))
            .ToArray();
        foreach (var point in Lattice(stepM, boxes.Min(box => box.South), boxes.Max(box => box.North)))
        {
            var any = false;
            for (var look = 0; look < boxes.Length; look++)
            {
                var box = boxes[look];
                if (point.LongitudeDeg >= box.West && point.LongitudeDeg <= box.East
                    && point.LatitudeDeg >= box.South && point.LatitudeDeg <= box.North
                    && IsInside(looks[look].Ring, point))
                {
                    any = true;
                    for (var minute = looks[look].From; minute < looks[look].Until; minute++)
                    {
                        best[minute] = Math.Max(best[minute], looks[look].Chance);
                    }
                }
            }

            if (any)
            {
                sum += best.Sum() / 60;
                Array.Clear(best);
            }
        }

        return sum * stepM * stepM / 1e6;
    }

    private static double AreaKm2(GeoPoint[] ring) => Math.Abs(Geo.Geodesics.Geodesic.Area(ring).AreaM2) / 1e6;

    /// <summary>Points all over the scene, each in the middle of a square of so many metres.</summary>
    private static IEnumerable<GeoPoint> Lattice(double stepM, double southDeg, double northDeg)
    {
        for (var north = -30_000 + (stepM / 2); north < 30_000; north += stepM)
        {
            if (Scene.At(0, north).LatitudeDeg is var latitude && (latitude < southDeg || latitude > northDeg))
            {
                continue;
            }

            for (var east = -20_000 + (stepM / 2); east < 20_000; east += stepM)
            {
                yield return Scene.At(east, north);
            }
        }
    }

    internal static bool IsInside(GeoPoint[] ring, GeoPoint point)
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

    /// <summary>A desk that takes looks over the scene.</summary>
    internal sealed class LookRun
    {
        private readonly LookDesk desk;

        public LookRun(Agreement? agreement = null)
        {
            desk = new LookDesk(agreement ?? Scene.Agreement(), new SectorSettings(), Scene.Feeds);
            Later(0);
        }

        public CoverageLedger Ledger => desk.Ledger;

        public LookCounts Counts => desk.Counts;

        public void Later(double second) => desk.Take(new Look { ReceivedAt = Scene.Time(second) });

        public void Take(
            Modality modality, GeoPoint[] ring, double from, double until, double chance = double.NaN) =>
            desk.Take(new Look
            {
                Modality = modality,
                From = Scene.Time(from),
                Until = Scene.Time(until),
                ReceivedAt = Scene.Time(Math.Max(until, Ledger.Now.SecondsSince(Scene.Start))),
                Outline = ImmutableArray.Create(ring),
                CloudShare = double.NaN,
                DetectionProbability = chance,
            });

        public CoverageQuery Query(ModalitySet modalities, Light light = Light.Any, int? side = null) =>
            new(0, long.MaxValue, modalities, light, side);

        public CoverageSums Sum(Modality modality) => Sum(ModalitySet.Of(modality));

        public CoverageSums Sum(ModalitySet modalities, Light light = Light.Any, int? side = null)
        {
            var query = Query(modalities, light, side);
            return new CoverageReading(Ledger).Sum(in query);
        }
    }
}
