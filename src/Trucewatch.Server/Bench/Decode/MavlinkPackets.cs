using System.Buffers;
using Trucewatch.Feeds.Mavlink;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>
/// What a flying drone says at its usual rates: for each estimate of its place an attitude, a display and servo
/// outputs, and more seldom its receiver, its battery and a heartbeat.
/// </summary>
internal static class MavlinkPackets
{
    private const int Rounds = 200;

    public static IEnumerable<ReadOnlyMemory<byte>> Made()
    {
        for (var round = 0; round < Rounds; round++)
        {
            yield return One("GLOBAL_POSITION_INT", round, ("time_boot_ms", round * 100), ("lat", 485e6 + (round * 50)),
                ("lon", 3725e5 + (round * 70)), ("alt", 180_000), ("vx", 300), ("vy", -400), ("hdg", 30_687));
            yield return One("ATTITUDE", round, ("roll", 0.02), ("pitch", -0.1), ("yaw", 1.2), ("yawspeed", 0.01));
            yield return One("VFR_HUD", round, ("airspeed", 5.1), ("groundspeed", 5), ("heading", 306), ("alt", 180));
            yield return One("SERVO_OUTPUT_RAW", round, ("servo1_raw", 1500), ("servo2_raw", 1510), ("servo8_raw", 9));
            if (round % 5 == 0)
            {
                yield return One("GPS_RAW_INT", round, ("fix_type", 3), ("lat", 485e6), ("lon", 3725e5),
                    ("alt", 180_000), ("eph", 80), ("vel", 500), ("satellites_visible", 14), ("h_acc", 900));
                yield return One("BATTERY_STATUS", round, ("battery_remaining", 71), ("current_battery", 1200));
                yield return One("HEARTBEAT", round, ("type", 2), ("system_status", 4), ("mavlink_version", 3));
            }
        }
    }

    private static ReadOnlyMemory<byte> One(
        string message, int sequence, params ReadOnlySpan<(string Field, double Value)> values)
    {
        var to = new ArrayBufferWriter<byte>();
        MavlinkEncoder.Write(
            to, MavlinkFraming.Version2, message, MavlinkEncoder.Content(message, values), sequence: (byte)sequence);
        return to.WrittenMemory;
    }
}
