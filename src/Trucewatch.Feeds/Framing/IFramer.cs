namespace Trucewatch.Feeds.Framing;

/// <summary>What a framer found at the start of a buffer.</summary>
public enum CutKind
{
    /// <summary>A frame: bytes <c>Start</c> to <c>Start + Length</c>; go on after <c>Consumed</c>.</summary>
    Frame,

    /// <summary>Nothing but separators: go on after <c>Consumed</c>.</summary>
    Skip,

    /// <summary>The frame is not complete: read more and try again from the same place.</summary>
    NeedMore,

    /// <summary>
    /// A frame longer than the limit begins or goes on here: the bytes <c>Start</c> to <c>Start + Length</c> are a
    /// piece
    /// of it, to be counted and quarantined; go on after <c>Consumed</c>.
    /// </summary>
    TooLong,
}

/// <summary>One cut of a buffer.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Start">First byte of the frame, from the start of the buffer.</param>
/// <param name="Length">Length of the frame in bytes.</param>
/// <param name="Consumed">Bytes that are done with.</param>
public readonly record struct FrameCut(CutKind Kind, int Start, int Length, int Consumed);

/// <summary>
/// Cuts frames out of a stream of bytes. One per connection; it may remember that it is inside an overlong frame.
/// </summary>
public interface IFramer
{
    /// <summary>Looks at the unconsumed bytes; <paramref name="final"/> says that no more will come.</summary>
    FrameCut Next(ReadOnlySpan<byte> buffer, bool final);
}
