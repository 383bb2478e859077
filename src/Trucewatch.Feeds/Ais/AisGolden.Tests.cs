using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// The golden corpus: every line that does not start with a space or # is input; below it stands what it gives.
/// <c>GOLDEN=accept</c> rewrites the answers.
/// </summary>
public sealed class AisGoldenTests
{
    internal const string CorpusPath = "src/Trucewatch.Feeds/Ais/corpus/ais.txt";

    [Fact]
    public void EveryLineGivesItsAnswer()
    {
        var path = Path.Combine(RepositoryTree.Root, CorpusPath);
        var expected = File.ReadAllText(path);
        var got = Answer(expected);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "accept")
        {
            File.WriteAllText(path, got);
            return;
        }

        Assert.Equal(expected, got);
    }

    [Fact]
    public void AChangedAnswerIsSeen()
    {
        var expected = File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));
        var planted = expected.Replace("\"course\":224.0", "\"course\":224.1", StringComparison.Ordinal);
        Assert.False(expected == planted);
        Assert.False(planted == Answer(planted));
    }

    private static string Answer(string corpus)
    {
        var answer = new StringBuilder();
        var (decoder, output, late) = (new AisDecoder(), new ObservationBuffer(), new LateFaults());
        var printer = new AisPrinter(new PrintOptions(false));
        var (lines, printedLate) = (new System.Buffers.ArrayBufferWriter<byte>(), new LateFaults());
        long sequence = 0;
        foreach (var line in corpus.Split('\n').SkipLast(1).Where(line => !line.StartsWith(' ')))
        {
            answer.Append(line).Append('\n');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var bytes = Encoding.Latin1.GetBytes(line);
            var at = AisLine.TryReadReceiveTime(bytes, out var carried) ? carried : AisRun.StartUs;
            var frame = new FrameView(new FrameRef(new FeedId(0), sequence++), new Instant(at), bytes);
            var fault = decoder.Decode(frame, output, late);
            var printed = printer.Print(frame, lines, printedLate);
            answer.Append(CultureInfo.InvariantCulture, $"  decode {fault}, print {printed}\n");
            foreach (var item in output.Items)
            {
                answer.Append("  ").Append(Describe(item)).Append('\n');
            }

            if (lines.WrittenCount > 0)
            {
                answer.Append("  ").Append(Encoding.UTF8.GetString(lines.WrittenSpan));
            }

            output.Clear();
            lines.ResetWrittenCount();
        }

        return answer.ToString();
    }

    private static string Describe(in Observation o)
    {
        var place = o.HasPosition ? $"{o.Position} error {Invariant(o.PositionError.EastM2)} m2" : "nowhere";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{o.Kind} {o.Identity} {o.Class} at {o.At}{(o.HasSourceTime ? " by source" : "")} {place} " +
            $"speed {o.SpeedMps:F3} course {o.CourseDeg:F1} parts {o.EarlierParts + 1} {o.Description}");
    }

    private static string Invariant(double value) => value.ToString(CultureInfo.InvariantCulture);
}
