using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Geo;

/// <summary>
/// Whether the stated probability of being inside is the share that is truly inside. A fix is a true place and an error
/// drawn from the stated covariance; the probability is about the true place given the fix, before anything is known of
/// it. So true places are drawn evenly from a square about a place on an edge, and a fix counts when it falls in the
/// middle of the square, more than five standard deviations from its rim: then places beyond the rim, which were not
/// drawn, would not have mattered.
/// </summary>
public sealed class RegionCalibrationTests
{
    private const double Allowed = 0.02;
    private const double MiddleSigmas = 4;
    private const double SquareSigmas = 9;

    private static readonly ZoneField Field = new(21, 12);

    [Fact]
    public void What_is_stated_of_noisy_fixes_near_edges_is_true_in_every_decile() => AssertTrue(Fixes(200_000, 1));

    [Fact(Explicit = true)]
    public void What_is_stated_of_a_million_noisy_fixes_is_true_in_every_decile() => AssertTrue(Fixes(1_000_000, 2));

    [Theory]
    [InlineData(2)]
    [InlineData(0.5)]
    public void A_sigma_misread_by_a_factor_of_two_is_found(double factor) =>
        Assert.True(Worst(Fixes(20_000, 3, factor)) > 3 * Allowed);

    private static void AssertTrue(Decile[] deciles)
    {
        for (var number = 0; number < deciles.Length; number++)
        {
            var decile = deciles[number];
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
                $"{number / 10.0:F1} to {(number + 1) / 10.0:F1}: {decile.Fixes} fixes, stated ")
                + FormattableString.Invariant($"{decile.Stated / decile.Fixes:F4}, inside {decile.Share:F4}"));
        }

        Assert.All(deciles, decile => Assert.True(decile.Fixes > deciles.Sum(every => every.Fixes) / 50));
        Assert.InRange(Worst(deciles), 0, Allowed);
    }

    private static double Worst(Decile[] deciles) =>
        deciles.Max(decile => Math.Abs((decile.Stated / decile.Fixes) - decile.Share));

    private static Decile[] Fixes(int count, ulong seed, double misread = 1)
    {
        var draws = Draws.Named(seed, "calibration");
        var deciles = new Decile[10];
        for (var accepted = 0; accepted < count;)
        {
            var region = Field.Zones[draws.Below(Field.Zones.Length)];
            var middle = ZoneField.OnEdge(region, draws);
            var error = new Ellipse(draws);
            var reachM = error.MajorM * SquareSigmas;
            var scale = LocalScale.At(middle);
            var truth = scale.Move(middle, draws.Between(-reachM, reachM), draws.Between(-reachM, reachM));
            var (eastM, northM) = error.Draw(draws);
            var fix = LocalScale.At(truth).Move(truth, eastM, northM);
            (eastM, northM) = scale.Offset(middle, fix);
            if (Math.Max(Math.Abs(eastM), Math.Abs(northM)) > error.MajorM * MiddleSigmas)
            {
                continue;
            }

            var stated = region.Locate(fix, error.Covariance(misread)).PInside;
            deciles[Math.Min(9, (int)(10 * stated))].Add(stated, region.Contains(truth));
            accepted++;
        }

        return deciles;
    }

    private struct Decile
    {
        public int Fixes { get; private set; }

        public double Stated { get; private set; }

        public int Inside { get; private set; }

        public readonly double Share => (double)Inside / Fixes;

        public void Add(double stated, bool isInside)
        {
            Fixes++;
            Stated += stated;
            Inside += isInside ? 1 : 0;
        }
    }

    /// <summary>An error of 5 to 500 m along its longer axis; every second one is a circle, the rest aslant.</summary>
    private sealed class Ellipse
    {
        private readonly double minorM;
        private readonly double sin;
        private readonly double cos;

        public Ellipse(Draws draws)
        {
            MajorM = 5 * Elementary.Exp(draws.Between(0, Elementary.Log(100)));
            minorM = draws.Chance(0.5) ? MajorM : MajorM / draws.Between(1, 4);
            (sin, cos) = Elementary.SinCosDegrees(draws.Between(0, 180));
        }

        public double MajorM { get; }

        public (double EastM, double NorthM) Draw(Draws draws)
        {
            var (along, across) = draws.Normals();
            (along, across) = (along * MajorM, across * minorM);
            return ((along * cos) - (across * sin), (along * sin) + (across * cos));
        }

        public Covariance2 Covariance(double factor)
        {
            var (major, minor) = (MajorM * MajorM * factor * factor, minorM * minorM * factor * factor);
            return new Covariance2(
                (cos * cos * major) + (sin * sin * minor),
                sin * cos * (major - minor),
                (sin * sin * major) + (cos * cos * minor));
        }
    }
}
