using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Cells;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// What was watched: for each cell, hour and modality the chance that something which happened there, at any time of
/// the hour and any place of the cell, was seen. A part of a cell counts by its share. In a minute the best look of a
/// modality at a place counts, never the sum: two cameras fail in the same fog. An hour is folded into one byte a cell
/// once it is two hours old; what comes later can only raise that byte to what it would give alone, so that too little
/// is stated and never too much.
/// </summary>
public sealed class CoverageLedger
{
    /// <summary>Modalities that are kept: all but <see cref="Modality.Unknown"/>.</summary>
    public const int Modalities = 8;

    /// <summary>Hours that are held: 31 days.</summary>
    public const int HeldHours = 31 * 24;

    /// <summary>Hours that are kept by minutes: the one to come, the current one, and two before it.</summary>
    public const int OpenHours = 4;

    private const long MinuteUs = 60_000_000;
    private const long HourUs = 60 * MinuteUs;
    private const long NotBegun = long.MinValue / 4;

    // All that look together stand before the first one.
    private const int Planes = Modalities + 1;

    private readonly int heldHours;
    private readonly bool keepsAll;
    private readonly byte[]?[] planes;
    private readonly bool[][] nights;
    private readonly OpenHour[] open;
    private readonly Stack<byte[]> emptyPlanes = new();
    private readonly byte[] scratch;
    private readonly byte[] raised;
    private readonly byte[] lowered;
    private long newest = NotBegun;
    private long firstMinute = NotBegun;
    private long nextHourUs = long.MinValue;

    /// <summary>Makes a ledger that has seen nothing.</summary>
    /// <param name="ground">The cells.</param>
    /// <param name="heldHours">Hours that it holds, at most <see cref="HeldHours"/>.</param>
    /// <param name="keepsAll">False: what all modalities saw together is never asked for, and not kept.</param>
    public CoverageLedger(CoverageGround ground, int heldHours = HeldHours, bool keepsAll = true)
    {
        ArgumentNullException.ThrowIfNull(ground);
        ArgumentOutOfRangeException.ThrowIfLessThan(heldHours, OpenHours);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(heldHours, HeldHours);
        (Ground, this.heldHours, this.keepsAll) = (ground, heldHours, keepsAll);
        planes = new byte[]?[heldHours * Planes];
        var pool = new Stack<ushort[]>();
        open = [.. Enumerable.Range(0, OpenHours).Select(_ => new OpenHour(ground, pool) { Hour = NotBegun })];
        nights = [.. Enumerable.Range(0, heldHours + 1).Select(_ => new bool[ground.TileCount])];
        (scratch, raised, lowered) = (
            new byte[ground.CellCount], new byte[ground.CellCount], new byte[ground.CellCount]);
    }

    /// <summary>The cells.</summary>
    public CoverageGround Ground { get; }

    /// <summary>First hour that is held: before it nobody can say anything. Hours since 1970.</summary>
    public long FirstHour => Math.Max(Hour(firstMinute), newest - heldHours + 1);

    /// <summary>The current hour.</summary>
    public long NewestHour => newest;

    /// <summary>The newest time that was heard of.</summary>
    public Instant Now { get; private set; } = Instant.Beginning;

    /// <summary>True when the ledger has begun.</summary>
    public bool HasBegun => newest != NotBegun;

    /// <summary>Bytes that the ledger holds.</summary>
    public long HeldBytes => planes.Sum(plane => plane?.LongLength ?? 0) + emptyPlanes.Sum(plane => plane.LongLength);

    /// <summary>The hour of a time.</summary>
    public static long HourOf(Instant at) => Math.DivRem(at.UnixMicroseconds, HourUs) switch
    {
        var (hours, rest) => rest < 0 ? hours - 1 : hours,
    };

    /// <summary>Begin of an hour.</summary>
    public static Instant StartOf(long hour) => new(hour * HourUs);

    /// <summary>Time passes: hours that become old are folded, and the oldest ones forgotten.</summary>
    public void Advance(Instant now)
    {
        Now = now > Now ? now : Now;
        if (Now.UnixMicroseconds < nextHourUs)
        {
            return;
        }

        var hour = HourOf(Now);
        nextHourUs = (hour + 1) * HourUs;

        if (!HasBegun || hour - newest > heldHours + OpenHours)
        {
            Restart(hour);
            return;
        }

        while (newest < hour)
        {
            newest++;
            Forget(newest);
            Open(newest + 1);
        }
    }

