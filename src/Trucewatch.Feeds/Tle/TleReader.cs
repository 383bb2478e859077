using System.Text;
using System.Text.Unicode;
using Trucewatch.Domain.Frames;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Feeds.Tle;

/// <summary>Reads the frames of one feed; a first line waits for its second, and a header for its rows.</summary>
/// <param name="toleratesChecksums">True to take lines whose checksum does not fit.</param>
internal sealed class TleReader(bool toleratesChecksums = false)
{
    /// <summary>Longest name of a satellite.</summary>
    public const int MaxNameBytes = 64;

    private readonly byte[] first = new byte[TwoLines.Length];
    private readonly List<OrbitalElements> read = [];
    private FrameRef firstFrame;
    private bool hasFirst;
    private string name = "";
    private string[]? columns;

    /// <summary>True when a checksum of the set that was read last was passed over.</summary>
    public bool HadBadChecksum { get; private set; }

    /// <summary>Forgets the header and the first line that waits.</summary>
    public void Forget() => (hasFirst, name, columns) = (false, "", null);

    /// <summary>
    /// Reads a frame; the elements that it completes are given until the next call. What is at fault in a document of
    /// several messages is added to <paramref name="late"/>, and costs no other of them.
    /// </summary>
    public FrameFault Read(in FrameView frame, LateFaults late, out IReadOnlyList<OrbitalElements> elements)
    {
        read.Clear();
        HadBadChecksum &= hasFirst;
        elements = read;
        var text = frame.Bytes.StartsWith("\uFEFF"u8) ? frame.Bytes[3..] : frame.Bytes;
        if (text.IsEmpty || !Utf8.IsValid(text))
        {
            return text.IsEmpty ? FrameFault.Empty : FrameFault.BadEncoding;
        }

        var reference = frame.Ref;
        void Take(FrameFault fault, Dictionary<string, string> words)
        {
            fault = fault == FrameFault.None ? Keep(words) : fault;
            if (fault != FrameFault.None)
            {
                late.Add(reference, fault);
            }
        }

        switch (text[0])
        {
            case (byte)'{' or (byte)'[':
                GiveUp(late);
                return MeanElementsMessage.ReadJson(text, Take);
            case (byte)'<':
                GiveUp(late);
                return MeanElementsMessage.ReadXml(text, Take);
            default:
                if (text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E) && !text.StartsWith(TleFramer.KeyMark))
                {
                    return FrameFault.BadEncoding;
                }

                return text.StartsWith(TleFramer.KeyMark) ? ReadKeys(text, late) : ReadLine(in frame, text, late);
        }
    }

    private FrameFault ReadKeys(ReadOnlySpan<byte> text, LateFaults late)
    {
        GiveUp(late);
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        var fault = MeanElementsMessage.ReadKeys(text, words);
        return fault == FrameFault.None ? Keep(words) : fault;
    }

    private FrameFault Keep(Dictionary<string, string> words)
    {
        var fault = MeanElementsMessage.Read(words, out var elements);
        if (fault == FrameFault.None)
        {
            read.Add(elements!);
        }

        return fault;
    }

    private FrameFault ReadLine(in FrameView frame, ReadOnlySpan<byte> line, LateFaults late)
    {
        if (line.StartsWith("2 "u8) && hasFirst)
        {
            hasFirst = false;
            var fault = Check(line);
            OrbitalElements? elements = null;
            fault = fault == FrameFault.None ? TwoLines.Read(name, first, line, out elements) : fault;
            name = "";
            if (fault == FrameFault.None)
            {
                read.Add(elements!);
            }

            return fault;
        }

        GiveUp(late);
        if (line.StartsWith("1 "u8))
        {
            HadBadChecksum = false;
            var fault = Check(line);
            hasFirst = fault == FrameFault.None;
            firstFrame = frame.Ref;
            if (hasFirst)
            {
                line[..TwoLines.Length].CopyTo(first);
            }

            return fault;
        }

        name = "";
        return line[0] == '#' ? FrameFault.None
            : line.StartsWith("2 "u8) ? FrameFault.BadGroup
            : line.Contains((byte)',') ? ReadRow(line)
            : ReadName(line);
    }

    private FrameFault Check(ReadOnlySpan<byte> line)
    {
        var fault = TwoLines.Check(line);
        var isPassed = toleratesChecksums && fault == FrameFault.BadChecksum;
        HadBadChecksum |= isPassed;
        return isPassed ? FrameFault.None : fault;
    }

    private FrameFault ReadName(ReadOnlySpan<byte> line)
    {
        var words = line.StartsWith("0 "u8) ? line[2..] : line;
        if (words.Length > MaxNameBytes)
        {
            return FrameFault.WrongLength;
        }

        name = Encoding.ASCII.GetString(words).Trim();
        return FrameFault.None;
    }

    private FrameFault ReadRow(ReadOnlySpan<byte> line)
    {
        var cells = Encoding.ASCII.GetString(line).Split(',');
        if (cells.Length > MeanElementsMessage.MaxKeys)
        {
            return FrameFault.TooMany;
        }

        if (cells.Contains("NORAD_CAT_ID"))
        {
            columns = cells.Distinct(StringComparer.Ordinal).Count() == cells.Length ? cells : null;
            return columns is null ? FrameFault.DuplicateMember : FrameFault.None;
        }

        if (columns is null || cells.Length != columns.Length)
        {
            return columns is null ? FrameFault.UnsupportedType : FrameFault.BadSyntax;
        }

        return Keep(columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
    }

    private void GiveUp(LateFaults late)
    {
        if (hasFirst)
        {
            hasFirst = false;
            name = "";
            late.Add(firstFrame, FrameFault.IncompleteGroup);
        }
    }
}
