using Xunit;

namespace Trucewatch.Evidence.Merkle;

public sealed class HashLanesTests
{
    /// <summary>Each length up to where the lanes end, and beyond, against the hash of the framework.</summary>
    [Fact]
    public void Leaves_of_each_length_agree_with_the_framework()
    {
        var random = new Random(7);
        for (var length = 1; length <= 300; length++)
        {
            foreach (var count in (int[])[0, 1, 7, 8, 9, 16, 23])
            {
                var entries = new byte[count * length];
                random.NextBytes(entries);
                var hashes = new Digest[count];
                HashLanes.Leaves(entries, length, length, hashes);
                for (var i = 0; i < count; i++)
                {
                    Assert.Equal(SecondHashing.Leaf(entries.AsSpan(i * length, length)), hashes[i]);
                }
            }
        }
    }

    [Fact]
    public void Roots_of_each_count_agree_with_the_recursive_definition()
    {
        var hashes = Enumerable.Range(0, 600).Select(i => Digest.Of(BitConverter.GetBytes(i))).ToArray();
        for (var count = 0; count <= hashes.Length; count++)
        {
            var expected = SecondHashing.Tree(hashes.AsSpan(0, count));
            Assert.Equal(expected, HashLanes.Root(hashes[..count]));
        }
    }

    [Fact]
    public void A_root_of_entries_is_that_of_their_leaves()
    {
        var entries = new byte[64 * 20_000];
        new Random(8).NextBytes(entries);
        foreach (var count in (int[])[0, 1, 4095, 4096, 4097, 8192, 20_000])
        {
            var leaves = Enumerable.Range(0, count)
                .Select(i => MerkleTree.LeafHash(entries.AsSpan(64 * i, 64))).ToArray();
            Assert.Equal(SecondHashing.Tree(leaves), MerkleTree.RootOfEntries(entries.AsMemory(0, 64 * count), 64));
        }

        Assert.Throws<ArgumentException>(() => MerkleTree.RootOfEntries(new byte[63], 64));
    }
}