    /// <summary>True when looks at that time can still be entered.</summary>
    public bool Holds(Instant at) => HasBegun && HourOf(at) > newest - heldHours && HourOf(at) <= newest + 1;

    /// <summary>True when it is night at a cell's tile in an hour that is held.</summary>
    public bool IsNight(long hour, int tile) => nights[Slot(hour, heldHours + 1)][tile];

    /// <summary>Takes in what a look sees of a cell in the minutes from one until before another.</summary>
    /// <param name="modality">With what was looked.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="fromMinute">First minute, since 1970.</param>
    /// <param name="count">How many.</param>
    /// <param name="look">What it sees.</param>
    internal void Take(Modality modality, int cell, long fromMinute, int count, in CellLook look)
    {
        if (look.Chance == 0 || look.Share == 0)
        {
            return;
        }

        var (tile, index) = (Ground.TileOf(cell), (int)modality - 1);
        for (long minute = Math.Max(fromMinute, firstMinute), end = fromMinute + count; minute < end;)
        {
            var hour = Hour(minute);
            var until = Math.Min(end, (hour + 1) * OpenHour.Minutes);
            var first = (int)(minute - (hour * OpenHour.Minutes));
            var (from, to) = (first, first + (int)(until - minute));
            if (hour > newest + 1 - OpenHours && hour <= newest + 1)
            {
                open[Slot(hour, OpenHours)]
                    .Take(index, tile, cell - Ground.CellsOf(tile).First, (from, to), in look);
            }
            else if (hour > newest - heldHours && hour <= newest)
            {
                var alone = Chances.ToByte(look.Mean * (to - from) / OpenHour.Minutes, cell);
                RaisePlane(hour, index + 1, cell, alone);
                if (keepsAll && modality != Modality.Reception)
                {
                    RaisePlane(hour, 0, cell, alone);
                }
            }

            minute = until;
        }
    }

    /// <summary>
    /// The bytes of an hour, one a cell, of one modality or (<see cref="Modality.Unknown"/>) of all that look; empty:
    /// nobody looked. They stand until the next call.
    /// </summary>
    internal ReadOnlySpan<byte> PlaneOf(long hour, Modality modality)
    {
        if (!HasBegun || hour <= newest - heldHours || hour > newest)
        {
            return [];
        }

        if (hour <= newest + 1 - OpenHours)
        {
            return planes[Index(hour, (int)modality)];
        }

        var current = open[Slot(hour, OpenHours)];
        if (modality == Modality.Unknown)
        {
            current.FoldAll(LastMinute(hour), scratch);
        }
        else if (current.IsUsed((int)modality - 1))
        {
            current.Fold((int)modality - 1, LastMinute(hour), scratch);
        }
        else
        {
            return [];
        }

        return scratch;
    }

    /// <summary>
    /// The bytes of an hour of several modalities: the best one of each cell, which is the least that they saw
    /// together; all that look are kept by themselves, and exact.
    /// </summary>
    /// <param name="hour">The hour.</param>
    /// <param name="modalities">The modalities.</param>
    /// <param name="kind">What is looked for: a class that is seen less well makes each modality's chance less by its
    /// factor, and of all that look the best one is taken too.</param>
    internal ReadOnlySpan<byte> PlaneOf(
        long hour, ModalitySet modalities, ObjectClass kind = ObjectClass.Unknown)
    {
        if (kind == ObjectClass.Unknown && (modalities == ModalitySet.Seeing || modalities.Single is not null))
        {
            return PlaneOf(hour, modalities.Single ?? Modality.Unknown);
        }

        raised.AsSpan().Clear();
        for (var modality = 1; modality <= Modalities; modality++)
        {
            if (modalities.Has((Modality)modality) && PlaneOf(hour, (Modality)modality) is { IsEmpty: false } plane)
            {
                Chances.Raise(raised, Lowered(plane, DetectionModels.Of((Modality)modality).FactorOf(kind)));
            }
        }

        return raised;
    }

