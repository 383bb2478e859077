using System.Text;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Evidence.Notes;

public sealed class NoteTests
{
    private static readonly byte[] Seed = Convert.FromHexString(
        "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f91");

    private static readonly NoteSigner Signer = NoteSigner.FromSeed("log.example/one", Seed);

    [Fact]
    public void Every_Ed25519_vector_holds_in_both_directions()
    {
        var count = 0;
        foreach (var line in File.ReadLines(RepositoryTree.CorpusFile("ledger/ed25519_vectors.txt")))
        {
            var parts = line.Split(':').Select(Convert.FromHexString).ToArray();
            var (seed, message, signature) = (parts[0][..32], parts[2], parts[3][..64]);
            using var signer = NoteSigner.Import("vector", seed);
            var verifier = NoteVerifier.FromPublicKey("vector", parts[1]);
            Assert.Equal(signature, signer.Sign(message));
            Assert.True(verifier.Verify(message, signature));
            Assert.Equal(signer.Verifier.Vkey, verifier.Vkey);
            signature[count % 64] ^= (byte)(1 << (count % 8));
            Assert.False(verifier.Verify(message, signature));
            count++;
        }

        Assert.True(count >= 100, FormattableString.Invariant($"expected 100 vectors, got {count}"));
    }

    [Fact]
    public void The_published_example_key_reads_and_writes_back()
    {
        const string Example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        Assert.True(NoteVerifier.TryParse(Example, out var verifier));
        Assert.Equal("example.com/foo", verifier!.Name);
        Assert.Equal(0x530d903au, verifier.KeyId);
        Assert.Equal(Example, verifier.Vkey);
    }

    [Fact]
    public void A_key_with_any_changed_character_is_refused()
    {
        var vkey = Signer.Verifier.Vkey;
        for (var i = 0; i < vkey.Length; i++)
        {
            var changed = vkey[..i] + (vkey[i] == 'A' ? 'B' : 'A') + vkey[(i + 1)..];
            Assert.False(NoteVerifier.TryParse(changed, out _), changed);
        }

        Assert.False(NoteVerifier.TryParse(vkey + "\n", out _));
        Assert.False(NoteVerifier.TryParse("", out _));
        Assert.True(NoteSigner.TryParse(Signer.ExportSkey(), out var read));
        Assert.Equal(vkey, read!.Verifier.Vkey);
    }

