using Trucewatch.Domain;

namespace Trucewatch.Server.Past;

/// <summary>Which past, and where on the map.</summary>
/// <param name="Zoom">Zoom of the tile, 0 to <see cref="MaxZoom"/>.</param>
/// <param name="X">Its column from the west.</param>
/// <param name="Y">Its row from the north.</param>
/// <param name="From">States from this time on.</param>
/// <param name="To">States until this time.</param>
/// <param name="KnownBy">What became known later is left out.</param>
internal sealed record TileAsked(int Zoom, int X, int Y, Instant From, Instant To, Instant KnownBy)
{
    /// <summary>Deeper than this the page enlarges tiles: a step is two metres and less.</summary>
    public const int MaxZoom = 14;

    /// <summary>The longest time that is answered about.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>True when there is such a tile, and the time is not turned round or too long.</summary>
    public bool IsUsable => Zoom is >= 0 and <= MaxZoom && X >= 0 && Y >= 0 && X < 1 << Zoom && Y < 1 << Zoom
        && From <= To && To - From <= Longest;
}
