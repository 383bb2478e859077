using System.Text;
using Trucewatch.Domain.Frames;
using Xunit;

namespace Trucewatch.Feeds.Xml;

public sealed class XmlNodeTests
{
    [Theory]
    [InlineData(XmlNode.MaxDepth, FrameFault.None)]
    [InlineData(XmlNode.MaxDepth + 1, FrameFault.TooDeep)]
    public void Elements_nest_so_deep(int depth, FrameFault expected) => Assert.Equal(
        expected, Read(Repeat("<a>", depth) + Repeat("</a>", depth)));

    [Theory]
    [InlineData(XmlNode.MaxElements, FrameFault.None)]
    [InlineData(XmlNode.MaxElements + 1, FrameFault.TooMany)]
    public void Elements_are_so_many(int count, FrameFault expected) =>
        Assert.Equal(expected, Read("<a>" + Repeat("<b/>", count - 1) + "</a>"));

    [Theory]
    [InlineData(XmlNode.MaxAttributes, FrameFault.None)]
    [InlineData(XmlNode.MaxAttributes + 1, FrameFault.TooMany)]
    public void Attributes_are_so_many(int count, FrameFault expected) => Assert.Equal(
        expected, Read($"<a {string.Join(' ', Enumerable.Range(0, count).Select(index => $"x{index}=''"))}/>"));

    [Theory]
    [InlineData(XmlNode.MaxAttributeLength, XmlNode.MaxTextLength, FrameFault.None)]
    [InlineData(XmlNode.MaxAttributeLength + 1, XmlNode.MaxTextLength, FrameFault.WrongLength)]
    [InlineData(XmlNode.MaxAttributeLength, XmlNode.MaxTextLength + 1, FrameFault.WrongLength)]
    public void Texts_are_so_long(int attribute, int text, FrameFault expected) => Assert.Equal(
        expected, Read($"<a b='{Repeat("x", attribute)}'>{Repeat("y", text)}</a>"));

    [Theory]
    [InlineData("", FrameFault.Empty)]
    [InlineData("<a", FrameFault.BadSyntax)]
    [InlineData("<a></b>", FrameFault.BadSyntax)]
    [InlineData("<a/><b/>", FrameFault.BadSyntax)]
    [InlineData("<a>&b;</a>", FrameFault.BadSyntax)]
    [InlineData("<!DOCTYPE a><a/>", FrameFault.Forbidden)]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hosts'>]><a>&b;</a>", FrameFault.Forbidden)]
    [InlineData("<?xml version='1.0' encoding='utf-16'?><a/>", FrameFault.None)]
    [InlineData("\uFEFF<a/>", FrameFault.None)]
    public void Documents_are_judged(string xml, FrameFault expected) => Assert.Equal(expected, Read(xml));

    [Fact]
    public void What_is_no_utf8_is_refused() => Assert.Equal(
        FrameFault.BadEncoding, XmlNode.Read([(byte)'<', 0xFF, (byte)'/', (byte)'>'], out _));

    [Fact]
    public void Names_texts_and_attributes_are_read()
    {
        const string Xml = "<q:a xmlns:q='http://q' b='1'>x<!-- c --><c>&lt;<![CDATA[&]]></c><c/>y</q:a>";
        Assert.Equal(FrameFault.None, XmlNode.Read(Encoding.UTF8.GetBytes(Xml), out var root));
        Assert.Equal(("a", "http://q", "xy", "1"), (root!.Name, root.Space, root.Text, root.Attribute("b")));
        Assert.Equal(["<&", ""], root.All("c").Select(one => one.Text));
        Assert.Null(root.Attribute("c"));
    }

    private static FrameFault Read(string xml) => XmlNode.Read(Encoding.UTF8.GetBytes(xml), out _);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
