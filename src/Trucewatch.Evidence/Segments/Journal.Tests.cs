using CsCheck;
using Trucewatch.Evidence.Files;
using Xunit;

namespace Trucewatch.Evidence.Segments;

public sealed class JournalTests
{
    private const string Label = "releasable/all";

    private static readonly string FilePath = Journal.PathOf(Label);

    [Fact]
    public void Flushed_batches_come_back_after_a_power_cut() =>
        BatchShape.Generator.List[0, 10].Sample(
            shapes =>
            {
                var files = new MemoryFiles();
                Fill(files, shapes);
                files.CutPower(_ => false);
                using var journal = Journal.Open(files, Label);
                AssertHolds(journal.Recover(), shapes, shapes.Count);
            },
            iter: 100);

    [Fact]
    public void A_torn_write_at_every_byte_drops_only_what_was_not_flushed()
    {
        var shapes = Shapes(4);
        var whole = Bytes(shapes, flushEach: true);
        var flushed = Bytes(shapes[..2], flushEach: true).Length;
        for (var length = flushed; length <= whole.Length; length++)
        {
            var files = new MemoryFiles();
            files.Overwrite(FilePath, whole[..length]);
            using (var journal = Journal.Open(files, Label))
            {
                var recovery = journal.Recover();
                Assert.Equal(JournalFault.None, recovery.Fault);
                var kept = recovery.Batches.Count;
                Assert.InRange(kept, 2, 4);
                AssertHolds(recovery, shapes, kept);
                Assert.Equal(length - Bytes(shapes[..kept], flushEach: true).Length, recovery.DroppedBytes);
                journal.Append(shapes[3].Batch);
                journal.Flush();
            }

            using var again = Journal.Open(files, Label);
            Assert.Equal(JournalFault.None, again.Recover().Fault);
        }
    }

    [Fact]
    public void A_header_torn_at_every_byte_starts_anew()
    {
        var header = Bytes([], flushEach: true);
        for (var length = 0; length <= header.Length; length++)
        {
            var files = new MemoryFiles();
            files.Overwrite(FilePath, header[..length]);
            Fill(files, Shapes(1));
            using var journal = Journal.Open(files, Label);
            AssertHolds(journal.Recover(), Shapes(1), 1);
        }
    }

