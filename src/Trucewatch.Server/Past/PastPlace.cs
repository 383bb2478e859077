using Trucewatch.Domain.Stores;

namespace Trucewatch.Server.Past;

/// <summary>Where a track was, as its place on the square of the map.</summary>
/// <param name="Key">The place (<see cref="MapSquare"/>).</param>
/// <param name="AtUs">Time of the state, in microseconds.</param>
/// <param name="KnownAtUs">When it became known.</param>
/// <param name="Track">The track's number.</param>
internal readonly record struct PastPlace(ulong Key, long AtUs, long KnownAtUs, int Track)
{
    public static PastPlace Of(in TrackPlace place) => new(
        MapSquare.KeyOf(place.Position), place.At.UnixMicroseconds, place.KnownAt.UnixMicroseconds,
        place.Track.Value);

    /// <summary>By place. Ties are broken by all else, so that the order in which states came never shows.</summary>
    public static int ByKey(PastPlace one, PastPlace other) =>
        one.Key != other.Key ? one.Key.CompareTo(other.Key) : ByTime(one, other);

    /// <summary>By time, and by all else where times are the same.</summary>
    public static int ByTime(PastPlace one, PastPlace other) =>
        one.AtUs != other.AtUs ? one.AtUs.CompareTo(other.AtUs)
        : one.KnownAtUs != other.KnownAtUs ? one.KnownAtUs.CompareTo(other.KnownAtUs)
        : one.Track != other.Track ? one.Track.CompareTo(other.Track)
        : one.Key.CompareTo(other.Key);
}
