using Trucewatch.Domain;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules;

/// <summary>A track's state carried forward by its velocity to a time at which another one was heard.</summary>
internal static class Carried
{
    /// <summary>Where it is then; a time before the state changes nothing.</summary>
    public static GeoPoint PlaceAt(in TrackUpdate state, Instant at)
    {
        var seconds = at.SecondsSince(state.At);
        return seconds > 0
            ? LocalScale.At(state.Position).Move(state.Position, seconds * state.EastMps, seconds * state.NorthMps)
            : state.Position;
    }

    /// <summary>How sure that is.</summary>
    /// <param name="state">The state.</param>
    /// <param name="at">The time.</param>
    /// <param name="driftMps">By how much its speed may have changed, one standard deviation.</param>
    public static Covariance2 ErrorAt(in TrackUpdate state, Instant at, double driftMps)
    {
        var drift = driftMps * at.SecondsSince(state.At);
        var error = state.PositionError;
        return new Covariance2(
            error.EastM2 + (drift * drift), error.EastNorthM2, error.NorthM2 + (drift * drift));
    }
}
