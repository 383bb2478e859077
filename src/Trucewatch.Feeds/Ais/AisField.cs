namespace Trucewatch.Feeds.Ais;

/// <summary>How a field's bits are meant, and so how they are printed.</summary>
internal enum AisMeaning
{
    /// <summary>An unsigned number; with width 0 a field that this form of the message lacks, printed as 0.</summary>
    Number,

    /// <summary>An unsigned number that is made of the bits that came, where the message ends inside it.</summary>
    CutNumber,

    /// <summary>An unsigned number that is printed as text.</summary>
    NumberText,

    /// <summary>A two's complement number.</summary>
    Signed,

    /// <summary>An unsigned number with an <see cref="AisScale"/>.</summary>
    Scaled,

    /// <summary>A two's complement number with an <see cref="AisScale"/>.</summary>
    SignedScaled,

    /// <summary>As <see cref="SignedScaled"/>, but the scaled value is printed as text.</summary>
    SignedScaledText,

    /// <summary>A yes or no.</summary>
    Flag,

    /// <summary>A 6-bit text; with width 0 it goes on to the message's end.</summary>
    Text,

    /// <summary>The name of an aid to navigation, which goes on in the message's extension.</summary>
    AidName,

    /// <summary>A code with an <see cref="AisLegend"/> beside it.</summary>
    Code,

    /// <summary>A code in place of which the word of its <see cref="AisLegend"/> is printed when scaled.</summary>
    Word,

    /// <summary>Rate of turn: 4.733 times the root of degrees a minute, with its sign; -128 is not known.</summary>
    Turn,

    /// <summary>Speed in tenths of a knot, class A; 1023 is not known, 1022 is that or more.</summary>
    SpeedTenths,

    /// <summary>Speed in knots; 1023 is not known, 1022 is that or more.</summary>
    SpeedWhole,

    /// <summary>Altitude in metres; 4095 is not known, 4094 is that or more.</summary>
    Altitude,

    /// <summary>A date or time, in UTC, with an <see cref="AisMoment"/>.</summary>
    Moment,

    /// <summary>Bits that are not understood, to the message's end: how many, a colon, hexadecimal digits.</summary>
    Hex,

    /// <summary>Some items of one shape, or of several, with their <see cref="AisRows"/>.</summary>
    Rows,
}

/// <summary>One field of a message.</summary>
/// <param name="Name">Its name in the printed object.</param>
/// <param name="Start">First bit, from 0; in a row, from the row's first bit.</param>
/// <param name="Width">Number of bits; for texts six a letter; for bits that go on to the message's end the number,
/// negative, that is left out there.</param>
/// <param name="Meaning">How its bits are meant.</param>
/// <param name="Form">What else that meaning needs.</param>
internal readonly record struct AisField(
    string Name, int Start, int Width, AisMeaning Meaning, AisForm? Form = null);

/// <summary>What the meaning of a field needs beside its place.</summary>
internal abstract record AisForm;

/// <summary>The value is <c>(raw + Offset) / Divisor</c>, printed with so many decimals.</summary>
internal sealed record AisScale(int Offset, int Divisor, int Decimals) : AisForm
{
    /// <summary>The format of its decimals.</summary>
    public string Format { get; } = FormattableString.Invariant($"F{Decimals}");
}

/// <summary>The words of a code.</summary>
/// <param name="TextName">Name of the printed member that has the word.</param>
/// <param name="Of">The word of a code.</param>
/// <param name="OnlyScaled">True when the word stands only beside scaled values.</param>
internal sealed record AisLegend(string TextName, Func<uint, string> Of, bool OnlyScaled = false) : AisForm;

/// <summary>Where the parts of a moment stand; a part that is absent has the place -1.</summary>
/// <param name="Pattern">How it is printed: Y, M, D, h, m, s stand for the parts, all else for itself.</param>
/// <param name="Digits">Least number of digits of each part but the year, which has four.</param>
/// <param name="Year">First bit of the year.</param>
/// <param name="Month">First of the month's 4 bits.</param>
/// <param name="Day">First of the day's 5 bits.</param>
/// <param name="Hour">First of the hour's 5 bits.</param>
/// <param name="Minute">First of the minute's 6 bits.</param>
/// <param name="Second">First of the second's 6 bits.</param>
/// <param name="YearBits">14 for a whole year, 8 for years from 2000.</param>
internal sealed record AisMoment(
    string Pattern, int Digits, int Year, int Month, int Day, int Hour, int Minute, int Second, int YearBits = 14)
    : AisForm
{
    /// <summary>Bits of a part of the pattern; 0 where the letter is no part.</summary>
    public (int Start, int Width) Part(char letter) => letter switch
    {
        'Y' => (Year, YearBits),
        'M' => (Month, 4),
        'D' => (Day, 5),
        'h' => (Hour, 5),
        'm' => (Minute, 6),
        's' => (Second, 6),
        _ => (0, 0),
    };

    /// <summary>The year that the bits mean.</summary>
    public int YearOf(uint raw) => YearBits == 8 ? 2000 + (int)raw : (int)raw;
}

/// <summary>Items in a message, one after the other.</summary>
/// <param name="Size">Bits of one item.</param>
/// <param name="SelectorBits">Bits at the start of an item that select its shape; 0 where there is only one.</param>
/// <param name="Shapes">The fields of each shape.</param>
/// <param name="Count">The field that says how many there are, or null: as many as the message has room for.</param>
/// <param name="KeepsCut">True when an item that the message's end cuts off is an item still.</param>
internal sealed record AisRows(
    int Size, int SelectorBits, AisField[][] Shapes, AisField? Count = null, bool KeepsCut = false) : AisForm
{
    /// <summary>How many items a message has.</summary>
    public int CountIn(in AisBits bits, int start)
    {
        var room = Math.Max(0, bits.Length - start);
        var fit = KeepsCut ? (room + Size - 1) / Size : room / Size;
        return Count is { } field ? Math.Min(fit, (int)bits.Unsigned(field)) : fit;
    }

    /// <summary>The fields of the item that starts at this bit.</summary>
    public AisField[] ShapeAt(in AisBits bits, int start) =>
        Shapes[SelectorBits == 0 ? 0 : (int)bits.Unsigned(start, SelectorBits)];
}

/// <summary>One kind of message.</summary>
/// <param name="Id">Its name in tests: the type, and for binary messages area code and function.</param>
/// <param name="Types">The message types that have this layout.</param>
/// <param name="MinBits">Fewest bits that hold all fields.</param>
/// <param name="MaxBits">Most bits that a sender's padding may bring.</param>
/// <param name="Printed">The fields, in printed order.</param>
internal sealed record AisLayout(string Id, int[] Types, int MinBits, int MaxBits, AisField[] Printed)
{
    /// <summary>
    /// Bits of a message that is composed; longer where texts, items or bits that are not understood need them.
    /// </summary>
    public int ComposedBits { get; init; } = MinBits;

    /// <summary>Fields whose value selects this layout, beside the type.</summary>
    public (AisField Field, uint Value)[] Selected { get; init; } = [];
}
