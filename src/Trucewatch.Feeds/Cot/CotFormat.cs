using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Cot;

/// <summary>Cursor on Target 2.0, XML.</summary>
internal static class CotFormat
{
    /// <summary>The format's line in the table.</summary>
    public static readonly FeedFormat Format = new(
        "cot",
        "Cursor on Target 2.0 (XML)",
        CotParser.MaxMessageBytes,
        () => new CotFramer(),
        () => new CotDecoder(),
        _ => new CotPrinter(),
        ReadReceiveTime: null,
        IsExercise: IsExercise);

    /// <summary>Few events say anything of it; only these are read once more.</summary>
    private static bool IsExercise(ReadOnlySpan<byte> frame) =>
        (frame.IndexOf("opex"u8) >= 0 || frame.IndexOf("m-s"u8) >= 0)
        && CotParser.Read(frame, out var message) == FrameFault.None
        && ExerciseMarks.IsSimulated(message.How, message.Opex.Raw);
}
