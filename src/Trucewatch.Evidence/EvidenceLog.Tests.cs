using System.Text;
using CsCheck;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;
using Xunit;

namespace Trucewatch.Evidence;

public sealed class EvidenceLogTests
{
    private static readonly NoteSigner Signer = NoteSigner.Generate("log.example/test");

    [Fact]
    public void A_new_log_has_a_signed_empty_tree()
    {
        using var log = EvidenceLog.Open(new MemoryFiles(), Signer);
        Assert.Equal(0, log.Size);
        Assert.Equal(MerkleTree.EmptyRoot, log.ReadCheckpoint().Root);
        Assert.Same(log.ReadCheckpoint(), log.Seal());
    }

    [Fact]
    public void Any_split_into_seals_and_starts_gives_the_same_tree() =>
        Gen.Int[0, 300].List[1, 8].Sample(
            batches =>
            {
                var files = new MemoryFiles();
                var log = EvidenceLog.Open(files, Signer);
                var leaves = new List<Digest>();
                foreach (var batch in batches)
                {
                    for (var i = 0; i < batch; i++)
                    {
                        leaves.Add(MerkleTree.LeafHash(Entry(leaves.Count)));
                        Assert.Equal(leaves.Count - 1, log.Append(Entry(leaves.Count - 1)));
                    }

                    var checkpoint = log.Seal();
                    Assert.Equal(new TreeHead(leaves.Count, MerkleTree.RootOf(leaves)), checkpoint.Head);
                    log.Dispose();
                    log = EvidenceLog.Open(files, Signer);
                    Assert.Equal(checkpoint.Head, log.ReadCheckpoint().Head);
                }

                CheckProofs(log, step: 37);
                log.Dispose();
            },
            iter: 20);

    [Fact]
    public void A_tree_of_three_levels_keeps_exactly_the_tiles_of_its_size()
    {
        var files = new MemoryFiles();
        using var log = EvidenceLog.Open(files, Signer);
        var leaves = new List<Digest>();
        while (leaves.Count < 70_000)
        {
            var batch = Math.Min(9_001, 70_000 - leaves.Count);
            for (var i = 0; i < batch; i++)
            {
                leaves.Add(MerkleTree.LeafHash(Entry(leaves.Count)));
                log.Append(Entry(leaves.Count - 1));
            }

            log.Seal();
        }

        Assert.Equal(MerkleTree.RootOf(leaves), log.ReadCheckpoint().Root);
        var names = files.List("tile").Where(path => !path.Contains(".p/", StringComparison.Ordinal)).ToList();
        Assert.Equal(273, names.Count(path => path.StartsWith("tile/0/", StringComparison.Ordinal)));
        Assert.Equal(273, names.Count(path => path.StartsWith("tile/entries/", StringComparison.Ordinal)));
        Assert.NotNull(files.Read("tile/0/273.p/112", 8192));
        Assert.NotNull(files.Read("tile/1/001.p/17", 8192));
        Assert.NotNull(files.Read("tile/2/000.p/1", 8192));
        Assert.Equal(8192, files.Read("tile/1/000", 8192)!.Length);
        Assert.Empty(files.List("tile/1/000.p"));
        CheckProofs(log, step: 6_007);
    }

