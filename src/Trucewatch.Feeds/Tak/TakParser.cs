using System.Text.Unicode;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Cot;

namespace Trucewatch.Feeds.Tak;

/// <summary>
/// Reads one message of TAK protocol version 1 (<c>takmessage.proto</c>) into the same nouns as an XML event. A field
/// that stands twice, or in another layout than its own, is a fault, because readers differ; unknown ones are passed
/// over.
/// </summary>
internal static class TakParser
{
    /// <summary>
    /// Some senders write this for a height or an error that is not known, as comments of the schema say.
    /// </summary>
    private const double AlsoNotKnown = 999_999;

    /// <summary>0001-01-01 and the last millisecond of the year 9999.</summary>
    private const ulong MaxUnixMs = 253_402_300_799_999;

    // Field numbers of takmessage.proto.
    private const int EventField = 2;
    private const int ControlField = 1;
    private const int DetailField = 15;

    /// <summary>
    /// Reads a frame, or gives the first fault. Without a fault and without a uid the message says nothing but which
    /// versions its sender speaks.
    /// </summary>
    public static FrameFault Read(ReadOnlySpan<byte> frame, out CotMessage message)
    {
        message = default;
        var fault = TakFrame.Open(frame, out var bytes);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        ReadOnlySpan<byte> happening = default;
        var seen = default(Once);
        var fields = new ProtobufReader(bytes);
        for (var token = fields.Read(); token != ProtobufToken.End; token = fields.Read())
        {
            fault = Judge(token, fields, ref seen, WireOfMessage);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            happening = fields.Field == EventField ? fields.Bytes : happening;
        }

        if (seen.Has(ControlField) && !seen.Has(EventField))
        {
            return FrameFault.None;
        }

        var read = default(CotMessage);
        read.ForgetNumbers();
        fault = ReadEvent(happening, ref read);
        message = read;
        return fault;
    }

    private static FrameFault ReadEvent(ReadOnlySpan<byte> bytes, ref CotMessage message)
    {
        ReadOnlySpan<byte> detail = default;
        var (sendMs, startMs, staleMs) = (0UL, 0UL, 0UL);
        // What is zero is not written.
        (message.HaeM, message.CircularErrorM, message.LinearErrorM) = (0, 0, 0);
        var seen = default(Once);
        var fields = new ProtobufReader(bytes);
        for (var token = fields.Read(); token != ProtobufToken.End; token = fields.Read())
        {
            var fault = Judge(token, fields, ref seen, WireOfEvent);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            switch (fields.Field)
            {
                case 1: message.Type = fields.Bytes; break;
                case 2: message.Access = Text(fields.Bytes); break;
                case 3: message.Qos = Text(fields.Bytes); break;
                case 4: message.Opex = Text(fields.Bytes); break;
                case 5: message.Uid = Text(fields.Bytes); break;
                case 6: sendMs = fields.Number; break;
                case 7: startMs = fields.Number; break;
                case 8: staleMs = fields.Number; break;
                case 9: message.How = fields.Bytes; break;
                case 10: message.LatitudeDeg = fields.Real; break;
                case 11: message.LongitudeDeg = fields.Real; break;
                case 12: message.HaeM = fields.Real; break;
                case 13: message.CircularErrorM = fields.Real; break;
                case 14: message.LinearErrorM = fields.Real; break;
                case DetailField: detail = fields.Bytes; break;
            }
        }

        if (message.Uid.IsEmpty || message.Type.IsEmpty || sendMs == 0 || startMs == 0 || staleMs == 0)
        {
            return FrameFault.MissingMember;
        }

        var found = CotParser.CheckHead(ref message);
        found = First(found, ReadTimes(sendMs, startMs, staleMs, ref message));
        found = First(found, CheckPoint(ref message));
        return First(found, ReadDetail(detail, ref message));
    }

    private static FrameFault ReadTimes(ulong sendMs, ulong startMs, ulong staleMs, ref CotMessage message)
    {
        if (sendMs > MaxUnixMs || startMs > MaxUnixMs || staleMs > MaxUnixMs || staleMs < startMs)
        {
            return FrameFault.OutOfRange;
        }

        message.Time = new Instant((long)sendMs * 1000);
        message.Start = new Instant((long)startMs * 1000);
        message.Stale = new Instant((long)staleMs * 1000);
        return FrameFault.None;
    }

