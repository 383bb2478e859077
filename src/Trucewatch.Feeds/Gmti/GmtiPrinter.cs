using System.Buffers;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Gmti;

/// <summary>
/// Prints each packet as one JSON object with its segments in order. Absent is what a packet does not say; angles in
/// degrees, lengths in metres, speeds in metres per second.
/// </summary>
internal sealed class GmtiPrinter(PrintOptions print) : IMessagePrinter
{
    /// <summary>Most letters of a free text that are printed.</summary>
    public const int MaxPrintedText = 4096;

    private const int AngleDecimals = 9;

    private readonly GmtiMissions missions = new();
    private readonly Utf8JsonWriter json = new(Stream.Null);

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = GmtiPacket.TryRead(frame.Bytes, out var packet);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        json.Reset(lines);
        json.WriteStartObject();
        WriteHeader(packet);
        json.WriteStartArray("segments"u8);
        var rest = packet.Segments;
        while (!rest.IsEmpty && GmtiPacket.Next(ref rest, out var segment) == FrameFault.None)
        {
            json.WriteStartObject();
            WriteSegment(packet, segment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
        return FrameFault.None;
    }

    private void WriteHeader(in GmtiPacket packet)
    {
        WriteText("version", packet.Version);
        WriteText("nationality", packet.Nationality);
        json.WriteString("classification"u8, packet.Classification switch
        {
            1 => "top secret",
            2 => "secret",
            3 => "confidential",
            4 => "restricted",
            5 => "unclassified",
            _ => "not stated",
        });
        WriteText("classification_system", packet.ClassificationSystem);
        json.WriteNumber("code"u8, packet.Code);
        // Two statements: whose occasion it is, and whether anything was measured.
        json.WriteBoolean("exercise"u8, packet.Exercise >= 128);
        json.WriteString("origin"u8, (packet.Exercise & 3) switch
        {
            0 => "real",
            1 => "simulated",
            _ => "synthesized",
        });
        WriteText("platform", packet.Platform);
        json.WriteNumber("mission"u8, packet.MissionId);
        json.WriteNumber("job"u8, packet.JobId);
    }

    private void WriteSegment(in GmtiPacket packet, in GmtiSegment segment)
    {
        switch (segment.Kind)
        {
            case GmtiSegmentKind.Mission:
                GmtiMission.TryRead(segment.Body, out var mission);
                missions.Note(packet, mission);
                Write(mission);
                break;
            case GmtiSegmentKind.Dwell:
                GmtiDwell.TryRead(segment.Body, out var dwell);
                Write(packet, dwell);
                break;
            case GmtiSegmentKind.JobDefinition:
                GmtiJob.TryRead(segment.Body, out var job);
                Write(job);
                break;
            case GmtiSegmentKind.FreeText:
                GmtiFreeText.TryRead(segment.Body, out var text);
                json.WriteString("segment"u8, "free_text"u8);
                WriteText("originator", text.Originator);
                WriteText("recipient", text.Recipient);
                WriteText("text", text.Text);
                break;
            case GmtiSegmentKind.PlatformLocation:
                GmtiPlatformLocation.TryRead(segment.Body, out var location);
                Write(packet, location);
                break;
            default:
                json.WriteString("segment"u8, NameOf((byte)segment.Kind));
                json.WriteNumber("type"u8, (byte)segment.Kind);
                json.WriteNumber("bytes"u8, segment.Body.Length);
                break;
        }
    }

    private static string NameOf(byte kind) => kind switch
    {
        3 => "range_resolution",
        7 => "low_reflectivity_index",
        8 => "group",
        9 => "attached_target",
        10 => "test_and_status",
        11 => "system_specific",
        12 => "processing_history",
        101 => "job_request",
        102 => "job_acknowledge",
        _ => "unknown",
    };

    private void Write(in GmtiMission mission)
    {
        json.WriteString("segment"u8, "mission"u8);
        WriteText("plan", mission.Plan);
        WriteText("flight_plan", mission.FlightPlan);
        json.WriteNumber("platform_type"u8, mission.PlatformType);
        WriteText("configuration", mission.Configuration);
        json.WriteString("date"u8, new Instant(mission.DayUs).ToString().AsSpan(0, 10));
    }

    private void Write(in GmtiPacket packet, in GmtiDwell dwell)
    {
        json.WriteString("segment"u8, "dwell"u8);
        json.WriteString("mask"u8, dwell.Mask.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
        WriteTime(packet, dwell.Unsigned(GmtiField.DwellTime));
        for (var field = 0; field < GmtiFields.DwellCount; field++)
        {
            WriteField(dwell, (GmtiField)field, 0);
        }

        json.WriteStartArray("targets"u8);
        for (var index = 0; index < dwell.TargetCount; index++)
        {
            var at = dwell.TargetAt(index);
            json.WriteStartObject();
            WritePlace(dwell.Target(at));
            for (var field = GmtiFields.DwellCount; field < GmtiFields.Count; field++)
            {
                WriteField(dwell, (GmtiField)field, at);
            }

            if (dwell.Has(GmtiField.Classification))
            {
                var code = dwell.Unsigned(GmtiField.Classification, at);
                json.WriteString("class_words"u8, GmtiTargetClass.Words(code) ?? "reserved");
                json.WriteBoolean("simulated"u8, GmtiTargetClass.IsSimulated(code));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteField(in GmtiDwell dwell, GmtiField field, int at)
    {
        if (!dwell.Has(field))
        {
            return;
        }

        var form = GmtiFields.Forms[(int)field];
        long raw = form.Form is GmtiNumberForm.Signed or GmtiNumberForm.SignedAngle
            ? dwell.Signed(field, at)
            : dwell.Unsigned(field, at);
        if (print.Unscaled || (form.Form is GmtiNumberForm.Signed or GmtiNumberForm.Unsigned && form.Divisor == 1))
        {
            json.WriteNumber(form.Name, raw);
            return;
        }

        json.WriteNumber(form.Name, form.Form switch
        {
            GmtiNumberForm.SignedAngle => Angle(raw * (form.Bytes == 4 ? GmtiNumbers.Sa32Deg : GmtiNumbers.Sa16Deg)),
            GmtiNumberForm.Angle => Angle(raw * (form.Bytes == 4 ? GmtiNumbers.Ba32Deg : GmtiNumbers.Ba16Deg)),
            GmtiNumberForm.Longitude => Angle(GmtiNumbers.LongitudeDeg(raw)),
            GmtiNumberForm.Kilometres => GmtiNumbers.B16(raw) * 1000,
            _ => raw / form.Divisor,
        });
    }

    private void Write(in GmtiJob job)
    {
        json.WriteString("segment"u8, "job"u8);
        json.WriteNumber("id"u8, job.Id);
        json.WriteNumber("sensor_type"u8, job.SensorType);
        WriteText("model", job.Model);
        json.WriteNumber("filtering"u8, job.Filtering);
        json.WriteNumber("priority"u8, job.Priority);
        json.WriteStartArray("area"u8);
        for (var index = 0; index < 4; index++)
        {
            var (latitude, longitude) = job.Corner(index);
            json.WriteStartArray();
            json.WriteNumberValue(Scaled(latitude, GmtiNumbers.Sa32Deg));
            json.WriteNumberValue(print.Unscaled ? longitude : Angle(GmtiNumbers.LongitudeDeg(longitude)));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("radar_mode"u8, job.RadarMode);
        json.WriteNumber("revisit_interval"u8, Divided(job.RevisitDs, 10));
        WriteStated("along_track_error", job.AlongTrackDm, GmtiJob.NoStatement, 10);
        WriteStated("cross_track_error", job.CrossTrackDm, GmtiJob.NoStatement, 10);
        WriteStated("alt_error", job.AltitudeDm, GmtiJob.NoStatement, 10);
        WriteStated("track_error", job.TrackDeg, GmtiJob.NoStatement8, 1);
        WriteStated("speed_error", job.SpeedMmps, GmtiJob.NoStatement, 1000);
        WriteStated("slant_range_error", job.SlantRangeCm, GmtiJob.NoStatement, 100);
        if (job.CrossRangeBa16 != GmtiJob.NoStatement)
        {
            json.WriteNumber("cross_range_error_deg"u8, Scaled(job.CrossRangeBa16, GmtiNumbers.Ba16Deg));
        }

        WriteStated("radial_velocity_error", job.RadialVelocityCmps, GmtiJob.NoStatement, 100);
        WriteStated("minimum_velocity", job.MinimumVelocityDmps, GmtiJob.NoStatement8, 10);
        WriteStated("detection_probability", job.DetectionPercent, GmtiJob.NoStatement8, 1);
        WriteStated("false_alarm_density", job.FalseAlarmDb, GmtiJob.NoStatement8, 1);
        json.WriteNumber("terrain_model"u8, job.TerrainModel);
        json.WriteNumber("geoid_model"u8, job.GeoidModel);
    }

    private void Write(in GmtiPacket packet, in GmtiPlatformLocation location)
    {
        json.WriteString("segment"u8, "platform_location"u8);
        WriteTime(packet, location.TimeMs);
        json.WriteNumber("location_time"u8, Divided(location.TimeMs, 1000));
        json.WriteNumber("lat"u8, Scaled(location.Latitude, GmtiNumbers.Sa32Deg));
        json.WriteNumber(
            "lon"u8, print.Unscaled ? location.Longitude : Angle(GmtiNumbers.LongitudeDeg(location.Longitude)));
        json.WriteNumber("alt"u8, Divided(location.AltitudeCm, 100));
        json.WriteNumber("track"u8, Scaled(location.Track, GmtiNumbers.Ba16Deg));
        json.WriteNumber("speed"u8, Divided(location.SpeedMmps, 1000));
        json.WriteNumber("climb"u8, Divided(location.ClimbDmps, 10));
    }

    private void WritePlace(GeoPoint place)
    {
        json.WriteNumber("lat"u8, Angle(place.LatitudeDeg));
        json.WriteNumber("lon"u8, Angle(place.LongitudeDeg));
    }

    private void WriteTime(in GmtiPacket packet, uint milliseconds)
    {
        if (missions.DayUs(packet) is not GmtiMissions.NoDay and var day)
        {
            json.WriteString("time"u8, new Instant(day + (milliseconds * 1000L)).ToString());
        }
    }

    private void WriteStated(string name, int raw, int nothing, double divisor)
    {
        if (raw != nothing)
        {
            json.WriteNumber(name, Divided(raw, divisor));
        }
    }

    private double Divided(long raw, double divisor) => print.Unscaled ? raw : raw / divisor;

    private double Scaled(long raw, double unit) => print.Unscaled ? raw : Angle(raw * unit);

    private static double Angle(double degrees) => Math.Round(degrees, AngleDecimals);

    // Names and words come from strangers: whatever is no printable ASCII becomes a question mark, and padding goes.
    private void WriteText(string name, ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd("\0 "u8);
        text = text[..Math.Min(text.Length, MaxPrintedText)];
        Span<byte> letters = stackalloc byte[MaxPrintedText];
        for (var at = 0; at < text.Length; at++)
        {
            letters[at] = text[at] is >= 0x20 and < 0x7F ? text[at] : (byte)'?';
        }

        json.WriteString(name, letters[..text.Length]);
    }
}
