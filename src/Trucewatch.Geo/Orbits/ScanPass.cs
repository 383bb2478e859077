using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// One pass of a satellite as its instrument sees the ground: by the time at which a point is abeam, and how far aside
/// it then is. In these coordinates a swath is a rectangle. Abeam is the plane through the satellite that holds the
/// vertical below it and lies across its way over the ground.
/// </summary>
internal sealed class ScanPass
{
    /// <summary>
    /// Seconds between the states that a pass is made of; the cubic between two is good to a millimetre.
    /// </summary>
    public const double StepSeconds = 10;

    /// <summary>
    /// How far before the Earth's limb a swath ends, degrees; there rays hardly come down to the ground.
    /// </summary>
    public const double LimbDeg = 0.2;

    private const int MostRounds = 12;
    private const double GoodSeconds = 1e-5;

    private readonly List<Sample> samples = [];

    /// <summary>Begin, seconds since 1970.</summary>
    public double Start { get; private set; }

    /// <summary>Length, seconds.</summary>
    public double Length => (samples.Count - 1) * StepSeconds;

    /// <summary>Smallest angle to the limb in the pass, degrees.</summary>
    public double LimbOffNadirDeg { get; private set; }

    /// <summary>Takes the states of a pass, a step apart; false where the theory has none for one.</summary>
    public bool Set(OrbitStates states, double start)
    {
        samples.Clear();
        Start = start;
        LimbOffNadirDeg = 90;
        for (var index = 0; index < states.Count; index++)
        {
            if (states.FaultOf(index) != OrbitFault.None)
            {
                return false;
            }

            var (place, motion) = new EarthTurn(start + (index * StepSeconds), default).Ground(states[index]);
            samples.Add(new Sample(place, motion, UpAt(place)));
            LimbOffNadirDeg = Math.Min(LimbOffNadirDeg, LimbDegrees(place));
        }

        LimbOffNadirDeg -= LimbDeg;
        return samples.Count > 1;
    }

    /// <summary>
    /// When a point is abeam, and how far aside, degrees; where it is not within the pass, nearly so.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <param name="seconds">A first guess, seconds from the begin; then the time.</param>
    public double OffNadirDeg(in RimPoint point, ref double seconds)
    {
        var frame = At(seconds);
        var (before, ahead) = (seconds, (point.Place - frame.Place).Dot(frame.Forward));
        seconds += ahead / (0.88 * frame.SpeedMps);
        for (var round = 0; round < MostRounds; round++)
        {
            frame = At(seconds);
            var now = (point.Place - frame.Place).Dot(frame.Forward);
            var step = ahead == now ? 0 : now * (seconds - before) / (ahead - now);
            (before, ahead) = (seconds, now);
            seconds += Math.Clamp(step, -60, 60);
            if (Math.Abs(step) < GoodSeconds)
            {
                break;
            }
        }

        frame = At(seconds);
        var way = point.Place - frame.Place;
        var aside = way.Dot(frame.Right);
        if (way.Dot(point.Up) < 0)
        {
            return Elementary.Atan2Degrees(aside, -way.Dot(frame.Up));
        }

        // Behind the limb the angle would become smaller again: there the way over the ground goes on in its place.
        var arc = Elementary.RadiansToDegrees(Elementary.Acos(
            Math.Clamp(point.Place.Unit().Dot(frame.Place.Unit()), -1, 1)));
        var limb = LimbDegrees(frame.Place);
        return double.CopySign(limb + Math.Max(0, arc - (90 - limb)), aside);
    }

    /// <summary>The point of the ground at a time and an angle aside.</summary>
    public GeoPoint Ground(double seconds, double offNadirDeg)
    {
        var frame = At(seconds);
        var (sin, cos) = Elementary.SinCosDegrees(offNadirDeg);
        var ray = (sin * frame.Right) - (cos * frame.Up);

        // The nearer crossing with the ellipsoid, drawn out along the axis to a ball.
        const double stretch = Ellipsoid.EquatorialRadiusM / Ellipsoid.PolarRadiusM;
        var (at, way) = (frame.Place with { Z = frame.Place.Z * stretch }, ray with { Z = ray.Z * stretch });
        var (square, half) = (way.Length2, at.Dot(way));
        var rest = at.Length2 - (Ellipsoid.EquatorialRadiusM * Ellipsoid.EquatorialRadiusM);
        var root = Math.Sqrt(Math.Max(0, (half * half) - (square * rest)));
        return GroundPlace.From(frame.Place + (rest / (root - half) * ray)).Below;
    }

    /// <summary>Where the satellite is, from the Earth's centre.</summary>
    public Geocentric Place(double seconds) => At(seconds).Place;

    private static Geocentric UpAt(Geocentric place) => Geocentric.Up(GroundPlace.From(place).Below);

    private static double LimbDegrees(Geocentric place) => Elementary.RadiansToDegrees(
        Elementary.Asin(Math.Min(1, Ellipsoid.PolarRadiusM / Math.Sqrt(place.Length2))));

    /// <summary>Place and axes at a time, by Hermite's cubic between two states, and beyond the ends by the last two.
    /// </summary>
    private Frame At(double seconds)
    {
        var index = (int)Math.Clamp(seconds / StepSeconds, 0, samples.Count - 2);
        var (a, b) = (samples[index], samples[index + 1]);
        var t = (seconds / StepSeconds) - index;
        var (t2, t3) = (t * t, t * t * t);
        var place = (((2 * t3) - (3 * t2) + 1) * a.Place) + (((3 * t2) - (2 * t3)) * b.Place)
            + (StepSeconds * ((((t3 - (2 * t2) + t) * a.Motion)) + ((t3 - t2) * b.Motion)));
        var motion = ((6 / StepSeconds * (t2 - t)) * (a.Place - b.Place))
            + (((3 * t2) - (4 * t) + 1) * a.Motion) + (((3 * t2) - (2 * t)) * b.Motion);
        var up = (((1 - t) * a.Up) + (t * b.Up)).Unit();
        var along = motion - (motion.Dot(up) * up);
        var speed = Math.Sqrt(along.Length2);
        var forward = (1 / speed) * along;
        return new Frame(place, up, forward, forward.Cross(up), speed);
    }

    private readonly record struct Sample(Geocentric Place, Geocentric Motion, Geocentric Up);

    private readonly record struct Frame(
        Geocentric Place, Geocentric Up, Geocentric Forward, Geocentric Right, double SpeedMps);
}
