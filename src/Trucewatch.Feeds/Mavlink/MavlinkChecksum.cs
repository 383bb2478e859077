using System.Collections.Immutable;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>
/// The checksum of packets, CRC-16/MCRF4XX, and the byte that goes into it for each message: two ends that lay a
/// message out in different ways disagree on it (MAVLink, "CRC_EXTRA").
/// </summary>
internal static class MavlinkChecksum
{
    private const ushort Start = 0xFFFF;
    private const ushort Polynomial = 0x8408;
    private const int DenseIds = 512;
    private const int None = -1;

    /// <summary>Numbers of messages, each followed by its byte: the dialects common and ardupilotmega.</summary>
    public static readonly ImmutableArray<int> Published =
    [
        0, 50, 1, 124, 2, 137, 4, 237, 5, 217, 6, 104, 7, 119, 8, 117, 11, 89, 20, 214, 21, 159, 22, 220, 23, 168, 24,
        24, 25, 23, 26, 170, 27, 144, 28, 67, 29, 115, 30, 39, 31, 246, 32, 185, 33, 104, 34, 237, 35, 244, 36, 222,
        37, 212, 38, 9, 39, 254, 40, 230, 41, 28, 42, 28, 43, 132, 44, 221, 45, 232, 46, 11, 47, 153, 48, 41, 49, 39,
        50, 78, 51, 196, 54, 15, 55, 3, 61, 167, 62, 183, 63, 119, 64, 191, 65, 118, 66, 148, 67, 21, 69, 243, 70,
        124, 73, 38, 74, 20, 75, 158, 76, 152, 77, 143, 80, 14, 81, 106, 82, 49, 83, 22, 84, 143, 85, 140, 86, 5, 87,
        150, 89, 231, 90, 183, 91, 63, 92, 54, 93, 47, 100, 175, 101, 102, 102, 158, 103, 208, 104, 56, 105, 93, 106,
        138, 107, 108, 108, 32, 109, 185, 110, 84, 111, 34, 112, 174, 113, 124, 114, 237, 115, 4, 116, 76, 117, 128,
        118, 56, 119, 116, 120, 134, 121, 237, 122, 203, 123, 250, 124, 87, 125, 203, 126, 220, 127, 25, 128, 226,
        129, 46, 130, 29, 131, 223, 132, 85, 133, 6, 134, 229, 135, 203, 136, 1, 137, 195, 138, 109, 139, 168, 140,
        181, 141, 47, 142, 72, 143, 131, 144, 127, 146, 103, 147, 154, 148, 178, 149, 200, 150, 134, 151, 219, 152,
        208, 153, 188, 154, 84, 155, 22, 156, 19, 157, 21, 158, 134, 160, 78, 161, 68, 162, 189, 163, 127, 164, 154,
        165, 21, 166, 21, 167, 144, 168, 1, 169, 234, 170, 73, 171, 181, 172, 22, 173, 83, 174, 167, 175, 138, 176,
        234, 177, 240, 178, 47, 179, 189, 180, 52, 181, 174, 182, 229, 183, 85, 184, 159, 185, 186, 186, 72, 191, 92,
        192, 36, 193, 71, 194, 98, 195, 120, 200, 134, 201, 205, 214, 69, 215, 101, 216, 50, 217, 202, 218, 17, 219,
        162, 225, 208, 226, 207, 230, 163, 231, 105, 232, 151, 233, 35, 234, 150, 235, 179, 241, 90, 242, 104, 243,
        85, 244, 95, 245, 130, 246, 184, 247, 81, 248, 8, 249, 204, 250, 49, 251, 170, 252, 44, 253, 83, 254, 46, 256,
        71, 257, 131, 258, 187, 259, 92, 260, 146, 261, 179, 262, 12, 263, 133, 264, 49, 265, 26, 266, 193, 267, 35,
        268, 14, 269, 109, 270, 59, 271, 22, 275, 126, 276, 18, 277, 62, 280, 70, 281, 48, 282, 123, 283, 74, 284, 99,
        285, 137, 286, 210, 287, 1, 288, 20, 290, 251, 291, 10, 295, 234, 299, 19, 300, 217, 301, 243, 310, 28, 311,
        95, 320, 243, 321, 88, 322, 243, 323, 78, 324, 132, 330, 23, 331, 91, 332, 236, 333, 231, 334, 72, 335, 225,
        336, 245, 339, 199, 340, 99, 345, 209, 350, 232, 360, 11, 361, 93, 370, 75, 371, 10, 372, 26, 373, 117, 375,
        251, 376, 199, 380, 232, 385, 147, 386, 132, 387, 4, 388, 8, 390, 156, 395, 0, 396, 50, 397, 182, 400, 110,
        401, 183, 410, 160, 411, 106, 412, 33, 413, 77, 435, 134, 436, 193, 437, 30, 440, 66, 9000, 113, 9005, 117,
        10001, 209, 10002, 186, 10003, 4, 10004, 133, 10005, 103, 10006, 193, 10007, 71, 10008, 240, 10151, 195,
        11000, 134, 11001, 15, 11002, 234, 11003, 64, 11004, 11, 11005, 93, 11010, 46, 11011, 106, 11020, 205, 11030,
        144, 11031, 133, 11032, 85, 11033, 195, 11034, 79, 11035, 128, 11036, 177, 11037, 130, 11038, 47, 11039, 142,
        11040, 132, 11041, 208, 11042, 201, 11043, 193, 11044, 189, 11060, 162, 12900, 114, 12901, 254, 12902, 140,
        12903, 249, 12904, 77, 12905, 49, 12915, 94, 12918, 139, 12919, 7, 12920, 20, 42000, 227, 42001, 239,
    ];

    private static readonly ushort[] table = MakeTable();
    private static readonly short[] dense = MakeDense();
    private static readonly ImmutableArray<int> sparseIds = [.. Published.Where((_, at) => at % 2 == 0)];

    /// <summary>The checksum of bytes.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        var sum = Start;
        foreach (var value in bytes)
        {
            sum = Next(sum, value);
        }

        return sum;
    }

    /// <summary>The checksum of a packet's bytes and of the byte of its message.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes, byte extra) => Next(Of(bytes), extra);

    /// <summary>The byte of a message; false where the message is not known.</summary>
    public static bool TryExtra(int message, out byte extra)
    {
        if (message < DenseIds)
        {
            extra = (byte)dense[message];
            return dense[message] != None;
        }

        var at = sparseIds.BinarySearch(message);
        extra = at < 0 ? (byte)0 : (byte)Published[(2 * at) + 1];
        return at >= 0;
    }

    private static ushort Next(ushort sum, byte value) => (ushort)((sum >> 8) ^ table[(byte)(sum ^ value)]);

    private static ushort[] MakeTable()
    {
        var made = new ushort[256];
        for (var value = 0; value < made.Length; value++)
        {
            var sum = value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ Polynomial : sum >> 1;
            }

            made[value] = (ushort)sum;
        }

        return made;
    }

    private static short[] MakeDense()
    {
        var made = new short[DenseIds];
        Array.Fill(made, (short)None);
        for (var at = 0; at < Published.Length; at += 2)
        {
            if (Published[at] < DenseIds)
            {
                made[Published[at]] = (short)Published[at + 1];
            }
        }

        return made;
    }
}
