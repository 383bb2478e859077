using Trucewatch.Feeds.Tak;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Tak;

/// <summary>The golden corpus; <c>GOLDEN=accept</c> rewrites the answers.</summary>
public sealed class TakGoldenTests
{
    private const string CorpusPath = "src/Trucewatch.Feeds/Tak/corpus/messages.txt";

    [Fact]
    public void Every_frame_gives_its_answer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void A_changed_answer_is_seen()
    {
        var planted = Corpus().Replace("\"battery\":57", "\"battery\":58", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus) => string.Concat(corpus.Split('\n')
        .Where(line => line.Length > 0 && line[0] is '#' or 'b' or (>= '0' and <= '9'))
        .Select(line => line[0] == '#'
            ? line + "\n"
            : $"{line}\n{TakParserTests.Printed(Convert.FromHexString(line))}\n"));
}
