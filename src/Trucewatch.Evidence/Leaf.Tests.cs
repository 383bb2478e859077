using System.Text;
using Xunit;

namespace Trucewatch.Evidence;

public sealed class LeafTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_leaf_has_one_spelling_and_reads_back(bool exercise)
    {
        var leaf = Leaf.Commit(Key, "payload"u8, exercise);
        var text = Encoding.ASCII.GetString(leaf.ToBytes());
        var flag = exercise ? "true" : "false";
        Assert.Equal(
            $$"""{"schema":"trucewatch/leaf/1","exercise":{{flag}},"commitment":"{{leaf.Commitment}}"}""", text);
        Assert.True(Leaf.TryParse(leaf.ToBytes(), out var read));
        Assert.Equal(leaf, read);
    }

    [Fact]
    public void The_commitment_is_HMAC_SHA_256_of_RFC_4231()
    {
        // RFC 4231, test case 1, has a key of 20 bytes; zero bytes to the block length do not change an HMAC.
        var key = new byte[Leaf.KeyBytes];
        key.AsSpan(0, 20).Fill(0x0b);
        Assert.Equal(
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            Leaf.Commit(key, "Hi There"u8, exercise: false).Commitment.ToHex());
    }

    [Fact]
    public void A_leaf_opens_to_its_payload_and_key_alone()
    {
        var leaf = Leaf.Commit(Key, "payload"u8, exercise: false);
        Assert.True(leaf.Verify(Key, "payload"u8));
        Assert.False(leaf.Verify(Key, "payloae"u8));
        Assert.False(leaf.Verify(Key.AsSpan(1), "payload"u8));
        var other = (byte[])Key.Clone();
        other[31] ^= 0x80;
        Assert.False(leaf.Verify(other, "payload"u8));
        Assert.Throws<ArgumentException>(() => Leaf.Commit(new byte[31], "payload"u8, exercise: false));
    }

    [Fact]
    public void A_leaf_with_any_flipped_bit_is_refused_or_is_another_commitment()
    {
        var leaf = Leaf.Commit(Key, "payload"u8, exercise: true);
        var bytes = leaf.ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(
                Leaf.TryParse(bytes, out var read) && read == leaf,
                FormattableString.Invariant($"bit {bit} went unnoticed"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.False(Leaf.TryParse([], out _));
        Assert.False(Leaf.TryParse([.. bytes, 10], out _));
    }
}
