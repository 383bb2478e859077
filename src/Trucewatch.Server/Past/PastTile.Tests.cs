using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Simulation.Stores;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Server.Past;

public sealed class PastTileTests
{
    private static readonly Instant Noon = Instant.FromUnixSeconds(1_900_000_000);
    private static readonly TileAsked All = new(0, 0, 0, Noon, Noon + TimeSpan.FromHours(10), new(long.MaxValue));

    [Fact]
    public void A_place_is_where_web_maps_have_it()
    {
        // Slippy map tile names (wiki.openstreetmap.org): Kyiv at zoom 10 is 598, 345.
        var kyiv = MapSquare.KeyOf(GeoPoint.FromDegrees(latitudeDeg: 50.45, longitudeDeg: 30.5234));
        Assert.Equal((598, 345), MapSquare.TileOf(kyiv, 10));
        var (first, last) = MapSquare.Tile(10, 598, 345);
        Assert.InRange(kyiv, first, last);
        var (x, y) = MapSquare.Within(kyiv, 10);
        Assert.Equal(((30.5234 + 180) / 360 * 1024 % 1) * 4096, x, 1.0);
        Assert.InRange(y, 0, 4095);
        Assert.Equal((0UL, ulong.MaxValue), MapSquare.Tile(0, 0, 0));
        var north = MapSquare.KeyOf(GeoPoint.FromDegrees(latitudeDeg: 90, longitudeDeg: -180));
        Assert.Equal(0UL, north);
        var south = MapSquare.KeyOf(GeoPoint.FromDegrees(latitudeDeg: -90, longitudeDeg: 179.99999999));
        Assert.InRange(south, MapSquare.Tile(14, 16383, 16383).First, ulong.MaxValue);
    }

    [Fact]
    public void Tiles_of_a_zoom_share_all_states_among_them()
    {
        using var store = Store(Some(3000, seed: 5), 100);
        var places = new PastPlaces(store, runStates: 250, maxRuns: 2);
        var counts = from zoom in new[] { 0, 1, 3 }
                     let side = 1 << zoom
                     select (from x in Enumerable.Range(0, side)
                             from y in Enumerable.Range(0, side)
                             select (int)Told(Tile(places, All with { Zoom = zoom, X = x, Y = y }))["states"]).Sum();
        Assert.Equal([3000, 3000, 3000], counts);
        Assert.Equal(2, places.LoadedRuns);
    }

    [Theory]
    [InlineData(PastTile.MostEach, false)]
    [InlineData(PastTile.MostEach + 1, true)]
    public void Nothing_is_left_out_without_saying_so(int states, bool isThinned)
    {
        using var store = Store(Some(states, seed: 1), 1000);
        var points = Tile(new PastPlaces(store), All);
        var (told, went) = (Told(points), points.Where(point => point.Layer == "went").ToList());
        Assert.Equal((ulong)states, told["states"]);
        Assert.Equal(17UL, told["tracks"]);
        Assert.Equal(isThinned ? 1UL : 0, told["thinned"]);
        Assert.Equal((ulong)went.Count, told["marks"]);
        Assert.Equal(states, went.Sum(point => (int)point.Values["n"]));
        Assert.All(went, point => Assert.Equal(point.Values["n"] == 1, point.Values.ContainsKey("track")));
        if (isThinned)
        {
            Assert.InRange(went.Count, 2, 4096);
            Assert.Equal(went.Count, went.Select(point => (point.X / 64, point.Y / 64)).Distinct().Count());
        }
        else
        {
            Assert.Equal(states, went.Count);
        }
    }

    [Fact]
    public void Only_the_asked_time_as_it_was_known_then_is_told()
    {
        var hour = TimeSpan.FromHours(1);
        TrackPlace[] states =
        [
            Place(1, Noon - hour), Place(1, Noon), Place(1, Noon + hour), Place(1, Noon + (2 * hour)),
            Place(2, Noon) with { KnownAt = Noon + (3 * hour) },
        ];
        foreach (var runStates in new[] { 1, 100 })
        {
            using var store = Store(states, 1);
            var places = new PastPlaces(store, runStates);
            ulong Count(Instant from, Instant to, Instant known) =>
                Told(Tile(places, All with { From = from, To = to, KnownBy = known }))["states"];
            Assert.Equal(2UL, Count(Noon, Noon + hour, Noon + hour));
            Assert.Equal(3UL, Count(Noon, Noon + hour, Noon + (3 * hour)));
            Assert.Equal(5UL, Count(Noon - hour, Noon + (2 * hour), new(long.MaxValue)));
            Assert.Equal(0UL, Count(Noon + (5 * hour), Noon + (6 * hour), new(long.MaxValue)));
        }
    }

    [Fact]
    public void What_is_committed_later_is_there_at_the_next_question()
    {
        using var store = new MemoryPictureStore();
        var places = new PastPlaces(store, runStates: 30);
        var states = Some(200, seed: 9);
        for (var at = 0; at < states.Length; at += 7)
        {
            Commit(store, states[at..Math.Min(states.Length, at + 7)]);
            Assert.Equal((ulong)Math.Min(states.Length, at + 7), Told(Tile(places, All))["states"]);
        }
    }

