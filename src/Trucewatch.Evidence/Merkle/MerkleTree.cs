using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Trucewatch.Evidence.Merkle;

/// <summary>The hash tree of RFC 6962, section 2.1: hashing, and making and checking both kinds of proof.</summary>
public static class MerkleTree
{
    /// <summary>No tree of at most 2^63 entries needs a longer proof of inclusion.</summary>
    public const int MaxProofHashes = 63;

    private const int EntriesAtOnce = 4096;
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;
    private const int StackBytes = 1024;
    private const int StackHashes = 256;

    /// <summary>The root of the tree without entries: the SHA-256 of no bytes.</summary>
    public static Digest EmptyRoot { get; } = Digest.Of([]);

    /// <summary>SHA-256(00 || entry).</summary>
    public static Digest LeafHash(ReadOnlySpan<byte> entry)
    {
        byte[]? rented = null;
        var room = entry.Length + 1 <= StackBytes
            ? stackalloc byte[StackBytes]
            : rented = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        room[0] = LeafPrefix;
        entry.CopyTo(room[1..]);
        var hash = Digest.Of(room[..(entry.Length + 1)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    /// <summary>SHA-256(01 || left || right).</summary>
    public static Digest NodeHash(Digest left, Digest right)
    {
        Span<byte> room = stackalloc byte[1 + (2 * Digest.Length)];
        room[0] = NodePrefix;
        left.CopyTo(room[1..]);
        right.CopyTo(room[(1 + Digest.Length)..]);
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(room, hash);
        return Digest.FromBytes(hash);
    }

    /// <summary>The root over a list of hashes of one level, in order.</summary>
    public static Digest RootOf(IReadOnlyList<Digest> hashes)
    {
        Span<Digest> room = hashes.Count <= StackHashes ? stackalloc Digest[StackHashes] : new Digest[hashes.Count];
        for (var i = 0; i < hashes.Count; i++)
        {
            room[i] = hashes[i];
        }

        return HashLanes.Root(room[..hashes.Count]);
    }

    /// <summary>The root over entries of one length that stand one after the other, on all processors.</summary>
    /// <exception cref="ArgumentException">The bytes are no whole number of entries.</exception>
    public static Digest RootOfEntries(ReadOnlyMemory<byte> entries, int entryBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entryBytes, 1);
        if (entries.Length % entryBytes != 0)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"expected entries of {entryBytes} bytes, got {entries.Length} bytes"), nameof(entries));
        }

        // Each run is a complete subtree but the last, and what is above them is one small tree.
        var count = entries.Length / entryBytes;
        var runs = new Digest[(count + EntriesAtOnce - 1) / EntriesAtOnce];
        Parallel.For(0, runs.Length, run =>
        {
            var first = run * EntriesAtOnce;
            var hashes = new Digest[Math.Min(EntriesAtOnce, count - first)];
            HashLanes.Leaves(entries.Span[(first * entryBytes)..], entryBytes, entryBytes, hashes);
            runs[run] = HashLanes.Root(hashes);
        });
        return RootOf(runs);
    }

    /// <summary>The root of the first <paramref name="size"/> entries.</summary>
    public static Digest Root(long size, NodeReader nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return size == 0 ? EmptyRoot : RangeHash(0, size, nodes);
    }

    /// <summary>The proof, leaf to root, that the entry at <paramref name="index"/> is in the tree.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the size.</exception>
    public static Digest[] InclusionProof(long index, long size, NodeReader nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<Digest>(MaxProofHashes);
        var (low, high) = (0L, size);
        while (high - low > 1)
        {
            var middle = low + Split(high - low);
            if (index < middle)
            {
                proof.Add(RangeHash(middle, high, nodes));
                high = middle;
            }
            else
            {
                proof.Add(RangeHash(low, middle, nodes));
                low = middle;
            }
        }

        proof.Reverse();
        return [.. proof];
    }

    /// <summary>The proof that the tree of <paramref name="size"/> starts with the tree of the old size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The old size is above the size.</exception>
    public static Digest[] ConsistencyProof(long oldSize, long size, NodeReader nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, size);
        if (oldSize == 0)
        {
            return [];
        }

        var proof = new List<Digest>(MaxProofHashes + 1);
        var (low, high) = (0L, size);
        while (oldSize != high)
        {
            var middle = low + Split(high - low);
            if (oldSize <= middle)
            {
                proof.Add(RangeHash(middle, high, nodes));
                high = middle;
            }
            else
            {
                proof.Add(RangeHash(low, middle, nodes));
                low = middle;
            }
        }

        if (low != 0)
        {
            proof.Add(RangeHash(low, high, nodes));
        }

        proof.Reverse();
        return [.. proof];
    }

    /// <summary>Checks a proof of inclusion (RFC 9162, section 2.1.3.2).</summary>
    public static bool VerifyInclusion(
        Digest leafHash, long index, long size, ReadOnlySpan<Digest> proof, Digest root)
    {
        if (index < 0 || index >= size || proof.Length > MaxProofHashes)
        {
            return false;
        }

        var (node, last) = (index, size - 1);
        var hash = leafHash;
        foreach (var step in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = NodeHash(step, hash);
                SkipEvenLevels(ref node, ref last);
            }
            else
            {
                hash = NodeHash(hash, step);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>
    /// Checks a proof of consistency (RFC 9162, section 2.1.4.2). From the empty tree every tree follows, with an empty
    /// proof.
    /// </summary>
    public static bool VerifyConsistency(
        long oldSize, Digest oldRoot, long size, Digest root, ReadOnlySpan<Digest> proof)
    {
        if (oldSize < 0 || oldSize > size || proof.Length > MaxProofHashes + 1)
        {
            return false;
        }

        if (oldSize == 0 || oldSize == size)
        {
            return proof.IsEmpty && (oldSize == size ? oldRoot == root : oldRoot == EmptyRoot);
        }

        var (node, last) = (oldSize - 1, size - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        // Where the old size is a power of two, its root is a node of the new tree, and the proof leaves it out.
        var startsAtOldRoot = BitOperations.IsPow2(oldSize);
        if (!startsAtOldRoot && proof.IsEmpty)
        {
            return false;
        }

        var oldHash = startsAtOldRoot ? oldRoot : proof[0];
        var hash = oldHash;
        foreach (var step in startsAtOldRoot ? proof : proof[1..])
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                oldHash = NodeHash(step, oldHash);
                hash = NodeHash(step, hash);
                SkipEvenLevels(ref node, ref last);
            }
            else
            {
                hash = NodeHash(hash, step);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && oldHash == oldRoot && hash == root;
    }

    private static void SkipEvenLevels(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }
    }

    /// <summary>The largest power of two below a count of at least two.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    /// <summary>The hash of a range that is a subtree of RFC 6962, put together from its complete subtrees.</summary>
    private static Digest RangeHash(long low, long high, NodeReader nodes)
    {
        Span<Digest> parts = stackalloc Digest[64];
        var count = 0;
        while (low < high)
        {
            var level = BitOperations.Log2((ulong)(high - low));
            parts[count++] = nodes(level, low >> level);
            low += 1L << level;
        }

        var hash = parts[--count];
        while (count > 0)
        {
            hash = NodeHash(parts[--count], hash);
        }

        return hash;
    }
}
