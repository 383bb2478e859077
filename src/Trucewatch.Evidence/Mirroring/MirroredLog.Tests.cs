using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;
using Xunit;

namespace Trucewatch.Evidence.Mirroring;

public sealed class MirroredLogTests : IDisposable
{
    private readonly NoteSigner signer = NoteSigner.Generate("log.example/mirrored");
    private readonly MemoryFiles logFiles = new();
    private readonly MemoryFiles files = new();
    private readonly EvidenceLog log;

    public MirroredLogTests() => log = EvidenceLog.Open(logFiles, signer);

    [Fact]
    public async Task A_mirror_holds_the_tree_of_the_checkpoint_and_serves_what_the_log_serves()
    {
        var mirror = MirroredLog.Open(files, [signer.Verifier]);
        foreach (var more in (int[])[0, 1, 254, 1, 3, 700, 20_000])
        {
            Fill(more);
            await mirror.TakeAsync(log.ReadCheckpoint(), FetchAsync, CancellationToken.None);
            Assert.Equal(log.ReadCheckpoint().Head, mirror.Head);
            mirror = MirroredLog.Open(files, [signer.Verifier]);
            Assert.Equal(log.ReadCheckpoint().Head, mirror.Head);
        }

        foreach (var path in Backups.LogCopy.PathsOf(log.Size))
        {
            Assert.Equal(Backups.LogCopy.Read(logFiles, path), mirror.ReadTile(path, log.Size));
        }

        Assert.Null(mirror.ReadTile(TilePath.Entries(log.Size / 256), log.Size));
        Assert.Null(mirror.ReadTile(TilePath.Tile(0, log.Size / 256, (int)(log.Size % 256) + 1), log.Size));
        Assert.Null(mirror.ReadTile(TilePath.Tile(9, 0), log.Size));
        Assert.Null(mirror.ReadTile(TilePath.Tile(0, 0, 200), 199));
        Assert.True(MerkleTree.VerifyConsistency(
            256, Backups.LogCopy.RootAt(logFiles, 256, log.Size), log.Size, log.ReadCheckpoint().Root,
            [.. mirror.ConsistencyProof(256, log.Size)]));
    }

    [Fact]
    public async Task What_the_entries_do_not_lead_to_is_not_kept_and_the_next_try_may_succeed()
    {
        var mirror = MirroredLog.Open(files, [signer.Verifier]);
        Fill(300);
        await mirror.TakeAsync(log.ReadCheckpoint(), FetchAsync, CancellationToken.None);
        var before = mirror.Head;
        Fill(900);
        for (var at = 0; at < 4; at++)
        {
            var wrong = at;
            await Assert.ThrowsAsync<InvalidDataException>(() => mirror.TakeAsync(
                log.ReadCheckpoint(),
                async (path, stop) =>
                {
                    var bytes = await FetchAsync(path, stop);
                    bytes[^1] ^= path.Index == 1 + wrong ? (byte)1 : (byte)0;
                    return bytes;
                },
                CancellationToken.None));
            Assert.Equal(before, mirror.Head);
            Assert.Equal(before, MirroredLog.Open(files, [signer.Verifier]).Head);
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => mirror.TakeAsync(
            log.ReadCheckpoint(), (_, _) => Task.FromResult<byte[]>([0, 9, 1]), CancellationToken.None));
        await mirror.TakeAsync(log.ReadCheckpoint(), FetchAsync, CancellationToken.None);
        Assert.Equal(log.ReadCheckpoint().Head, mirror.Head);
    }

    [Fact]
    public async Task A_bit_that_flips_between_storing_and_reading_back_is_not_kept()
    {
        var mirror = MirroredLog.Open(files, [signer.Verifier]);
        Fill(10);
        files.Fails = (step, path) =>
        {
            if (step == FileStep.FlushFolder && path == "tile/0/000.p/10")
            {
                var bytes = files.Read("tile/entries/000.p/10", 1 << 20)!;
                bytes[^1] ^= 1;
                files.Overwrite("tile/entries/000.p/10", bytes);
            }

            return false;
        };
        await Assert.ThrowsAsync<EvidenceHaltedException>(
            () => mirror.TakeAsync(log.ReadCheckpoint(), FetchAsync, CancellationToken.None));
        Assert.Equal(0, mirror.Head.Size);
    }

    [Fact]
    public async Task Another_tree_of_a_size_that_is_mirrored_is_refused()
    {
        Fill(20);
        var mirror = MirroredLog.Open(files, [signer.Verifier]);
        await mirror.TakeAsync(log.ReadCheckpoint(), FetchAsync, CancellationToken.None);
        foreach (var size in (long[])[20, 7])
        {
            var forked = Checkpoint.Sign(new TreeHead(size, Digest.Of("fork"u8)), signer);
            await Assert.ThrowsAsync<InvalidDataException>(
                () => mirror.TakeAsync(forked, FetchAsync, CancellationToken.None));
        }

        using var other = NoteSigner.Generate(signer.Name);
        Assert.Null(mirror.TryOpen(Encoding.UTF8.GetBytes(
            Checkpoint.Sign(new TreeHead(30, Digest.Of("x"u8)), other).SignedNote)));
    }

    [Theory]
    [InlineData("mirror.example/w", false)]
    [InlineData("a.example/mirror", true)]
    [InlineData("trucewatch.invalid/mirror-0a1b", true)]
    [InlineData("mirror", true)]
    [InlineData("a.example/unmirror", false)]
    public void The_name_says_what_a_cosigner_is(string name, bool isMirror) =>
        Assert.Equal(isMirror, MirrorName.IsOne(name));

    public void Dispose()
    {
        log.Dispose();
        signer.Dispose();
    }

    private Task<byte[]> FetchAsync(TilePath path, CancellationToken stop) =>
        Task.FromResult(Backups.LogCopy.Read(logFiles, path));

    private void Fill(int count)
    {
        for (var i = 0; i < count; i++)
        {
            log.Append(Encoding.ASCII.GetBytes(FormattableString.Invariant($"entry {log.Size} {i}")));
        }

        log.Seal();
    }
}
