using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Watch;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Simulation.World;

/// <summary>
/// What the ledger says of a cell and an hour is how often what happens there is seen, as a scene says that knows
/// nothing of cells.
/// </summary>
public sealed class WatchedSceneTests
{
    /// <summary>Most by which the share that was seen may differ from what was stated.</summary>
    private const double Tolerance = 0.03;

    private static readonly Modality[] used = [Modality.Optical, Modality.Thermal, Modality.SeismoAcoustic];

    private static readonly WatchedScene scene = WatchedScene.Of(seed: 4, occurrences: 40_000);

    [Theory]
    [InlineData(Modality.Optical)]
    [InlineData(Modality.Thermal)]
    [InlineData(Modality.SeismoAcoustic)]
    public void So_much_is_seen_as_is_stated(Modality modality)
    {
        var lasts = TimeSpan.FromMinutes(DetectionModels.Of(modality).LastsMinutes);
        var bins = BinsOf(modality, one => scene.IsSeen(one, modality, lasts));
        Assert.All(bins.Where(bin => bin.Count > 500), bin => Assert.Equal(bin.Stated, bin.Seen, Tolerance));
        Assert.True(bins.Count(bin => bin.Count > 500) >= 3, string.Join(' ', bins));

        // The check can fail: one who looks half as well as is stated is found out.
        var worse = BinsOf(modality, one => scene.IsSeen(one, modality, lasts) && one.Fates[7] < 0.5);
        Assert.Contains(worse.Where(bin => bin.Count > 500), bin => Math.Abs(bin.Stated - bin.Seen) > Tolerance);
    }

    [Fact]
    public void All_modalities_together_see_as_much_as_is_stated()
    {
        var bins = BinsOf(Modality.Unknown, one => used.Any(modality =>
            scene.IsSeen(one, modality, TimeSpan.FromMinutes(DetectionModels.Of(modality).LastsMinutes))));
        Assert.All(bins.Where(bin => bin.Count > 500), bin => Assert.Equal(bin.Stated, bin.Seen, Tolerance));
    }

    [Fact]
    public void Where_looks_fail_each_by_itself_no_less_is_seen_than_stated()
    {
        var draws = Draws.Named(1, "fates");
        var lasts = TimeSpan.FromMinutes(DetectionModels.Of(Modality.Thermal).LastsMinutes);
        var bins = BinsOf(Modality.Thermal, one => scene.IsSeenByAny(one, Modality.Thermal, lasts, draws));
        Assert.All(bins.Where(bin => bin.Count > 500), bin => Assert.True(bin.Seen > bin.Stated - Tolerance, $"{bin}"));
    }

    /// <summary>
    /// By stated chance, in tenths: how many, what was stated in the mean, and the share that was seen.
    /// </summary>
    private List<(int Count, double Stated, double Seen)> BinsOf(Modality modality, Func<Occurrence, bool> isSeen)
    {
        var desk = new LookDesk(WatchedScene.Agreement, new SectorSettings(), new FeedNames("a"));
        desk.Take(new Look { ReceivedAt = WatchedScene.Start - TimeSpan.FromHours(1) });
        foreach (var look in scene.Looks)
        {
            desk.Take(in look);
        }

        desk.Take(new Look { ReceivedAt = WatchedScene.Start + TimeSpan.FromHours(30) });
        var ledger = desk.Ledger;
        var all = new List<(double Stated, bool Seen)>();
        foreach (var occurrence in scene.Occurrences)
        {
            var cell = ledger.Ground.CellOf(occurrence.Place);
            if (cell >= 0)
            {
                var plane = ledger.PlaneOf(CoverageLedger.HourOf(occurrence.Middle), modality);
                var stated = plane.IsEmpty ? 0 : plane[cell] * plane[cell] / (double)Chances.One;
                all.Add((stated, isSeen(occurrence)));
            }
        }

        return
        [
            .. all.GroupBy(one => one.Stated == 0 ? -1 : (int)(one.Stated * 10)).OrderBy(bin => bin.Key).Select(bin => (
                bin.Count(), bin.Average(one => one.Stated), bin.Average(one => one.Seen ? 1.0 : 0.0))),
        ];
    }
}
