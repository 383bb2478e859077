using System.Globalization;
using System.Text;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Feeds.Tle;

/// <summary>Reads the two lines of an element set by their columns.</summary>
internal static class TwoLines
{
    /// <summary>Length of each line; what stands after a blank behind it is passed over.</summary>
    public const int Length = 69;

    /// <summary>Years from here on are of the century before.</summary>
    public const int FirstYear = 57;

    /// <summary>Julian day of 1970-01-01T00:00:00Z.</summary>
    private const double UnixJulianDay = 2_440_587.5;

    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static readonly double[] powers = [.. Enumerable.Range(0, 19).Select(exponent => double.Parse(
        FormattableString.Invariant($"1e{exponent}"), CultureInfo.InvariantCulture))];

    /// <summary>What can be said of a line by itself: its length, its letters and its checksum.</summary>
    public static FrameFault Check(ReadOnlySpan<byte> line)
    {
        if (line.Length < Length || (line.Length > Length && line[Length] != ' '))
        {
            return FrameFault.WrongLength;
        }

        var sum = 0;
        foreach (var letter in line[..(Length - 1)])
        {
            sum += letter is >= (byte)'0' and <= (byte)'9' ? letter - '0' : letter == '-' ? 1 : 0;
        }

        return line[Length - 1] - '0' == sum % 10 ? FrameFault.None : FrameFault.BadChecksum;
    }

    /// <summary>Reads an element set whose lines were checked.</summary>
    public static FrameFault Read(
        string name, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out OrbitalElements? elements)
    {
        elements = null;
        if (!first[2..7].SequenceEqual(second[2..7]))
        {
            return FrameFault.BadGroup;
        }

        if (!TryCatalogue(first[2..7], out var catalogue) || !TryWhole(first[18..20], out var year)
            || !TryDecimal(first[20..32], out var day) || !TryDecimal(first[33..43], out var dot)
            || !TryExponent(first[44..52], out var ddot) || !TryExponent(first[53..61], out var bStar)
            || !TryWhole(first[62..63], out var type) || !TryWhole(first[64..68], out var set)
            || !TryDesignator(first[9..17], out var designator)
            || !TryDecimal(second[8..16], out var inclination) || !TryDecimal(second[17..25], out var node)
            || !TryWhole(second[26..33], out var eccentricity) || !TryDecimal(second[34..42], out var perigee)
            || !TryDecimal(second[43..51], out var anomaly) || !TryDecimal(second[52..63], out var motion)
            || !TryWhole(second[63..68], out var revolution) || first[7] is not (>= (byte)'A' and <= (byte)'Z'))
        {
            return FrameFault.BadSyntax;
        }

        year += year < FirstYear ? 2000 : 1900;
        var whole = Math.Floor(day);
        if (whole < 1 || whole > (DateTime.IsLeapYear(year) ? 366 : 365))
        {
            return FrameFault.OutOfRange;
        }

        var newYear = (new DateTime(year, 1, 1) - DateTime.UnixEpoch).Days;
        elements = new OrbitalElements
        {
            Name = name, Designator = designator, CatalogueNumber = catalogue, Classification = (char)first[7],
            EpochJulianDay = UnixJulianDay + newYear + whole - 1, EpochDayFraction = Fraction(first[20..32]),
            MeanMotion = motion, Eccentricity = eccentricity / powers[7], InclinationDeg = inclination,
            AscendingNodeDeg = node, PerigeeDeg = perigee, MeanAnomalyDeg = anomaly, BStar = bStar,
            MeanMotionDot = dot, MeanMotionDdot = ddot, EphemerisType = type, SetNumber = set, Revolution = revolution,
        };
        return Check(elements);
    }

    /// <summary>Bounds that both notations share.</summary>
    public static FrameFault Check(OrbitalElements read) =>
        read.InclinationDeg is < 0 or > 180 || read.AscendingNodeDeg is < 0 or > 360 || read.PerigeeDeg is < 0 or > 360
        || read.MeanAnomalyDeg is < 0 or > 360 || read.Eccentricity is < 0 or >= 1 || read.MeanMotion is <= 0 or > 20
        || Math.Abs(read.BStar) > 1e6 || Math.Abs(read.MeanMotionDot) > 1e6 || Math.Abs(read.MeanMotionDdot) > 1e6
            ? FrameFault.OutOfRange
            : FrameFault.None;

    /// <summary>Five digits, or a letter for the first two: A is 10, and I and O are left out.</summary>
    internal static bool TryCatalogue(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        var letter = Letters.IndexOf((char)text[0], StringComparison.Ordinal);
        if (letter < 0)
        {
            return TryWhole(text, out number);
        }

        var isRest = TryWhole(text[1..], out number) && !text[1..].Contains((byte)' ');
        number += (10 + letter) * 10_000;
        return isRest;
    }

    /// <summary>58002B and 14016A as 1958-002B and 2014-016A; empty stays empty.</summary>
    private static bool TryDesignator(ReadOnlySpan<byte> text, out string designator)
    {
        designator = "";
        var trimmed = text.Trim((byte)' ');
        if (trimmed.IsEmpty)
        {
            return true;
        }

        if (trimmed.Length is < 6 || !TryWhole(trimmed[..2], out var year) || !TryWhole(trimmed[2..5], out var launch)
            || trimmed[5..].ContainsAnyExceptInRange((byte)'A', (byte)'Z'))
        {
            return false;
        }

        year += year < FirstYear ? 2000 : 1900;
        designator = FormattableString.Invariant($"{year}-{launch:D3}") + Encoding.ASCII.GetString(trimmed[5..]);
        return true;
    }

    /// <summary>The digits after the point, exactly divided.</summary>
    private static double Fraction(ReadOnlySpan<byte> day)
    {
        var point = day.IndexOf((byte)'.');
        var digits = point < 0 ? [] : day[(point + 1)..].Trim((byte)' ');
        return digits.IsEmpty || !TryWhole(digits, out var whole) ? 0 : whole / powers[digits.Length];
    }

    /// <summary>Digits with blanks before them; blanks alone are 0.</summary>
    private static bool TryWhole(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        var digits = text.TrimStart((byte)' ');
        return digits.IsEmpty || (!digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value));
    }

    /// <summary>A number with a point, and perhaps a sign and blanks before it.</summary>
    private static bool TryDecimal(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var digits = text.Trim((byte)' ');
        return !digits.IsEmpty && !digits.ContainsAnyExcept("0123456789.+-"u8) && double.TryParse(
            digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out value);
    }

    /// <summary>A sign or blank, five digits after a point that is not written, and a power of ten with its sign.
    /// </summary>
    internal static bool TryExponent(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (!text.ContainsAnyExcept((byte)' '))
        {
            return true;
        }

        var isNegative = text[0] == '-';
        if (text[0] is not ((byte)' ' or (byte)'+' or (byte)'-') || !TryWhole(text[1..6], out var digits)
            || text[6] is not ((byte)'+' or (byte)'-' or (byte)' ') || text[7] is not (>= (byte)'0' and <= (byte)'9'))
        {
            return false;
        }

        var exponent = (text[7] - '0') * (text[6] == '-' ? -1 : 1) - 5;
        value = exponent < 0 ? digits / powers[-exponent] : digits * powers[exponent];
        value = isNegative ? -value : value;
        return true;
    }
}
