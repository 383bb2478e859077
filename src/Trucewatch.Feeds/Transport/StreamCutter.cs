using System.Runtime.CompilerServices;
using Trucewatch.Domain;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Transport;

/// <summary>
/// Cuts the bytes of one connection into frames. Pieces of a frame that is too long are joined again so far that each
/// frame given out for them is longer than the format allows: so the fault shows in the bytes themselves, and a later
/// decoding of the record finds it again.
/// </summary>
public sealed class StreamCutter
{
    private const int FirstBufferBytes = 16 * 1024;

    /// <summary>A buffer larger than this is let go when nothing long waits in it any more.</summary>
    private const int KeptBufferBytes = 1024 * 1024;

    private readonly FeedFormat format;
    private IFramer framer;
    private byte[] buffer = new byte[FirstBufferBytes];
    private int start;
    private int end;
    private byte[] overlong = [];
    private int overlongLength;
    private long budgeted;

    /// <summary>Makes a cutter for one connection.</summary>
    public StreamCutter(FeedFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        this.format = format;
        framer = format.NewFramer();
    }

    /// <summary>What the connection may send, or null: as much as its feed.</summary>
    internal Quota? Quota { get; init; }

    /// <summary>What it shares with the feed's other connections; null: nothing bounds their sum.</summary>
    internal BufferBudget? Budget { get; init; }

    /// <summary>True for one of several connections, each of which speaks for itself alone.</summary>
    internal bool IsOneOfMany { get; init; }

    /// <summary>Whom its frames are marked as, once there is one.</summary>
    internal long? Sender { get; set; }

    /// <summary>Most bytes that wait for the rest of their frame.</summary>
    private int MaxWaitingBytes => (2 * format.MaxFrameBytes) + FirstBufferBytes;

    /// <summary>Room for at least so many bytes; write into it, then <see cref="Wrote"/>.</summary>
    public Memory<byte> Room(int atLeast)
    {
        MakeRoom(atLeast);
        return buffer.AsMemory(end);
    }

    /// <summary>
    /// True when there is room for so many bytes, or when the budget has what it takes to make it, with the room for
    /// pieces of a frame that may turn out to be too long.
    /// </summary>
    internal bool TryBudget(int atLeast)
    {
        var waiting = end - start;
        if (Budget is null || buffer.Length - waiting >= atLeast)
        {
            return true;
        }

        var grown = GrownBytes(atLeast);
        var needed = grown <= format.MaxFrameBytes ? grown : grown + (2L * (format.MaxFrameBytes + 1));
        if (needed > budgeted && !Budget.TryTake(needed - budgeted))
        {
            return false;
        }

        budgeted = Math.Max(budgeted, needed);
        return true;
    }

    /// <summary>Lets large buffers go, and gives the budget back; the cutter can be used on.</summary>
    internal void LetGo()
    {
        (buffer, overlong) = (new byte[FirstBufferBytes], []);
        start = end = overlongLength = 0;
        Budget?.Give(budgeted);
        budgeted = 0;
    }

    /// <summary>Says how many bytes were written into the room.</summary>
    public void Wrote(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(buffer.Length - end), nameof(count));
        end += count;
    }

    /// <summary>Takes over bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(end));
        end += bytes.Length;
    }

    /// <summary>Cuts all whole frames out of the bytes so far.</summary>
    /// <param name="into">Takes the frames, usually the feed's batcher.</param>
    /// <param name="final">No more bytes will come: what is left is a frame, too.</param>
    /// <param name="receivedAt">When the bytes arrived.</param>
    public void Cut(IFrameSink into, bool final, Instant receivedAt)
    {
        ArgumentNullException.ThrowIfNull(into);
        while (CutOne(into, final, receivedAt))
        {
            // The compiler counts calls, not turns: what is done for each frame is a call, so that it is fast soon.
        }

        if (final)
        {
            FinishPieces(into, receivedAt);
            framer = format.NewFramer();
            start = end = 0;
        }

        if (budgeted > 0 && buffer.Length > KeptBufferBytes && end == start && overlongLength == 0)
        {
            LetGo();
        }
    }

    /// <summary>One cut; false when more bytes are needed.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool CutOne(IFrameSink into, bool final, Instant receivedAt)
    {
        var waiting = buffer.AsSpan(start, end - start);
        var cut = framer.Next(waiting, final);
        if (cut.Kind == CutKind.NeedMore)
        {
            if (waiting.Length <= MaxWaitingBytes && !(final && waiting.Length > 0))
            {
                return false;
            }

            // A framer must not ask for more for ever, nor leave bytes at the end: they are kept as a piece.
            cut = new FrameCut(CutKind.TooLong, 0, waiting.Length, waiting.Length);
        }

        if (cut.Kind == CutKind.Frame)
        {
            if (overlongLength > 0)
            {
                FinishPieces(into, receivedAt);
            }

            into.Add(waiting.Slice(cut.Start, cut.Length), receivedAt);
        }
        else if (cut.Kind == CutKind.TooLong)
        {
            AddPiece(into, waiting.Slice(cut.Start, cut.Length), receivedAt);
        }

        start += cut.Consumed;
        return true;
    }

    private void MakeRoom(int atLeast)
    {
        if (buffer.Length - end >= atLeast)
        {
            return;
        }

        var waiting = end - start;
        var target = buffer.Length - waiting >= atLeast
            ? buffer
            : new byte[GrownBytes(atLeast)];
        buffer.AsSpan(start, waiting).CopyTo(target);
        buffer = target;
        start = 0;
        end = waiting;
    }

    private int GrownBytes(int atLeast) => Math.Max(buffer.Length * 2, end - start + atLeast);

    private void AddPiece(IFrameSink into, ReadOnlySpan<byte> piece, Instant receivedAt)
    {
        var pieceBytes = format.MaxFrameBytes + 1;
        while (piece.Length > 0)
        {
            if (overlong.Length == 0)
            {
                overlong = new byte[2 * pieceBytes];
            }

            var taken = Math.Min(piece.Length, overlong.Length - overlongLength);
            piece[..taken].CopyTo(overlong.AsSpan(overlongLength));
            overlongLength += taken;
            piece = piece[taken..];
            if (overlongLength == overlong.Length)
            {
                // The second half stays, so that whatever ends the frame is longer than the limit, too.
                into.AddOverlong(overlong.AsSpan(0, pieceBytes), receivedAt);
                overlong.AsSpan(pieceBytes).CopyTo(overlong);
                overlongLength = pieceBytes;
            }
        }
    }

    private void FinishPieces(IFrameSink into, Instant receivedAt)
    {
        if (overlongLength > 0)
        {
            into.AddOverlong(overlong.AsSpan(0, overlongLength), receivedAt);
            overlongLength = 0;
        }
    }
}
