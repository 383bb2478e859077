using SkiaSharp;

namespace Trucewatch.Reports.Printing;

/// <summary>The two typefaces of printed reports, and fonts of them by size.</summary>
internal sealed class PdfFonts : IDisposable
{
    private readonly SKTypeface regular;
    private readonly SKTypeface bold;
    private readonly Dictionary<(float Size, bool Bold), SKFont> fonts = [];

    public PdfFonts(string folder)
    {
        (regular, bold) = (Open(folder, "NotoSans_400Regular.ttf"), Open(folder, "NotoSans_700Bold.ttf"));
    }

    /// <summary>A font; the same for the same size.</summary>
    public SKFont Of(float size, bool isBold)
    {
        if (!fonts.TryGetValue((size, isBold), out var font))
        {
            font = new SKFont(isBold ? bold : regular, size) { Subpixel = true, Hinting = SKFontHinting.None };
            fonts.Add((size, isBold), font);
        }

        return font;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var font in fonts.Values)
        {
            font.Dispose();
        }

        regular.Dispose();
        bold.Dispose();
    }

    private static SKTypeface Open(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return SKTypeface.FromFile(path)
            ?? throw new FileNotFoundException($"{path}: expected a font, found none; build the page once", path);
    }
}
