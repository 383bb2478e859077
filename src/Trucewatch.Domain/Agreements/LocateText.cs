using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Agreements;

/// <summary>
/// The command <c>locate</c>: for each point of a CSV, the zones that it may lie in, with the probability and the
/// signed distance to the zone's edge.
/// </summary>
public static class LocateText
{
    /// <summary>Least probability for which a row is written.</summary>
    public const double LeastProbability = 0.001;

    /// <summary>Greatest standard deviation of a position, in metres.</summary>
    public const double MaxSigmaM = 1_000_000;

    private const string Header = "id,lat,lon";
    private const string HeaderWithSigma = "id,lat,lon,sigma_m";

    /// <summary>
    /// Reads <c>id,lat,lon[,sigma_m]</c> and writes <c>id,zone,p_inside,signed_distance_m</c>, a row for each point and
    /// zone, or one row with an empty zone.
    /// </summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="at">
    /// Time for which to look: a zone that only clauses not yet in force name is left out. Null: every zone counts.
    /// </param>
    /// <param name="csv">The points. Degrees and metres; a missing or empty <c>sigma_m</c> means 0.</param>
    /// <param name="output">Takes the rows.</param>
    /// <returns>Null, or what is wrong and on which line; rows before that line are written.</returns>
    public static string? Run(Agreement agreement, Instant? at, TextReader csv, TextWriter output)
    {
        var zones = ZonesAt(agreement, at);
        var lines = new CsvLines(csv);
        if (!lines.Next())
        {
            return lines.Error ?? $"line 1: expected the header {Header}[,sigma_m], got nothing";
        }

        var header = string.Join(',', lines.Fields);
        if (header is not (Header or HeaderWithSigma))
        {
            return $"line 1: expected the header {Header}[,sigma_m], got '{PackWords.Quote(header)}'";
        }

        var columns = lines.Fields.Count;
        var near = new NearZones(zones);
        output.Write("id,zone,p_inside,signed_distance_m\n");
        while (lines.Next())
        {
            if (Row(lines, columns, zones, near, output) is { } wrong)
            {
                return string.Create(CultureInfo.InvariantCulture, $"line {lines.Line}: {wrong}");
            }
        }

        return lines.Error;
    }

    /// <summary>Zones that some clause in force names, and those that no clause names.</summary>
    internal static ImmutableArray<Zone> ZonesAt(Agreement agreement, Instant? at)
    {
        if (at is null)
        {
            return agreement.Zones;
        }

        var inForce = new HashSet<string>(StringComparer.Ordinal);
        var later = new HashSet<string>(StringComparer.Ordinal);
        foreach (var clause in agreement.Clauses)
        {
            var names = clause.FirstBinding is { } from && at < from ? later : inForce;
            foreach (var reading in clause.Readings)
            {
                if ((reading.Settings as PackNode.Mapping)?.Find("zones") is PackNode.Sequence list)
                {
                    names.UnionWith(list.Items.OfType<PackNode.Scalar>().Select(item => item.Text));
                }
            }
        }

        return [.. agreement.Zones.Where(zone => inForce.Contains(zone.Id) || !later.Contains(zone.Id))];
    }

    private static string? Row(
        CsvLines lines, int columns, ImmutableArray<Zone> zones, NearZones near, TextWriter output)
    {
        var fields = lines.Fields;
        if (fields.Count != columns)
        {
            return string.Create(CultureInfo.InvariantCulture, $"expected {columns} fields, got {fields.Count}");
        }

        if (!CsvLines.TryNumber(fields[1], out var lat) || !CsvLines.TryNumber(fields[2], out var lon)
            || !GeoPoint.TryFromDegrees(lat, lon, out var point))
        {
            return "expected lat -90 to 90 and lon -180 to 180 in degrees, got "
                + $"'{PackWords.Quote(fields[1])}' and '{PackWords.Quote(fields[2])}'";
        }

        var sigmaM = 0.0;
        if (columns == 4 && fields[3].Length > 0
            && !(CsvLines.TryNumber(fields[3], out sigmaM) && sigmaM >= 0 && sigmaM <= MaxSigmaM))
        {
            return FormattableString.Invariant(
                $"expected sigma_m 0 to {MaxSigmaM} in metres, got '{PackWords.Quote(fields[3])}'");
        }

        var id = Escape(fields[0]);
        var rows = 0;
        foreach (var number in near.Of(point, sigmaM))
        {
            var zone = zones[number];
            var standing = zone.Locate(point, Covariance2.Circular(sigmaM));
            if (standing.PAtMost >= LeastProbability)
            {
                rows++;
                output.Write(FormattableString.Invariant(
                    $"{id},{zone.Id},{standing.PInside:F6},{standing.SignedDistanceM:F3}\n"));
            }
        }

        if (rows == 0)
        {
            output.Write($"{id},,,\n");
        }

        return null;
    }

    private static string Escape(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
