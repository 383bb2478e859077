using System.Buffers;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Times;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Reads one Cursor on Target 2.0 event. What it does not know it passes over; what it reads it checks.
/// </summary>
internal static class CotParser
{
    /// <summary>Longest event in bytes.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    /// <summary>Longest uid in raw bytes.</summary>
    public const int MaxUidBytes = 256;

    /// <summary>Longest call sign in raw bytes.</summary>
    public const int MaxCallSignBytes = 256;

    /// <summary>Longest type or how in bytes.</summary>
    public const int MaxTypeBytes = 64;

    /// <summary>Longest number in bytes.</summary>
    public const int MaxNumberBytes = 64;

    /// <summary>This and everything above it stands for a height or an error that is not known.</summary>
    public const double NotKnown = 9_999_999;

    /// <summary>Greatest speed in metres per second; a satellite in low orbit moves at 7,800.</summary>
    public const double MaxSpeedMps = 20_000;

    private const double MinHaeM = -100_000;

    private static readonly SearchValues<byte> TypeBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Reads an event, or gives the first fault.</summary>
    public static FrameFault Read(ReadOnlySpan<byte> xml, out CotMessage message)
    {
        message = default;
        if (xml.Length == 0)
        {
            return FrameFault.Empty;
        }

        if (xml.Length > MaxMessageBytes)
        {
            return FrameFault.TooLong;
        }

        // 0xBF begins a message of the TAK protocol, which is protobuf and another format.
        if (xml[0] == 0xBF)
        {
            return FrameFault.UnsupportedType;
        }

        var scanner = XmlScanner.OfDocument(xml);
        var token = scanner.Read();
        if (token != XmlToken.StartElement)
        {
            return scanner.Fault == FrameFault.None ? FrameFault.BadSyntax : scanner.Fault;
        }

        if (!scanner.Name.SequenceEqual("event"u8))
        {
            return FrameFault.UnknownMember;
        }

        var read = new CotMessage { CourseDeg = double.NaN, SpeedMps = double.NaN };
        var fault = ReadEvent(ref scanner, ref read);
        fault = fault != FrameFault.None ? fault : ReadChildren(ref scanner, xml, ref read);
        message = read;
        return fault;
    }

    private static FrameFault ReadEvent(ref XmlScanner scanner, ref CotMessage message)
    {
        ReadOnlySpan<byte> version = default, time = default, start = default, stale = default;
        for (var i = 0; i < scanner.AttributeCount; i++)
        {
            var name = scanner.AttributeName(i);
            var value = scanner.AttributeValue(i);
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("uid"u8): message.Uid = value; break;
                case 3 when name.SequenceEqual("how"u8): message.How = value; break;
                case 4 when name.SequenceEqual("type"u8): message.Type = value; break;
                case 4 when name.SequenceEqual("time"u8): time = value; break;
                case 5 when name.SequenceEqual("start"u8): start = value; break;
                case 5 when name.SequenceEqual("stale"u8): stale = value; break;
                case 7 when name.SequenceEqual("version"u8): version = value; break;
            }
        }

        if (version.IsEmpty || message.Uid.IsEmpty || message.Type.IsEmpty
            || time.IsEmpty || start.IsEmpty || stale.IsEmpty)
        {
            return FrameFault.MissingMember;
        }

        if (!version.SequenceEqual("2.0"u8))
        {
            return FrameFault.UnsupportedType;
        }

        if (message.Uid.Length > MaxUidBytes || message.Type.Length > MaxTypeBytes || message.How.Length > MaxTypeBytes)
        {
            return FrameFault.WrongLength;
        }

        if (message.Type.ContainsAnyExcept(TypeBytes) || message.How.ContainsAnyExcept(TypeBytes)
            || !Rfc3339.TryParse(time, out message.Time) || !Rfc3339.TryParse(start, out message.Start)
            || !Rfc3339.TryParse(stale, out message.Stale))
        {
            return FrameFault.BadSyntax;
        }

