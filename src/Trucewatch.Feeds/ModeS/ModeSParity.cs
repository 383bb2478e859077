namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// The 24-bit parity check of Mode S (ICAO Annex 10, volume IV, 3.1.2.3.3): what is left of it is 0, an interrogator's
/// code, or the address of the aircraft, which is laid over it in replies.
/// </summary>
internal static class ModeSParity
{
    private const uint Generator = 0xFF_F409;
    private const int DataBytes = ModeSMessage.LongBytes - 3;

    /// <summary>What each value of each data byte adds to the remainder; the last data byte first.</summary>
    private static readonly uint[] table = MakeTable();

    /// <summary>Remainders that one wrong bit leaves, sorted, and the bit of each, from 0.</summary>
    private static readonly (uint[] Remainders, int[] Bits) singles = MakeSingles();

    /// <summary>The parity of the message's data.</summary>
    public static uint Of(uint head, MessageBits body, bool isLong)
    {
        var slices = table.AsSpan(0, DataBytes * 256);
        if (!isLong)
        {
            return slices[768 + (int)(head >> 24)]
                ^ slices[512 + (byte)(head >> 16)]
                ^ slices[256 + (byte)(head >> 8)]
                ^ slices[(byte)head];
        }

        var low = body.Value;
        return slices[2560 + (int)(head >> 24)]
            ^ slices[2304 + (byte)(head >> 16)]
            ^ slices[2048 + (byte)(head >> 8)]
            ^ slices[1792 + (byte)head]
            ^ slices[1536 + (byte)(low >> 48)]
            ^ slices[1280 + (byte)(low >> 40)]
            ^ slices[1024 + (byte)(low >> 32)]
            ^ slices[768 + (byte)(low >> 24)]
            ^ slices[512 + (byte)(low >> 16)]
            ^ slices[256 + (byte)(low >> 8)]
            ^ slices[(byte)low];
    }

    /// <summary>What is left when the data's parity is taken off the parity that was sent.</summary>
    public static uint Remainder(in ModeSMessage message) =>
        Of(message.Head, message.Body, message.IsLong) ^ message.Parity;

    /// <summary>
    /// The one wrong bit of a long message that leaves this remainder, from 0, or -1. The generator's distance makes
    /// it unique, but not true: two and more wrong bits can look like it.
    /// </summary>
    public static int FindWrongBit(uint remainder)
    {
        var at = Array.BinarySearch(singles.Remainders, remainder);
        return at >= 0 ? singles.Bits[at] : -1;
    }

    /// <summary>The long message with one bit turned.</summary>
    public static ModeSMessage Turn(in ModeSMessage message, int bit) => bit switch
    {
        < 32 => message with { Head = message.Head ^ (1u << (31 - bit)) },
        < 88 => message with { Body = new MessageBits(message.Body.Value ^ (1UL << (87 - bit))) },
        _ => message with { Parity = message.Parity ^ (1u << (111 - bit)) },
    };

    private static uint[] MakeTable()
    {
        var slices = new uint[DataBytes * 256];
        for (var value = 0; value < 256; value++)
        {
            var remainder = (uint)value << 16;
            for (var slice = 0; slice < DataBytes; slice++)
            {
                for (var bit = 0; bit < 8; bit++)
                {
                    remainder = (remainder << 1) ^ ((remainder & 0x80_0000) != 0 ? Generator : 0);
                }

                remainder &= 0xFF_FFFF;
                slices[(slice * 256) + value] = remainder;
            }
        }

        return slices;
    }

    private static (uint[] Remainders, int[] Bits) MakeSingles()
    {
        var bits = Enumerable.Range(0, ModeSMessage.LongBytes * 8).ToArray();
        var remainders = Array.ConvertAll(bits, bit => Remainder(Turn(new ModeSMessage(0, default, 0, true), bit)));
        Array.Sort(remainders, bits);
        return (remainders, bits);
    }
}
