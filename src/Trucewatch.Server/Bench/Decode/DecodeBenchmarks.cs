using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>From frames to observations, frame by frame, by a format's own decoder.</summary>
internal static class DecodeBenchmarks
{
    private const ulong Seed = 1;
    private const int BatchItems = 256;

    /// <summary>Frames of a format as a scenario sends them, played anew when they are used up.</summary>
    public static Benchmark Of(string format, string scenario, TimeSpan length) => Of(
        format,
        $"frames of {format} from the scenario {scenario}",
        () =>
        {
            var played = Scenarios.Find(scenario)!;
            return played.Play(new ScenarioRun(Seed, length))
                .Where(sent => played.Feeds[sent.Feed].Format == format)
                .Select(sent => sent.Bytes);
        });

    /// <summary>Frames made in any other way, each with or without its line end.</summary>
    public static Benchmark Of(string format, string words, Func<IEnumerable<ReadOnlyMemory<byte>>> frames) =>
        Of(format, words, () => [("decode-" + format, frames())]);

    /// <summary>Frames of several sorts, measured one sort after the other.</summary>
    public static Benchmark Of(
        string format, string words, Func<(string Name, IEnumerable<ReadOnlyMemory<byte>> Frames)[]> sorts) => new(
        "decode-" + format,
        words,
        () => sorts().Select(sort => Decoding(sort.Name, FeedFormats.Find(format)!, [.. sort.Frames])));

    private static Trial Decoding(string name, FeedFormat format, ReadOnlyMemory<byte>[] frames)
    {
        if (frames.Length == 0)
        {
            throw new InvalidOperationException($"{name}: expected frames, got none");
        }

        frames = InOneBuffer(frames);

        // The last byte of a binary frame may look like a line end, but not that of all of them.
        var ends = frames.All(frame => frame.Span.EndsWith("\n"u8)) ? "\r\n"u8.ToArray() : [];
        var decoder = format.NewDecoder();
        var observations = new ObservationBuffer();
        var late = new LateFaults();
        return new Trial(name, BatchItems, batch =>
        {
            var made = 0L;
            for (var sequence = batch * BatchItems; sequence < (batch + 1) * BatchItems; sequence++)
            {
                var bytes = frames[sequence % frames.Length].Span.TrimEnd(ends);
                observations.Clear();
                decoder.Decode(
                    new FrameView(
                        new FrameRef(new FeedId(0), sequence), Instant.FromUnixSeconds(sequence / 1000), bytes),
                    observations,
                    late);
                made += observations.Count;
                late.Clear();
            }

            return made;
        })
        {
            InputBytesPerItem = frames.Average(frame => frame.Length),
        };
    }

    /// <summary>
    /// The frames one behind the other, as the intake holds them: small arrays all over the heap would measure the
    /// memory and not the decoder.
    /// </summary>
    private static ReadOnlyMemory<byte>[] InOneBuffer(ReadOnlyMemory<byte>[] frames)
    {
        var buffer = new byte[frames.Sum(frame => frame.Length)];
        var end = 0;
        return Array.ConvertAll(frames, frame =>
        {
            var slice = buffer.AsMemory(end, frame.Length);
            frame.CopyTo(slice);
            end += frame.Length;
            return (ReadOnlyMemory<byte>)slice;
        });
    }
}
