using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Gmti;

public sealed class GmtiDecoderTests
{
    private static readonly GeoPoint near = GeoPoint.FromDegrees(latitudeDeg: 48.51, longitudeDeg: 37.26);

    [Fact]
    public void Lengths_are_those_of_the_forms() =>
        Assert.Equal(GmtiFields.Forms.Select(form => form.Bytes), GmtiFields.Lengths.ToArray().Select(one => (int)one));

    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(
            Gen.Double[-80, 80], Gen.Double[-180, 179], Gen.Double[-300, 300], Gen.Int[-1000, 8000], Gen.Byte)
            .Array[1, 9].Sample(items =>
            {
                var targets = items.Select(item => new GmtiTarget(
                    GeoPoint.FromDegrees(latitudeDeg: item.Item1, longitudeDeg: item.Item2), item.Item4, item.Item3,
                    item.Item5, 12, 80)).ToArray();
                var run = GmtiRun.Over(GmtiRun.Dwell(GmtiRun.Report(targets)));
                Assert.Equal(targets.Length, run.Observations.Count);
                foreach (var (seen, target) in run.Observations.Zip(targets))
                {
                    Assert.Equal(target.Position.LatitudeDeg, seen.Position.LatitudeDeg, 5e-8);
                    Assert.Equal(target.Position.LongitudeDeg, seen.Position.LongitudeDeg, 1e-7);
                    Assert.Equal(target.HeightM, seen.HeightM);
                    Assert.False(seen.HasAssumedError);
                }
            });

    [Fact]
    public void Small_reports_give_places_within_their_step()
    {
        var run = GmtiRun.Over(GmtiRun.Dwell(GmtiRun.Report(new GmtiTarget(near)) with { ScaleUnits = 1165 }));
        var seen = Assert.Single(run.Observations);
        Assert.InRange(Geodesic.Inverse(near, seen.Position).DistanceM, 0, 4);
    }

    /// <summary>A radar to the south and west: range errors lie along the line to it, angle errors across.</summary>
    [Fact]
    public void Errors_lie_along_and_across_the_line_of_sight()
    {
        var run = GmtiRun.Over(GmtiRun.Dwell(GmtiRun.Report(
            new GmtiTarget(near, SlantRangeErrorM: 10, CrossRangeErrorM: 200))));
        var error = Assert.Single(run.Observations).PositionError;
        var line = Geodesic.Inverse(GmtiRun.Sensor, near);
        var (sin, cos) = Elementary.SinCosDegrees(line.AzimuthEndDeg);
        var slope = Math.Sqrt((line.DistanceM * line.DistanceM) + (9000.0 * 9000)) / line.DistanceM;
        Assert.Equal(10 * slope, Math.Sqrt(error.Along(sin, cos)), 0.05);
        Assert.Equal(200, Math.Sqrt(error.Along(cos, -sin)), 0.05);
    }

    [Fact]
    public void Range_rate_is_along_the_ground_and_goes_away_above_zero()
    {
        var target = new GmtiTarget(GmtiRun.Centre, 100, RadialVelocityMps: 12.5);
        var run = GmtiRun.Over(GmtiRun.Dwell(GmtiRun.Report(target)));
        var polar = Assert.Single(run.Observations).Polar;
        var ground = Geodesic.Inverse(GmtiRun.Sensor, GmtiRun.Centre).DistanceM;
        Assert.Equal((MeasuredParts.RangeRate, GmtiRun.Sensor), (polar.Parts, polar.Observer), Near);
        Assert.Equal(12.5 * Math.Sqrt((ground * ground) + (8900.0 * 8900)) / ground, polar.RangeRateMps, 1e-6);

        static bool Near((MeasuredParts Parts, GeoPoint Place) a, (MeasuredParts Parts, GeoPoint Place) b) =>
            a.Parts == b.Parts && Geodesic.Inverse(a.Place, b.Place).DistanceM < 0.02;
    }

