using Trucewatch.Feeds.Framing;
using Xunit;

namespace Trucewatch.Feeds.Klv;

public sealed class KlvFramerTests
{
    private const int Max = KlvFrame.MaxBytes;

    /// <summary>K0 is a packet of KLV of 17 bytes, T one of a transport stream; other words are bytes.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("K0", "17")]
    [InlineData("K5 K300 K0", "22|319|17")]
    [InlineData("T T T", "188|188|188")]
    [InlineData("T", "188")]
    [InlineData("T K2 T T", "188|19|188|188")]
    [InlineData("00 T T", "1|188|188")]
    [InlineData("47 47 T T", "2|188|188")]
    [InlineData("T T 00 T T K1", "188|188|1|188|188|18")]
    [InlineData("T 00 T T", "189|188|188")]
    [InlineData("00FF K1 FF00FF K2 AA", "2|18|3|19|1")]
    [InlineData("060E K0", "2|17")]
    [InlineData("060E2B35 K0", "4|17")]
    [InlineData("K0 060E2B3402", "17|5")]
    [InlineData("K0 060E2B", "17|3")]
    [InlineData("4700 K3", "2|20")]
    [InlineData("K9 0000000000", "26|5")]
    [InlineData("B80 K1", "17|18")]
    [InlineData("B85 K1", "17|18")]
    [InlineData("B83010000 T T", "20|188|188")]
    public void Bytes_are_cut_alike_whole_and_at_every_step(string words, string expected)
    {
        var bytes = Bytes(words);
        foreach (var step in new[] { 1, 2, 7, 187, 188, 189, bytes.Length + 1 })
        {
            Assert.Equal(expected, Sizes(bytes, step));
        }
    }

    [Fact]
    public void A_packet_of_the_limit_is_whole_and_of_one_byte_more_it_is_junk()
    {
        var most = Klv(Max - KlvFrame.KeyBytes - 3);
        Assert.Equal(Max, most.Length);
        Assert.Equal($"{Max}|17", Sizes([.. most, .. Klv(0)], 50_000));
        var more = Klv(Max - KlvFrame.KeyBytes - 2);
        Assert.Equal($"!{Max}|!1|17", Sizes([.. more, .. Klv(0)], 50_000));
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void Endless_junk_comes_out_in_pieces_and_the_next_packet_is_whole(int step)
    {
        foreach (var (junk, expected) in new[]
        {
            (Max, $"{Max}"), (Max + 1, $"!{Max}|!1"), (2 * Max, $"!{Max}|!{Max}"),
            ((2 * Max) + 5, $"!{Max}|!{Max}|!5"),
        })
        {
            byte[] klv = [.. new byte[junk], .. Klv(0)];
            Assert.Equal($"{expected}|17", Sizes(klv, step));
            byte[] transport = [.. new byte[junk], .. Bytes("T T")];
            Assert.Equal($"{expected}|188|188", Sizes(transport, step));
        }
    }

    [Fact]
    public void After_the_last_byte_the_framer_is_as_new()
    {
        var framer = new KlvFramer();
        Assert.Equal(CutKind.TooLong, framer.Next(new byte[Max + 9], final: false).Kind);
        Assert.Equal(CutKind.NeedMore, framer.Next([], final: true).Kind);
        Assert.Equal(CutKind.Frame, framer.Next([1, 2], final: true).Kind);
    }

    private static byte[] Klv(int length)
    {
        var packet = new KlvWriter();
        packet.Piece(new byte[length]);
        return [.. KlvFrame.VmtiKey, .. packet.Written];
    }

    private static byte[] Bytes(string words)
    {
        var bytes = new List<byte>();
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            bytes.AddRange(word[0] switch
            {
                'K' => Klv(int.Parse(word[1..], System.Globalization.CultureInfo.InvariantCulture)),
                'B' when word.Length > 2 => [.. KlvFrame.UasKey, .. Convert.FromHexString(word[1..])],
                'T' => [TransportPacket.Sync, .. new byte[TransportPacket.Bytes - 1]],
                _ => Convert.FromHexString(word),
            });
        }

        return [.. bytes];
    }

    private static string Sizes(byte[] bytes, int step)
    {
        var framer = new KlvFramer();
        var sizes = new List<string>();
        var (from, to) = (0, Math.Min(step, bytes.Length));
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from..to), to == bytes.Length);
            if (cut.Kind == CutKind.NeedMore)
            {
                Assert.InRange(to - from, 0, Max + TransportPacket.Bytes + step);
                if (to == bytes.Length)
                {
                    Assert.Equal(to, from);
                    return string.Join('|', sizes);
                }

                to = Math.Min(to + step, bytes.Length);
                continue;
            }

            Assert.Equal((0, cut.Length), (cut.Start, cut.Consumed));
            sizes.Add(FormattableString.Invariant($"{(cut.Kind == CutKind.TooLong ? "!" : "")}{cut.Length}"));
            from += cut.Consumed;
        }
    }
}
