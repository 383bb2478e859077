using Trucewatch.Geo;
using Xunit;
using static Trucewatch.Feeds.ModeS.ModeSRun;

namespace Trucewatch.Feeds.ModeS;

public sealed class PositionQualityTests
{
    private static readonly GeoPoint here = Place(48.5, 37.25);

    [Theory]
    [InlineData(0, 37_040)]
    [InlineData(1, 18_520)]
    [InlineData(2, 7_408)]
    [InlineData(3, 3_704)]
    [InlineData(4, 1_852)]
    [InlineData(5, 926)]
    [InlineData(6, 555.6)]
    [InlineData(7, 185.2)]
    [InlineData(8, 92.6)]
    [InlineData(9, 30)]
    [InlineData(10, 10)]
    [InlineData(11, 3)]
    [InlineData(12, 37_040)]
    [InlineData(15, 37_040)]
    public void TheAccuracyCategorySaysTheError(uint category, double radiusM)
    {
        foreach (var body in new[]
        {
            ModeSEncoder.Operation(surface: false, 2, category, 3), ModeSEncoder.TargetState(0, 1013, 0, category, 3),
        })
        {
            var run = new ModeSRun();
            run.Squitter(body, 0);
            var seen = Assert.Single(run.Fly(here, 1));
            AssertRadius(radiusM, seen.PositionError);

            // 0 is a statement of the aircraft; what no edition defines is none.
            Assert.Equal(category < 12 ? (sbyte)category : (sbyte?)null, seen.NavigationAccuracy);
        }
    }

    [Theory]
    [InlineData(60, 30)]
    [InlineData(60.000001, 185.2)]
    public void AnAccuracyCategoryHoldsForAMinute(double laterS, double radiusM)
    {
        var run = new ModeSRun();
        run.Squitter(ModeSEncoder.Operation(surface: false, 2, 9, 3), 0);
        // Afterwards the containment radius of the type code speaks.
        var seen = Assert.Single(run.Fly(here, laterS));
        AssertRadius(radiusM, seen.PositionError);
        Assert.Equal(laterS <= 60 ? (sbyte)9 : (sbyte?)null, seen.NavigationAccuracy);
    }

    [Theory]
    [InlineData(9, 3)]
    [InlineData(10, 10)]
    [InlineData(11, 92.6)]
    [InlineData(12, 185.2)]
    [InlineData(13, 463)]
    [InlineData(14, 926)]
    [InlineData(15, 1852)]
    [InlineData(16, 9260)]
    [InlineData(17, 18520)]
    [InlineData(18, 37040)]
    [InlineData(20, 3)]
    [InlineData(21, 10)]
    [InlineData(22, 37040)]
    public void WithoutAVersionTheTypeCodeSaysTheError(int typeCode, double radiusM)
    {
        AssertRadius(radiusM, Assert.Single(new ModeSRun().Fly(here, 0, typeCode)).PositionError);
        var run = new ModeSRun();
        run.Squitter(ModeSEncoder.Operation(surface: false, 0, 0, 0), 0);
        var seen = Assert.Single(run.Fly(here, 1, typeCode));
        AssertRadius(radiusM, seen.PositionError);
        Assert.Null(seen.NavigationIntegrity);
    }

