using System.Text;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Gmti;

/// <summary>
/// The golden corpus: every line that does not start with a space or # is a stream in hexadecimal; below it stands what
/// it gives. <c>GOLDEN=accept</c> rewrites the answers.
/// </summary>
public sealed class GmtiGoldenTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Gmti/corpus/gmti.txt";

    [Fact]
    public void EveryLineGivesItsAnswer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void AChangedAnswerIsSeen()
    {
        var planted = Corpus().Replace("\"target_count\":3", "\"target_count\":2", StringComparison.Ordinal);
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

            var run = GmtiRun.Over(Convert.FromHexString(line));
            answer.Append("  ").AppendJoin(' ', run.Faults).Append('\n');
            foreach (var look in run.Looks)
            {
                answer.Append("  ").Append(GmtiRun.Describe(look)).Append('\n');
            }

            foreach (var seen in run.Observations)
            {
                answer.Append("  ").Append(GmtiRun.Describe(seen)).Append('\n');
            }

            foreach (var text in run.Lines)
            {
                answer.Append("  ").Append(text).Append('\n');
            }
        }

        return answer.ToString();
    }
}
