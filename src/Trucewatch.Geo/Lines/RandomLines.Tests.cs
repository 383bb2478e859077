using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>Zones of lines drawn at random, point by point against a search along every geodesic.</summary>
public sealed class RandomLinesTests
{
    [Fact]
    public void EveryPointBesideARandomLineIsInItsZone() => Check(1, 60, 40);

    /// <summary>The same for 2,000 lines; some minutes.</summary>
    [Fact(Explicit = true)]
    public void EveryPointBesideTwoThousandRandomLinesIsInItsZone() => Check(0, 2000, 200);

    private static void Check(ulong first, ulong count, int points)
    {
        var (judgedLines, wrong) = (0, new List<string>());
        for (var seed = first; seed < first + count; seed++)
        {
            var line = RandomLine.Draw(seed);
            if (line.WidestM == 0)
            {
                continue;
            }

            var found = line.Judge(LineBuffer.Build(line.Points, line.Widths), points);
            judgedLines += found.Judged > 0 ? 1 : 0;
            if (found.Wrong > 0)
            {
                wrong.Add($"seed {seed}: {found.Wrong} of {found.Judged} points, first {found.First}");
            }
        }

        Assert.True(judgedLines > 0.9 * count, $"only {judgedLines} of {count} lines are judged");
        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }
}
