using System.Buffers;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Beast;

/// <summary>
/// Air traffic as a receiver would send it, to measure with: aircraft that fly straight on, and that say what such
/// aircraft say, as often as they say it. The same seed gives the same frames.
/// </summary>
public static class BeastTraffic
{
    private const int SlotsPerS = 10;
    private const ulong TicksPerS = 12_000_000;
    private const uint FirstAddress = 0x3C_0000;

    /// <summary>Frames in the order of their counters, each with its doubled escapes.</summary>
    /// <param name="seed">Sets the aircraft apart: their places, courses, heights and signals.</param>
    /// <param name="aircraft">Number of aircraft; each sends ten messages a second.</param>
    /// <param name="seconds">How long.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Frames(ulong seed, int aircraft, int seconds)
    {
        var to = new ArrayBufferWriter<byte>();
        for (var slot = 0; slot < seconds * SlotsPerS; slot++)
        {
            for (var one = 0; one < aircraft; one++)
            {
                to.ResetWrittenCount();
                var ticks = ((ulong)slot * (TicksPerS / SlotsPerS)) + ((ulong)one * 97);
                var signal = (byte)(16 + (Mix(seed, (ulong)one, (ulong)slot) & 127));
                BeastEncoder.Write(to, Message(seed, (uint)one, slot), ticks, signal);
                yield return to.WrittenSpan.ToArray();
            }
        }
    }

    // Two positions and two velocities a second, one even and one odd; replies to radars and to other aircraft; every
    // few seconds the call sign or the version.
    private static ModeSMessage Message(ulong seed, uint one, int slot)
    {
        var address = FirstAddress + (one * 0x101);
        var own = Mix(seed, one, ulong.MaxValue);
        var feet = 10_000 + ((int)(own % 250) * 100);
        var (east, north) = ((int)(own >> 8 & 511) - 256, (int)(own >> 17 & 511) - 256);
        switch (slot % SlotsPerS)
        {
            case 0 or 5:
                var flownS = slot / (double)SlotsPerS;
                var at = GeoPoint.FromDegrees(
                    latitudeDeg: 44 + ((own >> 26 & 1023) * 0.004) + (north * flownS * (1 / 216_000.0)),
                    longitudeDeg: 30 + ((own >> 36 & 1023) * 0.006) + (east * flownS * (1 / 150_000.0)));
                return ModeSEncoder.Squitter(
                    address, ModeSEncoder.AirbornePosition(11, at, feet, odd: slot % SlotsPerS == 5));
            case 2 or 7:
                return ModeSEncoder.Squitter(address, ModeSEncoder.GroundVelocity(east, north, 64 * (int)(own & 7)));
            case 4 when slot / SlotsPerS % 5 == 0:
                return ModeSEncoder.Squitter(
                    address, ModeSEncoder.Identification(4, 3, FormattableString.Invariant($"TRU{one % 10_000:D4} ")));
            case 4 when slot / SlotsPerS % 5 is 1 or 3:
                return ModeSEncoder.Squitter(
                    address, ModeSEncoder.Operation(surface: false, version: 2, nacP: 9, sil: 3));
            case 1 or 6:
                return ModeSEncoder.AllCall(address);
            case 3:
                return ModeSEncoder.Reply(20, address, AltitudeCode.Encode13(feet));
            case 8:
                return ModeSEncoder.Reply(5, address, 0x0808);
            default:
                return ModeSEncoder.Reply(0, address, AltitudeCode.Encode13(feet));
        }
    }

    // SplitMix64 (Steele et al. 2014).
    private static ulong Mix(ulong seed, ulong one, ulong other)
    {
        var mixed = seed + (one * 0x9E37_79B9_7F4A_7C15) + (other * 0xD1B5_4A32_D192_ED03);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }
}
