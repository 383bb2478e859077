using System.Globalization;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Times;
using Trucewatch.Feeds.Xml;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Feeds.Tle;

/// <summary>Reads orbit mean-elements messages (OMM): the same keys in whatever syntax.</summary>
internal static class MeanElementsMessage
{
    /// <summary>Deepest nesting of JSON.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most messages of a document.</summary>
    public const int MaxMessages = 100_000;

    /// <summary>Most keys of a message.</summary>
    public const int MaxKeys = 64;

    /// <summary>Longest value, characters.</summary>
    public const int MaxValueLength = 256;

    private const long DayUs = 86_400_000_000;
    private const double UnixJulianDay = 2_440_587.5;

    /// <summary>Makes elements of keys and values.</summary>
    public static FrameFault Read(Dictionary<string, string> words, out OrbitalElements? elements)
    {
        elements = null;
        if (words.Count > MaxKeys || words.Values.Any(value => value.Length > MaxValueLength))
        {
            return words.Count > MaxKeys ? FrameFault.TooMany : FrameFault.WrongLength;
        }

        if (!Is(words, "CENTER_NAME", "EARTH") || !Is(words, "REF_FRAME", "TEME") || !Is(words, "TIME_SYSTEM", "UTC")
            || !(Is(words, "MEAN_ELEMENT_THEORY", "SGP4") || Is(words, "MEAN_ELEMENT_THEORY", "SGP/SGP4")))
        {
            return FrameFault.UnsupportedType;
        }

        var fault = FrameFault.None;
        double Number(string key, bool isNeeded = true)
        {
            var value = 0.0;
            fault = fault == FrameFault.None ? Read(words, key, isNeeded, out value) : fault;
            return value;
        }

        if (!words.TryGetValue("EPOCH", out var epoch) || !TryTime(epoch, out var at))
        {
            return epoch is null ? FrameFault.MissingMember : FrameFault.BadSyntax;
        }

        var day = (at.UnixMicroseconds - (((at.UnixMicroseconds % DayUs) + DayUs) % DayUs)) / DayUs;
        var kind = words.GetValueOrDefault("CLASSIFICATION_TYPE", "U");
        elements = new OrbitalElements
        {
            Name = words.GetValueOrDefault("OBJECT_NAME", ""),
            Designator = words.GetValueOrDefault("OBJECT_ID", ""),
            Classification = kind.Length == 1 ? kind[0] : 'U',
            CatalogueNumber = Whole(Number("NORAD_CAT_ID")),
            EpochJulianDay = UnixJulianDay + day,
            EpochDayFraction = (at.UnixMicroseconds - (day * DayUs)) / (double)DayUs,
            MeanMotion = Number("MEAN_MOTION"),
            Eccentricity = Number("ECCENTRICITY"),
            InclinationDeg = Number("INCLINATION"),
            AscendingNodeDeg = Number("RA_OF_ASC_NODE"),
            PerigeeDeg = Number("ARG_OF_PERICENTER"),
            MeanAnomalyDeg = Number("MEAN_ANOMALY"),
            BStar = Number("BSTAR", isNeeded: false),
            MeanMotionDot = Number("MEAN_MOTION_DOT", isNeeded: false),
            MeanMotionDdot = Number("MEAN_MOTION_DDOT", isNeeded: false),
            EphemerisType = Whole(Number("EPHEMERIS_TYPE", isNeeded: false)),
            SetNumber = Whole(Number("ELEMENT_SET_NO", isNeeded: false)),
            Revolution = Whole(Number("REV_AT_EPOCH", isNeeded: false)),
        };
        return fault != FrameFault.None ? fault
            : elements.CatalogueNumber is < 1 or > 999_999_999 || kind.Length != 1 ? FrameFault.OutOfRange
            : TwoLines.Check(elements);
    }

