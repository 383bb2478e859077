using System.Collections.Immutable;

namespace Trucewatch.Geo.GeoJson;

/// <summary>What a feature's geometry is.</summary>
public enum GeoJsonKind
{
    /// <summary>Point.</summary>
    Point,

    /// <summary>LineString or MultiLineString.</summary>
    Line,

    /// <summary>Polygon or MultiPolygon.</summary>
    Polygon,
}

/// <summary>A feature read from GeoJSON; of the three geometries only that of its kind is filled.</summary>
/// <param name="Id">The feature's id as text, or its property <c>id</c>; empty when it has neither.</param>
/// <param name="Line">Line of the file on which the feature begins.</param>
/// <param name="Kind">Kind of geometry.</param>
/// <param name="Point">The position of a point.</param>
/// <param name="Lines">Lines.</param>
/// <param name="Polygons">Polygons; rings are open lists.</param>
/// <param name="Properties">Names and values as text, in file order; nested values are refused.</param>
public sealed record GeoJsonFeature(
    string Id,
    int Line,
    GeoJsonKind Kind,
    GeoPoint Point,
    ImmutableArray<ImmutableArray<GeoPoint>> Lines,
    ImmutableArray<GeoPolygon> Polygons,
    ImmutableArray<KeyValuePair<string, string>> Properties)
{
    /// <summary>The text of a property, or null.</summary>
    public string? Property(string name)
    {
        foreach (var (key, value) in Properties)
        {
            if (string.Equals(key, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>Why bytes are not the GeoJSON that is expected.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Message">What, expected, got.</param>
public sealed record GeoJsonProblem(int Line, string Message)
{
    /// <summary>For example <c>line 4: expected a finite number, got 1e400</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"line {Line}: {Message}");
}
