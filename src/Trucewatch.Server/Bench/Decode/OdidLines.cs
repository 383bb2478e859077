using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Feeds.Odid;
using Trucewatch.Geo;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>Locations of a hundred drones as a receiver logs them, and now and then who they are.</summary>
internal static class OdidLines
{
    private const int Drones = 100;
    private const int Lines = 2000;

    public static IEnumerable<ReadOnlyMemory<byte>> Made()
    {
        for (var number = 0; number < Lines; number++)
        {
            var at = new Instant(1_900_000_000_000_000 + (number * 10_000L));
            var place = GeoPoint.FromDegrees(
                latitudeDeg: 48 + (number * 0.0001), longitudeDeg: 37 + (number % Drones * 0.01));
            var message = number < Drones
                ? OdidEncoder.BasicId(FormattableString.Invariant($"1596F{number:D10}"))
                : OdidEncoder.Location(new OdidFlight(place, 150, number % 40, number % 360, 1, 60), at);
            var to = new ArrayBufferWriter<byte>();
            OdidEncoder.WriteLine(to, message, at, 0x02AB_0000_0000 + (ulong)(number % Drones));
            yield return to.WrittenMemory;
        }
    }
}
