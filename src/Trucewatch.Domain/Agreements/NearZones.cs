using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Geo.Indexing;

namespace Trucewatch.Domain.Agreements;

/// <summary>
/// The zones that a position may lie in with a probability above 0: a position without error in sharp zones is looked
/// up in an index, any other is held against the zones' bounds.
/// </summary>
internal sealed class NearZones(ImmutableArray<Zone> zones)
{
    // A region's probability is exactly 0 beyond 6.5 standard deviations; its distances are within 0.01 %.
    private const double SigmaReach = 7;

    // Less than a degree of latitude anywhere, and than a degree of longitude at the equator.
    private const double LeastMPerDegree = 110_000;

    // Within this the scale of longitude is taken a degree of latitude further from the equator than the zone.
    private const double MaxReachM = 100_000;

    private readonly bool areSharp = zones.Length <= ZoneIndex.MaxZones
        && zones.All(zone => zone.EdgeSigmaM == 0 && zone.Disputed is null);

    private readonly ImmutableArray<Reach> reaches = [.. zones.Select(zone => new Reach(zone))];
    private readonly int[] found = new int[zones.Length];
    private ZoneIndex? index;

    /// <summary>Places of the zones in the list, ascending; good until the next question.</summary>
    public ReadOnlySpan<int> Of(GeoPoint point, double sigmaM)
    {
        if (areSharp && sigmaM == 0)
        {
            index ??= new ZoneIndex([.. zones.Select(zone => zone.Region)]);
            return index.ZonesOf(index.ClassOf(point));
        }

        var count = 0;
        for (var zone = 0; zone < reaches.Length; zone++)
        {
            found[count] = zone;
            count += reaches[zone].IsFar(point, sigmaM) ? 0 : 1;
        }

        return found.AsSpan(0, count);
    }

    private readonly struct Reach
    {
        private readonly GeoBounds bounds;
        private readonly double edgeVarianceM2;
        private readonly double leastMPerLongitude;

        public Reach(Zone zone)
        {
            bounds = zone.Disputed is null ? zone.Region.Bounds : Union(zone.Region.Bounds, zone.Disputed.Bounds);
            edgeVarianceM2 = zone.EdgeSigmaM * zone.EdgeSigmaM;
            var farthest = 1 + Math.Max(Math.Abs(bounds.SouthDeg), Math.Abs(bounds.NorthDeg));
            leastMPerLongitude = farthest >= 90 ? 0 : LeastMPerDegree * Elementary.SinCosDegrees(farthest).Cos;
        }

        /// <summary>Whether the bounds are surely farther than the error reaches.</summary>
        public bool IsFar(GeoPoint point, double sigmaM)
        {
            var reachM = SigmaReach * Math.Sqrt((sigmaM * sigmaM) + edgeVarianceM2);
            if (reachM > MaxReachM)
            {
                return false;
            }

            var north = Math.Max(bounds.SouthDeg - point.LatitudeDeg, point.LatitudeDeg - bounds.NorthDeg);
            var east = Math.Max(bounds.WestDeg - point.LongitudeDeg, point.LongitudeDeg - bounds.EastDeg);
            return north * LeastMPerDegree > reachM || east * leastMPerLongitude > reachM;
        }

        private static GeoBounds Union(GeoBounds a, GeoBounds b) => new(
            Math.Min(a.WestDeg, b.WestDeg), Math.Min(a.SouthDeg, b.SouthDeg), Math.Max(a.EastDeg, b.EastDeg),
            Math.Max(a.NorthDeg, b.NorthDeg));
    }
}
