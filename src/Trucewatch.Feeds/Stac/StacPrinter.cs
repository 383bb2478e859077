using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;

namespace Trucewatch.Feeds.Stac;

/// <summary>Prints each item as JSON; what is not told is absent.</summary>
internal sealed class StacPrinter : IMessagePrinter
{
    private readonly List<StacItem> items = [];
    private readonly ArrayBufferWriter<byte> line = new(1024);
    private readonly Utf8JsonWriter json;

    /// <summary>Makes a printer for one feed.</summary>
    public StacPrinter() => json = new Utf8JsonWriter(line);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = StacReader.Read(in frame, items, late);
        foreach (var item in items)
        {
            line.ResetWrittenCount();
            json.Reset();
            Write(item);
            json.Flush();
            lines.Write(line.WrittenSpan);
            lines.Write("\n"u8);
        }

        return fault;
    }

    private void Write(StacItem item)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, item.Id);
        Write("collection", item.Collection);
        Write("platform", item.Platform);
        Write("constellation", item.Constellation);
        json.WriteString("modality"u8, item.Modality switch
        {
            Modality.ImagingRadar => "radar",
            Modality.Optical => "optical",
            Modality.Thermal => "thermal",
            _ => "unknown",
        });
        json.WriteStartArray("instruments"u8);
        foreach (var instrument in item.Instruments)
        {
            json.WriteStringValue(instrument);
        }

        json.WriteEndArray();
        json.WriteString("from"u8, item.From.ToString());
        json.WriteString("until"u8, item.Until.ToString());
        foreach (var (name, value) in item.Numbers)
        {
            json.WriteNumber(name, value);
        }

        WriteRings(item);
        json.WriteStartObject("assets"u8);
        foreach (var (key, address) in item.Assets)
        {
            json.WriteString(key, address);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteRings(StacItem item)
    {
        json.WriteStartArray("outline"u8);
        foreach (var ring in item.Rings)
        {
            json.WriteStartArray();
            foreach (var point in ring)
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.LongitudeDeg);
                json.WriteNumberValue(point.LatitudeDeg);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void Write(string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }
}
