using Trucewatch.Domain;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Server.Past;

/// <summary>
/// One tile of past places. Up to <see cref="MostEach"/> states stand each for itself. More are thinned: of each cell
/// of a grid of 64 by 64 the newest state is drawn, and says for how many it stands. The layer <c>told</c> holds one
/// point with how many states and tracks are in the tile, and how many marks stand for them, so that nothing is left
/// out without saying so. Only what the reader may see is looked at, counted and drawn, and the same states give the
/// same bytes in whatever order they came.
/// </summary>
internal sealed class PastTile
{
    /// <summary>The layer of the places.</summary>
    public const string WentLayer = "went";

    /// <summary>The layer of what is told of them.</summary>
    public const string ToldLayer = "told";

    /// <summary>States that are not thinned.</summary>
    public const int MostEach = 2048;

    /// <summary>The grid has two to this power cells on a side.</summary>
    public const int CellLevels = 6;

    private readonly TileAsked asked;
    private readonly Func<TrackId, bool> shows;
    private readonly Dictionary<int, bool> tracks = [];
    private readonly List<PastPlace> each = [];
    private readonly (int States, PastPlace Newest)[] cells = new (int, PastPlace)[1 << (2 * CellLevels)];
    private int states;

    private PastTile(TileAsked asked, Func<TrackId, bool> shows)
    {
        this.asked = asked;
        this.shows = shows;
    }

    /// <summary>The tile's bytes, as Mapbox Vector Tile 2.1.</summary>
    public static byte[] Make(PastPlaces places, TileAsked asked, Func<TrackId, bool> shows, bool isExercise)
    {
        var tile = new PastTile(asked, shows);
        var keys = MapSquare.Tile(asked.Zoom, asked.X, asked.Y);
        foreach (var part in places.Within(keys, asked.From, asked.To))
        {
            tile.Take(part.Span, keys);
        }

        return tile.Write(isExercise);
    }

    private void Take(ReadOnlySpan<PastPlace> part, (ulong First, ulong Last) keys)
    {
        var (from, to) = (asked.From.UnixMicroseconds, asked.To.UnixMicroseconds);
        var known = asked.KnownBy.UnixMicroseconds;
        foreach (ref readonly var place in part)
        {
            if (place.Key < keys.First || place.Key > keys.Last || place.AtUs < from || place.AtUs > to
                || place.KnownAtUs > known || !Shows(place.Track))
            {
                continue;
            }

            states++;
            if (states <= MostEach)
            {
                each.Add(place);
            }

            ref var cell = ref cells[MapSquare.Cell(place.Key, asked.Zoom, CellLevels)];
            if (cell.States++ == 0 || PastPlace.ByTime(place, cell.Newest) > 0)
            {
                cell.Newest = place;
            }
        }
    }

    /// <summary>The gate is asked once for each track.</summary>
    private bool Shows(int track)
    {
        if (!tracks.TryGetValue(track, out var shown))
        {
            tracks.Add(track, shown = shows(new TrackId(track)));
        }

        return shown;
    }

    private byte[] Write(bool isExercise)
    {
        var went = new TileLayer(WentLayer, MapSquare.Extent);
        var isThinned = states > MostEach;
        if (isThinned)
        {
            foreach (var (count, newest) in cells.Where(cell => cell.States > 0))
            {
                Draw(went, newest, count);
            }
        }
        else
        {
            each.Sort(PastPlace.ByTime);
            each.ForEach(place => Draw(went, place, 1));
        }

        var told = new TileLayer(ToldLayer, MapSquare.Extent);
        told.Point(
            MapSquare.Extent / 2, MapSquare.Extent / 2,
            ("states", TileValue.Of(states)),
            ("tracks", TileValue.Of(tracks.Values.Count(shown => shown))),
            ("marks", TileValue.Of(went.Count)),
            ("thinned", TileValue.Of(isThinned)),
            ("exercise", TileValue.Of(isExercise)));
        return TileLayer.Tile(went, told);
    }

    /// <summary>A mark that stands for one state says of which track.</summary>
    private void Draw(TileLayer went, in PastPlace place, int count)
    {
        var (x, y) = MapSquare.Within(place.Key, asked.Zoom);
        var last = ("last", TileValue.Of(Math.Max(0, place.AtUs / 1_000_000)));
        var n = ("n", TileValue.Of(count));
        if (count == 1)
        {
            went.Point(x, y, n, last, ("track", TileValue.Of(place.Track)));
        }
        else
        {
            went.Point(x, y, n, last);
        }
    }
}