    [Fact]
    public void A_job_says_how_exact_its_dwells_are_and_a_mission_which_day_it_is()
    {
        var stream = new ArrayBufferWriter<byte>();
        var dwell = GmtiRun.Report(new GmtiTarget(GmtiRun.Centre, RadialVelocityMps: 3));
        GmtiEncoder.WriteDwell(stream, GmtiRun.Header, dwell);
        GmtiEncoder.WriteMission(stream, GmtiRun.Header, "plan", 15, 2030, 3, 17);
        GmtiEncoder.WriteJob(stream, GmtiRun.Header, slantRangeM: 8, crossRangeDeg: 0.0549316, radialVelocityMps: 0.4);
        GmtiEncoder.WriteDwell(stream, GmtiRun.Header, dwell);
        GmtiEncoder.WriteDwell(stream, GmtiRun.Header with { MissionId = 8 }, dwell);
        GmtiEncoder.WriteDwell(stream, GmtiRun.Header with { JobId = 4 }, dwell with { TimeMs = 90_000_000 });
        var run = GmtiRun.Over(stream.WrittenSpan);
        Assert.Equal([false, true, false, true], run.Observations.Select(seen => seen.HasSourceTime));
        Assert.Equal([true, false, true, true], run.Observations.Select(seen => seen.HasAssumedError));
        Assert.Equal("2030-03-17T08:00:00.000Z", run.Observations[1].At.ToString());
        Assert.Equal("2030-03-18T01:00:00.000Z", run.Observations[3].At.ToString());
        var ground = Geodesic.Inverse(GmtiRun.Sensor, GmtiRun.Centre);
        var (sin, cos) = Elementary.SinCosDegrees(ground.AzimuthEndDeg);
        var across = Math.Sqrt(run.Observations[1].PositionError.Along(cos, -sin));
        Assert.Equal(ground.DistanceM * 0.0549316 * Math.PI / 180, across, 0.05);
    }

