using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// Reads the Mode S messages of one feed: checks the parity, finds the address, and keeps of each aircraft what its
/// next messages need. Decoder and printer stand on it, so that they cannot differ.
/// </summary>
internal sealed class ModeSReader
{
    /// <summary>
    /// Longest time for which an address that was announced makes the same address under a parity credible.
    /// </summary>
    public const long KnownAddressUs = 60_000_000;

    /// <summary>Interrogator codes are below this (a label of 3 bits, 0 to 4, and a code of 4).</summary>
    public const uint Interrogators = 80;

    private readonly ModeSSettings settings;
    private readonly MessageClock clock = new();

    /// <summary>Makes a reader for one feed.</summary>
    public ModeSReader(ModeSSettings? settings = null, int maxAircraft = AircraftTable.MaxAircraft)
    {
        this.settings = settings ?? ModeSSettings.Default;
        Table = new AircraftTable(maxAircraft);
    }

    /// <summary>The aircraft.</summary>
    public AircraftTable Table { get; }

    /// <summary>Reads one message of 7 or 14 bytes.</summary>
    public FrameFault Read(ReadOnlySpan<byte> bytes, in Reception reception, out ModeSReading reading)
    {
        reading = default;
        reading.CorrectedBit = -1;
        reading.Place = AircraftTable.None;
        var fault = ModeSMessage.TryRead(bytes, out reading.Message);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        // A receiver in idle gives zeros, which would be whole, and be somebody's whose address is 0.
        if (reading.Message is { Head: 0, Parity: 0 })
        {
            return FrameFault.Empty;
        }

        reading.AtUs = clock.Next(reception);
        switch (reading.Message.Format)
        {
            case 17 or 18:
                return ReadSquitter(ref reading);
            case 11:
                return ReadAllCall(ref reading);
            case 0 or 4 or 5 or 16 or 20 or 21 or 24:
                reading.Address = ModeSParity.Remainder(reading.Message);
                reading.Place = Known(reading.Address, reading.AtUs);
                reading.Source = reading.Place == AircraftTable.None
                    ? AddressSource.ParityUnknown
                    : AddressSource.ParityKnown;
                return FrameFault.None;
            default:
                return FrameFault.UnsupportedType;
        }
    }

    /// <summary>True for the type codes of positions in the air.</summary>
    public static bool IsAirbornePosition(int typeCode) => typeCode is (>= 9 and <= 18) or (>= 20 and <= 22);

    /// <summary>True for the type codes of positions on the ground.</summary>
    public static bool IsSurfacePosition(int typeCode) => typeCode is >= 5 and <= 8;

    /// <summary>
    /// True when an extended squitter has the contents that DO-260B gives its type code: all of format 17, and of
    /// format 18 what aircraft and ground stations send in the same form (control fields 0, 1, 2, 5 and 6). Coarse
    /// positions and management messages (3 and 4) have another.
    /// </summary>
    public static bool HasUsualContents(in ModeSMessage message) =>
        message.Format == 17 || (message.Format == 18 && message.Subformat is 0 or 1 or 2 or 5 or 6);

    /// <summary>
    /// True for all zeros and all ones, which are given to no aircraft (Annex 10, volume III, chapter 9).
    /// </summary>
    public static bool IsNobodys(uint address) => address is 0 or 0xFF_FFFF;

    /// <summary>
    /// NIC supplement B of a position in the air; what ground stations send has the mark of another address there.
    /// </summary>
    public static bool SupplementB(in ModeSMessage message) =>
        message.Body[8] && (message.Format == 17 || message.Subformat < 2);

    private FrameFault ReadSquitter(ref ModeSReading reading)
    {
        var remainder = ModeSParity.Remainder(reading.Message);
        if (remainder != 0 && !TryCorrect(ref reading, remainder))
        {
            return FrameFault.BadChecksum;
        }

        ref readonly var message = ref reading.Message;
        reading.Address = message.Announced;
        reading.Source = AddressSource.Announced;
        reading.IsOtherAddress = IsNobodys(reading.Address) || (message.Format == 18 && HasOtherAddress(message));
        if (!HasUsualContents(message))
        {
            return FrameFault.None;
        }

        reading.Place = Table.Hear(Key(message, reading.IsOtherAddress), reading.AtUs);
        ref var aircraft = ref Table[reading.Place];
        var type = message.TypeCode;
        if (IsAirbornePosition(type) || IsSurfacePosition(type))
        {
            var code = new CprCode(message.Body.Unsigned(23, 39), message.Body.Unsigned(40, 56));
            var isFast = IsSurfacePosition(type)
                && !(Velocity.MovementKn(message.Body.Unsigned(6, 12)) <= Placing.FastSurfaceKn);
            var half = new CprHalf(code, reading.AtUs, IsSurfacePosition(type), isFast);
            reading.HasPosition = Placing.TryPlace(
                ref aircraft, half, odd: message.Body[22], settings.ReceiverPosition, out reading.Position);
        }
        else
        {
            Note(ref aircraft, message, reading.AtUs);
        }

        return FrameFault.None;
    }

