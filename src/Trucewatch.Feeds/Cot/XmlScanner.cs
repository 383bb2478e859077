using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Cot;

/// <summary>What <see cref="XmlScanner.Read"/> found.</summary>
internal enum XmlToken
{
    /// <summary>An element begins: its name and attributes are set.</summary>
    StartElement,

    /// <summary>An element ends: its name is set.</summary>
    EndElement,

    /// <summary>A run of text or a CDATA section: <see cref="XmlScanner.Text"/> is set.</summary>
    Text,

    /// <summary>The document ended well.</summary>
    End,

    /// <summary>The document is at fault: <see cref="XmlScanner.Fault"/> says why.</summary>
    Fault,
}

/// <summary>
/// Reads a strict subset of XML 1.0 (W3C, fifth edition) from UTF-8 bytes without allocating: elements, attributes,
/// text, CDATA, comments, the five named entities and character references. No DTD, no processing instruction but an
/// XML declaration at the first byte, no prefixed names, ASCII names only. What it accepts is well-formed XML.
/// </summary>
internal ref struct XmlScanner
{
    /// <summary>Deepest nesting of elements.</summary>
    public const int MaxDepth = 32;

    /// <summary>Longest raw attribute value in bytes.</summary>
    public const int MaxAttributeValueBytes = 4096;

    /// <summary>Most attributes of one element.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Longest name in bytes.</summary>
    public const int MaxNameBytes = 128;

    private static readonly SearchValues<byte> ForbiddenControls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]);

    /// <summary>U+FFC0 to U+FFFF begin so; the last two of them are not characters.</summary>
    private static ReadOnlySpan<byte> LastPlaneStart => [0xEF, 0xBF];

    /// <summary>Longest document in bytes: what a <see cref="Piece"/> can point into.</summary>
    public const int MaxDocumentBytes = 1 << 18;

    private readonly ReadOnlySpan<byte> xml;
    private readonly bool content;
    private int position;
    private int depth;
    private bool started;
    private bool rootDone;
    private bool selfClosed;
    private OpenNames openNames;
    private AttributeRanges attributes;
    private Piece name;
    private ulong seenNames;

    /// <summary>A scanner of one document, or of what stands between the tags of an element.</summary>
    /// <param name="xml">At most <see cref="MaxDocumentBytes"/>; more is a fault.</param>
    /// <param name="content">True for the inside of an element.</param>
    public XmlScanner(ReadOnlySpan<byte> xml, bool content)
    {
        this.xml = xml;
        this.content = content;
        started = content;
        Fault = xml.Length > MaxDocumentBytes ? FrameFault.TooLong : CheckCharacters(xml);
    }

    /// <summary>Why the document was refused.</summary>
    public FrameFault Fault { get; private set; }

    /// <summary>Number of open elements, the current one included.</summary>
    public readonly int Depth => depth;

    /// <summary>Number of attributes of the element that just began.</summary>
    public int AttributeCount { get; private set; }

    /// <summary>Raw bytes of the text just read; entities are not yet replaced.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>True when the text is a CDATA section, where <c>&amp;</c> stands for itself.</summary>
    public bool IsCData { get; private set; }

    /// <summary>True when the element that just began has no content.</summary>
    public readonly bool IsSelfClosed => selfClosed;

    /// <summary>Where the token just read begins.</summary>
    public int TokenStart { get; private set; }

    /// <summary>Where the next token begins.</summary>
    public readonly int Position => position;

    /// <summary>Name of the element that just began or ended.</summary>
    public readonly ReadOnlySpan<byte> Name => Slice(name);

    /// <summary>Name of an attribute of the element that just began.</summary>
    public readonly ReadOnlySpan<byte> AttributeName(int index) => Slice(attributes[index].Name);

    /// <summary>Raw value of an attribute; entities are not yet replaced.</summary>
    public readonly ReadOnlySpan<byte> AttributeValue(int index) => Slice(attributes[index].Value);

    /// <summary>The attribute of this name, or none.</summary>
    public readonly CotText Find(scoped ReadOnlySpan<byte> attribute)
    {
        for (var i = 0; i < AttributeCount; i++)
        {
            if (AttributeName(i).SequenceEqual(attribute))
            {
                return new CotText(AttributeValue(i), CotTextForm.Attribute);
            }
        }

        return default;
    }

    /// <summary>Reads the next token; comments and the XML declaration are passed over.</summary>
    public XmlToken Read()
    {
        if (Fault != FrameFault.None)
        {
            return XmlToken.Fault;
        }

        if (selfClosed)
        {
            selfClosed = false;
            return Close();
        }

        if (!started)
        {
            started = true;
            if (xml.StartsWith("<?xml"u8) && !ReadDeclaration())
            {
                return XmlToken.Fault;
            }
        }

        while (position < xml.Length)
        {
            TokenStart = position;
            if (xml[position] != '<')
            {
                if (ReadText(out var token))
                {
                    return token;
                }
            }
            else if (ReadMarkup(out var token))
            {
                return token;
            }
        }

        return depth == 0 && (rootDone || content) ? XmlToken.End : Refuse(FrameFault.Truncated);
    }

    /// <summary>Bytes that XML allows: valid UTF-8 without control characters, U+FFFE and U+FFFF.</summary>
    private static FrameFault CheckCharacters(ReadOnlySpan<byte> xml)
    {
        // Most events are printable ASCII throughout.
        var plain = xml.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7F);
        return plain < 0 ? FrameFault.None : CheckAnyCharacters(xml[plain..]);
    }

    private static FrameFault CheckAnyCharacters(ReadOnlySpan<byte> xml)
    {
        if (!Utf8.IsValid(xml))
        {
            return FrameFault.BadEncoding;
        }

        if (xml.ContainsAny(ForbiddenControls))
        {
            return FrameFault.BadEncoding;
        }

        for (var rest = xml; ;)
        {
            var at = rest.IndexOf(LastPlaneStart);
            if (at < 0)
            {
                return FrameFault.None;
            }

            // Valid UTF-8 has a third byte after these two.
            if (rest[at + 2] >= 0xBE)
            {
                return FrameFault.BadEncoding;
            }

            rest = rest[(at + 3)..];
        }
    }

    private bool ReadMarkup(out XmlToken token)
    {
        var rest = xml[position..];
        token = default;
        if (rest.Length < 2)
        {
            token = Refuse(FrameFault.Truncated);
            return true;
        }

        switch (rest[1])
        {
            case (byte)'/':
                token = ReadEndTag();
                return true;
            case (byte)'?':
                token = Refuse(FrameFault.Forbidden);
                return true;
            case (byte)'!' when rest.StartsWith("<!--"u8):
                if (PassComment())
                {
                    return false;
                }

                token = XmlToken.Fault;
                return true;
            case (byte)'!' when rest.StartsWith("<![CDATA["u8):
                token = ReadCData();
                return true;
            case (byte)'!':
                token = Refuse(FrameFault.Forbidden);
                return true;
            default:
                token = ReadStartTag();
                return true;
        }
    }

    private bool ReadDeclaration()
    {
        position = 5;
        var step = ReadPseudoAttribute("version"u8, out var version);
        if (step != FrameFault.None || !version.SequenceEqual("1.0"u8))
        {
            Refuse(step == FrameFault.None ? FrameFault.UnsupportedType : step);
            return false;
        }

        if (Peek("encoding"u8))
        {
            step = ReadPseudoAttribute("encoding"u8, out var encoding);
            if (step != FrameFault.None || !System.Text.Ascii.EqualsIgnoreCase(encoding, "utf-8"u8))
            {
                Refuse(step == FrameFault.None ? FrameFault.BadEncoding : step);
                return false;
            }
        }

        if (Peek("standalone"u8))
        {
            step = ReadPseudoAttribute("standalone"u8, out var standalone);
            if (step != FrameFault.None || !(standalone.SequenceEqual("yes"u8) || standalone.SequenceEqual("no"u8)))
            {
                Refuse(step == FrameFault.None ? FrameFault.BadSyntax : step);
                return false;
            }
        }

        PassSpace();
        if (!xml[position..].StartsWith("?>"u8))
        {
            Refuse(position >= xml.Length - 1 ? FrameFault.Truncated : FrameFault.BadSyntax);
            return false;
        }

        position += 2;
        return true;
    }

    private readonly bool Peek(ReadOnlySpan<byte> word)
    {
        var at = position;
        while (at < xml.Length && IsSpace(xml[at]))
        {
            at++;
        }

        return xml[at..].StartsWith(word);
    }

    private FrameFault ReadPseudoAttribute(scoped ReadOnlySpan<byte> expected, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!PassSpace() || !ReadName(out var found) || !Slice(found).SequenceEqual(expected))
        {
            return position >= xml.Length ? FrameFault.Truncated : FrameFault.BadSyntax;
        }

        var fault = ReadValue(out var piece);
        value = Slice(piece);
        return fault;
    }

    private bool ReadText(out XmlToken token)
    {
        var rest = xml[position..];
        var length = rest.IndexOf((byte)'<');
        var text = length < 0 ? rest : rest[..length];
        if (depth == 0 && !content)
        {
            // Outside the root only white space may stand.
            token = text.ContainsAnyExcept(" \t\r\n"u8) ? Refuse(FrameFault.BadSyntax) : default;
            position += text.Length;
            return Fault != FrameFault.None;
        }

        position += text.Length;
        var fault = !text.ContainsAny((byte)'&', (byte)']') ? FrameFault.None
            : text.IndexOf("]]>"u8) >= 0 ? FrameFault.BadSyntax
            : XmlText.CheckReferences(text);
        Text = text;
        IsCData = false;
        token = fault == FrameFault.None ? XmlToken.Text : Refuse(fault);
        return true;
    }

    private XmlToken ReadCData()
    {
        if (depth == 0 && !content)
        {
            return Refuse(FrameFault.BadSyntax);
        }

        var inner = xml[(position + 9)..];
        var length = inner.IndexOf("]]>"u8);
        if (length < 0)
        {
            return Refuse(FrameFault.Truncated);
        }

        Text = inner[..length];
        IsCData = true;
        position += 9 + length + 3;
        return XmlToken.Text;
    }

    private bool PassComment()
    {
        var inner = xml[(position + 4)..];
        var dashes = inner.IndexOf("--"u8);
        if (dashes < 0 || dashes + 2 >= inner.Length)
        {
            Refuse(FrameFault.Truncated);
            return false;
        }

        if (inner[dashes + 2] != '>')
        {
            Refuse(FrameFault.BadSyntax);
            return false;
        }

        position += 4 + dashes + 3;
        return true;
    }

    private XmlToken ReadEndTag()
    {
        position += 2;
        if (depth > 0 && xml[position..].StartsWith(Slice(openNames[depth - 1])))
        {
            var end = position + openNames[depth - 1].Length;
            if (end < xml.Length && xml[end] == '>')
            {
                position = end + 1;
                return Close();
            }
        }

        return ReadAnyEndTag();
    }

    private XmlToken ReadAnyEndTag()
    {
        if (!ReadName(out var ended))
        {
            return Refuse(EndOrSyntax());
        }

        PassSpace();
        if (position >= xml.Length || xml[position] != '>')
        {
            return Refuse(EndOrSyntax());
        }

        position++;
        if (depth == 0 || !Slice(openNames[depth - 1]).SequenceEqual(Slice(ended)))
        {
            return Refuse(FrameFault.BadSyntax);
        }

        return Close();
    }

    private XmlToken Close()
    {
        name = openNames[--depth];
        AttributeCount = 0;
        rootDone = depth == 0;
        return XmlToken.EndElement;
    }

    // A call, because it is long and Read stands in many places.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private XmlToken ReadStartTag()
    {
        position++;
        AttributeCount = 0;
        seenNames = 0;
        if (rootDone && depth == 0 && !content)
        {
            return Refuse(FrameFault.BadSyntax);
        }

        if (!ReadName(out name))
        {
            return Refuse(EndOrSyntax());
        }

        if (depth == MaxDepth)
        {
            return Refuse(FrameFault.TooDeep);
        }

        while (true)
        {
            if (TryReadPlainAttribute())
            {
                continue;
            }

            var spaced = PassSpace();
            if (position >= xml.Length)
            {
                return Refuse(FrameFault.Truncated);
            }

            if (xml[position] is (byte)'>' or (byte)'/')
            {
                return FinishStartTag();
            }

            var fault = spaced ? ReadAttribute() : FrameFault.BadSyntax;
            if (fault != FrameFault.None)
            {
                return Refuse(fault);
            }
        }
    }

    private XmlToken FinishStartTag()
    {
        if (xml[position] == '/')
        {
            position++;
            if (position >= xml.Length || xml[position] != '>')
            {
                return Refuse(EndOrSyntax());
            }

            selfClosed = true;
        }

        position++;
        openNames[depth++] = name;
        return XmlToken.StartElement;
    }

    /// <summary>
    /// Reads an attribute as nearly all senders write it: one space, a name, the sign, a quote. False, and nothing is
    /// read, for any other, which <see cref="ReadAttribute"/> judges.
    /// </summary>
    private bool TryReadPlainAttribute()
    {
        var rest = xml[position..];
        if (rest.Length < Vector256<byte>.Count || rest[0] != ' ' || !IsNameStart(rest[1]))
        {
            return false;
        }

        var equals = 1 + XmlText.NameLength(rest[1..]);
        if (equals > MaxNameBytes || equals + 1 >= rest.Length || rest[equals] != '=')
        {
            return false;
        }

        var quote = rest[equals + 1];
        var named = rest[1..equals];
        var values = rest[(equals + 2)..];
        if (quote is not ((byte)'"' or (byte)'\'') || (named[0] == 'x' && named.SequenceEqual("xmlns"u8)))
        {
            return false;
        }

        var length = XmlText.FindValueEnd(values, quote);
        if (length < 0 || values[length] != quote || length > MaxAttributeValueBytes
            || AttributeCount == MaxAttributes || IsSeen(named))
        {
            return false;
        }

        attributes[AttributeCount++] = new AttributeRange(
            new Piece(position + 1, named.Length), new Piece(position + equals + 2, length));
        position += equals + 2 + length + 1;
        return true;
    }

    private FrameFault ReadAttribute()
    {
        if (AttributeCount == MaxAttributes)
        {
            return FrameFault.TooMany;
        }

        if (!ReadAttributeName(out var attribute, out var isNamespace))
        {
            return EndOrSyntax();
        }

        var fault = ReadValue(out var value);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        // A namespace may be declared, but nothing can use it, because prefixed names are refused.
        if (isNamespace && (value.Length == 0 || !Slice(value).StartsWith("http"u8)
            || Slice(value).StartsWith("http://www.w3.org/XML/"u8)
            || Slice(value).StartsWith("http://www.w3.org/2000/xmlns"u8) || Slice(value).Contains((byte)'&')))
        {
            return FrameFault.Forbidden;
        }

        if (IsSeen(Slice(attribute)))
        {
            return FrameFault.DuplicateMember;
        }

        attributes[AttributeCount++] = new AttributeRange(attribute, value);
        return FrameFault.None;
    }

    /// <summary>True when the element has the attribute already; most names are told apart by one bit of 64.</summary>
    private bool IsSeen(ReadOnlySpan<byte> attribute)
    {
        var sum = attribute[0] + (3 * attribute[^1]) + (7 * attribute[attribute.Length / 2]) + (11 * attribute.Length);
        var bit = 1UL << (sum & 63);
        if ((seenNames & bit) == 0)
        {
            seenNames |= bit;
            return false;
        }

        for (var i = 0; i < AttributeCount; i++)
        {
            if (Slice(attributes[i].Name).SequenceEqual(attribute))
            {
                return true;
            }
        }

        return false;
    }

    private bool ReadAttributeName(out Piece attribute, out bool isNamespace)
    {
        isNamespace = false;
        if (!ReadName(out attribute))
        {
            return false;
        }

        isNamespace = Slice(attribute).SequenceEqual("xmlns"u8);
        if (isNamespace && position < xml.Length && xml[position] == ':')
        {
            position++;
            if (!ReadName(out var prefix) || IsReservedPrefix(Slice(prefix)))
            {
                return false;
            }

            attribute = new Piece(attribute.Start, prefix.Start + prefix.Length - attribute.Start);
        }

        return true;
    }

    private static bool IsReservedPrefix(ReadOnlySpan<byte> prefix) =>
        prefix.Length >= 3 && System.Text.Ascii.EqualsIgnoreCase(prefix[..3], "xml"u8);

    private FrameFault ReadValue(out Piece value)
    {
        value = default;
        PassSpace();
        if (position >= xml.Length || xml[position] != '=')
        {
            return EndOrSyntax();
        }

        position++;
        PassSpace();
        if (position >= xml.Length || xml[position] is not ((byte)'"' or (byte)'\''))
        {
            return EndOrSyntax();
        }

        var quote = xml[position++];
        var rest = xml[position..];
        var length = XmlText.FindValueEnd(rest, quote);
        if (length >= 0 && rest[length] == quote && length <= MaxAttributeValueBytes)
        {
            value = new Piece(position, length);
            position += length + 1;
            return FrameFault.None;
        }

        return ReadAnyValue(quote, out value);
    }

    private FrameFault ReadAnyValue(byte quote, out Piece value)
    {
        value = default;
        var length = xml[position..].IndexOf(quote);
        var raw = xml.Slice(position, length < 0 ? xml.Length - position : length);
        if (raw.Contains((byte)'<'))
        {
            return FrameFault.BadSyntax;
        }

        if (length < 0)
        {
            return FrameFault.Truncated;
        }

        if (length > MaxAttributeValueBytes)
        {
            return FrameFault.WrongLength;
        }

        value = new Piece(position, length);
        position += length + 1;
        return XmlText.CheckReferences(raw);
    }

    private bool ReadName(out Piece found)
    {
        var rest = xml[position..];
        var length = rest.Length > 0 && IsNameStart(rest[0])
            ? XmlText.NameLength(rest)
            : 0;
        if (length is 0 or > MaxNameBytes)
        {
            found = default;
            return false;
        }

        found = new Piece(position, length);
        position += length;
        return true;
    }

    private bool PassSpace()
    {
        var before = position;
        while (position < xml.Length && IsSpace(xml[position]))
        {
            position++;
        }

        return position > before;
    }

    private readonly FrameFault EndOrSyntax() =>
        position >= xml.Length ? FrameFault.Truncated : FrameFault.BadSyntax;

    private XmlToken Refuse(FrameFault fault)
    {
        Fault = fault;
        return XmlToken.Fault;
    }

    private readonly ReadOnlySpan<byte> Slice(Piece piece) => xml.Slice(piece.Start, piece.Length);

    private static bool IsNameStart(byte value) => char.IsAsciiLetter((char)value) || value == '_';

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>Start and length in one number: scanners are made for each message, and so are small.</summary>
    private readonly struct Piece
    {
        private const int LengthBits = 14;

        private readonly uint both;

        public Piece(int start, int length) => both = ((uint)start << LengthBits) | (uint)length;

        public int Start => (int)(both >> LengthBits);

        public int Length => (int)(both & ((1 << LengthBits) - 1));
    }

    private readonly struct AttributeRange(Piece name, Piece value)
    {
        public readonly Piece Name = name;
        public readonly Piece Value = value;
    }

    [InlineArray(MaxDepth)]
    private struct OpenNames
    {
        private Piece first;
    }

    [InlineArray(MaxAttributes)]
    private struct AttributeRanges
    {
        private AttributeRange first;
    }
}
