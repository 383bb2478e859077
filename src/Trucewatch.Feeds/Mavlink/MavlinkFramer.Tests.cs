using CsCheck;
using Trucewatch.Feeds.Framing;
using Xunit;

namespace Trucewatch.Feeds.Mavlink;

public sealed class MavlinkFramerTests
{
    private const int Max = MavlinkFormat.MaxFrameBytes;
    private static readonly byte[] heartbeat = MavlinkRun.Packet(
        "HEARTBEAT", MavlinkEncoder.Content("HEARTBEAT", ("type", 2), ("custom_mode", 0xFDFE)));

    private static readonly byte[] logged = MavlinkRun.Packet(
        "SYS_STATUS", MavlinkEncoder.Content("SYS_STATUS", ("load", 500)), framing: MavlinkFraming.Log);

    private static readonly byte[] first = MavlinkRun.Packet(
        "ATTITUDE", MavlinkEncoder.Content("ATTITUDE", ("roll", 1)), framing: MavlinkFraming.Version1);

    [Fact]
    public void PacketsAreCutAndNoByteIsLostHoweverTheyCome() =>
        Gen.Select(
            Gen.OneOf(
                Gen.Const(heartbeat),
                Gen.Const(logged),
                Gen.Const(first),
                Gen.Int[0, 20].Select(length => logged[..length]),
                Gen.Int[0, 15].Select(length => heartbeat[..length]),
                Gen.OneOf(Gen.Const((byte)0xFD), Gen.Const((byte)0xFE), Gen.Const((byte)0), Gen.Byte).Array[0, 30])
                .Array[0, 8],
            Gen.Int[1, 40]).Sample((parts, step) =>
            {
                var bytes = parts.SelectMany(part => part).ToArray();
                var whole = MavlinkRun.Cut(bytes, bytes.Length + 1);
                Assert.Equal(whole, MavlinkRun.Cut(bytes, step));
                Assert.Equal(bytes.Length, whole.Sum(cut => cut.Length));
                Assert.All(whole, cut => Assert.InRange(cut.Length, 1, Max));
            });

    [Fact]
    public void BothVersionsAndLogsStandSideBySide() => Assert.Equal(
        [
            (CutKind.Frame, heartbeat.Length), (CutKind.Frame, first.Length), (CutKind.Frame, logged.Length),
            (CutKind.Frame, logged.Length), (CutKind.Frame, heartbeat.Length),
        ],
        MavlinkRun.Cut([.. heartbeat, .. first, .. logged, .. logged, .. heartbeat], 3));

    [Fact]
    public void DamageCostsTheNextPacketNothing()
    {
        var damaged = heartbeat.ToArray();
        damaged[8] ^= 1;
        damaged[10] ^= 1;
        byte[] longer = [0xFD, 200, 0, 0, 1, 1, 1, 0, 0, 0];
        foreach (var next in new[] { heartbeat, first, logged })
        {
            Assert.Equal(
                [(CutKind.Frame, damaged.Length), (CutKind.Frame, next.Length), (CutKind.Frame, next.Length)],
                MavlinkRun.Cut([.. damaged, .. next, .. next], 1));
            byte[] many = [.. Enumerable.Repeat(next, 10).SelectMany(one => one)];
            Assert.Equal(
                Enumerable.Repeat((CutKind.Frame, next.Length), 10).Prepend((CutKind.Frame, longer.Length)),
                MavlinkRun.Cut([.. longer, .. many], 1));
        }
    }

    [Fact]
    public void AnUnknownMessageIsTakenByItsLength()
    {
        byte[] unknown = [0xFD, 3, 0, 0, 1, 1, 1, 0x11, 0x22, 0x33, 1, 2, 3, 9, 9];
        Assert.Equal(
            [(CutKind.Frame, unknown.Length), (CutKind.Frame, heartbeat.Length)],
            MavlinkRun.Cut([.. unknown, .. heartbeat], 1));
    }

    [Fact]
    public void TheLongestPacketIsWholeAndLongerJunkComesOutInPieces()
    {
        var content = MavlinkEncoder.Content("CAMERA_IMAGE_CAPTURED");
        MavlinkEncoder.Put(content, "CAMERA_IMAGE_CAPTURED", "file_url", new string('x', 205));
        var to = new System.Buffers.ArrayBufferWriter<byte>();
        MavlinkEncoder.Write(
            to, MavlinkFraming.Log, "CAMERA_IMAGE_CAPTURED", content, loggedAt: MavlinkRun.Start,
            signature: new byte[MavlinkPacket.SignatureBytes]);
        Assert.Equal(Max, to.WrittenCount);
        Assert.Equal([(CutKind.Frame, Max)], MavlinkRun.Cut(to.WrittenSpan.ToArray(), 7));

        byte[] most = [.. new byte[Max], .. heartbeat];
        Assert.Equal([(CutKind.Frame, Max), (CutKind.Frame, heartbeat.Length)], MavlinkRun.Cut(most, 7));
        byte[] more = [.. new byte[Max + 1], .. heartbeat];
        Assert.Equal(
            [(CutKind.TooLong, Max), (CutKind.TooLong, 1), (CutKind.Frame, heartbeat.Length)], MavlinkRun.Cut(more, 7));
        Assert.Equal([(CutKind.TooLong, Max), (CutKind.TooLong, 1)], MavlinkRun.Cut(new byte[Max + 1], 7));
    }
}
