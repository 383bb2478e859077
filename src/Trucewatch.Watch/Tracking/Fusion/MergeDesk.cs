using System.Runtime.CompilerServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>A track of plots that is shown as an object which tells who it is, from now on.</summary>
/// <param name="Track">Its number.</param>
/// <param name="Label">Label of the object.</param>
internal readonly record struct MergedTrack(TrackId Track, Label? Label);

/// <summary>
/// Decides which track of plots is which object that tells who it is, as an assignment of all of them at once, and says
/// so as facts. An identity is strong evidence and no truth: nothing is merged that does not lie where the object tells
/// to be, nothing while a second answer is nearly as likely, and what comes apart again is taken apart. Two tracks that
/// both tell who they are never become one.
/// </summary>
internal sealed class MergeDesk(SeenTracks seen, ToldIndex told, FactLedger facts, FeedNames feeds)
{
    /// <summary>A pair is merged when one object is so many times likelier than two by chance.</summary>
    public const double MinOdds = 10;

    /// <summary>And so many times likelier than the next pair of either.</summary>
    public const double MinMargin = 10;

    /// <summary>States that an object must have told: a single message may be damaged.</summary>
    public const int MinTold = 3;

    /// <summary>After so many comparisons in a row that do not agree a merge is taken back.</summary>
    public const int MaxMisses = 3;

    // Five standard deviations of a difference in four dimensions: one comparison in twenty thousand.
    private const double ApartSquare = 25;

    private const string Tracker = "tracker";

    private readonly Matching matching = new();
    private readonly List<(int Row, int Column, Likeness Likeness)> pairs = [];
    private readonly List<TrackId> columns = [];
    private readonly List<TrackId> near = [];

    /// <summary>Merges since they were read; the reader empties it.</summary>
    public List<MergedTrack> Merged { get; } = [];

    /// <summary>The merges and splits that hold.</summary>
    public MergeBook Book { get; } = new();

    /// <summary>The stricter of two labels; null is no label.</summary>
    public static Label? Meet(Label? a, Label? b) => a is null ? b : b is null || a.IsWithin(b) ? a : a.Meet(b);

    /// <summary>Merges what a scan showed with what is told there.</summary>
    public void Merge(List<(int Slot, int Plot)> fresh, Instant now)
    {
        pairs.Clear();
        columns.Clear();
        for (var row = 0; row < fresh.Count; row++)
        {
            ref readonly var track = ref seen[fresh[row].Slot];
            if (Book.Of(track.Id) is null && !Book.IsTaken(track.Id))
            {
                Pair(row, in track);
            }
        }

        if (pairs.Count == 0)
        {
            return;
        }

        matching.Begin(columns.Count);
        var next = 0;
        for (var row = 0; row < fresh.Count; row++)
        {
            for (; next < pairs.Count && pairs[next].Row == row; next++)
            {
                matching.Add(pairs[next].Column, -pairs[next].Likeness.LogOdds);
            }

            matching.EndRow();
        }

        matching.Solve();
        foreach (var (row, column, likeness) in pairs)
        {
            if (matching.ColumnOf(row) == column && IsClear(row, column, in likeness))
            {
                State(in seen[fresh[row].Slot], in told.Find(columns[column]), in likeness, now);
            }
        }
    }

    /// <summary>Compares an object's newest word with what is shown as it.</summary>
    public void Compare(in TrackUpdate update, Instant now)
    {
        if (!Book.IsTaken(update.Id))
        {
            return;
        }

        ref readonly var owner = ref told.Find(update.Id);
        var links = Book.Into(update.Id);
        for (var index = links.Count - 1; index >= 0; index--)
        {
            var link = links[index];
            ref readonly var track = ref seen.Find(link.Track);
            if (link.IsOrdered || Math.Abs(track.At.SecondsSince(update.At)) > ToldIndex.MaxAgeS)
            {
                continue;
            }

            var likeness = Likeness.Of(in track.State, track.At, in owner);
            link.Misses = likeness.SquareDistance > ApartSquare ? link.Misses + 1 : 0;
            if (link.Misses == MaxMisses)
            {
                Book.Remove(link);
                facts.Add(
                    Word(MergeAct.Reversed, link, Tracker, null, in track, in owner) with
                    {
                        Reverses = link.Fact,
                        Distance = Math.Sqrt(likeness.SquareDistance),
                        Odds = Elementary.Exp(likeness.LogOdds),
                    },
                    now,
                    Meet(track.Label, update.Label));
            }
        }
    }

    /// <summary>Carries a person's word out, or states why not.</summary>
    public void Carry(FusionOrder order, Instant now)
    {
        var refusal = order.Act switch
        {
            MergeAct.Merged => MergeAsTold(order, now),
            MergeAct.Split => SplitAsTold(order, now),
            _ => Reverse(order, now),
        };
        if (refusal is not null)
        {
            facts.AddOperational(now, "merge.refused", $"{order.By}: {refusal}");
        }
    }

    /// <summary>The objects that a track of plots may be, the likeliest first.</summary>
    public List<MergeCandidate> Candidates(TrackId id)
    {
        var found = new List<MergeCandidate>();
        ref readonly var track = ref seen.Find(id);
        if (Unsafe.IsNullRef(in track))
        {
            return found;
        }

        told.Near(track.State.EastM, track.State.NorthM, near);
        foreach (var other in near)
        {
            var likeness = Likeness.Of(in track.State, track.At, in told.Find(other));
            found.Add(new MergeCandidate(
                id, other, Math.Sqrt(likeness.SquareDistance), Elementary.Exp(likeness.LogOdds),
                Book.Of(id)?.Into == other));
        }

        found.Sort(static (a, b) => (-a.Odds, a.Into.Value).CompareTo((-b.Odds, b.Into.Value)));
        return found;
    }

