using System.Globalization;

namespace Trucewatch.Geo.Geodesics;

/// <summary>
/// Geodesic problems as lines of text: degrees with fourteen decimals (a nanometre), metres with nine, square metres
/// with four.
/// </summary>
public static class GeodesicText
{
    /// <summary>Longest line in characters.</summary>
    public const int MaxLineChars = 1024;

    /// <summary>Most vertices of one ring.</summary>
    public const int MaxVertices = 1_000_000;

    /// <summary>
    /// Solves the problems of a text, a line each; rings of <c>area</c> are parted by blank lines. Gives null, or in one
    /// line what could not be read: what was solved before it has been written.
    /// </summary>
    /// <param name="verb"><c>inverse</c>, <c>direct</c> or <c>area</c>.</param>
    /// <param name="input">The problems.</param>
    /// <param name="output">Takes the answers.</param>
    public static string? Run(string verb, TextReader input, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        var expected = verb switch
        {
            "inverse" => "lat1 lon1 lat2 lon2",
            "direct" => "lat1 lon1 azi1 s12",
            _ => "lat lon",
        };
        var ring = new List<GeoPoint>();
        var number = 0;
        Span<double> values = stackalloc double[4];
        while (input.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                WriteRing(ring, output);
                continue;
            }

            var wanted = values[..(verb == "area" ? 2 : 4)];
            var solved = TryRead(line, wanted) && verb switch
            {
                "inverse" => TryInverse(wanted, output),
                "direct" => TryDirect(wanted, output),
                _ => ring.Count < MaxVertices && TryAdd(ring, wanted),
            };
            if (!solved)
            {
                var shown = line.Length > 80 ? line[..80] + "..." : line;
                return FormattableString.Invariant($"line {number}: expected {expected} in degrees and metres, got '{shown}'");
            }
        }

        WriteRing(ring, output);
        return null;
    }

    private static bool TryRead(string line, Span<double> values)
    {
        var fields = line.Length > MaxLineChars ? [] : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != values.Length)
        {
            return false;
        }

        for (var index = 0; index < fields.Length; index++)
        {
            if (!double.TryParse(fields[index], NumberStyles.Float, CultureInfo.InvariantCulture, out values[index])
                || !double.IsFinite(values[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryInverse(ReadOnlySpan<double> values, TextWriter output)
    {
        if (!GeoPoint.TryFromDegrees(latitudeDeg: values[0], longitudeDeg: values[1], out var from)
            || !GeoPoint.TryFromDegrees(latitudeDeg: values[2], longitudeDeg: values[3], out var to))
        {
            return false;
        }

        var found = Geodesic.Inverse(from, to);
        output.WriteLine(FormattableString.Invariant(
            $"{found.AzimuthStartDeg:F14} {found.AzimuthEndDeg:F14} {found.DistanceM:F9}"));
        return true;
    }

    private static bool TryDirect(ReadOnlySpan<double> values, TextWriter output)
    {
        if (!GeoPoint.TryFromDegrees(latitudeDeg: values[0], longitudeDeg: values[1], out var from)
            || Math.Abs(values[2]) > 360)
        {
            return false;
        }

        var found = Geodesic.Direct(from, values[2], values[3]);
        output.WriteLine(FormattableString.Invariant(
            $"{found.Point.LatitudeDeg:F14} {found.Point.LongitudeDeg:F14} {found.AzimuthEndDeg:F14}"));
        return true;
    }

    private static bool TryAdd(List<GeoPoint> ring, ReadOnlySpan<double> values)
    {
        if (!GeoPoint.TryFromDegrees(latitudeDeg: values[0], longitudeDeg: values[1], out var vertex))
        {
            return false;
        }

        ring.Add(vertex);
        return true;
    }

    private static void WriteRing(List<GeoPoint> ring, TextWriter output)
    {
        if (ring.Count > 0)
        {
            var area = Geodesic.Area(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ring));
            output.WriteLine(FormattableString.Invariant($"{area.Vertices} {area.PerimeterM:F9} {area.AreaM2:F4}"));
            ring.Clear();
        }
    }
}
