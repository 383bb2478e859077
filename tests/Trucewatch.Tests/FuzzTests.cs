using System.Text;
using Trucewatch.Fuzz;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Tests;

public sealed class FuzzTests
{
    private const int Cases = 20_000;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    /// <summary>Each golden corpus and how an input stands in it, by the format its targets are named after.</summary>
    private static readonly Dictionary<string, (string File, Func<string[], IEnumerable<byte[]>> Read)> corpora =
        new(StringComparer.Ordinal)
        {
            ["ais"] = ("Ais/corpus/ais.txt", Lines),
            ["avr"] = ("Avr/corpus/avr.txt", Lines),
            ["beast"] = ("Beast/corpus/beast.txt", lines => Unindented(lines).Select(Convert.FromHexString)),
            ["cot"] = ("Cot/corpus/events.txt", lines => Marked(lines, "<", "<")),
            ["csv"] = ("Csv/corpus/csv.txt", Sections),
            ["geojson"] = ("GeoJson/corpus/geojson.txt", Sections),
            ["klv"] = ("Klv/corpus/klv.txt", lines => Unindented(lines).Select(Convert.FromHexString)),
            ["report"] = ("Report/corpus/reports.txt", lines => Marked(lines, "< ", "")),
            ["sbs"] = ("Sbs/corpus/sbs.txt", Lines),
            ["tak"] = ("Tak/corpus/messages.txt", lines => Unindented(lines)
                .Where(line => line.All(char.IsAsciiHexDigit)).Select(Convert.FromHexString)),
        };

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_golden_corpus_breaks_no_property(string name)
    {
        var target = FuzzTargets.All.Single(target => target.Name == name);
        var inputs = Corpus(target);
        Assert.NotEmpty(inputs);
        if (target.MustFail)
        {
            Assert.ThrowsAny<Exception>(() => inputs.Count(input => target.Run(input)));
            return;
        }

        // Most of what stands in the corpus of the reports is there to be refused.
        var least = Math.Max(1, inputs.Length / (target.Name == "report" ? 6 : 3));
        Assert.InRange(inputs.Count(input => target.Run(input)), least, inputs.Length);

        // Where a target reads one stream, bad input before good costs the good nothing.
        var isRead = target.Run([.. inputs.SelectMany(input => input)]);
        Assert.True(isRead || target.Name is not ("avr" or "beast" or "sbs"));
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

    /// <summary>A format without a golden corpus is replayed from the inputs that its mutations begin with.</summary>
    private static byte[][] Corpus(FuzzTarget target)
    {
        if (!corpora.TryGetValue(target.MustFail ? "cot" : target.Name.Split('-')[0], out var corpus))
        {
            return [.. target.Seeds];
        }

        var file = Path.Combine(RepositoryTree.Root, "src/Trucewatch.Feeds", corpus.File);
        return [.. corpus.Read([.. File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#')])];
    }

    private static IEnumerable<string> Unindented(string[] lines) =>
        lines.Where(line => !line.StartsWith("  ", StringComparison.Ordinal));

    private static IEnumerable<byte[]> Lines(string[] lines) =>
        Unindented(lines).Select(line => Encoding.Latin1.GetBytes(line + "\n"));

    private static IEnumerable<byte[]> Marked(string[] lines, string mark, string keep) => lines
        .Where(line => line.StartsWith(mark, StringComparison.Ordinal))
        .Select(line => Encoding.UTF8.GetBytes(keep + line[mark.Length..]));

    /// <summary>What stands under each heading, without the answers.</summary>
    private static IEnumerable<byte[]> Sections(string[] lines) => string
        .Join('\n', lines.Where(line => line[0] != '~'))
        .Split("== ", StringSplitOptions.RemoveEmptyEntries)
        .Select(section => Encoding.UTF8.GetBytes(section[(section.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
}
