using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking;

/// <summary>A picture of plots and confirmed tracks, north up, as SVG.</summary>
internal sealed class TrackPicture
{
    /// <summary>Most plots and most track points that are drawn; those beyond it are left out.</summary>
    public const int MaxPoints = 200_000;

    private const double SidePixels = 800;
    private const double MarginPixels = 10;

    private readonly List<(double East, double North)> plots = [];
    private readonly SortedDictionary<int, List<(double East, double North)>> tracks = [];
    private int trackPoints;

    public void Add(ReadOnlySpan<Plot> seen)
    {
        foreach (ref readonly var plot in seen)
        {
            if (plots.Count < MaxPoints)
            {
                plots.Add((plot.EastM, plot.NorthM));
            }
        }
    }

    public void Add(ReadOnlySpan<PlotTrack> live)
    {
        foreach (ref readonly var track in live)
        {
            if (track.Status != PlotTrackStatus.Confirmed || trackPoints == MaxPoints)
            {
                continue;
            }

            if (!tracks.TryGetValue(track.Id, out var points))
            {
                tracks.Add(track.Id, points = []);
            }

            points.Add((track.State.EastM, track.State.NorthM));
            trackPoints++;
        }
    }

    public void Write(TextWriter output)
    {
        var all = plots.Count == 0 ? [(0, 0)] : plots;
        var (west, north) = (all.Min(point => point.East), all.Max(point => point.North));
        var extent = Math.Max(all.Max(point => point.East) - west, north - all.Min(point => point.North));
        var scale = (SidePixels - (2 * MarginPixels)) / Math.Max(extent, 1);
        output.Write(FormattableString.Invariant(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {SidePixels} {SidePixels}\">\n"));
        output.Write("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n<g fill=\"#999\">\n");
        foreach (var point in plots)
        {
            output.Write($"<circle cx=\"{X(point)}\" cy=\"{Y(point)}\" r=\"0.8\"/>\n");
        }

        output.Write("</g>\n<g fill=\"none\" stroke=\"#06c\" stroke-width=\"1.5\">\n");
        foreach (var (_, points) in tracks)
        {
            output.Write(
                $"<polyline points=\"{string.Join(' ', points.Select(point => X(point) + "," + Y(point)))}\"/>\n");
        }

        output.Write("</g>\n</svg>\n");

        string X((double East, double North) point) =>
            FormattableString.Invariant($"{MarginPixels + ((point.East - west) * scale):F1}");

        string Y((double East, double North) point) =>
            FormattableString.Invariant($"{MarginPixels + ((north - point.North) * scale):F1}");
    }
}
