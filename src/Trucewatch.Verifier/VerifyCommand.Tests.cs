using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Xunit;

namespace Trucewatch.Verifier;

public sealed class VerifyCommandTests : IDisposable
{
    private static readonly byte[] CommitmentKey = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 3))];

    private readonly TemporaryFolder _folder = new();
    private readonly NoteSigner _signer = NoteSigner.Generate("log.example/verify");

    public VerifyCommandTests()
    {
        using var log = EvidenceLog.Open(new MemoryFiles(), _signer);
        var entry = Leaf.Commit(CommitmentKey, "payload 1\n"u8, exercise: true).ToBytes();
        for (var i = 0; i < 5; i++)
        {
            log.Append(i == 3 ? entry : [(byte)i]);
        }

        log.Seal();
        File.WriteAllText(_folder.File("proof.tlog-proof"), log.Prove(3).ToText());
        File.WriteAllBytes(_folder.File("entry"), entry);
        File.WriteAllBytes(_folder.File("payload"), "payload 1\n"u8.ToArray());
        File.WriteAllText(_folder.File("key"), Convert.ToHexStringLower(CommitmentKey) + "\n");
        File.WriteAllText(_folder.File("vkey"), _signer.Verifier.Vkey + "\n");
    }

    [Fact]
    public void A_whole_folder_holds_and_every_step_is_said()
    {
        var (code, output, _) = Run(_folder.Path);
        Assert.Equal(0, code);
        Assert.Contains("note key:", output, StringComparison.Ordinal);
        foreach (var step in (string[])["proof", "checkpoint", "inclusion", "leaf: EXERCISE", "payload"])
        {
            Assert.Contains($"ok   {step}", output, StringComparison.Ordinal);
        }

        Assert.Equal(0, Run(_folder.Path, "--vkey", _signer.Verifier.Vkey).Code);
    }

    [Fact]
    public void A_proof_with_its_entry_holds_under_a_key_or_a_policy()
    {
        string[] files = [_folder.File("proof.tlog-proof"), "--entry", _folder.File("entry")];
        Assert.Equal(0, Run([.. files, "--vkey", _signer.Verifier.Vkey]).Code);
        using var other = new TemporaryFolder();
        File.WriteAllText(other.File("policy"), $"log {_signer.Verifier.Vkey}\nquorum none\n");
        Assert.Equal(0, Run([.. files, "--policy", other.File("policy")]).Code);
        File.WriteAllText(other.File("policy"), $"log {_signer.Verifier.Vkey}\nwitness w w+1+AA==\nquorum w\n");
        Assert.Equal(2, Run([.. files, "--policy", other.File("policy")]).Code);
    }

    [Fact]
    public void Each_flipped_bit_of_each_file_is_refused()
    {
        foreach (var path in Directory.EnumerateFiles(_folder.Path).Order(StringComparer.Ordinal))
        {
            var whole = File.ReadAllBytes(path);
            for (var i = 0; i < whole.Length; i++)
            {
                var bytes = (byte[])whole.Clone();
                bytes[i] ^= (byte)(1 << (i % 8));
                File.WriteAllBytes(path, bytes);
                Assert.True(
                    Run(_folder.Path).Code != 0, FormattableString.Invariant($"{path}: byte {i} went unnoticed"));
            }

            File.WriteAllBytes(path, whole);
        }

        Assert.Equal(0, Run(_folder.Path).Code);
    }

    [Fact]
    public void An_unknown_file_another_key_and_another_payload_are_refused()
    {
        using var other = NoteSigner.Generate(_signer.Name);
        Assert.Equal(2, Run(_folder.Path, "--vkey", other.Verifier.Vkey).Code);
        File.Delete(_folder.File("vkey"));
        Assert.Equal(1, Run(_folder.Path, "--vkey", other.Verifier.Vkey).Code);
        Assert.Equal(2, Run(_folder.Path).Code);
        File.WriteAllText(_folder.File("note.txt"), "trust me");
        var (code, output, _) = Run(_folder.Path, "--vkey", _signer.Verifier.Vkey);
        Assert.Equal(1, code);
        Assert.Contains("FAIL folder: note.txt", output, StringComparison.Ordinal);
        File.Delete(_folder.File("note.txt"));
        File.WriteAllText(_folder.File("payload"), "another");
        Assert.Contains(
            "FAIL payload", Run(_folder.Path, "--vkey", _signer.Verifier.Vkey).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Unusable_arguments_get_one_line_and_help_gets_the_forms()
    {
        string[][] unusable =
        [
            [], ["absent"], [_folder.Path, _folder.Path], [_folder.Path, "--vkey"], [_folder.Path, "--other", "x"],
            [_folder.File("proof.tlog-proof"), "--vkey", _signer.Verifier.Vkey],
        ];
        foreach (var args in unusable)
        {
            var (code, output, error) = Run(args);
            Assert.Equal((2, ""), (code, output));
            Assert.Equal(1, error.Count(c => c == '\n'));
        }

        Assert.Equal(0, Run("--help").Code);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _signer.Dispose();
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (VerifyCommand.Run(args, output, error), output.ToString(), error.ToString());
    }
}
