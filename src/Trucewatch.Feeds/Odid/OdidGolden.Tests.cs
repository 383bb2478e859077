using System.Text;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Odid;

/// <summary>
/// The golden corpus: lines that do not start with a space or # are input; sections end with an empty line, and each is
/// a feed of its own. <c>GOLDEN=accept</c> rewrites the answers.
/// </summary>
public sealed class OdidGoldenTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Odid/corpus/odid.txt";

    [Fact]
    public void EveryFeedGivesItsAnswer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void AChangedAnswerIsSeen()
    {
        var planted = Corpus().Replace("\"alt_geodetic\":120.5", "\"alt_geodetic\":121.5", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus) => string.Join("\n\n", corpus.TrimEnd().Split("\n\n").Select(section =>
    {
        var lines = section.Split('\n').Where(line => !line.StartsWith("  ", StringComparison.Ordinal)).ToList();
        if (lines.All(line => line[0] == '#'))
        {
            return section;
        }

        var bytes = Encoding.ASCII.GetBytes(
            string.Concat(lines.Where(line => line[0] != '#').Select(line => line + "\n")));
        var (decoded, printed) = (FeedRun.Decode(OdidFormat.Format, bytes), FeedRun.Print(OdidFormat.Format, bytes));
        Assert.Equal(decoded.Faults, printed.Faults);
        return string.Join('\n', lines
            .Append("  " + decoded.ToString().TrimEnd(' ', ','))
            .Concat(decoded.Observations.Select(seen => $"  {AvrGoldenTests.Describe(seen)} by {seen.SourceTrack}"))
            .Concat(printed.Lines.Select(line => "  " + line)));
    })) + "\n";
}
