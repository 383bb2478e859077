using System.Security.Cryptography;

namespace Trucewatch.Evidence.Merkle;

/// <summary>
/// The tree hash a second time, written straight from the recursive definition and over another interface of the
/// framework. Before each signature the stored bytes are hashed by this, so that one flipped bit in memory or one fault
/// in the incremental code is not signed.
/// </summary>
internal static class SecondHashing
{
    public static Digest Leaf(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        return Digest.FromBytes(hash.GetHashAndReset());
    }

    /// <summary>MTH over hashes that already stand at one level.</summary>
    public static Digest Tree(ReadOnlySpan<Digest> hashes)
    {
        if (hashes.IsEmpty)
        {
            return Digest.FromBytes(SHA256.HashData([]));
        }

        if (hashes.Length == 1)
        {
            return hashes[0];
        }

        var half = 1;
        while (half * 2 < hashes.Length)
        {
            half *= 2;
        }

        return Pair(Tree(hashes[..half]), Tree(hashes[half..]));
    }

    public static Digest Pair(Digest left, Digest right)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([1]);
        hash.AppendData(left.ToArray());
        hash.AppendData(right.ToArray());
        return Digest.FromBytes(hash.GetHashAndReset());
    }
}
