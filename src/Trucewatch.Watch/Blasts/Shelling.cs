using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Geo;
using Trucewatch.Geo.Locating;

namespace Trucewatch.Watch.Blasts;

/// <summary>
/// Rounds that fell near one place, as several stations heard them: what is known of it so far. It says where, when and
/// how many, and nothing of who fired, or from where.
/// </summary>
/// <param name="Number">Number in the sector, from 1; it stays the same when more comes to be known.</param>
/// <param name="At">When the first round fell, as it was stated first.</param>
/// <param name="LastedS">Seconds from the first round to the last.</param>
/// <param name="Place">Where; null where the stations do not tell.</param>
/// <param name="Error">Covariance of the place, square metres.</param>
/// <param name="Refusal">Why no place is stated.</param>
/// <param name="CountMin">Least number of rounds.</param>
/// <param name="CountMax">Greatest number of rounds.</param>
/// <param name="Stations">Names of the stations that heard it, sorted.</param>
/// <param name="Frames">The frames of all arrivals that it rests on, in order of time.</param>
/// <param name="KnownAt">When that came to be known.</param>
/// <param name="Label">Label of what it rests on; null: no sensor has one.</param>
/// <param name="IsAuthenticated">True when a good signature covers each of the arrivals.</param>
internal sealed record Shelling(
    int Number,
    Instant At,
    double LastedS,
    GeoPoint? Place,
    Covariance2 Error,
    LocatingRefusal Refusal,
    int CountMin,
    int CountMax,
    ImmutableArray<string> Stations,
    ImmutableArray<FrameRef> Frames,
    Instant KnownAt,
    Label? Label,
    bool IsAuthenticated);
