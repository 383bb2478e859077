using System.Numerics;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Rules.BuildUp;

public sealed class BuildUpRuleTests
{
    private const int DayS = 86_400;

    /// <summary>The scene's time in its first window of six hours of a day.</summary>
    private static readonly double midnightS = -(Scene.Start.UnixMicroseconds / 1e6 % DayS) + DayS;

    private static readonly ObjectIdentity other = ObjectIdentity.Mmsi(200_900_000);

    /// <summary>Objects in the cell in the first window of each day; how many are stated.</summary>
    [Theory]
    [InlineData("4 4 4 4 4 4 4 20", "", 1)]
    [InlineData("4 4 4 4 4 4 4 6", "", 0)]
    [InlineData("0 0 0 0 0 0 0 8", "", 1)]
    [InlineData("20 20 20 20 20 20 20 20", "", 0)]
    [InlineData("20 20 20 20 20 20 20 4", "", 0)]
    // Two days are fewer than three; fewer than five are no build-up.
    [InlineData("1 1 20", "", 0)]
    [InlineData("1 1 20", "min_days: 2", 1)]
    [InlineData("0 0 0 0 0 0 0 4", "", 0)]
    [InlineData("0 0 0 0 0 0 0 4", "min_objects: 4; level: 0.2", 1)]
    // Days on which nobody listened there are not days without ships.
    [InlineData("- - - - - - - 20", "", 0)]
    [InlineData("20 - - 20 - 20 20 20", "", 0)]
    // Half a baseline that saw few, and a window that was watched for an hour.
    [InlineData("4 4 4 4 4 4 4 20!", "", 0)]
    [InlineData("4 4 4 4 4 4 4 20", "zones: [west-zone]", 0)]
    public void Counts_are_compared_with_those_of_the_same_hours(string days, string settings, int expected)
    {
        var said = Said(days, settings);
        Assert.Equal(expected, said.Count);
        Assert.All(said, one => Assert.Equal(
            (DetectionKind.Measured, Determination.Undetermined, null), (one.Kind, one.Determination, one.Party)));
    }

    [Fact]
    public void What_is_stated_can_be_worked_out_again_and_ends()
    {
        var scene = Days("4 4 4 4 4 4 4 20 4");
        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", "build-up", "zones: [east-zone]")));
        var said = facts.OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
        Assert.Equal([DetectionKind.Measured, DetectionKind.Left], said.Select(one => one.Kind));
        var details = said[0].Details!.Value.ToDictionary(one => one.Name, one => one.Value);
        Assert.Equal(
            ("20", "4", "28", "7", "1"),
            (details["objects"], details["expected"], details["objects_before"], details["watched_windows_before"],
                details["watched_windows"]));
        Assert.Equal("2", details["cells_tested"]);
        Assert.Equal("4.2e-7", details["chance"]);
        Assert.Equal(WatchedWindow.MaxFrames, said[0].Frames.Length);
        Assert.Equal((20, 20), (said[0].CountMin, said[0].CountMax));
        var incident = facts.OfType<IncidentFact>().Last().Incident;
        Assert.Equal(("I-0001", IncidentStatus.Closed), (incident.Id, incident.Status));
    }

    /// <summary>The oracle adds up exact fractions.</summary>
    [Theory]
    [InlineData(20, 28, 1, 8)]
    [InlineData(1, 0, 1, 8)]
    [InlineData(8, 0, 1, 8)]
    [InlineData(5, 5, 1, 2)]
    [InlineData(0, 9, 1, 4)]
    [InlineData(60, 300, 2, 13)]
    public void The_chance_is_the_binomial_tail(int count, int before, int part, int whole)
    {
        var (sum, all) = (BigInteger.Zero, count + before);
        var ways = BigInteger.One;
        for (var k = 0; k <= all; k++)
        {
            sum += k >= count ? ways * BigInteger.Pow(part, k) * BigInteger.Pow(whole - part, all - k) : 0;
            ways = ways * (all - k) / (k + 1);
        }

        var expected = Math.Exp(BigInteger.Log(sum) - (all * Math.Log(whole)));
        Assert.Equal(expected, BuildUpRule.ChanceOfAtLeast(count, before, part / (double)whole), 1e-9);
    }

