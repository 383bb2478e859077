using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Server.Commands;
using Trucewatch.Verifier;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class TimeStampsTests : IDisposable
{
    private readonly TemporaryFolder scratch = new();
    private readonly NoteSigner signer;
    private readonly EvidenceLog log;

    public TimeStampsTests()
    {
        signer = LogKey.OpenOrCreate(scratch.Path, "log.example/stamped");
        log = EvidenceLog.Open(scratch.File("log"), signer);
        Fill();
    }

    [Fact]
    public async Task A_stamped_checkpoint_is_verified_offline_by_two_implementations()
    {
        Assert.SkipUnless(OpenSsl.Find() is not null, "openssl is not installed");
        using var authority = new LocalAuthority();
        using var stamps = Ask(authority.Address);
        Assert.True(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None), stamps.Problem);
        Assert.Equal(("Test-clock", log.Size), (stamps.Last!.Authority, stamps.Last.Checkpoint.Size));
        var covered = log.Size;
        Fill();
        Assert.True(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None), stamps.Problem);

        // The oldest stamp that covers an entry is the one that says most.
        var (proof, words) = Prove(3);
        Assert.StartsWith("time-stamped by Test-clock at 20", words, StringComparison.Ordinal);
        Assert.EndsWith(FormattableString.Invariant($"up to entry {covered - 1}\n"), words, StringComparison.Ordinal);
        var (code, said) = Verify(3, authority.Root);
        Assert.True(code == 0, said);
        Assert.Contains("time: stamped at 20", said, StringComparison.Ordinal);

        // By hand: what follows the proof's first blank line is what was stamped.
        File.WriteAllText(scratch.File("note"), proof[(proof.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]);
        var byHand = $"ts -verify -data {scratch.File("note")} -in {scratch.File("stamp.tsr")} "
            + $"-CAfile {authority.Root}";
        Assert.Equal(0, authority.OpenSslIn(byHand));
        File.AppendAllText(scratch.File("note"), "\n");
        Assert.NotEqual(0, authority.OpenSslIn(byHand));

        // The next entries are covered by the later stamp, and a start knows it.
        Assert.EndsWith(FormattableString.Invariant($"up to entry {log.Size - 1}\n"), Prove(covered).Words,
            StringComparison.Ordinal);
        using var again = Ask(authority.Address);
        Assert.Equal(log.Size, again.Last!.Checkpoint.Size);
    }

    [Fact]
    public async Task A_stamp_of_something_else_or_by_somebody_else_does_not_hold()
    {
        Assert.SkipUnless(OpenSsl.Find() is not null, "openssl is not installed");
        using var authority = new LocalAuthority();
        using var other = new LocalAuthority();
        using var stamps = Ask(authority.Address);
        Assert.True(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None), stamps.Problem);
        Prove(0);
        var words = Verify(0, authority.Root);
        Assert.Equal(0, words.Code);
        var (code, said) = Verify(0, other.Root);
        Assert.Equal(1, code);
        Assert.Contains("whom no given authority vouches for", said, StringComparison.Ordinal);

        var whole = File.ReadAllBytes(scratch.File("stamp.tsr"));
        var found = 0;
        for (var at = 0; at < whole.Length; at += 41)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= 4;
            File.WriteAllBytes(scratch.File("stamp.tsr"), flipped);

            // The wrapping around what is signed is nobody's word: a bit of it may change, what is said may not.
            var (flippedCode, flippedWords) = Verify(0, authority.Root);
            Assert.True(
                flippedCode == 1 || flippedWords == words.Said,
                FormattableString.Invariant($"byte {at}: expected a flipped bit to be found, got {flippedWords}"));
            found += flippedCode;
        }

        Assert.True(found > whole.Length / 41 / 2, $"expected most flipped bits to be refused, got {found}");
        Fill();
        Assert.True(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None), stamps.Problem);
        File.WriteAllBytes(scratch.File("stamp.tsr"), stamps.Last!.Reply);
        Assert.Contains("expected a signed stamp of this checkpoint", Verify(0, authority.Root).Said,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_well_is_a_problem_and_nothing_else()
    {
        Assert.SkipUnless(OpenSsl.Find() is not null, "openssl is not installed");
        using (var nobody = Ask(new Uri("http://127.0.0.1:9/")))
        {
            Assert.False(await nobody.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None));
            Assert.StartsWith("time stamp of 127.0.0.1: ", nobody.Problem, StringComparison.Ordinal);
            Assert.Null(nobody.Last);
        }

        using var authority = new LocalAuthority { Status = 503 };
        using var stamps = Ask(authority.Address);
        Assert.False(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None));
        Assert.Contains("503", stamps.Problem, StringComparison.Ordinal);
        authority.Status = null;
        foreach (var changed in (Func<byte[], byte[]>[])
            [_ => [], _ => [0x30, 3, 2, 1, 2], reply => reply[..^9], _ => new byte[1000]])
        {
            authority.Changes = changed;
            Assert.False(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None));
            Assert.False(Directory.Exists(scratch.File(StampBook.Folder)), "expected no stamp to be kept");
        }

        // The answer to an earlier question is none to this one.
        byte[]? first = null;
        authority.Changes = reply => first ??= reply;
        Assert.True(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None), stamps.Problem);
        Assert.Null(stamps.Problem);
        Fill();
        Assert.False(await stamps.TryStampAsync(log.ReadCheckpoint(), CancellationToken.None));
        Assert.NotNull(stamps.Problem);
    }

    [Fact]
    public void Without_a_stamp_it_is_said()
    {
        Assert.Throws<UnusableException>(() => Prove(0));
        using var error = new StringWriter { NewLine = "\n" };
        StampedProof.Say(scratch.Path, 0, error);
        Assert.Equal("not time-stamped\n", error.ToString());
        using var said = new StringWriter();
        Assert.Equal(2, VerifyCommand.Run(["proof", "--entry", "e", "--stamp", "s"], said, said));
    }

    public void Dispose()
    {
        log.Dispose();
        signer.Dispose();
        scratch.Dispose();
    }

    private TimeStamps Ask(Uri authority) => new(
        authority, new StampBook(scratch.Path), signer.Verifier, log.ReadCheckpoint, TimeProvider.System);

    private (string Proof, string Words) Prove(long index)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        StampedProof.Write(scratch.Path, index, scratch.File("stamp.tsr"), output, error);
        File.WriteAllText(scratch.File("proof"), output.ToString());
        File.WriteAllBytes(scratch.File("entry"), log.ReadEntry(index));
        return (output.ToString(), error.ToString());
    }

    private (int Code, string Said) Verify(long index, string root)
    {
        File.WriteAllBytes(scratch.File("entry"), log.ReadEntry(index));
        using var output = new StringWriter();
        var code = VerifyCommand.Run(
            [
                scratch.File("proof"), "--entry", scratch.File("entry"), "--vkey", signer.Verifier.Vkey,
                "--stamp", scratch.File("stamp.tsr"), "--authority", root,
            ],
            output, output);
        return (code, output.ToString());
    }

    private void Fill()
    {
        for (var i = 0; i < 10; i++)
        {
            log.Append(Encoding.ASCII.GetBytes(FormattableString.Invariant($"entry {log.Size} {i}")));
        }

        log.Seal();
    }
}
