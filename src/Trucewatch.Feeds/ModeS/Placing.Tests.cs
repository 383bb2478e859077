using Trucewatch.Geo;
using Xunit;
using static Trucewatch.Feeds.ModeS.ModeSRun;

namespace Trucewatch.Feeds.ModeS;

public sealed class PlacingTests
{
    private static readonly GeoPoint here = Place(48.5, 37.25);

    [Theory]
    [InlineData(10, 1)]
    [InlineData(10.000001, 0)]
    public void TwoHalvesInTheAirAreAPairForTenSeconds(double apartS, int positions)
    {
        var run = new ModeSRun();
        Assert.Empty(run.Squitter(ModeSEncoder.AirbornePosition(11, here, 10_000, odd: false), 0));
        var seen = run.Squitter(ModeSEncoder.AirbornePosition(11, here, 10_000, odd: true), apartS);
        Assert.Equal(positions, seen.Length);
    }

    [Theory]
    [InlineData(20, 50, 1)]
    [InlineData(20, 50.000001, 0)]
    [InlineData(25, 50, 1)]
    [InlineData(double.NaN, 25, 1)]
    [InlineData(double.NaN, 25.000001, 0)]
    [InlineData(26, 25, 1)]
    [InlineData(26, 25.000001, 0)]
    public void TwoHalvesOnTheGroundAreAPairForLongerWhenSlow(double speedKn, double apartS, int positions)
    {
        // The place near which they are read is farther off than a single half is believed from.
        var run = new ModeSRun(new ModeSSettings(Place(49.5, 37.25)));
        Assert.Empty(run.Squitter(ModeSEncoder.SurfacePosition(7, here, speedKn, 90, odd: false), 0));
        var seen = run.Squitter(ModeSEncoder.SurfacePosition(7, here, speedKn, 90, odd: true), apartS);
        Assert.Equal(positions, seen.Length);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(60.000001, 0)]
    public void TheLastPositionStandsInForAMinute(double laterS, int positions)
    {
        var run = new ModeSRun();
        Assert.Single(run.Fly(here, 0));
        var seen = run.Squitter(ModeSEncoder.AirbornePosition(11, here, 10_000, odd: true), laterS);
        Assert.Equal(positions, seen.Length);
    }

    [Fact]
    public void OnTheGroundNothingIsKnownWithoutAnotherPlace()
    {
        var run = new ModeSRun();
        Assert.Empty(run.Squitter(ModeSEncoder.SurfacePosition(7, here, 10, 90, odd: false), 0));
        Assert.Empty(run.Squitter(ModeSEncoder.SurfacePosition(7, here, 10, 90, odd: true), 1));
    }

    [Fact]
    public void OnTheGroundOneHalfIsReadNearTheReceiver()
    {
        var run = new ModeSRun(new ModeSSettings(Place(48.6, 37.1)));
        var seen = Assert.Single(run.Squitter(ModeSEncoder.SurfacePosition(7, here, 12.3, 123, odd: true), 0));
        Assert.InRange(Math.Abs(seen.Position.LatitudeDeg - 48.5), 0, 1e-5);
        Assert.InRange(Math.Abs(seen.Position.LongitudeDeg - 37.25), 0, 1e-5);
        Assert.Equal(12 * Velocity.KnotMps, seen.SpeedMps, 1e-9);
        Assert.Equal(44 * 360.0 / 128, seen.CourseDeg);
    }

    // A published pair on the ground, near 51.990 N 4.375 E: 52.32061 N 4.73473 E.
    [Fact]
    public void APublishedPairOnTheGroundIsRead()
    {
        var run = new ModeSRun(new ModeSSettings(Place(51.990, 4.375)));
        run.Give(ModeSParityTests.Message("8C4841753AAB238733C8CD4020B1"), 0);
        var (_, seen, _) = run.Give(ModeSParityTests.Message("8C4841753A8A35323FAEBDAC702D"), 1);
        Assert.Equal("52.3206071 4.7347347", Assert.Single(seen).Position.ToString());
    }

    [Fact]
    public void APublishedPairInTheAirIsRead()
    {
        var run = new ModeSRun();
        run.Give(ModeSParityTests.Message("8D40621D58C386435CC412692AD6"), 0);
        var (_, seen, line) = run.Give(ModeSParityTests.Message("8D40621D58C382D690C8AC2863A7"), 1);
        Assert.Equal("52.2572021 3.9193726", Assert.Single(seen).Position.ToString());
        Assert.Contains("\"altitude\":38000", line);
    }

