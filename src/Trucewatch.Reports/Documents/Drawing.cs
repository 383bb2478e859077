using System.Collections.Immutable;

namespace Trucewatch.Reports.Documents;

/// <summary>How something is drawn. No colour means a party.</summary>
public enum Ink
{
    /// <summary>Light ground of zones.</summary>
    Ground,

    /// <summary>Lines and axes.</summary>
    Line,

    /// <summary>The agreed line.</summary>
    Agreed,

    /// <summary>Incidents.</summary>
    Mark,

    /// <summary>Words.</summary>
    Words,

    /// <summary>Hatching of what nobody watched.</summary>
    Unseen,

    /// <summary>What was watched least.</summary>
    Seen1,

    /// <summary>What was watched a little.</summary>
    Seen2,

    /// <summary>What was watched much.</summary>
    Seen3,

    /// <summary>What was watched most.</summary>
    Seen4,
}

/// <summary>A point of a drawing: x to the right, y down, in its own units.</summary>
public readonly record struct DrawPoint(double X, double Y);

/// <summary>A part of a drawing.</summary>
public abstract record Shape(Ink Ink);

/// <summary>An area with holes: rings that are filled by the even-odd rule.</summary>
public sealed record Area(Ink Ink, ImmutableArray<ImmutableArray<DrawPoint>> Rings) : Shape(Ink);

/// <summary>A line.</summary>
public sealed record Stroke(Ink Ink, ImmutableArray<DrawPoint> Points, double Width) : Shape(Ink);

/// <summary>Many lines of one kind.</summary>
public sealed record Strokes(Ink Ink, ImmutableArray<(DrawPoint From, DrawPoint To)> Lines, double Width) : Shape(Ink);

/// <summary>A diamond, the sign of an incident.</summary>
public sealed record Diamond(Ink Ink, DrawPoint At, double Radius) : Shape(Ink);

/// <summary>Words that begin at a point, or end there.</summary>
public sealed record Caption(Ink Ink, DrawPoint At, string Text, double Size, bool EndsThere = false) : Shape(Ink);

/// <summary>A drawing of shapes, from back to front.</summary>
/// <param name="Width">Width in units.</param>
/// <param name="Height">Height in units.</param>
/// <param name="Shapes">The shapes.</param>
public sealed record Drawing(double Width, double Height, ImmutableArray<Shape> Shapes);
