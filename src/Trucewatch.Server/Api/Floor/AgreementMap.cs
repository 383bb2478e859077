using Trucewatch.Domain.Agreements;
using Trucewatch.Geo.GeoJson;

namespace Trucewatch.Server.Api.Floor;

/// <summary>The agreement's lines and zones as GeoJSON for the map.</summary>
internal static class AgreementMap
{
    public static byte[] Write(Agreement agreement)
    {
        using var stream = new MemoryStream();
        using (var writer = new GeoJsonWriter(stream))
        {
            foreach (var zone in agreement.Zones)
            {
                writer.Region(
                    zone.Region,
                    ("role", "zone"),
                    ("id", zone.Id),
                    ("name", zone.Name.En),
                    ("kind", zone.Kind.ToString().ToLowerInvariant()),
                    ("side", zone.Side));
            }

            foreach (var line in agreement.Lines)
            {
                writer.Line(line.Points, ("role", "line"), ("id", line.Id), ("name", line.Name.En));
            }
        }

        return stream.ToArray();
    }
}
