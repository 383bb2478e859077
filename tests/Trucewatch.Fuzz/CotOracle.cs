using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Trucewatch.Domain;
using Trucewatch.Feeds.Cot;
using XmlText = Trucewatch.Feeds.Cot.XmlText;

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
        var contact = Children(detail, "contact").Select(element => element.Attribute("callsign")).OfType<XAttribute>();
        return Text("uid", root.Attribute("uid")?.Value, message.Uid, content: false)
            ?? Text("type", root.Attribute("type")?.Value, message.Type, content: false)
            ?? Text("how", root.Attribute("how")?.Value ?? "", message.How, content: false)
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
            ?? Text("callsign", contact.FirstOrDefault()?.Value ?? "", message.CallSign, content: false)
            ?? Text("remarks", Child(detail, "remarks")?.Value ?? "", message.Remarks, content: true);
    }

    private static string? Full(string? course) =>
        course is not null && double.Parse(course, CultureInfo.InvariantCulture) == 360 ? "0" : course;

    private static XElement? Child(XElement? parent, string name) => Children(parent, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement? parent, string name) =>
        parent?.Elements().Where(element => element.Name.LocalName == name) ?? [];

    private static string? Text(string name, string? expected, ReadOnlySpan<byte> raw, bool content)
    {
        var decoded = new byte[raw.Length];
        var length = content ? XmlText.DecodeContent(raw, decoded) : XmlText.DecodeAttribute(raw, decoded);
        var got = System.Text.Encoding.UTF8.GetString(decoded, 0, length);
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
        read = read >= CotParser.NotKnown || (read == -1 && double.IsNaN(got)) ? double.NaN : read;
        return read.Equals(got) ? null : FormattableString.Invariant($"{name}: expected {expected}, got {got}");
    }
}
