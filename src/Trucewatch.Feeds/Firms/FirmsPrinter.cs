using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Profiles;

namespace Trucewatch.Feeds.Firms;

/// <summary>Prints rows as JSON with names that say the unit; what is not told is absent.</summary>
internal sealed class FirmsPrinter : IMessagePrinter, IProfiled
{
    private readonly FirmsReader reader = new();
    private readonly ArrayBufferWriter<byte> line = new(512);
    private readonly Utf8JsonWriter json;

    /// <summary>Makes a printer for one feed.</summary>
    public FirmsPrinter() => json = new Utf8JsonWriter(line);

    /// <inheritdoc/>
    public void ForgetProfile() => reader.Forget();

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = reader.Read(frame.Bytes, out var isRow, out var row);
        if (fault != FrameFault.None || !isRow)
        {
            return fault;
        }

        line.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteString("time"u8, row.At.ToString());
        json.WriteNumber("lat"u8, row.Position.LatitudeDeg);
        json.WriteNumber("lon"u8, row.Position.LongitudeDeg);
        json.WriteNumber("scan_km"u8, row.ScanKm);
        json.WriteNumber("track_km"u8, row.TrackKm);
        Write("satellite", row.Satellite);
        Write("instrument", row.Instrument);
        Write("version", row.Version);
        Write("daynight", row.DayNight);
        Write("brightness_k", row.BrightnessK);
        Write("background_k", row.BackgroundK);
        Write("frp_mw", row.PowerMw);
        Write("confidence", row.Confidence);
        Write("confidence_word", row.ConfidenceWord);
        if (row.Type >= 0)
        {
            json.WriteNumber("type"u8, row.Type);
        }

        json.WriteEndObject();
        json.Flush();
        lines.Write(line.WrittenSpan);
        lines.Write("\n"u8);
        return FrameFault.None;
    }

    private void Write(string name, ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            json.WriteString(name, text);
        }
    }

    private void Write(string name, double value)
    {
        if (!double.IsNaN(value))
        {
            json.WriteNumber(name, value);
        }
    }
}
