using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Coverage;

/// <summary>Answers questions over a ledger, in whole numbers until the last division.</summary>
/// <param name="ledger">The ledger.</param>
public sealed class CoverageReading(CoverageLedger ledger)
{
    /// <summary>Most gaps that are listed: the largest ones.</summary>
    public const int MaxGaps = 100;

    /// <summary>A tile whose mean chance to see stays below is not watched.</summary>
    public const double GapBelow = 0.02;

    private readonly CoverageGround ground = ledger.Ground;
    private readonly byte[] mask = new byte[ledger.Ground.CellCount];
    private readonly int[] maskedOf = new int[ledger.Ground.TileCount];

    /// <summary>How much was watched.</summary>
    public CoverageSums Sum(in CoverageQuery query)
    {
        Mask(in query);
        Span<byte> cells = mask;
        var all = maskedOf.Sum();
        var (squares, looked, minutes) = (0L, 0L, 0L);
        var (from, until) = Hours(in query);
        for (var hour = from; hour < until; hour++)
        {
            var plane = ledger.PlaneOf(hour, query.Modalities, query.Kind);
            if (query.Light == Light.Any && query.Within is null)
            {
                minutes += (long)all * ledger.LivedMinutes(hour);
                if (!plane.IsEmpty)
                {
                    var (sum, watched) = Chances.Sum(plane, cells);
                    (squares, looked) = (squares + sum, looked + watched);
                }

                continue;
            }

            for (var tile = 0; tile < ground.TileCount; tile++)
            {
                if (maskedOf[tile] == 0
                    || (query.Light != Light.Any && ledger.IsNight(hour, tile) != (query.Light == Light.Night)))
                {
                    continue;
                }

                minutes += (long)maskedOf[tile] * ledger.LivedMinutes(hour);
                var (first, end) = ground.CellsOf(tile);
                if (!plane.IsEmpty)
                {
                    var (sum, watched) = Chances.Sum(plane[first..end], cells[first..end]);
                    (squares, looked) = (squares + sum, looked + watched);
                }
            }
        }

        return new CoverageSums(minutes / 60.0, squares / (double)Chances.One, looked);
    }

    /// <summary>
    /// The mean chance to see of each cell over the hours, as bytes of <see cref="Chances"/>; 0 where nobody looked or
    /// nothing was asked.
    /// </summary>
    /// <param name="query">What is asked.</param>
    /// <param name="means">Takes a byte for each cell.</param>
    public void Map(in CoverageQuery query, Span<byte> means)
    {
        Mask(in query);
        var sums = new uint[ground.CellCount];
        var minutes = new int[ground.TileCount];
        var (from, until) = Hours(in query);
        for (var hour = from; hour < until; hour++)
        {
            var plane = ledger.PlaneOf(hour, query.Modalities, query.Kind);
            for (var tile = 0; tile < ground.TileCount; tile++)
            {
                if (maskedOf[tile] == 0
                    || (query.Light != Light.Any && ledger.IsNight(hour, tile) != (query.Light == Light.Night)))
                {
                    continue;
                }

                minutes[tile] += ledger.LivedMinutes(hour);
                var (first, end) = ground.CellsOf(tile);
                if (!plane.IsEmpty)
                {
                    Chances.AddSquares(plane[first..end], sums.AsSpan(first, end - first));
                }
            }
        }

        for (var tile = 0; tile < ground.TileCount; tile++)
        {
            var (first, end) = ground.CellsOf(tile);
            for (var cell = first; cell < end; cell++)
            {
                var whole = minutes[tile] / 60.0;
                means[cell] = (mask[cell] == 0 || whole == 0) ? (byte)0
                    : sums[cell] == 0 ? (byte)0
                    : Math.Max((byte)1, Chances.ToByte(sums[cell] / whole / Chances.One, cell));
            }
        }
    }

