using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// Which satellites can look at a zone, when and at which part of it. First a look at the whole time in steps of half
/// a minute, for the distance to the zone's middle only; then each pass by itself, as <see cref="ScanPass"/>.
/// </summary>
public sealed class SwathPlanner
{
    /// <summary>Longest time that is planned at once, microseconds: 60 days.</summary>
    public const long MaxSpanUs = 60L * 86_400_000_000;

    /// <summary>
    /// Highest satellite that is planned for, kilometres; those that look at the ground closely are lower.
    /// </summary>
    public const double MaxHeightKm = 2_000;

    private const double CoarseSeconds = 30;
    private const int CoarseTimes = 2_048;

    // Seconds between points along the edge of a swath, and the least size of a piece in seconds times degrees.
    private const double EdgeSeconds = 2;
    private const double LeastArea = 1e-4;

    private readonly ZoneRim rim;
    private readonly long fromUs;
    private readonly long untilUs;
    private readonly Geocentric[] middles;
    private readonly double[] minutes = new double[CoarseTimes];
    private readonly OrbitStates states = new(CoarseTimes);
    private readonly ScanPass pass = new();

    /// <summary>A zone and the time to plan.</summary>
    /// <param name="zone">The zone, within 20 degrees of its middle.</param>
    /// <param name="fromUs">Begin, microseconds since 1970, UTC.</param>
    /// <param name="untilUs">End, within 60 days.</param>
    /// <exception cref="ArgumentException">The zone is too wide, or the time too long.</exception>
    public SwathPlanner(Region zone, long fromUs, long untilUs)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentOutOfRangeException.ThrowIfLessThan(untilUs, fromUs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(untilUs - fromUs, MaxSpanUs);
        rim = new ZoneRim(zone);
        (this.fromUs, this.untilUs) = (fromUs, untilUs);

        // The zone is turned into the frame of the satellites once, and not each satellite into that of the ground.
        middles = new Geocentric[(int)Math.Ceiling((untilUs - fromUs) / (CoarseSeconds * 1e6)) + 1];
        for (var index = 0; index < middles.Length; index++)
        {
            var (sin, cos) = Elementary.SinCos(-Sidereal(index));
            middles[index] = new Geocentric(
                (cos * rim.Middle.X) + (sin * rim.Middle.Y), (cos * rim.Middle.Y) - (sin * rim.Middle.X),
                rim.Middle.Z);
        }
    }

    /// <summary>
    /// Adds the looks of a satellite in the order of time; a look at the edge of the time is cut there. Says why the
    /// satellite cannot be planned for, all or part of the time: <see cref="OrbitFault.TooFar"/> also for one that is
    /// too high.
    /// </summary>
    /// <param name="orbit">The satellite.</param>
    /// <param name="number">What the looks name it.</param>
    /// <param name="swath">How far aside it looks.</param>
    /// <param name="looks">Where the looks go.</param>
    public OrbitFault Plan(Orbit orbit, int number, Swath swath, List<SwathLook> looks)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        ArgumentNullException.ThrowIfNull(looks);
        var highest = (orbit.AxisKm * (1 + orbit.Elements.Eccentricity)) - Gravity72.RadiusKm;
        if (orbit.IsDeepSpace || highest > MaxHeightKm)
        {
            return OrbitFault.TooFar;
        }

        var turnPerStep = orbit.Elements.MeanMotion * 2 * Math.PI / 86_400 * CoarseSeconds;
        var reach = rim.RadiusRad + Reach(highest, swath) + turnPerStep + 0.01;
        var cosine = Elementary.Cos(reach);
        var aside = (int)Math.Ceiling(1.2 * rim.RadiusRad / turnPerStep) + 2;
        var (fault, run, offset) = (OrbitFault.None, (First: -1, Nearest: 0, Best: 0.0), orbit.MinutesAt(fromUs));
        var until = 0L;
        for (var start = 0; start < middles.Length; start += CoarseTimes)
        {
            var count = Math.Min(CoarseTimes, middles.Length - start);
            for (var index = 0; index < count; index++)
            {
                minutes[index] = offset + ((start + index) * (CoarseSeconds / 60));
            }

            orbit.Propagate(minutes.AsSpan(0, count), states);
            var passes = new List<(int First, int Nearest, int Last)>();
            for (var index = 0; index < count; index++)
            {
                fault = fault == OrbitFault.None ? states.FaultOf(index) : fault;
                var near = Nearness(index, middles[start + index]);
                if (near > cosine)
                {
                    run = run.First < 0 ? (start + index, start + index, near)
                        : near > run.Best ? (run.First, start + index, near) : run;
                }

                if (run.First >= 0 && (!(near > cosine) || start + index == middles.Length - 1))
                {
                    passes.Add((run.First, run.Nearest, start + index));
                    run.First = -1;
                }
            }

            foreach (var (first, nearest, last) in passes)
            {
                Pass(orbit, number, swath, Math.Min(first - 1, nearest - aside), Math.Max(last, nearest + aside),
                    ref until, looks);
            }
        }

