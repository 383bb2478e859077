using System.Runtime.CompilerServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using static Trucewatch.Feeds.Ais.AisLayouts;

namespace Trucewatch.Feeds.Ais;

/// <summary>Turns AIS sentences of one feed into observations.</summary>
internal sealed class AisDecoder : IFrameDecoder
{
    /// <summary>One knot in metres per second.</summary>
    internal const double KnotMps = 1852.0 / 3600.0;

    // Standard deviations along one axis; NOTES.md says where they come from.
    private const double HighAccuracySigmaM = 5;
    private const double LowAccuracySigmaM = 15;
    private const double NotByGnssSigmaM = 200;
    private const double LongRangeSigmaM = 56;

    private const uint SpeedNotKnown = 1023;
    private const uint CourseNotKnownTenths = 3600;
    private const long SlowestClockUs = 15_000_000;
    private const uint ManualSecond = 61;
    private const uint EstimatedSecond = 62;
    private const uint InoperativeSecond = 63;
    private const uint GreatestMmsi = 999_999_999;

    private static readonly Covariance2 highAccuracy = Covariance2.Circular(HighAccuracySigmaM);
    private static readonly Covariance2 lowAccuracy = Covariance2.Circular(LowAccuracySigmaM);
    private static readonly Covariance2 notByGnss = Covariance2.Circular(NotByGnssSigmaM);
    private static readonly Covariance2 longRange = Covariance2.Circular(LongRangeSigmaM);

    private readonly AisGroups groups = new();
    private readonly AisDescriptions descriptions = new();

    /// <inheritdoc/>
    /// <remarks>
    /// What is done for each frame is cut into methods that stay calls: the compiler stops looking into small ones
    /// where a method has grown too large.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = groups.Accept(frame, late, out var message);
        if (fault != FrameFault.None || !message.IsComplete)
        {
            return fault;
        }

        ref readonly var bits = ref message.Bits;
        fault = Judge(bits, out var layout);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        // 30 bits hold more than nine digits, and what is no MMSI identifies nobody.
        var mmsi = bits.Unsigned(Mmsi);
        if (mmsi > GreatestMmsi)
        {
            return FrameFault.OutOfRange;
        }

        var type = bits.Unsigned(AisLayouts.Type);
        if (type == 8)
        {
            ObserveBroadcast(frame, message, layout, output);
        }
        else if (SpeaksOfItself(type))
        {
            Fill(ref Start(frame, message, mmsi, output), bits, type, mmsi);
        }

