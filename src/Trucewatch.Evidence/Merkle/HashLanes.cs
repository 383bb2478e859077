using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Trucewatch.Evidence.Merkle;

/// <summary>
/// SHA-256 (FIPS 180-4) of eight messages of one length at once, one in each lane of a vector. A tree hashes very many
/// short messages, and there the framework's hash spends most of its time on being called. Whole numbers only, so the
/// bits are the same on every machine; where vectors are not in hardware, the framework's hash does the same.
/// </summary>
internal static class HashLanes
{
    /// <summary>How many messages are hashed at once.</summary>
    public const int Lanes = 8;

    private const int BlockBytes = 64;
    private const int BlockWords = 16;
    private const int Rounds = 64;
    private const int NodeBytes = 1 + (2 * Digest.Length);

    /// <summary>The longest message, prefix included, whose lanes lie on the stack.</summary>
    private const int MaxMessageBytes = 247;

    private static ReadOnlySpan<uint> K =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    private static ReadOnlySpan<uint> Start =>
    [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    ];

    /// <summary>The leaf hashes of entries of one length.</summary>
    /// <param name="entries">Where the first entry starts, and all others after it.</param>
    /// <param name="stride">Bytes from the start of one entry to that of the next.</param>
    /// <param name="entryBytes">The length of each entry.</param>
    /// <param name="hashes">Takes a hash for each entry.</param>
    public static void Leaves(ReadOnlySpan<byte> entries, int stride, int entryBytes, Span<Digest> hashes)
    {
        var whole = UsesLanes && entryBytes + 1 <= MaxMessageBytes ? hashes.Length / Lanes * Lanes : 0;
        if (whole > 0)
        {
            Span<byte> room = stackalloc byte[Lanes * (MaxMessageBytes + 1 + BlockBytes)];
            var messages = Prepare(room, entryBytes + 1, prefix: 0);
            for (var i = 0; i < whole; i += Lanes)
            {
                for (var lane = 0; lane < Lanes; lane++)
                {
                    entries.Slice((i + lane) * stride, entryBytes)
                        .CopyTo(messages[((lane * (messages.Length / Lanes)) + 1)..]);
                }

                Hash(messages, hashes.Slice(i, Lanes));
            }
        }

        for (var i = whole; i < hashes.Length; i++)
        {
            hashes[i] = MerkleTree.LeafHash(entries.Slice(i * stride, entryBytes));
        }
    }

    /// <summary>The root over hashes of one level, which are written over.</summary>
    public static Digest Root(Span<Digest> hashes)
    {
        if (hashes.IsEmpty)
        {
            return MerkleTree.EmptyRoot;
        }

        // A node without a partner goes up as it is: so the left part of each split is the largest power of two.
        while (hashes.Length > 1)
        {
            var pairs = hashes.Length / 2;
            Parents(hashes[..(2 * pairs)], hashes[..pairs]);
            if (hashes.Length % 2 == 1)
            {
                hashes[pairs] = hashes[^1];
            }

            hashes = hashes[..((hashes.Length + 1) / 2)];
        }

        return hashes[0];
    }

    private static bool UsesLanes => Vector256.IsHardwareAccelerated;

    /// <summary>Hashes pairs; the parents may be written over the first half of their children.</summary>
    private static void Parents(ReadOnlySpan<Digest> children, Span<Digest> parents)
    {
        var whole = UsesLanes ? parents.Length / Lanes * Lanes : 0;
        if (whole > 0)
        {
            Span<byte> room = stackalloc byte[Lanes * 2 * BlockBytes];
            var messages = Prepare(room, NodeBytes, prefix: 1);
            for (var i = 0; i < whole; i += Lanes)
            {
                for (var lane = 0; lane < Lanes; lane++)
                {
                    var message = messages.Slice(lane * 2 * BlockBytes, NodeBytes);
                    children[2 * (i + lane)].CopyTo(message[1..]);
                    children[(2 * (i + lane)) + 1].CopyTo(message[(1 + Digest.Length)..]);
                }

                Hash(messages, parents.Slice(i, Lanes));
            }
        }

        for (var i = whole; i < parents.Length; i++)
        {
            parents[i] = MerkleTree.NodeHash(children[2 * i], children[(2 * i) + 1]);
        }
    }

