using System.Text;
using CsCheck;
using Xunit;

namespace Trucewatch.Feeds.Framing;

public sealed class LineFramerTests
{
    private const int Limit = 8;

    [Theory]
    [InlineData("a\nb\r\n", "a b")]
    [InlineData("\r\n\n\r\na\n\n", "a")]
    [InlineData("a\rb\n", "a~b")]
    [InlineData("no end", "no_end")]
    [InlineData("no end\r", "no_end")]
    [InlineData("12345678\n", "12345678")]
    [InlineData("12345678\r\n", "12345678")]
    [InlineData("12345678", "12345678")]
    [InlineData("12345678\r", "12345678")]
    [InlineData("123456789\n", "!12345678 !9")]
    [InlineData("123456789\r\n", "!12345678 !9")]
    [InlineData("123456789", "!12345678 !9")]
    [InlineData("1234567812345678\r\nab\n", "!12345678 !12345678 ab")]
    [InlineData("", "")]
    public void LinesAreCut(string text, string expected) => Assert.Equal(expected, Cut(text, text.Length + 1));

    [Fact]
    public void TheWayOfReadingChangesNothing() =>
        Gen.Char["ab\r\n\n"].Array[0, 60].Select(Gen.Int[1, 12]).Sample((letters, step) =>
        {
            var text = new string(letters);
            Assert.Equal(Cut(text, text.Length + 1), Cut(text, step));
        });

    [Fact]
    public void AnOverlongLineNeedsNoMoreMemoryThanTheLimit()
    {
        const int Ten = 10_000_000;
        var bytes = new byte[Ten + 3];
        Array.Fill(bytes, (byte)'x');
        bytes[Ten] = (byte)'\n';
        bytes[Ten + 2] = (byte)'\n';
        var framer = new LineFramer(1024);
        var (pieces, frames, at) = (0, 0, 0);
        while (at < bytes.Length)
        {
            // Never shown more than two bytes beyond the limit, it still never asks for more.
            var cut = framer.Next(bytes.AsSpan(at, Math.Min(1026, bytes.Length - at)), at + 1026 >= bytes.Length);
            Assert.NotEqual(CutKind.NeedMore, cut.Kind);
            pieces += cut.Kind == CutKind.TooLong ? 1 : 0;
            frames += cut.Kind == CutKind.Frame ? 1 : 0;
            at += cut.Consumed;
        }

        Assert.Equal((9766, 1), (pieces, frames));
    }

    [Fact]
    public void ALimitBelowOneIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new LineFramer(0));

    // Shows the framer the text in steps; gives frames, and overlong pieces with an exclamation mark.
    private static string Cut(string text, int step)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        var framer = new LineFramer(Limit);
        var found = new List<string>();
        var (from, shown) = (0, 0);
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from, shown - from), shown == bytes.Length);
            if (cut.Kind == CutKind.NeedMore)
            {
                if (shown == bytes.Length)
                {
                    Assert.Equal(from, shown);
                    return string.Join(' ', found);
                }

                shown = Math.Min(bytes.Length, shown + step);
                continue;
            }

            var line = text.Substring(from + cut.Start, cut.Length).Replace('\r', '~').Replace(' ', '_');
            if (cut.Kind != CutKind.Skip)
            {
                found.Add(cut.Kind == CutKind.TooLong ? "!" + line : line);
            }

            Assert.True(cut.Consumed > 0);
            from += cut.Consumed;
        }
    }
}