    private void Pair(int row, in SeenTrack track)
    {
        told.Near(track.State.EastM, track.State.NorthM, near);
        foreach (var id in near)
        {
            ref readonly var one = ref told.Find(id);
            if (one.Count < MinTold
                || Math.Abs(track.At.SecondsSince(one.State.At)) > ToldIndex.MaxAgeS
                || Book.IsTaken(id)
                || Book.IsSplit(track.Id, id)
                || (track.Class != one.State.Class && track.Class != ObjectClass.Unknown
                && one.State.Class != ObjectClass.Unknown))
            {
                continue;
            }

            var likeness = Likeness.Of(in track.State, track.At, in one);
            if (likeness.SquareDistance <= Likeness.Gate && likeness.LogOdds > 0)
            {
                var column = columns.IndexOf(id);
                if (column < 0)
                {
                    column = columns.Count;
                    columns.Add(id);
                }

                pairs.Add((row, column, likeness));
            }
        }
    }

    private bool IsClear(int row, int column, in Likeness likeness)
    {
        if (likeness.LogOdds < Elementary.Log(MinOdds))
        {
            return false;
        }

        var most = likeness.LogOdds - Elementary.Log(MinMargin);
        foreach (var other in pairs)
        {
            if ((other.Row == row) != (other.Column == column) && other.Likeness.LogOdds > most)
            {
                return false;
            }
        }

        return true;
    }

    private void State(in SeenTrack track, in ToldTrack owner, in Likeness likeness, Instant now)
    {
        var link = new MergeLink(track.Id, owner.State.Id);
        Join(link);
        link.Fact = facts.Add(
            Word(MergeAct.Merged, link, Tracker, null, in track, in owner) with
            {
                Distance = Math.Sqrt(likeness.SquareDistance),
                Odds = Elementary.Exp(likeness.LogOdds),
            },
            now,
            Meet(track.Label, owner.State.Label));
    }

    private string? MergeAsTold(FusionOrder order, Instant now)
    {
        if (!IsSeen(order.Track))
        {
            return $"{order.Track}: expected a live track that does not tell who it is";
        }

        if (!IsSeen(order.Into) && !told.Has(order.Into))
        {
            return $"{order.Into}: expected a live track";
        }

        if (Book.Of(order.Track) is { } known)
        {
            return $"{order.Track}: expected a track that is not merged, it is into {known.Into}";
        }

        if (Book.RootOf(order.Into) == order.Track)
        {
            return $"{order.Track}: expected another track to merge into, {order.Into} is merged into it";
        }

        var link = new MergeLink(order.Track, order.Into) { IsOrdered = true };
        Join(link);
        link.Fact = Say(MergeAct.Merged, link, order, null, now);
        return null;
    }

    private string? SplitAsTold(FusionOrder order, Instant now)
    {
        if (Book.Of(order.Track) is not { } link)
        {
            return $"{order.Track}: expected a track that is merged into another one";
        }

        Book.Remove(link);
        Book.Keep(link, Say(MergeAct.Split, link, order, null, now));
        return null;
    }

    private string? Reverse(FusionOrder order, Instant now)
    {
        if (Book.Stated(order.Reverses) is { } merged)
        {
            Book.Remove(merged);
            var fact = Say(MergeAct.Reversed, merged, order, order.Reverses, now);
            if (!merged.IsOrdered)
            {
                // The comparison that led to it would lead to it again: a person's word stands against it.
                Book.Keep(merged, fact);
            }

            return null;
        }

        if (Book.TakeSplit(order.Reverses) is { } apart && Book.Of(apart.Track) is null)
        {
            Join(apart);
            _ = Say(MergeAct.Reversed, apart, order, order.Reverses, now);
            return null;
        }

        return FormattableString.Invariant(
            $"fact {order.Reverses}: expected a merge or split of live tracks that still holds");
    }

    private void Join(MergeLink link)
    {
        Book.Add(link);
        ref readonly var owner = ref told.Find(Book.RootOf(link.Into));
        if (!Unsafe.IsNullRef(in owner))
        {
            Merged.Add(new MergedTrack(link.Track, owner.State.Label));
        }
    }

    private bool IsSeen(TrackId id) => !Unsafe.IsNullRef(in seen.Find(id));

    private long Say(MergeAct act, MergeLink link, FusionOrder order, long? reverses, Instant now)
    {
        ref readonly var track = ref seen.Find(link.Track);
        ref readonly var owner = ref told.Find(link.Into);
        var word = Unsafe.IsNullRef(in owner)
            ? new Merge(
                act, link.Track.ToString(), link.Into.ToString(), null, order.By, order.Reason, null, null, null,
                [feeds.Cite(track.Frame), feeds.Cite(seen.Find(link.Into).Frame)])
            : Word(act, link, order.By, order.Reason, in track, in owner);
        var label = Unsafe.IsNullRef(in owner) ? seen.Find(link.Into).Label : owner.State.Label;
        return facts.Add(word with { Reverses = reverses }, now, Meet(track.Label, label));
    }

    private Merge Word(
        MergeAct act, MergeLink link, string by, string? reason, in SeenTrack track, in ToldTrack owner) => new(
            act, link.Track.ToString(), link.Into.ToString(), owner.State.Identity.ToString(), by, reason, null, null,
            null, [feeds.Cite(track.Frame), feeds.Cite(owner.State.Evidence)]);
}