        return fault;
    }

    private double Sidereal(int index)
    {
        var seconds = (fromUs / 1e6) + (index * CoarseSeconds);
        var day = Math.Floor(seconds / 86_400);
        return SiderealTime.MeanRadians(2_440_587.5 + day, (seconds - (day * 86_400)) / 86_400);
    }

    /// <summary>The cosine of the angle between the satellite and the zone's middle.</summary>
    private double Nearness(int index, Geocentric middle)
    {
        var state = states[index];
        var dot = (state.XKm * middle.X) + (state.YKm * middle.Y) + (state.ZKm * middle.Z);
        return dot / Math.Sqrt((state.XKm * state.XKm) + (state.YKm * state.YKm) + (state.ZKm * state.ZKm));
    }

    /// <summary>How far over the ground the swath of so high a satellite goes, radians of the Earth.</summary>
    private static double Reach(double heightKm, Swath swath)
    {
        var ratio = 1 + (heightKm / Gravity72.RadiusKm);
        var far = Elementary.DegreesToRadians(Math.Max(Math.Abs(swath.FromDeg), Math.Abs(swath.ToDeg)));
        var limb = Elementary.Acos(1 / ratio);
        var sine = ratio * Elementary.Sin(far);
        return sine >= 1 ? limb : Math.Min(limb, Elementary.Asin(sine) - far);
    }

    private void Pass(
        Orbit orbit, int number, Swath swath, int first, int last, ref long until, List<SwathLook> looks)
    {
        var start = (fromUs / 1e6) + (first * CoarseSeconds);
        var steps = (int)((last - first) * (CoarseSeconds / ScanPass.StepSeconds)) + 1;
        Span<double> times = minutes.AsSpan(0, Math.Min(steps, minutes.Length));
        var offset = orbit.MinutesAt(fromUs) + (first * (CoarseSeconds / 60));
        for (var index = 0; index < times.Length; index++)
        {
            times[index] = offset + (index * (ScanPass.StepSeconds / 60));
        }

        orbit.Propagate(times, states);
        if (!pass.Set(states, start))
        {
            return;
        }

        var (low, high) = (Math.Max(swath.FromDeg, -pass.LimbOffNadirDeg), Math.Min(swath.ToDeg, pass.LimbOffNadirDeg));

        // Two passes over a wide zone near a pole may share states; what the one has looked at is not the other's.
        var begin = Math.Max(Math.Max(fromUs, until) / 1e6, start) - start;
        var end = Math.Min(untilUs / 1e6, start + pass.Length) - start;
        if (low >= high || begin >= end)
        {
            return;
        }

        var pieces = new List<Polygon>();
        foreach (var rings in rim.Polygons)
        {
            Clip(rings, low, high, begin, end, pieces);
        }

        if (pieces.Count > 0)
        {
            var look = Look(orbit, number, pieces);
            until = look.EndUs;
            looks.Add(look);
        }
    }

    /// <summary>The part of a polygon that the swath sees, in seconds and degrees.</summary>
    private void Clip(RimPoint[][] rings, double low, double high, double begin, double end, List<Polygon> pieces)
    {
        var bounds = new Envelope();
        var flat = new LinearRing[rings.Length];
        for (var ring = 0; ring < rings.Length; ring++)
        {
            var corners = new Coordinate[rings[ring].Length + 1];
            var seconds = 0.5 * pass.Length;
            for (var index = 0; index < rings[ring].Length; index++)
            {
                var aside = pass.OffNadirDeg(in rings[ring][index], ref seconds);
                corners[index] = new Coordinate(seconds, aside);
                bounds.ExpandToInclude(corners[index]);
            }

            corners[^1] = corners[0].Copy();
            flat[ring] = Planar.Factory.CreateLinearRing(corners);
        }

        var band = new Envelope(begin, end, low, high);
        if (!bounds.Intersects(band))
        {
            return;
        }

        Geometry polygon = Planar.Factory.CreatePolygon(flat[0], flat[1..]);
        var seen = band.Contains(bounds) ? polygon : Overlay(polygon, Band(bounds.Intersection(band)));
        for (var index = 0; index < seen.NumGeometries; index++)
        {
            if (seen.GetGeometryN(index) is Polygon piece && piece.Area > LeastArea)
            {
                pieces.Add(piece);
            }
        }
    }

    private static Geometry Overlay(Geometry polygon, Geometry band)
    {
        try
        {
            return OverlayNGRobust.Overlay(polygon, band, SpatialFunction.Intersection);
        }
        catch (TopologyException)
        {
            // A rim that winds within its own rounding can cross itself when a swath sees it nearly edge on.
            var whole = NetTopologySuite.Geometries.Utilities.GeometryFixer.Fix(polygon);
            return OverlayNGRobust.Overlay(whole, band, SpatialFunction.Intersection);
        }
    }

    /// <summary>The swath as a rectangle, with so many points on its long edges that they can be drawn on the ground.
    /// </summary>
    private static Polygon Band(Envelope of)
    {
        var pieces = (int)Math.Ceiling(Math.Max(1, of.Width / EdgeSeconds));
        var corners = new Coordinate[(2 * pieces) + 3];
        for (var index = 0; index <= pieces; index++)
        {
            var seconds = of.MinX + (of.Width * index / pieces);
            corners[index] = new Coordinate(seconds, of.MinY);
            corners[^(index + 2)] = new Coordinate(seconds, of.MaxY);
        }

        corners[^1] = corners[0].Copy();
        return Planar.Factory.CreatePolygon(corners);
    }

    private SwathLook Look(Orbit orbit, int number, List<Polygon> pieces)
    {
        var bounds = new Envelope();
        var sun = (Least: 90.0, Most: -90.0);
        var (near, far) = (90.0, 0.0);
        var footprint = ImmutableArray.CreateBuilder<GeoPolygon>(pieces.Count);
        foreach (var piece in pieces)
        {
            var extent = piece.EnvelopeInternal;
            bounds.ExpandToInclude(extent);
            near = extent.MinY <= 0 && extent.MaxY >= 0
                ? 0 : Math.Min(near, Math.Min(Math.Abs(extent.MinY), Math.Abs(extent.MaxY)));
            far = Math.Max(far, Math.Max(Math.Abs(extent.MinY), Math.Abs(extent.MaxY)));
            footprint.Add(new GeoPolygon(
                Ground(piece.ExteriorRing, ref sun),
                [.. piece.InteriorRings.Select(ring => Ground(ring, ref sun))]).Oriented());
        }

        var (start, end) = (Us(bounds.MinX), Us(bounds.MaxX));
        return new SwathLook(
            number, start, end, footprint.MoveToImmutable(), near, far, sun.Least, sun.Most,
            SunlitShare(bounds.MinX, bounds.MaxX), ElementAge.Of(orbit, start + ((end - start) / 2)));
    }

    private ImmutableArray<GeoPoint> Ground(LineString ring, ref (double Least, double Most) sun)
    {
        var corners = ring.Coordinates;
        var points = ImmutableArray.CreateBuilder<GeoPoint>(corners.Length - 1);
        for (var index = 0; index < corners.Length - 1; index++)
        {
            var point = pass.Ground(corners[index].X, corners[index].Y);
            if (points.Count > 0 && points[^1] == point)
            {
                continue;
            }

            points.Add(point);
            var height = Sun.ElevationDeg(point, Us(corners[index].X));
            sun = (Math.Min(sun.Least, height), Math.Max(sun.Most, height));
        }

        return points.DrainToImmutable();
    }

    private double SunlitShare(double from, double to)
    {
        const int parts = 8;
        var lit = 0;
        for (var part = 0; part <= parts; part++)
        {
            var seconds = from + ((to - from) * part / parts);
            lit += Shadow.On(pass.Place(seconds), Sun.Ground(pass.Start + seconds)) == Sunlight.Full ? 1 : 0;
        }

        return lit / (parts + 1.0);
    }

    private long Us(double seconds) => (long)Math.Round((pass.Start + seconds) * 1e6);
}
