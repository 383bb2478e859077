using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Printing;

/// <summary>A report as JSON: every sentence and row with its records and with the numbers that stand in it.</summary>
public static class ReportJson
{
    private static readonly JsonWriterOptions options = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The report in UTF-8.</summary>
    public static byte[] Write(ReportDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            json.WriteStartObject();
            json.WriteString("language", document.Tongue.Code());
            json.WriteString("title", document.Title);
            json.WriteString("number", document.Number);
            Texts(json, "marks", document.Marks);
            Texts(json, "basis", document.Basis);
            json.WriteStartArray("sections");
            foreach (var section in document.Sections)
            {
                Write(json, section);
            }

            json.WriteEndArray();
            json.WriteStartArray("records");
            foreach (var source in document.Sources)
            {
                json.WriteStartObject();
                json.WriteString("id", source.Id);
                json.WriteString("words", source.Words);
                if (source.LogIndex is { } index)
                {
                    json.WriteNumber("logIndex", index);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Section section)
    {
        json.WriteStartObject();
        json.WriteString("id", section.Id);
        json.WriteString("title", section.Title);
        json.WriteStartArray("sentences");
        foreach (var sentence in section.Blocks.OfType<Paragraph>().SelectMany(paragraph => paragraph.Sentences))
        {
            json.WriteStartObject();
            json.WriteString("id", sentence.Id);
            json.WriteString("text", sentence.Text);
            Rest(json, sentence.Records, sentence.Figures);
            if (sentence.Edit is { } edit)
            {
                json.WriteStartObject("edit");
                json.WriteString("was", edit.Was);
                json.WriteString("by", edit.By);
                json.WriteString("why", edit.Why);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("tables");
        foreach (var table in section.Blocks.OfType<Table>())
        {
            Write(json, table);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Table table)
    {
        json.WriteStartObject();
        json.WriteString("id", table.Id);
        json.WriteString("title", table.Title);
        Texts(json, "columns", table.Columns);
        json.WriteStartArray("rows");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            Texts(json, "cells", row.Cells);
            Rest(json, row.Records, row.Figures);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Rest(Utf8JsonWriter json, ImmutableArray<string> records, ImmutableArray<Figure> figures)
    {
        Texts(json, "records", records);
        json.WriteStartObject("figures");
        foreach (var figure in figures)
        {
            json.WriteNumber(figure.Name, figure.Value);
        }

        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
