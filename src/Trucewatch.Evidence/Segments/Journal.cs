using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Trucewatch.Evidence.Files;

namespace Trucewatch.Evidence.Segments;

/// <summary>
/// The write-ahead file of one release label: it keeps the frames of the segment that is still open. A batch is safe
/// once <see cref="Flush"/> has returned. One thread at a time.
/// </summary>
public sealed class Journal : IDisposable
{
    /// <summary>The folder of journals below the data folder.</summary>
    public const string Folder = "journal";

    /// <summary>
    /// The longest journal, in bytes: 64 MiB for frames that no segment can be made of, beside 8 MiB that a journal
    /// holds of sealed ones before it forgets them.
    /// </summary>
    public const int MaxBytes = 72 * 1024 * 1024;

    private readonly IAppendFile _file;
    private readonly byte[] _header;
    private readonly string _path;
    private readonly ArrayBufferWriter<byte> _waiting = new();
    private long _flushedTo;
    private bool _recovered;
    private string? _halted;

    private Journal(IAppendFile file, string path, string label)
    {
        (_file, _path) = (file, path);
        var labelBytes = Encoding.UTF8.GetBytes(label);
        _header = new byte[Magic.Length + sizeof(ushort) + labelBytes.Length];
        Magic.CopyTo(_header);
        BinaryPrimitives.WriteUInt16LittleEndian(_header.AsSpan(Magic.Length), (ushort)labelBytes.Length);
        labelBytes.CopyTo(_header, Magic.Length + sizeof(ushort));
    }

    private static ReadOnlySpan<byte> Magic => "TWJRN1\n"u8;

    /// <summary>The bytes of frames and index that the journal holds, flushed or not.</summary>
    public long Length => _file.Length + _waiting.WrittenCount;

    /// <summary>Opens the journal of a label below a data folder; call <see cref="Recover"/> next.</summary>
    /// <exception cref="ArgumentException">The label is empty or longer than 256 bytes.</exception>
    public static Journal Open(string dataFolder, string label) => Open(new DiskFiles(dataFolder), label);