    private ReadOnlySpan<byte> Lowered(ReadOnlySpan<byte> plane, double factor)
    {
        if (factor == 1)
        {
            return plane;
        }

        Span<byte> by = stackalloc byte[byte.MaxValue + 1];
        for (var value = 0; value < by.Length; value++)
        {
            by[value] = (byte)((value * Math.Sqrt(factor)) + 0.5);
        }

        for (var cell = 0; cell < plane.Length; cell++)
        {
            lowered[cell] = by[plane[cell]];
        }

        return lowered;
    }

    /// <summary>Minutes of an hour that were lived through: 60 but for the first and the current one.</summary>
    internal int LivedMinutes(long hour) =>
        LastMinute(hour) - (int)Math.Clamp(firstMinute - (hour * OpenHour.Minutes), 0, OpenHour.Minutes);

    /// <summary>SHA-256 over all that the ledger states, in lower-case hex.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[16];
        for (var hour = FirstHour; HasBegun && hour <= newest; hour++)
        {
            for (var modality = 0; modality <= Modalities; modality++)
            {
                var plane = PlaneOf(hour, (Modality)modality);
                if (plane.ContainsAnyExcept((byte)0))
                {
                    System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(head, hour);
                    System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(head[8..], modality);
                    hash.AppendData(head);
                    hash.AppendData(plane);
                }
            }
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static int Slot(long hour, int slots) => (int)(((hour % slots) + slots) % slots);

    private int Index(long hour, int plane) => (Slot(hour, heldHours) * Planes) + plane;

    private static long Hour(long minute) => Math.DivRem(minute, OpenHour.Minutes) switch
    {
        var (hours, rest) => rest < 0 ? hours - 1 : hours,
    };

    /// <summary>Minutes of an hour until now.</summary>
    private int LastMinute(long hour) => hour < newest
        ? OpenHour.Minutes
        : (int)Math.Clamp((Now.UnixMicroseconds / MinuteUs) + 1 - (hour * OpenHour.Minutes), 0, OpenHour.Minutes);

    private void Restart(long hour)
    {
        for (var index = 0; index < planes.Length; index++)
        {
            Free(index);
        }

        (newest, firstMinute) = (hour, Now.UnixMicroseconds / MinuteUs);
        for (var each = hour + 2 - OpenHours; each <= hour + 1; each++)
        {
            open[Slot(each, OpenHours)].Begin(each);
        }

        for (var each = hour - heldHours + 1; each <= hour + 1; each++)
        {
            FindNight(each);
        }
    }

    private void Forget(long hour)
    {
        for (var plane = 0; plane < Planes; plane++)
        {
            Free(Index(hour, plane));
        }
    }

    private void Free(int index)
    {
        if (planes[index] is { } plane)
        {
            Array.Clear(plane);
            emptyPlanes.Push(plane);
            planes[index] = null;
        }
    }

    /// <summary>Opens an hour in the place of one that is folded now.</summary>
    private void Open(long hour)
    {
        var place = open[Slot(hour, OpenHours)];
        for (var modality = 0; modality < Modalities; modality++)
        {
            if (place.IsUsed(modality))
            {
                place.Fold(modality, OpenHour.Minutes, NewPlane(place.Hour, modality + 1));
            }
        }

        if (keepsAll && planes.AsSpan(Index(place.Hour, 0), Planes).ContainsAnyExcept((byte[]?)null))
        {
            place.FoldAll(OpenHour.Minutes, NewPlane(place.Hour, 0));
        }

        place.Begin(hour);
        FindNight(hour);
    }

    private Span<byte> NewPlane(long hour, int plane) =>
        planes[Index(hour, plane)] ??= emptyPlanes.Count > 0 ? emptyPlanes.Pop() : new byte[Ground.CellCount];

    private void RaisePlane(long hour, int plane, int cell, byte chance)
    {
        ref var value = ref NewPlane(hour, plane)[cell];
        value = Math.Max(value, chance);
    }

    private void FindNight(long hour)
    {
        var night = nights[Slot(hour, heldHours + 1)];
        for (var tile = 0; tile < night.Length; tile++)
        {
            night[tile] = Sunlight.ElevationDeg(Ground.TileMiddles[tile], (hour + 0.5) * 3_600) < Sunlight.DayAboveDeg;
        }
    }
}