    [Fact]
    public void The_lit_ground_reaches_as_far_and_as_wide_as_the_dwell_says()
    {
        var look = Assert.Single(GmtiRun.Over(GmtiRun.Dwell(GmtiRun.Report())).Looks);
        var middle = Geodesic.Inverse(GmtiRun.Sensor, GmtiRun.Centre);
        var corners = look.Corners;
        (int, int, double)[] expected = [(0, -5000, -1.5), (1, 5000, -1.5), (2, 5000, 1.5), (3, -5000, 1.5)];
        foreach (var (index, range, angle) in expected)
        {
            var line = Geodesic.Inverse(GmtiRun.Sensor, corners[index]);
            Assert.Equal(middle.DistanceM + range, line.DistanceM, 1.0);
            Assert.Equal(middle.AzimuthStartDeg + angle, line.AzimuthStartDeg, 0.01);
        }

        Assert.Single(GmtiRun.Over(GmtiRun.Dwell(GmtiRun.Report() with { AngleHalfExtentDeg = 29.99 })).Looks);
        Assert.Empty(GmtiRun.Over(GmtiRun.Dwell(GmtiRun.Report() with { AngleHalfExtentDeg = 30.01 })).Looks);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(129, 0, true)]
    [InlineData(128, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(0, 130, true)]
    [InlineData(0, 142, false)]
    public void Exercise_and_simulation_are_marked(byte exercise, byte classification, bool expected)
    {
        var header = GmtiRun.Header with { Exercise = exercise };
        var dwell = GmtiRun.Report(new GmtiTarget(near, Classification: classification));
        var run = GmtiRun.Over(GmtiRun.Dwell(dwell, header));
        Assert.Equal(expected, Assert.Single(run.Observations).IsExercise);
        Assert.Equal(exercise != 0, Assert.Single(run.Looks).IsExercise);
        Assert.Contains($"\"exercise\":{(exercise >= 128 ? "true" : "false")}", run.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_packet_faults_by_its_reason()
    {
        var good = GmtiRun.Dwell(GmtiRun.Report(new GmtiTarget(near)));
        Assert.Equal(FrameFault.None, Read(good));
        Assert.Equal(FrameFault.Empty, Read([]));
        Assert.Equal(FrameFault.BadSyntax, Read("junk"u8));
        Assert.Equal(FrameFault.Truncated, Read(good[..20]));
        Assert.Equal(FrameFault.Truncated, Read(good[..^1]));
        Assert.Equal(FrameFault.WrongLength, Read([.. good, 0]));
        Assert.Equal(FrameFault.UnsupportedType, Read(With(good, 0, (byte)'2')));
        Assert.Equal(FrameFault.BadSyntax, Read(With(good, 13, 77)));
        Assert.Equal(FrameFault.BadSyntax, Read(With(good, 36, 4)));
        Assert.Equal(FrameFault.Truncated, Read(With(good, 36, 255)));
        Assert.Equal(FrameFault.MissingMember, Read(Without(GmtiField.CentreLatitude)));
        Assert.Equal(FrameFault.MissingMember, Read(Shorter(Without(GmtiField.Longitude))));
        Assert.Equal(FrameFault.WrongLength, Read(Without(GmtiField.DwellIndex)));
        Assert.Equal(FrameFault.WrongLength, Read(Segment(GmtiSegmentKind.Dwell, new byte[7])));
        Assert.Equal(FrameFault.WrongLength, Read(Segment(GmtiSegmentKind.Mission, new byte[38])));
        Assert.Equal(FrameFault.OutOfRange, Read(Segment(GmtiSegmentKind.Mission, new byte[39])));
        Assert.Equal(FrameFault.WrongLength, Read(Segment(GmtiSegmentKind.JobDefinition, new byte[69])));
        Assert.Equal(FrameFault.WrongLength, Read(Segment(GmtiSegmentKind.FreeText, new byte[19])));
        Assert.Equal(FrameFault.WrongLength, Read(Segment(GmtiSegmentKind.PlatformLocation, new byte[22])));
        Assert.Equal(FrameFault.None, Read(Segment((GmtiSegmentKind)3, new byte[5])));
        Assert.Equal(FrameFault.None, Read(Segment((GmtiSegmentKind)200, [])));

        // The longitude is the last but one field of the last report.
        static byte[] Shorter(byte[] bytes)
        {
            byte[] cut = [.. bytes[..^5], bytes[^1]];
            (cut[5], cut[36]) = ((byte)(cut[5] - 4), (byte)(cut[36] - 4));
            return cut;
        }

        byte[] Without(GmtiField field)
        {
            var bytes = good.ToArray();
            bytes[37 + ((int)field / 8)] &= (byte)~(0x80 >> ((int)field % 8));
            return bytes;
        }
    }

    [Fact]
    public void A_place_beyond_the_pole_faults()
    {
        var centre = GeoPoint.FromDegrees(latitudeDeg: 89.9, longitudeDeg: 0);
        var target = new GmtiTarget(GeoPoint.FromDegrees(latitudeDeg: 89.99, longitudeDeg: 0));
        var dwell = GmtiRun.Dwell(GmtiRun.Report(target) with { Centre = centre, ScaleUnits = 70_000 });
        Assert.Equal(FrameFault.None, Read(dwell));
        var at = dwell.Length - 5;
        BinaryPrimitives.WriteInt16BigEndian(dwell.AsSpan(at), short.MaxValue);
        Assert.Equal(FrameFault.OutOfRange, Read(dwell));
    }

    [Fact]
    public void So_many_segments_and_no_more()
    {
        foreach (var (count, expected) in new[]
            { (GmtiFormat.MaxSegments, FrameFault.None), (GmtiFormat.MaxSegments + 1, FrameFault.TooMany) })
        {
            byte[] segments = [.. Enumerable.Repeat(new byte[] { 200, 0, 0, 0, 5 }, count).SelectMany(one => one)];
            var to = new ArrayBufferWriter<byte>();
            GmtiEncoder.Write(to, GmtiRun.Header, 200, []);
            byte[] packet = [.. to.WrittenSpan[..32], .. segments];
            BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(2), packet.Length);
            Assert.Equal(expected, Read(packet));
        }
    }

    [Fact]
    public void So_many_missions_are_remembered_and_then_the_first_is_forgotten()
    {
        foreach (var isKnown in new[] { true, false })
        {
            var count = GmtiMissions.MaxRemembered + (isKnown ? 0 : 1);
            var stream = new ArrayBufferWriter<byte>();
            for (uint number = 0; number < count; number++)
            {
                var header = GmtiRun.Header with { MissionId = number, JobId = 5 };
                GmtiEncoder.WriteMission(stream, header, "", 0, 2030, 1, 1);
                GmtiEncoder.WriteJob(stream, header, 1, 1, 1);
            }

            GmtiEncoder.WriteDwell(
                stream, GmtiRun.Header with { MissionId = 0, JobId = 5 }, GmtiRun.Report(new GmtiTarget(near)));
            var seen = Assert.Single(GmtiRun.Over(stream.WrittenSpan).Observations);
            Assert.Equal((isKnown, !isKnown), (seen.HasSourceTime, seen.HasAssumedError));
        }
    }

    [Fact]
    public void Where_the_platform_is_and_what_it_writes_are_printed_and_raw_where_asked()
    {
        var stream = new ArrayBufferWriter<byte>();
        GmtiEncoder.WriteMission(stream, GmtiRun.Header, "plan", 15, 2030, 3, 17);
        GmtiEncoder.WritePlatformLocation(stream, GmtiRun.Header, 1500, GmtiRun.Sensor, 9000.5, 90, 120.25);
        GmtiEncoder.WriteFreeText(stream, GmtiRun.Header, "a", "b", "all \u0001 quiet");
        var scaled = GmtiRun.Over(stream.WrittenSpan);
        Assert.EndsWith(
            "\"segments\":[{\"segment\":\"platform_location\",\"time\":\"2030-03-17T00:00:01.500Z\","
            + "\"location_time\":1.5,\"lat\":47.999999989,\"lon\":36.999999974,"
            + "\"alt\":9000.5,\"track\":90,\"speed\":120.25,\"climb\":0}]}",
            scaled.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith("\"originator\":\"a\",\"recipient\":\"b\",\"text\":\"all ? quiet\"}]}", scaled.Lines[2],
            StringComparison.Ordinal);
        Assert.Contains("\"speed\":120250", GmtiRun.Over(stream.WrittenSpan, unscaled: true).Lines[1],
            StringComparison.Ordinal);
        Assert.Empty(scaled.Observations);
    }

    /// <summary>Dwells of many targets and of none, and missions.</summary>
    [Fact]
    public void A_packet_costs_no_more_than_64_times_its_bytes()
    {
        var targets = GmtiRun.Report([.. Enumerable.Repeat(new GmtiTarget(GmtiRun.Centre), 9_000)]);
        List<byte[]> packets = [GmtiRun.Dwell(targets with { ScaleUnits = 1000 })];
        for (uint number = 0; number < 1000; number++)
        {
            var to = new ArrayBufferWriter<byte>();
            GmtiEncoder.WriteMission(to, GmtiRun.Header with { MissionId = number }, "plan", 0, 2030, 1, 1);
            packets.Add(to.WrittenSpan.ToArray());
            packets.Add(GmtiRun.Dwell(GmtiRun.Report()));
        }

        Assert.All(packets.Take(3), packet => MessageCost.Hold(GmtiFormat.Format, [packet]));
        MessageCost.Hold(GmtiFormat.Format, packets);
    }

    /// <summary>
    /// A target report may be two numbers of two bytes, and an observation is 64 times that: such a packet costs one
    /// observation a report and nothing else, and one byte more in an observation breaks the promise.
    /// </summary>
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void The_shortest_target_reports_cost_an_observation_each(int reportBytes)
    {
        var count = (GmtiFormat.MaxFrameBytes - 200) / reportBytes;
        byte[] packet =
        [
            .. GmtiRun.Dwell(GmtiRun.Report() with { ScaleUnits = 1000 }), .. new byte[count * reportBytes],
        ];
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(2), packet.Length);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(33), packet.Length - GmtiPacket.HeaderBytes);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(50), (ushort)count);
        GmtiField[] fields = [GmtiField.DeltaLatitude, GmtiField.DeltaLongitude, GmtiField.Classification];
        foreach (var field in fields.Take(reportBytes - 2))
        {
            packet[37 + ((int)field / 8)] |= (byte)(0x80 >> ((int)field % 8));
        }

        var (decoded, printed) = MessageCost.Of(GmtiFormat.Format, [packet]);
        Assert.InRange(printed, 1, (MessageCost.MostTimes * packet.Length) + AllocationNoise.Bytes);
        Assert.InRange(
            decoded,
            count * Unsafe.SizeOf<Observation>(),
            (count * Unsafe.SizeOf<Observation>()) + Unsafe.SizeOf<Look>() + AllocationNoise.Bytes);
        Assert.InRange(decoded, 1, (MessageCost.MostTimes * packet.Length) + AllocationNoise.Bytes);
    }

