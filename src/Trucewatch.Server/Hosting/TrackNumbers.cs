using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Numbers tracks by a permutation that only who has the key can invert, so that the numbers which a reader sees do not
/// tell how many others there are, nor when they were opened (docs/decisions/0019). A Feistel network of four rounds
/// with HMAC-SHA-256 (Luby and Rackoff 1988): different tracks get different numbers without a table of those given.
/// </summary>
internal sealed class TrackNumbers(string key)
{
    /// <summary>Name of the key's file.</summary>
    public const string KeyFile = "track-numbers.token";

    /// <summary>Tracks that can be numbered: numbers are 1 to this.</summary>
    public const int Most = 1 << (2 * HalfBits);

    private const int HalfBits = 15;
    private const int HalfMask = (1 << HalfBits) - 1;
    private const int Rounds = 4;

    private readonly byte[] key = Encoding.ASCII.GetBytes(key);

    /// <summary>The number of the n-th track, from 0.</summary>
    public int Of(int index)
    {
        Invariant.Holds(index is >= 0 and < Most, $"tracks: expected at most {Most}, got one more");
        Span<byte> input = stackalloc byte[3];
        Span<byte> output = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var (left, right) = (index >> HalfBits, index & HalfMask);
        for (byte round = 0; round < Rounds; round++)
        {
            input[0] = round;
            BinaryPrimitives.WriteUInt16LittleEndian(input[1..], (ushort)right);
            HMACSHA256.HashData(key, input, output);
            (left, right) = (right, left ^ (BinaryPrimitives.ReadUInt16LittleEndian(output) & HalfMask));
        }

        return ((left << HalfBits) | right) + 1;
    }
}
