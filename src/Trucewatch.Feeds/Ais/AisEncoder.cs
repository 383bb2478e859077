using System.Buffers.Text;
using Trucewatch.Geo;
using static Trucewatch.Feeds.Ais.AisLayouts;

namespace Trucewatch.Feeds.Ais;

/// <summary>What a station says about its place and motion.</summary>
/// <param name="Mmsi">Nine digits at most.</param>
/// <param name="Position">Where it is; null when it does not know.</param>
/// <param name="SpeedMps">Speed over ground, at least 0; NaN when not known. 102.2 knots stand for all above.</param>
/// <param name="CourseDeg">Course over ground from true north; NaN when not known.</param>
/// <param name="HeadingDeg">Heading from true north; NaN when not known.</param>
/// <param name="Second">Second of the minute, 0 to 59; 60 when not known, 61 to 63 as in the specification.</param>
/// <param name="NavigationStatus">0 to 15, for example 0 under way using engine, 5 moored; class A only.</param>
/// <param name="HighAccuracy">True when the position is good to 10 m.</param>
public readonly record struct AisPosition(
    uint Mmsi,
    GeoPoint? Position,
    double SpeedMps,
    double CourseDeg,
    double HeadingDeg,
    int Second,
    int NavigationStatus = 0,
    bool HighAccuracy = false);

/// <summary>What a station says about itself. Texts are capital letters, digits and marks of 6-bit ASCII.</summary>
/// <param name="Mmsi">Nine digits at most.</param>
/// <param name="Name">At most 20 letters.</param>
/// <param name="CallSign">At most 7 letters.</param>
/// <param name="ShipType">0 to 255, for example 30 fishing, 70 cargo.</param>
/// <param name="ToBowM">Metres from the antenna to the bow, 0 to 511.</param>
/// <param name="ToSternM">Metres from the antenna to the stern, 0 to 511.</param>
/// <param name="ToPortM">Metres from the antenna to port, 0 to 63.</param>
/// <param name="ToStarboardM">Metres from the antenna to starboard, 0 to 63.</param>
/// <param name="Imo">IMO number; 0 when none. Class A only.</param>
/// <param name="DraughtM">0 to 25.5; 0 when not known. Class A only.</param>
/// <param name="Destination">At most 20 letters. Class A only.</param>
public readonly record struct AisStatic(
    uint Mmsi,
    string Name,
    string CallSign,
    int ShipType,
    int ToBowM,
    int ToSternM,
    int ToPortM,
    int ToStarboardM,
    uint Imo = 0,
    double DraughtM = 0,
    string Destination = "");

/// <summary>
/// Writes AIS sentences as a receiver would, each ended by CR LF. A tag block that is given stands before every
/// sentence. All methods give the number of bytes written and throw <see cref="ArgumentException"/> where a value
/// does not fit its field or the room is too small.
/// </summary>
public static class AisEncoder
{
    /// <summary>Most bytes of one call's output without tag blocks.</summary>
    public const int MaxBytes = 2 * 82;

    /// <summary>Most bytes of the sentences of one message of any type, without tag blocks.</summary>
    public const int MaxMessageBytes = 3 * 82;

    /// <summary>Most bytes of a tag block.</summary>
    public const int MaxTagBlockBytes = 80;

    /// <summary>Longest source name in a tag block.</summary>
    public const int MaxSourceLetters = 15;

    private const int MaxPayloadChars = 60;
    private const uint GreatestMmsi = 999_999_999;

    /// <summary>A tag block with source and receive time: <c>\s:NAME,c:SECONDS*hh\</c>.</summary>
    public static int TagBlock(Span<byte> to, long unixSeconds, string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(unixSeconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, MaxSourceLetters, nameof(source));
        var text = new SentenceWriter(to);
        text.Write("\\"u8);
        var start = text.Length;
        text.Write("s:"u8);
        foreach (var letter in source)
        {
            var allowed = letter is '-' or '_' or '.' || char.IsAsciiLetterOrDigit(letter);
            text.Write(allowed ? (byte)letter : throw Wrong(nameof(source), source));
        }

        text.Write(",c:"u8);
        text.Write(unixSeconds);
        text.WriteChecksum(start);
        text.Write("\\"u8);
        return text.Length;
    }

