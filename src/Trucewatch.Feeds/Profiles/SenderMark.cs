using System.Buffers.Text;
using System.Text;

namespace Trucewatch.Feeds.Profiles;

/// <summary>
/// A frame that says which sender the frames after it came from: a line feed, <c>sender</c>, a space and a number. The
/// intake writes it into the feed of a mapped format when another connection goes on. Nobody can send it, because no
/// mapped format's framing gives a frame that begins with a line feed.
/// </summary>
internal static class SenderMark
{
    /// <summary>
    /// The sender of all that no connection of its own brought, such as the profile of the command line.
    /// </summary>
    public const long Own = 0;

    private static ReadOnlySpan<byte> Start => "\nsender "u8;

    /// <summary>The frame of a sender.</summary>
    /// <param name="sender">
    /// <see cref="Own"/>, or one more than the sequence number of the first frame that names it.
    /// </param>
    public static byte[] Of(long sender) => Encoding.ASCII.GetBytes(FormattableString.Invariant($"\nsender {sender}"));

    /// <summary>True when the frame is a mark, and whose.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out long sender)
    {
        sender = Own;
        return frame.StartsWith(Start)
            && Utf8Parser.TryParse(frame[Start.Length..], out sender, out var read)
            && read == frame.Length - Start.Length && sender >= Own;
    }
}