    private static FrameFault CheckPoint(ref CotMessage message)
    {
        if (!double.IsFinite(message.LatitudeDeg) || !double.IsFinite(message.LongitudeDeg)
            || double.IsInfinity(message.HaeM) || double.IsInfinity(message.CircularErrorM)
            || double.IsInfinity(message.LinearErrorM))
        {
            return FrameFault.NotFinite;
        }

        message.HaeM = Known(message.HaeM);
        message.CircularErrorM = Known(message.CircularErrorM);
        message.LinearErrorM = Known(message.LinearErrorM);
        return message.LatitudeDeg is < -90 or > 90 || message.LongitudeDeg is < -180 or > 180
            || message.HaeM < CotParser.MinHaeM || message.CircularErrorM < 0 || message.LinearErrorM < 0
                ? FrameFault.OutOfRange
                : FrameFault.None;
    }

    private static double Known(double value) =>
        value is >= CotNumbers.NotKnown or AlsoNotKnown ? double.NaN : value;

    /// <summary>
    /// The XML part is read first: an element that stands there is not read again from its field, as the protocol has
    /// it.
    /// </summary>
    private static FrameFault ReadDetail(ReadOnlySpan<byte> bytes, ref CotMessage message)
    {
        ReadOnlySpan<byte> xml = default;
        var seen = default(Once);
        var fields = new ProtobufReader(bytes);
        for (var token = fields.Read(); token != ProtobufToken.End; token = fields.Read())
        {
            var fault = Judge(token, fields, ref seen, WireOfDetail);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            xml = fields.Field == 1 ? fields.Bytes : xml;
        }

        var scanner = new XmlScanner(xml, content: true);
        var inXml = CotDetail.Seen.None;
        var found = CotDetail.Read(ref scanner, xml, ref inXml, ref message);
        fields = new ProtobufReader(bytes);
        while (found == FrameFault.None && fields.Read() == ProtobufToken.Field)
        {
            found = ReadPart(fields.Field, fields.Bytes, inXml, ref message);
        }

        return found;
    }

    private static FrameFault ReadPart(
        int field, ReadOnlySpan<byte> bytes, CotDetail.Seen inXml, ref CotMessage message)
    {
        var replaced = field switch
        {
            2 => CotDetail.Seen.Contact,
            3 => CotDetail.Seen.Group,
            4 => CotDetail.Seen.Precision,
            5 => CotDetail.Seen.Status,
            6 => CotDetail.Seen.Takv,
            7 => CotDetail.Seen.Track,
            _ => CotDetail.Seen.None,
        };
        if (replaced == CotDetail.Seen.None)
        {
            return FrameFault.None;
        }

        var isRead = (inXml & replaced) == CotDetail.Seen.None;
        var (speed, course) = (0.0, 0.0);
        var seen = default(Once);
        var fields = new ProtobufReader(bytes);
        for (var token = fields.Read(); token != ProtobufToken.End; token = fields.Read())
        {
            var layouts = field == 5 ? WireOfStatus : field == 7 ? WireOfTrack : WireOfWords;
            var fault = Judge(token, fields, ref seen, layouts);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            speed = field == 7 && fields.Field == 1 ? fields.Real : speed;
            course = field == 7 && fields.Field == 2 ? fields.Real : course;
            if (isRead)
            {
                Set(field, fields, ref message);
            }
        }

        return field == 7 && isRead ? SetTrack(speed, course, ref message)
            : message.CallSign.Raw.Length > CotDetail.MaxNameBytes ? FrameFault.WrongLength
            : FrameFault.None;
    }

