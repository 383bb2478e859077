using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Odid;

/// <summary>
/// What Remote ID says about the picture, whatever carried it: a drone's place, and its serial number. Where its
/// operator stands is said, too, and is about a person: no observation has it.
/// </summary>
internal sealed class OdidObserver
{
    private readonly OdidTransmitters transmitters = new();

    /// <summary>
    /// Appends what one transmitter said at once: messages of 25 bytes, none with a fault. Who it is comes first, so
    /// that a serial number names the locations beside it, even where nothing else names the transmitter.
    /// </summary>
    public void ObserveAll(
        in FrameView frame, ReadOnlySpan<byte> messages, OdidTransmitter transmitter, ObservationBuffer output)
    {
        for (var at = 0; at < messages.Length; at += OdidMessage.Bytes)
        {
            OdidMessage.TryRead(messages.Slice(at, OdidMessage.Bytes), out var message);
            if (message.Kind == OdidKind.BasicId)
            {
                var own = transmitter == OdidTransmitter.None ? OdidTransmitter.Of(message.Id) : transmitter;
                if (transmitters.Note(own, message, out var description))
                {
                    transmitter = own;
                    Describe(frame, own, description!, output);
                }
            }
        }

        for (var at = 0; at < messages.Length; at += OdidMessage.Bytes)
        {
            var bytes = messages.Slice(at, OdidMessage.Bytes);
            OdidMessage.TryRead(bytes, out var message);
            if (message.Kind == OdidKind.Location)
            {
                OdidLocation.TryRead(bytes, out var location);
                Observe(frame, location, transmitter, output);
            }
        }
    }

    /// <summary>A transmitter says which drone it is.</summary>
    public void Identify(
        in FrameView frame, ReadOnlySpan<byte> serial, int droneKind, OdidTransmitter transmitter,
        ObservationBuffer output)
    {
        if (transmitters.Note(transmitter, serial, droneKind, out var description))
        {
            Describe(frame, transmitter, description!, output);
        }
    }

    /// <summary>Who a transmitter said that it is, none where it said nothing; and its number.</summary>
    public ObjectIdentity IdentityOf(OdidTransmitter transmitter, out uint sourceTrack) =>
        transmitters.Identify(transmitter, out sourceTrack);

    /// <summary>Appends where a drone is, if the message says so.</summary>
    public void Observe(
        in FrameView frame, in OdidLocation location, OdidTransmitter transmitter, ObservationBuffer output)
    {
        if (!location.HasPlace)
        {
            return;
        }

        ref var to = ref Add(frame, transmitter, output);
        to.Kind = ObservationKind.Position;
        if (location.TenthsOfHour != OdidLocation.NoTime)
        {
            to.At = location.TimeNear(frame.ReceivedAt);
            to.HasSourceTime = true;
        }

        to.HasPosition = true;
        to.Position = GeoPoint.FromDegrees(latitudeDeg: location.LatitudeDeg, longitudeDeg: location.LongitudeDeg);
        to.PositionError = OdidAccuracy.ErrorOf(location.HorizontalAccuracy);
        to.HasAssumedError = !OdidAccuracy.IsKnown(location.HorizontalAccuracy);
        (to.SpeedMps, to.CourseDeg) = (location.SpeedMps, location.TrackDeg);
        SetHeight(location, ref to);
    }

    /// <summary>The height that is best known: over the ellipsoid, of pressure, or over the ground.</summary>
    private static void SetHeight(in OdidLocation location, ref Observation to)
    {
        if (!double.IsNaN(location.GeodeticAltitudeM))
        {
            (to.HeightM, to.HeightReference) = (location.GeodeticAltitudeM, HeightReference.Ellipsoid);
            to.HeightSigmaM = OdidAccuracy.VerticalSigmaM(location.VerticalAccuracy);
        }
        else if (!double.IsNaN(location.PressureAltitudeM))
        {
            (to.HeightM, to.HeightReference) = (location.PressureAltitudeM, HeightReference.Pressure);
            to.HeightSigmaM = OdidAccuracy.VerticalSigmaM(location.BaroAccuracy);
        }
        else if (!double.IsNaN(location.HeightM) && location.IsAboveGround)
        {
            (to.HeightM, to.HeightReference) = (location.HeightM, HeightReference.Ground);
        }
    }

    private void Describe(
        in FrameView frame, OdidTransmitter transmitter, ObjectDescription description, ObservationBuffer output)
    {
        ref var to = ref Add(frame, transmitter, output);
        to.Kind = ObservationKind.Description;
        to.Description = description;
    }

    private ref Observation Add(in FrameView frame, OdidTransmitter transmitter, ObservationBuffer output)
    {
        ref var to = ref output.Add();
        to.Frame = frame.Ref;
        to.Identity = transmitters.Identify(transmitter, out to.SourceTrack);
        to.Class = ObjectClass.Drone;
        (to.At, to.ReceivedAt) = (frame.ReceivedAt, frame.ReceivedAt);
        return ref to;
    }
}
