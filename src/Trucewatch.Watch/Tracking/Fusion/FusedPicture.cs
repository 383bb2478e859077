using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>A new state of what sensors saw, with what detections cite of the plot that made it.</summary>
internal struct PlotSighting
{
    public TrackUpdate Update;
    public Sensor? Sensor;
    public bool IsAuthenticated;
}

/// <summary>
/// One picture of what tells who it is and of what does not. Plots are tracked apart, by likelihood; a track of plots
/// that lies where an object tells to be is shown as that object. Both keep estimates of their own, so that what is
/// merged can be taken apart again, and what is told never bends what is seen.
/// </summary>
internal sealed class FusedPicture
{
    private readonly TheatreBox theatre;
    private readonly SectorSettings settings;
    private readonly TrackBook book;
    private readonly TheatrePlane plane;
    private readonly ScanBook scans;
    private readonly SeenTracks seen = new();
    private readonly ToldIndex told;
    private readonly MergeDesk desk;
    private readonly ScanBook.Stepped afterScan;
    private readonly List<(int Slot, int Plot)> fresh = [];
    private readonly List<TrackId> near = [];
    private Instant now = Instant.Beginning;
    private Instant activeAfter = new(long.MaxValue);
    private int sweeps;
    private long unusable;

    public FusedPicture(
        TheatreBox theatre, SectorSettings settings, TrackBook book, FactLedger facts, FeedNames feeds)
    {
        (this.theatre, this.settings, this.book) = (theatre, settings, book);
        plane = new TheatrePlane(theatre);
        scans = new ScanBook(settings);
        told = new ToldIndex(plane);
        desk = new MergeDesk(seen, told, facts, feeds);
        afterScan = AfterScan;
    }

    /// <summary>
    /// True after anything that names nobody was taken; not yet at its own receive time, whose order must not show.
    /// </summary>
    public bool IsActive => now > activeAfter;

    /// <summary>New states since they were read; the reader empties it.</summary>
    public List<PlotSighting> Sightings { get; } = [];

    /// <summary>Numbers of tracks of plots that were given up; the reader empties it.</summary>
    public List<TrackId> Lost { get; } = [];

    /// <summary>Merges since they were read; the reader empties it.</summary>
    public List<MergedTrack> Merged => desk.Merged;

    /// <summary>What was not used, and done again.</summary>
    public PlotCounts Counts => scans.Counts with { Unusable = unusable };

    /// <summary>Merges that hold; for the tests.</summary>
    internal MergeBook Merges => desk.Book;

    /// <summary>Tracks of plots by their plots; for the tests.</summary>
    internal SeenTracks Seen => seen;

    /// <summary>Scans and the tracker; for the tests.</summary>
    internal ScanBook Scans => scans;

    /// <summary>Lets time pass; true when the tracker is to be stepped.</summary>
    public bool IsDue(Instant receivedAt)
    {
        now = receivedAt > now ? receivedAt : now;
        return now >= scans.DueAt;
    }

    /// <summary>
    /// True for an observation of a place, or along a bearing, that names nobody. An event is none: nothing moves on.
    /// </summary>
    public static bool IsPlot(in Observation observation) =>
        observation is { Kind: ObservationKind.Position, Report: null }
        && observation.Identity.Scheme == IdentityScheme.None && PlaneSight.Has(in observation);

    /// <summary>Takes a plot in.</summary>
    public void Take(in Observation observation)
    {
        activeAfter = now < activeAfter ? now : activeAfter;
        if (observation.At > observation.ReceivedAt + settings.FutureLimit
            || !PlaneSight.TryPlot(in observation, theatre, plane, out var plot))
        {
            unusable++;
            return;
        }

        scans.Take(in observation, in plot, now);
    }

    /// <summary>Takes the newest state of an object that tells who it is.</summary>
    public void Told(in TrackUpdate update)
    {
        told.Note(in update);
        desk.Compare(in update, now);
    }