    /// <summary>Lays out the messages of all lanes, padded, with their first byte; the rest is the caller's.</summary>
    private static Span<byte> Prepare(Span<byte> room, int messageBytes, byte prefix)
    {
        var blocks = (messageBytes + 1 + sizeof(ulong) + BlockBytes - 1) / BlockBytes;
        var messages = room[..(Lanes * blocks * BlockBytes)];
        messages.Clear();
        for (var lane = 0; lane < Lanes; lane++)
        {
            var message = messages.Slice(lane * blocks * BlockBytes, blocks * BlockBytes);
            message[0] = prefix;
            message[messageBytes] = 0x80;
            BinaryPrimitives.WriteUInt64BigEndian(message[^sizeof(ulong)..], 8UL * (ulong)messageBytes);
        }

        return messages;
    }

    private static void Hash(ReadOnlySpan<byte> messages, Span<Digest> hashes)
    {
        Span<Vector256<uint>> state = stackalloc Vector256<uint>[8];
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = Vector256.Create(Start[i]);
        }

        var stride = messages.Length / Lanes;
        Span<Vector256<uint>> words = stackalloc Vector256<uint>[BlockWords];
        for (var offset = 0; offset < stride; offset += BlockBytes)
        {
            Load(messages, stride, offset, words);
            Compress(state, words);
        }

        Span<byte> hash = stackalloc byte[Digest.Length];
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var i = 0; i < state.Length; i++)
            {
                BinaryPrimitives.WriteUInt32BigEndian(hash[(i * sizeof(uint))..], state[i].GetElement(lane));
            }

            hashes[lane] = Digest.FromBytes(hash);
        }
    }

    /// <summary>Word t of the lanes' blocks, in one vector each.</summary>
    private static void Load(ReadOnlySpan<byte> messages, int stride, int offset, Span<Vector256<uint>> words)
    {
        Span<uint> lanes = stackalloc uint[Lanes * BlockWords];
        for (var lane = 0; lane < Lanes; lane++)
        {
            var block = MemoryMarshal.Cast<byte, uint>(messages.Slice((lane * stride) + offset, BlockBytes));
            for (var t = 0; t < BlockWords; t++)
            {
                lanes[(t * Lanes) + lane] = block[t];
            }
        }

        for (var t = 0; t < BlockWords; t++)
        {
            var word = Vector256.Create<uint>(lanes.Slice(t * Lanes, Lanes));
            words[t] = BitConverter.IsLittleEndian ? Swap(word) : word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Span<Vector256<uint>> state, Span<Vector256<uint>> w)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < Rounds; t++)
        {
            var word = w[t & 15];
            if (t >= BlockWords)
            {
                var (w1, w14) = (w[(t + 1) & 15], w[(t + 14) & 15]);
                word += w[(t + 9) & 15]
                    + (Turn(w1, 7) ^ Turn(w1, 18) ^ (w1 >>> 3))
                    + (Turn(w14, 17) ^ Turn(w14, 19) ^ (w14 >>> 10));
                w[t & 15] = word;
            }

            var first = h + (Turn(e, 6) ^ Turn(e, 11) ^ Turn(e, 25)) + (g ^ (e & (f ^ g)))
                + Vector256.Create(K[t]) + word;
            var second = (Turn(a, 2) ^ Turn(a, 13) ^ Turn(a, 22)) + ((a & b) | (c & (a | b)));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Turn(Vector256<uint> word, [ConstantExpected] byte bits) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateRight(word, bits) : (word >>> bits) | (word << (32 - bits));

    private static Vector256<uint> Swap(Vector256<uint> word) =>
        Turn(word & Vector256.Create(0x00FF00FFu), 8) | Turn(word, 24) & Vector256.Create(0x00FF00FFu);
}
