using Trucewatch.Geo.Geodesics;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Terrain;

/// <summary>What the ground says of a line of sight.</summary>
public enum LineOfSight : byte
{
    /// <summary>All of the ground under it is known, and none rises into it.</summary>
    Free,

    /// <summary>Known ground rises into it.</summary>
    Masked,

    /// <summary>Ground under it is not known, and none that is known rises into it.</summary>
    Unknown,
}

/// <summary>
/// Which places are seen from an eye over the ground. Rays go out all around the eye, geodesics that at no place within
/// reach lie further apart than twice a step; the height of the ground is taken at each step, and the steepest line so
/// far is what hides what lies behind it. A place belongs to the ray that is nearest to it, but its distance and its
/// ground are its own. So each place costs no more than its ray has steps, and what a place gets depends on no other.
/// </summary>
public sealed class SightLines
{
    /// <summary>Metres between two heights of a ray: one second of arc along a meridian is 30.9.</summary>
    public const double StepM = 30;

    /// <summary>Furthest place: the steps of a ray are numbered in so many bits.</summary>
    public const double MaxReachM = 600_000;

    private const double LeastTurnM = 2 * StepM;

    // Between two points of a geodesic so many steps apart, degrees go evenly: 0.4 m off at 48 degrees of latitude.
    private const int StepsBetween = 128;
    private const int StepBits = 20;

    private readonly TerrainGround ground;
    private readonly GeoPoint eye;
    private readonly Geocentric centre;
    private readonly Geocentric east;
    private readonly Geocentric north;
    private readonly double eyeM;
    private readonly double targetM;
    private readonly double perDiameter;
    private readonly int rays;

    /// <summary>Looks from an eye.</summary>
    /// <param name="ground">The ground.</param>
    /// <param name="eye">Where the eye is.</param>
    /// <param name="eyeM">Its height above the ground there, in metres.</param>
    /// <param name="targetM">Height above the ground of what is looked for, in metres.</param>
    /// <param name="reachM">Places lie no further than so many metres.</param>
    /// <param name="earth">How the line is bent.</param>
    public SightLines(
        TerrainGround ground, GeoPoint eye, double eyeM, double targetM, double reachM, SightEarth earth)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reachM, MaxReachM);
        (this.ground, this.eye, this.targetM) = (ground, eye, targetM);
        this.eyeM = ground.HeightM(eye.LatitudeDeg, eye.LongitudeDeg) + eyeM;
        (centre, east, north) = (Geocentric.From(eye), Geocentric.Ahead(eye, 90), Geocentric.Ahead(eye, 0));
        perDiameter = 1 / earth.DiameterM;
        rays = Math.Max(4, (int)Math.Ceiling(2 * Math.PI * reachM / LeastTurnM));
    }

    /// <summary>True when the ground under the eye is known; else nothing can be said.</summary>
    public bool KnowsEye => !double.IsNaN(eyeM);

    /// <summary>Rays all around.</summary>
    public int Rays => rays;

    /// <summary>Judges places, in any order.</summary>
    /// <param name="places">The places.</param>
    /// <param name="found">Takes what is found of each.</param>
    public void Judge(ReadOnlySpan<GeoPoint> places, Span<LineOfSight> found)
    {
        if (!KnowsEye)
        {
            found[..places.Length].Fill(LineOfSight.Unknown);
            return;
        }

        var (keys, distances) = (new long[places.Length], new double[places.Length]);
        var order = new int[places.Length];
        for (var index = 0; index < places.Length; index++)
        {
            var way = Geocentric.From(places[index]) - centre;
            distances[index] = Math.Min(centre.ArcOf(Math.Sqrt(way.Length2)), MaxReachM);

            // By ray, and by the last step before the place.
            var turn = Elementary.Atan2Degrees(way.Dot(east), way.Dot(north)) / 360 * rays;
            var ray = ((long)Math.Round(turn) + rays) % rays;
            keys[index] = (ray << StepBits) + Math.Max(0, (int)Math.Ceiling(distances[index] / StepM) - 1);
            order[index] = index;
        }

        Array.Sort(keys, order);
        for (var first = 0; first < keys.Length;)
        {
            var end = first + 1;
            while (end < keys.Length && keys[end] >> StepBits == keys[first] >> StepBits)
            {
                end++;
            }

            Follow(keys.AsSpan(first, end - first), order.AsSpan(first, end - first), places, distances, found);
            first = end;
        }
    }

    /// <summary>Goes along a ray and judges its places, from the nearest.</summary>
    private void Follow(
        ReadOnlySpan<long> keys,
        ReadOnlySpan<int> order,
        ReadOnlySpan<GeoPoint> places,
        double[] distances,
        Span<LineOfSight> found)
    {
        var bearing = 360.0 * (keys[0] >> StepBits) / rays;
        var profile = new Profile(this, bearing);
        for (var index = 0; index < keys.Length; index++)
        {
            profile.GoTo((int)(keys[index] & ((1 << StepBits) - 1)));
            var (place, distanceM) = (places[order[index]], distances[order[index]]);
            var groundM = ground.HeightM(place.LatitudeDeg, place.LongitudeDeg);
            found[order[index]] = double.IsNaN(groundM) ? LineOfSight.Unknown
                : SlopeOf(groundM + targetM, distanceM) < profile.Steepest ? LineOfSight.Masked
                : profile.KnowsAll ? LineOfSight.Free : LineOfSight.Unknown;
        }
    }

    /// <summary>How steeply one looks up at a height, over a flat Earth that the drop was taken off.</summary>
    private double SlopeOf(double heightM, double distanceM) => distanceM > 0
        ? ((heightM - eyeM) / distanceM) - (distanceM * perDiameter)
        : double.MaxValue;

    /// <summary>The ground along a ray, as far as it was gone.</summary>
    private struct Profile(SightLines lines, double bearingDeg)
    {
        private int step;
        private int nextPoint;
        private GeoPoint from;
        private GeoPoint to;
        private double latitudePerStep;
        private double longitudePerStep;

        /// <summary>Slope to what hides what lies behind it.</summary>
        public double Steepest { get; private set; } = double.MinValue;

        /// <summary>True while the ground was known at each step.</summary>
        public bool KnowsAll { get; private set; } = true;

        /// <summary>Takes all heights up to a step.</summary>
        public void GoTo(int last)
        {
            while (step < last)
            {
                if (step == nextPoint)
                {
                    Turn();
                }

                step++;
                var ahead = step - (nextPoint - StepsBetween);
                var heightM = lines.ground.HeightM(
                    from.LatitudeDeg + (ahead * latitudePerStep), from.LongitudeDeg + (ahead * longitudePerStep));
                if (double.IsNaN(heightM))
                {
                    KnowsAll = false;
                    continue;
                }

                var slope = lines.SlopeOf(heightM, step * StepM);
                Steepest = slope > Steepest ? slope : Steepest;
            }
        }

        /// <summary>Works out the next stretch of the geodesic.</summary>
        private void Turn()
        {
            from = step == 0 ? lines.eye : to;
            nextPoint = step + StepsBetween;
            to = Geodesic.Direct(lines.eye, bearingDeg, nextPoint * StepM).Point;
            var longitude = to.LongitudeDeg - from.LongitudeDeg;
            longitude = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
            latitudePerStep = (to.LatitudeDeg - from.LatitudeDeg) / StepsBetween;
            longitudePerStep = longitude / StepsBetween;
        }
    }
}
