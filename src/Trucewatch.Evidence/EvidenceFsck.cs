using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Evidence;

/// <summary>
/// Recomputes everything below a data folder from its bytes: each entry, tile, root, the checkpoint's signature, the
/// record of what was signed last, each segment and each journal. It takes no lock and changes nothing.
/// </summary>
public sealed class EvidenceFsck
{
    /// <summary>The most findings that are listed; a folder with more is beyond reading them.</summary>
    public const int MaxFindings = 1000;

    private const string LogFolder = "log";

    private readonly IEvidenceFiles _data;
    private readonly IEvidenceFiles _log;
    private readonly NoteVerifier _verifier;
    private readonly bool _exercise;
    private readonly List<string> _findings = [];
    private readonly List<string> _notices = [];
    private long _entries;
    private long _tiles;
    private long _segments;

    private EvidenceFsck(IEvidenceFiles data, NoteVerifier verifier)
    {
        _data = data;
        _log = data.Under(LogFolder);
        _verifier = verifier;
        _exercise = ExerciseMark.IsIn(verifier.Name);
    }

    /// <summary>
    /// Checks the files of a data folder. Which segments there must be is known to the caller alone, because the log
    /// names them in committed payloads only; without a list, those that are there are checked. So are tombstones: what
    /// was dropped, with the words that say under which policy.
    /// </summary>
    /// <exception cref="IOException">A file cannot be read at all.</exception>
    public static FsckReport Run(
        IEvidenceFiles data,
        NoteVerifier verifier,
        IReadOnlyCollection<Digest>? expectedSegments = null,
        IReadOnlyDictionary<Digest, string>? dropped = null)
    {
        var fsck = new EvidenceFsck(data, verifier);
        fsck.CheckLog();
        fsck.CheckSegments(expectedSegments ?? [], dropped ?? new Dictionary<Digest, string>());
        fsck.CheckJournals();
        return new FsckReport
        {
            Findings = fsck._findings,
            Notices = fsck._notices,
            Entries = fsck._entries,
            Tiles = fsck._tiles,
            Segments = fsck._segments,
        };
    }

    private void CheckLog()
    {
        var note = Read(_log, EvidenceLog.CheckpointName, Note.MaxBytes);
        if (note is null)
        {
            Find("log/checkpoint: expected a signed checkpoint, got none");
            return;
        }

        var fault = Checkpoint.TryOpen(note, _verifier, out var checkpoint);
        if (checkpoint is null)
        {
            Find($"log/checkpoint: expected one signed by {_verifier.Vkey}, got {fault}");
            return;
        }

        var head = CheckState(checkpoint.Head);
        CheckTree(checkpoint.Head);
        CheckWitnessed(checkpoint.Head);
        CheckStrayFiles(checkpoint.Size, head.Size);
    }

