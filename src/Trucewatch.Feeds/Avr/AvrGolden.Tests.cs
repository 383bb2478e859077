using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Avr;

/// <summary>
/// The golden corpus: every line that does not start with a space or # is input, a tenth of a second after the one
/// before; below it stands what it gives. <c>GOLDEN=accept</c> rewrites the answers.
/// </summary>
public sealed class AvrGoldenTests
{
    internal const string CorpusPath = "src/Trucewatch.Feeds/Avr/corpus/avr.txt";

    [Fact]
    public void EveryLineGivesItsAnswer() => Golden.Equal(CorpusPath, Answer(Corpus()));

    [Fact]
    public void AChangedAnswerIsSeen()
    {
        var planted = Corpus().Replace("\"squawk\":\"7777\"", "\"squawk\":\"7776\"", StringComparison.Ordinal);
        Assert.NotEqual(planted, Answer(planted));
    }

    internal static string Describe(in Observation o)
    {
        var place = o.HasPosition
            ? $"{o.Position} sigma {Math.Sqrt(o.PositionError.EastM2).ToString("F1", CultureInfo.InvariantCulture)} m"
            : "nowhere";
        var height = double.IsNaN(o.HeightM)
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" height {o.HeightM:F2} m {o.HeightReference} sigma {o.HeightSigmaM:F1}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{o.Kind} {o.Identity} {o.Class} at {o.At}{(o.HasSourceTime ? " by source" : "")} {place}{height} " +
            $"speed {o.SpeedMps:F3} course {o.CourseDeg:F1} {o.Description}").TrimEnd();
    }

    private static string Corpus() => File.ReadAllText(Path.Combine(RepositoryTree.Root, CorpusPath));

    private static string Answer(string corpus)
    {
        var answer = new StringBuilder();
        var (output, late) = (new ObservationBuffer(), new LateFaults());
        var decoder = new AvrDecoder(ModeSSettings.Default);
        var (printer, lines) = (new AvrPrinter(default, ModeSSettings.Default), new ArrayBufferWriter<byte>());
        long sequence = 0;
        foreach (var line in corpus.Split('\n').SkipLast(1).Where(line => !line.StartsWith(' ')))
        {
            answer.Append(line).Append('\n');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var bytes = Encoding.Latin1.GetBytes(line);
            var at = AvrLine.TryReadReceiveTime(bytes, out var carried)
                ? carried
                : ModeSRun.StartUs + (sequence * 100_000);
            var frame = new FrameView(new FrameRef(new FeedId(0), sequence++), new Instant(at), bytes);
            var fault = decoder.Decode(frame, output, late);
            var printed = printer.Print(frame, lines, late);
            answer.Append(CultureInfo.InvariantCulture, $"  decode {fault}, print {printed}\n");
            foreach (ref readonly var item in output.Items)
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
}
