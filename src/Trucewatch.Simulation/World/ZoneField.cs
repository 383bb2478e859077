using System.Collections.Immutable;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>
/// A made-up theatre full of zones of irregular shape, many one over another, and positions in it: for measuring
/// and testing. Same seed, same zones and positions.
/// </summary>
public sealed class ZoneField
{
    /// <summary>Fewest vertices of a zone.</summary>
    public const int FewestVertices = 500;

    /// <summary>Most vertices of a zone.</summary>
    public const int MostVertices = 2_000;

    private const int Waves = 60;
    private const double LeastRadiusM = 5_000;
    private const double GreatestRadiusM = 60_000;

    private readonly ulong seed;

    /// <summary>Draws the zones.</summary>
    public ZoneField(ulong seed, int zones)
    {
        this.seed = seed;
        Zones = [.. Enumerable.Range(0, zones).Select(number => Zone(seed, number))];
    }

    /// <summary>The theatre: the centres of all zones lie in it.</summary>
    public static GeoBounds Theatre { get; } = new(30, 44, 40, 50);

    /// <summary>The zones.</summary>
    public ImmutableArray<Region> Zones { get; }

    /// <summary>Positions anywhere in the theatre.</summary>
    public GeoPoint[] Anywhere(int count)
    {
        var draws = Draws.Named(seed, "anywhere");
        return [.. Enumerable.Range(0, count).Select(_ => InTheatre(draws))];
    }

    /// <summary>
    /// Positions near edges, with the zone whose edge it is: a place on an edge, moved by up to so far to the east or
    /// west and to the north or south.
    /// </summary>
    public (GeoPoint Position, int Zone)[] NearEdges(int count, double withinM)
    {
        var draws = Draws.Named(seed, "near-edges");
        var near = new (GeoPoint, int)[count];
        foreach (ref var one in near.AsSpan())
        {
            var zone = draws.Below(Zones.Length);
            var place = OnEdge(Zones[zone], draws);
            one = (LocalScale.At(place).Move(
                place, draws.Between(-withinM, withinM), draws.Between(-withinM, withinM)), zone);
        }

        return near;
    }

    /// <summary>A place on an edge of a region's first ring, any edge as likely as any other.</summary>
    internal static GeoPoint OnEdge(Region region, Draws draws)
    {
        var ring = region.Polygons[0].Outer;
        var first = draws.Below(ring.Length);
        var (a, b, along) = (ring[first], ring[(first + 1) % ring.Length], draws.Between(0, 1));
        return GeoPoint.FromDegrees(
            latitudeDeg: a.LatitudeDeg + (along * (b.LatitudeDeg - a.LatitudeDeg)),
            longitudeDeg: a.LongitudeDeg + (along * (b.LongitudeDeg - a.LongitudeDeg)));
    }

    private static GeoPoint InTheatre(Draws draws) => GeoPoint.FromDegrees(
        latitudeDeg: draws.Between(Theatre.SouthDeg, Theatre.NorthDeg),
        longitudeDeg: draws.Between(Theatre.WestDeg, Theatre.EastDeg));

    /// <summary>A ring around a centre: its radius is a sum of waves, the shorter the lower, and noise.</summary>
    private static Region Zone(ulong seed, int number)
    {
        var draws = Draws.Named(seed, FormattableString.Invariant($"zone-{number}"));
        var centre = InTheatre(draws);
        var scale = LocalScale.At(centre);
        var count = FewestVertices + draws.Below(MostVertices - FewestVertices + 1);
        var radiusM = draws.Between(LeastRadiusM, GreatestRadiusM);
        var phases = new double[Waves];
        foreach (ref var phase in phases.AsSpan())
        {
            phase = draws.Between(0, 360);
        }

        var ring = ImmutableArray.CreateBuilder<GeoPoint>(count);
        for (var vertex = 0; vertex < count; vertex++)
        {
            var angle = 360.0 * vertex / count;
            var share = 1.0;
            for (var wave = 1; wave <= Waves; wave++)
            {
                share += 0.2 / wave * Elementary.SinCosDegrees((wave * angle) + phases[wave - 1]).Sin;
            }

            var reachM = radiusM * Math.Max(0.15, share) * draws.Between(0.999, 1.001);
            var (sin, cos) = Elementary.SinCosDegrees(angle);
            ring.Add(scale.Move(centre, reachM * cos, reachM * sin));
        }

        return Region.FromPolygons(new GeoPolygon(ring.DrainToImmutable()));
    }
}