        return FrameFault.None;
    }

    /// <summary>
    /// The newest moment with this second of the minute that is not more than fifteen seconds after the receive time:
    /// as much may a receiver's clock be slow, while a message that was held up may be most of a minute old.
    /// One taken for a message of the future would put the ship where it will be, and split its track afterwards.
    /// </summary>
    internal static Instant ResolveSecond(Instant receivedAt, uint second)
    {
        const long Minute = 60_000_000;
        var intoMinute = ((receivedAt.UnixMicroseconds % Minute) + Minute) % Minute;
        var ahead = (second * 1_000_000L) - intoMinute;
        if (ahead > SlowestClockUs)
        {
            ahead -= Minute;
        }
        else if (ahead <= SlowestClockUs - Minute)
        {
            ahead += Minute;
        }

        return new Instant(receivedAt.UnixMicroseconds + ahead);
    }

    // All other types speak of messages, channels and the weather, or have words for people.
    private static bool SpeaksOfItself(uint type) => type is >= 1 and <= 5 or 9 or 11 or 18 or 19 or 21 or 24 or 27;

    private static ref Observation Start(
        in FrameView frame, scoped in AisMessage message, uint mmsi, ObservationBuffer output)
    {
        ref var observation = ref output.Add();
        observation.Frame = frame.Ref;
        observation.EarlierParts = (ushort)message.EarlierParts;
        observation.Identity = ObjectIdentity.Mmsi(mmsi);
        observation.At = frame.ReceivedAt;
        observation.ReceivedAt = frame.ReceivedAt;
        return ref observation;
    }

    private void ObserveBroadcast(
        in FrameView frame, scoped in AisMessage message, AisLayout layout, ObservationBuffer output)
    {
        ref readonly var bits = ref message.Bits;
        if (layout == AisInlandLayouts.Ship.Layout)
        {
            var mmsi = bits.Unsigned(Mmsi);
            ref var ship = ref Start(frame, message, mmsi, output);
            ship.Kind = ObservationKind.Description;
            ship.Class = ObjectClass.Vessel;
            ship.Description = DescribeInland(bits, mmsi);
        }
        else if (AisTargets.AreIn(bits, layout))
        {
            for (var target = 0; target < AisTargets.Count(bits); target++)
            {
                if (AisTargets.TryReadPlace(bits, target, out var place))
                {
                    AisTargets.Fill(ref Start(frame, message, 0, output), bits, target, place);
                }
            }
        }
    }

    // Distress beacons (970, 972, 974) float or are worn; they are no vessel although they send a vessel's message.
    private static ObjectClass ClassOf(uint type, uint mmsi) => type switch
    {
        4 or 21 => ObjectClass.Installation,
        9 => ObjectClass.Aircraft,
        _ => mmsi / 1_000_000 is 970 or 972 or 974 ? ObjectClass.Unknown : ObjectClass.Vessel,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill(ref Observation to, in AisBits bits, uint type, uint mmsi)
    {
        to.Class = ClassOf(type, mmsi);
        switch (type)
        {
            case 4 or 11:
                SetPlace(ref to, bits, BaseStation.Longitude, BaseStation.Latitude, BaseStation.Accuracy);
                SetSecond(ref to, bits.Unsigned(BaseStation.Second));
                break;
            case 5:
                to.Kind = ObservationKind.Description;
                to.Description = DescribeStaticA(bits, mmsi);
                break;
            case 9:
                SetPlace(ref to, bits, SearchAircraft.Longitude, SearchAircraft.Latitude, SearchAircraft.Accuracy);
                SetMotion(ref to, bits.Unsigned(SearchAircraft.Speed), KnotMps, bits.Unsigned(SearchAircraft.Course));
                SetSecondOfFix(ref to, bits.Unsigned(SearchAircraft.Second));
                break;
            case 18 or 19:
                SetPlace(ref to, bits, PositionB.Longitude, PositionB.Latitude, PositionB.Accuracy);
                SetMotion(ref to, bits.Unsigned(PositionB.Speed), KnotMps / 10, bits.Unsigned(PositionB.Course));
                SetSecondOfFix(ref to, bits.Unsigned(PositionB.Second));
                to.Description = type == 19 ? DescribeExtendedB(bits, mmsi) : null;
                break;
            case 21:
                SetPlace(ref to, bits, Aid.Longitude, Aid.Latitude, Aid.Accuracy);
                SetSecond(ref to, bits.Unsigned(Aid.Second));
                to.Description = DescribeAid(bits, mmsi);
                break;
            case 24:
                to.Kind = ObservationKind.Description;
                to.Description = DescribeStaticB(bits, mmsi);
                break;
            case 27:
                FillLongRange(ref to, bits);
                break;
            default:
                SetPlace(ref to, bits, PositionA.Longitude, PositionA.Latitude, PositionA.Accuracy);
                SetMotion(ref to, bits.Unsigned(PositionA.Speed), KnotMps / 10, bits.Unsigned(PositionA.Course));
                SetSecondOfFix(ref to, bits.Unsigned(PositionA.Second));
                break;
        }
    }

    private static void SetPlace(
        ref Observation to, in AisBits bits, in AisField longitude, in AisField latitude, in AisField accuracy)
    {
        // 181 and 91 degrees mean "not known" and, like every other value outside the Earth, make no position.
        to.HasPosition = GeoPoint.TryFromDegrees(
            latitudeDeg: bits.Signed(latitude) / 600_000.0,
            longitudeDeg: bits.Signed(longitude) / 600_000.0,
            out to.Position);
        to.PositionError = to.HasPosition ? bits.Flag(accuracy) ? highAccuracy : lowAccuracy : default;
        to.HasAssumedError = to.HasPosition;
    }

    private static void SetMotion(ref Observation to, uint speed, double unitMps, uint courseTenths)
    {
        if (speed != SpeedNotKnown)
        {
            to.SpeedMps = speed * unitMps;
        }

        if (courseTenths < CourseNotKnownTenths)
        {
            to.CourseDeg = courseTenths / 10.0;
        }
    }

    private static void SetSecond(ref Observation to, uint second)
    {
        if (second < 60)
        {
            to.At = ResolveSecond(to.ReceivedAt, second);
            to.HasSourceTime = true;
        }
    }

    // Instead of a second, a moving station says how it knows its position: 60 no time, 61 entered by hand,
    // 62 dead reckoning, 63 the positioning system does not work.
    private static void SetSecondOfFix(ref Observation to, uint second)
    {
        SetSecond(ref to, second);
        if (second == InoperativeSecond)
        {
            to.HasPosition = false;
            to.Position = default;
            to.PositionError = default;
        }
        else if (to.HasPosition && second is ManualSecond or EstimatedSecond)
        {
            to.PositionError = notByGnss;
        }
    }

    private static void FillLongRange(ref Observation to, in AisBits bits)
    {
        const uint LongRangeSpeedNotKnown = 63;
        to.HasPosition = GeoPoint.TryFromDegrees(
            latitudeDeg: bits.Signed(LongRange.Latitude) / 600.0,
            longitudeDeg: bits.Signed(LongRange.Longitude) / 600.0,
            out to.Position);
        to.PositionError = to.HasPosition ? longRange : default;
        to.HasAssumedError = to.HasPosition;
        var speed = bits.Unsigned(LongRange.Speed);
        var course = bits.Unsigned(LongRange.Course);
        SetMotion(ref to, speed == LongRangeSpeedNotKnown ? SpeedNotKnown : speed, KnotMps, course * 10);
    }

    private ObjectDescription DescribeStaticA(in AisBits bits, uint mmsi)
    {
        Span<byte> name = stackalloc byte[20];
        Span<byte> callSign = stackalloc byte[7];
        return descriptions.Learn(mmsi, new AisSelfReport
        {
            SaysName = true,
            Name = name[..bits.Text(StaticA.Name, name)],
            SaysCallSign = true,
            CallSign = callSign[..bits.Text(StaticA.CallSign, callSign)],
            SaysBuild = true,
            TypeCode = AisDescriptions.ShipTypeCode(bits.Unsigned(StaticA.ShipType)),
            LengthM = bits.Unsigned(StaticA.ToBow) + bits.Unsigned(StaticA.ToStern),
            BeamM = bits.Unsigned(StaticA.ToPort) + bits.Unsigned(StaticA.ToStarboard),
        });
    }

    private ObjectDescription DescribeInland(in AisBits bits, uint mmsi) => descriptions.Learn(mmsi, new AisSelfReport
    {
        SaysBuild = true,
        IsSecondary = true,
        TypeCode = AisDescriptions.InlandTypeCode(bits.Unsigned(AisInlandLayouts.Ship.ShipType)),
        LengthM = bits.Unsigned(AisInlandLayouts.Ship.Length) / 10.0,
        BeamM = bits.Unsigned(AisInlandLayouts.Ship.Beam) / 10.0,
    });

    private ObjectDescription DescribeExtendedB(in AisBits bits, uint mmsi)
    {
        Span<byte> name = stackalloc byte[20];
        return descriptions.Learn(mmsi, new AisSelfReport
        {
            SaysName = true,
            Name = name[..bits.Text(ExtendedB.Name, name)],
            SaysBuild = true,
            TypeCode = AisDescriptions.ShipTypeCode(bits.Unsigned(ExtendedB.ShipType)),
            LengthM = bits.Unsigned(ExtendedB.ToBow) + bits.Unsigned(ExtendedB.ToStern),
            BeamM = bits.Unsigned(ExtendedB.ToPort) + bits.Unsigned(ExtendedB.ToStarboard),
        });
    }

    private ObjectDescription DescribeAid(in AisBits bits, uint mmsi)
    {
        Span<byte> name = stackalloc byte[20 + Aid.ExtensionLetters];
        return descriptions.Learn(mmsi, new AisSelfReport
        {
            SaysName = true,
            Name = name[..Aid.ReadName(bits, name)],
            SaysBuild = true,
            TypeCode = AisDescriptions.AidTypeCode(bits.Unsigned(Aid.Kind)),
            LengthM = bits.Unsigned(Aid.ToBow) + bits.Unsigned(Aid.ToStern),
            BeamM = bits.Unsigned(Aid.ToPort) + bits.Unsigned(Aid.ToStarboard),
        });
    }

    private ObjectDescription DescribeStaticB(in AisBits bits, uint mmsi)
    {
        Span<byte> letters = stackalloc byte[20];
        if (bits.Unsigned(StaticB.Part) == 0)
        {
            return descriptions.Learn(mmsi, new AisSelfReport
            {
                SaysName = true,
                Name = letters[..bits.Text(StaticB.Name, letters)],
                TypeCode = "",
            });
        }

        var hasSize = !StaticB.IsAuxiliaryCraft(mmsi);
        return descriptions.Learn(mmsi, new AisSelfReport
        {
            SaysCallSign = true,
            CallSign = letters[..bits.Text(StaticB.CallSign, letters[..7])],
            SaysBuild = true,
            TypeCode = AisDescriptions.ShipTypeCode(bits.Unsigned(StaticB.ShipType)),
            LengthM = hasSize ? bits.Unsigned(StaticB.ToBow) + bits.Unsigned(StaticB.ToStern) : 0,
            BeamM = hasSize ? bits.Unsigned(StaticB.ToPort) + bits.Unsigned(StaticB.ToStarboard) : 0,
        });
    }
}
