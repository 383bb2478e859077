using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.Framing;
using Xunit;

namespace Trucewatch.Feeds;

/// <summary>
/// Answers a golden corpus: every line that does not begin with two spaces or # is input, and what it gives is written
/// below it. One decoder and one printer take the inputs in order; each input is framed by itself.
/// </summary>
internal static class FormatGolden
{
    /// <summary>2030-06-01T12:00:00Z; each frame comes a second after the one before.</summary>
    public static readonly Instant Start = Instant.FromUnixSeconds(1_906_545_600);

    public static string Answer(FeedFormat format, string corpus, Func<string, byte[]> bytesOf)
    {
        var answer = new StringBuilder();
        var (decoder, printer) = (format.NewDecoder(), format.NewPrinter(default));
        var (output, lines) = (new ObservationBuffer(), new ArrayBufferWriter<byte>());
        long sequence = 0;
        foreach (var line in Inputs(corpus))
        {
            answer.Append(line).Append('\n');
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            foreach (var frame in Frames(format, bytesOf(line)))
            {
                output.Clear();
                lines.ResetWrittenCount();
                var (decoding, printing) = (new LateFaults(), new LateFaults());
                var at = Start + TimeSpan.FromSeconds(sequence);
                var view = new FrameView(new FrameRef(new FeedId(0), sequence++), at, frame);
                var fault = decoder.Decode(view, output, decoding);
                Assert.Equal(fault, printer.Print(view, lines, printing));
                Assert.Equal(decoding.Items, printing.Items);
                Append(answer, fault, decoding, output, lines);
            }
        }

        return answer.ToString();
    }

    /// <summary>Inputs, remarks and empty lines, without answers.</summary>
    public static IEnumerable<string> Inputs(string corpus) => corpus.ReplaceLineEndings("\n").Split('\n').SkipLast(1)
        .Where(line => !line.StartsWith("  ", StringComparison.Ordinal));

    /// <summary>The frames that a framer cuts out of these bytes.</summary>
    public static List<byte[]> Frames(FeedFormat format, ReadOnlySpan<byte> bytes)
    {
        var framer = format.NewFramer();
        var frames = new List<byte[]>();
        while (framer.Next(bytes, final: true) is { Kind: not CutKind.NeedMore } cut)
        {
            if (cut.Kind != CutKind.Skip)
            {
                frames.Add(bytes.Slice(cut.Start, cut.Length).ToArray());
            }

            bytes = bytes[cut.Consumed..];
        }

        Assert.Equal(0, bytes.Length);
        return frames;
    }

    /// <summary>An observation in one line.</summary>
    public static string Describe(in Observation seen)
    {
        var words = AvrGoldenTests.Describe(in seen);
        var (east, both, north) = seen.PositionError;
        if (seen.HasPosition)
        {
            words += string.Create(CultureInfo.InvariantCulture, $" error {east:F0} {both:F0} {north:F0} m2");
        }

        if (seen.SourceTrack != 0)
        {
            words += string.Create(CultureInfo.InvariantCulture, $" track {seen.SourceTrack}");
        }

        if (seen.Polar is { Parts: not MeasuredParts.None } polar)
        {
            words += string.Create(
                CultureInfo.InvariantCulture,
                $" {polar.Parts} {polar.RangeM:F1} m {polar.BearingDeg:F4} deg from {polar.Observer}");
        }

        return seen.Kind != ObservationKind.Event ? words : words + string.Create(
            CultureInfo.InvariantCulture,
            $" {seen.Event.Class} size {seen.Event.Size:0.###} sure {seen.Event.Confidence:0.###} ")
            + seen.Event.Reasons;
    }

    /// <summary>A look in one line.</summary>
    public static string Describe(in Look look)
    {
        var ring = look.HasCorners ? "corners" : string.Join(' ', look.Outline.Select(point => $"({point})"));
        return string.Create(
            CultureInfo.InvariantCulture, $"Look {look.Modality} {look.From} to {look.Until} ")
            + string.Create(CultureInfo.InvariantCulture, $"clouds {look.CloudShare:0.###} {ring}");
    }

    private static void Append(
        StringBuilder answer, FrameFault fault, LateFaults late, ObservationBuffer output,
        ArrayBufferWriter<byte> lines)
    {
        foreach (var earlier in late.Items)
        {
            answer.Append("  late ").Append(earlier.Fault).Append('\n');
        }

        if (fault != FrameFault.None || (output.Count == 0 && output.LookCount == 0 && lines.WrittenCount == 0))
        {
            answer.Append("  ").Append(fault == FrameFault.None ? "nothing" : fault.ToString()).Append('\n');
        }

        foreach (ref readonly var seen in output.Items)
        {
            answer.Append("  ").Append(Describe(in seen)).Append('\n');
        }

        foreach (ref readonly var look in output.Looks)
        {
            answer.Append("  ").Append(Describe(in look)).Append('\n');
        }

        foreach (var text in Encoding.UTF8.GetString(lines.WrittenSpan)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            answer.Append("  ").Append(text).Append('\n');
        }
    }
}
