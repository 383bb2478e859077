using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>
/// A tracker of plots with what was learnt of its sensors: all that a step changes, so that a copy of it is a point
/// from which the scans can be taken again.
/// </summary>
internal sealed class PlotWatch(PlotSettings settings, double detectionProbability)
{
    private readonly SensorHabit[] habits = new SensorHabit[PlotSensor.MaxSensors];
    private Plot[] plots = new Plot[64];

    /// <summary>The tracks.</summary>
    public PlotTracker Tracker { get; } = new(settings);

    /// <summary>The first slot that is not in it.</summary>
    public long NextSlot { get; set; } = long.MinValue;

    /// <summary>Takes on the whole state of another one.</summary>
    public void CopyFrom(PlotWatch other)
    {
        Tracker.CopyFrom(other.Tracker);
        other.habits.CopyTo(habits, 0);
        NextSlot = other.NextSlot;
    }

    /// <summary>Takes a scan whose plots are in the order of their content, each once.</summary>
    public void Step(Scan scan)
    {
        var held = CollectionsMarshal.AsSpan(scan.Plots);
        if (plots.Length < held.Length)
        {
            plots = new Plot[held.Length * 2];
        }

        for (var index = 0; index < held.Length; index++)
        {
            plots[index] = held[index].Plot;
            plots[index].Tag = index;
        }

        ref var habit = ref habits[scan.Sensor];
        var sensor = scan.IsTold
            ? new PlotSensor(scan.Sensor, 0)
            : habit.Look(scan, plots.AsSpan(0, held.Length), detectionProbability);
        Tracker.Step(scan.At, in sensor, plots.AsSpan(0, held.Length));
        habit.Learn(Tracker.Tracks);
    }

    /// <summary>
    /// Where a sensor looks, and how often it comes back to one place. A radar that turns sees a part of its circle in
    /// each slot: the share of an object's revisit time that passed since the last scan is the chance that the object
    /// was looked at. Before that time is known, its silence says nothing. One whose plots have one time looks
    /// everywhere at once.
    /// </summary>
    private struct SensorHabit
    {
        private const int MinSamples = 5;
        private const int MemorySamples = 1_000;

        // A sensor that is told has no chance of seeing, so that one that looks keeps some.
        private const double LeastShare = 1e-3;

        private static readonly PlotBox nowhere = new(double.NaN, double.NaN, double.NaN, double.NaN);

        private PlotBox box;
        private Instant lastAt;
        private double revisitS;
        private int samples;
        private int atOnce;
        private bool hasLooked;
        private bool hasPlace;

        public PlotSensor Look(Scan scan, ReadOnlySpan<Plot> seen, double chance)
        {
            var seconds = hasLooked ? scan.At.SecondsSince(lastAt) : 0;
            hasLooked |= seen.Length > 0;
            foreach (ref readonly var plot in seen)
            {
                if (plot.Kind == PlotKind.Bearing)
                {
                    continue;
                }

                box = hasPlace
                    ? new PlotBox(
                        Math.Min(box.WestM, plot.EastM), Math.Max(box.EastM, plot.EastM),
                        Math.Min(box.SouthM, plot.NorthM), Math.Max(box.NorthM, plot.NorthM))
                    : new PlotBox(plot.EastM, plot.EastM, plot.NorthM, plot.NorthM);
                hasPlace = true;
            }

            lastAt = scan.At;
            if (scan.Plots.Count > 1)
            {
                atOnce = Math.Clamp(atOnce + (IsAtOnce(scan) ? 1 : -1), -MemorySamples, MemorySamples);
            }

            // Of a direction finder nobody knows how far it hears: its silence says nothing.
            return !hasPlace ? new PlotSensor(scan.Sensor, chance, nowhere)
                : atOnce > 0 ? new PlotSensor(scan.Sensor, chance, box)
                : samples < MinSamples
                ? new PlotSensor(scan.Sensor, chance, nowhere)
                : new PlotSensor(scan.Sensor, chance * Math.Clamp(seconds / revisitS, LeastShare, 1), box);
        }

        private static bool IsAtOnce(Scan scan)
        {
            foreach (ref readonly var plot in CollectionsMarshal.AsSpan(scan.Plots))
            {
                if (plot.At != scan.At)
                {
                    return false;
                }
            }

            return true;
        }

        public void Learn(ReadOnlySpan<PlotTrack> tracks)
        {
            foreach (ref readonly var track in tracks)
            {
                if (track.IsFresh && track.Status == PlotTrackStatus.Confirmed && track.RevisitS > 0)
                {
                    samples = Math.Min(samples + 1, MemorySamples);
                    revisitS += (track.RevisitS - revisitS) / samples;
                }
            }
        }
    }
}
