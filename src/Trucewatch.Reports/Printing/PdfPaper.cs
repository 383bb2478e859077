using System.Collections.Immutable;
using System.Globalization;
using SkiaSharp;
using Trucewatch.Reports.Documents;

namespace Trucewatch.Reports.Printing;

/// <summary>Sheets of A4 that fill from top to bottom, each with the marks, the title and its number.</summary>
internal sealed class PdfPaper : IDisposable
{
    public const float Left = 45;
    public const float Right = SheetWidth - 45;
    private const float SheetWidth = 595.28f;
    private const float SheetHeight = 841.89f;
    private const float Top = 62;
    private const float Bottom = SheetHeight - 50;

    private static readonly SKColor ink = new(0x1c, 0x21, 0x26);
    private static readonly SKColor softInk = new(0x5a, 0x63, 0x6b);
    private static readonly SKColor rule = new(0xc9, 0xd0, 0xd6);

    private readonly SKDocument pdf;
    private readonly PdfFonts fonts;
    private readonly string title;
    private readonly ImmutableArray<string> marks;
    private readonly int? pages;
    private readonly SKPaint paint = new() { IsAntialias = true, Color = ink };
    private SKCanvas canvas;
    private int page;

    public PdfPaper(SKDocument pdf, PdfFonts fonts, string title, ImmutableArray<string> marks, int? pages)
    {
        (this.pdf, this.fonts, this.title, this.marks, this.pages) = (pdf, fonts, title, marks, pages);
        canvas = Begin();
    }

    /// <summary>Where the next thing begins.</summary>
    public float Y { get; private set; }

    /// <summary>Prints words over as many lines as they need.</summary>
    public void Text(string text, float size, bool bold = false, bool soft = false, float below = 2)
    {
        var font = fonts.Of(size, bold);
        foreach (var line in Lines(text, font, Right - Left))
        {
            Need(size * 1.38f);
            Draw(line, Left, Y + size, font, soft ? softInk : ink);
            Y += size * 1.38f;
        }

        Y += below;
    }

    /// <summary>A heading: never the last thing on a sheet.</summary>
    public void Heading(string text)
    {
        Need(70);
        Y += 12;
        Text(text, 12.5f, bold: true, below: 1);
        Line(Y);
        Y += 5;
    }

    /// <summary>Makes room, on a new sheet if there is none left on this one. True: it is a new one.</summary>
    public bool Need(float height)
    {
        if (Y + height <= Bottom)
        {
            return false;
        }

        pdf.EndPage();
        canvas = Begin();
        return true;
    }

    /// <summary>What is left of this sheet.</summary>
    public float Room => Bottom - Y;

    /// <summary>Goes down.</summary>
    public void Down(float by) => Y += by;

    /// <summary>A thin line over the whole width.</summary>
    public void Line(float y)
    {
        paint.Color = rule;
        paint.IsStroke = true;
        paint.StrokeWidth = 0.6f;
        canvas.DrawLine(Left, y, Right, y, paint);
        paint.IsStroke = false;
    }

    /// <summary>One line of words at a place of this sheet.</summary>
    public void Put(string text, float x, float baseline, float size, bool bold) =>
        Draw(text, x, baseline, fonts.Of(size, bold), ink);

    /// <summary>How wide words are.</summary>
    public float Measure(string text, float size, bool bold) => fonts.Of(size, bold).MeasureText(text);

    /// <summary>Words in lines of at most a width; what has no gap is cut.</summary>
    public List<string> Lines(string text, float size, bool bold, float width) =>
        Lines(text, fonts.Of(size, bold), width);

    /// <summary>A drawing with its title.</summary>
    public void Picture(Picture picture, string marks)
    {
        var scale = (Right - Left) / (float)picture.Drawing.Width;
        var most = (Bottom - Top) * 0.55f / (float)picture.Drawing.Height;
        scale = Math.Min(scale, most);
        Need((scale * (float)picture.Drawing.Height) + 24);
        canvas.Save();
        canvas.Translate(Left, Y + 2);
        canvas.Scale(scale);
        PdfShapes.Draw(canvas, picture.Drawing, fonts);
        canvas.Restore();
        Y += (scale * (float)picture.Drawing.Height) + 4;
        Text(picture.Title + marks, 8.5f, soft: true, below: 6);
    }

    /// <summary>Ends the last sheet, and says how many there are.</summary>
    public int End()
    {
        pdf.EndPage();
        return page;
    }

    /// <inheritdoc/>
    public void Dispose() => paint.Dispose();

    private static List<string> Lines(string text, SKFont font, float width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (font.MeasureText(longer) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            line = word;
            while (font.MeasureText(line) > width && line.Length > 1)
            {
                var fits = Math.Max(1, (int)font.BreakText(line, width));
                lines.Add(line[..fits]);
                line = line[fits..];
            }
        }

        lines.Add(line);
        return lines;
    }

    private SKCanvas Begin()
    {
        page++;
        canvas = pdf.BeginPage(SheetWidth, SheetHeight);
        var number = pages is { } all
            ? string.Create(CultureInfo.InvariantCulture, $"{page} / {all}")
            : page.ToString(CultureInfo.InvariantCulture);
        var font = fonts.Of(8, isBold: false);
        Draw(Lines(title, font, Right - Left - 60)[0], Left, 34, font, softInk);
        Draw(number, Right - font.MeasureText(number), 34, font, softInk);
        if (marks is [var mark, ..])
        {
            Draw(mark, Left, 47, fonts.Of(8, isBold: true), ink);
        }

        Y = Top;
        return canvas;
    }

    private void Draw(string text, float x, float baseline, SKFont font, SKColor color)
    {
        paint.Color = color;
        canvas.DrawText(text, x, baseline, SKTextAlign.Left, font, paint);
    }
}