    private static void Set(int part, in ProtobufReader fields, ref CotMessage message)
    {
        switch (part, fields.Field)
        {
            case (2, 1): message.Endpoint = Text(fields.Bytes); break;
            case (2, 2): message.CallSign = Text(fields.Bytes); break;
            case (3, 1): message.Group = Text(fields.Bytes); break;
            case (3, 2): message.Role = Text(fields.Bytes); break;
            case (4, 1): message.PointSource = Text(fields.Bytes); break;
            case (4, 2): message.HeightSource = Text(fields.Bytes); break;
            case (5, 1): message.BatteryPercent = (uint)fields.Number; break;
            case (6, 1): message.Device = Text(fields.Bytes); break;
            case (6, 2): message.Platform = Text(fields.Bytes); break;
            case (6, 3): message.Os = Text(fields.Bytes); break;
            case (6, 4): message.Version = Text(fields.Bytes); break;
        }
    }

    /// <summary>As in XML, -1, not a number and 9999999 stand for what is not known.</summary>
    private static FrameFault SetTrack(double speedMps, double courseDeg, ref CotMessage message)
    {
        if (double.IsInfinity(speedMps) || double.IsInfinity(courseDeg))
        {
            return FrameFault.NotFinite;
        }

        message.SpeedMps = speedMps is -1 or >= CotNumbers.NotKnown ? double.NaN : speedMps;
        message.CourseDeg = courseDeg is -1 or >= CotNumbers.NotKnown ? double.NaN : courseDeg == 360 ? 0 : courseDeg;
        return message.SpeedMps is < 0 or > CotDetail.MaxSpeedMps || message.CourseDeg is < 0 or > 360
            ? FrameFault.OutOfRange
            : FrameFault.None;
    }

    private static CotText Text(ReadOnlySpan<byte> bytes) => new(bytes, CotTextForm.Plain);

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;

    // How the known fields are laid out; the layout of texts is checked to be UTF-8, too.
    private static ReadOnlySpan<Layout> WireOfMessage => [Layout.Any, Layout.Bytes, Layout.Bytes];

    private static ReadOnlySpan<Layout> WireOfEvent =>
    [
        Layout.Any, Layout.Text, Layout.Text, Layout.Text, Layout.Text, Layout.Text, Layout.Varint, Layout.Varint,
        Layout.Varint, Layout.Text, Layout.Real, Layout.Real, Layout.Real, Layout.Real, Layout.Real, Layout.Bytes,
    ];

    private static ReadOnlySpan<Layout> WireOfDetail =>
    [
        Layout.Any, Layout.Bytes, Layout.Bytes, Layout.Bytes, Layout.Bytes, Layout.Bytes, Layout.Bytes, Layout.Bytes,
    ];

    private static ReadOnlySpan<Layout> WireOfWords =>
        [Layout.Any, Layout.Text, Layout.Text, Layout.Text, Layout.Text];

    private static ReadOnlySpan<Layout> WireOfStatus => [Layout.Any, Layout.Varint];

    private static ReadOnlySpan<Layout> WireOfTrack => [Layout.Any, Layout.Real, Layout.Real];

    private static FrameFault Judge(
        ProtobufToken token, in ProtobufReader fields, ref Once seen, ReadOnlySpan<Layout> layouts)
    {
        if (token != ProtobufToken.Field)
        {
            return token == ProtobufToken.Short ? FrameFault.Truncated : FrameFault.BadSyntax;
        }

        if (fields.Field >= layouts.Length)
        {
            return FrameFault.None;
        }

        var layout = layouts[fields.Field];
        if ((int)fields.Wire != ((int)layout & 7))
        {
            return FrameFault.BadSyntax;
        }

        return !seen.Add(fields.Field) ? FrameFault.DuplicateMember
            : layout == Layout.Text && !Utf8.IsValid(fields.Bytes) ? FrameFault.BadEncoding
            : FrameFault.None;
    }

    private enum Layout : byte
    {
        Varint = WireType.Varint,
        Real = WireType.Fixed64,
        Bytes = WireType.Bytes,
        Text = WireType.Bytes | 8,
        Any = 7,
    }

    /// <summary>Which of the known fields stood.</summary>
    private struct Once
    {
        private int fields;

        public bool Add(int field)
        {
            var isFirst = !Has(field);
            fields |= 1 << field;
            return isFirst;
        }

        public readonly bool Has(int field) => (fields & (1 << field)) != 0;
    }
}
