using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Tracking;

/// <summary>What the tracker did not use, and why.</summary>
/// <param name="Late">Came later than the window.</param>
/// <param name="Duplicate">Copies of a known fix.</param>
/// <param name="OutsideTheatre">Outside the theatre's bounds: suspect.</param>
/// <param name="FutureTime">The source's time was too far ahead of the receive time.</param>
/// <param name="BadError">The covariance was not finite, positive and of a bearable size.</param>
/// <param name="NoBranch">An impossible move, with no room for one more rival track.</param>
/// <param name="GivenUp">Identities given up for new ones at the limit.</param>
public readonly record struct TrackerCounts(
    long Late, long Duplicate, long OutsideTheatre, long FutureTime, long BadError, long NoBranch, long GivenUp);

/// <summary>Numbers of tracks, and what a step opened or gave up.</summary>
/// <param name="number">Gives the n-th track, from 0, its number; null: n + 1.</param>
public sealed class TrackBook(Func<int, int>? number)
{
    /// <summary>Number of tracks opened so far.</summary>
    public int Opened { get; private set; }

    /// <summary>Tracks that were given up; the reader empties it.</summary>
    public List<TrackId> GivenUp { get; } = [];

    /// <summary>The rival track opened by the last observation, if any: identity and number.</summary>
    public (ObjectIdentity Identity, int Ordinal)? Split { get; private set; }

    internal int Next()
    {
        var index = Opened++;
        return number is null ? index + 1 : number(index);
    }

    internal void NoteSplit(ObjectIdentity identity, int ordinal)
    {
        // Later rivals of a split identity say nothing new, and a flood of them must not become a flood of facts.
        if (ordinal is > 1 and <= TrackedObject.MaxBranches)
        {
            Split = (identity, ordinal);
        }
    }

    internal void Clear()
    {
        GivenUp.Clear();
        Split = null;
    }
}

/// <summary>
/// Tracks of all identified objects. Association is by identity; an impossible move is never taken into a track but
/// opens a rival one, and both are kept.
/// </summary>
public sealed class Tracker(TheatreBox theatre, SectorSettings settings)
{
    // The plane of the filter needs metres in a degree of longitude; there are hardly any at the poles.
    private const double MaxLatitudeDeg = 85;

    private readonly Dictionary<ObjectIdentity, TrackedObject> objects = [];
    private TrackedObject? idlest;
    private TrackedObject? newest;
    private long late, duplicate, outsideTheatre, futureTime, badError, noBranch, givenUp;

    /// <summary>Numbers of tracks, and what the last observation opened or gave up.</summary>
    public TrackBook Book { get; } = new(settings.NumberTrack);

    /// <summary>What was not used.</summary>
    public TrackerCounts Counts =>
        new(late, duplicate, outsideTheatre, futureTime, badError, noBranch, givenUp);

    /// <summary>Number of identities kept.</summary>
    public int ObjectCount => objects.Count;

    /// <summary>Takes an observation in; true when it moved a track, whose newest state the update then is.</summary>
    public bool Update(in Observation observation, ref TrackUpdate update)
    {
        Book.Clear();
        if (observation.Identity.Scheme == IdentityScheme.None || observation.Kind == ObservationKind.Report)
        {
            return false;
        }

        if (observation.Kind == ObservationKind.Description || !observation.HasPosition)
        {
            if (observation.Description is not null)
            {
                var described = Find(observation.Identity);
                described.Description = observation.Description;
                described.Restrict(observation.Sensor?.Label);
            }

            return false;
        }

        if (!IsUsable(in observation))
        {
            return false;
        }

        var tracked = Find(observation.Identity);
        tracked.Description = observation.Description ?? tracked.Description;
        var fix = Fix.From(in observation);
        var placing = tracked.Place(in fix, settings, Book, out var slot);
        if (placing != Placing.Used)
        {
            CountUnused(placing);
            return false;
        }

        tracked.Restrict(observation.Sensor?.Label);
        tracked.Describe(slot, ref update);
        update.KnownAt = observation.ReceivedAt;
        update.Evidence = observation.Frame;
        update.Standing = ZoneStanding.Outside;

        // A height belongs to its own moment: that of a late observation says nothing of the newest state.
        var hasHeight = update.At == observation.At;
        update.HeightM = hasHeight ? observation.HeightM : double.NaN;
        update.HeightSigmaM = hasHeight ? observation.HeightSigmaM : double.NaN;
        update.HeightReference = hasHeight ? observation.HeightReference : HeightReference.Unknown;
        return true;
    }

    /// <summary>The object of an identity, or null; for the tests.</summary>
    internal TrackedObject? Known(ObjectIdentity identity) => objects.GetValueOrDefault(identity);

    private bool IsUsable(in Observation observation)
    {
        if (!theatre.Contains(observation.Position)
            || observation.Position.LatitudeDeg is > MaxLatitudeDeg or < -MaxLatitudeDeg)
        {
            outsideTheatre++;
            return false;
        }

        if (observation.At > observation.ReceivedAt + settings.FutureLimit)
        {
            futureTime++;
            return false;
        }

        if (!Kinematics.IsUsable(observation.PositionError))
        {
            badError++;
            return false;
        }

        return true;
    }

    private void CountUnused(Placing placing)
    {
        switch (placing)
        {
            case Placing.Late: late++; break;
            case Placing.Duplicate: duplicate++; break;
            default: noBranch++; break;
        }
    }

    private TrackedObject Find(ObjectIdentity identity)
    {
        if (objects.TryGetValue(identity, out var known))
        {
            if (known != newest)
            {
                Unlink(known);
                LinkNewest(known);
            }

            return known;
        }

        if (objects.Count == settings.MaxObjects && idlest is { } gone)
        {
            Unlink(gone);
            objects.Remove(gone.Identity);
            gone.GiveUp(Book);
            givenUp++;
        }

        var added = new TrackedObject(identity);
        objects.Add(identity, added);
        LinkNewest(added);
        return added;
    }

    private void Unlink(TrackedObject item)
    {
        if (item.Older is { } older)
        {
            older.Newer = item.Newer;
        }
        else
        {
            idlest = item.Newer;
        }

        if (item.Newer is { } newer)
        {
            newer.Older = item.Older;
        }
        else
        {
            newest = item.Older;
        }
    }

    private void LinkNewest(TrackedObject item)
    {
        item.Older = newest;
        item.Newer = null;
        if (newest is null)
        {
            idlest = item;
        }
        else
        {
            newest.Newer = item;
        }

        newest = item;
    }
}