    /// <summary>Opens the journal of a label in the files of a data folder; call <see cref="Recover"/> next.</summary>
    /// <exception cref="ArgumentException">The label is empty or longer than 256 bytes.</exception>
    public static Journal Open(IEvidenceFiles files, string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            Encoding.UTF8.GetByteCount(label), SegmentLimits.MaxLabelBytes, nameof(label));
        var path = PathOf(label);
        return new Journal(files.OpenAppend(path), path, label);
    }

    /// <summary>The path below the data folder; a label can hold characters that a file name cannot.</summary>
    public static string PathOf(string label) =>
        $"{Folder}/{Digest.Of(Encoding.UTF8.GetBytes(label)).ToHex()[..32]}.twj";

    /// <summary>
    /// The labels of all journals below a data folder, in ordinal order: what they hold must be read before anybody
    /// knows which labels are in use. A header that a crash tore names none, and has nothing after it.
    /// </summary>
    /// <exception cref="InvalidDataException">A file is no journal, or not that of the label in it.</exception>
    public static IReadOnlyList<string> LabelsIn(string dataFolder)
    {
        var files = new DiskFiles(dataFolder);
        var labels = new List<string>();
        foreach (var path in files.List(Folder))
        {
            var start = Magic.Length + sizeof(ushort);
            ReadOnlySpan<byte> content = files.Read(path, MaxBytes);
            var isWhole = content.Length >= start
                && content.Length - start >= BinaryPrimitives.ReadUInt16LittleEndian(content[Magic.Length..]);
            if (!content.StartsWith(Magic) && !Magic.StartsWith(content))
            {
                throw new InvalidDataException($"{path}: expected a journal, got something else");
            }

            if (!isWhole)
            {
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16LittleEndian(content[Magic.Length..]);
            var label = Encoding.UTF8.GetString(content.Slice(start, length));
            if (path != PathOf(label))
            {
                throw new InvalidDataException($"{path}: expected the journal of another label, got that of '{label}'");
            }

            labels.Add(label);
        }

        return [.. labels.Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Reads all whole batches, cuts off a torn tail, and makes the journal ready for appending. A journal that is
    /// damaged where it was acknowledged gives what is before the damage, is left as it is, and takes no batch.
    /// </summary>
    public JournalRecovery Recover()
    {
        ThrowIfHalted();
        if (_file.Length > MaxBytes)
        {
            return Halted(new JournalRecovery([], JournalFault.TooLong, 0));
        }

        ReadOnlyMemory<byte> content = _file.ReadAll(MaxBytes);
        if (content.Length < _header.Length && content.Span.SequenceEqual(_header.AsSpan(0, content.Length)))
        {
            // A header is flushed before the first record, so a torn one has nothing after it.
            return Begin(content.Length);
        }

        var recovery = content.Span.StartsWith(_header)
            ? ReadRecords(content, _header.Length)
            : new JournalRecovery([], JournalFault.BadHeader, 0);
        if (recovery.Fault != JournalFault.None)
        {
            return Halted(recovery);
        }

        var whole = content.Length - recovery.DroppedBytes;
        Guarded(() =>
        {
            _file.Truncate(whole);
            _file.Flush();
        });
        _flushedTo = whole;
        _recovered = true;
        return recovery;
    }

    /// <summary>Reads the bytes of a journal of any label and changes nothing.</summary>
    public static JournalRecovery Inspect(ReadOnlyMemory<byte> content)
    {
        var fixedBytes = Magic.Length + sizeof(ushort);
        if (content.Length < fixedBytes || !content.Span.StartsWith(Magic))
        {
            var torn = content.Length < Magic.Length && Magic.StartsWith(content.Span);
            return new JournalRecovery([], torn ? JournalFault.None : JournalFault.BadHeader, content.Length);
        }

        int labelBytes = BinaryPrimitives.ReadUInt16LittleEndian(content.Span[Magic.Length..]);
        return labelBytes is 0 or > SegmentLimits.MaxLabelBytes || content.Length < fixedBytes + labelBytes
            ? new JournalRecovery([], JournalFault.BadHeader, 0)
            : ReadRecords(content, fixedBytes + labelBytes);
    }

    /// <summary>
    /// True where the batch fits; otherwise the segment has to be sealed and the journal started anew.
    /// </summary>
    public bool Fits(in SegmentBatch batch) => Length + JournalRecord.LengthOf(batch) <= MaxBytes;

    /// <summary>Adds a batch; it is safe only after <see cref="Flush"/>.</summary>
    /// <exception cref="InvalidOperationException">The batch does not fit, or nothing was recovered yet.</exception>
    /// <exception cref="EvidenceHaltedException">A write or an fsync failed before, or the journal is
    /// damaged.</exception>
    public void Append(in SegmentBatch batch)
    {
        ThrowIfHalted();
        if (!_recovered || !Fits(batch))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{_path}: recover before appending, and hold at most {MaxBytes} bytes, got {Length} and a batch of {
                    batch.Bytes.Length}"));
        }

        JournalRecord.Write(_waiting, batch, _flushedTo);
    }

    /// <summary>Returns when all appended batches are on stable storage: the group commit.</summary>
    /// <exception cref="EvidenceHaltedException">The write or the fsync failed; the journal takes nothing
    /// more.</exception>
    public void Flush()
    {
        ThrowIfHalted();
        if (_waiting.WrittenCount == 0)
        {
            return;
        }

        Guarded(() =>
        {
            _file.Append(_waiting.WrittenSpan);
            _file.Flush();
        });
        _waiting.ResetWrittenCount();
        _flushedTo = _file.Length;
    }

    /// <summary>Starts the journal anew; call it once the segment with its batches is on stable storage.</summary>
    /// <exception cref="EvidenceHaltedException">The write or the fsync failed; the journal takes nothing
    /// more.</exception>
    public void Restart()
    {
        ThrowIfHalted();
        _waiting.ResetWrittenCount();
        Guarded(() =>
        {
            _file.Truncate(_header.Length);
            _file.Flush();
        });
        _flushedTo = _header.Length;
    }

    /// <summary>Closes the file. Batches that were not flushed are gone.</summary>
    public void Dispose() => _file.Dispose();

    private JournalRecovery Begin(int droppedBytes)
    {
        Guarded(() =>
        {
            _file.Truncate(0);
            _file.Append(_header);
            _file.Flush();
        });
        _flushedTo = _header.Length;
        _recovered = true;
        return new JournalRecovery([], JournalFault.None, droppedBytes);
    }

    private JournalRecovery Halted(JournalRecovery recovery)
    {
        _halted = $"the journal was found {recovery.Fault}";
        return recovery;
    }

    private static JournalRecovery ReadRecords(ReadOnlyMemory<byte> content, int offset)
    {
        var batches = new List<StoredBatch>();
        while (JournalRecord.TryRead(content, offset, out var length, out _))
        {
            var batch = JournalRecord.ReadBatch(content.Slice(offset, length));
            if (batch is null)
            {
                return new JournalRecovery(batches, JournalFault.Damaged, 0);
            }

            batches.Add(batch);
            offset += length;
        }

        return WasFlushed(content, offset)
            ? new JournalRecovery(batches, JournalFault.Damaged, 0)
            : new JournalRecovery(batches, JournalFault.None, content.Length - offset);
    }

    /// <summary>
    /// Tells damage from a torn tail: true where any later record says that the bytes at this offset were flushed.
    /// </summary>
    private static bool WasFlushed(ReadOnlyMemory<byte> content, int offset)
    {
        for (var next = offset + 1; next < content.Length; next++)
        {
            var found = content.Span[next..].IndexOf(JournalRecord.Magic);
            if (found < 0)
            {
                return false;
            }

            next += found;
            if (JournalRecord.TryRead(content, next, out _, out var flushedTo) && flushedTo > offset)
            {
                return true;
            }
        }

        return false;
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception cause)
        {
            _halted = cause.Message;
            throw new EvidenceHaltedException($"{_path}: {cause.Message}", cause);
        }
    }

    private void ThrowIfHalted()
    {
        if (_halted is not null)
        {
            throw new EvidenceHaltedException($"{_path}: stopped: {_halted}");
        }
    }
}