    [Fact]
    public void Each_flipped_bit_is_found()
    {
        var shapes = Shapes(3);
        var whole = Bytes(shapes, flushEach: true);
        var lastRecord = Bytes(shapes[..2], flushEach: true).Length;
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            var files = new MemoryFiles();
            files.Overwrite(FilePath, (byte[])whole.Clone());
            using var journal = Journal.Open(files, Label);
            var recovery = journal.Recover();
            AssertHolds(recovery with { Fault = JournalFault.None }, shapes, recovery.Batches.Count);

            // In the last record damage cannot be told from a torn write; before it, nothing flushed gets lost quietly.
            var found = bit / 8 < lastRecord ? recovery.Fault != JournalFault.None : recovery.DroppedBytes > 0;
            Assert.True(found, FormattableString.Invariant($"bit {bit} went unnoticed"));
            if (recovery.Fault != JournalFault.None)
            {
                Assert.Throws<EvidenceHaltedException>(() => journal.Append(shapes[0].Batch));
            }

            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_hole_among_records_that_were_flushed_together_is_a_torn_write()
    {
        var shapes = Shapes(3);
        var whole = Bytes(shapes, flushEach: false);
        whole[Bytes(shapes[..1], flushEach: false).Length + 20] ^= 1;
        var files = new MemoryFiles();
        files.Overwrite(FilePath, whole);
        using var journal = Journal.Open(files, Label);
        AssertHolds(journal.Recover(), shapes, 1);
    }

    [Theory]
    [InlineData(FileStep.Write)]
    [InlineData(FileStep.Flush)]
    public void After_a_failed_flush_the_journal_takes_nothing_more(FileStep failing)
    {
        var shapes = Shapes(2);
        var files = new MemoryFiles();
        using (var journal = Journal.Open(files, Label))
        {
            journal.Recover();
            journal.Append(shapes[0].Batch);
            journal.Flush();
            journal.Append(shapes[1].Batch);
            files.Fails = (step, _) => step == failing;
            Assert.Throws<EvidenceHaltedException>(journal.Flush);
            files.Fails = null;
            Assert.Throws<EvidenceHaltedException>(journal.Flush);
            Assert.Throws<EvidenceHaltedException>(() => journal.Append(shapes[1].Batch));
            Assert.Throws<EvidenceHaltedException>(journal.Restart);
        }

        files.CutPower(_ => false);
        using var again = Journal.Open(files, Label);
        AssertHolds(again.Recover(), shapes, 1);
    }

    [Fact]
    public void Appending_needs_a_recovery_first_and_a_restart_empties()
    {
        using var folder = new TemporaryFolder();
        using (var journal = Journal.Open(folder.Path, Label))
        {
            Assert.Throws<InvalidOperationException>(() => journal.Append(Shapes(1)[0].Batch));
            journal.Recover();
            journal.Append(Shapes(1)[0].Batch);
            journal.Flush();
            journal.Restart();
            journal.Append(Shapes(2)[1].Batch);
            journal.Flush();
        }

        using var again = Journal.Open(folder.Path, Label);
        AssertHolds(again.Recover(), Shapes(2)[1..], 1);
    }

    [Fact]
    public void The_journal_of_another_label_is_refused()
    {
        var files = new MemoryFiles();
        Fill(files, Shapes(1));
        files.Overwrite(Journal.PathOf("other"), files.Read(FilePath, Journal.MaxBytes));
        using var journal = Journal.Open(files, "other");
        Assert.Equal(JournalFault.BadHeader, journal.Recover().Fault);
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_one_above()
    {
        var files = new MemoryFiles();
        using var journal = Journal.Open(files, Label);
        journal.Recover();
        var fixedBytes = JournalRecord.LengthOf(new SegmentBatch(0, "f", 0, [0], [0], []));
        var bytes = new byte[Journal.MaxBytes - journal.Length - fixedBytes + 1];
        Assert.False(journal.Fits(new SegmentBatch(0, "f", 0, [0], [bytes.Length], bytes)));
        Assert.Throws<InvalidOperationException>(
            () => journal.Append(new SegmentBatch(0, "f", 0, [0], [bytes.Length], bytes)));
        journal.Append(new SegmentBatch(0, "f", 0, [0], [bytes.Length - 1], bytes.AsSpan(1)));
        journal.Flush();
        Assert.Equal(Journal.MaxBytes, journal.Length);
        files.Overwrite(FilePath, new byte[Journal.MaxBytes + 1]);
        using var again = Journal.Open(files, Label);
        Assert.Equal(JournalFault.TooLong, again.Recover().Fault);
    }

    [Fact]
    public void The_check_is_CRC_32C_of_RFC_3720() =>
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    private static BatchShape[] Shapes(int count) =>
        [.. Enumerable.Range(0, count).Select(i => BatchShape.Of(i, "ais-east", i * 10, i + 1))];

    private static byte[] Bytes(BatchShape[] shapes, bool flushEach)
    {
        var files = new MemoryFiles();
        Fill(files, shapes, flushEach);
        return files.Read(FilePath, Journal.MaxBytes)!;
    }

    private static void Fill(MemoryFiles files, IReadOnlyList<BatchShape> shapes, bool flushEach = false)
    {
        using var journal = Journal.Open(files, Label);
        journal.Recover();
        foreach (var shape in shapes)
        {
            journal.Append(shape.Batch);
            if (flushEach)
            {
                journal.Flush();
            }
        }

        journal.Flush();
    }

    private static void AssertHolds(JournalRecovery recovery, IReadOnlyList<BatchShape> shapes, int count)
    {
        Assert.Equal(JournalFault.None, recovery.Fault);
        Assert.Equal(count, recovery.Batches.Count);
        for (var i = 0; i < count; i++)
        {
            shapes[i].AssertEqual(recovery.Batches[i]);
        }
    }
}
