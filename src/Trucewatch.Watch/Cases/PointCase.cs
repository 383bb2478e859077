using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Cases;

/// <summary>
/// <c>point LAT LON SIGMA_M -&gt; ZONE P[, ZONE P...]</c> or <c>-&gt; none</c>. All zones with a probability of at
/// least
/// 0.001 have to be named, and each probability has to agree within 0.01.
/// </summary>
internal static class PointCase
{
    private const double Tolerance = 0.01;

    public static string? Run(Agreement agreement, string given, string wanted)
    {
        var words = given.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 4 || !CaseWords.TryPlace($"{words[1]},{words[2]}~{words[3]}", out var place)
            || Expected(agreement, wanted) is not { } expected)
        {
            return $"expected 'point LAT LON SIGMA_M -> ZONE P, ...' or '-> none', got '{given} -> {wanted}'";
        }

        var got = new List<(string Zone, double P)>();
        foreach (var zone in agreement.Zones)
        {
            var standing = zone.Locate(place.Point, Covariance2.Circular(place.SigmaM));
            if (standing.PAtMost >= LocateText.LeastProbability)
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

        return holds ? null : $"{given}: expected {Words(expected)}, got {Words(got)}";
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
            if (words.Length != 2 || !CaseWords.TryNumber(words[1], out var p) || p is < 0 or > 1
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
