using System.Text;

namespace Trucewatch.Feeds.Cot;

/// <summary>How the bytes of a text are to be read.</summary>
internal enum CotTextForm : byte
{
    /// <summary>The sender says nothing.</summary>
    Absent,

    /// <summary>UTF-8 as it stands.</summary>
    Plain,

    /// <summary>Value of an XML attribute, its references not yet replaced.</summary>
    Attribute,

    /// <summary>Content of an XML element.</summary>
    Content,
}

/// <summary>A text as it stands in the frame; reading it into words is left to whoever needs the words.</summary>
internal readonly ref struct CotText(ReadOnlySpan<byte> raw, CotTextForm form)
{
    /// <summary>The bytes in the frame; the text itself is never longer.</summary>
    public readonly ReadOnlySpan<byte> Raw = raw;

    /// <summary>How to read them.</summary>
    public readonly CotTextForm Form = form;

    /// <summary>True when the sender says something, be it empty.</summary>
    public bool IsPresent => Form != CotTextForm.Absent;

    /// <summary>True when there are no words.</summary>
    public bool IsEmpty => Raw.IsEmpty;

    /// <summary>Writes the text as plain UTF-8; <see cref="Raw"/> says how much room is enough.</summary>
    /// <returns>Bytes written.</returns>
    public int Decode(Span<byte> into)
    {
        switch (Form)
        {
            case CotTextForm.Attribute:
                return XmlText.DecodeAttribute(Raw, into);
            case CotTextForm.Content:
                return XmlText.DecodeContent(Raw, into);
            default:
                Raw.CopyTo(into);
                return Raw.Length;
        }
    }

    /// <summary>The text; empty when absent.</summary>
    public override string ToString()
    {
        var decoded = new byte[Raw.Length];
        return Encoding.UTF8.GetString(decoded.AsSpan(0, Decode(decoded)));
    }
}