    [Fact]
    public void AfterLandingTheLastPositionInTheAirTellsThePlace()
    {
        var run = new ModeSRun();
        run.Fly(here, 0);
        Assert.Empty(run.Squitter(ModeSEncoder.SurfacePosition(7, here, 10, 90, odd: false), 200));
        Assert.Single(run.Squitter(ModeSEncoder.SurfacePosition(7, here, 10, 90, odd: true), 239));
        var late = new ModeSRun();
        late.Fly(here, 0);
        Assert.Empty(late.Squitter(ModeSEncoder.SurfacePosition(7, here, 10, 90, odd: false), 200));
        Assert.Empty(late.Squitter(ModeSEncoder.SurfacePosition(7, here, 10, 90, odd: true), 241));
    }

    [Fact]
    public void ALeapIsShownOnlyWhenTwoNewHalvesAgree()
    {
        var run = new ModeSRun();
        run.Fly(here, 0);
        var there = Place(46.5, 30.7);
        Assert.Empty(run.Squitter(ModeSEncoder.AirbornePosition(11, there, 10_000, odd: false), 1));
        var seen = Assert.Single(run.Squitter(ModeSEncoder.AirbornePosition(11, there, 10_000, odd: true), 2));
        Assert.InRange(Math.Abs(seen.Position.LatitudeDeg - 46.5), 0, 1e-4);
        Assert.InRange(Math.Abs(seen.Position.LongitudeDeg - 30.7), 0, 1e-4);
    }

    [Fact]
    public void TwoThatUseOneAddressAreNeverShownInBetween()
    {
        var run = new ModeSRun();
        GeoPoint[] places = [here, Place(46.5, 30.7)];
        var random = new Splitmix(7);
        var shown = 0;
        for (var number = 0; number < 2000; number++)
        {
            var at = places[random.Next() % 2];
            foreach (var seen in run.Squitter(
                ModeSEncoder.AirbornePosition(11, at, 10_000, odd: random.Next() % 2 == 0), number * 0.25))
            {
                shown++;
                Assert.InRange(places.Min(place => Placing.RoughDistanceM(
                    place.LatitudeDeg, place.LongitudeDeg,
                    seen.Position.LatitudeDeg, seen.Position.LongitudeDeg)), 0, 10);
            }
        }

        Assert.InRange(shown, 100, 2000);
    }

    [Theory]
    [InlineData(5_500, true)]
    [InlineData(7_000, false)]
    public void APlaceThatCannotBeReachedInTimeIsNotTaken(double northM, bool taken)
    {
        var run = new ModeSRun();
        run.Fly(here, 0);
        var there = LocalScale.At(here).Move(here, 0, northM);
        var seen = run.Squitter(ModeSEncoder.AirbornePosition(11, there, 10_000, odd: false), 1);
        Assert.Equal(taken, seen.Length == 1);
    }

    [Fact]
    public void HalvesOfTheGroundAndTheAirAreNoPair()
    {
        var run = new ModeSRun(new ModeSSettings(Place(49.5, 37.25)));
        Assert.Empty(run.Squitter(ModeSEncoder.SurfacePosition(7, here, 10, 90, odd: false), 0));
        Assert.Empty(run.Squitter(ModeSEncoder.AirbornePosition(11, here, 1000, odd: true), 1));
    }

    [Fact]
    public void RoughDistancesAreWithinOnePercentOfTheGeodesic()
    {
        var random = new Splitmix(3);
        for (var number = 0; number < 2000; number++)
        {
            var from = Place(random.Between(-75, 75), random.Between(-180, 179.9));
            var east = from.LongitudeDeg + random.Between(-0.5, 0.5);
            east = east >= 180 ? east - 360 : east < -180 ? east + 360 : east;
            var to = Place(from.LatitudeDeg + random.Between(-0.5, 0.5), east);
            var exact = Geo.Geodesics.Geodesic.Inverse(from, to).DistanceM;
            var rough = Placing.RoughDistanceM(from.LatitudeDeg, from.LongitudeDeg, to.LatitudeDeg, to.LongitudeDeg);
            Assert.InRange(rough / exact, 0.99, 1.01);
        }
    }
}
