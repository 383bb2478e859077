using System.Buffers;
using System.Runtime.CompilerServices;
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

    /// <summary>Longest type or how in bytes.</summary>
    public const int MaxTypeBytes = 64;

    /// <summary>Least height above the ellipsoid in metres.</summary>
    public const double MinHaeM = -100_000;

    private static readonly SearchValues<byte> TypeBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-."u8);

    /// <summary>Reads an event, or gives the first fault.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FrameFault Read(ReadOnlySpan<byte> xml, out CotMessage message)
    {
        message = default;
        return ReadWhole(xml, ref message);
    }

    private static FrameFault ReadWhole(ReadOnlySpan<byte> xml, ref CotMessage message)
    {
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

        var scanner = new XmlScanner(xml, content: false);
        var token = scanner.Read();
        if (token != XmlToken.StartElement)
        {
            return scanner.Fault == FrameFault.None ? FrameFault.BadSyntax : scanner.Fault;
        }

        if (!scanner.Name.SequenceEqual("event"u8))
        {
            return FrameFault.UnknownMember;
        }

        message.ForgetNumbers();
        var fault = ReadEvent(scanner, ref message);
        return fault != FrameFault.None ? fault : ReadChildren(ref scanner, xml, ref message);
    }

    /// <summary>Checks what both formats hold of an event beside its point and detail.</summary>
    public static FrameFault CheckHead(ref CotMessage message)
    {
        if (message.Uid.Raw.Length > MaxUidBytes || message.Type.Length > MaxTypeBytes
            || message.How.Length > MaxTypeBytes)
        {
            return FrameFault.WrongLength;
        }

        message.Kind = CotClass.KindOf(message.Type);
        return message.Type.ContainsAnyExcept(TypeBytes) || message.How.ContainsAnyExcept(TypeBytes)
            ? FrameFault.BadSyntax
            : FrameFault.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FrameFault ReadEvent(scoped in XmlScanner scanner, ref CotMessage message)
    {
        ReadOnlySpan<byte> version = default, time = default, start = default, stale = default;
        for (var i = 0; i < scanner.AttributeCount; i++)
        {
            var name = scanner.AttributeName(i);
            var value = scanner.AttributeValue(i);
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("uid"u8): message.Uid = new(value, CotTextForm.Attribute); break;
                case 3 when name.SequenceEqual("how"u8): message.How = value; break;
                case 3 when name.SequenceEqual("qos"u8): message.Qos = new(value, CotTextForm.Attribute); break;
                case 4 when name.SequenceEqual("type"u8): message.Type = value; break;
                case 4 when name.SequenceEqual("time"u8): time = value; break;
                case 4 when name.SequenceEqual("opex"u8): message.Opex = new(value, CotTextForm.Attribute); break;
                case 5 when name.SequenceEqual("start"u8): start = value; break;
                case 5 when name.SequenceEqual("stale"u8): stale = value; break;
                case 6 when name.SequenceEqual("access"u8): message.Access = new(value, CotTextForm.Attribute); break;
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

        var fault = CheckHead(ref message);
        return fault != FrameFault.None ? fault : ReadTimes(time, start, stale, ref message);
    }

    private static FrameFault ReadTimes(
        ReadOnlySpan<byte> time, ReadOnlySpan<byte> start, ReadOnlySpan<byte> stale, ref CotMessage message)
    {
        if (!Rfc3339.TryParse(time, out message.Time))
        {
            return FrameFault.BadSyntax;
        }

        // Most events begin to hold when they are generated.
        message.Start = message.Time;
        if ((!start.SequenceEqual(time) && !Rfc3339.TryParse(start, out message.Start))
            || !Rfc3339.TryParse(stale, out message.Stale))
        {
            return FrameFault.BadSyntax;
        }

        return message.Stale < message.Start ? FrameFault.OutOfRange : FrameFault.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FrameFault ReadChildren(
        scoped ref XmlScanner scanner, ReadOnlySpan<byte> xml, ref CotMessage message)
    {
        var (hasPoint, hasDetail) = (false, false);
        while (true)
        {
            var fault = FrameFault.None;
            switch (scanner.Read())
            {
                case XmlToken.StartElement when scanner.Depth == 2 && scanner.Name.SequenceEqual("point"u8):
                    fault = hasPoint ? FrameFault.DuplicateMember : ReadPoint(scanner, ref message);
                    hasPoint = true;
                    break;
                case XmlToken.StartElement when scanner.Depth == 2 && scanner.Name.SequenceEqual("detail"u8):
                    var seen = CotDetail.Seen.None;
                    fault = hasDetail
                        ? FrameFault.DuplicateMember
                        : CotDetail.Read(ref scanner, xml, ref seen, ref message);
                    hasDetail = true;
                    break;
                case XmlToken.End:
                    return hasPoint ? FrameFault.None : FrameFault.MissingMember;
                case XmlToken.Fault:
                    return scanner.Fault;
            }

            if (fault != FrameFault.None)
            {
                return fault;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static FrameFault ReadPoint(scoped in XmlScanner scanner, ref CotMessage message)
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

        var fault = CotNumbers.Read(lat, -90, 90, ref message.LatitudeDeg);
        fault = First(fault, CotNumbers.Read(lon, -180, 180, ref message.LongitudeDeg));
        fault = First(fault, CotNumbers.ReadMaybe(hae, MinHaeM, ref message.HaeM));
        fault = First(fault, CotNumbers.ReadMaybe(ce, 0, ref message.CircularErrorM));
        return First(fault, CotNumbers.ReadMaybe(le, 0, ref message.LinearErrorM));
    }

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;
}
