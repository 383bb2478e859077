using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.QuakeMl;

/// <summary>Prints each event of a document as JSON; what is not told is absent.</summary>
internal sealed class QuakeMlPrinter : IMessagePrinter
{
    private readonly List<SeismicEvent> events = [];
    private readonly ArrayBufferWriter<byte> line = new(512);
    private readonly Utf8JsonWriter json;

    /// <summary>Makes a printer for one feed.</summary>
    public QuakeMlPrinter() => json = new Utf8JsonWriter(line);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = QuakeMlReader.Read(in frame, events, late);
        foreach (var one in events)
        {
            line.ResetWrittenCount();
            json.Reset();
            Write(one);
            json.Flush();
            lines.Write(line.WrittenSpan);
            lines.Write("\n"u8);
        }

        return fault;
    }

    private void Write(SeismicEvent one)
    {
        json.WriteStartObject();
        Write("event", one.Id);
        Write("type", one.Type);
        if (one.IsSuspected)
        {
            json.WriteString("type_certainty"u8, "suspected"u8);
        }

        if (one.HasOrigin)
        {
            json.WriteString("time"u8, one.At.ToString());
            Write("time_sigma_s", one.TimeSigmaS);
            json.WriteNumber("lat"u8, one.Position.LatitudeDeg);
            json.WriteNumber("lon"u8, one.Position.LongitudeDeg);
            if (one.Error is { } error)
            {
                var (east, north) = (Math.Sqrt(error.EastM2), Math.Sqrt(error.NorthM2));
                json.WriteNumber("sigma_east_m"u8, Math.Round(east, 1));
                json.WriteNumber("sigma_north_m"u8, Math.Round(north, 1));
                json.WriteNumber("correlation"u8, Math.Round(error.EastNorthM2 / (east * north), 4));
            }

            Write("depth_m", one.DepthM);
            Write("depth_sigma_m", one.DepthSigmaM);
            Write("mode", one.Mode);
            Write("status", one.Status);
        }

        Write("magnitude", one.Magnitude);
        Write("magnitude_type", one.MagnitudeType);
        json.WriteEndObject();
    }

    private void Write(string name, string text)
    {
        if (text.Length > 0)
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
