using System.Collections.Concurrent;
using System.Collections.Immutable;
using Trucewatch.Geo.GeoJson;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>The lines of contact of four dated outlines, against the figures found when they were first cut.</summary>
public sealed class OutlineLineCorpusTests
{
    private const double SameM = 500;

    private static readonly ConcurrentDictionary<string, OutlineCut> _cuts = [];

    /// <summary>Date, how many parts, the length of the longest and of all, metres.</summary>
    public static TheoryData<string, int, double, double> Outlines => new()
    {
        { "20240708", 15, 987_871.9, 1_070_722.6 },
        { "20250701", 18, 1_137_815.1, 1_245_024.9 },
        { "20260101", 17, 1_138_377.8, 1_257_489.0 },
        { "20260822", 15, 1_053_407.0, 1_180_256.0 },
    };

    /// <summary>
    /// Two dates; how far the lengths of the longest parts differ; and of each the length farther than 500 m from the
    /// other line, which makes the difference.
    /// </summary>
    public static TheoryData<string, string, double, double, double> Pairs => new()
    {
        { "20240708", "20250701", 0.152, 510_000, 660_000 },
        { "20240708", "20260101", 0.152, 600_000, 750_000 },
        { "20240708", "20260822", 0.066, 635_000, 700_000 },
        { "20250701", "20260101", 0.000, 580_000, 583_000 },
        { "20250701", "20260822", -0.074, 657_000, 573_000 },
        { "20260101", "20260822", -0.075, 459_000, 378_000 },
    };

    [Theory]
    [MemberData(nameof(Outlines))]
    public void AnOutlineGivesOneLongLineAndAStatedListOfParts(string date, int parts, double longest, double all)
    {
        var cut = Cut(date);
        Assert.Equal(parts, cut.Parts.Length);
        Assert.Equal(longest, cut.Parts[0].LengthM, 0.1);
        Assert.Equal(all, cut.Parts.Sum(part => part.LengthM), 1.0);

        // No other part is a thirtieth of the longest: it is one line, from the northern border to the estuary.
        Assert.True(cut.Parts[1].LengthM < longest / 30);
        Assert.InRange(cut.Parts[0].Points[0].LatitudeDeg, 49.9, 50.1);
        Assert.InRange(cut.Parts[0].Points[^1].LongitudeDeg, 32.4, 32.7);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void WhereTheOutlineDidNotMoveTheLinesAreAsLong(
        string first, string second, double difference, double movedM, double otherMovedM)
    {
        var (a, b) = (Cut(first).Parts[0], Cut(second).Parts[0]);
        Assert.Equal(difference, (b.LengthM / a.LengthM) - 1, 0.001);
        var (moved, other) = (Moved(a, b), Moved(b, a));
        Assert.Equal(movedM, moved, 3000.0);
        Assert.Equal(otherMovedM, other, 3000.0);
        Assert.InRange((b.LengthM - other) / (a.LengthM - moved), 0.97, 1.03);
    }

    /// <summary>The line of contact with the usual tolerance, coast and borders excluded.</summary>
    internal static OutlineCut Cut(string date) => _cuts.GetOrAdd(date, Make);

    private static OutlineCut Make(string date)
    {
        var outline = Read($"geo/deepstate/deepstatemap_data_{date}.geojson").SelectMany(each => each.Polygons);
        var borders = Read("geo/region_countries_10m.geojson")
            .SelectMany(each => each.Polygons)
            .SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer))
            .Select(ring => ring.Add(ring[0]));
        var coast = Read("geo/region_coastline_10m.geojson").SelectMany(each => each.Lines);
        var cut = OutlineLine.Cut(outline, [.. coast, .. borders], new OutlineRule(), out var problem);
        Assert.Null(problem);
        return cut!;
    }

    private static double Moved(LinePart line, LinePart from)
    {
        var tree = new PieceTree([.. from.Points.Zip(from.Points.Skip(1))
            .Select(edge => new Piece(Geocentric.From(edge.First), Geocentric.From(edge.Second)))]);
        var moved = 0.0;
        for (var i = 1; i < line.Points.Length; i++)
        {
            var way = Geodesic.Inverse(line.Points[i - 1], line.Points[i]);
            var count = 1 + (int)(way.DistanceM / 100);
            for (var k = 0; k < count; k++)
            {
                var at = Geodesic.Direct(
                    line.Points[i - 1], way.AzimuthStartDeg, way.DistanceM * (k + 0.5) / count).Point;
                var isAway = tree.Nearest(Geocentric.From(at)).Distance2 > SameM * SameM;
                moved += isAway ? way.DistanceM / count : 0;
            }
        }

        return moved;
    }

    private static ImmutableArray<GeoJsonFeature> Read(string file)
    {
        var features = GeoJsonReader.Read(File.ReadAllBytes(RepositoryTree.CorpusFile(file)), out var problem);
        Assert.Null(problem);
        return features;
    }
}
