using System.Buffers;
using System.Buffers.Binary;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Geo;

namespace Trucewatch.Fuzz;

/// <summary>Drives the reader of radar packets with any bytes.</summary>
internal static class GmtiFuzz
{
    [ThreadStatic]
    private static ObservationBuffer? Observations;

    /// <summary>A packet of each kind, and one with several segments.</summary>
    public static IReadOnlyList<byte[]> Seeds { get; } = [.. MadeSeeds()];

    /// <summary>Pieces of packets.</summary>
    public static IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "00", "FF", "80", "8000", "7FFF", "FFFF", "7FFFFFFF", "80000000", "0000000005", "0200000045", "0D0000001C",
            "FFC71FC260060000", "FFFFFFFFFFFF0000", "0C00000005", "0600000019",
        }.Select(Convert.FromHexString),
        "30"u8.ToArray(), "40"u8.ToArray(), "20"u8.ToArray(),
    ];

    /// <summary>
    /// Decoder and printer agree, as it came and with the sizes of packet and first segment put right, because a
    /// mutation seldom meets them; what comes out can be worked with.
    /// </summary>
    public static bool Run(ReadOnlySpan<byte> input)
    {
        var accepted = AsItIs(input);
        if (input.Length < GmtiPacket.HeaderBytes + GmtiSegment.HeaderBytes)
        {
            return accepted;
        }

        var mended = input.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(mended.AsSpan(2), mended.Length);
        BinaryPrimitives.WriteInt32BigEndian(
            mended.AsSpan(GmtiPacket.HeaderBytes + 1), mended.Length - GmtiPacket.HeaderBytes);
        return AsItIs(mended) | accepted;
    }

    private static bool AsItIs(ReadOnlySpan<byte> input)
    {
        var fault = GmtiPacket.TryRead(input, out _);
        var (decoded, printed) = FuzzTargets.DecodeAndPrint(GmtiFormat.Format, input);
        FuzzTargets.Require(
            decoded == fault && printed == fault, $"read {fault}, decoded {decoded}, printed {printed}");
        if (fault != FrameFault.None)
        {
            return false;
        }

        var output = Observations ??= new ObservationBuffer();
        output.Clear();
        new GmtiDecoder().Decode(new FrameView(default, default, input), output, new LateFaults());
        foreach (ref readonly var seen in output.Items)
        {
            var error = seen.PositionError;
            FuzzTargets.Require(seen.HasPosition, "a target nowhere");
            FuzzTargets.Require(
                double.IsFinite(error.EastM2) && double.IsFinite(error.NorthM2) && double.IsFinite(error.EastNorthM2)
                && error.EastM2 >= 0 && error.NorthM2 >= 0
                && error.EastNorthM2 * error.EastNorthM2 <= (error.EastM2 * error.NorthM2 * 1.000001) + 1e-6,
                $"no covariance: {error}");
            FuzzTargets.Require(
                seen.Polar.Parts == MeasuredParts.None
                || (double.IsFinite(seen.Polar.RangeRateMps) && seen.Polar.RangeRateSigmaMps > 0), "no range rate");
        }

        return true;
    }

    private static IEnumerable<byte[]> MadeSeeds()
    {
        var header = new GmtiHeader("Radar 1", 7, 3);
        var sensor = GeoPoint.FromDegrees(latitudeDeg: 48, longitudeDeg: 37);
        var centre = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);
        var to = new ArrayBufferWriter<byte>();
        GmtiEncoder.WriteMission(to, header, "plan", 15, 2030, 3, 17);
        yield return Take(to);
        GmtiEncoder.WriteJob(to, header, 10, 0.05, 0.4);
        yield return Take(to);
        GmtiEncoder.WriteFreeText(to, header, "a", "b", "words");
        yield return Take(to);
        GmtiEncoder.WritePlatformLocation(to, header, 1000, sensor, 9000, 90, 120);
        yield return Take(to);
        var dwell = new GmtiDwellReport(28_800_000, sensor, 9000, centre, 5000, 1.5, [new(centre), new(centre)]);
        GmtiEncoder.WriteDwell(to, header, dwell with { ScaleUnits = 1165 });
        yield return Take(to);
        GmtiEncoder.WriteDwell(to, header, dwell with { Targets = [] });
        yield return Take(to);
        GmtiEncoder.WriteDwell(to, header, dwell with { Targets = [new(centre, 100, 12, 2, 10, 80)] });
        var full = Take(to);
        yield return full;
        yield return [.. full, .. full];
    }

    private static byte[] Take(ArrayBufferWriter<byte> to)
    {
        var bytes = to.WrittenSpan.ToArray();
        to.ResetWrittenCount();
        return bytes;
    }
}
