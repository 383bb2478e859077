using Trucewatch.Geo.Lines;

namespace Trucewatch.Geo.Orbits;

/// <summary>When a satellite is to be seen from a site.</summary>
public sealed class SitePasses
{
    /// <summary>Longest time that is looked through at once.</summary>
    public const long MaxSpanUs = 400L * 86_400_000_000;

    /// <summary>Seconds between the states from which the turning points of the elevation are found.</summary>
    private const double StepSeconds = 20;
    private const int BatchTimes = 2_048;

    // A millisecond, in which nothing moves by a hundredth of a second of arc over a site's head.
    private const double FineSeconds = 1e-3;

    private readonly GroundPlace site;
    private readonly EarthOrientation orientation;
    private readonly Geocentric place;
    private readonly Geocentric up;
    private readonly double leastSine;
    private readonly OrbitStates states = new(BatchTimes);
    private readonly double[] minutes = new double[BatchTimes];

    /// <summary>A site and what counts there.</summary>
    /// <param name="site">The site.</param>
    /// <param name="leastElevationDeg">Elevation from which a satellite counts as seen, -90 to 90 degrees.</param>
    /// <param name="orientation">How the Earth is turned; default for the mean.</param>
    public SitePasses(GroundPlace site, double leastElevationDeg, EarthOrientation orientation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(leastElevationDeg), 90);
        this.site = site;
        this.orientation = orientation;
        place = site.ToGeocentric();
        up = Geocentric.Up(site.Below);
        leastSine = Elementary.SinCosDegrees(leastElevationDeg).Sin;
    }

    /// <summary>
    /// The events of a satellite between two times, in order; a pass that has begun before has no rise here. What the
    /// theory has no place for is not seen, and <paramref name="fault"/> tells the first reason.
    /// </summary>
    /// <param name="orbit">The satellite's orbit.</param>
    /// <param name="fromUs">Begin, microseconds since 1970, UTC.</param>
    /// <param name="untilUs">End.</param>
    /// <param name="fault">Why a part of the time has no answer.</param>
    public List<PassEvent> Of(Orbit orbit, long fromUs, long untilUs, out OrbitFault fault)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        ArgumentOutOfRangeException.ThrowIfLessThan(untilUs, fromUs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(untilUs - fromUs, MaxSpanUs);
        var found = new List<PassEvent>();
        var (length, offset) = ((untilUs - fromUs) / 1e6, orbit.MinutesAt(fromUs));
        var clock = new Clock(orbit, offset, fromUs);
        var last = default(Sight);
        fault = OrbitFault.None;
        for (var start = 0L; start * StepSeconds < length + StepSeconds; start += BatchTimes)
        {
            var count = (int)Math.Min(BatchTimes, (long)Math.Ceiling(length / StepSeconds) + 1 - start);
            for (var index = 0; index < count; index++)
            {
                minutes[index] = offset + (Math.Min(length, (start + index) * StepSeconds) / 60);
            }

            orbit.Propagate(minutes.AsSpan(0, Math.Max(0, count)), states);
            for (var index = 0; index < count; index++)
            {
                var seconds = Math.Min(length, (start + index) * StepSeconds);
                var reason = states.FaultOf(index);
                fault = fault == OrbitFault.None ? reason : fault;
                var sight = reason == OrbitFault.None ? See(in clock, seconds, states[index]) : default;
                if (sight.IsKnown && last.IsKnown)
                {
                    Between(in clock, in last, in sight, found);
                }

                last = sight;
            }
        }

        return found;
    }

    /// <summary>What happens between two states: a turning point parts them into stretches that only rise or fall.
    /// </summary>
    private void Between(in Clock clock, in Sight from, in Sight to, List<PassEvent> found)
    {
        if (from.Rate > 0 == to.Rate > 0)
        {
            Cross(in clock, in from, in to, found);
            return;
        }

        var isTop = from.Rate > 0;
        var turn = Search(in clock, from, to, (in Sight sight) => sight.Rate > 0 == isTop);
        Cross(in clock, in from, in turn, found);
        if (isTop && turn.Sine >= leastSine)
        {
            found.Add(Event(PassEventKind.Culminate, in clock, in turn));
        }

        Cross(in clock, in turn, in to, found);
    }

    private void Cross(in Clock clock, in Sight from, in Sight to, List<PassEvent> found)
    {
        var isSeen = from.Sine >= leastSine;
        if (isSeen != to.Sine >= leastSine)
        {
            var at = Search(in clock, from, to, (in Sight sight) => sight.Sine >= leastSine == isSeen);
            found.Add(Event(isSeen ? PassEventKind.Set : PassEventKind.Rise, in clock, in at));
        }
    }

    /// <summary>The time up to which something holds that holds at the first state and not at the second.</summary>
    private Sight Search(in Clock clock, Sight from, Sight to, Holds holds)
    {
        while (to.Seconds - from.Seconds > FineSeconds)
        {
            var seconds = 0.5 * (from.Seconds + to.Seconds);
            if (clock.Orbit.At(clock.Minutes(seconds), out var state) != OrbitFault.None)
            {
                break;
            }

            var middle = See(in clock, seconds, state);
            (from, to) = holds(in middle) ? (middle, to) : (from, middle);
        }

        return to;
    }

    private Sight See(in Clock clock, double seconds, OrbitState state)
    {
        var turn = new EarthTurn((clock.FromUs / 1e6) + seconds, orientation);
        var (at, motion) = turn.Ground(state);
        var way = at - place;
        var range2 = way.Length2;
        var height = way.Dot(up);
        var rate = motion.Dot(up) - (height * way.Dot(motion) / range2);
        return new Sight(true, seconds, way, height / Math.Sqrt(range2), rate);
    }

    private PassEvent Event(PassEventKind kind, in Clock clock, in Sight sight)
    {
        var north = Geocentric.Ahead(site.Below, 0);
        var east = Geocentric.Ahead(site.Below, 90);
        var (toNorth, toEast, height) = (sight.Way.Dot(north), sight.Way.Dot(east), sight.Way.Dot(up));
        var azimuth = Elementary.Atan2Degrees(toEast, toNorth);
        return new PassEvent(
            kind,
            clock.FromUs + (long)Math.Round(sight.Seconds * 1e6),
            Elementary.Atan2Degrees(height, Math.Sqrt((toNorth * toNorth) + (toEast * toEast))),
            azimuth < 0 ? azimuth + 360 : azimuth,
            Math.Sqrt(sight.Way.Length2));
    }

    private delegate bool Holds(in Sight sight);

    /// <summary>Times as seconds from a begin, for one satellite.</summary>
    private readonly record struct Clock(Orbit Orbit, double Offset, long FromUs)
    {
        public double Minutes(double seconds) => Offset + (seconds / 60);
    }

    /// <summary>
    /// The satellite from the site: the way to it, the sine of its elevation, and whether that grows.
    /// </summary>
    private readonly record struct Sight(bool IsKnown, double Seconds, Geocentric Way, double Sine, double Rate);
}
