using System.Text;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Sbs;

/// <summary>
/// The golden corpus: every line that does not start with two spaces or # is input; below it stands what it gives.
/// <c>GOLDEN=accept</c> rewrites the answers.
/// </summary>
public sealed class SbsGoldenTests
{
    internal const string CorpusPath = "src/Trucewatch.Feeds/Sbs/corpus/sbs.txt";

    [Fact]
    public void EveryLineGivesItsAnswer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void AChangedAnswerIsSeen()
    {
        var planted = Corpus().Replace("\"squawk\":\"0461\"", "\"squawk\":\"0462\"", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus)
    {
        var answer = new StringBuilder();
        var inputs = corpus.Split('\n').SkipLast(1).Where(line => !line.StartsWith("  ", StringComparison.Ordinal));
        foreach (var line in inputs)
        {
            answer.Append(line).Append('\n');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var bytes = Encoding.ASCII.GetBytes(line + "\n");
            var decoded = FeedRun.Decode(SbsFormat.Format, bytes);
            var printed = FeedRun.Print(SbsFormat.Format, bytes);
            Assert.Equal(decoded.Faults, printed.Faults);
            answer.Append("  ").Append(decoded.ToString().TrimEnd(' ', ',')).Append('\n');
            foreach (var seen in decoded.Observations)
            {
                answer.Append("  ").Append(AvrGoldenTests.Describe(seen)).Append('\n');
            }

            foreach (var text in printed.Lines)
            {
                answer.Append("  ").Append(text).Append('\n');
            }
        }

        return answer.ToString();
    }
}