    // Type code, NIC supplements A, B, C, then NIC and radius of versions 1 and 2 (Doc 9871, tables B and C-2).
    [Theory]
    [InlineData(5, false, false, false, 11, 7.5, 11, 7.5)]
    [InlineData(6, true, false, false, 10, 25, 10, 25)]
    [InlineData(7, true, false, false, 9, 75, 9, 75)]
    [InlineData(7, true, false, true, 9, 75, 8, 185.2)]
    [InlineData(7, false, false, false, 8, 185.2, 8, 185.2)]
    [InlineData(8, true, false, true, 0, double.PositiveInfinity, 7, 370.4)]
    [InlineData(8, true, false, false, 0, double.PositiveInfinity, 6, 555.6)]
    [InlineData(8, false, false, true, 0, double.PositiveInfinity, 6, 1111.2)]
    [InlineData(8, false, false, false, 0, double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData(9, false, false, false, 11, 7.5, 11, 7.5)]
    [InlineData(10, false, false, false, 10, 25, 10, 25)]
    [InlineData(11, true, true, false, 9, 75, 9, 75)]
    [InlineData(11, false, true, false, 8, 185.2, 8, 185.2)]
    [InlineData(11, true, false, false, 9, 75, 8, 185.2)]
    [InlineData(12, false, false, false, 7, 370.4, 7, 370.4)]
    [InlineData(13, false, false, false, 6, 926, 6, 926)]
    [InlineData(13, true, true, false, 6, 1111.2, 6, 1111.2)]
    [InlineData(13, false, true, false, 6, 926, 6, 555.6)]
    [InlineData(14, false, false, false, 5, 1852, 5, 1852)]
    [InlineData(15, false, false, false, 4, 3704, 4, 3704)]
    [InlineData(16, true, true, false, 3, 7408, 3, 7408)]
    [InlineData(16, false, false, false, 2, 14816, 2, 14816)]
    [InlineData(17, false, false, false, 1, 37040, 1, 37040)]
    [InlineData(18, false, false, false, 0, double.PositiveInfinity, 0, double.PositiveInfinity)]
    [InlineData(20, false, false, false, 11, 7.5, 11, 7.5)]
    [InlineData(21, false, false, false, 10, 25, 10, 25)]
    [InlineData(22, true, true, true, 0, double.PositiveInfinity, 0, double.PositiveInfinity)]
    public void TheIntegrityCategoryFollowsFromTypeVersionAndSupplements(
        int typeCode, bool a, bool b, bool c, int first, double firstM, int second, double secondM)
    {
        var aircraft = Aircraft.Unknown with { Version = 1, VersionAtUs = 0, SupplementA = a, SupplementC = c };
        Assert.Equal(first, PositionQuality.Integrity(aircraft, typeCode, b, 0, out var radiusM));
        Assert.Equal(firstM, radiusM, 1e-9);
        aircraft.Version = 2;
        Assert.Equal(second, PositionQuality.Integrity(aircraft, typeCode, b, 0, out radiusM));
        Assert.Equal(secondM, radiusM, 1e-9);
    }

    [Theory]
    [InlineData(0, 75)]
    [InlineData(6, 185.2)]
    public void AStationsMarkIsNoSupplement(uint control, double radiusM)
    {
        var run = new ModeSRun();
        var operation = ModeSEncoder.Operation(surface: false, 2, 0, 3, supplementA: true).With(56, true);
        run.Give(ModeSEncoder.OtherSquitter(1, operation, control), 0);
        var even = ModeSEncoder.AirbornePosition(11, here, 0, odd: false, supplementB: true);
        run.Give(ModeSEncoder.OtherSquitter(1, even, control), 70);
        var odd = ModeSEncoder.AirbornePosition(11, here, 0, odd: true, supplementB: true);
        var (_, seen, line) = run.Give(ModeSEncoder.OtherSquitter(1, odd, control), 71);
        AssertRadius(radiusM, Assert.Single(seen).PositionError);
        Assert.Contains(control == 0 ? "\"nic\":9" : "\"nic\":8", line);
        Assert.Equal(control == 0 ? 9 : 8, (int)seen[0].NavigationIntegrity!.Value);
    }

    [Fact]
    public void APositionComputedByOthersHasNoKnownError()
    {
        var run = new ModeSRun();
        run.Give(ModeSEncoder.OtherSquitter(
            0x4840D6, ModeSEncoder.AirbornePosition(9, here, 0, odd: false), 2), 0, Reception.MultilaterationMark);
        var (_, seen, _) = run.Give(ModeSEncoder.OtherSquitter(
            0x4840D6, ModeSEncoder.AirbornePosition(9, here, 0, odd: true), 2), 1, Reception.MultilaterationMark);
        AssertRadius(PositionQuality.NotKnownRadiusM, Assert.Single(seen).PositionError);
        Assert.Null(seen[0].NavigationAccuracy);
        Assert.Null(seen[0].NavigationIntegrity);
    }

    private static void AssertRadius(double radiusM, Covariance2 error)
    {
        Assert.Equal(radiusM / 2.448, Math.Sqrt(error.EastM2), 1e-6);
        Assert.Equal(radiusM / 2.448, Math.Sqrt(error.NorthM2), 1e-6);
        Assert.Equal(0, error.EastNorthM2);
    }
}