    /// <summary>Reads <c>KEY = VALUE</c> lines; units in brackets behind a value are passed over.</summary>
    public static FrameFault ReadKeys(ReadOnlySpan<byte> text, Dictionary<string, string> words)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].Trim(" \t\r"u8);
            var sign = line.IndexOf((byte)'=');
            if (line.IsEmpty || line.StartsWith("COMMENT"u8))
            {
                continue;
            }

            if (sign < 1)
            {
                return FrameFault.BadSyntax;
            }

            var value = line[(sign + 1)..];
            var unit = value.IndexOf((byte)'[');
            value = (unit < 0 ? value : value[..unit]).Trim(" \t"u8);
            if (!words.TryAdd(Encoding.ASCII.GetString(line[..sign].Trim(" \t"u8)), Encoding.ASCII.GetString(value)))
            {
                return FrameFault.DuplicateMember;
            }

            if (words.Count > MaxKeys)
            {
                return FrameFault.TooMany;
            }
        }

        return FrameFault.None;
    }

    /// <summary>Reads an object, or a list of them; each goes to <paramref name="each"/>.</summary>
    public static FrameFault ReadJson(ReadOnlySpan<byte> text, Action<FrameFault, Dictionary<string, string>> each)
    {
        if (JsonNesting.IsDeeper(text, MaxDepth))
        {
            return FrameFault.TooDeep;
        }

        try
        {
            using var document = JsonDocument.Parse(
                text.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array)
            {
                var words = new Dictionary<string, string>(StringComparer.Ordinal);
                each(Words(root, words), words);
                return FrameFault.None;
            }

            return root.GetArrayLength() > MaxMessages ? FrameFault.TooMany : ReadAll(root, each);
        }
        catch (JsonException)
        {
            // The framework's reader has no other way to say that the bytes are not JSON.
            return FrameFault.BadSyntax;
        }
        catch (InvalidOperationException)
        {
            // It says so when a text holds half of a surrogate pair.
            return FrameFault.BadEncoding;
        }
    }

    /// <summary>Reads the messages of a document; each goes to <paramref name="each"/>.</summary>
    public static FrameFault ReadXml(ReadOnlySpan<byte> text, Action<FrameFault, Dictionary<string, string>> each)
    {
        var fault = XmlNode.Read(text, out var root);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (root!.Name is not ("ndm" or "omm"))
        {
            return FrameFault.UnsupportedType;
        }

        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in root.Name == "omm" ? [root] : root.All("omm"))
        {
            words.Clear();
            each(Leaves(message, words) ? FrameFault.None : FrameFault.DuplicateMember, words);
        }

        return FrameFault.None;
    }

    private static bool Leaves(XmlNode node, Dictionary<string, string> words)
    {
        foreach (var child in node.Children)
        {
            if (child.Name is "COMMENT" or "USER_DEFINED")
            {
                continue;
            }

            if (child.Children.Count > 0 ? !Leaves(child, words)
                : child.Text.Length > 0 && !words.TryAdd(child.Name, child.Text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Twice over the list, because a text that is none must be found before the first message counts; with one
    /// dictionary, because a message may be two bytes long.
    /// </summary>
    private static FrameFault ReadAll(JsonElement list, Action<FrameFault, Dictionary<string, string>> each)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var message in list.EnumerateArray())
        {
            Words(message, words);
        }

        foreach (var message in list.EnumerateArray())
        {
            each(Words(message, words), words);
        }

        return FrameFault.None;
    }

    private static FrameFault Words(JsonElement message, Dictionary<string, string> words)
    {
        words.Clear();
        if (message.ValueKind != JsonValueKind.Object)
        {
            return FrameFault.BadSyntax;
        }

        foreach (var member in message.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                words[member.Name] = member.Value.ValueKind == JsonValueKind.String
                    ? member.Value.GetString()!
                    : member.Value.GetRawText();
            }
        }

        return FrameFault.None;
    }

    private static FrameFault Read(Dictionary<string, string> words, string key, bool isNeeded, out double value)
    {
        value = 0;
        if (!words.TryGetValue(key, out var text) || text.Length == 0)
        {
            return isNeeded ? FrameFault.MissingMember : FrameFault.None;
        }

        return !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            ? FrameFault.BadSyntax
            : double.IsFinite(value) ? FrameFault.None
            : FrameFault.NotFinite;
    }

    private static int Whole(double value) => value is >= 0 and <= int.MaxValue ? (int)value : -1;

    private static bool Is(Dictionary<string, string> words, string key, string expected) =>
        !words.TryGetValue(key, out var value) || string.Equals(value, expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>Times stand without an offset, and are UTC.</summary>
    private static bool TryTime(string text, out Instant at)
    {
        var bytes = text.Length < Rfc3339.MaxBytes ? Encoding.UTF8.GetBytes(text.TrimEnd('Z')) : [];
        return Rfc3339.TryParse([.. bytes, (byte)'Z'], out at);
    }
}
