using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>The newest state of a track of an object that tells who it is, in the plane of the theatre.</summary>
internal struct ToldTrack
{
    public TrackUpdate State;
    public double EastM;
    public double NorthM;

    /// <summary>States so far; 0 where the place is free.</summary>
    public int Count;

    public long Cell;
    public int Next;
    public int Previous;
}

/// <summary>
/// Where the objects are that tell who they are, by square cells of the theatre's plane. It is kept only once something
/// that names nobody has been seen.
/// </summary>
internal sealed class ToldIndex(TheatrePlane plane)
{
    /// <summary>What is told counts for so long: on and on a straight line says less and less.</summary>
    public const double MaxAgeS = 180;

    /// <summary>All within this distance are found.</summary>
    public const double CellM = 3_000;

    private const int None = -1;

    private readonly Dictionary<TrackId, int> slots = [];
    private ToldTrack[] tracks = new ToldTrack[64];
    private int[] heads = [];
    private int count;
    private int free = None;

    /// <summary>Tracks that are kept.</summary>
    public int Count => slots.Count;

    /// <summary>Takes a track's newest state.</summary>
    public void Note(in TrackUpdate update)
    {
        var (eastM, northM) = plane.Of(update.Position);
        if (!slots.TryGetValue(update.Id, out var slot))
        {
            slot = Add(update.Id);
        }
        else
        {
            Unlink(slot);
        }

        ref var track = ref tracks[slot];
        (track.State, track.EastM, track.NorthM, track.Cell) = (update, eastM, northM, Cell(Line(eastM), Line(northM)));
        track.Count++;
        Link(slot);
    }

    /// <summary>The track was given up.</summary>
    public void Forget(TrackId id)
    {
        if (slots.Remove(id, out var slot))
        {
            Unlink(slot);
            tracks[slot] = new ToldTrack { Next = free };
            free = slot;
        }
    }

    /// <summary>True when the track is one of an object that tells who it is.</summary>
    public bool Has(TrackId id) => slots.ContainsKey(id);

    /// <summary>Its newest state, or a null reference.</summary>
    public ref readonly ToldTrack Find(TrackId id)
    {
        if (!slots.TryGetValue(id, out var slot))
        {
            return ref Unsafe.NullRef<ToldTrack>();
        }

        return ref tracks[slot];
    }

    /// <summary>The tracks in the nine cells around a place, the smallest number first.</summary>
    public void Near(double eastM, double northM, List<TrackId> found)
    {
        found.Clear();
        if (count == 0)
        {
            return;
        }

        var (x, y) = (Line(eastM), Line(northM));
        for (var cell = 0; cell < 9; cell++)
        {
            var wanted = Cell(x + (cell % 3) - 1, y + (cell / 3) - 1);
            for (var slot = heads[Row(wanted)]; slot != None; slot = tracks[slot].Next)
            {
                if (tracks[slot].Cell == wanted)
                {
                    found.Add(tracks[slot].State.Id);
                }
            }
        }

        // The chains stand in the order of arrival, which must not show.
        CollectionsMarshal.AsSpan(found).Sort(static (a, b) => a.Value.CompareTo(b.Value));
    }

    private static long Cell(long x, long y) => (x << 32) ^ (y & 0xFFFFFFFF);

    private static long Line(double metres) => (long)Math.Floor(metres / CellM);

    private int Row(long cell) => (int)(((ulong)cell * 0x9E3779B97F4A7C15) >> 33) & (heads.Length - 1);

    private int Add(TrackId id)
    {
        int slot;
        if (free != None)
        {
            slot = free;
            free = tracks[slot].Next;
        }
        else
        {
            slot = count++;
        }

        if (slot == tracks.Length)
        {
            Array.Resize(ref tracks, 2 * tracks.Length);
        }

        tracks[slot] = default;
        slots.Add(id, slot);
        if (heads.Length < tracks.Length)
        {
            heads = new int[tracks.Length];
            Array.Fill(heads, None);
            foreach (var other in slots.Values)
            {
                if (other != slot)
                {
                    Link(other);
                }
            }
        }

        return slot;
    }

    private void Link(int slot)
    {
        ref var head = ref heads[Row(tracks[slot].Cell)];
        (tracks[slot].Previous, tracks[slot].Next) = (None, head);
        if (head != None)
        {
            tracks[head].Previous = slot;
        }

        head = slot;
    }

    private void Unlink(int slot)
    {
        var (previous, next) = (tracks[slot].Previous, tracks[slot].Next);
        if (previous == None)
        {
            heads[Row(tracks[slot].Cell)] = next;
        }
        else
        {
            tracks[previous].Next = next;
        }

        if (next != None)
        {
            tracks[next].Previous = previous;
        }
    }
}

/// <summary>How well what a sensor saw and what an object told agree.</summary>
/// <param name="SquareDistance">Square of the Mahalanobis distance of places and velocities: four dimensions.</param>
/// <param name="LogOdds">
/// Logarithm of how much denser the place is under one object than under some other one by chance.
/// </param>
internal readonly record struct Likeness(double SquareDistance, double LogOdds)
{
    /// <summary>Beyond this the two are not of one object: one pair in three hundred of four dimensions lies there.
    /// </summary>
    public const double Gate = 16;

    // One ship for each square kilometre is a busy harbour.
    private const double OthersPerM2 = 1e-6;

    // A velocity that was estimated from told places is good to about a knot and a half.
    private const double ToldSpeedSigmaMps = 0.8;

    // The antenna stands anywhere along the ship, and the sensor sees any part of it.
    private const double LengthShare = 0.25;

    /// <summary>Compares a seen estimate of some time with a told one that is carried there.</summary>
    public static Likeness Of(in PlaneState seen, Instant seenAt, in ToldTrack told)
    {
        ref readonly var state = ref told.State;
        var seconds = seenAt.SecondsSince(state.At);
        var (eastM, northM, error) = Carried(in told, seenAt);
        var lengthM = LengthShare * (state.Description?.LengthM ?? 0);
        var place = Mahalanobis.Sum(Mahalanobis.Sum(seen.PositionError, error), Geo.Covariance2.Circular(lengthM));
        var drift = Motion.Of(state.Class).NoiseM2S3 * Math.Abs(seconds);
        var speed = Mahalanobis.Sum(
            seen.Motion.VelocityError,
            Geo.Covariance2.Circular(Math.Sqrt((ToldSpeedSigmaMps * ToldSpeedSigmaMps) + drift)));
        var square = Mahalanobis.Square(place, seen.EastM - eastM, seen.NorthM - northM)
            + Mahalanobis.Square(speed, seen.EastMps - state.EastMps, seen.NorthMps - state.NorthMps);
        var peak = 2 * Math.PI * Math.Sqrt(Mahalanobis.Determinant(place)) * OthersPerM2;
        return new Likeness(square, (-0.5 * square) - Geo.Elementary.Log(peak));
    }

    /// <summary>Where a told track is at another time, and how surely.</summary>
    public static (double EastM, double NorthM, Geo.Covariance2 Error) Carried(in ToldTrack told, Instant at)
    {
        ref readonly var state = ref told.State;
        var seconds = at.SecondsSince(state.At);
        var span = Math.Abs(seconds);
        var grown = (Motion.Of(state.Class).NoiseM2S3 * span * span * span / 3)
            + (ToldSpeedSigmaMps * ToldSpeedSigmaMps * span * span);
        return (
            told.EastM + (seconds * state.EastMps),
            told.NorthM + (seconds * state.NorthMps),
            Mahalanobis.Sum(state.PositionError, Geo.Covariance2.Circular(Math.Sqrt(grown))));
    }
}
