using System.Numerics;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Geo.Terrain;

namespace Trucewatch.Watch.Coverage;

/// <summary>The part of a cell that lies within what a sensor looks at.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Share">That part of it, 0 to 1.</param>
/// <param name="Points">Its points.</param>
internal readonly record struct CellPart(int Cell, double Share, ulong Points);

/// <summary>Whether the ground was asked what it hides from a sensor.</summary>
public enum TerrainUse
{
    /// <summary>Its lines of sight were followed as far as there is terrain.</summary>
    Followed,

    /// <summary>It looks along no line: it hears, or listens to the ground.</summary>
    NoLine,

    /// <summary>Its height is not registered, and then no ground hides anything, and no horizon counts.</summary>
    NoHeight,

    /// <summary>The ground under it is not known: its tile is not registered, or has a void there.</summary>
    NoGround,
}

/// <summary>What the ground hides from a sensor.</summary>
/// <param name="Use">Whether it was asked.</param>
/// <param name="Points">Points of cells within its range and bearings.</param>
/// <param name="Masked">Those that known ground hides: they are not watched.</param>
/// <param name="Unknown">Those of which nothing is said, because ground is not known: they count as watched.</param>
public readonly record struct TerrainTold(TerrainUse Use, int Points, int Masked, int Unknown)
{
    /// <summary>The share of what it looks at of which the terrain says whether it is hidden.</summary>
    public double KnownShare => Points == 0 ? 0 : (double)(Points - Unknown) / Points;

    /// <summary>The share of what it looks at that is hidden.</summary>
    public double MaskedShare => Points == 0 ? 0 : (double)Masked / Points;
}

/// <summary>Which points of the cells that a sensor looks at are hidden from it.</summary>
/// <param name="Told">In numbers.</param>
/// <param name="Hidden">Hidden points of each part; empty: none.</param>
internal sealed record TerrainMask(TerrainTold Told, ulong[] Hidden)
{
    /// <summary>What is left of a part: as much of its share as of its points.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="part">The part.</param>
    public CellPart Left(int index, in CellPart part)
    {
        if (Hidden.Length == 0 || Hidden[index] == 0)
        {
            return part;
        }

        var points = part.Points & ~Hidden[index];
        var share = part.Share * BitOperations.PopCount(points) / BitOperations.PopCount(part.Points);
        return part with { Points = points, Share = share };
    }
}

/// <summary>
/// What the ground hides from sensors that stand somewhere. A mask is worked out once and kept: a later edition, and a
/// forecast, ask for the same ones.
/// </summary>
public sealed class TerrainMasks
{
    /// <summary>Most masks that are kept.</summary>
    public const int MaxKept = 16_384;

    private readonly TerrainGround ground;
    private readonly Func<RegisteredTile, TerrainTile> open;
    private readonly Dictionary<SensorWatch, TerrainMask> kept;

    /// <summary>Makes the masks of an edition's terrain.</summary>
    /// <param name="tiles">The tiles.</param>
    /// <param name="open">Opens one, or throws.</param>
    public TerrainMasks(IReadOnlyList<RegisteredTile> tiles, Func<RegisteredTile, TerrainTile> open)
        : this(tiles, open, [])
    {
    }

    private TerrainMasks(
        IReadOnlyList<RegisteredTile> tiles,
        Func<RegisteredTile, TerrainTile> open,
        Dictionary<SensorWatch, TerrainMask> kept)
    {
        (Tiles, this.open, this.kept) = (tiles, open, kept);
        ground = new TerrainGround(
            tiles.Select(tile => tile.Corner), corner => open(tiles.First(tile => tile.Corner == corner)));
    }

    /// <summary>The tiles.</summary>
    public IReadOnlyList<RegisteredTile> Tiles { get; }

    /// <summary>The same for another caller, who may ask at the same time.</summary>
    public TerrainMasks Copy() => new(Tiles, open, new Dictionary<SensorWatch, TerrainMask>(kept));

    /// <summary>Lets go of the heights; the masks stay.</summary>
    internal void Release() => ground.Release();

    /// <summary>What is hidden of what a sensor looks at.</summary>
    /// <param name="cells">The cells, always those of one agreement.</param>
    /// <param name="watch">Where and with what it looks.</param>
    /// <param name="reachM">How far.</param>
    /// <param name="parts">The parts of cells, which follow from these.</param>
    internal TerrainMask Of(CoverageGround cells, SensorWatch watch, double reachM, List<CellPart> parts)
    {
        if (!kept.TryGetValue(watch, out var mask))
        {
            if (kept.Count == MaxKept)
            {
                kept.Clear();
            }

            kept.Add(watch, mask = Follow(cells, watch, reachM, parts));
        }

        return mask;
    }

    private TerrainMask Follow(CoverageGround cells, SensorWatch watch, double reachM, List<CellPart> parts)
    {
        var count = parts.Sum(part => BitOperations.PopCount(part.Points));
        TerrainMask Nothing(TerrainUse use) => new(new TerrainTold(use, count, 0, count), []);
        if (watch.Modality is Modality.SeismoAcoustic or Modality.Reception)
        {
            return Nothing(TerrainUse.NoLine);
        }

        if (watch.HeightM is not { } heightM)
        {
            return Nothing(TerrainUse.NoHeight);
        }

        var lines = new SightLines(
            ground, watch.At, heightM, FixedWatch.TargetHeightM, reachM, FixedWatch.EarthOf(watch.Modality));
        if (!lines.KnowsEye)
        {
            return Nothing(TerrainUse.NoGround);
        }

        var places = PlacesOf(cells, parts, count);
        var found = new LineOfSight[count];
        lines.Judge(places, found);
        return Counted(parts, found);
    }

    private static GeoPoint[] PlacesOf(CoverageGround cells, List<CellPart> parts, int count)
    {
        var (places, next) = (new GeoPoint[count], 0);
        foreach (var part in parts)
        {
            var (column, row) = cells.PlaceOf(part.Cell);
            for (var left = part.Points; left != 0; left &= left - 1)
            {
                var point = BitOperations.TrailingZeroCount(left);
                places[next++] = cells.Grid.Within(
                    column, row, ((point % 8) + 0.5) / 8, ((point / 8) + 0.5) / 8);
            }
        }

        return places;
    }

    private static TerrainMask Counted(List<CellPart> parts, LineOfSight[] found)
    {
        var (hidden, next, masked, unknown) = (new ulong[parts.Count], 0, 0, 0);
        for (var index = 0; index < parts.Count; index++)
        {
            for (var left = parts[index].Points; left != 0; left &= left - 1)
            {
                var told = found[next++];
                hidden[index] |= told == LineOfSight.Masked ? left & (~left + 1) : 0;
                masked += told == LineOfSight.Masked ? 1 : 0;
                unknown += told == LineOfSight.Unknown ? 1 : 0;
            }
        }

        return new TerrainMask(new TerrainTold(TerrainUse.Followed, found.Length, masked, unknown), hidden);
    }
}