    /// <summary>Two records that differ only in tracks that the reader may not see give the same tile.</summary>
    [Fact]
    public void What_is_withheld_changes_no_byte()
    {
        var leaks = 0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            var random = new Splitmix(seed);
            var (many, zoom) = (seed % 2 == 0 ? 2200 : 300, (int)(seed % 3));
            var seen = Some(many, seed);
            var hidden = Some(1 + (int)(random.Next() % 900), seed + 1000)
                .Select(place => place with { Track = new TrackId(place.Track.Value + 100) }).ToArray();
            var asked = All with { Zoom = zoom, X = (1 << zoom) / 2, Y = (1 << zoom) / 3 };
            using var one = Store(seen, 200);
            using var other = Store([.. Shuffled([.. seen, .. hidden], random)], 90);
            var (first, second) = (new PastPlaces(one, 500), new PastPlaces(other, 111));
            static bool Shows(TrackId track) => track.Value < 100;
            Assert.Equal(
                PastTile.Make(first, asked, Shows, isExercise: true),
                PastTile.Make(second, asked, Shows, isExercise: true));

            // A gate that lets all pass is noticed.
            leaks += PastTile.Make(first, asked, Shows, isExercise: true).AsSpan().SequenceEqual(
                PastTile.Make(second, asked, _ => true, isExercise: true)) ? 0 : 1;
        }

        Assert.InRange(leaks, 50, 60);
    }

    /// <summary>The page's own decoder reads these bytes in a test of the page: web/src/map/past.test.ts.</summary>
    [Fact]
    public void The_bytes_of_some_tiles_are_known()
    {
        var text = new StringBuilder();
        foreach (var count in new[] { 0, 3, 2100 })
        {
            using var store = Store(Some(count, seed: 4), 500);
            var asked = All with { Zoom = 1, X = 1, Y = 0 };
            var bytes = PastTile.Make(new PastPlaces(store), asked, _ => true, isExercise: true);
            var points = TileReading.Points(bytes);
            text.Append(CultureInfo.InvariantCulture, $"tile {Convert.ToBase64String(bytes)}\n");
            foreach (var point in points.Take(3).Append(points[^1]))
            {
                text.Append(CultureInfo.InvariantCulture, $"{point.Layer} {point.X} {point.Y}");
                text.AppendJoin("", point.Values.OrderBy(value => value.Key, StringComparer.Ordinal)
                    .Select(value => string.Create(CultureInfo.InvariantCulture, $" {value.Key}={value.Value}")));
                text.Append('\n');
            }
        }

        Golden.Equal("src/Trucewatch.Server/Past/corpus/tiles.txt", text.ToString());
    }

    private static List<TilePoint> Tile(PastPlaces places, TileAsked asked) =>
        TileReading.Points(PastTile.Make(places, asked, _ => true, isExercise: false));

    private static IReadOnlyDictionary<string, ulong> Told(List<TilePoint> points) =>
        Assert.Single(points, point => point.Layer == "told").Values;

    private static TrackPlace Place(int track, Instant at) => new(
        new TrackId(track), at, at, GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35));

    private static TrackPlace[] Some(int count, ulong seed)
    {
        var random = new Splitmix(seed);
        double Share() => random.Next() % 100_000 / 100_000.0;
        return [.. Enumerable.Range(0, count).Select(number => new TrackPlace(
            new TrackId(1 + (number % 17)), Noon + TimeSpan.FromSeconds(number),
            Noon + TimeSpan.FromSeconds(number + 1),
            GeoPoint.FromDegrees(latitudeDeg: 40 + (20 * Share()), longitudeDeg: (40 * Share()) - 3)))];
    }

    private static IEnumerable<TrackPlace> Shuffled(TrackPlace[] places, Splitmix random)
    {
        // The order among the seen is the record's own; where the withheld come between them is by chance.
        var seen = new Queue<TrackPlace>(places.Where(place => place.Track.Value < 100));
        var hidden = new Queue<TrackPlace>(places.Where(place => place.Track.Value >= 100));
        while (seen.Count + hidden.Count > 0)
        {
            yield return hidden.Count > 0 && (seen.Count == 0 || random.Next() % 3 == 0)
                ? hidden.Dequeue()
                : seen.Dequeue();
        }
    }

    private static MemoryPictureStore Store(TrackPlace[] places, int atOnce)
    {
        var store = new MemoryPictureStore();
        foreach (var chunk in places.Chunk(atOnce))
        {
            Commit(store, chunk);
        }

        return store;
    }

    private static void Commit(MemoryPictureStore store, TrackPlace[] places) => store.Commit(new PictureCommit(
        store.LastPosition + 1, store.LastPosition + 1,
        [.. places.Select(place => new TrackUpdate
        {
            Id = place.Track, At = place.At, KnownAt = place.KnownAt, Position = place.Position,
        })],
        [],
        ["ais-1"]));
}
