using Trucewatch.Geo;

namespace Trucewatch.Watch.Planning;

/// <summary>
/// A no-fly area as drones avoid it: the polygon of sixteen edges around it, in a plane of metres, with a distance
/// kept. What lies in a bay of the area is avoided with it.
/// </summary>
internal sealed class NoFlyHull
{
    /// <summary>Number of its edges.</summary>
    public const int Edges = 16;

    /// <summary>A line may touch the hull: corners are where ways around it turn.</summary>
    private const double TouchM = 1;

    private readonly (double X, double Y, double Reach)[] edges;

    /// <summary>Makes the hull of points.</summary>
    /// <param name="points">The area's corners in metres east and north.</param>
    /// <param name="keptM">The distance that is kept.</param>
    public NoFlyHull(IReadOnlyList<(double X, double Y)> points, double keptM)
    {
        edges = new (double, double, double)[Edges];
        for (var edge = 0; edge < Edges; edge++)
        {
            var (sin, cos) = Elementary.SinCosDegrees(edge * (360.0 / Edges));
            edges[edge] = (cos, sin, points.Max(point => (point.X * cos) + (point.Y * sin)) + keptM);
        }

        Corners = [.. Enumerable.Range(0, Edges).Select(edge => Meet(edges[edge], edges[(edge + 1) % Edges]))];
    }

    /// <summary>Its corners.</summary>
    public (double X, double Y)[] Corners { get; }

    /// <summary>True when a point lies inside, by more than a touch.</summary>
    public bool Contains((double X, double Y) point)
    {
        foreach (var (x, y, reach) in edges)
        {
            if ((x * point.X) + (y * point.Y) >= reach - TouchM)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a straight way leads through it (clipped by each edge in turn, Cyrus and Beck 1978).
    /// </summary>
    public bool Cuts((double X, double Y) from, (double X, double Y) to)
    {
        var (enter, leave) = (0.0, 1.0);
        foreach (var (x, y, reach) in edges)
        {
            var start = (x * from.X) + (y * from.Y) - (reach - TouchM);
            var end = (x * to.X) + (y * to.Y) - (reach - TouchM);
            if (start >= 0 && end >= 0)
            {
                return false;
            }

            if (start > 0)
            {
                enter = Math.Max(enter, start / (start - end));
            }
            else if (end > 0)
            {
                leave = Math.Min(leave, start / (start - end));
            }
        }

        return enter < leave;
    }

    private static (double X, double Y) Meet(
        (double X, double Y, double Reach) a, (double X, double Y, double Reach) b)
    {
        var turn = (a.X * b.Y) - (a.Y * b.X);
        return (((a.Reach * b.Y) - (b.Reach * a.Y)) / turn, ((a.X * b.Reach) - (b.X * a.Reach)) / turn);
    }
}
