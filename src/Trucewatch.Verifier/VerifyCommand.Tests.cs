using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Witnessing;
using Xunit;

namespace Trucewatch.Verifier;

public sealed class VerifyCommandTests : IDisposable
{
    private static readonly byte[] CommitmentKey = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 3))];

    private readonly TemporaryFolder _folder = new();
    private readonly SmallBundle _bundle = new();

    public VerifyCommandTests()
    {
        using var log = EvidenceLog.Open(new MemoryFiles(), _bundle.Signer);
        var entry = Leaf.Commit(CommitmentKey, "payload 1\n"u8, exercise: true).ToBytes();
        for (var i = 0; i < 5; i++)
        {
            log.Append(i == 3 ? entry : [(byte)i]);
        }

        log.Seal();
        File.WriteAllText(_folder.File("proof.tlog-proof"), log.Prove(3).ToText());
        File.WriteAllBytes(_folder.File("entry"), entry);
        File.WriteAllText(_folder.File("payload"), "payload 1\n");
        File.WriteAllText(_folder.File("key"), Convert.ToHexStringLower(CommitmentKey) + "\n");
        File.WriteAllText(_folder.File("policy"), $"log {Vkey}\nquorum none\n");
    }

    private string Vkey => _bundle.Signer.Verifier.Vkey;

    [Fact]
    public void A_whole_bundle_holds_and_every_step_is_said()
    {
        using var folder = new TemporaryFolder();
        _bundle.CopyTo(folder.Path);
        var (code, output, _) = Run(folder.Path);
        Assert.Equal(0, code);
        Assert.StartsWith("note policy:", output, StringComparison.Ordinal);
        foreach (var step in (string[])["EXERCISE", "manifest", "checkpoint", "files", "items/", "segments"])
        {
            Assert.Contains($"ok   {step}", output, StringComparison.Ordinal);
        }

        Assert.Equal(0, Run(folder.Path, "--policy", _folder.File("policy")).Code);
        File.WriteAllText(folder.File(".hidden"), "trust me");
        (code, output, _) = Run(folder.Path, "--vkey", Vkey);
        Assert.Equal(1, code);
        Assert.Contains("FAIL file .hidden", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_under_the_key_of_another_log_is_refused()
    {
        using var folder = new TemporaryFolder();
        _bundle.CopyTo(folder.Path);
        using var other = NoteSigner.Generate(_bundle.Signer.Name);
        Assert.Equal(1, Run(folder.Path, "--vkey", other.Verifier.Vkey).Code);
    }

    [Fact]
    public void A_proof_with_its_entry_holds_under_a_key_or_a_policy()
    {
        string[] files = [_folder.File("proof.tlog-proof"), "--entry", _folder.File("entry")];
        Assert.Equal(0, Run([.. files, "--vkey", Vkey]).Code);
        Assert.Equal(0, Run([.. files, "--policy", _folder.File("policy")]).Code);
        string[] disclosed = [.. files, "--payload", _folder.File("payload"), "--key", _folder.File("key")];
        Assert.Contains("ok   payload", Run([.. disclosed, "--vkey", Vkey]).Output, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("payload"), "payload 2\n");
        Assert.Equal(1, Run([.. disclosed, "--vkey", Vkey]).Code);
        File.WriteAllBytes(_folder.File("entry"), [1]);
        Assert.Equal(1, Run([.. files, "--vkey", Vkey]).Code);
    }

    [Fact]
    public void A_quorum_of_witnesses_is_enforced()
    {
        using var a = Cosigner.Generate("a.example/w");
        using var b = Cosigner.Generate("b.example/w");
        File.WriteAllText(
            _folder.File("policy"),
            $"log {Vkey}\nwitness a {a.Verifier.Vkey}\nwitness b {b.Verifier.Vkey}\n"
                + "group both all a b\nquorum both\n");
        var proof = File.ReadAllText(_folder.File("proof.tlog-proof"));
        var text = proof.Split("\n\n")[1] + "\n";
        string[] arguments =
        [
            _folder.File("proof.tlog-proof"), "--entry", _folder.File("entry"), "--policy", _folder.File("policy"),
        ];
        var (lineA, lineB) = (a.Sign(text, 1_767_225_600).ToLine(), b.Sign(text, 1_767_225_601).ToLine());
        var elsewhere = b.Sign(text.Replace("\n5\n", "\n6\n", StringComparison.Ordinal), 1_767_225_601).ToLine();
        foreach (var (lines, code) in (ReadOnlySpan<(string, int)>)
            [("", 1), (lineA, 1), (lineB, 1), (lineA + lineB, 0), (lineA + elsewhere, 1)])
        {
            File.WriteAllText(_folder.File("proof.tlog-proof"), proof + lines);
            Assert.Equal(code, Run(arguments).Code);
        }

        File.WriteAllText(_folder.File("proof.tlog-proof"), proof + lineA + lineB);
        var output = Run(arguments).Output;
        Assert.Contains("witnessed by a (a.example/w) at 2026-01-01T00:00:00Z", output, StringComparison.Ordinal);
        Assert.Contains("ok   witnesses: quorum both: reached", output, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("proof.tlog-proof"), proof);
        Assert.Contains("FAIL witnesses: not witnessed yet", Run(arguments).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Unusable_arguments_get_one_line_and_help_gets_the_forms()
    {
        var proof = _folder.File("proof.tlog-proof");
        string[][] unusable =
        [
            [], ["absent"], [_folder.Path, _folder.Path], [_folder.Path, "--vkey"], [_folder.Path, "--other", "x"],
            [proof, "--entry", _folder.File("entry"), "--vkey", Vkey, "--policy", _folder.File("policy")],
            [proof, "--vkey", Vkey], [proof, "--entry", _folder.File("entry")],
            [_folder.Path, "--entry", _folder.File("entry")], [_folder.Path, "--policy", _folder.File("key")],
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
        _bundle.Dispose();
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (VerifyCommand.Run(args, output, error), output.ToString(), error.ToString());
    }
}
