using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Patrols;

/// <summary>That a patrol was not heard when it should have been.</summary>
/// <param name="Patrol">Id of the patrol's task.</param>
/// <param name="Due">When it should have been heard at the latest.</param>
/// <param name="LastHeard">When it was heard last, or null: never.</param>
/// <param name="LastPlace">Where it was then, or null: it did not say.</param>
/// <param name="Expected">Where it should be now by its route.</param>
public sealed record MissedCheckIn(
    string Patrol, Instant Due, Instant? LastHeard, GeoPoint? LastPlace, GeoPoint Expected);

/// <summary>
/// The check-ins of a patrol: from its start to its end it is to be heard at least so often. A missed check-in is a
/// fact, stated once for each silence, when time has passed it; that it is heard later is another one and takes nothing
/// back. Nothing is concluded from it: a silent radio is not a harmed patrol.
/// </summary>
public sealed class CheckIns
{
    private readonly PatrolTask patrol;
    private readonly TimeSpan every;
    private readonly Instant begin;
    private readonly List<MissedCheckIn> missed = [];
    private (Instant At, GeoPoint? Place)? heard;
    private Instant now;
    private bool isSilent;

    /// <summary>Begins to wait for a patrol.</summary>
    /// <param name="patrol">The patrol, with its route.</param>
    /// <param name="every">The longest time between two check-ins, above 0.</param>
    /// <param name="from">When somebody began to listen: nothing was missed before. Null: before the patrol began.
    /// </param>
    public CheckIns(PatrolTask patrol, TimeSpan every, Instant? from = null)
    {
        ArgumentNullException.ThrowIfNull(patrol);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero);
        (this.patrol, this.every, now) = (patrol, every, Instant.Beginning);
        begin = from is { } listening && listening > patrol.Route[0].At ? listening : patrol.Route[0].At;
    }

    /// <summary>All that were missed, in their order.</summary>
    public ImmutableArray<MissedCheckIn> Missed => [.. missed];

    /// <summary>When it has to be heard next at the latest; null: its route is over.</summary>
    public Instant? Due
    {
        get
        {
            var since = heard is { } last && last.At > begin ? last.At : begin;
            return since >= patrol.Route[^1].At ? null : since + every;
        }
    }

    /// <summary>The patrol is heard; what is older than the last time that it was heard changes nothing.</summary>
    public void Hear(Instant at, GeoPoint? place)
    {
        Advance(at);
        if (heard is null || at > heard.Value.At)
        {
            var before = Due;
            heard = (at, place);
            isSilent = isSilent && Due == before;
        }
    }

    /// <summary>Time passes; gives what was missed by it, or null.</summary>
    public MissedCheckIn? Advance(Instant at)
    {
        now = at > now ? at : now;
        if (isSilent || Due is not { } due || now <= due)
        {
            return null;
        }

        isSilent = true;
        missed.Add(new MissedCheckIn(patrol.Id, due, heard?.At, heard?.Place, PlaceAt(now)));
        return missed[^1];
    }

    private GeoPoint PlaceAt(Instant at)
    {
        var route = patrol.Route;
        for (var index = 1; index < route.Length; index++)
        {
            if (at < route[index].At)
            {
                var (from, to) = (route[index - 1], route[index]);
                var scale = LocalScale.At(from.Place);
                var (east, north) = scale.Offset(from.Place, to.Place);
                var share = Math.Clamp(at.SecondsSince(from.At) / to.At.SecondsSince(from.At), 0, 1);
                return scale.Move(from.Place, east * share, north * share);
            }
        }

        return route[^1].Place;
    }
}
