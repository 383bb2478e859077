using System.Text;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Framing;
using Xunit;

namespace Trucewatch.Feeds.Cot;

public sealed class CotFramerTests
{
    private const int Max = CotParser.MaxMessageBytes;

    [Theory]
    [InlineData("", "")]
    [InlineData(" \r\n\t ", "")]
    [InlineData("<event a=''>1</event>", "<event a=''>1</event>")]
    [InlineData("<event>1</event>\n\n <event>2</event  >", "<event>1</event>|<event>2</event  >")]
    [InlineData(
        "<?xml v?>\n<event>1</event><?xml v?>\n<event>2</event>",
        "<?xml v?>\n<event>1</event>|<?xml v?>\n<event>2</event>")]
    [InlineData("<event x='>' y=\"/>\"/><event>2</event>", "<event x='>' y=\"/>\"/>|<event>2</event>")]
    [InlineData("junk<event>1</event>", "junk|<event>1</event>")]
    [InlineData("junk\n<?xml v?><event>1</event>more", "junk\n|<?xml v?><event>1</event>|more")]
    [InlineData("<event>cut off<event>2</event>", "<event>cut off|<event>2</event>")]
    [InlineData("<event a='cut <event>2</event>", "<event a='cut |<event>2</event>")]
    [InlineData("<event>cut off", "<event>cut off")]
    [InlineData("</event>x</event>", "</event>|x</event>")]
    [InlineData("<events>1</events><event>2</event>", "<events>1</events>|<event>2</event>")]
    [InlineData("<?xml v?><!DOCTYPE d><event>1</event>", "<?xml v?><!DOCTYPE d><event>1</event>")]
    [InlineData("<?xml v?><?xml w?><event/>", "<?xml v?>|<?xml w?><event/>")]
    [InlineData("<event>1</event", "<event>1</event")]
    [InlineData("<event>1</eventx></event>", "<event>1</eventx></event>")]
    public void Streams_are_cut_alike_whole_and_at_every_byte(string stream, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        Assert.Equal(expected, Cut(bytes, bytes.Length + 1));
        for (var step = 1; step <= bytes.Length; step++)
        {
            Assert.Equal(expected, Cut(bytes, step));
        }
    }

    [Fact]
    public void A_frame_of_the_limit_is_whole_and_one_byte_more_is_too_long()
    {
        var next = "<event>2</event>";
        var most = "<event>" + new string('x', Max - 15) + "</event>";
        Assert.Equal(most + "|" + next, Cut(Encoding.UTF8.GetBytes(most + next), 65536));
        var more = "<event>" + new string('x', Max - 14) + "</event>";
        Assert.Equal($"!{Max} !1 |{next}", Sizes(more + next));
    }

    [Theory]
    [InlineData("junk without end ")]
    [InlineData("<")]
    [InlineData("<event ")]
    [InlineData("<event a='")]
    [InlineData("</event ")]
    [InlineData(" \0")]
    public void Endless_junk_comes_out_in_pieces_and_the_next_event_is_whole(string piece)
    {
        var junk = string.Concat(Enumerable.Repeat(piece, (3 * Max / piece.Length) + 1));
        var sizes = Sizes(junk + "\0<event>2</event>");
        Assert.EndsWith("|<event>2</event>", sizes, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overlong_self_closed_event_ends_where_it_closes()
    {
        var more = "<event a='" + new string('x', Max + 10) + "'/>";
        var expected = FormattableString.Invariant($"!{Max} !{more.Length - Max} |<event>2</event>");
        Assert.Equal(expected, Sizes(more + "<event>2</event>"));
    }

    [Fact]
    public void After_the_last_byte_the_framer_is_as_new()
    {
        var framer = new CotFramer();
        Assert.Equal(CutKind.TooLong, framer.Next(new byte[Max + 9], final: false).Kind);
        Assert.Equal(CutKind.NeedMore, framer.Next([], final: true).Kind);
        Assert.Equal(CutKind.Frame, framer.Next("<event>1</event>"u8, final: true).Kind);
    }

    private static string Sizes(string stream)
    {
        var text = Cut(Encoding.UTF8.GetBytes(stream), 50_000);
        return string.Concat(text.Split('|').Select(part => part.Length < 100 && part[0] != '!'
            ? "|" + part
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"!{part.Length - 1} ")));
    }

    private static string Cut(byte[] bytes, int step)
    {
        var framer = new CotFramer();
        var parts = new List<string>();
        var (from, to) = (0, 0);
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from..to), to == bytes.Length);
            switch (cut.Kind)
            {
                case CutKind.NeedMore when to == bytes.Length:
                    Assert.Equal(bytes.Length, from);
                    return string.Join('|', parts);
                case CutKind.NeedMore:
                    Assert.InRange(to - from, 0, Max + 128 + step);
                    to = Math.Min(to + step, bytes.Length);
                    continue;
                case CutKind.Frame:
                case CutKind.TooLong:
                    var part = Encoding.UTF8.GetString(bytes.AsSpan(from + cut.Start, cut.Length));
                    parts.Add((cut.Kind == CutKind.TooLong ? "!" : "") + part);
                    break;
            }

            from += cut.Consumed;
        }
    }
}