    /// <summary>Type 1: position of a class A station, one sentence.</summary>
    public static int PositionA(
        Span<byte> to, in AisPosition position, char channel, ReadOnlySpan<byte> tagBlock = default)
    {
        var bits = new AisBitWriter(stackalloc byte[168 / 6]);
        Head(ref bits, 1, position.Mmsi);
        bits.Put(AisLayouts.PositionA.Status, Within(position.NavigationStatus, 15, nameof(position)));
        bits.Put(AisLayouts.PositionA.Turn, unchecked((uint)-128));
        bits.Put(AisLayouts.PositionA.Speed, SpeedTenths(position.SpeedMps));
        bits.Put(AisLayouts.PositionA.Accuracy, position.HighAccuracy ? 1u : 0);
        bits.Put(AisLayouts.PositionA.Longitude, Longitude(position.Position, 600_000));
        bits.Put(AisLayouts.PositionA.Latitude, Latitude(position.Position, 600_000));
        bits.Put(AisLayouts.PositionA.Course, Circle(position.CourseDeg, 10, notKnown: 3600));
        bits.Put(AisLayouts.PositionA.Heading, Circle(position.HeadingDeg, 1, notKnown: 511));
        bits.Put(AisLayouts.PositionA.Second, Within(position.Second, 63, nameof(position)));
        return Sentences(to, bits.Sixes, 0, channel, 0, tagBlock);
    }

    /// <summary>Type 18: position of a class B station, one sentence.</summary>
    public static int PositionB(
        Span<byte> to, in AisPosition position, char channel, ReadOnlySpan<byte> tagBlock = default)
    {
        var bits = new AisBitWriter(stackalloc byte[168 / 6]);
        Head(ref bits, 18, position.Mmsi);
        bits.Put(AisLayouts.PositionB.Speed, SpeedTenths(position.SpeedMps));
        bits.Put(AisLayouts.PositionB.Accuracy, position.HighAccuracy ? 1u : 0);
        bits.Put(AisLayouts.PositionB.Longitude, Longitude(position.Position, 600_000));
        bits.Put(AisLayouts.PositionB.Latitude, Latitude(position.Position, 600_000));
        bits.Put(AisLayouts.PositionB.Course, Circle(position.CourseDeg, 10, notKnown: 3600));
        bits.Put(AisLayouts.PositionB.Heading, Circle(position.HeadingDeg, 1, notKnown: 511));
        bits.Put(AisLayouts.PositionB.Second, Within(position.Second, 63, nameof(position)));
        bits.Put(AisLayouts.PositionB.CarrierSense, 1);
        bits.Put(AisLayouts.PositionB.Band, 1);
        return Sentences(to, bits.Sixes, 0, channel, 0, tagBlock);
    }

    /// <summary>Type 27: position for reception from far away, one sentence.</summary>
    public static int LongRange(
        Span<byte> to, in AisPosition position, char channel, ReadOnlySpan<byte> tagBlock = default)
    {
        var bits = new AisBitWriter(stackalloc byte[96 / 6]);
        Head(ref bits, 27, position.Mmsi);
        bits.Put(AisLayouts.LongRange.Accuracy, position.HighAccuracy ? 1u : 0);
        bits.Put(AisLayouts.LongRange.Status, Within(position.NavigationStatus, 15, nameof(position)));
        bits.Put(AisLayouts.LongRange.Longitude, Longitude(position.Position, 600));
        bits.Put(AisLayouts.LongRange.Latitude, Latitude(position.Position, 600));
        bits.Put(AisLayouts.LongRange.Speed, Speed(position.SpeedMps, 1, most: 62, notKnown: 63));
        bits.Put(AisLayouts.LongRange.Course, Circle(position.CourseDeg, 1, notKnown: 511));
        return Sentences(to, bits.Sixes, 0, channel, 0, tagBlock);
    }

