using System.Buffers.Binary;
using System.Text;
using Trucewatch.Evidence.Files;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// The file of a sealed segment. All numbers outside the body are little-endian.
/// <code>
/// file   = "TWSEG1\n"  u32 raw length  u16 label length  label (UTF-8)  Brotli stream of the body
/// body   = varint batches, then for each batch  position  feed length  feed (UTF-8)  first sequence  frames
///          then for each batch  times: folded first, folded differences   lengths
///          then for each batch  the bytes of its frames
/// </code>
/// The file's name is the SHA-256 of the whole file; docs/reference/segment-format.md says the same at more length.
/// </summary>
public static class SegmentFile
{
    /// <summary>The folder of segments below the data folder.</summary>
    public const string Folder = "segments";

    internal const string Ending = ".seg";
    internal const int FixedHeaderBytes = 13;

    internal static ReadOnlySpan<byte> Magic => "TWSEG1\n"u8;

    /// <summary>The path below the data folder: <c>segments/ab/abcdef....seg</c>.</summary>
    public static string PathOf(Digest digest)
    {
        var hex = digest.ToHex();
        return $"{Folder}/{hex[..2]}/{hex}{Ending}";
    }

    /// <summary>Reads the segment with a digest from the files of a data folder.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SegmentFault TryRead(IEvidenceFiles files, Digest digest, out SegmentReader? reader)
    {
        reader = null;
        var bytes = files.Read(PathOf(digest), SegmentLimits.MaxFileBytes);
        return bytes is null ? SegmentFault.Missing : SegmentReader.TryOpen(bytes, digest, out reader);
    }

    /// <summary>Reads the segment with a digest from a data folder on disk.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SegmentFault TryRead(string dataFolder, Digest digest, out SegmentReader? reader) =>
        TryRead(new DiskFiles(dataFolder), digest, out reader);

    internal static int WriteHeader(Span<byte> target, int rawBytes, string label)
    {
        Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt32LittleEndian(target[Magic.Length..], (uint)rawBytes);
        var length = Encoding.UTF8.GetBytes(label, target[FixedHeaderBytes..]);
        BinaryPrimitives.WriteUInt16LittleEndian(target[(Magic.Length + sizeof(uint))..], (ushort)length);
        return FixedHeaderBytes + length;
    }
}