    /// <summary>
    /// Compares the checkpoint with the record of what was signed last, and gives the head that may follow.
    /// </summary>
    private TreeHead CheckState(TreeHead head)
    {
        var bytes = Read(_log, RollbackGuard.FileName, LogState.MaxBytes);
        if (bytes is null)
        {
            _notices.Add("log/state: not here; what was signed last is kept elsewhere or lost");
            return head;
        }

        if (!LogState.TryParse(bytes, out var state))
        {
            Find("log/state: expected a whole state with its digest, got damage");
            return head;
        }

        if (state!.Origin != _verifier.Name || (head != state.Intended && head != state.Published))
        {
            Find(FormattableString.Invariant(
                $"log/state: expected size {head.Size} as in the checkpoint, got size {state.Intended.Size} of {
                    state.Origin}: an older backup was restored"));
            return head;
        }

        if (head != state.Intended)
        {
            _notices.Add(FormattableString.Invariant(
                $"log/state: a seal to size {state.Intended.Size} was cut off; the next start finishes it"));
        }

        return state.Intended;
    }

    private void CheckTree(TreeHead head)
    {
        // One unfinished list of nodes for each level: the memory does not grow with the log.
        var levels = new List<Digest>[TilePath.UsedLevels + 1];
        for (var level = 0; level < levels.Length; level++)
        {
            levels[level] = new List<Digest>(TilePath.FullWidth);
        }

        for (var index = 0L; index * TilePath.FullWidth < head.Size; index++)
        {
            var width = TilePath.WidthIn(head.Size, 0, index);
            if (!TryHashEntries(TilePath.Entries(index, width), levels[0]))
            {
                return;
            }

            for (var level = 0; levels[level].Count == TilePath.FullWidth; level++)
            {
                CompareTile(level, ((index + 1) >> (8 * level)) - 1, levels[level]);
                levels[level + 1].Add(MerkleTree.RootOf(levels[level]));
                levels[level].Clear();
            }
        }

        Digest? below = null;
        for (var level = 0; level < TilePath.UsedLevels; level++)
        {
            var nodes = levels[level];
            if (nodes.Count > 0)
            {
                CompareTile(level, TilePath.FullTiles(head.Size, level), nodes);
            }

            if (below is { } last)
            {
                nodes.Add(last);
            }

            below = nodes.Count > 0 ? MerkleTree.RootOf(nodes) : below;
        }

        var root = below ?? MerkleTree.EmptyRoot;
        if (root != head.Root)
        {
            Find(FormattableString.Invariant(
                $"log/checkpoint: size {head.Size}: expected root {head.Root}, got {root} from the entries"));
        }
    }

    /// <summary>What witnesses have cosigned must be an earlier state of this very tree.</summary>
    private void CheckWitnessed(TreeHead head)
    {
        var note = Read(_log, EvidenceLog.WitnessedName, Note.MaxBytes);
        if (note is null)
        {
            return;
        }

        var fault = Checkpoint.TryOpen(note, _verifier, out var witnessed);
        if (witnessed is null || witnessed.Size > head.Size)
        {
            Find(FormattableString.Invariant(
                $"log/{EvidenceLog.WitnessedName}: expected a checkpoint of this log of at most size {head.Size}, got {
                    fault} and size {witnessed?.Size ?? 0}"));
            return;
        }

        try
        {
            var root = MerkleTree.Root(witnessed.Size, new TileStore(_log).Nodes(head.Size));
            if (root != witnessed.Root)
            {
                Find(FormattableString.Invariant($"log/{EvidenceLog.WitnessedName}: size {witnessed.Size}: expected ")
                    + $"root {root} as in this tree, got {witnessed.Root}: witnesses saw another tree");
            }
        }
        catch (EvidenceHaltedException missing)
        {
            Find($"log/{EvidenceLog.WitnessedName}: {missing.Message}");
        }
    }

    private bool TryHashEntries(TilePath path, List<Digest> hashes)
    {
        var bytes = ReadTile(path, EntryBundle.MaxBytes, out var stored);
        var entries = new List<ReadOnlyMemory<byte>>(TilePath.FullWidth);
        if (bytes is null || !EntryBundle.TryRead(bytes, stored.Width, entries))
        {
            Find(FormattableString.Invariant(
                $"log/{path}: expected {path.Width} whole entries, got {(bytes is null ? "none" : "others")}"));
            return false;
        }

        _tiles++;
        _entries += path.Width;
        AddLeaves(bytes, entries, path.Width, hashes);
        CheckMarks(path, entries);
        return true;
    }

    /// <summary>A log's name says whether it is an exercise's, and each of its leaves has to say the same.</summary>
    private void CheckMarks(TilePath path, List<ReadOnlyMemory<byte>> entries)
    {
        for (var i = 0; i < path.Width; i++)
        {
            if (Leaf.TryParse(entries[i].Span, out var leaf) && leaf!.Exercise != _exercise)
            {
                Find(FormattableString.Invariant(
                    $"log/{path}: entry {i}: expected a leaf marked as the log's name {_verifier.Name} is"));
            }
        }
    }

    /// <summary>Leaves are mostly of one length, and such are hashed several at once.</summary>
    private static void AddLeaves(byte[] bundle, List<ReadOnlyMemory<byte>> entries, int count, List<Digest> hashes)
    {
        Span<Digest> leaves = stackalloc Digest[TilePath.FullWidth];
        leaves = leaves[..count];
        if (entries.TrueForAll(entry => entry.Length == entries[0].Length))
        {
            HashLanes.Leaves(
                bundle.AsSpan(sizeof(ushort)), entries[0].Length + sizeof(ushort), entries[0].Length, leaves);
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                leaves[i] = MerkleTree.LeafHash(entries[i].Span);
            }
        }

        hashes.AddRange(leaves);
    }

    private void CompareTile(int level, long index, List<Digest> hashes)
    {
        var path = TilePath.Tile(level, index, hashes.Count);
        var bytes = ReadTile(path, TilePath.FullWidth * Digest.Length, out var stored);
        _tiles++;
        if (bytes is null || bytes.Length != stored.Width * Digest.Length)
        {
            Find(FormattableString.Invariant(
                $"log/{path}: expected {hashes.Count * Digest.Length} bytes, got {bytes?.Length ?? 0}"));
            return;
        }

        for (var i = 0; i < hashes.Count; i++)
        {
            var hash = Digest.FromBytes(bytes.AsSpan(i * Digest.Length, Digest.Length));
            if (hash != hashes[i])
            {
                Find(FormattableString.Invariant($"log/{path}: hash {i}: expected {hashes[i]}, got {hash}"));
            }
        }
    }

    /// <summary>
    /// Each file of the log that the tree does not need must be an older, narrower version of one it needs.
    /// </summary>
    private void CheckStrayFiles(long size, long intendedSize)
    {
        string[] known =
        [
            EvidenceLog.CheckpointName, EvidenceLog.WitnessedName, EvidenceLog.LockName, RollbackGuard.FileName,
        ];
        foreach (var path in _data.List(LogFolder).Select(path => path[(LogFolder.Length + 1)..]))
        {
            if (known.Contains(path, StringComparer.Ordinal))
            {
                continue;
            }

            if (path.EndsWith(DiskFiles.TemporaryEnding, StringComparison.Ordinal))
            {
                _notices.Add($"log/{path}: left by a write that was cut off; it means nothing");
            }
            else if (!TilePath.TryParse(path, out var tile) || tile.Level >= TilePath.UsedLevels)
            {
                Find($"log/{path}: expected only files of the log, got another");
            }
            else
            {
                CheckStrayTile(tile, size, intendedSize);
            }
        }
    }

    private void CheckStrayTile(TilePath tile, long size, long intendedSize)
    {
        var width = TilePath.WidthIn(size, tile.Level, tile.Index);
        if (tile.Width > width)
        {
            if (tile.Width <= TilePath.WidthIn(intendedSize, tile.Level, tile.Index))
            {
                _notices.Add($"log/{tile}: belongs to the seal that was cut off");
            }
            else
            {
                Find($"log/{tile}: expected nothing beyond the checkpoint, got a file that no signature covers");
            }
        }
        else if (tile.Width < width)
        {
            CheckNarrower(tile, width);
        }
    }

    private void CheckNarrower(TilePath tile, int width)
    {
        var entries = tile.Level == TilePath.EntriesLevel;
        var wide = entries ? TilePath.Entries(tile.Index, width) : TilePath.Tile(tile.Level, tile.Index, width);
        var narrowBytes = Read(_log, tile.ToString(), EntryBundle.MaxBytes);
        var wideBytes = ReadTile(wide, EntryBundle.MaxBytes, out _);
        if (narrowBytes is null || wideBytes is null)
        {
            return;
        }

        var whole = entries
            ? EntryBundle.TryRead(narrowBytes, tile.Width, [])
            : narrowBytes.Length == tile.Width * Digest.Length;
        _tiles++;
        if (!whole || !wideBytes.AsSpan().StartsWith(narrowBytes))
        {
            Find($"log/{tile}: expected the start of log/{wide}, got other bytes");
        }
    }

    private void CheckSegments(
        IReadOnlyCollection<Digest> expected, IReadOnlyDictionary<Digest, string> dropped)
    {
        var there = new HashSet<Digest>();
        foreach (var path in _data.List(SegmentFile.Folder))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (path.EndsWith(DiskFiles.TemporaryEnding, StringComparison.Ordinal))
            {
                _notices.Add($"{path}: left by a write that was cut off; it means nothing");
                continue;
            }

            if (!Digest.TryParseHex(name, out var digest) || path != SegmentFile.PathOf(digest))
            {
                Find($"{path}: expected a segment under the name of its digest, got another file");
                continue;
            }

            _segments++;
            there.Add(digest);
            var bytes = Read(_data, path, SegmentLimits.MaxFileBytes);
            SegmentReader? reader = null;
            var fault = bytes is null ? SegmentFault.FileTooLong : SegmentReader.TryOpen(bytes, digest, out reader);
            if (fault != SegmentFault.None)
            {
                Find($"{path}: expected a whole segment, got {fault}");
            }
            else if (ExerciseMark.IsInLabel(reader!.Label) != _exercise)
            {
                Find($"{path}: expected a segment marked as the log's name is, got label {reader.Label}");
            }
        }

        foreach (var left in dropped.Keys.Where(there.Contains).Order())
        {
            _notices.Add($"{SegmentFile.PathOf(left)}: to be dropped {dropped[left]}, and still here");
        }

        foreach (var missing in expected.Where(digest => !there.Contains(digest)).Order())
        {
            if (dropped.TryGetValue(missing, out var tombstone))
            {
                _notices.Add($"{SegmentFile.PathOf(missing)}: dropped {tombstone}");
                continue;
            }

            Find($"{SegmentFile.PathOf(missing)}: expected a segment, got no file");
        }
    }