    /// <summary>Type 5: name and size of a class A station, two sentences with this sequential id, 0 to 9.</summary>
    public static int StaticA(
        Span<byte> to, in AisStatic station, char channel, int sequenceId, ReadOnlySpan<byte> tagBlock = default)
    {
        var bits = new AisBitWriter(stackalloc byte[426 / 6]);
        Head(ref bits, 5, station.Mmsi);
        bits.Put(AisLayouts.StaticA.Imo, Within((int)station.Imo, (1 << 30) - 1, nameof(station)));
        bits.Put(AisLayouts.StaticA.CallSign, station.CallSign);
        bits.Put(AisLayouts.StaticA.Name, station.Name);
        bits.Put(AisLayouts.StaticA.ShipType, Within(station.ShipType, 255, nameof(station)));
        bits.Put(AisLayouts.StaticA.ToBow, Within(station.ToBowM, 511, nameof(station)));
        bits.Put(AisLayouts.StaticA.ToStern, Within(station.ToSternM, 511, nameof(station)));
        bits.Put(AisLayouts.StaticA.ToPort, Within(station.ToPortM, 63, nameof(station)));
        bits.Put(AisLayouts.StaticA.ToStarboard, Within(station.ToStarboardM, 63, nameof(station)));
        bits.Put(AisLayouts.StaticA.FixBy, 1);
        // Month 0, day 0, hour 24, minute 60: no estimated arrival.
        bits.Put(AisLayouts.StaticA.Eta, (24 << 6) | 60);
        bits.Put(
            AisLayouts.StaticA.Draught, Within((int)Math.Round(station.DraughtM * 10), 255, nameof(station)));
        bits.Put(AisLayouts.StaticA.Destination, station.Destination);
        return Sentences(to, bits.Sixes, 2, channel, Within(sequenceId, 9, nameof(sequenceId)), tagBlock);
    }

    /// <summary>Type 24, parts A and B: name, and type and size of a class B station, two messages.</summary>
    public static int StaticB(
        Span<byte> to, in AisStatic station, char channel, ReadOnlySpan<byte> tagBlock = default)
    {
        var name = new AisBitWriter(stackalloc byte[162 / 6]);
        Head(ref name, 24, station.Mmsi);
        name.Put(AisLayouts.StaticB.Name, station.Name);
        var length = Sentences(to, name.Sixes, 2, channel, 0, tagBlock);

        var bits = new AisBitWriter(stackalloc byte[168 / 6]);
        Head(ref bits, 24, station.Mmsi);
        bits.Put(AisLayouts.StaticB.Part, 1);
        bits.Put(AisLayouts.StaticB.ShipType, Within(station.ShipType, 255, nameof(station)));
        bits.Put(AisLayouts.StaticB.CallSign, station.CallSign);
        bits.Put(AisLayouts.StaticB.ToBow, Within(station.ToBowM, 511, nameof(station)));
        bits.Put(AisLayouts.StaticB.ToStern, Within(station.ToSternM, 511, nameof(station)));
        bits.Put(AisLayouts.StaticB.ToPort, Within(station.ToPortM, 63, nameof(station)));
        bits.Put(AisLayouts.StaticB.ToStarboard, Within(station.ToStarboardM, 63, nameof(station)));
        return length + Sentences(to[length..], bits.Sixes, 0, channel, 0, tagBlock);
    }

    /// <summary>
    /// A message of any type, from the object that <c>decode --unscaled</c> prints of it: so decoding and encoding are
    /// each other's inverse, but for spare bits and for what is not printed. Type 24 with both parts makes two
    /// messages. Members that no field has are passed over.
    /// </summary>
    /// <param name="to">Room for the sentences: <see cref="MaxMessageBytes"/> and the tag blocks suffice.</param>
    /// <param name="printed">The object.</param>
    /// <param name="channel">Radio channel, A to D.</param>
    /// <param name="sequenceId">Sequential id, 0 to 9, for a message of more than one sentence.</param>
    /// <param name="tagBlock">A tag block that stands before each sentence, or nothing.</param>
    /// <returns>Number of bytes written.</returns>
    /// <exception cref="ArgumentException">No layout has the object's members, a value does not fit its field, or the
    /// room is too small.</exception>
    public static int Message(
        Span<byte> to,
        System.Text.Json.JsonElement printed,
        char channel,
        int sequenceId = 0,
        ReadOnlySpan<byte> tagBlock = default)
    {
        var id = Within(sequenceId, 9, nameof(sequenceId));
        Span<byte> sixes = stackalloc byte[AisComposer.MostSixes];
        var length = 0;
        for (var part = 0; part < AisComposer.Parts(printed); part++)
        {
            var bits = AisComposer.Compose(printed, part, new AisBitWriter(sixes));
            var letters = (bits + 5) / 6;
            length += Sentences(to[length..], sixes[..letters], (letters * 6) - bits, channel, id, tagBlock);
        }

        return length;
    }

