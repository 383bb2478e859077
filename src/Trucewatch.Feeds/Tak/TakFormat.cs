using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Tak;

/// <summary>TAK protocol version 1: Cursor on Target events as protobuf.</summary>
internal static class TakFormat
{
    /// <summary>The format's line in the table.</summary>
    public static readonly FeedFormat Format = new(
        "tak",
        "TAK protocol 1 (Cursor on Target as protobuf)",
        TakFrame.MaxBytes,
        () => new TakFramer(),
        () => new TakDecoder(),
        _ => new TakPrinter(),
        ReadReceiveTime: null,
        IsExercise: IsExercise);

    private static bool IsExercise(ReadOnlySpan<byte> frame) =>
        TakParser.Read(frame, out var message) == FrameFault.None
        && ExerciseMarks.IsSimulated(message.How, message.Opex.Raw);
}
