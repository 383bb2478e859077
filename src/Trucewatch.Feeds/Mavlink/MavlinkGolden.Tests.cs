using System.Text;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>
/// The golden corpus: every line that does not start with a space or # is a stream in hexadecimal; below it stands what
/// it gives. <c>GOLDEN=accept</c> rewrites the answers.
/// </summary>
public sealed class MavlinkGoldenTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Mavlink/corpus/mavlink.txt";

    [Fact]
    public void EveryLineGivesItsAnswer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void AChangedAnswerIsSeen()
    {
        var planted = Corpus().Replace("\"relative_alt\":-11", "\"relative_alt\":-12", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus)
    {
        var answer = new StringBuilder();
        foreach (var line in corpus.Split('\n').SkipLast(1).Where(line => !line.StartsWith(' ')))
        {
            answer.Append(line).Append('\n');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var bytes = Convert.FromHexString(line);
            var decoded = FeedRun.Decode(MavlinkFormat.Format, bytes);
            var printed = FeedRun.Print(MavlinkFormat.Format, bytes);
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
