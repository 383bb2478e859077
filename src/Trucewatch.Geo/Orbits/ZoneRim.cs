using Trucewatch.Geo.Geodesics;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>A zone as points along its edges, so near that between two of them a swath sees a straight line.</summary>
internal sealed class ZoneRim
{
    /// <summary>Longest piece of an edge, metres.</summary>
    public const double PieceM = 15_000;

    /// <summary>Farthest that the rim may lie from the middle, degrees of the Earth: 2,200 km.</summary>
    public const double MaxRadiusDeg = 20;

    /// <exception cref="ArgumentException">The zone is wider than the limit.</exception>
    public ZoneRim(Region zone)
    {
        var sum = new Geocentric(0, 0, 0);
        foreach (var polygon in zone.Polygons)
        {
            Polygons.Add([.. polygon.Rings.Select(ring => Points(ring).ToArray())]);
            foreach (var point in Polygons[^1][0])
            {
                sum += Geocentric.Up(point.Point);
            }
        }

        Middle = sum.Unit();
        var least = Polygons.SelectMany(rings => rings[0]).Min(point => point.Place.Unit().Dot(Middle));
        RadiusRad = Elementary.Acos(Math.Clamp(least, -1, 1));
        if (!(Elementary.RadiansToDegrees(RadiusRad) <= MaxRadiusDeg))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"expected a zone within {MaxRadiusDeg} degrees of its middle"),
                nameof(zone));
        }
    }

    /// <summary>Of each polygon its rings, the outer first; open, like those of the zone.</summary>
    public List<RimPoint[][]> Polygons { get; } = [];

    /// <summary>The direction to the middle from the Earth's centre.</summary>
    public Geocentric Middle { get; }

    /// <summary>The farthest point from the middle, radians of the Earth.</summary>
    public double RadiusRad { get; }

    private static IEnumerable<RimPoint> Points(IReadOnlyList<GeoPoint> ring)
    {
        for (var index = 0; index < ring.Count; index++)
        {
            var (from, to) = (ring[index], ring[(index + 1) % ring.Count]);
            var pieces = Math.Max(1, (int)Math.Ceiling(Geodesic.Inverse(from, to).DistanceM / PieceM));
            for (var piece = 0; piece < pieces; piece++)
            {
                var share = piece / (double)pieces;
                yield return new RimPoint(GeoPoint.FromDegrees(
                    latitudeDeg: from.LatitudeDeg + ((to.LatitudeDeg - from.LatitudeDeg) * share),
                    longitudeDeg: from.LongitudeDeg + ((to.LongitudeDeg - from.LongitudeDeg) * share)));
            }
        }
    }
}

/// <summary>A point of a zone's edge.</summary>
internal readonly record struct RimPoint(GeoPoint Point, Geocentric Place, Geocentric Up)
{
    public RimPoint(GeoPoint point)
        : this(point, Geocentric.From(point), Geocentric.Up(point))
    {
    }
}
