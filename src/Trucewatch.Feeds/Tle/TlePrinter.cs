using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Feeds.Tle;

/// <summary>Prints each element set as JSON, the same for every syntax that it may come in.</summary>
internal sealed class TlePrinter : IMessagePrinter, IProfiled
{
    private const double DayUs = 86_400_000_000;
    private const double UnixJulianDay = 2_440_587.5;

    private readonly TleReader reader = new();
    private readonly ArrayBufferWriter<byte> line = new(512);
    private readonly Utf8JsonWriter json;

    /// <summary>Makes a printer for one feed.</summary>
    public TlePrinter() => json = new Utf8JsonWriter(line);

    /// <inheritdoc/>
    public void ForgetProfile() => reader.Forget();

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = reader.Read(in frame, late, out var elements);
        foreach (var one in elements)
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

    /// <summary>The epoch, to the microsecond.</summary>
    internal static Instant EpochOf(OrbitalElements one) => new(
        ((long)(one.EpochJulianDay - UnixJulianDay) * (long)DayUs) + (long)Math.Round(one.EpochDayFraction * DayUs));

    private void Write(OrbitalElements one)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, one.Name);
        json.WriteString("designator"u8, one.Designator);
        json.WriteNumber("catalogue_number"u8, one.CatalogueNumber);
        json.WriteString("classification"u8, one.Classification.ToString());
        json.WriteString("epoch"u8, EpochOf(one).ToString());
        json.WriteNumber("mean_motion_rev_per_day"u8, one.MeanMotion);
        json.WriteNumber("eccentricity"u8, one.Eccentricity);
        json.WriteNumber("inclination_deg"u8, one.InclinationDeg);
        json.WriteNumber("ascending_node_deg"u8, one.AscendingNodeDeg);
        json.WriteNumber("perigee_deg"u8, one.PerigeeDeg);
        json.WriteNumber("mean_anomaly_deg"u8, one.MeanAnomalyDeg);
        json.WriteNumber("bstar"u8, one.BStar);
        json.WriteNumber("mean_motion_dot"u8, one.MeanMotionDot);
        json.WriteNumber("mean_motion_ddot"u8, one.MeanMotionDdot);
        json.WriteNumber("ephemeris_type"u8, one.EphemerisType);
        json.WriteNumber("element_set"u8, one.SetNumber);
        json.WriteNumber("revolution"u8, one.Revolution);
        json.WriteEndObject();
    }
}