    private void CheckJournals()
    {
        foreach (var path in _data.List(Journal.Folder))
        {
            var bytes = Read(_data, path, Journal.MaxBytes);
            var recovery = bytes is null ? null : Journal.Inspect(bytes);
            if (recovery is null || recovery.Fault != JournalFault.None)
            {
                Find($"{path}: expected a journal, got {recovery?.Fault ?? JournalFault.TooLong}");
            }
            else if (recovery.DroppedBytes > 0)
            {
                _notices.Add(FormattableString.Invariant(
                    $"{path}: a torn tail of {recovery.DroppedBytes} bytes; the next start drops it"));
            }
        }
    }

    private byte[]? ReadTile(TilePath path, int maxBytes, out TilePath stored)
    {
        stored = path;
        var bytes = Read(_log, path.ToString(), maxBytes);
        if (bytes is null && !path.IsFull)
        {
            // Once full, the tile replaces its narrower versions; with a writer at work that can happen meanwhile.
            stored = path.Level == TilePath.EntriesLevel
                ? TilePath.Entries(path.Index)
                : TilePath.Tile(path.Level, path.Index);
            bytes = Read(_log, stored.ToString(), maxBytes);
        }

        return bytes;
    }

    private byte[]? Read(IEvidenceFiles files, string path, int maxBytes)
    {
        try
        {
            return files.Read(path, maxBytes);
        }
        catch (IOException unreadable)
        {
            Find($"{path}: {unreadable.Message}");
            return null;
        }
    }

    private void Find(string finding)
    {
        if (_findings.Count < MaxFindings)
        {
            _findings.Add(finding);
        }
    }
}
