using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Xunit;

namespace Trucewatch.Evidence;

public sealed class TlogProofTests
{
    private static readonly NoteSigner Signer = NoteSigner.Generate("log.example/proofs");

    [Fact]
    public void A_proof_writes_and_reads_back_and_holds_for_its_entry_alone()
    {
        foreach (var extra in (byte[]?[])[null, [1, 2, 3]])
        {
            var proof = Prove(9, 5, extra);
            var text = proof.ToText();
            Assert.StartsWith("c2sp.org/tlog-proof@v1\n", text, StringComparison.Ordinal);
            Assert.Equal(ProofFault.None, TlogProof.TryParse(Encoding.UTF8.GetBytes(text), out var read));
            Assert.Equal(text, read!.ToText());
            Assert.Equal(extra, read.Extra);
            Assert.Equal(5, read.Index);
            Assert.Equal(ProofFault.None, read.Verify("entry 5"u8, Signer.Verifier));
            Assert.Equal(ProofFault.NotIncluded, read.Verify("entry 6"u8, Signer.Verifier));
            using var other = NoteSigner.Generate(Signer.Name);
            Assert.Equal(ProofFault.BadCheckpoint, read.Verify("entry 5"u8, other.Verifier));
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_proof_is_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Prove(9, 5, null).ToText());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var holds = TlogProof.TryParse(bytes, out var proof) == ProofFault.None
                && proof!.Verify("entry 5"u8, Signer.Verifier) == ProofFault.None;
            Assert.False(holds, FormattableString.Invariant($"bit {bit} went unnoticed"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_log_of_one_entry_has_a_proof_without_hashes()
    {
        var text = Prove(1, 0, null).ToText();
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nindex 0\n\n", text, StringComparison.Ordinal);
        Assert.Equal(ProofFault.None, TlogProof.TryParse(Encoding.UTF8.GetBytes(text), out var proof));
        Assert.Equal(ProofFault.None, proof!.Verify("entry 0"u8, Signer.Verifier));
    }

    [Theory]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 00\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -1\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 9223372036854775808\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra AAAA\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAA\nindex 0\n\nx\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 0\n\nx\n")]
    public void Other_forms_are_refused(string text) =>
        Assert.Equal(ProofFault.BadForm, TlogProof.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Limits_hold_at_the_limit_and_one_above()
    {
        foreach (var count in (int[])[63, 64])
        {
            var hashes = string.Concat(Enumerable.Repeat(Digest.Of([]).ToBase64() + "\n", count));
            var bytes = Encoding.UTF8.GetBytes($"c2sp.org/tlog-proof@v1\nindex 0\n{hashes}\nx\n");
            Assert.Equal(count == 63 ? ProofFault.None : ProofFault.BadForm, TlogProof.TryParse(bytes, out _));
        }

        const string Start = "c2sp.org/tlog-proof@v1\nindex 0\n\n";
        foreach (var over in (int[])[0, 1])
        {
            var text = Start + new string('x', TlogProof.MaxBytes + over - Start.Length);
            Assert.Equal(
                over == 0 ? ProofFault.None : ProofFault.TooLong,
                TlogProof.TryParse(Encoding.UTF8.GetBytes(text), out _));
        }
    }

    private static TlogProof Prove(int size, long index, byte[]? extra)
    {
        using var log = EvidenceLog.Open(new MemoryFiles(), Signer);
        for (var i = 0; i < size; i++)
        {
            log.Append(Encoding.ASCII.GetBytes(FormattableString.Invariant($"entry {i}")));
        }

        log.Seal();
        var proof = log.Prove(index);
        return new TlogProof(index, proof.Hashes, proof.SignedCheckpoint, extra);
    }
}
