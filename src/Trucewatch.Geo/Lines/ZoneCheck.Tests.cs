using NetTopologySuite.Geometries;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Geo.Lines;

/// <summary>Wrong zones are found, and what a drawing lacks is walked along.</summary>
public sealed class ZoneCheckTests
{
    private static readonly GeoPoint[] _line =
        [Point(48, 36), Point(48.1, 36.5), Point(48.05, 36.1), Point(48.2, 36.6), Point(48.3, 36.1)];

    [Fact]
    public void RightZonesHaveNoFault()
    {
        var pieces = Pieces(_line, 8000, 3000);
        Assert.Empty(ZoneCheck.Faults(pieces, LineFaces.Zones(pieces, Draw(pieces))));
    }

    [Fact]
    public void AZoneThatIsLostIsFoundOnItsSide()
    {
        var pieces = Pieces(_line, 8000, 3000);
        var zones = LineFaces.Zones(pieces, Draw(pieces));
        var faults = ZoneCheck.Faults(pieces, zones with { Left = null });
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Equal(-1, fault.Side));
    }

    [Fact]
    public void AHoleAndAnIslandAreFound()
    {
        var pieces = Pieces(_line, 8000, 3000);
        var zones = LineFaces.Zones(pieces, Draw(pieces));
        var inside = Geodesic.Direct(Point(48.05, 36.25), 330, 2000).Point;
        var hole = RegionSets.Minus(zones.Left!, LineBuffer.Circle(inside, 500));
        Assert.NotEmpty(ZoneCheck.Faults(pieces, zones with { Left = hole }));
        var island = RegionSets.Union(zones.Right!, LineBuffer.Circle(Point(47, 36), 100));
        Assert.All(
            ZoneCheck.Faults(pieces, zones with { Right = island }),
            fault => Assert.True(Geodesic.Inverse(fault.At, Point(47, 36)).DistanceM < 100));
        Assert.NotEmpty(ZoneCheck.Faults(pieces, zones with { Right = island }));
    }

    [Fact]
    public void AZoneThatIsThreeMetresTooWideIsFound()
    {
        var pieces = Pieces(_line, 8000, 3000);
        var wide = Pieces(_line, 8003, 3000);
        Assert.NotEmpty(ZoneCheck.Faults(pieces, LineFaces.Zones(wide, Draw(wide))));
    }

    [Fact]
    public void ADrawnLineThatIsLostIsWalked()
    {
        var pieces = Pieces(_line, 8000, 3000);
        var whole = LineBuffer.Build(pieces, Draw(pieces), out var none);
        Assert.Equal(0, none);
        var mended = 0;
        var count = Draw(pieces).Count;
        for (var lost = 0; lost < count; lost += 11)
        {
            var drawn = Draw(pieces);
            drawn.RemoveAt(lost);
            var zones = LineBuffer.Build(pieces, drawn, out var repairs);
            mended += repairs > 0 ? 1 : 0;
            Assert.Equal(whole.Left!.AreaM2, zones.Left!.AreaM2, whole.Left.AreaM2 * 1e-5);
            Assert.Equal(whole.Right!.AreaM2, zones.Right!.AreaM2, whole.Right.AreaM2 * 1e-5);
        }

        Assert.True(mended >= 2, $"{mended} of {count}");
    }

    /// <summary>The walk knows no rays, so that their areas check each other.</summary>
    [Fact]
    public void TheAreaBesideAWindingLineIsTheSameWalkedAsByRays()
    {
        var pieces = Pieces(_line, 8000, 3000);
        var whole = LineBuffer.Build(pieces, Draw(pieces), out _);
        var walked = LineBuffer.Build(pieces, [], out var repairs);
        Assert.NotEqual(0, repairs);
        Assert.Equal(whole.Left!.AreaM2, walked.Left!.AreaM2, whole.Left.AreaM2 * 1e-5);
        Assert.Equal(whole.Right!.AreaM2, walked.Right!.AreaM2, whole.Right.AreaM2 * 1e-5);
    }

    [Fact]
    public void WhatCannotBeMendedIsRefusedWithPlaceAndSide()
    {
        var pieces = Pieces(_line, 8000, 3000);
        var zones = LineFaces.Zones(pieces, Draw(pieces)) with { Right = null };
        var problem = Assert.Throws<ArgumentException>(() => LineBuffer.Verified(pieces, [], _ => zones, out _));
        Assert.Matches(@"^line: expected 4\d\.\d+ 3\d\.\d+ in the right zone, got zones", problem.Message);
    }

    private static List<LineString> Draw(LinePieces pieces) =>
        [.. SideTrace.Draw(pieces, -1), .. SideTrace.Draw(pieces, 1)];

    private static LinePieces Pieces(GeoPoint[] line, double leftM, double rightM)
    {
        var widths = new SideWidths(leftM, rightM);
        return new LinePieces(
            [.. line.Zip(line.Skip(1), (a, b) => new LineSegment(LineShape.Stations(a, b), widths))]);
    }

    private static GeoPoint Point(double latitude, double longitude) =>
        GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude);
}
