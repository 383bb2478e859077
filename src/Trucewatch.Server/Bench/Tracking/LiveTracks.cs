using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Watch;

namespace Trucewatch.Server.Bench.Tracking;

/// <summary>A sector that follows many objects which do not tell who they are, seen every four seconds.</summary>
internal sealed class LiveTracks
{
    /// <summary>Looks until tracks, their copies and the plots of the window are all there.</summary>
    public const int LooksToFill = 30;

    // 400 km of sea with a ship each kilometre or so: more of it than any one sensor sees.
    private const double SideM = 400_000;
    private const int LookEveryS = 4;

    private static readonly GeoPoint middle = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35);

    private readonly Sector sector;
    private readonly SectorOutput output = new();
    private readonly Observation[] plots;
    private readonly int side;
    private long looks;

    public LiveTracks(int count)
    {
        var agreement = new Agreement(
            "bench", new LocalText("Bench"), "1", "0", true, new TheatreBox(30, 44, 40, 50), "Etc/UTC", [], [], [], [],
            []);
        sector = new Sector(agreement, new FeedNames("radar"), new SectorSettings());
        plots = new Observation[count];
        side = (int)Math.Ceiling(Math.Sqrt(count));
    }

    /// <summary>States of tracks that the last look gave.</summary>
    public int Shown { get; private set; }

    /// <summary>Lets the sensor look once; gives how many states came out.</summary>
    public long Look()
    {
        var at = Instant.FromUnixSeconds(1_900_000_000 + (looks * LookEveryS));
        var scale = LocalScale.At(middle);
        for (var index = 0; index < plots.Length; index++)
        {
            var (x, y) = (((index % side) + 0.5) / side, ((index / side) + 0.5) / side);
            var errorM = (((looks * 7_919) + (index * 104_729L)) % 41) - 20;
            plots[index] = new Observation
            {
                Frame = new FrameRef(new FeedId(0), (looks * plots.Length) + index),
                Kind = ObservationKind.Position,
                At = at,
                ReceivedAt = at,
                HasSourceTime = true,
                HasPosition = true,
                Position = scale.Move(middle, ((x - 0.5) * SideM) + errorM, ((y - 0.5) * SideM) - errorM),
                PositionError = Covariance2.Circular(20),
                SpeedMps = double.NaN,
                CourseDeg = double.NaN,
                HeightM = double.NaN,
                HeightSigmaM = double.NaN,
            };
        }

        sector.Step(new SectorInput(looks++, plots), output);
        Shown = output.Tracks.Count;
        output.Clear();
        return Shown;
    }
}
