using System.Text;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Turns Mode S messages of one feed into observations: positions, with the velocity that the aircraft said last, and
/// what it calls itself. All other messages help to understand these, and give none of their own.
/// </summary>
internal sealed class ModeSDecoder
{
    /// <summary>
    /// Oldest velocity that is given with a position in the air: aircraft send both twice a second, in turn.
    /// </summary>
    public const long VelocityUs = 2_000_000;

    private readonly ModeSReader reader;
    private ObjectDescription?[] descriptions = [];

    /// <summary>Makes a decoder for one feed.</summary>
    public ModeSDecoder(ModeSSettings? settings = null, int maxAircraft = AircraftTable.MaxAircraft) =>
        reader = new ModeSReader(settings, maxAircraft);

    /// <summary>Decodes one message of 7 or 14 bytes that came in a frame.</summary>
    public FrameFault Decode(
        in FrameView frame, ReadOnlySpan<byte> bytes, in Reception reception, ObservationBuffer output)
    {
        var fault = reader.Read(bytes, reception, out var reading);
        if (fault != FrameFault.None || reading.Source != AddressSource.Announced
            || reading.Place == AircraftTable.None || reading.Message.Format == 11)
        {
            return fault;
        }

        if (reading.HasPosition)
        {
            AddPosition(frame, reading, reception, output);
        }
        else if (reading.Message.TypeCode is >= 1 and <= 4)
        {
            AddDescription(frame, reading, output);
        }

        return FrameFault.None;
    }

    private void AddPosition(
        in FrameView frame, in ModeSReading reading, in Reception reception, ObservationBuffer output)
    {
        ref var aircraft = ref reader.Table[reading.Place];
        var body = reading.Message.Body;
        var type = reading.Message.TypeCode;
        ref var to = ref Add(frame, reading, aircraft, output);
        to.Kind = ObservationKind.Position;
        to.HasPosition = true;
        to.Position = reading.Position;
        to.PositionError = reception.IsMultilateration
            ? PositionQuality.NotKnown
            : PositionQuality.ErrorOf(aircraft, type, ModeSReader.SupplementB(reading.Message), reading.AtUs);
        to.HasAssumedError = to.PositionError == PositionQuality.NotKnown;
        to.NavigationAccuracy = reception.IsMultilateration
            ? null
            : PositionQuality.AccuracyOf(aircraft, reading.AtUs);
        to.NavigationIntegrity = reception.IsMultilateration
            ? null
            : PositionQuality.IntegrityOf(aircraft, type, ModeSReader.SupplementB(reading.Message), reading.AtUs);
        if (ModeSReader.IsSurfacePosition(type))
        {
            Heights.SetGround(ref to);
            to.SpeedMps = Velocity.MovementKn(body.Unsigned(6, 12)) * Velocity.KnotMps;
            to.CourseDeg = body[13] ? body.Unsigned(14, 20) * (360.0 / 128) : double.NaN;
            (aircraft.SpeedMps, aircraft.CourseDeg) = (to.SpeedMps, to.CourseDeg);
            aircraft.MovedAtUs = reading.AtUs;
        }
        else
        {
            SetHeight(ref to, body.Unsigned(9, 20), type, aircraft, reading.AtUs);
            if (reading.AtUs - aircraft.MovedAtUs <= VelocityUs)
            {
                to.SpeedMps = aircraft.SpeedMps;
                to.CourseDeg = aircraft.CourseDeg;
            }
        }
    }

    private static void SetHeight(ref Observation to, uint code12, int typeCode, in Aircraft aircraft, long atUs)
    {
        var feet = AltitudeCode.Feet12(code12);
        if (feet == AltitudeCode.NotKnown)
        {
            return;
        }

        var isFine = AltitudeCode.IsFine12(code12);
        if (typeCode < 20)
        {
            Heights.SetPressure(ref to, feet, isFine);
            return;
        }

        var isRecent = atUs - aircraft.QualityAtUs <= PositionQuality.AccuracyUs;
        Heights.SetGeometric(ref to, feet, isFine, isRecent ? aircraft.HeightAccuracy : 0);
    }

    private void AddDescription(in FrameView frame, in ModeSReading reading, ObservationBuffer output)
    {
        ref var aircraft = ref reader.Table[reading.Place];
        if (reading.Place >= descriptions.Length)
        {
            Array.Resize(ref descriptions, Math.Max(reading.Place + 1, descriptions.Length * 2));
        }

        ref var description = ref descriptions[reading.Place];
        var body = reading.Message.Body;
        Span<byte> letters = stackalloc byte[CallSign.Length];
        if (description is null || aircraft.Identification != body.Value)
        {
            var length = CallSign.Read(body, 9, letters);
            if (length < 0)
            {
                return;
            }

            aircraft.Identification = body.Value;
            var code = Emitter.Code(reading.Message.TypeCode, body.Unsigned(6, 8));
            var callSign = Encoding.ASCII.GetString(letters[..length]);
            description = new ObjectDescription("", callSign, code, 0, 0);
        }

        ref var to = ref Add(frame, reading, aircraft, output);
        to.Kind = ObservationKind.Description;
        to.Description = description;
    }

    private static ref Observation Add(
        in FrameView frame, in ModeSReading reading, in Aircraft aircraft, ObservationBuffer output)
    {
        ref var to = ref output.Add();
        to.Frame = frame.Ref;
        to.Identity = reading.IsOtherAddress
            ? ObjectIdentity.None
            : new ObjectIdentity(IdentityScheme.Icao, reading.Address, null);
        to.Class = ClassOf(aircraft);
        to.At = frame.ReceivedAt;
        to.ReceivedAt = frame.ReceivedAt;
        return ref to;
    }

    private static ObjectClass ClassOf(in Aircraft aircraft)
    {
        var body = new MessageBits(aircraft.Identification);
        return Emitter.ClassOf((int)body.Unsigned(1, 5), body.Unsigned(6, 8));
    }
}
