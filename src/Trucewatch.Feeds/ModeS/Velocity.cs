using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Speeds in extended squitters: velocity in the air (type 19) and movement on the ground (types 5 to 8).
/// </summary>
internal static class Velocity
{
    /// <summary>One knot in metres per second.</summary>
    public const double KnotMps = 1852.0 / 3600;

    /// <summary>
    /// Velocity over ground of subtypes 1 and 2; false for other subtypes and where a part is not known.
    /// </summary>
    public static bool TryReadGround(MessageBits body, out double speedMps, out double courseDeg)
    {
        speedMps = courseDeg = double.NaN;
        if (!TryReadParts(body, out var eastKn, out var northKn))
        {
            return false;
        }

        speedMps = KnotMps * Math.Sqrt(((double)eastKn * eastKn) + ((double)northKn * northKn));
        courseDeg = CourseDeg(eastKn, northKn);
        return true;
    }

    /// <summary>East and north parts in knots of subtypes 1 and 2.</summary>
    public static bool TryReadParts(MessageBits body, out int eastKn, out int northKn)
    {
        eastKn = northKn = 0;
        var (subtype, east, north) = (body.Unsigned(6, 8), body.Unsigned(15, 24), body.Unsigned(26, 35));
        if (subtype is not (1 or 2) || east == 0 || north == 0)
        {
            return false;
        }

        var unit = subtype == 2 ? 4 : 1;
        eastKn = ((int)east - 1) * (body[14] ? -unit : unit);
        northKn = ((int)north - 1) * (body[25] ? -unit : unit);
        return true;
    }

    /// <summary>Direction of east and north parts in degrees, 0 to 360; NaN for no motion.</summary>
    public static double CourseDeg(int eastKn, int northKn)
    {
        if (eastKn == 0 && northKn == 0)
        {
            return double.NaN;
        }

        var degrees = Elementary.Atan2Degrees(eastKn, northKn);
        return degrees < 0 ? degrees + 360 : degrees;
    }

    /// <summary>Speed in knots of a movement code on the ground; NaN where it is not known (0, 125 to 127).</summary>
    public static double MovementKn(uint code) => code switch
    {
        0 or > 124 => double.NaN,
        1 => 0,
        < 9 => 0.125 + ((code - 2) * 0.125),
        < 13 => 1 + ((code - 9) * 0.25),
        < 39 => 2 + ((code - 13) * 0.5),
        < 94 => 15 + (code - 39),
        < 109 => 70 + ((code - 94) * 2),
        < 124 => 100 + ((code - 109) * 5),
        _ => 175,
    };

    /// <summary>The movement code whose speed is the highest not above this one.</summary>
    public static uint EncodeMovement(double knots)
    {
        if (double.IsNaN(knots))
        {
            return 0;
        }

        uint code = 1;
        while (code < 124 && MovementKn(code + 1) <= knots)
        {
            code++;
        }

        return code;
    }
}
