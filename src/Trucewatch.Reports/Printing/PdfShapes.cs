using SkiaSharp;
using Trucewatch.Reports.Documents;

namespace Trucewatch.Reports.Printing;

/// <summary>Draws the shapes of a drawing.</summary>
internal static class PdfShapes
{
    /// <summary>All of them, from back to front.</summary>
    public static void Draw(SKCanvas canvas, Drawing drawing, PdfFonts fonts)
    {
        using var paint = new SKPaint { IsAntialias = true };
        foreach (var shape in drawing.Shapes)
        {
            paint.Color = Color(shape.Ink);
            paint.IsStroke = shape is Stroke or Strokes;
            switch (shape)
            {
                case Area area:
                    using (var path = Path(area.Rings.Select(ring => (IEnumerable<DrawPoint>)ring), closed: true))
                    {
                        canvas.DrawPath(path, paint);
                    }

                    break;
                case Stroke stroke:
                    paint.StrokeWidth = (float)stroke.Width;
                    using (var path = Path([stroke.Points], closed: false))
                    {
                        canvas.DrawPath(path, paint);
                    }

                    break;
                case Strokes strokes:
                    paint.StrokeWidth = (float)strokes.Width;
                    using (var path = Path(
                        strokes.Lines.Select(line => (DrawPoint[])[line.From, line.To]), closed: false))
                    {
                        canvas.DrawPath(path, paint);
                    }

                    break;
                case Diamond sign:
                    using (var path = Path([Corners(sign)], closed: true))
                    {
                        canvas.DrawPath(path, paint);
                    }

                    break;
                case Caption label:
                    var font = fonts.Of((float)label.Size, isBold: false);
                    var x = (float)label.At.X - (label.EndsThere ? font.MeasureText(label.Text) : 0);
                    canvas.DrawText(label.Text, x, (float)label.At.Y, SKTextAlign.Left, font, paint);
                    break;
                default:
                    throw new InvalidOperationException($"expected a shape that is known, got {shape.GetType().Name}");
            }
        }
    }

    private static DrawPoint[] Corners(Diamond sign) =>
    [
        new(sign.At.X, sign.At.Y - sign.Radius), new(sign.At.X + sign.Radius, sign.At.Y),
        new(sign.At.X, sign.At.Y + sign.Radius), new(sign.At.X - sign.Radius, sign.At.Y),
    ];

    private static SKPath Path(IEnumerable<IEnumerable<DrawPoint>> rings, bool closed)
    {
        using var builder = new SKPathBuilder { FillType = SKPathFillType.EvenOdd };
        foreach (var ring in rings)
        {
            var isFirst = true;
            foreach (var point in ring)
            {
                if (isFirst)
                {
                    builder.MoveTo((float)point.X, (float)point.Y);
                }
                else
                {
                    builder.LineTo((float)point.X, (float)point.Y);
                }

                isFirst = false;
            }

            if (closed)
            {
                builder.Close();
            }
        }

        return builder.Detach();
    }

    private static SKColor Color(Ink ink) => ink switch
    {
        Ink.Ground => new SKColor(0xdf, 0xe6, 0xea),
        Ink.Agreed => new SKColor(0x44, 0x51, 0x5c),
        Ink.Mark => new SKColor(0x8a, 0x4b, 0x08),
        Ink.Unseen => new SKColor(0x5a, 0x63, 0x6b),
        Ink.Seen1 => new SKColor(0xcb, 0xdb, 0xe3),
        Ink.Seen2 => new SKColor(0x97, 0xb7, 0xc7),
        Ink.Seen3 => new SKColor(0x63, 0x93, 0xab),
        Ink.Seen4 => new SKColor(0x2f, 0x6f, 0x8f),
        _ => new SKColor(0x1c, 0x21, 0x26),
    };
}
