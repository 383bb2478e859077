using System.Security.Cryptography;
using System.Text.Json;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Evidence.Merkle;

public sealed class MerkleTreeTests
{
    private const int LargestSize = 70;

    private static readonly byte[][] Leaves =
        [.. Enumerable.Range(0, LargestSize).Select(i => Naive.Hash(0, [(byte)i, (byte)(i * 7)]))];

    [Fact]
    public void Every_inclusion_vector_gets_its_verdict()
    {
        var (good, bad) = (0, 0);
        foreach (var (name, json) in Vectors("inclusion"))
        {
            using (json)
            {
                var vector = json.RootElement;
                var holds = TryHash(vector, "leafHash", out var leaf)
                    & TryHash(vector, "root", out var root)
                    & TryProof(vector, out var proof)
                    && MerkleTree.VerifyInclusion(
                        leaf, Number(vector, "leafIdx"), Number(vector, "treeSize"), proof, root);
                var wanted = !WantsError(vector);
                Assert.True(holds == wanted, $"{name}: expected {wanted}, got {holds}");
                _ = wanted ? good++ : bad++;
            }
        }

        Assert.True(
            good > 0 && bad > 50,
            FormattableString.Invariant($"expected vectors of both kinds, got {good} and {bad}"));
    }

    [Fact]
    public void Every_consistency_vector_gets_its_verdict()
    {
        var (good, bad) = (0, 0);
        foreach (var (name, json) in Vectors("consistency"))
        {
            using (json)
            {
                var vector = json.RootElement;
                var holds = TryHash(vector, "root1", out var oldRoot)
                    & TryHash(vector, "root2", out var root)
                    & TryProof(vector, out var proof)
                    && MerkleTree.VerifyConsistency(
                        Number(vector, "size1"), oldRoot, Number(vector, "size2"), root, proof);
                var wanted = !WantsError(vector);
                Assert.True(holds == wanted, $"{name}: expected {wanted}, got {holds}");
                _ = wanted ? good++ : bad++;
            }
        }

        Assert.True(
            good > 0 && bad > 50,
            FormattableString.Invariant($"expected vectors of both kinds, got {good} and {bad}"));
    }

    [Fact]
    public void Roots_agree_with_the_recursive_definition()
    {
        for (var size = 0; size <= LargestSize; size++)
        {
            var expected = Convert.ToHexStringLower(Naive.Root(Leaves[..size]));
            var hashes = Leaves[..size].Select(leaf => Digest.FromBytes(leaf)).ToArray();
            Assert.Equal(expected, MerkleTree.RootOf(hashes).ToHex());
            Assert.Equal(expected, MerkleTree.Root(size, Nodes(size)).ToHex());
            Assert.Equal(expected, SecondHashing.Tree(hashes).ToHex());
        }
    }

