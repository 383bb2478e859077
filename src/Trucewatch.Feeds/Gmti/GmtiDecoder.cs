using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Gmti;

/// <summary>
/// Turns packets into observations: one for each target report, with its range rate, and one look for each dwell.
/// </summary>
internal sealed class GmtiDecoder : IFrameDecoder
{
    private readonly GmtiMissions missions = new();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = GmtiPacket.TryRead(frame.Bytes, out var packet);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        var rest = packet.Segments;
        while (!rest.IsEmpty && GmtiPacket.Next(ref rest, out var segment) == FrameFault.None)
        {
            switch (segment.Kind)
            {
                case GmtiSegmentKind.Mission:
                    GmtiMission.TryRead(segment.Body, out var mission);
                    missions.Note(packet, mission);
                    break;
                case GmtiSegmentKind.JobDefinition:
                    GmtiJob.TryRead(segment.Body, out var job);
                    missions.Note(packet, job);
                    break;
                case GmtiSegmentKind.Dwell:
                    GmtiDwell.TryRead(segment.Body, out var dwell);
                    Observe(frame, packet, dwell, output);
                    break;
            }
        }

        return FrameFault.None;
    }

    private void Observe(in FrameView frame, in GmtiPacket packet, in GmtiDwell dwell, ObservationBuffer output)
    {
        var day = missions.DayUs(packet);
        var hasTime = day != GmtiMissions.NoDay;
        var at = hasTime ? new Instant(day + (dwell.Unsigned(GmtiField.DwellTime) * 1000L)) : frame.ReceivedAt;
        var geometry = new GmtiGeometry(dwell, missions.Accuracy(packet));
        AddLook(frame, at, packet.IsExercise, dwell, geometry, output);
        for (var index = 0; index < dwell.TargetCount; index++)
        {
            var target = dwell.TargetAt(index);
            ref var to = ref output.Add();
            to.Frame = frame.Ref;
            to.Kind = ObservationKind.Position;
            (to.At, to.ReceivedAt, to.HasSourceTime) = (at, frame.ReceivedAt, hasTime);
            to.IsExercise = packet.IsExercise;
            geometry.Fill(dwell, target, ref to);
            if (dwell.Has(GmtiField.Classification))
            {
                var code = dwell.Unsigned(GmtiField.Classification, target);
                to.Class = GmtiTargetClass.Of(code);
                to.IsExercise |= GmtiTargetClass.IsSimulated(code);
            }

            if (dwell.Has(GmtiField.Height))
            {
                to.HeightM = dwell.Signed(GmtiField.Height, target);
                to.HeightReference = HeightReference.Ellipsoid;
                if (dwell.Has(GmtiField.HeightError) && dwell.Unsigned(GmtiField.HeightError, target) is > 0 and var m)
                {
                    to.HeightSigmaM = m;
                }
            }
        }
    }

    private static void AddLook(
        in FrameView frame, Instant at, bool isExercise, in GmtiDwell dwell, in GmtiGeometry geometry,
        ObservationBuffer output)
    {
        var corners = default(LookCorners);
        if (!geometry.TryCorners(dwell, ref corners))
        {
            return;
        }

        ref var look = ref output.AddLook();
        look.Frame = frame.Ref;
        look.Modality = Modality.MovingTargetRadar;
        (look.From, look.Until, look.ReceivedAt) = (at, at, frame.ReceivedAt);
        (look.HasCorners, look.Corners) = (true, corners);
        (look.HasSensorPosition, look.SensorPosition) = (true, geometry.Sensor);
        look.IsExercise = isExercise;
    }
}
