using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Tak;

/// <summary>The two headers of TAK protocol version 1.</summary>
internal static class TakFrame
{
    /// <summary>The byte that every header begins with.</summary>
    public const byte Magic = 0xBF;

    /// <summary>Longest frame in bytes, its header included.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>
    /// Length of the header of a datagram on a mesh network: the magic byte, the version, the magic byte.
    /// </summary>
    public const int MeshHeaderBytes = 3;

    /// <summary>Longest length in a stream's header: 28 bits, far more than a frame may have.</summary>
    public const int MaxLengthBytes = 4;

    /// <summary>
    /// True for <c>BF 01 BF</c>; no stream's header begins so, because no message begins with the last.
    /// </summary>
    public static bool IsMesh(ReadOnlySpan<byte> frame) =>
        frame.Length >= MeshHeaderBytes && frame[0] == Magic && frame[1] == 1 && frame[2] == Magic;

    /// <summary>The message inside a frame.</summary>
    public static FrameFault Open(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (frame.IsEmpty)
        {
            return FrameFault.Empty;
        }

        if (frame.Length > MaxBytes)
        {
            return FrameFault.TooLong;
        }

        if (frame[0] != Magic)
        {
            // An XML event is version 0 of the protocol, and another format.
            return frame[0] == '<' ? FrameFault.UnsupportedType : FrameFault.BadSyntax;
        }

        if (IsMesh(frame))
        {
            message = frame[MeshHeaderBytes..];
            return FrameFault.None;
        }

        var rest = frame[1..];
        if (!ProtobufReader.TryVarint(ref rest, MaxLengthBytes, out var length))
        {
            return rest.Length < MaxLengthBytes ? FrameFault.Truncated : FrameFault.BadSyntax;
        }

        if (length > MaxBytes)
        {
            return FrameFault.TooLong;
        }

        // BF vv BF is a datagram of another version.
        if (!rest.IsEmpty && rest[0] == Magic)
        {
            return FrameFault.UnsupportedType;
        }

        message = rest;
        return (ulong)rest.Length < length ? FrameFault.Truncated
            : (ulong)rest.Length > length ? FrameFault.WrongLength
            : FrameFault.None;
    }
}
