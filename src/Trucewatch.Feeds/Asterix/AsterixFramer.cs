using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Asterix;

/// <summary>
/// Cuts a stream into data blocks: a category, a length of two bytes, and the rest of the length. What cannot be a
/// header goes into a frame that faults, up to where a block of a known category may begin.
/// </summary>
internal sealed class AsterixFramer : IFramer
{
    /// <summary>Category and length.</summary>
    public const int HeaderBytes = 3;

    /// <summary>Longest piece of what is no block.</summary>
    public const int MaxJunkBytes = 256;

    /// <summary>A block has at least one byte of a record.</summary>
    public const int MinBlockBytes = HeaderBytes + 1;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (buffer.Length < HeaderBytes)
        {
            return final && !buffer.IsEmpty ? Whole(buffer.Length) : new FrameCut(CutKind.NeedMore, 0, 0, 0);
        }

        var length = LengthOf(buffer);
        if (buffer[0] == 0 || length < MinBlockBytes)
        {
            return Junk(buffer, final);
        }

        return buffer.Length >= length ? Whole(length)
            : final ? Whole(buffer.Length)
            : new FrameCut(CutKind.NeedMore, 0, 0, 0);
    }

    /// <summary>The length that a header states.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header) => (header[1] << 8) | header[2];

    private static FrameCut Whole(int length) => new(CutKind.Frame, 0, length, length);

    private static FrameCut Junk(ReadOnlySpan<byte> buffer, bool final)
    {
        var most = Math.Min(buffer.Length - HeaderBytes, MaxJunkBytes - 1);
        for (var at = 1; at <= most; at++)
        {
            if (AsterixItems.IsKnown(buffer[at]) && LengthOf(buffer[at..]) >= MinBlockBytes)
            {
                return Whole(at);
            }
        }

        return buffer.Length >= MaxJunkBytes + HeaderBytes ? Whole(MaxJunkBytes)
            : final ? Whole(Math.Min(buffer.Length, MaxJunkBytes))
            : new FrameCut(CutKind.NeedMore, 0, 0, 0);
    }
}