        return message.Stale < message.Start ? FrameFault.OutOfRange : FrameFault.None;
    }

    private static FrameFault ReadChildren(ref XmlScanner scanner, ReadOnlySpan<byte> xml, ref CotMessage message)
    {
        var seen = Seen.None;
        var remarksAt = 0;
        while (true)
        {
            var fault = FrameFault.None;
            switch (scanner.Read())
            {
                case XmlToken.StartElement when scanner.Depth == 2:
                    fault = ReadChild(ref scanner, ref seen, ref message);
                    break;
                case XmlToken.StartElement when scanner.Depth == 3 && (seen & Seen.InDetail) != Seen.None:
                    fault = ReadDetail(ref scanner, ref seen, ref message);
                    remarksAt = scanner.Position;
                    break;
                case XmlToken.EndElement when scanner.Depth == 2 && (seen & Seen.InRemarks) != Seen.None:
                    // A self-closed element ends where it began.
                    message.Remarks = xml[remarksAt..Math.Max(remarksAt, scanner.TokenStart)];
                    seen &= ~Seen.InRemarks;
                    break;
                case XmlToken.EndElement when scanner.Depth == 1:
                    seen &= ~Seen.InDetail;
                    break;
                case XmlToken.End:
                    return (seen & Seen.Point) == Seen.None ? FrameFault.MissingMember : FrameFault.None;
                case XmlToken.Fault:
                    return scanner.Fault;
            }

            if (fault != FrameFault.None)
            {
                return fault;
            }
        }
    }

    private static FrameFault ReadChild(ref XmlScanner scanner, ref Seen seen, ref CotMessage message)
    {
        if (scanner.Name.SequenceEqual("point"u8))
        {
            var again = (seen & Seen.Point) != Seen.None;
            seen |= Seen.Point;
            return again ? FrameFault.DuplicateMember : ReadPoint(ref scanner, ref message);
        }

        if (scanner.Name.SequenceEqual("detail"u8))
        {
            var again = (seen & Seen.Detail) != Seen.None;
            seen |= Seen.Detail | Seen.InDetail;
            return again ? FrameFault.DuplicateMember : FrameFault.None;
        }

        return FrameFault.None;
    }

    /// <summary>
    /// A second track is a contradiction; of several contacts or remarks, which are words only, the first stands.
    /// </summary>
    private static FrameFault ReadDetail(ref XmlScanner scanner, ref Seen seen, ref CotMessage message)
    {
        if (scanner.Name.SequenceEqual("track"u8))
        {
            var again = (seen & Seen.Track) != Seen.None;
            seen |= Seen.Track;
            return again ? FrameFault.DuplicateMember : ReadTrack(ref scanner, ref message);
        }

        if (scanner.Name.SequenceEqual("contact"u8) && !message.HasCallSign)
        {
            for (var i = 0; i < scanner.AttributeCount; i++)
            {
                if (scanner.AttributeName(i).SequenceEqual("callsign"u8))
                {
                    message.CallSign = scanner.AttributeValue(i);
                    message.HasCallSign = true;
                }
            }

            return message.CallSign.Length > MaxCallSignBytes ? FrameFault.WrongLength : FrameFault.None;
        }

        if (scanner.Name.SequenceEqual("remarks"u8) && !message.HasRemarks)
        {
            message.HasRemarks = true;
            seen |= Seen.InRemarks;
        }

        return FrameFault.None;
    }

    private static FrameFault ReadPoint(ref XmlScanner scanner, ref CotMessage message)
    {
        ReadOnlySpan<byte> lat = default, lon = default, hae = default, ce = default, le = default;
        for (var i = 0; i < scanner.AttributeCount; i++)
        {
            var name = scanner.AttributeName(i);
            var value = scanner.AttributeValue(i);
            switch (name)
            {
                case [(byte)'l', (byte)'a', (byte)'t']: lat = value; break;
                case [(byte)'l', (byte)'o', (byte)'n']: lon = value; break;
                case [(byte)'h', (byte)'a', (byte)'e']: hae = value; break;
                case [(byte)'c', (byte)'e']: ce = value; break;
                case [(byte)'l', (byte)'e']: le = value; break;
            }
        }

        if (lat.IsEmpty || lon.IsEmpty || hae.IsEmpty || ce.IsEmpty || le.IsEmpty)
        {
            return FrameFault.MissingMember;
        }

        var fault = ReadNumber(lat, -90, 90, ref message.LatitudeDeg);
        fault = First(fault, ReadNumber(lon, -180, 180, ref message.LongitudeDeg));
        fault = First(fault, ReadMaybe(hae, MinHaeM, ref message.HaeM));
        fault = First(fault, ReadMaybe(ce, 0, ref message.CircularErrorM));
        return First(fault, ReadMaybe(le, 0, ref message.LinearErrorM));
    }

    private static FrameFault ReadTrack(ref XmlScanner scanner, ref CotMessage message)
    {
        var fault = FrameFault.None;
        for (var i = 0; i < scanner.AttributeCount && fault == FrameFault.None; i++)
        {
            var name = scanner.AttributeName(i);
            var value = scanner.AttributeValue(i);
            if (name.SequenceEqual("course"u8))
            {
                fault = IsMinusOne(value) ? FrameFault.None : ReadMaybe(value, 0, ref message.CourseDeg);
                fault = message.CourseDeg > 360 ? FrameFault.OutOfRange : fault;
                message.CourseDeg = message.CourseDeg == 360 ? 0 : message.CourseDeg;
            }
            else if (name.SequenceEqual("speed"u8))
            {
                fault = IsMinusOne(value) ? FrameFault.None : ReadMaybe(value, 0, ref message.SpeedMps);
                fault = message.SpeedMps > MaxSpeedMps ? FrameFault.OutOfRange : fault;
            }
        }

        return fault;
    }

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;

    /// <summary>Some telephones say -1 for a course or speed that they do not know.</summary>
    private static bool IsMinusOne(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("-1"u8) || value.SequenceEqual("-1.0"u8);

    /// <summary>A number that may be unknown: 9999999 and above, or NaN.</summary>
    private static FrameFault ReadMaybe(ReadOnlySpan<byte> text, double min, ref double value)
    {
        if (text.SequenceEqual("NaN"u8))
        {
            value = double.NaN;
            return FrameFault.None;
        }

        var fault = ReadNumber(text, min, double.MaxValue, ref value);
        value = value >= NotKnown ? double.NaN : value;
        return fault;
    }

    private static FrameFault ReadNumber(ReadOnlySpan<byte> text, double min, double max, ref double value)
    {
        if (text.SequenceEqual("NaN"u8))
        {
            return FrameFault.NotFinite;
        }

        if (text.Length > MaxNumberBytes || text.ContainsAnyExcept(NumberBytes)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read))
        {
            return FrameFault.BadSyntax;
        }

        if (!double.IsFinite(read))
        {
            return FrameFault.NotFinite;
        }

        value = read;
        return read < min || read > max ? FrameFault.OutOfRange : FrameFault.None;
    }

    [Flags]
    private enum Seen
    {
        None = 0,
        Point = 1,
        Detail = 2,
        Track = 4,
        InDetail = 8,
        InRemarks = 16,
    }
}
