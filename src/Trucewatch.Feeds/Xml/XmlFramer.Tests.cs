using System.Text;
using CsCheck;
using Trucewatch.Feeds.Framing;
using Xunit;

namespace Trucewatch.Feeds.Xml;

public sealed class XmlFramerTests
{
    private static readonly string[] Pieces =
        ["<a>", "</a>", "<", "/", "a", ">", " ", "\n", "<!--", "-->", "<?", "?>", "<b ", "</b>"];

    [Theory]
    [InlineData("<a>x</a><b/></b>", "<a>x</a>|<b/></b>")]
    [InlineData(" <?xml version='1'?><!-- <z> --><!DOCTYPE y><a><b></b></a >\n<a></a>",
        "<?xml version='1'?><!-- <z> --><!DOCTYPE y><a><b></b></a >|<a></a>")]
    [InlineData("junk\n<a></ab></a>more", "junk|<a></ab></a>|more")]
    [InlineData("<q:a></a></q:a>", "<q:a></a></q:a>")]
    [InlineData("<a>", "<a>")]
    [InlineData("<a><!-- 4567890 </a>", "!<a><!-- 4567890 |!</a>")]
    public void Documents_are_cut(string text, string expected)
    {
        var limit = expected.Contains('!', StringComparison.Ordinal) && expected.StartsWith('!') ? 18 : 100;
        Assert.Equal(expected, Cut(text, limit, text.Length + 1));
        Assert.Equal(expected, Cut(text, limit, 1));
    }

    [Fact]
    public void The_way_of_reading_changes_nothing() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[0, 30]
            .Select(Gen.Int[1, 9], Gen.Int[8, 40]).Sample((pieces, step, limit) =>
            {
                var text = string.Concat(pieces);
                Assert.Equal(Cut(text, limit, text.Length + 1), Cut(text, limit, step));
            });

    private static string Cut(string text, int limit, int step)
    {
        var (bytes, framer, found) = (Encoding.ASCII.GetBytes(text), new XmlFramer(limit), new List<string>());
        var (from, shown) = (0, 0);
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from, shown - from), shown == bytes.Length);
            if (cut.Kind == CutKind.NeedMore)
            {
                if (shown == bytes.Length)
                {
                    Assert.Equal(from, shown);
                    return string.Join('|', found);
                }

                shown = Math.Min(bytes.Length, shown + step);
                continue;
            }

            if (cut.Kind != CutKind.Skip)
            {
                Assert.True(cut.Length <= limit);
                found.Add((cut.Kind == CutKind.TooLong ? "!" : "") + text.Substring(from + cut.Start, cut.Length));
            }

            Assert.True(cut.Consumed > 0);
            from += cut.Consumed;
        }
    }
}
