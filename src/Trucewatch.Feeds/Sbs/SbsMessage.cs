using System.Globalization;
using System.Runtime.CompilerServices;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Sbs;

/// <summary>What a line is about.</summary>
internal enum SbsKind
{
    /// <summary>A message of an aircraft.</summary>
    Message,

    /// <summary>A position computed from several receivers, in the form of a message.</summary>
    Computed,

    /// <summary>The user chose an aircraft.</summary>
    Selection,

    /// <summary>An aircraft set its name.</summary>
    Name,

    /// <summary>A new aircraft is heard.</summary>
    NewAircraft,

    /// <summary>An aircraft is lost or removed.</summary>
    Status,

    /// <summary>The user clicked; only the time is said.</summary>
    Click,
}

/// <summary>
/// One line: the kind, and up to 21 more fields, each empty where it says nothing. Fields that are missing at the end
/// are empty.
/// </summary>
internal ref struct SbsMessage
{
    /// <summary>Most fields; BaseStation writes 22.</summary>
    public const int MaxFields = 32;

    /// <summary>The kind.</summary>
    public SbsKind Kind;

    /// <summary>Which of the eight messages, 1 to 8; 0 for other kinds.</summary>
    public int Transmission;

    /// <summary>True when there is an address.</summary>
    public bool HasAddress;

    /// <summary>The address, 24 bits.</summary>
    public uint Address;

    /// <summary>True when the address is marked as no ICAO address.</summary>
    public bool IsOtherAddress;

    /// <summary>When the message was made, in Unix microseconds read as UTC, or <see cref="NoTime"/>.</summary>
    public long GeneratedUs;

    /// <summary>When the line was written.</summary>
    public long LoggedUs;

    /// <summary>Call sign without blanks at its ends, or a status; empty when not given.</summary>
    public ReadOnlySpan<byte> CallSign;

    /// <summary>Altitude in feet, ground speed in knots, track in degrees; NaN when not given.</summary>
    public double AltitudeFt, SpeedKn, TrackDeg;

    /// <summary>Position in degrees; NaN when not given.</summary>
    public double LatitudeDeg, LongitudeDeg;

    /// <summary>Rate of climb in feet a minute; NaN when not given.</summary>
    public double VerticalRate;

    /// <summary>Mode A code, four octal digits; empty when not given.</summary>
    public ReadOnlySpan<byte> Squawk;

    /// <summary>Flags; null when not given.</summary>
    public bool? Alert, Emergency, Ident, OnGround;

    /// <summary>The time of what has none.</summary>
    public const long NoTime = long.MinValue;

    private const double MaxAltitudeFt = 200_000;
    private const double MaxSpeedKn = 5_000;
    private const double MaxVerticalRate = 100_000;

    /// <summary>True when it says a position. Senders without one write two zeros.</summary>
    public readonly bool HasPosition => !double.IsNaN(LatitudeDeg) && (LatitudeDeg != 0 || LongitudeDeg != 0);

    /// <summary>Reads a line.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> line, out SbsMessage message)
    {
        message = default;
        if (!Fields.TrySplit(line, out var fields))
        {
            return FrameFault.TooMany;
        }

        var fault = message.ReadHead(fields);
        return fault != FrameFault.None || message.Kind is not (SbsKind.Message or SbsKind.Computed)
            ? fault
            : message.ReadValues(fields);
    }

    /// <summary>When the line was written, else when the message was made, in Unix microseconds.</summary>
    public static bool TryReadReceiveTime(ReadOnlySpan<byte> line, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        return Fields.TrySplit(line, out var fields)
            && (SbsTime.TryRead(fields[8], fields[9], out unixMicroseconds)
                || SbsTime.TryRead(fields[6], fields[7], out unixMicroseconds));
    }

    private FrameFault ReadHead(in Fields fields)
    {
        if (!TryReadKind(fields[0], out Kind))
        {
            return fields.Count > 1 ? FrameFault.UnsupportedType : FrameFault.BadSyntax;
        }

        if (Kind is SbsKind.Message or SbsKind.Computed)
        {
            if (fields[1] is not [>= (byte)'1' and <= (byte)'8' and var digit])
            {
                return FrameFault.UnsupportedType;
            }

            Transmission = digit - '0';
        }

        var hex = fields[4];
        if (hex.IsEmpty && Kind is SbsKind.Message or SbsKind.Computed)
        {
            return FrameFault.MissingMember;
        }

        IsOtherAddress = hex is [(byte)'~', ..];
        hex = IsOtherAddress ? hex[1..] : hex;
        HasAddress = hex.Length == 6
            && uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out Address);
        if (!HasAddress && Kind != SbsKind.Click)
        {
            return FrameFault.BadSyntax;
        }

        GeneratedUs = SbsTime.TryRead(fields[6], fields[7], out var generated) ? generated : NoTime;
        LoggedUs = SbsTime.TryRead(fields[8], fields[9], out var logged) ? logged : NoTime;
        CallSign = fields[10];
        return FrameFault.None;
    }

    private FrameFault ReadValues(in Fields fields)
    {
        Squawk = fields[17];
        if (!TryReadNumber(fields[11], out AltitudeFt) || !TryReadNumber(fields[12], out SpeedKn)
            || !TryReadNumber(fields[13], out TrackDeg) || !TryReadNumber(fields[14], out LatitudeDeg)
            || !TryReadNumber(fields[15], out LongitudeDeg) || !TryReadNumber(fields[16], out VerticalRate)
            || !TryReadFlag(fields[18], out Alert) || !TryReadFlag(fields[19], out Emergency)
            || !TryReadFlag(fields[20], out Ident) || !TryReadFlag(fields[21], out OnGround))
        {
            return FrameFault.BadSyntax;
        }

        if (double.IsNaN(LatitudeDeg) != double.IsNaN(LongitudeDeg))
        {
            return FrameFault.MissingMember;
        }

        return Math.Abs(AltitudeFt) > MaxAltitudeFt || SpeedKn is < 0 or > MaxSpeedKn || TrackDeg is < 0 or > 360
            || Math.Abs(LatitudeDeg) > 90 || Math.Abs(LongitudeDeg) > 180 || Math.Abs(VerticalRate) > MaxVerticalRate
            || !IsSquawk(Squawk)
            ? FrameFault.OutOfRange
            : FrameFault.None;
    }

    private static bool TryReadKind(ReadOnlySpan<byte> text, out SbsKind kind)
    {
        (kind, var known) = text switch
        {
            _ when text.SequenceEqual("MSG"u8) => (SbsKind.Message, true),
            _ when text.SequenceEqual("MLAT"u8) => (SbsKind.Computed, true),
            _ when text.SequenceEqual("STA"u8) => (SbsKind.Status, true),
            _ when text.SequenceEqual("AIR"u8) => (SbsKind.NewAircraft, true),
            _ when text.SequenceEqual("ID"u8) => (SbsKind.Name, true),
            _ when text.SequenceEqual("SEL"u8) => (SbsKind.Selection, true),
            _ when text.SequenceEqual("CLK"u8) => (SbsKind.Click, true),
            _ => (default, false),
        };
        return known;
    }

    // Digits, a sign and a point; no exponents, no names of what is no number.
    private static bool TryReadNumber(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        return text.IsEmpty
            || (!text.ContainsAnyExcept("0123456789+-."u8)
                && double.TryParse(
                    text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out value));
    }

    // BaseStation writes true as -1.
    private static bool TryReadFlag(ReadOnlySpan<byte> text, out bool? value)
    {
        value = text.IsEmpty ? null : text is not [(byte)'0'];
        return text is [] or [(byte)'0'] or [(byte)'1'] or [(byte)'-', (byte)'1'];
    }

    private static bool IsSquawk(ReadOnlySpan<byte> text) =>
        text.IsEmpty || (text.Length <= 4 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'7'));

    [InlineArray(MaxFields)]
    private struct Ends
    {
        private int first;
    }

    /// <summary>The fields of a line without blanks at their ends; beyond the last they are empty.</summary>
    private ref struct Fields
    {
        private ReadOnlySpan<byte> line;
        private Ends ends;

        public int Count { get; private set; }

        public readonly ReadOnlySpan<byte> this[int index] => index < Count
            ? line[(index == 0 ? 0 : ends[index - 1] + 1)..ends[index]].Trim(" \t"u8)
            : [];

        /// <summary>Finds the commas; false where there are too many.</summary>
        public static bool TrySplit(ReadOnlySpan<byte> line, out Fields fields)
        {
            fields = new Fields { line = line };
            for (var at = 0; fields.Count < MaxFields;)
            {
                var comma = line[at..].IndexOf((byte)',');
                fields.ends[fields.Count++] = comma < 0 ? line.Length : at + comma;
                if (comma < 0)
                {
                    return true;
                }

                at += comma + 1;
            }

            return false;
        }
    }
}
