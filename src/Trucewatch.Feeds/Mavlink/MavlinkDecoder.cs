using System.Buffers.Binary;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Feeds.Odid;
using Trucewatch.Geo;
using static Trucewatch.Feeds.Mavlink.MavlinkContents;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>
/// Turns packets of one feed into observations: where vehicles are, what they hear of aircraft and drones around them,
/// and what their cameras looked at. Fields are read at the places that their layouts have; a test compares them.
/// </summary>
internal sealed class MavlinkDecoder : IFrameDecoder
{
    /// <summary>Sigma of a place for each unit of horizontal dilution, where no error is stated, metres.</summary>
    public const double SigmaPerDilutionM = 3;

    /// <summary>Sigma of a place where nothing is said, metres.</summary>
    public const double UnstatedSigmaM = 10;

    // A slower vehicle's course is the noise of its velocity.
    private const double LeastCourseSpeedMps = 0.3;
    private const ushort Unknown16 = ushort.MaxValue;
    private const double DegreesPerUnit = 1e-7;

    private readonly MavlinkVehicles vehicles = new();
    private readonly OdidObserver drones = new();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = MavlinkPacket.TryRead(frame.Bytes, out var packet);
        if (fault != FrameFault.None || !IsRead(packet.MessageId))
        {
            return fault;
        }

        Span<byte> content = stackalloc byte[MavlinkPacket.MaxPayloadBytes];
        packet.CopyTo(content);
        fault = MavlinkContents.Check(packet.MessageId, content);
        if (fault == FrameFault.None)
        {
            var (first, firstLook) = (output.Count, output.LookCount);
            Observe(frame, packet, content, output);
            if (vehicles[packet.SystemId].IsSimulated)
            {
                Mark(first, firstLook, output);
            }
        }

