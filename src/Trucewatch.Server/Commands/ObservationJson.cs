using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Server.Commands;

/// <summary>An observation as one JSON line.</summary>
internal static class ObservationJson
{
    public static void Write(IBufferWriter<byte> lines, in Observation observation)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteNumber("frame"u8, observation.Frame.Sequence);
            json.WriteString("kind"u8, observation.Kind.ToString().ToLowerInvariant());
            json.WriteString("identity"u8, observation.Identity.ToString());
            json.WriteString("class"u8, observation.Class.ToString().ToLowerInvariant());
            json.WriteString("at"u8, observation.At.ToString());
            json.WriteString("receivedAt"u8, observation.ReceivedAt.ToString());
            json.WriteBoolean("hasSourceTime"u8, observation.HasSourceTime);
            if (observation.IsExercise)
            {
                json.WriteBoolean("isExercise"u8, true);
            }

            if (observation.HasPosition)
            {
                json.WriteNumber("latitude"u8, observation.Position.LatitudeDeg);
                json.WriteNumber("longitude"u8, observation.Position.LongitudeDeg);
                json.WriteNumber("sigmaEastM"u8, Math.Sqrt(observation.PositionError.EastM2));
                json.WriteNumber("sigmaNorthM"u8, Math.Sqrt(observation.PositionError.NorthM2));
            }

            WriteKnown(json, "speedMps", observation.SpeedMps);
            WriteKnown(json, "courseDeg", observation.CourseDeg);
            WritePolar(json, in observation.Polar);
            WriteEvent(json, in observation.Event);
            if (observation.SourceTrack != 0)
            {
                json.WriteNumber("sourceTrack"u8, observation.SourceTrack);
            }

            if (observation.Description is { } description)
            {
                json.WriteString("name"u8, description.Name);
                json.WriteString("callSign"u8, description.CallSign);
                json.WriteString("typeCode"u8, description.TypeCode);
                json.WriteNumber("lengthM"u8, description.LengthM);
                json.WriteNumber("beamM"u8, description.BeamM);
            }

            if (observation.Report is { } report)
            {
                json.WriteString("reportId"u8, report.ReportId);
                json.WriteString("reporter"u8, report.Reporter);
                json.WriteString("reportClass"u8, report.Class);
                json.WriteString("text"u8, report.Text);
            }

            json.WriteEndObject();
        }

        lines.Write("\n"u8);
    }

    private static void WritePolar(Utf8JsonWriter json, in PolarMeasurement polar)
    {
        if (polar.Parts == MeasuredParts.None)
        {
            return;
        }

        json.WriteNumber("observerLatitude"u8, polar.Observer.LatitudeDeg);
        json.WriteNumber("observerLongitude"u8, polar.Observer.LongitudeDeg);
        if (polar.Parts.HasFlag(MeasuredParts.Bearing))
        {
            json.WriteNumber("bearingDeg"u8, polar.BearingDeg);
            json.WriteNumber("bearingSigmaDeg"u8, polar.BearingSigmaDeg);
        }

        if (polar.Parts.HasFlag(MeasuredParts.Range))
        {
            json.WriteNumber("rangeM"u8, polar.RangeM);
            json.WriteNumber("rangeSigmaM"u8, polar.RangeSigmaM);
        }

        if (polar.Parts.HasFlag(MeasuredParts.RangeRate))
        {
            json.WriteNumber("rangeRateMps"u8, polar.RangeRateMps);
            json.WriteNumber("rangeRateSigmaMps"u8, polar.RangeRateSigmaMps);
        }
    }

    private static void WriteEvent(Utf8JsonWriter json, in ObservedEvent observed)
    {
        if (observed.Class == EventClass.None)
        {
            return;
        }

        json.WriteString("event"u8, observed.Class.ToString().ToLowerInvariant());
        json.WriteString("reasons"u8, observed.Reasons.ToString().ToLowerInvariant());
        WriteKnown(json, "confidence", observed.Confidence);
        WriteKnown(json, "size", observed.Size);
    }

    private static void WriteKnown(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
    }
}
