using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Trucewatch.Geo.Geodesics;

/// <summary>
/// Geodesic problems as lines of text, a problem a line: degrees and metres, separated by blanks. Angles are written
/// with 14 decimals and lengths with 9, areas with 4.
/// </summary>
public static class GeodesicText
{
    /// <summary>The longest line, characters.</summary>
    public const int MaxLineLength = 1000;

    /// <summary>The most vertices of one ring.</summary>
    public const int MaxRingVertices = 1_000_000;

    private static readonly char[] _blanks = [' ', '\t', ',', '\r'];

    /// <summary>
    /// Answers every line: <c>inverse</c> takes <c>lat1 lon1 lat2 lon2</c> and gives <c>azi1 azi2 s12</c>;
    /// <c>direct</c> takes <c>lat1 lon1 azi1 s12</c> and gives <c>lat2 lon2 azi2</c>; <c>area</c> takes a vertex
    /// <c>lat lon</c> a line, a blank line after each ring, and gives <c>vertices perimeter area</c>.
    /// </summary>
    /// <returns>False at the first bad line; what came before it is answered.</returns>
    public static bool Run(
        string verb, TextReader input, TextWriter output, [NotNullWhen(false)] out string? error)
    {
        error = verb switch
        {
            "inverse" => EachLine(input, output, 4, "lat1 lon1 lat2 lon2", Inverse),
            "direct" => EachLine(input, output, 4, "lat1 lon1 azi1 s12", Direct),
            "area" => Areas(input, output),
            _ => $"geodesic: expected inverse, direct or area, got {verb}",
        };
        return error is null;
    }

    private static string? EachLine(
        TextReader input, TextWriter output, int count, string form, Func<double[], string?> answer)
    {
        var numbers = new double[count];
        var line = 0;
        while (input.ReadLine() is { } text)
        {
            line++;
            if (text.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            if (!Parse(text, numbers) || answer(numbers) is not { } result)
            {
                return Error(line, form, text);
            }

            output.Write(result);
            output.Write('\n');
        }

        return null;
    }

    private static string? Areas(TextReader input, TextWriter output)
    {
        var ring = new List<GeoPoint>();
        var numbers = new double[2];
        var line = 0;
        while (input.ReadLine() is { } text)
        {
            line++;
            if (text.AsSpan().Trim().IsEmpty)
            {
                WriteArea(ring, output);
                continue;
            }

            if (!Parse(text, numbers) || Point(numbers[0], numbers[1]) is not { } point)
            {
                return Error(line, "lat lon", text);
            }

            if (ring.Count == MaxRingVertices)
            {
                return FormattableString.Invariant(
                    $"line {line}: expected at most {MaxRingVertices} vertices of a ring, got more");
            }

            ring.Add(point);
        }

        WriteArea(ring, output);
        return null;
    }

    private static void WriteArea(List<GeoPoint> ring, TextWriter output)
    {
        if (ring.Count == 0)
        {
            return;
        }

        var area = Geodesic.Area([.. ring]);
        output.Write(string.Create(
            CultureInfo.InvariantCulture, $"{area.Vertices} {area.PerimeterM:F9} {area.AreaM2:F4}\n"));
        ring.Clear();
    }

    private static string? Inverse(double[] n)
    {
        if (Point(n[0], n[1]) is not { } a || Point(n[2], n[3]) is not { } b)
        {
            return null;
        }

        var way = Geodesic.Inverse(a, b);
        return string.Create(
            CultureInfo.InvariantCulture, $"{way.AzimuthStartDeg:F14} {way.AzimuthEndDeg:F14} {way.DistanceM:F9}");
    }

    private static string? Direct(double[] n)
    {
        if (Point(n[0], n[1]) is not { } start || !(Math.Abs(n[2]) <= 540 && Math.Abs(n[3]) <= 1e9))
        {
            return null;
        }

        var way = Geodesic.Direct(start, n[2], n[3]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{way.Point.LatitudeDeg:F14} {way.Point.LongitudeDeg:F14} {way.AzimuthEndDeg:F14}");
    }

    private static GeoPoint? Point(double latitude, double longitude)
    {
        // Longitudes up to a turn and a half are common in the mouths of programs; they mean the same meridian.
        if (!(Math.Abs(longitude) <= 540))
        {
            return null;
        }

        var turned = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
        return GeoPoint.TryFromDegrees(latitudeDeg: latitude, longitudeDeg: turned, out var point) ? point : null;
    }

    private static bool Parse(string text, double[] numbers)
    {
        if (text.Length > MaxLineLength)
        {
            return false;
        }

        var fields = text.Split(_blanks, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != numbers.Length)
        {
            return false;
        }

        for (var i = 0; i < fields.Length; i++)
        {
            if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])
                || !double.IsFinite(numbers[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Error(int line, string form, string got)
    {
        var shown = new string([.. got.Take(60).Select(c => char.IsControl(c) ? '?' : c)]);
        return FormattableString.Invariant(
            $"line {line}: expected {form} (degrees within range, metres within 1e9), got \"{shown}\"");
    }
}
