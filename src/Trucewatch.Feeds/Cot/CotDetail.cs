using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Reads what stands inside the detail element: of an XML event, or of the XML part of a TAK protocol message. What it
/// does not know it passes over.
/// </summary>
internal static class CotDetail
{
    /// <summary>Longest call sign, room or type of an emergency, in raw bytes.</summary>
    public const int MaxNameBytes = 256;

    /// <summary>Longest words of a chat message or an alert, in raw bytes.</summary>
    public const int MaxReportBytes = 4096;

    /// <summary>Greatest speed in metres per second; a satellite in low orbit moves at 7,800.</summary>
    public const double MaxSpeedMps = 20_000;

    private const double MaxAxisM = 20_100_000;

    /// <summary>What stood in the detail; of some elements a second one is a contradiction.</summary>
    [Flags]
    public enum Seen
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>A track.</summary>
        Track = 1,

        /// <summary>A contact.</summary>
        Contact = 2,

        /// <summary>A group.</summary>
        Group = 4,

        /// <summary>A status.</summary>
        Status = 8,

        /// <summary>A device and program.</summary>
        Takv = 16,

        /// <summary>Sources of the position.</summary>
        Precision = 32,

        /// <summary>An emergency.</summary>
        Emergency = 64,

        /// <summary>A chat's head.</summary>
        Chat = 128,

