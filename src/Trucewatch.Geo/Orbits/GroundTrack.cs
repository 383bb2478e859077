using System.Collections.Immutable;

namespace Trucewatch.Geo.Orbits;

/// <summary>The points of the ground over which a satellite goes.</summary>
public static class GroundTrack
{
    /// <summary>Most points of a track.</summary>
    public const int MaxPoints = 1 << 20;

    /// <summary>
    /// The track as lines that no edge of a map cuts: a new one begins where it crosses longitude 180, and both go on
    /// to the crossing. Where the theory has no place, a line ends.
    /// </summary>
    /// <param name="orbit">The satellite.</param>
    /// <param name="fromUs">Begin, microseconds since 1970, UTC.</param>
    /// <param name="untilUs">End.</param>
    /// <param name="stepSeconds">Seconds from point to point, at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is too short, or there were too many points.</exception>
    public static List<ImmutableArray<GeoPoint>> Of(Orbit orbit, long fromUs, long untilUs, double stepSeconds)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        if (!(stepSeconds >= 1 && untilUs >= fromUs && (untilUs - fromUs) / (stepSeconds * 1e6) < MaxPoints - 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(stepSeconds), FormattableString.Invariant($"{stepSeconds} s from {fromUs} to {untilUs}"));
        }

        var lines = new List<ImmutableArray<GeoPoint>>();
        var line = ImmutableArray.CreateBuilder<GeoPoint>();
        for (var index = 0L; ; index++)
        {
            var at = Math.Min(untilUs, fromUs + (long)(index * stepSeconds * 1e6));
            if (SatelliteNow.At(orbit, at, out var now) != OrbitFault.None)
            {
                End(lines, line);
            }
            else if (line.Count > 0 && Math.Abs(now.Place.Below.LongitudeDeg - line[^1].LongitudeDeg) > 180)
            {
                Cross(lines, line, now.Place.Below);
            }
            else
            {
                line.Add(now.Place.Below);
            }

            if (at == untilUs)
            {
                End(lines, line);
                return lines;
            }
        }
    }

    /// <summary>Ends a line at longitude 180 and begins the next on the other side, at the same latitude.</summary>
    private static void Cross(
        List<ImmutableArray<GeoPoint>> lines, ImmutableArray<GeoPoint>.Builder line, GeoPoint next)
    {
        var last = line[^1];
        var isEastward = last.LongitudeDeg > 0;
        var toEdge = 180 - Math.Abs(last.LongitudeDeg);
        var share = toEdge / (toEdge + 180 - Math.Abs(next.LongitudeDeg));
        var latitude = last.LatitudeDeg + (share * (next.LatitudeDeg - last.LatitudeDeg));

        // The last number below 180, because 180 itself is written as -180.
        var edge = Math.BitDecrement(180.0);
        line.Add(GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: isEastward ? edge : -180));
        End(lines, line);
        line.Add(GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: isEastward ? -180 : edge));
        line.Add(next);
    }

    private static void End(List<ImmutableArray<GeoPoint>> lines, ImmutableArray<GeoPoint>.Builder line)
    {
        if (line.Count > 1)
        {
            lines.Add(line.ToImmutable());
        }

        line.Clear();
    }
}
