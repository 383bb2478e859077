using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Evidence;

namespace Trucewatch.Server.Custody;

/// <summary>A segment that a determination rests on.</summary>
/// <param name="Digest">SHA-256 (hex) of its file.</param>
/// <param name="FirstPosition">First input position in it.</param>
/// <param name="LastPosition">Last input position in it.</param>
internal readonly record struct BundleSegment(string Digest, long FirstPosition, long LastPosition);

/// <summary>The inputs of a determination: what a re-adjudication steps again, in order.</summary>
/// <param name="Facts">Numbers of the facts that must come of it, sorted.</param>
/// <param name="LastPosition">Input position of the last one.</param>
/// <param name="Feeds">Names of the feeds.</param>
/// <param name="Segments">The segments, in order of their first positions.</param>
internal sealed record BundleInputs(
    IReadOnlyList<long> Facts, long LastPosition, IReadOnlyList<string> Feeds, IReadOnlyList<BundleSegment> Segments)
{
    /// <summary>
    /// The hash of a determination: SHA-256 over the lines of its facts, one fact after the other by number.
    /// </summary>
    public static string Determination(IEnumerable<byte[]> payloads)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var payload in payloads)
        {
            hash.AppendData(FieldList.TextOf(payload));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the list; null where it has another form.</summary>
    public static BundleInputs? TryParse(string text)
    {
        List<long> facts = [];
        List<string> feeds = [];
        List<BundleSegment> segments = [];
        var last = -1L;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            switch (words)
            {
                case ["fact", var number] when TryNumber(number, out var fact):
                    facts.Add(fact);
                    break;
                case ["last-position", var number] when TryNumber(number, out last):
                    break;
                case ["feed", var name]:
                    feeds.Add(name);
                    break;
                case ["segment", var digest, var from, var to]
                    when Digest.TryParseHex(digest, out _)
                        && TryNumber(from, out var first) && TryNumber(to, out var end):
                    segments.Add(new BundleSegment(digest, first, end));
                    break;
                default:
                    return null;
            }
        }

        return facts.Count > 0 && last >= 0 ? new BundleInputs(facts, last, feeds, segments) : null;
    }

    /// <summary>The list as text.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var fact in Facts)
        {
            text.Append(CultureInfo.InvariantCulture, $"fact {fact}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"last-position {LastPosition}\n");
        foreach (var feed in Feeds)
        {
            text.Append(CultureInfo.InvariantCulture, $"feed {feed}\n");
        }

        foreach (var segment in Segments)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"segment {segment.Digest} {segment.FirstPosition} {segment.LastPosition}\n");
        }

        return text.ToString();
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
