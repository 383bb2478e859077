using System.Text;
using Trucewatch.Evidence.Notes;
using Xunit;

namespace Trucewatch.Evidence.Witnessing;

public sealed class CosignatureTests
{
    private const long TimeS = 1_679_315_147;

    private static readonly Cosigner Witness = Cosigner.Generate("witness.example/w1");
    private static readonly string Text = new TreeHead(20_852_163, Digest.Of("x"u8)).ToText("example.com/log");

    [Fact]
    public void A_cosignature_holds_for_its_text_its_time_and_its_key_alone()
    {
        var signature = Witness.Sign(Text, TimeS);
        Assert.True(Witness.Verifier.IsNamedBy(signature));
        Assert.True(Witness.Verifier.TryVerify(Text, signature.Bytes.Span, out var timeS));
        Assert.Equal(TimeS, timeS);
        for (var i = 0; i < CosignatureVerifier.SignatureBytes * 8; i++)
        {
            var bytes = signature.Bytes.ToArray();
            bytes[i / 8] ^= (byte)(1 << (i % 8));
            Assert.False(Witness.Verifier.TryVerify(Text, bytes, out _));
        }

        Assert.False(Witness.Verifier.TryVerify(Text + "x\n", signature.Bytes.Span, out _));
        Assert.False(Witness.Verifier.TryVerify(Text, signature.Bytes.Span[1..], out _));
        Assert.False(Witness.Verifier.TryVerify(Text, [.. signature.Bytes.Span, 0], out _));
        using var other = Cosigner.Generate(Witness.Name);
        Assert.False(other.Verifier.IsNamedBy(signature));
        Assert.False(other.Verifier.TryVerify(Text, signature.Bytes.Span, out _));
    }

    [Fact]
    public void The_key_of_a_log_and_that_of_a_witness_cannot_be_taken_for_each_other()
    {
        using var log = NoteSigner.Generate(Witness.Name);
        Assert.False(CosignatureVerifier.TryParse(log.Verifier.Vkey, out _));
        Assert.False(NoteVerifier.TryParse(Witness.Verifier.Vkey, out _));
        Assert.False(Cosigner.TryParse(log.ExportSkey(), out _));
        Assert.False(NoteSigner.TryParse(Witness.ExportSkey(), out _));

        // The same 32 bytes have another id as another type.
        Assert.NotEqual(
            NoteVerifier.FromPublicKey(Witness.Name, Witness.Verifier.PublicKey).KeyId, Witness.Verifier.KeyId);
        Assert.True(Cosigner.TryParse(Witness.ExportSkey(), out var read));
        Assert.Equal(Witness.Verifier.Vkey, read!.Verifier.Vkey);
        Assert.True(CosignatureVerifier.TryParse(Witness.Verifier.Vkey, out var verifier));
        Assert.Equal(Witness.Verifier.KeyId, verifier!.KeyId);
    }

    [Fact]
    public void OpenSsl_accepts_the_message_as_the_specification_writes_it()
    {
        Assert.SkipWhen(OpenSsl.Find() is null, "openssl is not installed");
        var signature = Witness.Sign(Text, TimeS).Bytes.ToArray();
        Assert.Equal([0, 0, 0, 0, 0x64, 0x18, 0x50, 0xCB], signature[..8]);
        var message = Encoding.UTF8.GetBytes("cosignature/v1\ntime 1679315147\n" + Text);
        Assert.True(OpenSsl.Verify(Witness.Verifier.PublicKey, message, signature[8..]));
        message[20] ^= 1;
        Assert.False(OpenSsl.Verify(Witness.Verifier.PublicKey, message, signature[8..]));
    }
}