    private static void Head(ref AisBitWriter bits, uint type, uint mmsi)
    {
        if (mmsi > GreatestMmsi)
        {
            throw Wrong(nameof(mmsi), mmsi);
        }

        bits.Put(AisLayouts.Type, type);
        bits.Put(Mmsi, mmsi);
    }

    private static uint Longitude(GeoPoint? position, int perDegree) => position is { } known
        ? (uint)(int)Math.Round(known.LongitudeDeg * perDegree)
        : (uint)(181 * perDegree);

    private static uint Latitude(GeoPoint? position, int perDegree) => position is { } known
        ? (uint)(int)Math.Round(known.LatitudeDeg * perDegree)
        : (uint)(91 * perDegree);

    private static uint SpeedTenths(double speedMps) => Speed(speedMps, 10, most: 1022, notKnown: 1023);

    private static uint Speed(double speedMps, int perKnot, uint most, uint notKnown) => speedMps switch
    {
        double.NaN => notKnown,
        < 0 => throw Wrong(nameof(speedMps), speedMps),
        _ => (uint)Math.Min(most, Math.Round(speedMps / AisDecoder.KnotMps * perKnot)),
    };

    private static uint Circle(double angleDeg, int perDegree, uint notKnown)
    {
        if (double.IsNaN(angleDeg))
        {
            return notKnown;
        }

        if (!(angleDeg >= -360 && angleDeg <= 720))
        {
            throw Wrong(nameof(angleDeg), angleDeg);
        }

        var units = (int)Math.Round(angleDeg * perDegree) % (360 * perDegree);
        return (uint)(units < 0 ? units + (360 * perDegree) : units);
    }

    private static uint Within(int value, int most, string name) =>
        value >= 0 && value <= most ? (uint)value : throw Wrong(name, value);

    internal static ArgumentOutOfRangeException Wrong(string name, object value) =>
        new(name, FormattableString.Invariant($"expected a value that fits the AIS field, got {value}"));

    internal static int Sentences(
        Span<byte> to,
        ReadOnlySpan<byte> sixes,
        int fillBits,
        char channel,
        uint sequenceId,
        ReadOnlySpan<byte> tagBlock)
    {
        if (channel is < 'A' or > 'D')
        {
            throw Wrong(nameof(channel), channel);
        }

        var text = new SentenceWriter(to);
        var parts = (sixes.Length + MaxPayloadChars - 1) / MaxPayloadChars;
        for (var part = 1; part <= parts; part++)
        {
            var payload = sixes[((part - 1) * MaxPayloadChars)..];
            payload = payload[..Math.Min(payload.Length, MaxPayloadChars)];
            text.Write(tagBlock);
            text.Write("!"u8);
            var start = text.Length;
            text.Write("AIVDM,"u8);
            text.Write(parts);
            text.Write(","u8);
            text.Write(part);
            text.Write(","u8);
            if (parts > 1)
            {
                text.Write(sequenceId);
            }

            text.Write(","u8);
            text.Write((byte)channel);
            text.Write(","u8);
            foreach (var six in payload)
            {
                text.Write((byte)(six < 40 ? six + 48 : six + 56));
            }

            text.Write(","u8);
            text.Write(part == parts ? fillBits : 0);
            text.WriteChecksum(start);
            text.Write("\r\n"u8);
        }

        return text.Length;
    }

    private ref struct SentenceWriter(Span<byte> to)
    {
        private readonly Span<byte> to = to;

        public int Length { get; private set; }

        public void Write(byte letter)
        {
            if (Length == to.Length)
            {
                throw TooSmall();
            }

            to[Length++] = letter;
        }

        public void Write(ReadOnlySpan<byte> letters)
        {
            if (!letters.TryCopyTo(to[Length..]))
            {
                throw TooSmall();
            }

            Length += letters.Length;
        }

        public void Write(long number)
        {
            if (!Utf8Formatter.TryFormat(number, to[Length..], out var written))
            {
                throw TooSmall();
            }

            Length += written;
        }

        public void WriteChecksum(int start)
        {
            var sum = AisLine.Checksum(to[start..Length]);
            Write("*"u8);
            Write(Hex(sum >> 4));
            Write(Hex(sum & 15));
        }

        private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);

        private static ArgumentException TooSmall() =>
            new($"the room for the sentence is too small; {nameof(MaxBytes)} bytes and the tag blocks suffice");
    }
}
