using CsCheck;
using Trucewatch.Feeds.Framing;
using Xunit;

namespace Trucewatch.Feeds.Gmti;

public sealed class GmtiFramerTests
{
    private const int Max = GmtiFormat.MaxFrameBytes;
    private static readonly byte[] packet = GmtiRun.Dwell(GmtiRun.Report());

    [Fact]
    public void PacketsAreCutAndNoByteIsLostHoweverTheyCome() =>
        Gen.Select(
            Gen.OneOf(
                Gen.Const(packet),
                Gen.Int[0, 40].Select(length => packet[..length]),
                Gen.Byte.Array[0, 30],
                Gen.Const("30\0\0\0"u8.ToArray())).Array[0, 6],
            Gen.Int[1, 50]).Sample((parts, step) =>
            {
                var bytes = parts.SelectMany(part => part).ToArray();
                var whole = Cut(bytes, bytes.Length + 1);
                Assert.Equal(whole, Cut(bytes, step));
                Assert.Equal(bytes.Length, whole.Sum(cut => cut.Length));
            });

    [Fact]
    public void JunkCostsTheNextPacketNothing()
    {
        byte[] junk = [.. "no packet"u8, 0, 0, .. packet[..20]];
        Assert.Equal(
            [(CutKind.Frame, junk.Length - 20), (CutKind.Frame, packet.Length)],
            Cut([.. junk[..^20], .. packet], 1));
        Assert.Equal(
            [(CutKind.Frame, packet.Length), (CutKind.Frame, 11), (CutKind.Frame, packet.Length)],
            Cut([.. packet, .. junk[..11], .. packet], 7));
    }

    [Fact]
    public void APacketOfTheLimitIsWholeAndOneByteMoreIsTooLong()
    {
        var most = new byte[Max];
        packet.AsSpan(0, 32).CopyTo(most);
        (most[2], most[3], most[4], most[5]) = (0, 1, 0, 0);
        Assert.Equal([(CutKind.Frame, Max), (CutKind.Frame, packet.Length)], Cut([.. most, .. packet], 9000));
        most[5] = 1;
        Assert.Equal(
            [(CutKind.TooLong, Max), (CutKind.TooLong, 1), (CutKind.Frame, packet.Length)],
            Cut([.. most, 0, .. packet], 9000));
    }

    [Fact]
    public void EndlessJunkComesOutInPieces()
    {
        Assert.Equal(
            [(CutKind.TooLong, Max), (CutKind.TooLong, Max), (CutKind.TooLong, 5), (CutKind.Frame, packet.Length)],
            Cut([.. new byte[(2 * Max) + 5], .. packet], 50_000));
        Assert.Equal([(CutKind.TooLong, Max), (CutKind.TooLong, 1)], Cut(new byte[Max + 1], 50_000));
        Assert.Equal([(CutKind.Frame, Max)], Cut(new byte[Max], 50_000));
    }

    private static List<(CutKind Kind, int Length)> Cut(byte[] bytes, int step)
    {
        var framer = new GmtiFramer();
        var found = new List<(CutKind, int)>();
        var (from, shown) = (0, 0);
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from, shown - from), shown == bytes.Length);
            if (cut.Kind != CutKind.NeedMore)
            {
                Assert.Equal((0, cut.Length), (cut.Start, cut.Consumed));
                Assert.InRange(cut.Length, 1, Max);
                found.Add((cut.Kind, cut.Length));
                from += cut.Consumed;
            }
            else if (shown == bytes.Length)
            {
                Assert.Equal(from, shown);
                return found;
            }
            else
            {
                shown = Math.Min(bytes.Length, shown + step);
            }
        }
    }
}
