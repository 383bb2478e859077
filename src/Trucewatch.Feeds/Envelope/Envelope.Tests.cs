using System.Text;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Transport;
using Xunit;

namespace Trucewatch.Feeds.Envelope;

public sealed class EnvelopeTests
{
    private static readonly string Signature = Convert.ToBase64String(new byte[EnvelopeHeader.SignatureBytes]);

    [Fact]
    public void A_header_is_read_as_it_was_written()
    {
        var at = Instant.FromUnixSeconds(1_900_000_000);
        var text = EnvelopeHeader.TextOf("ais", "gate-7", 42, at, 5);
        Assert.True(EnvelopeHeader.TryRead(Encoding.ASCII.GetBytes($"{text} {Signature}\nhello"), out var header));
        Assert.Equal("ais", Encoding.ASCII.GetString(header.Format));
        Assert.Equal("gate-7", Encoding.ASCII.GetString(header.Key));
        Assert.Equal((42UL, at, 5), (header.Sequence, header.At, header.PayloadBytes));
        Assert.True(header.TryReadSignature(new byte[EnvelopeHeader.SignatureBytes]));
        var signed = new byte[1000];
        var length = header.WriteSigned("hello"u8, signed);
        Assert.Equal(
            "trucewatch-envelope-v1\n" + text + "\nhello", Encoding.ASCII.GetString(signed.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("TWE1 ais k 1 2030-03-17T17:46:40Z 5", false)]
    [InlineData("TWE2 ais k 1 2030-03-17T17:46:40Z 5 S", false)]
    [InlineData("TWE1 ais k 01 2030-03-17T17:46:40Z 5 S", false)]
    [InlineData("TWE1 ais k +1 2030-03-17T17:46:40Z 5 S", false)]
    [InlineData("TWE1 ais k -1 2030-03-17T17:46:40Z 5 S", false)]
    [InlineData("TWE1 ais k 1 2030-03-17T17:46:40Z 0 S", false)]
    [InlineData("TWE1 ais k 1 2030-03-17T17:46:40Z 262144 S", true)]
    [InlineData("TWE1 ais k 1 2030-03-17T17:46:40Z 262145 S", false)]
    [InlineData("TWE1 ais k 18446744073709551615 2030-03-17T17:46:40Z 5 S", true)]
    [InlineData("TWE1 ais k 18446744073709551616 2030-03-17T17:46:40Z 5 S", false)]
    [InlineData("TWE1 ais k 1 2030-03-17 5 S", false)]
    [InlineData("TWE1 ais  1 2030-03-17T17:46:40Z 5 S", false)]
    [InlineData("TWE1 ais k 1 2030-03-17T17:46:40Z 5 S x", false)]
    public void A_header_has_seven_words_and_nothing_else(string line, bool isHeader) =>
        Assert.Equal(isHeader, EnvelopeHeader.TryRead(Encoding.ASCII.GetBytes(line + "\n"), out _));

    [Fact]
    public void A_header_ends_within_its_limit()
    {
        var head = "TWE1 ais k 1 2030-03-17T17:46:40Z 5 ";
        var fits = head + new string('S', EnvelopeHeader.MaxBytes - head.Length - 1) + "\n";
        Assert.True(EnvelopeHeader.TryRead(Encoding.ASCII.GetBytes(fits), out _));
        Assert.False(EnvelopeHeader.TryRead(Encoding.ASCII.GetBytes(fits.Replace("\n", "S\n")), out _));
    }

    [Fact]
    public void Envelopes_and_what_stands_between_them_are_cut_the_same_however_the_bytes_come() =>
        Gen.Select(Gen.Int[0, 4].Select(number => Junk[number]).Array[0, 4], Gen.Int[1, 50].Array[1, 30])
            .Sample((between, cuts) =>
            {
                var text = new StringBuilder();
                var expected = new List<string>();
                foreach (var (index, junk) in between.Index())
                {
                    expected.AddRange(junk.Split('\n', StringSplitOptions.RemoveEmptyEntries));
                    var envelope = Envelope($"payload {index}\nTWE1 not a header\n");
                    expected.Add(envelope);
                    text.Append(junk).Append(envelope);
                }

                Assert.Equal(expected, Cut(text.ToString(), cuts));
            });

    [Fact]
    public void The_frames_of_a_payload_are_decoded_under_the_number_of_their_envelope()
    {
        var format = FeedFormats.Find("ais+signed")!;
        Assert.Same(AisFormat.Format, FeedFormats.InnerOf(format));
        Assert.Null(FeedFormats.InnerOf(AisFormat.Format));
        const string Ship = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
        var (output, late) = (new Domain.Observations.ObservationBuffer(), new LateFaults());
        var frame = new Domain.Frames.FrameView(
            new(new(0), 7), default, Encoding.ASCII.GetBytes(Envelope(Ship + "junk\n" + Ship)));
        Assert.Equal(Domain.Frames.FrameFault.None, format.NewDecoder().Decode(frame, output, late));
        Assert.Equal(2, output.Count);
        Assert.All(output.Items.ToArray(), seen => Assert.Equal(7, seen.Frame.Sequence));
        Assert.Equal(7, Assert.Single(late.Items).Frame.Sequence);
    }

    [Theory]
    [InlineData("gate-1", "gate-1", 1)]
    [InlineData("gate-1", "gate-2", 0)]
    public void The_parts_of_a_message_are_joined_only_where_one_key_signed_them_all(string one, string two, int made)
    {
        const string First = "!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E\n";
        const string Second = "!AIVDM,2,2,3,B,1@0000000000000,2*55\n";
        var (decoder, output, late) = (
            FeedFormats.Find("ais+signed")!.NewDecoder(), new Domain.Observations.ObservationBuffer(),
            new LateFaults());
        foreach (var (sequence, (part, key)) in new[] { (First, one), (Second, two) }.Index())
        {
            var frame = new Domain.Frames.FrameView(
                new(new(0), sequence), default, Encoding.ASCII.GetBytes(Envelope(part, key)));
            Assert.Equal(Domain.Frames.FrameFault.None, decoder.Decode(frame, output, late));
        }

        Assert.Equal(made, output.Count);
        Assert.Equal(
            made == 1 ? [] : [(1L, Domain.Frames.FrameFault.IncompleteGroup)],
            late.Items.Select(item => (item.Frame.Sequence, item.Fault)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void The_readers_of_as_many_keys_as_the_limit_are_kept_and_of_one_more_the_oldest_is_not(int over, int made)
    {
        const string First = "!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E\n";
        const string Second = "!AIVDM,2,2,3,B,1@0000000000000,2*55\n";
        var (decoder, output, late) = (
            FeedFormats.Find("ais+signed")!.NewDecoder(), new Domain.Observations.ObservationBuffer(),
            new LateFaults());
        Take(First, "oldest");
        for (var key = 1; key < EnvelopeContents<IFrameDecoder>.MaxKeys + over; key++)
        {
            Take("!junk\n", $"key-{key}");
        }

        Take(Second, "oldest");
        Assert.Equal(made, output.Count);

        void Take(string payload, string key)
        {
            var bytes = Encoding.ASCII.GetBytes(Envelope(payload, key));
            decoder.Decode(new Domain.Frames.FrameView(default, default, bytes), output, late);
        }
    }

    [Fact]
    public void A_window_takes_each_number_once_and_none_that_is_too_old()
    {
        var window = new ReplayWindow();
        Assert.True(window.TryTake(100));
        Assert.False(window.TryTake(100));
        Assert.True(window.TryTake(100 - ReplayWindow.Size + 1));
        Assert.False(window.TryTake(100 - ReplayWindow.Size));
        Assert.True(window.TryTake(ulong.MaxValue));
        Assert.False(window.TryTake(100 + 1));
        Assert.True(window.TryTake(ulong.MaxValue - ReplayWindow.Size + 1));
        Assert.True(new ReplayWindow().TryTake(0));
    }

    [Fact]
    public void A_window_agrees_with_a_set_of_all_numbers() =>
        Gen.ULong[0, 300].Array[0, 400].Sample(numbers =>
        {
            var (window, seen, newest) = (new ReplayWindow(), new HashSet<ulong>(), 0UL);
            foreach (var number in numbers)
            {
                var expected = (seen.Count == 0 || number + ReplayWindow.Size > newest) && !seen.Contains(number);
                Assert.Equal(expected, window.TryTake(number));
                if (expected)
                {
                    seen.Add(number);
                    newest = Math.Max(newest, number);
                }
            }
        });

    private static readonly string[] Junk = ["", "junk\n", "TWE1 x\n", "TWE1\n", "\n\n"];

    private static string Envelope(string payload, string key = "k") =>
        EnvelopeHeader.TextOf("ais", key, 1, Instant.FromUnixSeconds(1_900_000_000), payload.Length)
        + $" {Signature}\n{payload}";

    private static List<string> Cut(string text, int[] cuts)
    {
        var (sink, cutter) = (new Frames(), new StreamCutter(FeedFormats.Find("ais+signed")!));
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var (at, turn) = (0, 0); at < bytes.Length; turn++)
        {
            var count = Math.Min(cuts[turn % cuts.Length], bytes.Length - at);
            cutter.Write(bytes.AsSpan(at, count));
            cutter.Cut(sink, final: false, default);
            at += count;
        }

        cutter.Cut(sink, final: true, default);
        return sink.All;
    }

    private sealed class Frames : IFrameSink
    {
        public List<string> All { get; } = [];

        public void Add(ReadOnlySpan<byte> frame, Instant receivedAt) => All.Add(Encoding.ASCII.GetString(frame));

        public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => throw new InvalidOperationException();
    }
}
