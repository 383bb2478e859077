using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Report;

/// <summary>
/// Writes reports as JSON: the simulator's counterpart of the decoder, and the form that <c>decode</c> prints.
/// </summary>
public static class ReportEncoder
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one report on one line, without the line end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="place">Where it happened, or null.</param>
    /// <param name="sigmaM">Standard deviation of the place in metres.</param>
    /// <param name="report">Everything else; valid as the schema says.</param>
    public static void Write(
        IBufferWriter<byte> output, Instant time, GeoPoint? place, double sigmaM, WrittenReport report)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, report.ReportId);
        json.WriteString("time"u8, time.ToString());
        json.WriteString("reporter"u8, report.Reporter);
        json.WriteString("reporterKind"u8, ReportParser.Kinds[(int)report.ReporterKind]);
        if (report.Party is { } party)
        {
            json.WriteString("party"u8, party);
        }

        json.WriteString("class"u8, report.Class);
        json.WriteString("text"u8, report.Text);
        WriteList(json, "means"u8, report.Means);
        WritePlace(json, place, sigmaM);
        if (report.CountMin is { } min && report.CountMax is { } max)
        {
            json.WriteStartObject("count"u8);
            json.WriteNumber("min"u8, min);
            json.WriteNumber("max"u8, max);
            json.WriteEndObject();
        }

        if (report.BearingDeg is { } bearing)
        {
            json.WriteNumber("bearingDeg"u8, bearing);
        }

        WriteList(json, "attachments"u8, report.Attachments);
        WriteSubject(json, report.Subject);
        WriteItems(json, report.Items);
        if (report.Window is { } window)
        {
            json.WriteStartObject("window"u8);
            json.WriteString("from"u8, window.From.ToString());
            json.WriteString("until"u8, window.Until.ToString());
            json.WriteEndObject();
        }

        if (report.WithinM is { } within)
        {
            json.WriteNumber("withinM"u8, within);
        }

        if (report.Origin is { } origin)
        {
            json.WriteString("origin"u8, origin);
        }

        if (report.IsExercise)
        {
            json.WriteBoolean("exercise"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, GeoPoint? place, double sigmaM)
    {
        if (place is { } point)
        {
            json.WriteStartObject("place"u8);
            json.WriteNumber("lat"u8, point.LatitudeDeg);
            json.WriteNumber("lon"u8, point.LongitudeDeg);
            json.WriteNumber("sigmaM"u8, sigmaM);
            json.WriteEndObject();
        }
    }

    private static void WriteSubject(Utf8JsonWriter json, ReportSubject? subject)
    {
        if (subject is null)
        {
            return;
        }

        json.WriteStartObject("subject"u8);
        foreach (var (name, value) in new[]
        {
            ("party", subject.Party), ("role", subject.Role), ("unit", subject.Unit),
            ("nationality", subject.Nationality), ("identity", subject.Identity), ("notice", subject.Notice),
        })
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteItems(
        Utf8JsonWriter json, System.Collections.Immutable.ImmutableArray<CountedItem> items)
    {
        if (items.IsDefaultOrEmpty)
        {
            return;
        }

        json.WriteStartArray("items"u8);
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("class"u8, item.Class);
            json.WriteNumber("min"u8, item.Min);
            json.WriteNumber("max"u8, item.Max);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, System.Collections.Immutable.ImmutableArray<string> items)
    {
        if (items.IsDefaultOrEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
