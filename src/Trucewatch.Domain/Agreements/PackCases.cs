using System.Globalization;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Agreements;

/// <summary>How a pack's cases went.</summary>
/// <param name="Passed">Cases that hold.</param>
/// <param name="Failed">Cases that do not hold, and lines that are not cases.</param>
public readonly record struct CaseCount(int Passed, int Failed);

/// <summary>
/// The command <c>agreement test</c>: runs a pack's <c>cases.txt</c>. One case a line:
/// <c>point LAT LON SIGMA_M -&gt; ZONE P[, ZONE P...]</c> or <c>-&gt; none</c>; <c>#</c> starts a comment. All zones
/// with a probability of at least 0.001 have to be named, and each probability has to agree within 0.01.
/// </summary>
public static class PackCases
{
    /// <summary>Name of the file of cases within a pack.</summary>
    public const string CasesFile = "cases.txt";

    /// <summary>Greatest number of lines in a file of cases.</summary>
    public const int MaxLines = 10_000;

    private const double Tolerance = 0.01;

    /// <summary>Runs cases and writes one line for each that does not hold.</summary>
    public static CaseCount Run(Agreement agreement, string cases, TextWriter output)
    {
        var (passed, failed, number) = (0, 0, 0);
        foreach (var line in cases.AsSpan().EnumerateLines())
        {
            if (++number > MaxLines)
            {
                output.Write(FormattableString.Invariant($"{CasesFile}:{number}: expected at most {MaxLines} lines\n"));
                return new CaseCount(passed, failed + 1);
            }

            var comment = line.IndexOf('#');
            var text = (comment < 0 ? line : line[..comment]).Trim().ToString();
            if (text.Length == 0)
            {
                continue;
            }

            if (Case(agreement, text) is { } wrong)
            {
                failed++;
                output.Write(FormattableString.Invariant($"{CasesFile}:{number}: {wrong}\n"));
            }
            else
            {
                passed++;
            }
        }

        return new CaseCount(passed, failed);
    }

    /// <summary>Null where the case holds, else what was expected and got.</summary>
    private static string? Case(Agreement agreement, string text)
    {
        var parts = text.Split("->", 2, StringSplitOptions.TrimEntries);
        var words = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || words.Length != 4 || words[0] != "point"
            || !PackWords.TryNumber(words[1], out var lat) || !PackWords.TryNumber(words[2], out var lon)
            || !PackWords.TryNumber(words[3], out var sigmaM) || sigmaM < 0
            || !GeoPoint.TryFromDegrees(lat, lon, out var point)
            || Expected(agreement, parts[1]) is not { } expected)
        {
            return $"expected 'point LAT LON SIGMA_M -> ZONE P, ...' or '-> none', got '{PackWords.Quote(text)}'";
        }

        var got = new List<(string Zone, double P)>();
        foreach (var zone in agreement.Zones)
        {
            var standing = zone.Region.Locate(point, Covariance2.Circular(sigmaM));
            if (standing.PInside >= LocateText.LeastProbability)
            {
                got.Add((zone.Id, standing.PInside));
            }
        }

        got.Sort((a, b) => string.CompareOrdinal(a.Zone, b.Zone));
        var holds = got.Count == expected.Count;
        for (var i = 0; holds && i < got.Count; i++)
        {
            holds = got[i].Zone == expected[i].Zone && Math.Abs(got[i].P - expected[i].P) <= Tolerance;
        }

        return holds ? null : $"{parts[0]}: expected {Words(expected)}, got {Words(got)}";
    }

    /// <summary>The right side of a case, sorted by zone, or null where it is not one.</summary>
    private static List<(string Zone, double P)>? Expected(Agreement agreement, string text)
    {
        var expected = new List<(string Zone, double P)>();
        if (text == "none")
        {
            return expected;
        }

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 2 || !PackWords.TryNumber(words[1], out var p) || p is < 0 or > 1
                || !agreement.Zones.Any(zone => zone.Id == words[0]))
            {
                return null;
            }

            expected.Add((words[0], p));
        }

        expected.Sort((a, b) => string.CompareOrdinal(a.Zone, b.Zone));
        return expected;
    }

    private static string Words(List<(string Zone, double P)> zones) => zones.Count == 0
        ? "none"
        : string.Join(", ", zones.Select(
            zone => string.Create(CultureInfo.InvariantCulture, $"{zone.Zone} {zone.P:0.###}")));
}
