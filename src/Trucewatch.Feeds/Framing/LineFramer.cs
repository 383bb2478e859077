namespace Trucewatch.Feeds.Framing;

/// <summary>
/// Cuts a stream into lines. A line ends at LF; one CR before it is dropped, empty lines are skipped. A line longer
/// than the limit comes out in pieces of exactly the limit (the last may be shorter), so that no line, however long,
/// needs more memory than the limit, and the same bytes give the same pieces however they were read.
/// </summary>
public sealed class LineFramer : IFramer
{
    private readonly int maxFrameBytes;
    private bool insideOverlong;

    /// <summary>Makes a framer for one connection.</summary>
    /// <param name="maxFrameBytes">Longest line in bytes, without its ending; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public LineFramer(int maxFrameBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrameBytes, 1);
        this.maxFrameBytes = maxFrameBytes;
    }

    /// <summary>True inside a line of which a piece was cut.</summary>
    public bool IsInside => insideOverlong;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        // A line of the limit may still be followed by CR and LF, so two bytes more than the limit are looked at.
        var window = buffer[..Math.Min(buffer.Length, maxFrameBytes + 2)];
        var end = window.IndexOf((byte)'\n');
        if (end >= 0)
        {
            return End(window[..end], end + 1);
        }

        if (window.Length > maxFrameBytes + 1)
        {
            return Piece();
        }

        return final && window.Length > 0
            ? End(window, window.Length)
            : new FrameCut(CutKind.NeedMore, 0, 0, 0);
    }

    private FrameCut End(ReadOnlySpan<byte> line, int consumed)
    {
        var length = line.Length > 0 && line[^1] == '\r' ? line.Length - 1 : line.Length;
        if (length > maxFrameBytes)
        {
            return Piece();
        }

        var wasInside = insideOverlong;
        insideOverlong = false;
        if (length == 0)
        {
            return new FrameCut(CutKind.Skip, 0, 0, consumed);
        }

        return new FrameCut(wasInside ? CutKind.TooLong : CutKind.Frame, 0, length, consumed);
    }

    private FrameCut Piece()
    {
        insideOverlong = true;
        return new FrameCut(CutKind.TooLong, 0, maxFrameBytes, maxFrameBytes);
    }
}
