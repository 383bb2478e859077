using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Framing;
using Trucewatch.Simulation.Scenarios.Scripts;

namespace Trucewatch.Server.Intake;

/// <summary>
/// The feed by which the words of an exercise enter the record: which scenario it plays, what its direction puts in,
/// what its watch acknowledges. Its label is the direction's own: its segments are sealed apart, and no page of those
/// who watch shows a frame of it.
/// </summary>
internal static class ExerciseFeed
{
    public const string Name = "exercise-1";

    /// <summary>How frames of this feed are framed; nobody can send by it, because no address names it.</summary>
    public static readonly FeedFormat Format = new(
        "exercise",
        "words of an exercise's direction and watch",
        ExerciseWord.MaxBytes,
        () => new LineFramer(ExerciseWord.MaxBytes),
        () => new Silent(),
        _ => new Silent(),
        null);

    /// <summary>A word as a batch of its own.</summary>
    public static FrameBatch Batch(Feed feed, long sequence, Instant at, ExerciseWord word)
    {
        var batch = new FrameBatch();
        batch.Start(feed, sequence);
        batch.Add(at, word.ToBytes());
        return batch;
    }

    private sealed class Silent : IFrameDecoder, IMessagePrinter
    {
        public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late) => FrameFault.None;

        public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late) => FrameFault.None;
    }
}