    /// <summary>Tracks of objects that tell who they are were given up.</summary>
    public void Forget(List<TrackId> gone)
    {
        foreach (var track in gone)
        {
            told.Forget(track);
            desk.Book.Forget(track);
        }
    }

    /// <summary>Steps through all scans that are settled.</summary>
    public void Run()
    {
        var before = scans.Counts.SteppedAgain;
        scans.Run(now, afterScan);
        if (scans.Counts.SteppedAgain > before)
        {
            Sweep();
        }
    }

    /// <summary>Carries a person's word out, or states why not.</summary>
    public void Order(FusionOrder order, Instant at)
    {
        now = at > now ? at : now;
        desk.Carry(order, now);
    }

    /// <summary>
    /// True when an object that tells who it is, and is not shown as another track's already, may be what is there.
    /// </summary>
    public bool IsExplained(in TrackUpdate update)
    {
        var (eastM, northM) = plane.Of(update.Position);
        told.Near(eastM, northM, near);
        foreach (var id in near)
        {
            ref readonly var one = ref told.Find(id);
            if (desk.Book.IsTaken(id) || Math.Abs(update.At.SecondsSince(one.State.At)) > ToldIndex.MaxAgeS)
            {
                continue;
            }

            var (toldEastM, toldNorthM, error) = Likeness.Carried(in one, update.At);
            var sum = Mahalanobis.Sum(error, update.PositionError);
            if (Mahalanobis.Square(sum, eastM - toldEastM, northM - toldNorthM) <= Likeness.Gate)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the looks that are still held were decided over, made again from their plots.</summary>
    public List<AssociationDecision> Explain(TrackId? track, FeedNames feeds)
    {
        var (witness, plots) = scans.Explain();
        var decisions = new List<AssociationDecision>();
        foreach (var decision in witness.Decisions)
        {
            var slot = seen.SlotOf(decision.Birth);
            var id = slot >= 0 && seen[slot].Id != default ? seen[slot].Id : (TrackId?)null;
            if ((track is null || track == id) && plots.TryGetValue(decision.Plot.Key, out var plot))
            {
                decisions.Add(new AssociationDecision(
                    decision.At, id, feeds.Cite(plot.Frame), decision.Distance, decision.Cost, decision.Choice));
            }
        }

        return decisions;
    }

    /// <summary>The objects that a track of plots may be, as things stand.</summary>
    public List<MergeCandidate> Candidates(TrackId track) => desk.Candidates(track);

    private void AfterScan(Scan scan, bool isNew)
    {
        fresh.Clear();
        var plots = CollectionsMarshal.AsSpan(scan.Plots);
        var tracker = scans.Watch.Tracker;
        for (var index = 0; index < tracker.Tracks.Length; index++)
        {
            ref readonly var track = ref tracker.Tracks[index];
            if (track.Status == PlotTrackStatus.Deleted)
            {
                if (seen.SlotOf(track.Birth) is >= 0 and var gone)
                {
                    Lose(gone);
                }
            }
            else if (track.IsFresh)
            {
                var slot = seen.Take(track.Birth);
                ref readonly var plot = ref plots[track.Tag];
                seen.Note(slot, in track, in plot, scan.At);
                seen.Note(slot, tracker.TryHeight(index, plot.Plot.HeightReference, out var height)
                    ? height : null, plot.Plot.HeightReference);
                if (isNew && track.Status == PlotTrackStatus.Confirmed && seen[slot].Id == default)
                {
                    seen.Name(slot, new TrackId(book.Next()));
                }

                if (isNew && seen[slot].Id != default)
                {
                    fresh.Add((slot, track.Tag));
                }
            }
        }

        if (fresh.Count == 0)
        {
            return;
        }

        desk.Merge(fresh, now);
        foreach (var (slot, plot) in fresh)
        {
            Show(in seen[slot], in plots[plot], scan.At);
        }
    }

    private void Show(in SeenTrack track, in HeldPlot plot, Instant at)
    {
        var sighting = new PlotSighting { Sensor = plot.Sensor, IsAuthenticated = plot.IsAuthenticated };
        ref var update = ref sighting.Update;
        var root = desk.Book.RootOf(track.Id);
        ref readonly var owner = ref told.Find(root);
        if (Unsafe.IsNullRef(in owner))
        {
            update.Id = root;
            update.Branch = 1;
            update.Class = track.Class;
            update.Description = track.Description;
            Place(in track.State, ref update);
        }
        else
        {
            // What the object told later than the sensor saw it is newer.
            if (owner.State.At >= at)
            {
                return;
            }

            update = owner.State;
            Carry(in track.State, in owner, at, ref update);
        }

        update.At = at;
        update.KnownAt = now;
        update.Evidence = plot.Frame;
        update.Standing = ZoneStanding.Outside;
        update.Label = MergeDesk.Meet(update.Label, track.Label);
        (update.HeightM, update.HeightSigmaM) = (track.HeightM, track.HeightSigmaM);
        update.HeightReference = track.HeightReference;
        update.Existence = track.Existence;
        update.Status = track.Existence >= settings.Plots.ConfirmAt ? TrackStatus.Confirmed : TrackStatus.Tentative;
        Sightings.Add(sighting);
    }

    /// <summary>
    /// Of the two estimates of one object the surer one is shown. To average them would claim that their errors are
    /// independent, and the motion that disturbs them is the same.
    /// </summary>
    private void Carry(in PlaneState state, in ToldTrack owner, Instant at, ref TrackUpdate update)
    {
        var (eastM, northM, error) = Likeness.Carried(in owner, at);
        if (state.PositionError.EastM2 + state.PositionError.NorthM2 < error.EastM2 + error.NorthM2)
        {
            Place(in state, ref update);
            return;
        }

        update.Position = plane.PointOf(eastM, northM);
        update.PositionError = error;
    }

    private void Place(in PlaneState state, ref TrackUpdate update)
    {
        update.Position = plane.PointOf(state.EastM, state.NorthM);
        var back = TheatrePlane.Back(plane.TurnAt(update.Position));
        update.PositionError = TheatrePlane.Turned(back, state.PositionError);
        (update.EastMps, update.NorthMps) = TheatrePlane.Turned(back, state.EastMps, state.NorthMps);
    }

    private void Lose(int slot)
    {
        ref readonly var track = ref seen[slot];
        if (track.Id != default)
        {
            if (desk.Book.Of(track.Id) is null)
            {
                var update = new TrackUpdate
                {
                    Id = track.Id,
                    Branch = 1,
                    Class = track.Class,
                    Description = track.Description,
                    At = track.At,
                    KnownAt = now,
                    Evidence = track.Frame,
                    Label = track.Label,
                    HeightM = double.NaN,
                    HeightSigmaM = double.NaN,
                    Status = TrackStatus.Lost,
                };
                Place(in track.State, ref update);
                Sightings.Add(new PlotSighting { Update = update });
            }

            Lost.Add(track.Id);
            desk.Book.Forget(track.Id);
        }

        seen.Drop(slot);
    }

    /// <summary>Gives up the tracks that are no more after scans were taken again.</summary>
    private void Sweep()
    {
        sweeps++;
        foreach (ref readonly var track in scans.Watch.Tracker.Tracks)
        {
            if (track.Status != PlotTrackStatus.Deleted && seen.SlotOf(track.Birth) is >= 0 and var slot)
            {
                seen[slot].Stamp = sweeps;
            }
        }

        for (var slot = 0; slot < seen.SlotCount; slot++)
        {
            if (seen[slot].Birth != 0 && seen[slot].Stamp != sweeps)
            {
                Lose(slot);
            }
        }
    }
}