    [Fact]
    public void Keys_that_everybody_knows_are_refused()
    {
        byte[][] known =
        [
            new byte[32],
            [.. Enumerable.Repeat((byte)0xFF, 32)],
            [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
            Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
        ];
        foreach (var seed in known)
        {
            Assert.Throws<ArgumentException>(() => NoteSigner.FromSeed("log", seed));
            using var imported = NoteSigner.Import("log", seed);
            Assert.False(NoteSigner.TryParse(imported.ExportSkey(), out _));
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_a_note_is_refused()
    {
        var head = new TreeHead(70_000, Digest.Of("root"u8));
        var note = Encoding.UTF8.GetBytes(Checkpoint.Sign(head, Signer).SignedNote);
        Assert.Equal(NoteFault.None, Checkpoint.TryOpen(note, Signer.Verifier, out var checkpoint));
        Assert.Equal(head, checkpoint!.Head);
        for (var bit = 0; bit < note.Length * 8; bit++)
        {
            note[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(
                Checkpoint.TryOpen(note, Signer.Verifier, out _) != NoteFault.None,
                FormattableString.Invariant($"bit {bit} went unnoticed"));
            note[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void The_last_blank_line_divides_text_from_signatures()
    {
        const string Text = "one\n\ntwo\n\n\u2014 three AAAAAAAA\n";
        var note = Encoding.UTF8.GetBytes(Note.Sign(Text, Signer));
        Assert.Equal(NoteFault.None, Note.TryOpen(note, Signer.Verifier, out var opened));
        Assert.Equal(Text, opened!.Text);
        Assert.Single(opened.Signatures);
    }

    [Fact]
    public void Unknown_keys_are_passed_over_and_up_to_64_signatures_are_read()
    {
        var others = Enumerable.Range(0, Note.MaxSignatures)
            .Select(i => NoteSigner.Generate(FormattableString.Invariant($"other-{i}"))).ToArray();
        foreach (var count in (int[])[15, Note.MaxSignatures - 1, Note.MaxSignatures])
        {
            var note = Note.Sign("text\n", [.. others[..count], Signer]);
            var expected = count < Note.MaxSignatures ? NoteFault.None : NoteFault.TooManySignatures;
            Assert.Equal(expected, Note.TryOpen(Encoding.UTF8.GetBytes(note), Signer.Verifier, out var opened));
            Assert.Equal(expected == NoteFault.None ? count + 1 : 0, opened?.Signatures.Count ?? 0);
        }

        var without = Encoding.UTF8.GetBytes(Note.Sign("text\n", others[..16]));
        Assert.Equal(NoteFault.NoKnownSignature, Note.TryOpen(without, Signer.Verifier, out _));
        Assert.Equal(NoteFault.None, Note.TryParse(without, out _));
    }

    [Fact]
    public void A_known_key_with_a_bad_signature_refuses_the_note_even_beside_a_good_one()
    {
        var good = Note.Sign("text\n", Signer);
        var bad = new NoteSignature(Signer.Name, Signer.KeyId, new byte[64]).ToLine();
        Assert.Equal(
            NoteFault.BadSignature, Note.TryOpen(Encoding.UTF8.GetBytes(good + bad), Signer.Verifier, out _));

        // The same name with another id is another key, and is passed over.
        var other = new NoteSignature(Signer.Name, Signer.KeyId + 1, new byte[64]).ToLine();
        Assert.Equal(NoteFault.None, Note.TryOpen(Encoding.UTF8.GetBytes(good + other), Signer.Verifier, out _));
    }

    [Theory]
    [InlineData("text", NoteFault.NoBlankLine)]
    [InlineData("text\n", NoteFault.NoBlankLine)]
    [InlineData("text\n\n", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n\u2014 name AAAAAAA=", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n- name AAAAAAA=\n", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n\u2014 name  AAAAAAA=\n", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n\u2014 na+me AAAAAAA=\n", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n\u2014 na\u00A0me AAAAAAA=\n", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n\u2014 name AAAA\n", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n\u2014 name AAAAAAB=\n", NoteFault.BadSignatureLine)]
    [InlineData("text\n\n\u2014 name AAAA AAA=\n", NoteFault.BadSignatureLine)]
    [InlineData("te\txt\n\n\u2014 name AAAAAAA=\n", NoteFault.ControlCharacter)]
    [InlineData("te\rxt\n\n\u2014 name AAAAAAA=\n", NoteFault.ControlCharacter)]
    public void Other_forms_are_refused(string note, NoteFault expected) =>
        Assert.Equal(expected, Note.TryParse(Encoding.UTF8.GetBytes(note), out _));

    [Fact]
    public void Bytes_that_are_not_text_and_notes_above_the_limit_are_refused()
    {
        Assert.Equal(NoteFault.NotUtf8, Note.TryParse([0xFF, 0xFE, 10, 10], out _));
        const string End = "\n\n\u2014 n AAAAAAA=\n";
        foreach (var over in (int[])[0, 1])
        {
            var text = new string('a', Note.MaxBytes + over - Encoding.UTF8.GetByteCount(End));
            var fault = Note.TryParse(Encoding.UTF8.GetBytes(text + End), out _);
            Assert.Equal(over == 0 ? NoteFault.None : NoteFault.TooLong, fault);
        }
    }

    [Theory]
    [InlineData("origin\n05\nR\n")]
    [InlineData("origin\n-5\nR\n")]
    [InlineData("origin\n+5\nR\n")]
    [InlineData("origin\n 5\nR\n")]
    [InlineData("\n5\nR\n")]
    [InlineData("origin\n5\nR\nextension\n")]
    [InlineData("origin\n5\nR")]
    [InlineData("origin\n9223372036854775808\nR\n")]
    [InlineData("origin\n5\nAAAA\n")]
    public void Other_checkpoint_texts_are_refused(string text)
    {
        var root = Digest.Of([]).ToBase64();
        Assert.False(TreeHead.TryParse(text.Replace("R", root, StringComparison.Ordinal), out _, out _));
        Assert.True(TreeHead.TryParse($"origin\n0\n{root}\n", out _, out _));
    }

    [Fact]
    public void A_checkpoint_of_another_origin_is_refused()
    {
        var text = new TreeHead(1, Digest.Of([])).ToText("another.example");
        var note = Encoding.UTF8.GetBytes(Note.Sign(text, Signer));
        Assert.Equal(NoteFault.OtherOrigin, Checkpoint.TryOpen(note, Signer.Verifier, out _));
    }

    [Fact]
    public void OpenSsl_accepts_a_signed_note_and_refuses_a_changed_one()
    {
        Assert.SkipWhen(OpenSsl.Find() is null, "openssl is not installed");
        var text = Encoding.UTF8.GetBytes(new TreeHead(3, Digest.Of("x"u8)).ToText(Signer.Name));
        var signature = Signer.Sign(text);
        Assert.True(OpenSsl.Verify(Signer.Verifier.PublicKey, text, signature));
        text[^2] ^= 1;
        Assert.False(OpenSsl.Verify(Signer.Verifier.PublicKey, text, signature));
    }
}
