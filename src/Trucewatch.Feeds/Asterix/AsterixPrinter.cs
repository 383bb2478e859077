using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Asterix;

/// <summary>Prints each record as JSON, with the names that the Mode S formats use and the items that it has.</summary>
internal sealed class AsterixPrinter : IMessagePrinter
{
    private readonly ArrayBufferWriter<byte> line = new(512);
    private readonly Utf8JsonWriter json;

    /// <summary>Makes a printer for one feed.</summary>
    public AsterixPrinter() => json = new Utf8JsonWriter(line);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = AsterixDecoder.Check(frame.Bytes);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        for (var at = AsterixFramer.HeaderBytes; at < frame.Bytes.Length;)
        {
            _ = AsterixRecord.TryRead(frame.Bytes[0], frame.Bytes[at..], out var record);
            at += record.Length;
            line.ResetWrittenCount();
            json.Reset();
            json.WriteStartObject();
            var report = AsterixReport.Of(in record);
            Write(in report);
            WriteItems(in record);
            json.WriteEndObject();
            json.Flush();
            lines.Write(line.WrittenSpan);
            lines.Write("\n"u8);
        }

        return FrameFault.None;
    }

    private void Write(in AsterixReport report)
    {
        json.WriteNumber("category"u8, report.Category);
        if (report.Source >= 0)
        {
            json.WriteNumber("sac"u8, report.Source >> 8);
            json.WriteNumber("sic"u8, report.Source & 255);
        }

        Write("message", report.Message);
        Write("time_of_day_s", report.TimeOfDayS);
        if (report.Address >= 0)
        {
            json.WriteString("icao"u8, report.Address.ToString("x6", CultureInfo.InvariantCulture));
        }

        Write("track_number", report.Track);
        Span<byte> letters = stackalloc byte[Letters.Length];
        if (report.CallSign != 0 && Letters.Read(report.CallSign, letters) is > 0 and var length)
        {
            json.WriteString("callsign"u8, letters[..length]);
        }

        if (report.Squawk >= 0)
        {
            json.WriteString("squawk"u8, report.Squawk.ToString("D4", CultureInfo.InvariantCulture));
        }

        if (report.HasPosition)
        {
            json.WriteNumber("lat"u8, Math.Round(report.Position.LatitudeDeg, 7));
            json.WriteNumber("lon"u8, Math.Round(report.Position.LongitudeDeg, 7));
        }

        Write("slant_range_m", Math.Round(report.SlantRangeM, 2));
        Write("bearing_deg", Math.Round(report.BearingDeg, 4));
        Write("altitude", report.PressureFt);
        Write("altitude_geometric", report.GeometricFt);
        Write("site_height_m", report.HeightM);
        Write("speed_mps", Math.Round(report.SpeedMps, 3));
        Write("course_deg", Math.Round(report.CourseDeg, 4));
        Write("sigma_east_m", Math.Round(report.EastSigmaM, 1));
        Write("sigma_north_m", Math.Round(report.NorthSigmaM, 1));
        Write("nac_p", report.Accuracy);
        Write("nic_or_nuc_p", report.Integrity);
        if (report.IsTest)
        {
            json.WriteBoolean("test"u8, true);
        }
    }

    private void WriteItems(scoped in AsterixRecord record)
    {
        json.WriteStartArray("items"u8);
        var items = AsterixItems.Of(record.Category);
        for (var place = 0; place < items.Length; place++)
        {
            if (record.Has(place))
            {
                json.WriteStringValue(items[place].Name);
            }
        }

        json.WriteEndArray();
    }

    private void Write(string name, double value)
    {
        if (!double.IsNaN(value))
        {
            json.WriteNumber(name, value);
        }
    }

    private void Write(string name, long value)
    {
        if (value >= 0)
        {
            json.WriteNumber(name, value);
        }
    }
}
