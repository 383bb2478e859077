using System.Collections.Immutable;
using System.Globalization;
using System.Text.Unicode;
using Trucewatch.Geo;
using Trucewatch.Geo.GeoJson;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Domain.Agreements;

/// <summary>Where a pack points to a geometry.</summary>
/// <param name="File">File of the pack.</param>
/// <param name="Feature">Id of the feature in it.</param>
/// <param name="Line">Line of agreement.yaml that points there.</param>
internal sealed record GeometryReference(string File, string Feature, int Line);

/// <summary>The geometries of a pack: its GeoJSON files, each read once, and regions from lines and centres.</summary>
internal sealed class PackGeometry(PackFiles files, ProblemList problems)
{
    private readonly Dictionary<string, ImmutableArray<GeoJsonFeature>?> _read = new(StringComparer.Ordinal);

    // The zones on the two sides of a line are cut from one buffer, which is the dearest part of reading a pack.
    private readonly Dictionary<string, LineBufferZones> _buffers = new(StringComparer.Ordinal);

    /// <summary>The points of a LineString within the theatre, or null after saying why not.</summary>
    public ImmutableArray<GeoPoint>? Line(GeometryReference reference, TheatreBox theatre)
    {
        if (Feature(reference) is not { } feature)
        {
            return null;
        }

        if (feature.Lines.Length != 1)
        {
            Say(reference, $"expected a LineString, got {Shape(feature)}");
            return null;
        }

        var points = feature.Lines[0];
        var isWithin = IsWithin(reference, feature, points, theatre);
        for (var i = 1; i < points.Length; i++)
        {
            if (points[i] == points[i - 1])
            {
                Say(reference, feature, i, "expected a place that differs from the one before");
                isWithin = false;
            }
        }

        return isWithin ? points : null;
    }

