using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;
using Xunit;

namespace Trucewatch.Evidence;

public sealed class EvidenceFsckTests
{
    private static readonly NoteSigner Signer = NoteSigner.Generate("log.example/fsck");

    [Fact]
    public void A_whole_folder_holds()
    {
        var report = Check(Folder([12, 9]));
        Assert.Empty(report.Findings);
        Assert.Empty(report.Notices);
        Assert.Equal((21, 1), (report.Entries, report.Segments));
        Assert.True(Check(Folder([256])).Holds);
        Assert.True(Check(Folder([700, 100])).Holds);
        Assert.True(Check(Folder([])).Holds);
    }

    [Fact]
    public void Each_flipped_byte_of_each_file_is_found()
    {
        var files = Folder([12, 9]);
        var flipped = 0;
        foreach (var path in files.List("log").Concat(files.List("segments")))
        {
            var whole = files.Read(path, 1 << 20)!;
            for (var i = 0; i < whole.Length; i++)
            {
                var bytes = (byte[])whole.Clone();
                bytes[i] ^= (byte)(1 << (i % 8));
                files.Overwrite(path, bytes);
                Assert.False(Check(files).Holds, FormattableString.Invariant($"{path}: byte {i} went unnoticed"));
                flipped++;
            }

            files.Overwrite(path, whole);
        }

        Assert.True(flipped > 2_000 && Check(files).Holds);
    }