    /// <summary>Poisson counts of one rate in a hundred cells, window after window: 1 % of the windows at most.
    /// </summary>
    [Fact]
    public void Where_nothing_changes_hardly_anything_is_stated()
    {
        var draws = new Splitmix(77);
        int Poisson(double mean)
        {
            var (count, rest) = (0, Math.Exp(-mean));
            for (var product = draws.Between(0, 1); product > rest; product *= draws.Between(0, 1))
            {
                count++;
            }

            return count;
        }

        var (windows, wrong) = (400, 0);
        for (var window = 0; window < windows; window++)
        {
            var isAny = false;
            for (var cell = 0; cell < 100; cell++)
            {
                var before = Enumerable.Range(0, 7).Sum(_ => Poisson(4));
                isAny |= BuildUpRule.ChanceOfAtLeast(Poisson(4), before, 1 / 8.0) * 100 <= 0.01;
            }

            wrong += isAny ? 1 : 0;
        }

        Assert.InRange(wrong, 0, 0.02 * windows);
    }

    [Fact]
    public void Windows_older_than_the_baseline_are_forgotten()
    {
        var scene = Days("4 4 4 4 4 4 4 4 4 4 4");
        var sector = new Sector(
            Scene.Agreement(Scene.Clause("1", "build-up", "zones: [east-zone]; baseline_days: 4")),
            Scene.Feeds, new SectorSettings());
        sector.Step(new SectorInput(0, scene.Observations), new SectorOutput());
        Assert.InRange(sector.Rules.Rules.OfType<BuildUpRule>().Single().WindowCount, 5, (4 * 4) + 2);
    }

    [Theory]
    [InlineData(WatchedWindow.MaxCounted)]
    [InlineData(WatchedWindow.MaxCounted + 1)]
    public void Objects_are_counted_up_to_a_limit(int count)
    {
        var window = new WatchedWindow();
        for (uint number = 0; number < count; number++)
        {
            window.Add(new GridCell((int)number % 100, 1), ObjectIdentity.Mmsi(number), default, null);
        }

        Assert.Equal(WatchedWindow.MaxCounted, window.Counted);
    }

    [Theory]
    [InlineData("", "zones: expected a list of zones, got nothing")]
    [InlineData("zones: [lane]\nwindow_h: 5", "window_h: expected hours of which a whole number makes a day, got '5'")]
    [InlineData("zones: [lane]\nmin_days: 8", "min_days: expected a number that is not above baseline_days")]
    public void Faulty_settings_are_refused(string settings, string message) =>
        RuleCases.Refuse("kind: build-up\n" + settings, message);

    private static List<Detection> Said(string days, string settings)
    {
        var zones = settings.Contains("zones", StringComparison.Ordinal) ? settings : "zones: [east-zone]; " + settings;
        return Days(days).Run(Scene.Agreement(Scene.Clause("1", "build-up", zones)))
            .OfType<DetectionFact>().Select(fact => fact.Detection).ToList();
    }

    /// <summary>
    /// Ships in a cell east of the middle, each heard a few times in the first six hours of a day; one ship in another
    /// cell is heard every ten minutes and shows that somebody listens. <c>-</c>: nobody does; <c>!</c>: for an hour.
    /// </summary>
    private static Scene Days(string days)
    {
        var scene = new Scene();
        var all = new List<(double Second, uint Ship, double East)>();
        var parts = days.Split(' ');
        for (var day = 0; day < parts.Length; day++)
        {
            var from = midnightS + (day * DayS);
            var brief = parts[day].EndsWith('!');
            for (var second = 0; parts[day] != "-" && second < (brief ? 3_600 : 21_600); second += 600)
            {
                all.Add((from + second, (uint)other.Number, 12_000));
            }

            var ships = parts[day] == "-" ? 0 : int.Parse(
                parts[day].TrimEnd('!'), System.Globalization.CultureInfo.InvariantCulture);
            for (var ship = 1; ship <= ships; ship++)
            {
                for (var time = 0; time < 3; time++)
                {
                    all.Add((from + (ship * 20) + (time * 900), 200_100_000 + (uint)ship, 2_000 + (ship * 50)));
                }
            }
        }

        // Somebody far away is heard after the last window, so that its end is seen.
        all.Add((midnightS + ((parts.Length - 1) * DayS) + 30_000, (uint)other.Number, 12_000));
        foreach (var (second, ship, east) in all.OrderBy(one => one.Second).ThenBy(one => one.Ship))
        {
            scene.Vessel(ship, second, east, 2_000);
        }

        return scene;
    }
}
