using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// How dense plots are that no track explains. Of a scanning sensor they are mostly clutter: counted for each square
/// metre of the box in which it has seen anything: a running mean, first over all scans and then over about the last
/// <see cref="MemoryScans"/>. Of a sensor that is told by the objects they are objects not heard before: many at first,
/// few once each has had its time to report.
/// </summary>
internal struct Clutter
{
    private const int MemoryScans = 30;

    // One false plot in a hundred square kilometres of a sensor that has not seen anything yet.
    private const double FirstPerM2 = 1e-8;

    // No scan is so clean that nothing could be false, and a box of one plot has no area.
    private const double LeastPerScan = 0.1;
    private const double LeastAreaM2 = 1e6;

    private const double TwoPi = 2 * Math.PI;

    // One ship for each square kilometre is a busy harbour; ships at anchor report every three minutes (ITU-R M.1371).
    private const double UnseenAtFirstPerM2 = 1e-6;
    private const double UnseenLastsS = 400;
    private const double UnseenStays = 0.001;

    private double west, east, south, north;
    private double perScan;
    private int scans;
    private Instant first;

    /// <summary>The density as learnt so far, the box grown by the plots of this scan.</summary>
    public double PerM2(ReadOnlySpan<Plot> plots)
    {
        foreach (ref readonly var plot in plots)
        {
            if (plot.Kind == PlotKind.Bearing)
            {
                continue;
            }

            var isFirst = scans == 0 && west == 0 && east == 0 && south == 0 && north == 0;
            west = isFirst ? plot.EastM : Math.Min(west, plot.EastM);
            east = isFirst ? plot.EastM : Math.Max(east, plot.EastM);
            south = isFirst ? plot.NorthM : Math.Min(south, plot.NorthM);
            north = isFirst ? plot.NorthM : Math.Max(north, plot.NorthM);
        }

        return scans == 0
            ? FirstPerM2
            : Math.Max(perScan, LeastPerScan) / Math.Max((east - west) * (north - south), LeastAreaM2);
    }

    /// <summary>The density of bearings that no track explains, spread evenly round the observer.</summary>
    public readonly double PerRadian => Math.Max(perScan, LeastPerScan) / TwoPi;

    /// <summary>The density of objects that a sensor has not been told of yet.</summary>
    public double UnseenPerM2(Instant at)
    {
        first = scans == 0 ? at : first;
        return UnseenAtFirstPerM2 * (UnseenStays + Elementary.Exp(-at.SecondsSince(first) / UnseenLastsS));
    }

    /// <summary>Takes in how many plots of the scan no confirmed track explains.</summary>
    public void Learn(int unexplained)
    {
        scans = Math.Min(scans + 1, MemoryScans);
        perScan += (unexplained - perScan) / scans;
    }
}
