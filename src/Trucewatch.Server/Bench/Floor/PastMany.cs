using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Server.Past;
using Trucewatch.Simulation.World;

namespace Trucewatch.Server.Bench.Floor;

/// <summary>A million states of tracks that wander over the theatre for a day, from a fixed seed, and tiles of them.
/// </summary>
internal static class PastMany
{
    public const int Tracks = 2000;

    /// <summary>States of each track.</summary>
    public const int StatesEach = 500;

    private const ulong Seed = 1;
    private const int MinZoom = 4;
    private const int MaxZoom = 12;

    // A service commits about so many states at once when much comes in.
    private const int AtOnce = 1000;
    private static readonly TimeSpan day = TimeSpan.FromHours(24);

    /// <summary>Commits them, the last at a time.</summary>
    public static void Commit(IPictureStore store, Agreement agreement, Instant last)
    {
        var draws = Draws.Named(Seed, "past places");
        var box = agreement.Theatre;
        var places = new (double Latitude, double Longitude)[Tracks];
        var commit = new List<TrackUpdate>(AtOnce);
        var position = store.LastPosition;
        for (var state = 0; state < Tracks * StatesEach; state++)
        {
            var (track, turn) = (state % Tracks, state / Tracks);
            ref var place = ref places[track];
            place = turn == 0
                ? (draws.Between(box.SouthDeg, box.NorthDeg), draws.Between(box.WestDeg, box.EastDeg))
                : (Math.Clamp(place.Latitude + draws.Between(-0.01, 0.01), box.SouthDeg, box.NorthDeg),
                    Math.Clamp(place.Longitude + draws.Between(-0.01, 0.01), box.WestDeg, box.EastDeg));
            var at = last - (day * (1 - ((state + 1.0) / (Tracks * StatesEach))));
            commit.Add(State(track + 1, at, place.Latitude, place.Longitude, state));
            if (commit.Count == AtOnce)
            {
                position++;
                store.Commit(new PictureCommit(position, position, commit, [], ["report-bench"]));
                commit.Clear();
            }
        }
    }

    /// <summary>Paths of tiles, of all zooms, with a part of the theatre in each, and all of the day.</summary>
    public static string[] Paths(Agreement agreement, Instant last)
    {
        var draws = Draws.Named(Seed, "tiles");
        var box = agreement.Theatre;
        var time = $"from={Uri.EscapeDataString((last - day).ToString())}&to={Uri.EscapeDataString(last.ToString())}";
        return
        [
            .. Enumerable.Range(0, 500).Select(number =>
            {
                var (zoom, place) = (MinZoom + (number % (MaxZoom - MinZoom + 1)), GeoPoint.FromDegrees(
                    latitudeDeg: draws.Between(box.SouthDeg, box.NorthDeg),
                    longitudeDeg: draws.Between(box.WestDeg, box.EastDeg)));
                var (x, y) = MapSquare.TileOf(MapSquare.KeyOf(place), zoom);
                return string.Create(CultureInfo.InvariantCulture, $"/api/v1/tracks/tiles/{zoom}/{x}/{y}?{time}");
            }),
        ];
    }

    /// <summary>The question for all of the day on one tile.</summary>
    public static TileAsked Whole(Instant last) => new(0, 0, 0, last - day, last, new Instant(long.MaxValue));

    private static TrackUpdate State(int track, Instant at, double latitude, double longitude, long sequence) => new()
    {
        Id = new TrackId(track),
        Identity = ObjectIdentity.Mmsi((uint)(200_000_000 + track)),
        Class = ObjectClass.Vessel,
        At = at,
        KnownAt = at,
        Position = GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: longitude),
        PositionError = Covariance2.Circular(20),
        Evidence = new FrameRef(new FeedId(0), sequence),
    };
}
