using System.Security.Cryptography;
using System.Runtime.InteropServices;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Simulation.World;

/// <summary>Takes tracks into a hash: what a tracker has come to, and nothing of how it was told.</summary>
public static class TrackHash
{
    /// <summary>Takes all tracks in: number, state, odds, and height above pressure where there is one.</summary>
    public static void Add(IncrementalHash hash, PlotTracker tracker)
    {
        Span<double> numbers = stackalloc double[16];
        for (var index = 0; index < tracker.Tracks.Length; index++)
        {
            ref readonly var track = ref tracker.Tracks[index];
            var motion = track.State.Motion;
            numbers.Clear();
            (numbers[0], numbers[1], numbers[2]) = (track.Id, (int)track.Status, track.Odds);
            (numbers[3], numbers[4]) = (track.State.EastM, track.State.NorthM);
            (numbers[5], numbers[6]) = (motion.EastMps, motion.NorthMps);
            (numbers[7], numbers[8]) = (motion.PositionError.EastM2, motion.PositionError.EastNorthM2);
            (numbers[9], numbers[10]) = (motion.PositionError.NorthM2, motion.Cross.EN);
            (numbers[11], numbers[12]) = (motion.VelocityError.EastM2, motion.VelocityError.NorthM2);
            (numbers[13], numbers[14]) = (track.Hits, tracker.TurnDegPerS(index));
            if (tracker.TryHeight(index, HeightReference.Pressure, out var height))
            {
                numbers[15] = height.HeightM;
            }

            hash.AppendData(MemoryMarshal.AsBytes(numbers));
        }
    }
}
