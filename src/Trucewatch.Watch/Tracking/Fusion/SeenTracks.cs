using System.Runtime.CompilerServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>What the picture knows of a track of plots beside its estimate.</summary>
internal struct SeenTrack
{
    /// <summary>Key of the plot that started it, its name in the tracker; 0 where the place is free.</summary>
    public long Birth;

    /// <summary>Its number in the sector once it was confirmed; before, none.</summary>
    public TrackId Id;

    /// <summary>Meet of the labels of all sensors that saw it.</summary>
    public Label? Label;

    public ObjectClass Class;
    public ObjectDescription? Description;

    /// <summary>The newest state and its time.</summary>
    public PlaneState State;
    public Instant At;
    public double Existence;

    /// <summary>
    /// What its filter believes of its height, above the reference of its last plot; NaN where that gave none.
    /// </summary>
    public double HeightM;
    public double HeightSigmaM;
    public HeightReference HeightReference;

    /// <summary>The frame of its last plot.</summary>
    public FrameRef Frame;

    public int Stamp;
    public int NextFree;
}

/// <summary>
/// The tracks of plots by the plot that started each. That name stays when scans are taken again, so that a track keeps
/// its number in the sector whatever a late plot changes before it.
/// </summary>
internal sealed class SeenTracks
{
    private const int None = -1;

    private readonly Dictionary<long, int> byBirth = [];
    private readonly Dictionary<TrackId, int> byId = [];
    private SeenTrack[] tracks = new SeenTrack[64];
    private int count;
    private int free = None;

    /// <summary>Number of places, free ones included.</summary>
    public int SlotCount => count;

    /// <summary>Number of tracks.</summary>
    public int Count => byBirth.Count;

    /// <summary>The track in a place.</summary>
    public ref SeenTrack this[int slot] => ref tracks[slot];

    /// <summary>The track of a number, or a null reference.</summary>
    public ref SeenTrack Find(TrackId id)
    {
        if (!byId.TryGetValue(id, out var slot))
        {
            return ref Unsafe.NullRef<SeenTrack>();
        }

        return ref tracks[slot];
    }

    /// <summary>The place of a track, or -1.</summary>
    public int SlotOf(long birth) => byBirth.TryGetValue(birth, out var slot) ? slot : None;

    /// <summary>The place of a track, made where there is none.</summary>
    public int Take(long birth)
    {
        if (byBirth.TryGetValue(birth, out var slot))
        {
            return slot;
        }

        if (free != None)
        {
            slot = free;
            free = tracks[slot].NextFree;
        }
        else
        {
            if (count == tracks.Length)
            {
                Array.Resize(ref tracks, 2 * count);
            }

            slot = count++;
        }

        tracks[slot] = new SeenTrack { Birth = birth };
        byBirth.Add(birth, slot);
        return slot;
    }

    /// <summary>Gives a track its number.</summary>
    public void Name(int slot, TrackId id)
    {
        tracks[slot].Id = id;
        byId.Add(id, slot);
    }

    /// <summary>Takes what a plot tells of its track.</summary>
    public void Note(int slot, in PlotTrack track, in HeldPlot plot, Instant at)
    {
        ref var seen = ref tracks[slot];
        seen.State = track.State;
        seen.At = at;
        seen.Existence = track.Existence;
        seen.Frame = plot.Frame;
        seen.Class = plot.Plot.Class == ObjectClass.Unknown ? seen.Class : plot.Plot.Class;
        seen.Description = plot.Description ?? seen.Description;
        if (plot.Sensor?.Label is { } label && seen.Label?.IsWithin(label) != true)
        {
            seen.Label = seen.Label?.Meet(label) ?? label;
        }
    }

    /// <summary>Takes what is believed of its height after its last plot, or that this gave none.</summary>
    public void Note(int slot, HeightEstimate? height, HeightReference reference)
    {
        ref var seen = ref tracks[slot];
        (seen.HeightM, seen.HeightSigmaM) = height is { } known
            ? (known.HeightM, known.SigmaM) : (double.NaN, double.NaN);
        seen.HeightReference = height is null ? HeightReference.Unknown : reference;
    }

    /// <summary>Drops the track in a place.</summary>
    public void Drop(int slot)
    {
        byBirth.Remove(tracks[slot].Birth);
        if (tracks[slot].Id != default)
        {
            byId.Remove(tracks[slot].Id);
        }

        tracks[slot] = new SeenTrack { NextFree = free };
        free = slot;
    }
}
