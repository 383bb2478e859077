using System.Text;
using Trucewatch.Fuzz;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Tests;

public sealed class FuzzTests
{
    private const int Cases = 20_000;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [InlineData("avr", "Avr/corpus/avr.txt", false)]
    [InlineData("beast", "Beast/corpus/beast.txt", true)]
    [InlineData("sbs", "Sbs/corpus/sbs.txt", false)]
    public void The_golden_corpus_breaks_no_property(string name, string corpus, bool isHex)
    {
        var target = FuzzTargets.All.Single(target => target.Name == name);
        var inputs = File.ReadLines(Path.Combine(RepositoryTree.Root, "src/Trucewatch.Feeds", corpus))
            .Where(line => line.Length > 0 && line[0] != '#' && !line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => isHex ? Convert.FromHexString(line) : Encoding.Latin1.GetBytes(line + "\n"))
            .ToArray();
        Assert.True(inputs.Count(input => target.Run(input)) > inputs.Length / 3);
        Assert.True(target.Run(inputs.SelectMany(input => input).ToArray()));
    }

    /// <summary>RFC 3339 knows offsets beyond the 14 hours of DateTimeOffset, and so has the parser.</summary>
    [Theory]
    [InlineData("2026-05-04T06:00:00+14:00")]
    [InlineData("2026-05-04T06:00:00+14:01")]
    [InlineData("2026-05-04T06:00:00-23:59")]
    [InlineData("2026-05-04t06:00:60.25+23:59")]
    public void Times_with_any_offset_are_compared(string time)
    {
        var target = FuzzTargets.All.Single(target => target.Name == "cot");
        Assert.True(target.Run(Encoding.UTF8.GetBytes(
            $"<event version='2.0' uid='a' type='a-n-G' how='m-g' time='{time}' start='{time}' stale='{time}'>"
            + "<point lat='1' lon='2' hae='3' ce='4' le='5'/></event>")));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mutated_inputs_break_no_property(string name)
    {
        var target = FuzzTargets.All.Single(target => target.Name == name);
        var outcome = FuzzRun.Smoke(target, seed: 1, Cases);
        if (target.MustFail)
        {
            Assert.NotNull(outcome.Failure);
            return;
        }

        Assert.Null(outcome.Failure);
        Assert.Equal(Cases, outcome.Cases);
        // Differential targets prove nothing unless both sides accept something.
        Assert.InRange(outcome.Accepted, Cases / 50, Cases);
    }
}
