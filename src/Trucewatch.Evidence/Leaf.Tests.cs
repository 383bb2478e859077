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
        var leaf = Leaf.Commit(Key, "payload 1\n"u8, exercise);
        var text = Encoding.ASCII.GetString(leaf.ToBytes());
        var flag = exercise ? "true" : "false";
        Assert.Equal(
            $$"""{"schema":"trucewatch/leaf/2","exercise":{{flag}},"commitment":"{{leaf.Commitment}}"}""", text);
        Assert.True(Leaf.TryParse(leaf.ToBytes(), out var read));
        Assert.Equal(leaf, read);
    }

    [Fact]
    public void A_leaf_opens_to_its_payload_and_key_alone()
    {
        var leaf = Leaf.Commit(Key, "payload 1\n"u8, exercise: false);
        Assert.True(leaf.Verify(Key, "payload 1\n"u8));
        Assert.False(leaf.Verify(Key, "payload 2\n"u8));
        Assert.False(leaf.Verify(Key.AsSpan(1), "payload 1\n"u8));
        var other = (byte[])Key.Clone();
        other[31] ^= 0x80;
        Assert.False(leaf.Verify(other, "payload 1\n"u8));
        Assert.Throws<ArgumentException>(() => Leaf.Commit(new byte[31], "payload 1\n"u8, exercise: false));
        Assert.Throws<ArgumentException>(() => Leaf.Commit(Key, "payload 1"u8, exercise: false));
        Assert.False(leaf.Verify(Key, "payload 1"u8));
    }

    [Fact]
    public void A_leaf_with_any_flipped_bit_is_refused_or_is_another_commitment()
    {
        var leaf = Leaf.Commit(Key, "payload 1\n"u8, exercise: true);
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
