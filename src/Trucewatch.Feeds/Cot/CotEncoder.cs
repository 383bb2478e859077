using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Cot;

/// <summary>An event to be written.</summary>
/// <param name="Uid">The object's name, 1 to 256 bytes once escaped.</param>
/// <param name="Type">CoT type, for example <c>a-n-G</c>.</param>
/// <param name="How">How the position came about, for example <c>m-g</c>.</param>
/// <param name="Time">When the event is generated.</param>
/// <param name="Start">When it begins to hold.</param>
/// <param name="Stale">When it ceases to hold; not before <paramref name="Start"/>.</param>
/// <param name="Position">Where.</param>
/// <param name="HaeM">Height above the ellipsoid in metres; NaN when not known.</param>
/// <param name="CircularErrorM">One sigma of the position in metres; NaN when not known.</param>
/// <param name="LinearErrorM">One sigma of the height in metres; NaN when not known.</param>
/// <param name="CourseDeg">Course in degrees from true north, 0 to 360; NaN when not known.</param>
/// <param name="SpeedMps">Speed in metres per second; NaN when not known.</param>
/// <param name="CallSign">Call sign, or null.</param>
/// <param name="Remarks">Remarks, or null.</param>
/// <param name="More">What few events say, or null.</param>
public readonly record struct CotEvent(
    string Uid,
    string Type,
    string How,
    Instant Time,
    Instant Start,
    Instant Stale,
    GeoPoint Position,
    double HaeM = double.NaN,
    double CircularErrorM = double.NaN,
    double LinearErrorM = double.NaN,
    double CourseDeg = double.NaN,
    double SpeedMps = double.NaN,
    string? CallSign = null,
    string? Remarks = null,
    CotMore? More = null);

/// <summary>Writes Cursor on Target 2.0 events as UTF-8 XML: the simulator's counterpart of the decoder.</summary>
public static class CotEncoder
{
    private const double NotKnown = CotNumbers.NotKnown;

