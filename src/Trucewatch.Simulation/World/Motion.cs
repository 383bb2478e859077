using System.Collections.Immutable;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>How an object moves: a function of the time since the start, so that any moment can be asked for.</summary>
internal abstract record Motion
{
    /// <summary>Where it is so many seconds after the start; null while it is not to be seen anywhere.</summary>
    public abstract Whereabouts? At(double seconds);
}

/// <summary>To and fro along a way, as on a road or a lane.</summary>
/// <param name="Way">The way.</param>
/// <param name="SpeedMps">Constant speed.</param>
/// <param name="StartM">Metres along the way and back at the start.</param>
internal sealed record Shuttle(Route Way, double SpeedMps, double StartM) : Motion
{
    public override Whereabouts? At(double seconds)
    {
        var there = Way.LengthM;
        var run = (StartM + (SpeedMps * seconds)) % (2 * there);
        var (position, courseDeg) = Way.At(run <= there ? run : (2 * there) - run);
        return new Whereabouts(position, SpeedMps, run <= there ? courseDeg : Courses.Opposite(courseDeg));
    }
}

/// <summary>Round and round a place, as a fishing boat, a drone on watch, or (slowly) a ship at anchor.</summary>
/// <param name="Centre">The place.</param>
/// <param name="RadiusM">Distance kept.</param>
/// <param name="SpeedMps">Constant speed, clockwise.</param>
/// <param name="StartDeg">Direction from the place at the start.</param>
internal sealed record Loiter(GeoPoint Centre, double RadiusM, double SpeedMps, double StartDeg) : Motion
{
    public override Whereabouts? At(double seconds)
    {
        var direction = (StartDeg + Elementary.RadiansToDegrees(SpeedMps * seconds / RadiusM)) % 360;
        var (sin, cos) = Elementary.SinCosDegrees(direction);
        var position = LocalScale.At(Centre).Move(Centre, RadiusM * sin, RadiusM * cos);
        return new Whereabouts(position, SpeedMps, (direction + 90) % 360);
    }
}

/// <summary>Another motion, seen for a part of each period only: an aircraft that flies at times.</summary>
/// <param name="Flown">How it moves.</param>
/// <param name="PeriodS">Length of a period.</param>
/// <param name="DutyS">How long it is seen from the start of each.</param>
/// <param name="PhaseS">Seconds into a period at the start.</param>
internal sealed record Shifts(Motion Flown, double PeriodS, double DutyS, double PhaseS) : Motion
{
    public override Whereabouts? At(double seconds) =>
        (seconds + PhaseS) % PeriodS < DutyS ? Flown.At(seconds) : null;
}

/// <summary>A time and a place to be at it.</summary>
internal readonly record struct Stop(double Seconds, GeoPoint Place);

/// <summary>From stop to stop at steady speeds. Before the first and after the last it stands or is unseen.</summary>
internal sealed record Journey : Motion
{
    private readonly ImmutableArray<Stop> stops;
    private readonly ImmutableArray<Route?> ways;
    private readonly bool isSeenOutside;

    public Journey(bool isSeenOutside, params ReadOnlySpan<Stop> stops)
    {
        this.stops = [.. stops];
        this.isSeenOutside = isSeenOutside;
        var built = ImmutableArray.CreateBuilder<Route?>();
        for (var i = 0; i + 1 < stops.Length; i++)
        {
            if (stops[i + 1].Seconds <= stops[i].Seconds)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"stop {i + 1}: expected after {stops[i].Seconds} s"), nameof(stops));
            }

            built.Add(stops[i].Place == stops[i + 1].Place ? null : new Route(stops[i].Place, stops[i + 1].Place));
        }

        ways = built.DrainToImmutable();
    }

    public override Whereabouts? At(double seconds)
    {
        if (!isSeenOutside && (seconds < stops[0].Seconds || seconds > stops[^1].Seconds))
        {
            return null;
        }

        var leg = 0;
        while (leg < ways.Length && stops[leg + 1].Seconds <= seconds)
        {
            leg++;
        }

        if (leg == ways.Length || seconds < stops[0].Seconds || ways[leg] is not { } way)
        {
            return new Whereabouts(stops[seconds < stops[0].Seconds ? 0 : leg].Place, 0, 0);
        }

        var (from, to) = (stops[leg].Seconds, stops[leg + 1].Seconds);
        var (position, courseDeg) = way.At(way.LengthM * (seconds - from) / (to - from));
        return new Whereabouts(position, way.LengthM / (to - from), courseDeg);
    }
}