    [Fact]
    public void Older_sizes_can_still_be_proved()
    {
        using var log = EvidenceLog.Open(new MemoryFiles(), Signer);
        var roots = new List<TreeHead> { log.ReadCheckpoint().Head };
        foreach (var batch in (int[])[1, 60, 195, 5, 300])
        {
            Fill(log, batch);
            roots.Add(log.Seal().Head);
        }

        foreach (var old in roots)
        {
            var proof = log.ConsistencyProof(old.Size, log.Size);
            Assert.True(MerkleTree.VerifyConsistency(
                old.Size, old.Root, log.Size, log.ReadCheckpoint().Root, [.. proof]));
            if (old.Size > 0)
            {
                var leaf = MerkleTree.LeafHash(log.ReadEntry(0));
                Assert.True(MerkleTree.VerifyInclusion(
                    leaf, 0, old.Size, [.. log.InclusionProof(0, old.Size)], old.Root));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => log.InclusionProof(0, log.Size + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.ReadEntry(log.Size));
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_one_above()
    {
        using var log = EvidenceLog.Open(new MemoryFiles(), Signer);
        log.Append(new byte[EntryBundle.MaxEntryBytes]);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Append(new byte[EntryBundle.MaxEntryBytes + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Append([]));
        log.Seal();
        Assert.Equal(EntryBundle.MaxEntryBytes, log.ReadEntry(0).Length);
        for (var i = 0; i < EvidenceLog.MaxPendingEntries; i++)
        {
            log.Append([1]);
        }

        Assert.Throws<InvalidOperationException>(() => log.Append([1]));
        Assert.Equal(EvidenceLog.MaxPendingEntries + 1, log.Seal().Size);
        for (var bytes = 0; bytes + EntryBundle.MaxEntryBytes <= EvidenceLog.MaxPendingBytes;)
        {
            log.Append(new byte[EntryBundle.MaxEntryBytes]);
            bytes += EntryBundle.MaxEntryBytes;
        }

        Assert.Throws<InvalidOperationException>(() => log.Append(new byte[EntryBundle.MaxEntryBytes]));
    }

    [Fact]
    public void A_second_writer_is_refused_in_memory_and_on_disk()
    {
        var files = new MemoryFiles();
        using (EvidenceLog.Open(files, Signer))
        {
            Assert.Throws<IOException>(() => EvidenceLog.Open(files, Signer));
        }

        EvidenceLog.Open(files, Signer).Dispose();
        using var folder = new TemporaryFolder();
        using (var log = EvidenceLog.Open(folder.Path, Signer))
        {
            Fill(log, 300);
            log.Seal();
            Assert.Throws<IOException>(() => EvidenceLog.Open(folder.Path, Signer));
        }

        using var again = EvidenceLog.Open(folder.Path, Signer);
        Assert.Equal(300, again.Size);
        Fill(again, 300);
        again.Seal();
        CheckProofs(again, step: 59);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(folder.File("tile/0/000.p")), "expected no partial tile beside the full one");
    }

    [Fact]
    public void A_fault_at_every_step_loses_nothing_sealed_and_forks_nothing()
    {
        foreach (var survive in (Func<string, bool>[])
            [_ => true, _ => false, path => path.Contains("tile", StringComparison.Ordinal),
             path => !path.Contains("tile", StringComparison.Ordinal), path => path.Length % 2 == 0])
        {
            for (var failing = 0; FailAt(failing, survive); failing++)
            {
                Assert.True(failing < 200, "expected a seal of fewer than 200 steps");
            }
        }
    }

    [Fact]
    public void After_a_failed_write_the_log_signs_nothing_more()
    {
        var files = new MemoryFiles();
        using var log = EvidenceLog.Open(files, Signer);
        Fill(log, 10);
        files.Fails = (step, _) => step == FileStep.Flush;
        Assert.Throws<EvidenceHaltedException>(log.Seal);
        files.Fails = null;
        Assert.Throws<EvidenceHaltedException>(log.Seal);
        Assert.Throws<EvidenceHaltedException>(() => log.Append([1]));
        Assert.Equal(0, log.ReadCheckpoint().Size);
    }

    [Theory]
    [InlineData("tile/entries/000.p/10")]
    [InlineData("tile/0/000.p/10")]
    public void A_bit_that_flips_between_writing_and_signing_is_not_signed(string victim)
    {
        var files = new MemoryFiles();
        using var log = EvidenceLog.Open(files, Signer);
        Fill(log, 10);
        files.Fails = (step, path) =>
        {
            if (step == FileStep.FlushFolder && path == "tile/0/000.p/10")
            {
                Flip(files, victim, 77);
            }

            return false;
        };

        // The flip comes before the last folder's flush, and memory rewrites only what it flushes after that.
        Assert.Throws<EvidenceHaltedException>(log.Seal);
        Assert.Equal(0, log.Size);
    }

    [Fact]
    public void A_restored_backup_refuses_to_sign()
    {
        var files = new MemoryFiles();
        var guard = new MemoryFiles();
        Dictionary<string, byte[]> backup;
        using (var log = EvidenceLog.Open(files, Signer, guard))
        {
            Fill(log, 10);
            log.Seal();
            backup = Copy(files);
            Fill(log, 10);
            log.Seal();
        }

        // One seal back, and the record of the last signature lies elsewhere.
        Restore(files, backup);
        var refusal = Assert.Throws<EvidenceHaltedException>(() => EvidenceLog.Open(files, Signer, guard));
        Assert.Contains("tile", refusal.Message, StringComparison.Ordinal);

        // Two seals back.
        Restore(files, []);
        Assert.Throws<EvidenceHaltedException>(() => EvidenceLog.Open(files, Signer, guard));
    }

    [Fact]
    public void A_checkpoint_older_than_the_record_refuses_to_sign()
    {
        var files = new MemoryFiles();
        byte[] old;
        using (var log = EvidenceLog.Open(files, Signer))
        {
            Fill(log, 5);
            log.Seal();
            old = files.Read("checkpoint", 4096)!;
            Fill(log, 5);
            log.Seal();
            Fill(log, 5);
            log.Seal();
        }

        files.Overwrite("checkpoint", old);
        var refusal = Assert.Throws<EvidenceHaltedException>(() => EvidenceLog.Open(files, Signer));
        Assert.Contains("expected size 15", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("state")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/001.p/44")]
    public void A_log_with_a_damaged_or_missing_edge_does_not_open(string victim)
    {
        var files = new MemoryFiles();
        using (var log = EvidenceLog.Open(files, Signer))
        {
            Fill(log, 300);
            log.Seal();
        }

        var whole = files.Read(victim, 1 << 20);
        Assert.NotNull(whole);
        Flip(files, victim, whole.Length / 2 * 8);
        Assert.Throws<EvidenceHaltedException>(() => EvidenceLog.Open(files, Signer));
        files.Overwrite(victim, null);
        Assert.Throws<EvidenceHaltedException>(() => EvidenceLog.Open(files, Signer));
        files.Overwrite(victim, whole);
        EvidenceLog.Open(files, Signer).Dispose();
    }

    [Fact]
    public void A_log_of_another_key_does_not_open()
    {
        var files = new MemoryFiles();
        EvidenceLog.Open(files, Signer).Dispose();
        using var other = NoteSigner.Generate(Signer.Name);
        Assert.Throws<EvidenceHaltedException>(() => EvidenceLog.Open(files, other));
    }

    [Fact]
    public void A_seal_reads_and_writes_no_more_in_a_large_log_than_in_a_small_one()
    {
        using var log = EvidenceLog.Open(new MemoryFiles(), Signer);
        var spent = new List<long>();
        for (var seal = 0; seal < 100; seal++)
        {
            Fill(log, 64);
            var before = GC.GetAllocatedBytesForCurrentThread();
            log.Seal();
            spent.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(
            spent[80..].Max() < 2 * spent[4..24].Max(),
            FormattableString.Invariant($"expected no growth, got {spent[4..24].Max()} and {spent[80..].Max()}"));
    }

    private static bool FailAt(int failing, Func<string, bool> survives)
    {
        var files = new MemoryFiles();
        Checkpoint sealedBefore;
        using (var log = EvidenceLog.Open(files, Signer))
        {
            Fill(log, 250);
            sealedBefore = log.Seal();
            Fill(log, 10);
            var step = 0;
            files.Fails = (_, _) => step++ == failing;
            try
            {
                log.Seal();
            }
            catch (EvidenceHaltedException)
            {
                Assert.Throws<EvidenceHaltedException>(log.Seal);
            }

            var reached = step > failing;
            files.Fails = null;
            files.CutPower(survives);
            if (!reached)
            {
                return false;
            }
        }

        using var again = EvidenceLog.Open(files, Signer);
        Assert.True(again.Size is 250 or 260, FormattableString.Invariant($"step {failing}: size {again.Size}"));
        Fill(again, 20);
        again.Seal();
        Assert.True(MerkleTree.VerifyConsistency(
            sealedBefore.Size,
            sealedBefore.Root,
            again.Size,
            again.ReadCheckpoint().Root,
            [.. again.ConsistencyProof(sealedBefore.Size, again.Size)]));
        CheckProofs(again, step: 13);
        return true;
    }

    private static void CheckProofs(EvidenceLog log, int step)
    {
        for (long index = 0; index < log.Size; index += step)
        {
            var entry = log.ReadEntry(index);
            Assert.Equal(Entry(index), entry);
            Assert.Equal(ProofFault.None, log.Prove(index).Verify(entry, Signer.Verifier));
        }
    }

    /// <summary>Entries follow from their index, so that what is read back can be compared.</summary>
    private static void Fill(EvidenceLog log, int count)
    {
        var index = log.Append(Entry(log.Size));
        for (var i = 1; i < count; i++)
        {
            index = log.Append(Entry(index + 1));
        }
    }

    private static byte[] Entry(long index) =>
        Encoding.ASCII.GetBytes(FormattableString.Invariant($"entry {index} {index * 2654435761 % 1000}"));

    private static void Flip(MemoryFiles files, string path, int bit)
    {
        var bytes = files.Read(path, 1 << 20)!;
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        files.Overwrite(path, bytes);
    }

    private static Dictionary<string, byte[]> Copy(MemoryFiles files) => files.List("tile")
        .Concat(["checkpoint"])
        .ToDictionary(path => path, path => files.Read(path, 1 << 20)!, StringComparer.Ordinal);

    private static void Restore(MemoryFiles files, Dictionary<string, byte[]> backup)
    {
        foreach (var path in files.List("tile").Concat(["checkpoint"]))
        {
            files.Overwrite(path, null);
        }

        foreach (var (path, content) in backup)
        {
            files.Overwrite(path, content);
        }
    }
}
