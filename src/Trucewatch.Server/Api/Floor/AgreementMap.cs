using Trucewatch.Domain.Agreements;
using Trucewatch.Evidence;
using Trucewatch.Geo.GeoJson;

namespace Trucewatch.Server.Api.Floor;

/// <summary>The agreement's lines and zones as GeoJSON for the map.</summary>
internal static class AgreementMap
{
    public static byte[] Write(Agreement agreement, bool exercise)
    {
        // What shows on a map beside other maps says itself that it is of an exercise.
        var mark = exercise ? ExerciseMark.Word : null;
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
                    ("side", zone.Side),
                    ("record", mark));
            }

            foreach (var line in agreement.Lines)
            {
                writer.Line(line.Points, ("role", "line"), ("id", line.Id), ("name", line.Name.En), ("record", mark));
            }
        }

        return stream.ToArray();
    }
}
