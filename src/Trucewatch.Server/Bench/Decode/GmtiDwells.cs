using System.Buffers;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Geo;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>Dwells of an airborne radar, each a packet of its own with so many targets and their velocities.</summary>
internal static class GmtiDwells
{
    /// <summary>Targets in a dwell.</summary>
    public const int Targets = 20;

    private const int Dwells = 256;

    /// <summary>A mission, a job and dwells.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Packets()
    {
        var header = new GmtiHeader("Radar 1", 7, 3);
        var to = new ArrayBufferWriter<byte>();
        GmtiEncoder.WriteMission(to, header, "plan", 15, 2030, 3, 17);
        yield return to.WrittenSpan.ToArray();
        to.ResetWrittenCount();
        GmtiEncoder.WriteJob(to, header, 10, 0.05, 0.4);
        yield return to.WrittenSpan.ToArray();
        for (var number = 0; number < Dwells; number++)
        {
            var sensor = GeoPoint.FromDegrees(latitudeDeg: 47.5, longitudeDeg: 36 + (number * 0.001));
            var centre = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37 + (number * 0.002));
            var targets = Enumerable.Range(0, Targets).Select(index => new GmtiTarget(
                GeoPoint.FromDegrees(
                    latitudeDeg: centre.LatitudeDeg + (index * 0.0021) - 0.02,
                    longitudeDeg: centre.LongitudeDeg + (index * 0.0017) - 0.015),
                150, (index * 1.5) - 12, 2));
            to.ResetWrittenCount();
            GmtiEncoder.WriteDwell(to, header, new GmtiDwellReport(
                (uint)(28_800_000 + (number * 200)), sensor, 9000, centre, 5000, 1.5, [.. targets],
                number % 2 == 0 ? 1165 : 0));
            yield return to.WrittenSpan.ToArray();
        }
    }
}