    /// <summary>The region of a Polygon or MultiPolygon within the theatre, or null after saying why not.</summary>
    public Region? Polygon(GeometryReference reference, TheatreBox theatre)
    {
        if (Feature(reference) is not { } feature)
        {
            return null;
        }

        if (feature.Polygons.IsEmpty)
        {
            Say(reference, $"expected a Polygon or MultiPolygon, got {Shape(feature)}");
            return null;
        }

        var isWithin = true;
        foreach (var ring in feature.Polygons.SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer)))
        {
            isWithin &= IsWithin(reference, feature, ring, theatre);
        }

        if (!isWithin)
        {
            return null;
        }

        var region = Region.FromPolygons(feature.Polygons, out var problem);
        if (problem is not null)
        {
            problems.Add(reference.File, feature.Line, $"feature '{PackWords.Quote(reference.Feature)}': {problem}");
        }

        return region;
    }

    /// <summary>The zone along a line, or null after saying why not.</summary>
    /// <param name="line">The line.</param>
    /// <param name="widths">Reach of each segment to both sides.</param>
    /// <param name="part"><c>left</c>, <c>right</c> or <c>union</c>.</param>
    /// <param name="at">Line of agreement.yaml, for messages.</param>
    /// <param name="theatre">The theatre.</param>
    public Region? Buffer(
        AgreementLine line, SideWidths[] widths, string part, int at, TheatreBox theatre)
    {
        try
        {
            var key = $"{line.Id} {string.Join(' ', widths)}";
            if (!_buffers.TryGetValue(key, out var zones))
            {
                zones = LineBuffer.Build(line.Points.AsSpan(), widths);
                _buffers.Add(key, zones);
            }

            var zone = part switch
            {
                "left" => zones.Left,
                "right" => zones.Right,
                _ => zones.Union,
            };
            return zone is null ? null : Within(zone, "buffer", at, theatre);
        }
        catch (ArgumentException bad)
        {
            // What cannot be built from a line, such as one that crosses itself, is the line's problem, not a fault.
            problems.Add(AgreementPack.MainFile, at, $"buffer: {PackWords.Quote(bad.Message)}");
            return null;
        }
    }

    /// <summary>The region around a centre, or null after saying why not.</summary>
    public Region? Circle(GeoPoint centre, double radiusM, int at, TheatreBox theatre)
    {
        if (theatre.Contains(centre))
        {
            return Within(LineBuffer.Circle(centre, radiusM), "circle", at, theatre);
        }

        problems.Add(AgreementPack.MainFile, at, $"circle: {Outside(centre, theatre)}");
        return null;
    }

    /// <summary>The part of a circle between two bearings, clockwise, or null after saying why not.</summary>
    public Region? Sector(
        GeoPoint centre, double radiusM, (double FromDeg, double ToDeg) bearings, int at, TheatreBox theatre)
    {
        if (!theatre.Contains(centre))
        {
            problems.Add(AgreementPack.MainFile, at, $"sector: {Outside(centre, theatre)}");
            return null;
        }

        try
        {
            return Within(
                LineBuffer.Sector(centre, radiusM, bearings.FromDeg, bearings.ToDeg), "sector", at, theatre);
        }
        catch (ArgumentException bad)
        {
            problems.Add(AgreementPack.MainFile, at, $"sector: {PackWords.Quote(bad.Message)}");
            return null;
        }
    }

    private static string Shape(GeoJsonFeature feature) => feature.Kind switch
    {
        GeoJsonKind.Point => "a Point",
        GeoJsonKind.Line => feature.Lines.Length == 1 ? "a LineString" : "a MultiLineString",
        _ => "a Polygon or MultiPolygon",
    };

    private void Say(GeometryReference reference, string message)
    {
        var where = PackWords.Quote($"{reference.File}#{reference.Feature}");
        problems.Add(AgreementPack.MainFile, reference.Line, $"{where}: {message}");
    }

    private void Say(GeometryReference reference, GeoJsonFeature feature, int index, string message) => problems.Add(
        reference.File,
        feature.Line,
        string.Create(
            CultureInfo.InvariantCulture,
            $"feature '{PackWords.Quote(reference.Feature)}', position {index + 1}: {message}"));

    private GeoJsonFeature? Feature(GeometryReference reference)
    {
        if (!_read.TryGetValue(reference.File, out var features))
        {
            features = Read(reference);
            _read.Add(reference.File, features);
        }

        if (features is not { } all)
        {
            return null;
        }

        GeoJsonFeature? found = null;
        foreach (var feature in all)
        {
            if (feature.Id == reference.Feature)
            {
                if (found is not null)
                {
                    var shown = PackWords.Quote(feature.Id);
                    problems.Add(reference.File, feature.Line, $"feature '{shown}' stands twice, expected once");
                    return null;
                }

                found = feature;
            }
        }

        if (found is null)
        {
            string[] known = [.. all.Select(feature => feature.Id)];
            var near = PackWords.DidYouMean(reference.Feature, known);
            Say(reference, $"no such feature, expected {PackWords.Quote(PackWords.AnyOf(known))}{near}");
        }

        return found;
    }

    private ImmutableArray<GeoJsonFeature>? Read(GeometryReference reference)
    {
        if (files.Find(reference.File) is not { } file)
        {
            string[] known = [.. files.Files.Select(each => each.Name)];
            var near = PackWords.DidYouMean(reference.File, known);
            Say(reference, $"no file '{PackWords.Quote(reference.File)}' in the pack{near}");
            return null;
        }

        if (!Utf8.IsValid(file.Bytes.Span))
        {
            problems.Add(file.Name, 0, "expected UTF-8 text, got bytes that are not");
            return null;
        }

        var features = GeoJsonReader.Read(file.Bytes.Span, out var problem);
        if (problem is null)
        {
            return features;
        }

        problems.Add(file.Name, problem.Line, PackWords.Plain(problem.Message));
        return null;
    }

    /// <summary>
    /// True when every position lies in the theatre. Only the first that does not is said: a file with exchanged axes
    /// has one mistake, not as many as it has positions.
    /// </summary>
    private bool IsWithin(
        GeometryReference reference, GeoJsonFeature feature, ImmutableArray<GeoPoint> points, TheatreBox theatre)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (!theatre.Contains(points[i]))
            {
                Say(reference, feature, i, Outside(points[i], theatre));
                return false;
            }
        }

        return true;
    }

    private static string Outside(GeoPoint point, TheatreBox theatre)
    {
        var isExchanged = GeoPoint.TryFromDegrees(
            latitudeDeg: point.LongitudeDeg, longitudeDeg: point.LatitudeDeg, out var exchanged)
            && theatre.Contains(exchanged);
        var hint = isExchanged
            ? "; latitude and longitude look exchanged (in GeoJSON the longitude stands first)"
            : "";
        return FormattableString.Invariant(
            $"expected a place in the theatre, got latitude {point.LatitudeDeg}, longitude {point.LongitudeDeg}{hint}");
    }

    private Region? Within(Region region, string what, int at, TheatreBox theatre)
    {
        var bounds = region.Bounds;
        if (bounds.WestDeg >= theatre.WestDeg && bounds.SouthDeg >= theatre.SouthDeg
            && bounds.EastDeg <= theatre.EastDeg && bounds.NorthDeg <= theatre.NorthDeg)
        {
            return region;
        }

        problems.Add(AgreementPack.MainFile, at, string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: expected a zone within the theatre, got one that reaches outside the theatre "
            + $"(west {bounds.WestDeg:F3}, south {bounds.SouthDeg:F3}, east {bounds.EastDeg:F3}, "
            + $"north {bounds.NorthDeg:F3})"));
        return null;
    }
}