    // Letters that stand for themselves and are one byte each, as nearly all are.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " -_.,:;/+#*()0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>
    /// Writes one event, from <c>&lt;event</c> to <c>&lt;/event&gt;</c>, without an XML declaration or line end.
    /// </summary>
    /// <exception cref="ArgumentException">A text holds a character that XML does not allow.</exception>
    public static void Write(IBufferWriter<byte> output, in CotEvent happening)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("<event version=\"2.0\""u8);
        WriteAttribute(output, " uid=\""u8, happening.Uid);
        WriteAttribute(output, " type=\""u8, happening.Type);
        WriteAttribute(output, " how=\""u8, happening.How);
        WriteAttribute(output, " access=\""u8, happening.More?.Access);
        WriteAttribute(output, " qos=\""u8, happening.More?.Qos);
        WriteAttribute(output, " opex=\""u8, happening.More?.Opex);
        WriteTime(output, " time=\""u8, happening.Time);
        WriteTime(output, " start=\""u8, happening.Start);
        WriteTime(output, " stale=\""u8, happening.Stale);
        output.Write("><point"u8);
        WriteNumber(output, " lat=\""u8, happening.Position.LatitudeDeg, "F7");
        WriteNumber(output, " lon=\""u8, happening.Position.LongitudeDeg, "F7");
        WriteNumber(output, " hae=\""u8, OrNotKnown(happening.HaeM), "F1");
        WriteNumber(output, " ce=\""u8, OrNotKnown(happening.CircularErrorM), "F1");
        WriteNumber(output, " le=\""u8, OrNotKnown(happening.LinearErrorM), "F1");
        output.Write("/><detail>"u8);
        WriteDetail(output, happening);
        output.Write("</detail></event>"u8);
    }

    private static void WriteDetail(IBufferWriter<byte> output, in CotEvent happening)
    {
        if (!double.IsNaN(happening.CourseDeg) || !double.IsNaN(happening.SpeedMps))
        {
            output.Write("<track"u8);
            WriteNumber(output, " course=\""u8, OrNotKnown(happening.CourseDeg), "F2");
            WriteNumber(output, " speed=\""u8, OrNotKnown(happening.SpeedMps), "F2");
            output.Write("/>"u8);
        }

        WriteElement(
            output, "<contact"u8, (" callsign=\"", happening.CallSign), (" endpoint=\"", happening.More?.Endpoint));
        if (happening.More is { } more)
        {
            WriteElement(output, "<__group"u8, (" name=\"", more.Group), (" role=\"", more.Role));
            WriteElement(
                output, "<status"u8, (" battery=\"", more.BatteryPercent?.ToString(CultureInfo.InvariantCulture)));
            WriteElement(
                output,
                "<takv"u8,
                (" device=\"", more.Device),
                (" platform=\"", more.Platform),
                (" os=\"", more.Os),
                (" version=\"", more.Version));
            WriteElement(
                output,
                "<precisionlocation"u8,
                (" geopointsrc=\"", more.PointSource),
                (" altsrc=\"", more.HeightSource));
        }

        WriteXmlDetail(output, happening);
    }

    /// <summary>What the TAK protocol has no fields for and so carries as XML.</summary>
    internal static void WriteXmlDetail(IBufferWriter<byte> output, in CotEvent happening)
    {
        if (happening.More is { } more)
        {
            output.Write(Encoding.UTF8.GetBytes(more.OtherXml ?? ""));
            WriteShape(output, more);
            WriteWords(output, more);
        }

        if (happening.Remarks is { } remarks)
        {
            output.Write("<remarks>"u8);
            WriteEscaped(output, remarks);
            output.Write("</remarks>"u8);
        }
    }

    private static void WriteShape(IBufferWriter<byte> output, CotMore more)
    {
        foreach (var vertex in more.Vertices)
        {
            output.Write("<link"u8);
            WriteAttribute(output, " uid=\""u8, vertex.Uid);
            WriteAttribute(output, " type=\""u8, vertex.Type);
            WriteAttribute(output, " callsign=\""u8, vertex.CallSign);
            var hae = double.IsNaN(vertex.HaeM) ? "" : FormattableString.Invariant($",{vertex.HaeM:F1}");
            WriteAttribute(output, " point=\""u8, FormattableString.Invariant(
                $"{vertex.Position.LatitudeDeg:F7},{vertex.Position.LongitudeDeg:F7}") + hae);
            output.Write("/>"u8);
        }

        if (more.Ellipse is { } ellipse)
        {
            output.Write("<shape><ellipse"u8);
            WriteNumber(output, " major=\""u8, ellipse.MajorM, "F1");
            WriteNumber(output, " minor=\""u8, ellipse.MinorM, "F1");
            WriteNumber(output, " angle=\""u8, ellipse.AngleDeg, "F1");
            output.Write("/></shape>"u8);
        }
    }

    private static void WriteWords(IBufferWriter<byte> output, CotMore more)
    {
        if (more.Emergency is { } emergency)
        {
            output.Write("<emergency"u8);
            WriteAttribute(output, " type=\""u8, emergency.Type);
            WriteAttribute(output, " cancel=\""u8, emergency.IsCancelled ? "true" : "false");
            output.Write(">"u8);
            WriteEscaped(output, emergency.Words);
            output.Write("</emergency>"u8);
        }

        WriteElement(output, "<__chat"u8, (" chatroom=\"", more.ChatRoom), (" senderCallsign=\"", more.ChatSender));
    }

    /// <summary>An element of attributes, if any of them is said.</summary>
    private static void WriteElement(
        IBufferWriter<byte> output,
        ReadOnlySpan<byte> opening,
        params ReadOnlySpan<(string Opening, string? Value)> said)
    {
        var any = false;
        foreach (var (attribute, value) in said)
        {
            if (value is not null)
            {
                output.Write(any ? default : opening);
                any = true;
                output.Write(Encoding.ASCII.GetBytes(attribute));
                WriteEscaped(output, value);
                output.Write("\""u8);
            }
        }

        output.Write(any ? "/>"u8 : default);
    }

    private static double OrNotKnown(double value) => double.IsNaN(value) ? NotKnown : value;

    private static void WriteAttribute(IBufferWriter<byte> output, ReadOnlySpan<byte> opening, string? value)
    {
        if (value is null)
        {
            return;
        }

        output.Write(opening);
        WriteEscaped(output, value);
        output.Write("\""u8);
    }

    private static void WriteNumber(
        IBufferWriter<byte> output, ReadOnlySpan<byte> opening, double value, ReadOnlySpan<char> format)
    {
        output.Write(opening);
        var span = output.GetSpan(64);
        value.TryFormat(span, out var written, format, CultureInfo.InvariantCulture);
        output.Advance(written);
        output.Write("\""u8);
    }

    private static void WriteTime(IBufferWriter<byte> output, ReadOnlySpan<byte> opening, Instant time)
    {
        output.Write(opening);
        time.TryFormat(output.GetSpan(Instant.MaxTextBytes), out var written);
        output.Advance(written);
        output.Write("\""u8);
    }

    private static void WriteEscaped(IBufferWriter<byte> output, string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            output.Advance(Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length)));
            return;
        }

        foreach (var rune in text.EnumerateRunes())
        {
            // A lone surrogate is enumerated as U+FFFD, so that only these are left to refuse.
            if (rune.Value is (< 0x20 and not (9 or 10 or 13)) or 0xFFFE or 0xFFFF)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"expected characters that XML allows, got U+{rune.Value:X4}"),
                    nameof(text));
            }

            switch (rune.Value)
            {
                case '&': output.Write("&amp;"u8); break;
                case '<': output.Write("&lt;"u8); break;
                case '>': output.Write("&gt;"u8); break;
                case '"': output.Write("&quot;"u8); break;
                case '\t': output.Write("&#9;"u8); break;
                case '\n': output.Write("&#10;"u8); break;
                case '\r': output.Write("&#13;"u8); break;
                default: output.Advance(rune.EncodeToUtf8(output.GetSpan(4))); break;
            }
        }
    }
}
