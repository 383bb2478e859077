using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Makes Mode S messages with a right parity, for the simulator and the tests. Written from the layouts alone, apart
/// from the code table, the parity and the position code, which the tests hold against others.
/// </summary>
internal static class ModeSEncoder
{
    /// <summary>Format 17: an extended squitter of an aircraft.</summary>
    public static ModeSMessage Squitter(uint address, MessageBits body, uint capability = 5) =>
        Seal((17u << 27) | (capability << 24) | (address & 0xFF_FFFF), body, isLong: true, overlay: 0);

    /// <summary>Format 18: an extended squitter of another device or of a ground station.</summary>
    public static ModeSMessage OtherSquitter(uint address, MessageBits body, uint controlField) =>
        Seal((18u << 27) | (controlField << 24) | (address & 0xFF_FFFF), body, isLong: true, overlay: 0);

    /// <summary>Format 11: an all-call reply or acquisition squitter.</summary>
    public static ModeSMessage AllCall(uint address, uint interrogator = 0, uint capability = 5) =>
        Seal((11u << 27) | (capability << 24) | (address & 0xFF_FFFF), default, isLong: false, interrogator);

    /// <summary>Formats 0, 4 and 5 and, with a body, 16, 20 and 21: a reply with a 13-bit code.</summary>
    /// <param name="format">The downlink format.</param>
    /// <param name="address">Address, laid over the parity.</param>
    /// <param name="code13">Altitude or identity code.</param>
    /// <param name="status">Three bits behind the format (flight status, or vertical status and link).</param>
    /// <param name="body">MB or MV field of a long reply.</param>
    public static ModeSMessage Reply(
        int format, uint address, uint code13, uint status = 0, MessageBits body = default) =>
        Seal(((uint)format << 27) | (status << 24) | (code13 & 0x1FFF), body, format >= 16, address & 0xFF_FFFF);

    /// <summary>Type 1 to 4: identification and category.</summary>
    public static MessageBits Identification(int typeCode, uint category, ReadOnlySpan<char> callSign) =>
        CallSign.Write(Type(typeCode).With(6, 8, category), 9, callSign);

    /// <summary>Type 9 to 18 and 20 to 22: position in the air.</summary>
    public static MessageBits AirbornePosition(int typeCode, GeoPoint at, int feet, bool odd, bool supplementB = false)
    {
        var code = Cpr.Encode(at.LatitudeDeg, at.LongitudeDeg, odd, surface: false);
        var body = Type(typeCode).With(8, supplementB);
        if (feet != AltitudeCode.NotKnown)
        {
            body = body.With(9, 20, AltitudeCode.Encode12(feet));
        }

        return body.With(22, odd).With(23, 39, code.Latitude).With(40, 56, code.Longitude);
    }

    /// <summary>Type 5 to 8: position on the ground.</summary>
    public static MessageBits SurfacePosition(int typeCode, GeoPoint at, double speedKn, double trackDeg, bool odd)
    {
        var code = Cpr.Encode(at.LatitudeDeg, at.LongitudeDeg, odd, surface: true);
        var body = Type(typeCode).With(6, 12, Velocity.EncodeMovement(speedKn));
        if (double.IsFinite(trackDeg))
        {
            body = body.With(13, true).With(14, 20, (long)Math.Floor((trackDeg * (128.0 / 360)) + 0.5));
        }

        return body.With(22, odd).With(23, 39, code.Latitude).With(40, 56, code.Longitude);
    }

    /// <summary>Type 19, subtype 1, or 2 above 1,022 knots: velocity over ground.</summary>
    /// <param name="eastKn">Knots to the east, up to 4,088.</param>
    /// <param name="northKn">Knots to the north, up to 4,088.</param>
    /// <param name="feetPerMinute">Rate of climb, up to 32,640.</param>
    /// <param name="geometricMinusBaroFeet">Height less pressure altitude, or null.</param>
    /// <param name="isBarometric">Whether the rate is barometric.</param>
    public static MessageBits GroundVelocity(
        int eastKn, int northKn, int feetPerMinute, int? geometricMinusBaroFeet = null, bool isBarometric = true)
    {
        var isFast = Math.Max(Math.Abs(eastKn), Math.Abs(northKn)) > 1022;
        var unit = isFast ? 4 : 1;
        var body = Type(19).With(6, 8, isFast ? 2 : 1)
            .With(14, eastKn < 0).With(15, 24, (Math.Abs(eastKn) / unit) + 1)
            .With(25, northKn < 0).With(26, 35, (Math.Abs(northKn) / unit) + 1);
        return Vertical(body, feetPerMinute, geometricMinusBaroFeet, isBarometric);
    }

    /// <summary>Type 19, subtype 3, or 4 above 1,022 knots: heading and speed through the air.</summary>
    public static MessageBits AirVelocity(double headingDeg, int airspeedKn, bool isTrue, int feetPerMinute)
    {
        var isFast = airspeedKn > 1022;
        var body = Type(19).With(6, 8, isFast ? 4 : 3).With(14, true)
            .With(15, 24, (long)Math.Floor((headingDeg * (1024.0 / 360)) + 0.5))
            .With(25, isTrue).With(26, 35, (airspeedKn / (isFast ? 4 : 1)) + 1);
        return Vertical(body, feetPerMinute, null, isBarometric: true);
    }

    /// <summary>Type 28, subtype 1: emergency state and Mode A code (four octal digits).</summary>
    public static MessageBits Emergency(uint state, uint digits) =>
        Type(28).With(6, 8, 1).With(9, 11, state).With(12, 24, AltitudeCode.EncodeModeA(digits));

    /// <summary>Type 29, subtype 1: target state and status of version 2.</summary>
    public static MessageBits TargetState(
        int altitudeFeet, double pressureHpa, double headingDeg, uint nacP, uint sil) =>
        Type(29).With(6, 7, 1)
            .With(10, 20, (altitudeFeet / 32) + 1)
            .With(21, 29, (long)Math.Floor(((pressureHpa - 800) / 0.8) + 0.5) + 1)
            .With(30, true).With(31, 39, (long)Math.Floor((headingDeg * (512.0 / 360)) + 0.5))
            .With(40, 43, nacP).With(45, 46, sil);

    /// <summary>Type 31: operational status, in the air (subtype 0) or on the ground (1).</summary>
    public static MessageBits Operation(
        bool surface, uint version, uint nacP, uint sil, bool supplementA = false, bool supplementC = false) =>
        Type(31).With(6, 8, surface ? 1 : 0).With(20, surface && supplementC)
            .With(41, 43, version).With(44, supplementA).With(45, 48, nacP).With(51, 52, sil);

    /// <summary>An empty extended squitter of a type.</summary>
    public static MessageBits Type(int typeCode) => default(MessageBits).With(1, 5, typeCode);

    /// <summary>Sets the parity over the data, with the overlay (address or interrogator) laid over it.</summary>
    public static ModeSMessage Seal(uint head, MessageBits body, bool isLong, uint overlay) =>
        new(head, body, ModeSParity.Of(head, body, isLong) ^ overlay, isLong);

    private static MessageBits Vertical(MessageBits body, int feetPerMinute, int? difference, bool isBarometric)
    {
        body = body.With(36, isBarometric).With(37, feetPerMinute < 0)
            .With(38, 46, (Math.Abs(feetPerMinute) / 64) + 1);
        return difference is { } feet
            ? body.With(49, feet < 0).With(50, 56, (Math.Abs(feet) / 25) + 1)
            : body;
    }
}