        return fault;
    }

    private void Observe(
        in FrameView frame, in MavlinkPacket packet, ReadOnlySpan<byte> content, ObservationBuffer output)
    {
        ref var vehicle = ref vehicles[packet.SystemId];
        switch (packet.MessageId)
        {
            case 0:
                NoteHeartbeat(content, ref vehicle);
                break;
            case 2:
                NoteClock(content, ref vehicle);
                break;
            case 24:
                ObserveReceiver(frame, packet, content, ref vehicle, output);
                break;
            case 33:
                ObserveEstimate(frame, packet, content, ref vehicle, output);
                break;
            case 246:
                ObserveAircraft(frame, content, output);
                break;
            case 263 or 271:
                AddLook(frame, packet.MessageId, content, ref vehicle, output);
                break;
            case 12900 when content[22] == 1:
                var serial = content.Slice(24, OdidMessage.IdBytes).TrimEnd("\0 "u8);
                drones.Identify(frame, serial, content[23], TransmitterOf(packet, content[2..22]), output);
                break;
            case 12901:
                ObserveDrone(frame, packet, content, vehicle, output);
                break;
            case 12915:
                drones.ObserveAll(
                    frame, MavlinkContents.Messages(content), TransmitterOf(packet, content[2..22]), output);
                break;
        }
    }

    private static void Mark(int first, int firstLook, ObservationBuffer output)
    {
        for (var index = first; index < output.Count; index++)
        {
            output[index].IsExercise = true;
        }

        for (var index = firstLook; index < output.LookCount; index++)
        {
            output.LookAt(index).IsExercise = true;
        }
    }

    private static bool IsRead(int message) =>
        message is 0 or 2 or 24 or 33 or 246 or 263 or 271 or 12900 or 12901 or 12915;

    private static void NoteHeartbeat(ReadOnlySpan<byte> content, ref MavlinkVehicle vehicle)
    {
        // Type 6 is a ground station; cameras, gimbals and receivers send heartbeats in the vehicle's name.
        vehicle.IsStation = vehicle.IsStation || content[4] == 6;
        if (MavlinkVehicles.TryClass(content[4], out var known))
        {
            const byte HardwareInTheLoop = 32;
            (vehicle.Class, vehicle.IsStation) = (known, false);
            vehicle.IsSimulated = (content[6] & HardwareInTheLoop) != 0;
        }
    }

    private static void NoteClock(ReadOnlySpan<byte> content, ref MavlinkVehicle vehicle)
    {
        var unix = BinaryPrimitives.ReadUInt64LittleEndian(content);
        if (MavlinkVehicles.IsUnix(unix))
        {
            vehicle.BootUs = (long)unix - (UInt32(content, 8) * 1000L);
            vehicle.HasClock = true;
        }
    }

    private static GeoPoint PointOf(int latitude, int longitude) => GeoPoint.FromDegrees(
        latitudeDeg: latitude * DegreesPerUnit, longitudeDeg: longitude * DegreesPerUnit);

    /// <summary>The receiver's own place: how exact it is, and a position where there is no estimate.</summary>
    private void ObserveReceiver(
        in FrameView frame, in MavlinkPacket packet, ReadOnlySpan<byte> content, ref MavlinkVehicle vehicle,
        ObservationBuffer output)
    {
        var (latitude, longitude) = (Int32(content, 8), Int32(content, 12));
        const int Fix2D = 2;
        if (content[28] < Fix2D || IsNowhere(latitude, longitude))
        {
            return;
        }

        NoteAccuracy(frame, content, ref vehicle);
        if (vehicle.IsStation || frame.ReceivedAt.UnixMicroseconds - vehicle.EstimateAtUs <= MavlinkVehicles.EstimateUs)
        {
            return;
        }

        ref var to = ref Add(frame, packet, vehicle, output);
        Place(frame, latitude, longitude, vehicle, ref to);
        var time = BinaryPrimitives.ReadUInt64LittleEndian(content);
        if (MavlinkVehicles.IsUnix(time))
        {
            (to.At, to.HasSourceTime) = (new Instant((long)time), true);
        }
        else if (time / 1000 <= uint.MaxValue)
        {
            SetTime(vehicle, (uint)(time / 1000), ref to);
        }

        to.SpeedMps = UInt16(content, 24) == Unknown16 ? double.NaN : UInt16(content, 24) / 100.0;
        to.CourseDeg = UInt16(content, 26) > 36_000 || !(to.SpeedMps >= LeastCourseSpeedMps)
            ? double.NaN
            : UInt16(content, 26) / 100.0;
        var ellipsoid = Int32(content, 30);
        (to.HeightM, to.HeightReference) = ellipsoid != 0
            ? (ellipsoid / 1000.0, HeightReference.Ellipsoid)
            : (Int32(content, 16) / 1000.0, HeightReference.SeaLevel);
        to.HeightSigmaM = vehicle.VerticalSigmaM;
    }

    private static void NoteAccuracy(in FrameView frame, ReadOnlySpan<byte> content, ref MavlinkVehicle vehicle)
    {
        var (horizontal, vertical) = (UInt32(content, 34), UInt32(content, 38));
        var dilution = UInt16(content, 20);
        vehicle.IsGuess = horizontal == 0;
        vehicle.HorizontalSigmaM = horizontal != 0 ? horizontal / 1000.0
            : dilution is 0 or Unknown16 ? UnstatedSigmaM
            : dilution / 100.0 * SigmaPerDilutionM;
        vehicle.VerticalSigmaM = vertical != 0 ? vertical / 1000.0 : double.NaN;
        vehicle.AccuracyAtUs = frame.ReceivedAt.UnixMicroseconds;
    }

    private void ObserveEstimate(
        in FrameView frame, in MavlinkPacket packet, ReadOnlySpan<byte> content, ref MavlinkVehicle vehicle,
        ObservationBuffer output)
    {
        var (latitude, longitude) = (Int32(content, 4), Int32(content, 8));
        if (IsNowhere(latitude, longitude) || vehicle.IsStation)
        {
            return;
        }

        vehicle.EstimateAtUs = frame.ReceivedAt.UnixMicroseconds;
        ref var to = ref Add(frame, packet, vehicle, output);
        Place(frame, latitude, longitude, vehicle, ref to);
        SetTime(vehicle, UInt32(content, 0), ref to);
        double north = Int16(content, 20) / 100.0, east = Int16(content, 22) / 100.0;
        to.SpeedMps = Math.Sqrt((north * north) + (east * east));
        if (to.SpeedMps >= LeastCourseSpeedMps)
        {
            var course = Elementary.Atan2Degrees(east, north);
            to.CourseDeg = course < 0 ? course + 360 : course;
        }

        (to.HeightM, to.HeightReference) = (Int32(content, 12) / 1000.0, HeightReference.SeaLevel);
        to.HeightSigmaM = IsAccurate(frame, vehicle) ? vehicle.VerticalSigmaM : double.NaN;
    }

    private static bool IsAccurate(in FrameView frame, in MavlinkVehicle vehicle) =>
        frame.ReceivedAt.UnixMicroseconds - vehicle.AccuracyAtUs <= MavlinkVehicles.AccuracyUs;

    private static void Place(
        in FrameView frame, int latitude, int longitude, in MavlinkVehicle vehicle, ref Observation to)
    {
        var isStated = IsAccurate(frame, vehicle);
        to.HasPosition = true;
        to.Position = PointOf(latitude, longitude);
        to.PositionError = Covariance2.Circular(isStated ? vehicle.HorizontalSigmaM : UnstatedSigmaM);
        to.HasAssumedError = !isStated || vehicle.IsGuess;
    }

    private static void SetTime(in MavlinkVehicle vehicle, uint bootMs, ref Observation to)
    {
        if (MavlinkVehicles.TryTime(vehicle, bootMs, out var at))
        {
            (to.At, to.HasSourceTime) = (at, true);
        }
    }

    private ref Observation Add(
        in FrameView frame, in MavlinkPacket packet, in MavlinkVehicle vehicle, ObservationBuffer output)
    {
        ref var to = ref output.Add();
        to.Frame = frame.Ref;
        to.Kind = ObservationKind.Position;
        to.Class = vehicle.Class;
        to.Identity = drones.IdentityOf(TransmitterOf(packet, default), out to.SourceTrack);
        (to.At, to.ReceivedAt) = (frame.ReceivedAt, frame.ReceivedAt);
        return ref to;
    }

    /// <summary>An aircraft that the vehicle's receiver heard.</summary>
    private static void ObserveAircraft(
        in FrameView frame, ReadOnlySpan<byte> content, ObservationBuffer output)
    {
        const int PlaceFlag = 1, HeightFlag = 2, CourseFlag = 4, SpeedFlag = 8, SimulatedFlag = 64;
        var flags = UInt16(content, 22);
        var (address, latitude, longitude) = (UInt32(content, 0), Int32(content, 4), Int32(content, 8));
        if ((flags & PlaceFlag) == 0 || IsNowhere(latitude, longitude))
        {
            return;
        }

        ref var to = ref output.Add();
        to.Frame = frame.Ref;
        to.Kind = ObservationKind.Position;
        to.Identity = new ObjectIdentity(IdentityScheme.Icao, address, null);
        to.Class = content[36] switch
        {
            14 => ObjectClass.Drone,
            17 or 18 => ObjectClass.Vehicle,
            19 => ObjectClass.Installation,
            _ => ObjectClass.Aircraft,
        };
        to.IsExercise = (flags & SimulatedFlag) != 0;
        to.ReceivedAt = frame.ReceivedAt;
        to.At = frame.ReceivedAt - TimeSpan.FromSeconds(content[37]);
        (to.HasPosition, to.Position) = (true, PointOf(latitude, longitude));
        (to.PositionError, to.HasAssumedError) = (PositionQuality.NotKnown, true);
        to.SpeedMps = (flags & SpeedFlag) != 0 ? UInt16(content, 18) / 100.0 : double.NaN;
        to.CourseDeg = (flags & CourseFlag) != 0 ? UInt16(content, 16) / 100.0 : double.NaN;
        if ((flags & HeightFlag) != 0)
        {
            to.HeightM = Int32(content, 12) / 1000.0;
            to.HeightReference = content[26] == 0 ? HeightReference.Pressure : HeightReference.Ellipsoid;
        }
    }

    private static void AddLook(
        in FrameView frame, int message, ReadOnlySpan<byte> content, ref MavlinkVehicle vehicle,
        ObservationBuffer output)
    {
        var isField = message == 271;
        var (latitude, longitude) = (Int32(content, isField ? 4 : 12), Int32(content, isField ? 8 : 16));
        if (isField)
        {
            (vehicle.FieldDeg, vehicle.FieldHeightDeg) = (Float(content, 44), Float(content, 48));
        }

        if (IsNowhere(latitude, longitude))
        {
            return;
        }

        // How high the camera is over the ground in the picture; a picture says it of the place of take-off.
        var ground = Int32(content, 24);
        var heightM = !isField ? ground / 1000.0
            : ground is int.MaxValue or int.MinValue ? double.NaN
            : (Int32(content, 12) - (long)ground) / 1000.0;
        Span<float> attitude = stackalloc float[4];
        for (var part = 0; part < attitude.Length; part++)
        {
            attitude[part] = Float(content, 28 + (4 * part));
        }

        var (corners, camera) = (default(LookCorners), PointOf(latitude, longitude));
        if (!MavlinkCamera.TryCorners(
            camera, heightM, attitude, (vehicle.FieldDeg, vehicle.FieldHeightDeg), ref corners)
            || (!isField && (sbyte)content[49] != 1))
        {
            return;
        }

        var at = frame.ReceivedAt;
        var utc = BinaryPrimitives.ReadUInt64LittleEndian(content);
        if (!isField && MavlinkVehicles.IsUnix(utc))
        {
            at = new Instant((long)utc);
        }
        else if (MavlinkVehicles.TryTime(vehicle, UInt32(content, isField ? 0 : 8), out var own))
        {
            at = own;
        }

        ref var look = ref output.AddLook();
        look.Frame = frame.Ref;
        look.Modality = Modality.Optical;
        (look.From, look.Until, look.ReceivedAt) = (at, at, frame.ReceivedAt);
        (look.HasCorners, look.Corners) = (true, corners);
        (look.HasSensorPosition, look.SensorPosition, look.SensorHeightM) = (true, camera, heightM);
    }

    /// <summary>
    /// The transmitter that a receiver heard; where it names none, the vehicle speaks of itself, and its number stands
    /// where no address reaches.
    /// </summary>
    private static OdidTransmitter TransmitterOf(in MavlinkPacket packet, ReadOnlySpan<byte> heard)
    {
        if (heard.ContainsAnyExcept((byte)0))
        {
            return OdidTransmitter.Of(heard);
        }

        Span<byte> own = stackalloc byte[OdidMessage.IdBytes];
        own.Clear();
        (own[^2], own[^1]) = (0xFF, packet.SystemId);
        return OdidTransmitter.Of(own);
    }

    private void ObserveDrone(
        in FrameView frame, in MavlinkPacket packet, ReadOnlySpan<byte> content, in MavlinkVehicle vehicle,
        ObservationBuffer output)
    {
        var (latitude, longitude) = (Int32(content, 0), Int32(content, 4));
        var isOwn = !content[32..52].ContainsAnyExcept((byte)0);
        if (IsNowhere(latitude, longitude) || (isOwn
            && frame.ReceivedAt.UnixMicroseconds - vehicle.EstimateAtUs <= MavlinkVehicles.EstimateUs))
        {
            return;
        }

        var location = OdidLocation.NotKnown();
        (location.LatitudeDeg, location.LongitudeDeg) = (latitude * DegreesPerUnit, longitude * DegreesPerUnit);
        location.PressureAltitudeM = Known(Float(content, 8));
        location.GeodeticAltitudeM = Known(Float(content, 12));
        location.HeightM = Known(Float(content, 16));
        location.IsAboveGround = content[53] == 1;
        location.TrackDeg = UInt16(content, 24) < 36_000 ? UInt16(content, 24) / 100.0 : double.NaN;
        location.SpeedMps = UInt16(content, 26) < 25_500 ? UInt16(content, 26) / 100.0 : double.NaN;
        (location.HorizontalAccuracy, location.VerticalAccuracy) = (content[54], content[55]);
        location.BaroAccuracy = content[56];
        if (Float(content, 20) is >= 0 and <= 3600 and var seconds)
        {
            location.TenthsOfHour = (int)(seconds * 10);
        }

        drones.Observe(frame, location, TransmitterOf(packet, content[32..52]), output);

        static double Known(float altitude) => altitude is > -1000 and < 100_000 ? altitude : double.NaN;
    }
}
