using System.Collections.Immutable;
using Trucewatch.Geo.Regions;

namespace Trucewatch.Geo;

/// <summary>Where a position stands to a region.</summary>
/// <param name="PInside">Probability of being inside, 0 to 1.</param>
/// <param name="SignedDistanceM">Distance to the nearest edge in metres, positive inside.</param>
public readonly record struct RegionStanding(double PInside, double SignedDistanceM);

/// <summary>Bounds in degrees.</summary>
/// <param name="WestDeg">Least longitude.</param>
/// <param name="SouthDeg">Least latitude.</param>
/// <param name="EastDeg">Greatest longitude.</param>
/// <param name="NorthDeg">Greatest latitude.</param>
public readonly record struct GeoBounds(double WestDeg, double SouthDeg, double EastDeg, double NorthDeg);

/// <summary>An outer ring with holes; rings are open lists: the last vertex is not the first again.</summary>
/// <param name="Outer">The outer ring.</param>
/// <param name="Holes">Holes in it.</param>
public sealed record GeoPolygon(ImmutableArray<GeoPoint> Outer, ImmutableArray<ImmutableArray<GeoPoint>> Holes)
{
    /// <summary>A polygon without holes.</summary>
    public GeoPolygon(ImmutableArray<GeoPoint> outer)
        : this(outer, [])
    {
    }

    internal IEnumerable<ImmutableArray<GeoPoint>> Rings => Holes.Prepend(Outer);

    /// <summary>
    /// The same polygon with its outer ring counter-clockwise and its holes clockwise: the interior is on the left.
    /// </summary>
    public GeoPolygon Oriented() => new(
        IsCounterClockwise(Outer) ? Outer : Reversed(Outer),
        [.. Holes.Select(hole => IsCounterClockwise(hole) ? Reversed(hole) : hole)]);

    private static ImmutableArray<GeoPoint> Reversed(ImmutableArray<GeoPoint> ring) => [.. ring.Reverse()];

    private static bool IsCounterClockwise(ImmutableArray<GeoPoint> ring)
    {
        var twiceArea = 0.0;
        for (var index = 0; index < ring.Length; index++)
        {
            var next = ring[(index + 1) % ring.Length];
            twiceArea += ((ring[index].LongitudeDeg - ring[0].LongitudeDeg) * (next.LatitudeDeg - ring[0].LatitudeDeg))
                - ((next.LongitudeDeg - ring[0].LongitudeDeg) * (ring[index].LatitudeDeg - ring[0].LatitudeDeg));
        }

        return twiceArea > 0;
    }
}

/// <summary>
/// One or more polygons with holes. Edges are straight in longitude and latitude; those who make zones place vertices
/// so
/// densely that this is within 0.1 m of the geodesic. Immutable, and safe for many threads.
/// </summary>
public sealed class Region
{
    /// <summary>Most vertices in all rings together.</summary>
    public const int MaxVertices = 100_000;

    private readonly RegionBoundary boundary;

    private Region(ImmutableArray<GeoPolygon> polygons, List<Edge> edges)
    {
        Polygons = polygons;
        boundary = new RegionBoundary(edges);
        Bounds = boundary.Bounds;
        AreaM2 = EllipsoidArea.InsideM2(edges);
    }

    /// <summary>The polygons.</summary>
    public ImmutableArray<GeoPolygon> Polygons { get; }

    /// <summary>Bounds of all polygons.</summary>
    public GeoBounds Bounds { get; }

    /// <summary>Area in square metres on the ellipsoid: the edges' own, straight in longitude and latitude.</summary>
    public double AreaM2 { get; }

    /// <summary>
    /// Makes a region from polygons, or says in one line why they are none: too few or too many vertices, a ring that
    /// crosses itself or another, or one that crosses longitude 180.
    /// </summary>
    public static Region? FromPolygons(IEnumerable<GeoPolygon> polygons, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        ImmutableArray<GeoPolygon> all = [.. polygons.Select(polygon => polygon.Oriented())];
        var whole = new List<Edge>();
        var ringNumber = 0;
        foreach (var ring in all.SelectMany(polygon => polygon.Rings))
        {
            ringNumber++;
            problem = RingProblem(ring, ringNumber);
            if (problem is not null)
            {
                return null;
            }

            for (var index = 0; index < ring.Length; index++)
            {
                whole.Add(new Edge(ring[index], ring[(index + 1) % ring.Length], ringNumber));
            }

            if (whole.Count > MaxVertices)
            {
                problem = FormattableString.Invariant($"expected at most {MaxVertices} vertices, got more");
                return null;
            }
        }

        if (whole.Count == 0)
        {
            problem = "expected at least one polygon, got none";
            return null;
        }

        problem = EdgeCrossing.Find(whole);
        return problem is null ? new Region(all, whole) : null;
    }

    /// <summary>
    /// As <see cref="FromPolygons(IEnumerable{GeoPolygon}, out string?)"/>, for geometry made by our own code.
    /// </summary>
    /// <exception cref="ArgumentException">The polygons do not make a region.</exception>
    public static Region FromPolygons(params IEnumerable<GeoPolygon> polygons) =>
        FromPolygons(polygons, out var problem) ?? throw new ArgumentException(problem, nameof(polygons));

    /// <summary>True when the point lies inside, by the even-odd rule over all rings.</summary>
    public bool Contains(GeoPoint point) => boundary.Contains(point);

    /// <summary>
    /// Distance to the nearest edge in metres, positive inside; within 0.1 m + 0.01% up to 100 km, and an estimate
    /// that keeps order and sign beyond.
    /// </summary>
    public double SignedDistanceM(GeoPoint point)
    {
        var distance = boundary.DistanceM(point);
        return Contains(point) ? distance : -distance;
    }

    /// <summary>Probability that a normally distributed position lies inside.</summary>
    public double ProbabilityInside(GeoPoint point, Covariance2 error) => Locate(point, error).PInside;

    /// <summary>Probability of being inside and distance to the nearest edge.</summary>
    public RegionStanding Locate(GeoPoint point, Covariance2 error) => boundary.Locate(point, error);

    private static string? RingProblem(ImmutableArray<GeoPoint> ring, int number)
    {
        if (ring.Length < 3)
        {
            return FormattableString.Invariant(
                $"ring {number}: expected at least 3 different vertices, got {ring.Length}");
        }

        for (var index = 0; index < ring.Length; index++)
        {
            var next = ring[(index + 1) % ring.Length];
            if (next == ring[index])
            {
                return FormattableString.Invariant($"ring {number}: vertex {index + 1} stands twice in a row");
            }

            if (Math.Abs(next.LongitudeDeg - ring[index].LongitudeDeg) > 180)
            {
                return FormattableString.Invariant(
                    $"ring {number}: crosses longitude 180 at vertex {index + 1}: cut it there");
            }
        }

        return null;
    }
}