    [Fact]
    public void Inclusion_proofs_agree_with_the_recursive_definition_and_hold()
    {
        for (var size = 1; size <= LargestSize; size++)
        {
            var root = Digest.FromBytes(Naive.Root(Leaves[..size]));
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleTree.InclusionProof(index, size, Nodes(size));
                Assert.Equal(Naive.Path(index, Leaves[..size]).Select(hash => Digest.FromBytes(hash)), proof);
                var leaf = Digest.FromBytes(Leaves[index]);
                Assert.True(MerkleTree.VerifyInclusion(leaf, index, size, proof, root));
                Assert.False(MerkleTree.VerifyInclusion(leaf, index + 1, size, proof, root) && size > 1);
                Assert.False(MerkleTree.VerifyInclusion(root, index, size, [.. proof, root], root));
            }
        }
    }

    [Fact]
    public void Consistency_proofs_agree_with_the_recursive_definition_and_hold()
    {
        for (var size = 1; size <= LargestSize; size++)
        {
            var root = Digest.FromBytes(Naive.Root(Leaves[..size]));
            for (var old = 0; old <= size; old++)
            {
                var oldRoot = Digest.FromBytes(Naive.Root(Leaves[..old]));
                var proof = MerkleTree.ConsistencyProof(old, size, Nodes(size));
                var expected = old == 0 ? [] : Naive.SubProof(old, Leaves[..size], whole: true);
                Assert.Equal(expected.Select(hash => Digest.FromBytes(hash)), proof);
                Assert.True(
                    MerkleTree.VerifyConsistency(old, oldRoot, size, root, proof),
                    FormattableString.Invariant($"{old} in {size}"));
                Assert.False(MerkleTree.VerifyConsistency(old, root, size, oldRoot, proof) && old != size);
                Assert.False(MerkleTree.VerifyConsistency(old, oldRoot, size, root, [.. proof, root]));
            }
        }
    }

    [Fact]
    public void Proofs_outside_the_tree_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.InclusionProof(5, 5, Nodes(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.InclusionProof(-1, 5, Nodes(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyProof(6, 5, Nodes(5)));
        var longest = new Digest[MerkleTree.MaxProofHashes + 1];
        Assert.False(MerkleTree.VerifyInclusion(default, 0, long.MaxValue, longest, default));
    }

    private static NodeReader Nodes(int size) => (level, index) =>
    {
        var (start, end) = ((int)(index << level), (int)((index + 1) << level));
        Assert.True(end <= size, FormattableString.Invariant($"node {level}/{index} in a tree of {size}"));
        return Digest.FromBytes(Naive.Root(Leaves[start..end]));
    };

    private static IEnumerable<(string Name, JsonDocument Json)> Vectors(string kind)
    {
        var folder = Path.Combine(RepositoryTree.Corpora, "ledger", kind);
        Assert.SkipUnless(Directory.Exists(folder), $"corpus folder ledger/{kind} is absent");
        foreach (var path in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            yield return (Path.GetRelativePath(folder, path), JsonDocument.Parse(File.ReadAllBytes(path)));
        }
    }

    /// <summary>Sizes of the vectors are unsigned; what does not fit a signed number is no size of any log.</summary>
    private static long Number(JsonElement vector, string name) =>
        vector.TryGetProperty(name, out var value) ? (value.TryGetInt64(out var number) ? number : -1) : 0;

    private static bool WantsError(JsonElement vector) =>
        vector.TryGetProperty("wantErr", out var value) && value.GetBoolean();

    private static bool TryHash(JsonElement vector, string name, out Digest hash)
    {
        hash = default;
        return vector.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            && Digest.TryParseBase64(value.GetString(), out hash);
    }

    private static bool TryProof(JsonElement vector, out Digest[] proof)
    {
        proof = [];
        if (!vector.TryGetProperty("proof", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        var hashes = new List<Digest>();
        foreach (var step in list.EnumerateArray())
        {
            if (!Digest.TryParseBase64(step.GetString(), out var hash))
            {
                return false;
            }

            hashes.Add(hash);
        }

        proof = [.. hashes];
        return true;
    }

    /// <summary>RFC 6962, section 2.1, word for word and as slow as it is there.</summary>
    private static class Naive
    {
        public static byte[] Hash(byte prefix, params byte[][] parts) =>
            SHA256.HashData([prefix, .. parts.SelectMany(part => part)]);

        public static byte[] Root(byte[][] leaves) => leaves.Length switch
        {
            0 => SHA256.HashData([]),
            1 => leaves[0],
            var n => Hash(1, Root(leaves[..Half(n)]), Root(leaves[Half(n)..])),
        };

        public static byte[][] Path(int m, byte[][] leaves)
        {
            var n = leaves.Length;
            return n == 1 ? []
                : m < Half(n) ? [.. Path(m, leaves[..Half(n)]), Root(leaves[Half(n)..])]
                : [.. Path(m - Half(n), leaves[Half(n)..]), Root(leaves[..Half(n)])];
        }

        public static byte[][] SubProof(int m, byte[][] leaves, bool whole)
        {
            var n = leaves.Length;
            return m == n ? (whole ? [] : [Root(leaves)])
                : m <= Half(n) ? [.. SubProof(m, leaves[..Half(n)], whole), Root(leaves[Half(n)..])]
                : [.. SubProof(m - Half(n), leaves[Half(n)..], whole: false), Root(leaves[..Half(n)])];
        }

        private static int Half(int n)
        {
            var half = 1;
            while (half * 2 < n)
            {
                half *= 2;
            }

            return half;
        }
    }
}