    [Theory]
    [InlineData(GmtiPrinter.MaxPrintedText)]
    [InlineData(GmtiPrinter.MaxPrintedText + 1)]
    public void A_text_is_printed_so_far_and_no_farther(int length)
    {
        var stream = new ArrayBufferWriter<byte>();
        GmtiEncoder.WriteFreeText(stream, GmtiRun.Header, "a", "b", new string('x', length));
        Assert.EndsWith(
            $"\"text\":\"{new string('x', GmtiPrinter.MaxPrintedText)}\"}}]}}",
            Assert.Single(GmtiRun.Over(stream.WrittenSpan).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        var packet = GmtiRun.Dwell(GmtiRun.Report([.. Enumerable.Repeat(new GmtiTarget(near, 100, 3), 20)]));
        var (decoder, output, late) = (new GmtiDecoder(), new ObservationBuffer(), new LateFaults());
        var seen = 0;
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < times; time++)
            {
                output.Clear();
                Assert.True(decoder.Decode(new FrameView(default, default, packet), output, late) == FrameFault.None);
                seen += output.Count;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round(100);
        Assert.InRange(Round(1000), 0, AllocationNoise.Bytes);
        Assert.Equal(1100 * 20, seen);
    }

    private static FrameFault Read(ReadOnlySpan<byte> frame) => GmtiPacket.TryRead(frame, out _);

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var changed = bytes.ToArray();
        changed[at] = value;
        return changed;
    }

    private static byte[] Segment(GmtiSegmentKind kind, ReadOnlySpan<byte> body)
    {
        var to = new ArrayBufferWriter<byte>();
        GmtiEncoder.Write(to, GmtiRun.Header, (byte)kind, body);
        return to.WrittenSpan.ToArray();
    }
}
