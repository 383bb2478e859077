using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Trucewatch.Domain;
using Trucewatch.Feeds.Cot;

namespace Trucewatch.Fuzz;

/// <summary>An independent reading of an event by System.Xml, to hold the scanner against.</summary>
internal static class CotOracle
{
    private static readonly XmlReaderSettings Hardened = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = CotParser.MaxMessageBytes,
        MaxCharactersFromEntities = 0,
        CheckCharacters = true,
        IgnoreWhitespace = false,
    };

    /// <summary>The event as System.Xml reads it.</summary>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public static XElement Load(ReadOnlySpan<byte> xml)
    {
        using var stream = new MemoryStream(xml.ToArray());
        using var reader = XmlReader.Create(stream, Hardened);
        var root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        // An end without a root cannot be; what stands after the root was read by Load, too.
        return root;
    }

    /// <summary>
    /// The first difference between an accepted message and the same bytes read by System.Xml, or null.
    /// </summary>
    public static string? Difference(in CotMessage message, ReadOnlySpan<byte> xml)
    {
        XElement root;
        try
        {
            root = Load(xml);
        }
        catch (XmlException refused)
        {
            return "System.Xml refuses it: " + refused.Message;
        }

        var point = Child(root, "point");
        var detail = Child(root, "detail");
        var track = Child(detail, "track");
        return Text("uid", root.Attribute("uid")?.Value, message.Uid)
            ?? Text("type", root.Attribute("type")?.Value, new CotText(message.Type, CotTextForm.Plain))
            ?? Text("how", root.Attribute("how")?.Value ?? "", new CotText(message.How, CotTextForm.Plain))
            ?? Time("time", root.Attribute("time")?.Value, message.Time)
            ?? Time("start", root.Attribute("start")?.Value, message.Start)
            ?? Time("stale", root.Attribute("stale")?.Value, message.Stale)
            ?? Number("lat", point?.Attribute("lat")?.Value, message.LatitudeDeg)
            ?? Number("lon", point?.Attribute("lon")?.Value, message.LongitudeDeg)
            ?? Number("hae", point?.Attribute("hae")?.Value, message.HaeM)
            ?? Number("ce", point?.Attribute("ce")?.Value, message.CircularErrorM)
            ?? Number("le", point?.Attribute("le")?.Value, message.LinearErrorM)
            ?? Number("course", Full(track?.Attribute("course")?.Value), message.CourseDeg)
            ?? Number("speed", track?.Attribute("speed")?.Value, message.SpeedMps)
            ?? Words(root, detail, message)
            ?? Drawn(root, detail, message);
    }

    private static string? Words(XElement root, XElement? detail, in CotMessage message) =>
        Text("callsign", Of(detail, "contact", "callsign"), message.CallSign)
        ?? Text("remarks", Child(detail, "remarks")?.Value ?? "", message.Remarks)
        ?? Text("access", root.Attribute("access")?.Value ?? "", message.Access)
        ?? Text("opex", root.Attribute("opex")?.Value ?? "", message.Opex)
        ?? Text("endpoint", Of(detail, "contact", "endpoint"), message.Endpoint)
        ?? Text("role", Of(detail, "__group", "role"), message.Role)
        ?? Text("battery", Of(detail, "status", "battery"), message.Battery)
        ?? Text("platform", Of(detail, "takv", "platform"), message.Platform)
        ?? Text("altsrc", Of(detail, "precisionlocation", "altsrc"), message.HeightSource)
        ?? Text("emergency type", Of(detail, "emergency", "type"), message.EmergencyType)
        ?? Text("emergency", Child(detail, "emergency")?.Value ?? "", message.EmergencyWords)
        ?? Text("chatroom", Of(detail, "__chat", "chatroom"), message.ChatRoom);

    /// <summary>What is drawn, and only where the type says that something is.</summary>
    private static string? Drawn(XElement root, XElement? detail, in CotMessage message)
    {
        var type = root.Attribute("type")!.Value + "-";
        var isShape = type.StartsWith("u-d-", StringComparison.Ordinal);
        var links = isShape || type.StartsWith("b-m-r-", StringComparison.Ordinal)
            ? Children(detail, "link").Count(link => link.Attribute("point") is not null)
            : 0;
        var shapes = isShape ? Children(detail, "shape").ToList() : [];
        var vertices = shapes.SelectMany(shape => Children(shape, "polyline"))
            .Sum(line => Children(line, "vertex").Count());
        var ellipse = shapes.SelectMany(shape => Children(shape, "ellipse")).FirstOrDefault();
        return links + vertices != message.VertexCount
            ? $"expected {links + vertices} vertices, got {message.VertexCount}"
            : Number("major", ellipse?.Attribute("major")?.Value, message.MajorM)
            ?? Number("angle", ellipse?.Attribute("angle")?.Value, message.AngleDeg);
    }

    private static string Of(XElement? detail, string element, string attribute) =>
        Child(detail, element)?.Attribute(attribute)?.Value ?? "";

    private static string? Full(string? course) =>
        course is not null && double.Parse(course, CultureInfo.InvariantCulture) == 360 ? "0" : course;

    private static XElement? Child(XElement? parent, string name) => Children(parent, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement? parent, string name) =>
        parent?.Elements().Where(element => element.Name.LocalName == name) ?? [];

    private static string? Text(string name, string? expected, CotText text)
    {
        var got = text.ToString();
        return got == expected ? null : $"{name}: expected '{expected}', got '{got}'";
    }

    private static string? Time(string name, string? expected, Instant got)
    {
        var readUs = UnixMicroseconds(expected!.Replace(":60", ":59", StringComparison.Ordinal));
        // System.Xml has no leap seconds, and rounds where microseconds are cut off.
        var apartUs = Math.Abs(got.UnixMicroseconds - readUs);
        var allowedUs = expected!.Contains(":60", StringComparison.Ordinal) ? 1_000_000 : 1;
        return apartUs <= allowedUs ? null : $"{name}: expected {expected}, got {got}";
    }

    /// <summary>RFC 3339 knows offsets up to 23:59, DateTimeOffset only up to 14 hours.</summary>
    private static long UnixMicroseconds(string text)
    {
        var isUtc = text[^1] is 'Z' or 'z';
        var local = DateTime.Parse(text[..^(isUtc ? 1 : 6)], CultureInfo.InvariantCulture, DateTimeStyles.None);
        var offset = isUtc ? TimeSpan.Zero : TimeSpan.ParseExact(text[^5..], "hh\\:mm", CultureInfo.InvariantCulture);
        var ticks = local.Ticks - (isUtc || text[^6] == '+' ? offset.Ticks : -offset.Ticks);
        return (ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    private static string? Number(string name, string? expected, double got)
    {
        var read = expected is null ? double.NaN : double.Parse(expected, CultureInfo.InvariantCulture);
        read = read >= CotNumbers.NotKnown || (read == -1 && double.IsNaN(got)) ? double.NaN : read;
        return read.Equals(got) ? null : FormattableString.Invariant($"{name}: expected {expected}, got {got}");
    }
}