    [Theory]
    [InlineData(new[] { 12 }, "log/checkpoint")]
    [InlineData(new[] { 12 }, "log/tile/0/000.p/12")]
    [InlineData(new[] { 12 }, "log/tile/entries/000.p/12")]
    [InlineData(new[] { 300 }, "log/tile/0/000")]
    [InlineData(new[] { 300 }, "log/tile/1/000.p/1")]
    [InlineData(new[] { 300 }, "log/tile/entries/000")]
    public void A_missing_file_is_found(int[] seals, string victim)
    {
        var files = Folder(seals);
        files.Overwrite(victim, null);
        Assert.Contains(Check(files).Findings, line => line.StartsWith(victim, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_segment_is_found_where_the_caller_knows_of_it()
    {
        var files = Folder([1]);
        var path = files.List("segments").Single();
        Assert.True(Digest.TryParseHex(Path.GetFileNameWithoutExtension(path), out var digest));
        Assert.True(EvidenceFsck.Run(files, Signer.Verifier, [digest]).Holds);
        files.Overwrite(path, null);
        Assert.Equal(
            $"{path}: expected a segment, got no file",
            Assert.Single(EvidenceFsck.Run(files, Signer.Verifier, [digest]).Findings));

        // A tombstone makes a notice of it, for this segment alone.
        var dropped = new Dictionary<Digest, string> { [digest] = "under policy a-year, entry 7" };
        var report = EvidenceFsck.Run(files, Signer.Verifier, [digest], dropped);
        Assert.True(report.Holds);
        Assert.Contains(report.Notices, notice =>
            notice.EndsWith("dropped under policy a-year, entry 7", StringComparison.Ordinal));
        Assert.False(EvidenceFsck.Run(files, Signer.Verifier, [digest, Digest.Of("another"u8)], dropped).Holds);
    }

    [Fact]
    public void An_extra_entry_is_found_inside_and_beyond_the_signed_tree()
    {
        const string Path = "log/tile/entries/000.p/12";
        var files = Folder([12]);
        var whole = files.Read(Path, 1 << 20)!;
        byte[] longer = [.. whole, 0, 1, 65];
        files.Overwrite(Path, longer);
        Assert.False(Check(files).Holds);
        files.Overwrite(Path, whole);
        files.Overwrite("log/tile/entries/000.p/13", longer);
        Assert.Contains("no signature covers", Assert.Single(Check(files).Findings), StringComparison.Ordinal);
        files.Overwrite("log/tile/entries/000.p/13", null);
        files.Overwrite("log/tile/entries/000.p/11", longer);
        Assert.False(Check(files).Holds);
    }

    [Theory]
    [InlineData("log/other")]
    [InlineData("log/tile/0/5")]
    [InlineData("log/tile/9/000")]
    [InlineData("segments/aa/other.seg")]
    [InlineData("journal/other.twj")]
    public void A_file_that_no_log_writes_is_found(string path)
    {
        var files = Folder([12]);
        files.Overwrite(path, [1, 2, 3]);
        Assert.Contains(Check(files).Findings, line => line.StartsWith(path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_signer_is_found()
    {
        using var other = NoteSigner.Generate(Signer.Name);
        Assert.False(EvidenceFsck.Run(Folder([12]), other.Verifier).Holds);
    }

    [Fact]
    public void The_commands_prove_and_check_a_folder_on_disk()
    {
        using var folder = new TemporaryFolder();
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, EvidenceText.Fsck(folder.Path, output, error));
        Assert.Equal(2, EvidenceText.Prove(folder.Path, 0, output, error));
        using var signer = LogKey.OpenOrCreate(folder.Path, "log.example/disk");
        using (var log = EvidenceLog.Open(folder.File("log"), signer))
        {
            log.Append("one"u8);
            log.Append("two"u8);
            log.Seal();
        }

        Assert.Equal("", output.ToString());
        Assert.Equal(0, EvidenceText.Fsck(folder.Path, output, error));
        Assert.Equal("2 entries, 2 tiles and bundles, 0 segments: holds" + Environment.NewLine, output.ToString());
        Assert.Equal(2, EvidenceText.Prove(folder.Path, 2, output, error));
        var proofText = new StringWriter();
        Assert.Equal(0, EvidenceText.Prove(folder.Path, 1, proofText, error));
        TlogProof.TryParse(Encoding.UTF8.GetBytes(proofText.ToString()), out var proof);
        Assert.Equal(ProofFault.None, proof!.Verify("two"u8, signer.Verifier));

        File.WriteAllBytes(folder.File("log/tile/entries/000.p/2"), [0, 3, 111, 110, 101, 0, 3, 116, 119, 112]);
        Assert.Equal(1, EvidenceText.Prove(folder.Path, 1, new StringWriter(), error));
        Assert.Equal(1, EvidenceText.Fsck(folder.Path, output, error));
        Assert.Contains("log/tile/0/000.p/2: hash 1", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_made_once_for_its_owner_alone_and_refused_where_others_read_it()
    {
        using var folder = new TemporaryFolder();
        using var made = LogKey.OpenOrCreate(folder.Path, "log.example/key");
        using var read = LogKey.OpenOrCreate(folder.Path, "log.example/key");
        Assert.Equal(made.Verifier.Vkey, read.Verifier.Vkey);
        Assert.Equal(made.Verifier.Vkey + "\n", File.ReadAllText(folder.File("keys/log.vkey")));
        Assert.Throws<EvidenceHaltedException>(() => LogKey.OpenOrCreate(folder.Path, "log.example/other"));
        if (!OperatingSystem.IsWindows())
        {
            var path = folder.File("keys/log.skey");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Throws<EvidenceHaltedException>(() => LogKey.OpenOrCreate(folder.Path, "log.example/key"));
        }
    }

    private static FsckReport Check(MemoryFiles files) => EvidenceFsck.Run(files, Signer.Verifier);

    private static MemoryFiles Folder(int[] seals)
    {
        var files = new MemoryFiles();
        using var log = EvidenceLog.Open(files.Under("log"), Signer);
        foreach (var count in seals)
        {
            for (var i = 0; i < count; i++)
            {
                log.Append(Encoding.ASCII.GetBytes(FormattableString.Invariant($"entry {log.Size + i}")));
            }

            log.Seal();
        }

        var writer = new SegmentWriter(files, "label");
        BatchShape.Of(1, "ais-east", 0, 20).AppendTo(writer);
        writer.Seal();
        return files;
    }
}
