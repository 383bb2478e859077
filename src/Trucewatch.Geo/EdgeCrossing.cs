namespace Trucewatch.Geo;

/// <summary>Finds edges that cross or touch where they should not, by a sweep over longitude.</summary>
internal static class EdgeCrossing
{
    /// <summary>The first crossing in words, or null.</summary>
    public static string? Find(List<Edge> edges)
    {
        var order = Enumerable.Range(0, edges.Count)
            .OrderBy(index => edges[index].West).ThenBy(index => index).ToArray();
        for (var first = 0; first < order.Length; first++)
        {
            var a = edges[order[first]];
            for (var second = first + 1; second < order.Length && edges[order[second]].West <= a.East; second++)
            {
                var b = edges[order[second]];
                if (b.South <= a.North && b.North >= a.South && Cross(a, b))
                {
                    return FormattableString.Invariant(
                        $"edges cross: ring {a.Ring} at {a.A} and ring {b.Ring} at {b.A}");
                }
            }
        }

        return null;
    }

    /// <summary>
    /// True when the edges have a point in common other than a vertex of both. Rings may touch in a shared vertex.
    /// </summary>
    private static bool Cross(in Edge a, in Edge b)
    {
        if (a.A == b.B && a.B == b.A)
        {
            return true;
        }

        if (a.A == b.A || a.A == b.B || a.B == b.A || a.B == b.B)
        {
            return Overlap(a, b);
        }

        var a1 = Math.Sign(a.Side(b.A));
        var a2 = Math.Sign(a.Side(b.B));
        var b1 = Math.Sign(b.Side(a.A));
        var b2 = Math.Sign(b.Side(a.B));
        return a1 * a2 < 0 && b1 * b2 < 0;
    }

    /// <summary>True when edges with a shared vertex lie over each other: the ring turns back on itself.</summary>
    private static bool Overlap(in Edge a, in Edge b)
    {
        var shared = a.A == b.A || a.A == b.B ? a.A : a.B;
        var endA = a.A == shared ? a.B : a.A;
        var endB = b.A == shared ? b.B : b.A;
        var eastA = endA.LongitudeDeg - shared.LongitudeDeg;
        var northA = endA.LatitudeDeg - shared.LatitudeDeg;
        var eastB = endB.LongitudeDeg - shared.LongitudeDeg;
        var northB = endB.LatitudeDeg - shared.LatitudeDeg;
        return (eastA * northB) - (northA * eastB) == 0 && (eastA * eastB) + (northA * northB) > 0;
    }
}
