using System.Text;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.GeoJson;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Profiles;

/// <summary>
/// The golden corpora of the mapped formats. A document begins after a line of two equals signs and a title; the lines
/// that begin with a tilde and a space are what it gives. <c>GOLDEN=accept</c> rewrites them.
/// </summary>
public sealed class ProfileGoldenTests
{
    internal const string Csv = "src/Trucewatch.Feeds/Csv/corpus/csv.txt";
    internal const string GeoJson = "src/Trucewatch.Feeds/GeoJson/corpus/geojson.txt";

    [Fact]
    public void Every_table_gives_its_answer() => Golden.Equal(Csv, Answer(CsvFormat.Format, Read(Csv)));

    [Fact]
    public void Every_feature_gives_its_answer() => Golden.Equal(GeoJson, Answer(GeoJsonFormat.Format, Read(GeoJson)));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Read(Csv).Replace("\"sigmaM\":100", "\"sigmaM\":101", StringComparison.Ordinal);
        Assert.NotEqual(Read(Csv), planted);
        Assert.NotEqual(planted, Answer(CsvFormat.Format, planted));
    }

    /// <summary>The documents of a corpus as bytes: seeds of the fuzzer, too.</summary>
    internal static IEnumerable<byte[]> Documents(string path) =>
        Split(Read(path)).Where(part => part.Document.Length > 0).Select(part => Encoding.UTF8.GetBytes(part.Document));

    private static string Read(string path) => File.ReadAllText(Path.Combine(RepositoryTree.Root, path));

    private static IEnumerable<(string Head, string Document)> Split(string corpus)
    {
        var (head, document) = (new StringBuilder(), new StringBuilder());
        var lines = corpus.Split('\n').SkipLast(1);
        foreach (var line in lines.Where(line => !line.StartsWith("~ ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                yield return (head.ToString(), document.ToString());
                head.Clear().Append(line).Append('\n');
                document.Clear();
            }
            else
            {
                (head.Length > 0 && head[0] == '=' ? document : head).Append(line).Append('\n');
            }
        }

        yield return (head.ToString(), document.ToString());
    }

    private static string Answer(FeedFormat format, string corpus)
    {
        var answer = new StringBuilder();
        foreach (var (head, document) in Split(corpus))
        {
            answer.Append(head).Append(document);
            if (document.Length == 0)
            {
                continue;
            }

            var bytes = Encoding.UTF8.GetBytes(document);
            var decoded = FeedRun.Decode(format, bytes);
            var printed = FeedRun.Print(format, bytes);
            Assert.Equal(decoded.Faults, printed.Faults);
            Assert.Equal(decoded.Observations.Count, printed.Lines.Count);
            answer.Append("~ ").Append(decoded.ToString().TrimEnd(' ', ',')).Append('\n');
            foreach (var line in printed.Lines)
            {
                answer.Append("~ ").Append(line).Append('\n');
            }
        }

        return answer.ToString();
    }
}
