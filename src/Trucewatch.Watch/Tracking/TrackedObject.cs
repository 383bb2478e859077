using System.Runtime.CompilerServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>What became of a fix.</summary>
internal enum Placing
{
    /// <summary>It made or moved a track.</summary>
    Used,

    /// <summary>A copy of a fix that is known already.</summary>
    Duplicate,

    /// <summary>It came later than the window, or than the fixes that are kept.</summary>
    Late,

    /// <summary>No track can have made the move, and there is no room for one more.</summary>
    NoBranch,
}

/// <summary>
/// One identity with its rival tracks and its last fixes. Each fix is kept with the track as it stood before, so that
/// a late fix is put in its place by undoing the newer ones and taking them again: the result is that of time order.
/// </summary>
internal sealed class TrackedObject(ObjectIdentity identity)
{
    /// <summary>Most fixes kept to be undone.</summary>
    public const int MaxHeld = 16;

    /// <summary>Most rival tracks of one identity at a time.</summary>
    public const int MaxBranches = 4;

    // Tracks alive and tracks that an undo can bring back are at most 20, so that 32 ids never collide.
    private const int IdRing = 32;
    private const int NoSlot = -1;

    private Held[] held = new Held[2];
    private int head;
    private int count;
    private Hypothesis first;
    private Hypothesis[]? others;
    private int opened;
    private int named;
    private int firstId;
    private int[]? otherIds;
    private Fix folded;
    private bool hasFolded;

    /// <summary>What the object calls itself.</summary>
    public ObjectIdentity Identity { get; } = identity;

    /// <summary>Its words about itself as last heard.</summary>
    public ObjectDescription? Description { get; set; }

    /// <summary>Meet of the labels of the sensors that told of it; null: no registered one did.</summary>
    public Label? Label { get; private set; }

    /// <summary>Neighbour in the order of idleness: idle longer.</summary>
    public TrackedObject? Older { get; set; }

    /// <summary>Neighbour in the order of idleness: idle less long.</summary>
    public TrackedObject? Newer { get; set; }

    /// <summary>Most bytes that one identity with one track takes, its rivals and description apart.</summary>
    internal static int MaxBytes => 128 + (MaxHeld * Unsafe.SizeOf<Held>()) + (2 * Unsafe.SizeOf<Hypothesis>());

    /// <summary>Puts a fix in its place in time.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="settings">Windows.</param>
    /// <param name="book">Gives new numbers, and takes note of what is opened and given up.</param>
    /// <param name="slot">The track that the fix went to, when used.</param>
    public Placing Place(in Fix fix, SectorSettings settings, TrackBook book, out int slot)
    {
        slot = NoSlot;
        var before = count;
        while (before > 0 && Fix.Compare(in fix, in At(before - 1).Fix) < 0)
        {
            before--;
        }

        if (before < count && IsLate(in fix, settings, before))
        {
            return Placing.Late;
        }

        if (before == 0 && hasFolded && Fix.Compare(in fix, in folded) <= 0)
        {
            return Fix.SamePlaceAndTime(in fix, in folded) ? Placing.Duplicate : Placing.Late;
        }

        if (before > 0 && Fix.SamePlaceAndTime(in fix, in At(before - 1).Fix))
        {
            return Placing.Duplicate;
        }

        var replaces = before < count && Fix.SamePlaceAndTime(in fix, in At(before).Fix);
        UndoFrom(before);
        if (replaces)
        {
            At(before).Fix = fix;
        }
        else
        {
            before = Insert(before, in fix, settings);
        }

        for (var index = before; index < count; index++)
        {
            Apply(ref At(index), settings, book);
        }

        slot = At(before).Slot;
        return replaces ? Placing.Duplicate : slot == NoSlot ? Placing.NoBranch : Placing.Used;
    }

    /// <summary>Writes a track's newest state.</summary>
    public void Describe(int slot, ref TrackUpdate update)
    {
        ref readonly var track = ref Slot(slot);
        update.Id = Id(track.Ordinal);
        update.Identity = Identity;
        update.Branch = track.Ordinal;
        update.Class = track.Class;
        update.At = track.State.At;
        update.Position = track.State.Position;
        update.PositionError = track.State.PositionError;
        update.EastMps = track.State.EastMps;
        update.NorthMps = track.State.NorthMps;
        update.Description = Description;
        update.Label = Label;
    }

    /// <summary>Notes that something told under this label is now known of it, and cannot be unknown again.</summary>
    public void Restrict(Label? label)
    {
        if (label is not null && Label?.IsWithin(label) != true)
        {
            Label = Label?.Meet(label) ?? label;
        }
    }