    private FrameFault ReadAllCall(ref ModeSReading reading)
    {
        var remainder = ModeSParity.Remainder(reading.Message);
        reading.Address = reading.Message.Announced;
        reading.Interrogator = remainder;
        reading.Source = AddressSource.Announced;
        if (remainder == 0)
        {
            reading.Place = Table.Hear(reading.Address, reading.AtUs);
            return FrameFault.None;
        }

        // Seven bits of the parity carry the interrogator's code, so that 17 are left to check the message with: too
        // few to believe in an aircraft that nothing else is heard of.
        reading.Place = Known(reading.Address, reading.AtUs);
        return remainder < Interrogators && reading.Place != AircraftTable.None
            ? FrameFault.None
            : FrameFault.BadChecksum;
    }

    private bool TryCorrect(ref ModeSReading reading, uint remainder)
    {
        // The format decided how long the message is and what it means, so none of its bits is ever guessed.
        const int FormatBits = 5;
        if (!settings.CorrectsOneBit || ModeSParity.FindWrongBit(remainder) is not (>= FormatBits and var bit))
        {
            return false;
        }

        reading.Message = ModeSParity.Turn(reading.Message, bit);
        reading.CorrectedBit = bit;
        return true;
    }

    private int Known(uint address, long atUs)
    {
        var place = Table.Find(address);
        return place != AircraftTable.None && atUs - Table.HeardAtUs(place) <= KnownAddressUs
            ? place
            : AircraftTable.None;
    }

    // Control field 1 says so; in 2, 5 and 6 the ICAO/Mode A flag does, which stands where messages have one to spare.
    private static bool HasOtherAddress(in ModeSMessage message) => message.Subformat switch
    {
        0 => false,
        1 => true,
        5 => true,
        2 or 6 => IsMarkedOther(message.TypeCode, message.Body),
        _ => true,
    };

    private static bool IsMarkedOther(int type, MessageBits body) => type switch
    {
        >= 5 and <= 8 => body[21],
        >= 9 and <= 18 or >= 20 and <= 22 => body[8],
        19 => body[9],
        28 or 31 => body[56],
        29 => body[51],
        _ => false,
    };

    // What a ground station says of an aircraft is measured and timed by others than what the aircraft says of itself,
    // so the halves and the accuracy of one must not serve the other.
    private static uint Key(in ModeSMessage message, bool isOther) =>
        message.Announced
        | (isOther ? 1u << 24 : 0)
        | (message.Format == 18 && message.Subformat >= 2 ? 1u << 25 : 0);

    private static void Note(ref Aircraft aircraft, in ModeSMessage message, long atUs)
    {
        var body = message.Body;
        switch (message.TypeCode)
        {
            case 19:
                if (Velocity.TryReadGround(body, out var speedMps, out var courseDeg))
                {
                    (aircraft.SpeedMps, aircraft.CourseDeg, aircraft.MovedAtUs) = (speedMps, courseDeg, atUs);
                }

                break;
            case 29 when body.Unsigned(6, 7) <= 1:
                aircraft.Accuracy = (byte)body.Unsigned(40, 43);
                aircraft.QualityAtUs = atUs;
                break;
            case 31 when body.Unsigned(6, 8) <= 1:
                NoteOperation(ref aircraft, body, atUs);
                break;
            default:
                break;
        }
    }

    private static void NoteOperation(ref Aircraft aircraft, MessageBits body, long atUs)
    {
        aircraft.Version = (byte)body.Unsigned(41, 43);
        aircraft.VersionAtUs = atUs;
        if (aircraft.Version == 0)
        {
            // Version 0 has other contents here, and no accuracy category.
            aircraft.SupplementA = aircraft.SupplementC = false;
            aircraft.HeightAccuracy = 0;
            return;
        }

        aircraft.SupplementA = body[44];
        aircraft.SupplementC = body.Unsigned(6, 8) == 1 && body[20];
        aircraft.Accuracy = (byte)body.Unsigned(45, 48);
        aircraft.HeightAccuracy = (byte)(aircraft.Version >= 2 && !body[8] ? body.Unsigned(49, 50) : 0);
        aircraft.QualityAtUs = atUs;
    }
}
