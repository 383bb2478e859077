using System.Text;
using System.Text.Unicode;
using System.Xml;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Xml;

/// <summary>An element with what stands in it. Names are without prefix.</summary>
/// <param name="name">Local name.</param>
/// <param name="space">Namespace, or empty.</param>
internal sealed class XmlNode(string name, string space)
{
    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most elements of a document.</summary>
    public const int MaxElements = 100_000;

    /// <summary>Most attributes of an element.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Longest attribute, characters.</summary>
    public const int MaxAttributeLength = 4_096;

    /// <summary>Longest text of an element, characters.</summary>
    public const int MaxTextLength = 65_536;

    // An element of four bytes is a node, too: most have only one of these, and an empty one has none.
    private List<XmlNode>? children;
    private List<(string Name, string Value)>? attributes;
    private StringBuilder? text;

    /// <summary>Local name.</summary>
    public string Name { get; } = name;

    /// <summary>Namespace, or empty.</summary>
    public string Space { get; } = space;

    /// <summary>Elements in it, in order.</summary>
    public IReadOnlyList<XmlNode> Children => children ?? (IReadOnlyList<XmlNode>)[];

    /// <summary>Its own text without blanks at the ends.</summary>
    public string Text => text?.ToString().Trim() ?? "";

    /// <summary>
    /// Reads a document by the framework's reader, hardened: no DTD, no entities but the five, nothing fetched.
    /// </summary>
    public static FrameFault Read(ReadOnlySpan<byte> xml, out XmlNode? root)
    {
        root = null;
        if (xml.IsEmpty)
        {
            return FrameFault.Empty;
        }

        if (!Utf8.IsValid(xml))
        {
            return FrameFault.BadEncoding;
        }

        // Given as text, so that a declaration of another encoding changes nothing.
        var words = Encoding.UTF8.GetString(xml.StartsWith("\uFEFF"u8) ? xml[3..] : xml);
        using var letters = new StringReader(words);
        using var reader = XmlReader.Create(letters, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = words.Length,
        });
        try
        {
            return Read(reader, out root);
        }
        catch (XmlException)
        {
            // The framework's reader has no other way to say that the bytes are not XML.
            root = null;
            return words.Contains("<!DOCTYPE", StringComparison.Ordinal) ? FrameFault.Forbidden : FrameFault.BadSyntax;
        }
    }

    /// <summary>Elements of this name, in order.</summary>
    public IEnumerable<XmlNode> All(string name) => Children.Where(child => child.Name == name);

    /// <summary>The first element of this name, or null.</summary>
    public XmlNode? First(string name) => children?.Find(child => child.Name == name);

    /// <summary>An attribute, or null.</summary>
    public string? Attribute(string name)
    {
        foreach (var (known, value) in attributes ?? [])
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }

    private static FrameFault Read(XmlReader reader, out XmlNode? root)
    {
        root = null;
        var open = new Stack<XmlNode>();
        var count = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var fault = open.Count == MaxDepth ? FrameFault.TooDeep
                        : ++count > MaxElements ? FrameFault.TooMany
                        : Begin(reader, out root, root, open);
                    if (fault != FrameFault.None)
                    {
                        return fault;
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when open.Count > 0:
                    var words = open.Peek().text ??= new StringBuilder();
                    if (words.Length + reader.Value.Length > MaxTextLength)
                    {
                        return FrameFault.WrongLength;
                    }

                    words.Append(reader.Value);
                    break;
            }
        }

        return root is null ? FrameFault.BadSyntax : FrameFault.None;
    }

    private static FrameFault Begin(XmlReader reader, out XmlNode? root, XmlNode? known, Stack<XmlNode> open)
    {
        var node = new XmlNode(reader.LocalName, reader.NamespaceURI);
        root = known ?? node;
        if (open.Count > 0)
        {
            (open.Peek().children ??= []).Add(node);
        }

        if (reader.AttributeCount > MaxAttributes)
        {
            return FrameFault.TooMany;
        }

        var isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            if (reader.Value.Length > MaxAttributeLength)
            {
                return FrameFault.WrongLength;
            }

            (node.attributes ??= []).Add((reader.LocalName, reader.Value));
        }

        if (!isEmpty)
        {
            open.Push(node);
        }

        return FrameFault.None;
    }
}