        /// <summary>An ellipse.</summary>
        Ellipse = 256,
    }

    /// <summary>
    /// Reads on until the element ends whose content begins here, or the document does; the scanner's next token is the
    /// first inside.
    /// </summary>
    public static FrameFault Read(
        scoped ref XmlScanner scanner, ReadOnlySpan<byte> xml, scoped ref Seen seen, ref CotMessage message)
    {
        var outside = scanner.Depth;
        var begin = scanner.Position;
        var (textAt, isRemarks) = (-1, false);
        Span<bool> inShape = [false, false];
        while (true)
        {
            var fault = FrameFault.None;
            switch (scanner.Read())
            {
                case XmlToken.StartElement when scanner.Depth == outside + 1:
                    fault = ReadElement(ref scanner, ref seen, ref message);
                    inShape[0] = scanner.Name.SequenceEqual("shape"u8);
                    isRemarks = !message.Remarks.IsPresent && scanner.Name.SequenceEqual("remarks"u8);
                    textAt = isRemarks || IsFirstEmergency(scanner, message) ? scanner.Position : -1;
                    break;
                case XmlToken.StartElement when inShape[0] && message.Kind is CotKind.Shape:
                    fault = ReadShape(ref scanner, scanner.Depth - outside, ref inShape[1], ref seen, ref message);
                    break;
                case XmlToken.EndElement when scanner.Depth == outside && textAt >= 0:
                    // A self-closed element ends where it began.
                    var text = new CotText(xml[textAt..Math.Max(textAt, scanner.TokenStart)], CotTextForm.Content);
                    message.Remarks = isRemarks ? text : message.Remarks;
                    message.EmergencyWords = isRemarks ? message.EmergencyWords : text;
                    textAt = -1;
                    break;
                case XmlToken.EndElement when scanner.Depth < outside:
                    message.Detail = xml[begin..Math.Max(begin, scanner.TokenStart)];
                    return CheckLengths(message);
                case XmlToken.End:
                    message.Detail = xml[begin..];
                    return CheckLengths(message);
                case XmlToken.Fault:
                    return scanner.Fault;
            }

            if (fault != FrameFault.None)
            {
                return fault;
            }
        }
    }

    /// <summary>Reads latitude, longitude and perhaps height out of <c>lat,lon,hae</c>.</summary>
    public static FrameFault ReadVertex(
        ReadOnlySpan<byte> text, out double latitudeDeg, out double longitudeDeg, out double haeM)
    {
        (latitudeDeg, longitudeDeg, haeM) = (0, 0, double.NaN);
        var first = text.IndexOf((byte)',');
        if (first < 0)
        {
            return FrameFault.BadSyntax;
        }

        var rest = text[(first + 1)..];
        var second = rest.IndexOf((byte)',');
        var lon = second < 0 ? rest : rest[..second];
        var fault = CotNumbers.Read(text[..first].Trim((byte)' '), -90, 90, ref latitudeDeg);
        fault = First(fault, CotNumbers.Read(lon.Trim((byte)' '), -180, 180, ref longitudeDeg));
        return second < 0
            ? fault
            : First(fault, CotNumbers.ReadMaybe(rest[(second + 1)..].Trim((byte)' '), CotParser.MinHaeM, ref haeM));
    }

    /// <summary>Reads a vertex element's latitude, longitude and perhaps height.</summary>
    public static FrameFault ReadVertex(
        scoped in XmlScanner scanner, out double latitudeDeg, out double longitudeDeg, out double haeM)
    {
        (latitudeDeg, longitudeDeg, haeM) = (0, 0, double.NaN);
        var lat = scanner.Find("lat"u8);
        var lon = scanner.Find("lon"u8);
        var hae = scanner.Find("hae"u8);
        if (lat.IsEmpty || lon.IsEmpty)
        {
            return FrameFault.MissingMember;
        }

        var fault = CotNumbers.Read(lat.Raw, -90, 90, ref latitudeDeg);
        fault = First(fault, CotNumbers.Read(lon.Raw, -180, 180, ref longitudeDeg));
        return !hae.IsPresent ? fault : First(fault, CotNumbers.ReadMaybe(hae.Raw, CotParser.MinHaeM, ref haeM));
    }

    private static FrameFault First(FrameFault a, FrameFault b) => a == FrameFault.None ? b : a;

    /// <summary>Words that become part of a report are short enough for one.</summary>
    private static FrameFault CheckLengths(in CotMessage message) =>
        message.EmergencyWords.Raw.Length > MaxNameBytes
        || (message.Kind is CotKind.Chat or CotKind.Alert && message.Remarks.Raw.Length > MaxReportBytes)
            ? FrameFault.WrongLength
            : FrameFault.None;

    private static bool IsFirstEmergency(scoped in XmlScanner scanner, in CotMessage message) =>
        !message.EmergencyWords.IsPresent && scanner.Name.SequenceEqual("emergency"u8);

    /// <summary>
    /// A second track is a contradiction; of several others, which are words only, the first stands.
    /// </summary>
    private static FrameFault ReadElement(scoped ref XmlScanner scanner, scoped ref Seen seen, ref CotMessage message)
    {
        var name = scanner.Name;
        switch (name.Length)
        {
            case 5 when name.SequenceEqual("track"u8):
                return IsFirst(ref seen, Seen.Track) ? ReadTrack(scanner, ref message) : FrameFault.DuplicateMember;
            case 7 when name.SequenceEqual("contact"u8) && IsFirst(ref seen, Seen.Contact):
                message.CallSign = scanner.Find("callsign"u8);
                message.Endpoint = scanner.Find("endpoint"u8);
                return IsShort(message.CallSign);
            case 7 when name.SequenceEqual("__group"u8) && IsFirst(ref seen, Seen.Group):
                message.Group = scanner.Find("name"u8);
                message.Role = scanner.Find("role"u8);
                break;
            case 6 when name.SequenceEqual("status"u8) && IsFirst(ref seen, Seen.Status):
                message.Battery = scanner.Find("battery"u8);
                message.BatteryPercent = -1;
                break;
            case 4 when name.SequenceEqual("takv"u8) && IsFirst(ref seen, Seen.Takv):
                message.Device = scanner.Find("device"u8);
                message.Platform = scanner.Find("platform"u8);
                message.Os = scanner.Find("os"u8);
                message.Version = scanner.Find("version"u8);
                break;
            case 17 when name.SequenceEqual("precisionlocation"u8) && IsFirst(ref seen, Seen.Precision):
                message.PointSource = scanner.Find("geopointsrc"u8);
                message.HeightSource = scanner.Find("altsrc"u8);
                break;
            case 4 when message.Kind is CotKind.Shape or CotKind.Route && name.SequenceEqual("link"u8):
                return ReadLink(scanner, ref message);
            case 9 when name.SequenceEqual("emergency"u8) && IsFirst(ref seen, Seen.Emergency):
                message.EmergencyType = scanner.Find("type"u8);
                message.IsCancelled = System.Text.Ascii.EqualsIgnoreCase(scanner.Find("cancel"u8).Raw, "true"u8);
                return IsShort(message.EmergencyType);
            case 6 when name.SequenceEqual("__chat"u8) && IsFirst(ref seen, Seen.Chat):
                message.ChatRoom = scanner.Find("chatroom"u8);
                message.ChatSender = scanner.Find("senderCallsign"u8);
                return First(IsShort(message.ChatRoom), IsShort(message.ChatSender));
        }

        return FrameFault.None;
    }

    private static bool IsFirst(scoped ref Seen seen, Seen element)
    {
        var isFirst = (seen & element) == Seen.None;
        seen |= element;
        return isFirst;
    }

    private static FrameFault IsShort(CotText text) =>
        text.Raw.Length > MaxNameBytes ? FrameFault.WrongLength : FrameFault.None;

    private static FrameFault ReadTrack(scoped in XmlScanner scanner, ref CotMessage message)
    {
        var fault = FrameFault.None;
        for (var i = 0; i < scanner.AttributeCount && fault == FrameFault.None; i++)
        {
            var name = scanner.AttributeName(i);
            if (name.SequenceEqual("course"u8))
            {
                fault = CotNumbers.ReadMotion(scanner.AttributeValue(i), 360, ref message.CourseDeg);
                message.CourseDeg = message.CourseDeg == 360 ? 0 : message.CourseDeg;
            }
            else if (name.SequenceEqual("speed"u8))
            {
                fault = CotNumbers.ReadMotion(scanner.AttributeValue(i), MaxSpeedMps, ref message.SpeedMps);
            }
        }

        return fault;
    }

    /// <summary>A link with a point is a vertex; links without one tell of relations and styles.</summary>
    private static FrameFault ReadLink(scoped in XmlScanner scanner, ref CotMessage message)
    {
        var point = scanner.Find("point"u8);
        message.VertexCount += point.IsPresent ? 1 : 0;
        return point.IsPresent ? ReadVertex(point.Raw, out _, out _, out _) : FrameFault.None;
    }

    private static FrameFault ReadShape(
        scoped ref XmlScanner scanner, int depth, scoped ref bool inLine, scoped ref Seen seen, ref CotMessage message)
    {
        if (depth == 2)
        {
            inLine = scanner.Name.SequenceEqual("polyline"u8);
            message.IsClosed |= inLine && scanner.Find("closed"u8).Raw.SequenceEqual("true"u8);
            // Of several rings around one centre the first, the innermost, stands.
            return scanner.Name.SequenceEqual("ellipse"u8) && IsFirst(ref seen, Seen.Ellipse)
                ? ReadEllipse(scanner, ref message)
                : FrameFault.None;
        }

        if (depth != 3 || !inLine || !scanner.Name.SequenceEqual("vertex"u8))
        {
            return FrameFault.None;
        }

        message.VertexCount++;
        return ReadVertex(scanner, out _, out _, out _);
    }

    private static FrameFault ReadEllipse(scoped in XmlScanner scanner, ref CotMessage message)
    {
        var major = scanner.Find("major"u8);
        var minor = scanner.Find("minor"u8);
        var angle = scanner.Find("angle"u8);
        if (major.IsEmpty || minor.IsEmpty)
        {
            return FrameFault.MissingMember;
        }

        var fault = CotNumbers.Read(major.Raw, 0, MaxAxisM, ref message.MajorM);
        fault = First(fault, CotNumbers.Read(minor.Raw, 0, MaxAxisM, ref message.MinorM));
        return !angle.IsPresent ? fault : First(fault, CotNumbers.Read(angle.Raw, -360, 360, ref message.AngleDeg));
    }
}
