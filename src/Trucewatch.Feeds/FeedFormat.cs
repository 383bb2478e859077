using System.Buffers;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds;

/// <summary>A wire format: everything that the program knows about it hangs on this record.</summary>
/// <param name="Id">Id in commands and feeds, for example <c>ais</c>.</param>
/// <param name="Title">Its name and edition in words.</param>
/// <param name="MaxFrameBytes">Longest frame; longer is a counted fault.</param>
/// <param name="NewFramer">Makes the framing that cuts frames out of a stream.</param>
/// <param name="NewDecoder">Makes a decoder for one feed; a decoder keeps the feed's open groups.</param>
/// <param name="NewPrinter">Makes the printer behind the <c>decode</c> command.</param>
/// <param name="ReadReceiveTime">Finds a receive time that the frame itself carries (tag block, log line), if
/// any.</param>
/// <param name="IsMapped">True when a profile says what its values mean; it may come before the first frame.</param>
/// <param name="IsExercise">True for a frame that its bytes alone mark as of an exercise, or null: the format has no
/// such mark. A live log asks before it decodes, so that a decoder remembers nothing of such a frame.</param>
public sealed record FeedFormat(
    string Id,
    string Title,
    int MaxFrameBytes,
    Func<IFramer> NewFramer,
    Func<IFrameDecoder> NewDecoder,
    Func<PrintOptions, IMessagePrinter> NewPrinter,
    ReceiveTimeReader? ReadReceiveTime,
    bool IsMapped = false,
    FrameMark? IsExercise = null)
{
    /// <summary>True for a piece of an overlong frame, which nobody needs to decode: its fault is known.</summary>
    public bool IsTooLong(in FrameView frame) => frame.Bytes.Length > MaxFrameBytes;
}

/// <summary>Finds the receive time that a frame carries, in Unix microseconds.</summary>
public delegate bool ReceiveTimeReader(ReadOnlySpan<byte> frame, out long unixMicroseconds);

/// <summary>True where the bytes of a frame carry a mark.</summary>
public delegate bool FrameMark(ReadOnlySpan<byte> frame);

/// <summary>
/// Turns frames of one feed into observations. Deterministic: the same frames give the same observations.
/// </summary>
public interface IFrameDecoder
{
    /// <summary>
    /// Decodes one frame. Appends nothing, one or several observations; or gives the fault. A frame that is valid but
    /// says nothing about the picture (a part of an unfinished group, a base station's time) gives no fault.
    /// Groups that ended incomplete because of this frame are added to <paramref name="late"/>.
    /// </summary>
    FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late);
}

/// <summary>
/// Faults of earlier frames that only became known now, such as the parts of a group that never completed.
/// </summary>
public sealed class LateFaults
{
    private readonly List<(FrameRef Frame, FrameFault Fault)> items = [];

    /// <summary>The faults, in the order they became known.</summary>
    public IReadOnlyList<(FrameRef Frame, FrameFault Fault)> Items => items;

    /// <summary>Number of faults.</summary>
    public int Count => items.Count;

    /// <summary>Adds one.</summary>
    public void Add(FrameRef frame, FrameFault fault) => items.Add((frame, fault));

    /// <summary>Empties the list.</summary>
    public void Clear() => items.Clear();
}

/// <summary>How <c>decode</c> prints.</summary>
/// <param name="Unscaled">Raw integers instead of scaled values.</param>
public readonly record struct PrintOptions(bool Unscaled);

/// <summary>Prints frames as one JSON object a line, for the <c>decode</c> command.</summary>
public interface IMessagePrinter
{
    /// <summary>Appends zero or more JSON lines for one frame, or gives the fault.</summary>
    FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late);
}
