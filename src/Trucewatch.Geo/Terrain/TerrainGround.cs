namespace Trucewatch.Geo.Terrain;

/// <summary>
/// Heights of the ground over several tiles. A tile is opened when a height of it is asked for; few are held at a time,
/// and which ones are held shows in no answer. Used by one caller at a time.
/// </summary>
public sealed class TerrainGround
{
    /// <summary>Most tiles that are held: 0.4 GB of one second of arc.</summary>
    public const int MaxHeld = 16;

    private readonly SortedSet<TerrainCorner> corners;
    private readonly Func<TerrainCorner, TerrainTile> open;
    private readonly List<TerrainTile> held = [];
    private TerrainTile? last;

    /// <summary>Makes the ground of some tiles.</summary>
    /// <param name="corners">The tiles that there are.</param>
    /// <param name="open">Opens one of them.</param>
    public TerrainGround(IEnumerable<TerrainCorner> corners, Func<TerrainCorner, TerrainTile> open)
    {
        ArgumentNullException.ThrowIfNull(corners);
        (this.corners, this.open) = ([.. corners], open);
    }

    /// <summary>The tiles that there are, from the south-west.</summary>
    public IReadOnlyCollection<TerrainCorner> Corners => corners;

    /// <summary>Lets go of the tiles that are held; those that are asked for again are opened again.</summary>
    public void Release()
    {
        held.Clear();
        last = null;
    }

    /// <summary>
    /// The height of the ground at a place in metres, straight between those that lie around it; NaN: it is not known,
    /// because there is no tile, or it needs a void.
    /// </summary>
    /// <param name="latitudeDeg">Latitude, -90 to 90.</param>
    /// <param name="longitudeDeg">Longitude; full turns do not count.</param>
    public double HeightM(double latitudeDeg, double longitudeDeg)
    {
        if (last is { Corner: var (south, west) } && latitudeDeg >= south && latitudeDeg < south + 1
            && longitudeDeg >= west && longitudeDeg < west + 1)
        {
            return last.HeightM(latitudeDeg, longitudeDeg);
        }

        var longitude = longitudeDeg - (360 * Math.Floor((longitudeDeg + 180) / 360));
        var corner = TerrainCorner.Of(Math.Min(latitudeDeg, 89.5), longitude);
        if (corners.Contains(corner))
        {
            return (last = Held(corner)).HeightM(latitudeDeg, longitude);
        }

        return OnSharedEdge(latitudeDeg, longitude, corner);
    }

    /// <summary>The south and west edge of a tile that is not there stand in its neighbours too.</summary>
    private double OnSharedEdge(double latitudeDeg, double longitudeDeg, TerrainCorner corner)
    {
        var (isSouth, isWest) = (latitudeDeg == corner.SouthDeg, longitudeDeg == corner.WestDeg);
        var west = corner.WestDeg == -180 ? 179 : corner.WestDeg - 1;
        if (isSouth && corners.Contains(corner with { SouthDeg = corner.SouthDeg - 1 }))
        {
            return Held(corner with { SouthDeg = corner.SouthDeg - 1 }).HeightM(latitudeDeg, longitudeDeg);
        }

        if (isWest && corners.Contains(corner with { WestDeg = west }))
        {
            return Held(corner with { WestDeg = west }).HeightM(latitudeDeg, west + 1);
        }

        var both = new TerrainCorner(corner.SouthDeg - 1, west);
        return isSouth && isWest && corners.Contains(both) ? Held(both).HeightM(latitudeDeg, west + 1) : double.NaN;
    }

    /// <summary>The tile that was not used for the longest time makes room.</summary>
    private TerrainTile Held(TerrainCorner corner)
    {
        var at = held.FindIndex(tile => tile.Corner == corner);
        var tile = at < 0 ? open(corner) : held[at];
        if (at >= 0)
        {
            held.RemoveAt(at);
        }
        else if (held.Count == MaxHeld)
        {
            held.RemoveAt(0);
        }

        held.Add(tile);
        return tile;
    }
}