    /// <summary>Stretches of whole hours in which a tile was not watched, the most cells times hours first.</summary>
    public IReadOnlyList<CoverageGap> Gaps(in CoverageQuery query)
    {
        Mask(in query);
        var gaps = new List<CoverageGap>();
        var since = new long[ground.TileCount];
        var sums = new long[ground.TileCount];
        Array.Fill(since, long.MaxValue);
        var (from, until) = Hours(in query);
        for (var hour = from; hour <= until; hour++)
        {
            var plane = hour < until ? ledger.PlaneOf(hour, query.Modalities, query.Kind) : [];
            for (var tile = 0; tile < ground.TileCount; tile++)
            {
                if (maskedOf[tile] == 0)
                {
                    continue;
                }

                var (first, end) = ground.CellsOf(tile);
                var squares = plane.IsEmpty
                    ? 0
                    : Chances.Sum(plane[first..end], mask.AsSpan(first, end - first)).Squares;
                var isGap = hour < until
                    && (query.Light == Light.Any || ledger.IsNight(hour, tile) == (query.Light == Light.Night))
                    && squares < GapBelow * Chances.One * maskedOf[tile] * ledger.LivedMinutes(hour) / 60;
                if (isGap)
                {
                    (since[tile], sums[tile]) = (Math.Min(since[tile], hour), sums[tile] + squares);
                }
                else if (since[tile] != long.MaxValue)
                {
                    gaps.Add(GapOf(tile, since[tile], hour, sums[tile]));
                    (since[tile], sums[tile]) = (long.MaxValue, 0);
                }
            }
        }

        return
        [
            .. gaps.OrderByDescending(gap => gap.Cells * (gap.UntilHour - gap.FromHour)).ThenBy(gap => gap.Tile)
                .ThenBy(gap => gap.FromHour).Take(MaxGaps),
        ];
    }

    /// <summary>Mean chance to see in the cells of a tile in an hour, 0 to 1: by all that look.</summary>
    public double ShareOf(int tile, long hour)
    {
        var (first, end) = ground.CellsOf(tile);
        var plane = ledger.PlaneOf(hour, ModalitySet.Seeing);
        var sum = 0L;
        foreach (var value in plane.IsEmpty ? [] : plane[first..end])
        {
            sum += value * value;
        }

        return sum / (double)Chances.One / (end - first);
    }

    private CoverageGap GapOf(int tile, long from, long until, long squares)
    {
        var (first, end) = ground.CellsOf(tile);
        var cells = Enumerable.Range(first, end - first).Where(cell => mask[cell] != 0).ToList();
        int Most(Func<int, int> of) => cells.GroupBy(of).OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key).First().Key;
        return new CoverageGap(
            tile, Most(ground.SideOf), Most(ground.ZoneOf), cells.Count, from, until,
            squares / (double)Chances.One / cells.Count / (until - from));
    }

    private (long From, long Until) Hours(in CoverageQuery query) => ledger.HasBegun
        ? (Math.Max(query.FromHour, ledger.FirstHour), Math.Min(query.UntilHour, ledger.NewestHour + 1))
        : (0, 0);

    private void Mask(in CoverageQuery query)
    {
        var (scale, middle) = query.Within is { } circle
            ? (LocalScale.At(circle.Middle), ground.CellOf(circle.Middle))
            : (default, CoverageGround.None);
        for (var tile = 0; tile < ground.TileCount; tile++)
        {
            var (first, end) = ground.CellsOf(tile);
            maskedOf[tile] = 0;
            for (var cell = first; cell < end; cell++)
            {
                var isAsked = (query.Side is not { } side || ground.SideOf(cell) == side)
                    && (query.Zone is not { } zone || ground.ZoneOf(cell) == zone)
                    && (query.Within is not { } within || cell == middle
                        || IsWithin(in scale, in within, ground.MiddleOf(cell)));
                mask[cell] = isAsked ? byte.MaxValue : (byte)0;
                maskedOf[tile] += isAsked ? 1 : 0;
            }
        }
    }

    private static bool IsWithin(in LocalScale scale, in CoverageCircle circle, GeoPoint point)
    {
        var (east, north) = scale.Offset(circle.Middle, point);
        return (east * east) + (north * north) <= circle.RadiusM * circle.RadiusM;
    }
}
