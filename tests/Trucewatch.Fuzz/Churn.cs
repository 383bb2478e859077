using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Segments;

namespace Trucewatch.Fuzz;

/// <summary>
/// Writes evidence as the recorder and the publisher do, and says on standard output what is durable, at once: what it
/// has said must still be there after any fault. <c>churn-check</c> starts on what was left and looks for all of it.
/// </summary>
internal static class Churn
{
    private const string Label = "churn";
    private const string Feed = "churn-1";
    private const int FramesInBatch = 3;
    private const int BatchesInSegment = 4;
    private const int EntriesInSeal = 40;

    /// <summary>Writes rounds of one batch each, and after every fourth a segment and a seal.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="rounds">How many rounds; below 0 without end.</param>
    /// <param name="flushes">False for the control that makes nothing durable, and must lose by a power cut.</param>
    /// <param name="output">Takes a line for all that is durable.</param>
    /// <returns>0 when all rounds are written, 1 after a write that failed.</returns>
    public static int Run(string folder, long rounds, bool flushes, TextWriter output)
    {
        try
        {
            Write(folder, rounds, flushes, output);
            return 0;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failed.Message);
            return 1;
        }
    }

    /// <summary>Starts on what a fault left, and compares it with what was said to be durable.</summary>
    /// <returns>0 where nothing is missing and everything holds.</returns>
    public static int Check(string folder, IEnumerable<string> said, TextWriter output)
    {
        // What is there is looked at first: going on writes the same frames again where they are lost.
        var sequences = SegmentsIn(folder).Concat(JournalIn(folder)).SelectMany(Sequences).ToHashSet();
        using (var quiet = new StringWriter())
        {
            Write(folder, 2 * BatchesInSegment, flushes: true, quiet);
        }

        using var signer = LogKey.OpenOrCreate(folder, "churn.example/log");
        var report = EvidenceFsck.Run(new DiskFiles(folder), signer.Verifier);
        foreach (var finding in report.Findings)
        {
            output.WriteLine(finding);
        }

        using var log = EvidenceLog.Open(Path.Combine(folder, "log"), signer);
        var missing = 0;
        foreach (var line in said)
        {
            var there = line.Split(' ') switch
            {
                ["frame", var sequence] => sequences.Contains(Number(sequence)),
                ["entry", var index, var digest] => Holds(log, Number(index), digest),
                _ => true,
            };
            if (!there)
            {
                output.WriteLine($"missing: {line}");
                missing++;
            }
        }

        output.WriteLine(FormattableString.Invariant(
            $"{report.Entries} entries, {sequences.Count} frames, {report.Findings.Count} findings, {
                missing} missing"));
        return report.Holds && missing == 0 ? 0 : 1;
    }

    private static void Write(string folder, long rounds, bool flushes, TextWriter output)
    {
        IEvidenceFiles files = flushes ? new DiskFiles(folder) : new UnflushedFiles(folder);
        using var signer = LogKey.OpenOrCreate(folder, "churn.example/log");
        using var log = EvidenceLog.Open(files.Under("log"), signer);
        using var journal = Journal.Open(files, Label);
        var recovery = journal.Recover();
        if (recovery.Fault != JournalFault.None)
        {
            throw new InvalidDataException($"journal: {recovery.Fault}");
        }

        var writer = new SegmentWriter(files, Label);
        foreach (var batch in recovery.Batches)
        {
            writer.Append(batch.AsBatch());
        }

        var next = Math.Max(
            NextSequence(recovery.Batches), SegmentsIn(folder).Select(NextSequence).DefaultIfEmpty().Max());
        for (var round = 0L; rounds < 0 || round < rounds; round++)
        {
            next = AppendBatch(journal, writer, next, output);
            if (round % BatchesInSegment == BatchesInSegment - 1)
            {
                SealAll(log, journal, writer, output);
            }
        }

    }

    private static long AppendBatch(Journal journal, SegmentWriter writer, long next, TextWriter output)
    {
        Span<byte> bytes = stackalloc byte[FramesInBatch * sizeof(long)];
        for (var i = 0; i < FramesInBatch; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(i * sizeof(long))..], next + i);
        }

        ReadOnlySpan<long> times = [next, next, next];
        ReadOnlySpan<int> lengths = [sizeof(long), sizeof(long), sizeof(long)];
        var batch = new SegmentBatch(next / FramesInBatch, Feed, next, times, lengths, bytes);
        journal.Append(batch);
        journal.Flush();
        for (var i = 0; i < FramesInBatch; i++)
        {
            output.WriteLine(FormattableString.Invariant($"frame {next + i}"));
        }

        output.Flush();
        writer.Append(batch);
        return next + FramesInBatch;
    }

    private static void SealAll(EvidenceLog log, Journal journal, SegmentWriter writer, TextWriter output)
    {
        var segment = writer.Seal();
        journal.Restart();
        var lines = new List<string>();
        for (var i = 0; i < EntriesInSeal; i++)
        {
            var entry = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{segment.Digest.ToHex()} {i}"));
            lines.Add(FormattableString.Invariant($"entry {log.Append(entry)} {Digest.Of(entry).ToHex()}"));
        }

        log.Seal();
        lines.ForEach(output.WriteLine);
        output.Flush();
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static bool Holds(EvidenceLog log, long index, string digest) =>
        index < log.Size && Digest.Of(log.ReadEntry(index)).ToHex() == digest;

    private static IEnumerable<IReadOnlyList<StoredBatch>> SegmentsIn(string folder)
    {
        var files = new DiskFiles(folder);
        foreach (var path in files.List(SegmentFile.Folder))
        {
            if (path.EndsWith(".seg", StringComparison.Ordinal)
                && Digest.TryParseHex(Path.GetFileNameWithoutExtension(path), out var digest)
                && SegmentFile.TryRead(files, digest, out var reader) == SegmentFault.None)
            {
                yield return reader!.Batches;
            }
        }
    }

    private static IEnumerable<IReadOnlyList<StoredBatch>> JournalIn(string folder)
    {
        using var journal = Journal.Open(folder, Label);
        yield return journal.Recover().Batches;
    }

    private static long NextSequence(IReadOnlyList<StoredBatch> batches) =>
        batches.Count == 0 ? 0 : batches[^1].FirstSequence + batches[^1].Count;

    private static IEnumerable<long> Sequences(IReadOnlyList<StoredBatch> batches) => batches.SelectMany(
        batch => Enumerable.Range(0, batch.Count).Where(i => IsWhole(batch, i)).Select(i => batch.FirstSequence + i));

    private static bool IsWhole(StoredBatch batch, int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(batch.Frame(index).Bytes.Span) == batch.FirstSequence + index;

    /// <summary>The control: as the files on disk, but nothing is flushed.</summary>
    private sealed class UnflushedFiles(string root) : IEvidenceFiles
    {
        private readonly DiskFiles read = new(root);

        public IEvidenceFiles Under(string folder) => new UnflushedFiles(Path.Combine(root, folder));

        public byte[]? Read(string path, int maxBytes) => read.Read(path, maxBytes);

        public void Write(ReadOnlySpan<PendingFile> files)
        {
            foreach (var file in files)
            {
                var path = Path.Combine(root, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path + DiskFiles.TemporaryEnding, file.Content.Span);
                File.Move(path + DiskFiles.TemporaryEnding, path, overwrite: true);
            }
        }

        public void Delete(string path) => read.Delete(path);

        public IReadOnlyList<string> List(string folder) => read.List(folder);

        public IAppendFile OpenAppend(string path)
        {
            var full = Path.Combine(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            return new UnflushedAppend(full);
        }

        public IDisposable Lock(string path) => read.Lock(path);
    }

    private sealed class UnflushedAppend(string path) : IAppendFile
    {
        private readonly FileStream stream = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);

        public long Length => stream.Length;

        public byte[] ReadAll(int maxBytes)
        {
            var bytes = new byte[Math.Min(stream.Length, maxBytes)];
            stream.Position = 0;
            stream.ReadExactly(bytes);
            return bytes;
        }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            stream.Position = stream.Length;
            stream.Write(bytes);
        }

        public void Flush()
        {
            // This is what the control leaves out.
        }

        public void Truncate(long length) => stream.SetLength(length);

        public void Dispose() => stream.Dispose();
    }
}
