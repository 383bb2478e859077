using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Lines;

/// <summary>A straight piece of a line, so short that the chord through the Earth stands for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(Geocentric A, Geocentric B)
{
    /// <summary>The longest piece in metres: its chord lies 2 cm below the ground.</summary>
    public const double LongestM = 1000;

    /// <summary>The square of the distance to the nearest point of the piece, and where that is, 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Distance2(in Geocentric p, out double along)
    {
        var (dx, dy, dz) = (B.X - A.X, B.Y - A.Y, B.Z - A.Z);
        var (px, py, pz) = (p.X - A.X, p.Y - A.Y, p.Z - A.Z);
        var length2 = (dx * dx) + (dy * dy) + (dz * dz);
        along = length2 > 0 ? Math.Clamp(((px * dx) + (py * dy) + (pz * dz)) / length2, 0, 1) : 0;
        var (x, y, z) = (px - (along * dx), py - (along * dy), pz - (along * dz));
        return (x * x) + (y * y) + (z * z);
    }
}

/// <summary>The nearest piece of a tree.</summary>
/// <param name="Index">Its number, or -1 where none is near enough.</param>
/// <param name="Along">Where on it the nearest point is, 0 to 1.</param>
/// <param name="Distance2">The square of the straight distance, m².</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NearestPiece(int Index, double Along, double Distance2);

/// <summary>
/// Boxes around runs of pieces. Neighbours in a line are neighbours on the ground, so that halving the list again and
/// again makes a good search tree without sorting; node i has children 2i + 1 and 2i + 2.
/// </summary>
internal sealed class PieceTree
{
    private const int LeafPieces = 4;
    private const int MaxStack = 64;

    private readonly Piece[] _pieces;
    private readonly Box[] _boxes;
    private readonly int _firstLeaf;

    public PieceTree(Piece[] pieces)
    {
        _pieces = pieces;
        var leaves = 1;
        while (leaves * LeafPieces < pieces.Length)
        {
            leaves *= 2;
        }

        _firstLeaf = leaves - 1;
        _boxes = new Box[(2 * leaves) - 1];
        for (var leaf = 0; leaf < leaves; leaf++)
        {
            var (start, end) = Range(leaf);
            var box = Box.Nothing;
            for (var i = start; i < end; i++)
            {
                box = box.With(pieces[i].A).With(pieces[i].B);
            }

            _boxes[_firstLeaf + leaf] = box;
        }

        for (var node = _firstLeaf - 1; node >= 0; node--)
        {
            _boxes[node] = _boxes[(2 * node) + 1].With(_boxes[(2 * node) + 2]);
        }
    }

    /// <summary>The nearest piece within a straight distance; of pieces equally near the first.</summary>
    public NearestPiece Nearest(in Geocentric p, double within2 = double.PositiveInfinity)
    {
        Span<int> stack = stackalloc int[MaxStack];
        var depth = 1;
        stack[0] = 0;
        var best = new NearestPiece(-1, 0, within2);
        while (depth > 0)
        {
            var node = stack[--depth];
            if (_boxes[node].Distance2(p) > best.Distance2)
            {
                continue;
            }

            if (node >= _firstLeaf)
            {
                var (start, end) = Range(node - _firstLeaf);
                for (var i = start; i < end; i++)
                {
                    var distance2 = _pieces[i].Distance2(p, out var along);
                    if (distance2 < best.Distance2
                        || (distance2 == best.Distance2 && (best.Index < 0 || i < best.Index)))
                    {
                        best = new NearestPiece(i, along, distance2);
                    }
                }

                continue;
            }

            var (left, right) = ((2 * node) + 1, (2 * node) + 2);
            var leftFirst = _boxes[left].Distance2(p) <= _boxes[right].Distance2(p);
            stack[depth++] = leftFirst ? right : left;
            stack[depth++] = leftFirst ? left : right;
        }

        return best;
    }

    /// <summary>Adds the pieces that are nearer than a straight distance.</summary>
    public void AddNear(in Geocentric p, double than2, List<Piece> near) => Near(p, than2, near);

    /// <summary>Whether any piece is nearer than a straight distance.</summary>
    public bool HasNearer(in Geocentric p, double than2) => Near(p, than2, null);

    // Without a list the first that is found is enough.
    private bool Near(in Geocentric p, double than2, List<Piece>? near)
    {
        Span<int> stack = stackalloc int[MaxStack];
        var (depth, isAny) = (1, false);
        stack[0] = 0;
        while (depth > 0)
        {
            var node = stack[--depth];
            if (_boxes[node].Distance2(p) >= than2)
            {
                continue;
            }

            if (node < _firstLeaf)
            {
                stack[depth++] = (2 * node) + 2;
                stack[depth++] = (2 * node) + 1;
                continue;
            }

            var (start, end) = Range(node - _firstLeaf);
            for (var i = start; i < end; i++)
            {
                if (_pieces[i].Distance2(p, out _) < than2)
                {
                    if (near is null)
                    {
                        return true;
                    }

                    near.Add(_pieces[i]);
                    isAny = true;
                }
            }
        }

        return isAny;
    }

    private (int Start, int End) Range(int leaf)
    {
        // Leaves share the pieces evenly, so that the tree is as good at its end as at its beginning.
        var leaves = _firstLeaf + 1;
        return ((int)((long)_pieces.Length * leaf / leaves), (int)((long)_pieces.Length * (leaf + 1) / leaves));
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Box(double X0, double Y0, double Z0, double X1, double Y1, double Z1)
    {
        public static Box Nothing { get; } = new(
            double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity,
            double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity);

        public Box With(Geocentric p) => new(
            Math.Min(X0, p.X), Math.Min(Y0, p.Y), Math.Min(Z0, p.Z),
            Math.Max(X1, p.X), Math.Max(Y1, p.Y), Math.Max(Z1, p.Z));

        public Box With(in Box b) => new(
            Math.Min(X0, b.X0), Math.Min(Y0, b.Y0), Math.Min(Z0, b.Z0),
            Math.Max(X1, b.X1), Math.Max(Y1, b.Y1), Math.Max(Z1, b.Z1));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Distance2(in Geocentric p)
        {
            var x = Math.Max(0, Math.Max(X0 - p.X, p.X - X1));
            var y = Math.Max(0, Math.Max(Y0 - p.Y, p.Y - Y1));
            var z = Math.Max(0, Math.Max(Z0 - p.Z, p.Z - Z1));
            return (x * x) + (y * y) + (z * z);
        }
    }
}