    /// <summary>Notes all tracks of this identity as given up.</summary>
    public void GiveUp(TrackBook book)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            if (!Slot(slot).IsEmpty)
            {
                book.GivenUp.Add(Id(Slot(slot).Ordinal));
            }
        }
    }

    /// <summary>The tracks that are kept; for the tests.</summary>
    internal IEnumerable<Hypothesis> Tracks() =>
        new[] { first }.Concat(others ?? []).Where(track => !track.IsEmpty);

    private int Slots => others is null ? 1 : MaxBranches;

    private bool IsLate(in Fix fix, SectorSettings settings, int before)
    {
        var isOlderThanWindow = fix.At < At(count - 1).Fix.At - settings.LateWindow;
        var hasNoRoom = before == 0 && count == MaxHeld;
        return isOlderThanWindow || hasNoRoom;
    }

    private void UndoFrom(int before)
    {
        for (var index = count - 1; index >= before; index--)
        {
            ref var entry = ref At(index);
            if (entry.Slot == NoSlot)
            {
                continue;
            }

            ref var track = ref Slot(entry.Slot);
            if (track.Ordinal != entry.Before.Ordinal)
            {
                opened--;
            }

            track = entry.Before;
        }
    }

    private void Apply(ref Held entry, SectorSettings settings, TrackBook book)
    {
        var best = NoSlot;
        var bestMiss = double.PositiveInfinity;
        double bestEastM = 0, bestNorthM = 0;
        LocalScale bestScale = default;
        for (var slot = 0; slot < Slots; slot++)
        {
            ref readonly var rival = ref Slot(slot);
            if (rival.IsEmpty)
            {
                continue;
            }

            var scale = LocalScale.At(rival.State.Position);
            var (eastM, northM) = scale.Offset(rival.State.Position, entry.Fix.Position);
            if (!rival.CanReach(in entry.Fix, eastM, northM))
            {
                continue;
            }

            var miss = rival.MissSquared(in entry.Fix, eastM, northM);
            if (miss < bestMiss || (miss == bestMiss && rival.Ordinal < Slot(best).Ordinal))
            {
                (best, bestMiss, bestEastM, bestNorthM, bestScale) = (slot, miss, eastM, northM, scale);
            }
        }

        if (best == NoSlot)
        {
            entry.Slot = OpenBranch(ref entry, settings, book);
            return;
        }

        entry.Slot = best;
        ref var track = ref Slot(best);
        entry.Before = track;
        track.Take(in entry.Fix, in bestScale, bestEastM, bestNorthM);
    }

    private int OpenBranch(ref Held entry, SectorSettings settings, TrackBook book)
    {
        if (!first.IsEmpty && others is null)
        {
            others = new Hypothesis[MaxBranches - 1];
            otherIds = new int[IdRing];
        }

        var slot = FreeSlot(entry.Fix.At - settings.BranchIdle);
        if (slot == NoSlot)
        {
            return NoSlot;
        }

        ref var track = ref Slot(slot);
        if (!track.IsEmpty)
        {
            book.GivenUp.Add(Id(track.Ordinal));
        }

        entry.Before = track;
        opened++;
        track = Hypothesis.Open(in entry.Fix, opened);
        if (opened > named)
        {
            named = opened;
            NameBranch(book.Next());
            book.NoteSplit(Identity, opened);
        }

        return slot;
    }

    /// <summary>The first empty place, else that of the track idle longest if it is idle long enough.</summary>
    private int FreeSlot(Instant idleSince)
    {
        var idlest = 0;
        for (var slot = 0; slot < Slots; slot++)
        {
            if (Slot(slot).IsEmpty)
            {
                return slot;
            }

            if (Slot(slot).State.At < Slot(idlest).State.At)
            {
                idlest = slot;
            }
        }

        return Slot(idlest).State.At < idleSince ? idlest : NoSlot;
    }

    private void NameBranch(int id)
    {
        if (opened == 1)
        {
            firstId = id;
        }
        else
        {
            otherIds![opened % IdRing] = id;
        }
    }

    private TrackId Id(int ordinal) => new(ordinal == 1 ? firstId : otherIds![ordinal % IdRing]);

    private ref Hypothesis Slot(int slot)
    {
        if (slot == 0)
        {
            return ref first;
        }

        return ref others![slot - 1];
    }

    private ref Held At(int index) => ref held[(head + index) & (held.Length - 1)];

    /// <summary>Makes room and moves the newer fixes one up; gives the index where the fix stands now.</summary>
    private int Insert(int before, in Fix fix, SectorSettings settings)
    {
        var isOld = count > 0 && before == count && At(0).Fix.At < fix.At - settings.LateWindow;
        if (count == MaxHeld || (count == held.Length && isOld))
        {
            folded = At(0).Fix;
            hasFolded = true;
            head = (head + 1) & (held.Length - 1);
            count--;
            before--;
        }
        else if (count == held.Length)
        {
            Grow();
        }

        for (var index = count; index > before; index--)
        {
            At(index) = At(index - 1);
        }

        count++;
        At(before).Fix = fix;
        return before;
    }

    private void Grow()
    {
        var larger = new Held[held.Length * 2];
        for (var index = 0; index < count; index++)
        {
            larger[index] = At(index);
        }

        held = larger;
        head = 0;
    }

    private struct Held
    {
        public Fix Fix;
        public Hypothesis Before;
        public int Slot;
    }
}
