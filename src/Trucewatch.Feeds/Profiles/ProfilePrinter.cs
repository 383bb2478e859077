using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.Profiles;

/// <summary>
/// Prints what the rows of a mapped format came to, with the names of the profile's terms; what is not known is
/// absent. Reports are printed as the report format prints them.
/// </summary>
internal sealed class ProfilePrinter(IFrameDecoder decoder) : IMessagePrinter, IProfiled
{
    private readonly ObservationBuffer observations = new();

    /// <inheritdoc/>
    public void ForgetProfile() => (decoder as IProfiled)?.ForgetProfile();

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        observations.Clear();
        var fault = decoder.Decode(frame, observations, late);
        foreach (ref readonly var seen in observations.Items)
        {
            if (seen.Report is { } report)
            {
                var sigmaM = Math.Sqrt(seen.PositionError.EastM2);
                ReportEncoder.Write(lines, seen.At, seen.HasPosition ? seen.Position : null, sigmaM, report);
            }
            else if (seen.Arrival is { } arrival)
            {
                Write(lines, in seen, arrival);
            }
            else
            {
                Write(lines, in seen);
            }

            lines.Write("\n"u8);
        }

        return fault;
    }

    private static void Write(IBufferWriter<byte> lines, in Observation seen)
    {
        using var json = new Utf8JsonWriter(lines);
        json.WriteStartObject();
        if (seen.HasSourceTime)
        {
            json.WriteString("time"u8, seen.At.ToString());
        }

        if (seen.Identity != ObjectIdentity.None)
        {
            json.WriteString("id"u8, seen.Identity.ToString());
        }

        if (seen.Description is { } description)
        {
            json.WriteString("name"u8, description.Name);
        }

        json.WriteString("class"u8, seen.Class.ToString().ToLowerInvariant());
        json.WriteNumber("lat"u8, seen.Position.LatitudeDeg);
        json.WriteNumber("lon"u8, seen.Position.LongitudeDeg);
        var (east, both, north) = seen.PositionError;
        if (east == north && both == 0)
        {
            json.WriteNumber("sigmaM"u8, Math.Sqrt(east));
        }
        else
        {
            json.WriteNumber("eastM2"u8, east);
            json.WriteNumber("eastNorthM2"u8, both);
            json.WriteNumber("northM2"u8, north);
        }

        WriteKnown(json, "speedMps", seen.SpeedMps);
        WriteKnown(json, "courseDeg", seen.CourseDeg);
        WriteKnown(json, "heightM", seen.HeightM);
        WriteKnown(json, "heightSigmaM", seen.HeightSigmaM);
        json.WriteEndObject();
    }

    private static void Write(IBufferWriter<byte> lines, in Observation seen, StationArrival arrival)
    {
        using var json = new Utf8JsonWriter(lines);
        json.WriteStartObject();
        json.WriteString("time"u8, seen.At.ToString());
        json.WriteString("station"u8, arrival.Station);
        json.WriteNumber("lat"u8, seen.Position.LatitudeDeg);
        json.WriteNumber("lon"u8, seen.Position.LongitudeDeg);
        json.WriteNumber("sigmaS"u8, arrival.SigmaS);
        json.WriteString("path"u8, arrival.Path.ToString().ToLowerInvariant());
        WriteKnown(json, "bearingDeg", arrival.BearingDeg ?? double.NaN);
        WriteKnown(json, "bearingSigmaDeg", arrival.BearingSigmaDeg ?? double.NaN);
        json.WriteEndObject();
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
    }
}
