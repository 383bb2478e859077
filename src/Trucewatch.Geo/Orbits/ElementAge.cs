using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// How old elements are at a time, and how far along its track the satellite may then be from where they put it. The
/// error is an allowance from the literature, two cases of three within it, and not measured here: a kilometre at the
/// epoch and two for each day (AIAA 2006-6753 has 1 km and 1 to 3 km a day for low orbits), and a quarter of the way
/// that the stated drag makes in the time, because the air's density is not known better for days to come. A manoeuvre
/// after the epoch makes it larger than any rule says.
/// </summary>
/// <param name="AgeDays">Days from the epoch; before the epoch below zero.</param>
/// <param name="AlongTrackErrorM">The error along the track, metres.</param>
/// <param name="TimeErrorS">The same as seconds by which the satellite may be early or late.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ElementAge(double AgeDays, double AlongTrackErrorM, double TimeErrorS)
{
    /// <summary>Error at the epoch, metres.</summary>
    public const double AtEpochM = 1_000;

    /// <summary>What a day adds, metres.</summary>
    public const double DailyM = 2_000;

    /// <summary>Share of the drag's way that is not known.</summary>
    public const double DragShare = 0.25;

    private const double DayUs = 86_400_000_000;

    /// <summary>The age at a time.</summary>
    /// <param name="orbit">The orbit.</param>
    /// <param name="unixUs">Microseconds since 1970, UTC.</param>
    public static ElementAge Of(Orbit orbit, long unixUs)
    {
        ArgumentNullException.ThrowIfNull(orbit);
        var days = (unixUs - orbit.EpochUnixUs) / DayUs;

        // Elements hold half the derivative of the mean motion, so that its product with the square is revolutions.
        var dragTurns = Math.Abs(orbit.Elements.MeanMotionDot) * days * days;
        var wayM = dragTurns * 2 * Math.PI * orbit.AxisKm * 1000;
        var errorM = AtEpochM + (DailyM * Math.Abs(days)) + (DragShare * wayM);
        var speedMps = orbit.Elements.MeanMotion * 2 * Math.PI * orbit.AxisKm * 1000 / 86_400;
        return new ElementAge(days, errorM, errorM / speedMps);
    }
}
