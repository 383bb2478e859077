using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>What the picture did not use of what names nobody, and what it did again.</summary>
/// <param name="Late">Came later than the window: kept in the record and used for nothing.</param>
/// <param name="Duplicate">Copies of a plot of the same scan.</param>
/// <param name="Unusable">Outside the theatre or its plane, ahead of the clock, or with an error that is none.</param>
/// <param name="OverLimit">Beyond the sensors, the plots or the tracks that there is room for.</param>
/// <param name="PutInPlace">Late ones that were put in their place.</param>
/// <param name="SteppedAgain">Scans that were taken again for them.</param>
public readonly record struct PlotCounts(
    long Late, long Duplicate, long Unusable, long OverLimit, long PutInPlace, long SteppedAgain);

/// <summary>
/// Forms scans of plots as they come in, by sensor and slot of time, and steps the tracker once a slot is settled. A
/// late plot goes into its own slot, and all from there on is taken again from the copy of the tracker made before it:
/// the result is that of time order.
/// </summary>
internal sealed class ScanBook
{
    /// <summary>
    /// With more plots held than this the window in which late ones find their place shrinks; with twice as many none
    /// is taken.
    /// </summary>
    public const int MaxHeld = 1 << 19;

    /// <summary>Copies of the tracker in the window in which late plots are put in their place.</summary>
    public const int CopiesInWindow = 3;

    private readonly SectorSettings settings;
    private readonly PlotSettings plotSettings;
    private readonly long slotUs;
    private readonly long slotsBetweenCopies;
    private readonly List<Scan> scans = [];
    private readonly Stack<Scan> freeScans = new();
    private readonly Stack<List<HeldPlot>> freeLists = new();
    private readonly List<PlotWatch> copies = [];
    private readonly Stack<PlotWatch> freeCopies = new();
    private readonly PlotOrder plotOrder = new();
    private readonly ScanOrder scanOrder;
    private readonly Dictionary<(int Feed, string? Sensor, bool IsTold), int> numbers = [];
    private readonly List<(int Feed, string? Sensor, bool IsTold)> names = [];
    private long lastKey;
    private long dirtyFrom = long.MaxValue;
    private long steppedTo = long.MinValue;
    private int heldCount;
    private long late, duplicate, overLimit, putInPlace, steppedAgain;

    public ScanBook(SectorSettings settings)
    {
        this.settings = settings;
        plotSettings = settings.Plots with { MaxTracks = settings.MaxPlotTracks };
        slotUs = Math.Max(1, settings.ScanSlot.Ticks / TimeSpan.TicksPerMicrosecond);
        var windowUs = settings.LateWindow.Ticks / TimeSpan.TicksPerMicrosecond;
        slotsBetweenCopies = Math.Max(1, windowUs / slotUs / CopiesInWindow);
        scanOrder = new ScanOrder(names);
        Watch = new PlotWatch(plotSettings, settings.DetectionProbability);
    }

    /// <summary>Looks at the tracker after a scan; <c>isNew</c> is false for one that is taken again.</summary>
    public delegate void Stepped(Scan scan, bool isNew);

    /// <summary>The tracker as it stands.</summary>
    public PlotWatch Watch { get; }

    /// <summary>Receive time from which the tracker is to be stepped.</summary>
    public Instant DueAt { get; private set; } = new(long.MaxValue);

    /// <summary>What was not used so far, and done again; unusable ones are counted by whoever takes them.</summary>
    public PlotCounts Counts => new(late, duplicate, 0, overLimit + Watch.Tracker.Unused, putInPlace, steppedAgain);

    /// <summary>Plots that are held.</summary>
    internal int HeldCount => heldCount;

    /// <summary>Copies of the tracker that are held.</summary>
    internal int CopyCount => copies.Count;

    /// <summary>Holds the plot of an observation until its slot is settled.</summary>
    /// <param name="observation">It names nobody, and the tracker can bear it.</param>
    /// <param name="plot">Its plot.</param>
    /// <param name="now">Newest receive time so far.</param>
    public void Take(in Observation observation, in Plot plot, Instant now)
    {
        var isTold = observation.SourceTrack != 0;
        var sensor = NumberOf((observation.Frame.Feed.Value, observation.Sensor?.Id, isTold));
        if (sensor < 0 || heldCount >= 2 * MaxHeld)
        {
            overLimit++;
            return;
        }

        var slot = SlotOf(observation.At);
        if (observation.At < now - settings.LateWindow || (copies.Count > 0 && slot < copies[0].NextSlot))
        {
            late++;
            return;
        }

        var scan = Find(slot, sensor, isTold);
        scan.At = observation.At > scan.At ? observation.At : scan.At;
        scan.Open(freeLists);
        scan.Plots.Add(HeldPlot.From(in observation, in plot, ++lastKey));
        heldCount++;
        var settled = new Instant((slot + 1) * slotUs) + settings.ScanSettle;
        if (slot <= steppedTo)
        {
            putInPlace++;
            dirtyFrom = Math.Min(dirtyFrom, slot);
            settled = now + settings.ScanSettle;
        }

        // Never at its own receive time: else what else comes at that time is judged before or after the look,
        // depending on which came first.
        settled = settled > now ? settled : new Instant(now.UnixMicroseconds + 1);
        DueAt = settled < DueAt ? settled : DueAt;
    }

    /// <summary>Steps the tracker through all slots that are settled.</summary>
    public void Run(Instant now, Stepped stepped)
    {
        var end = SlotOf(now - settings.ScanSettle) - 1;
        var newFrom = steppedTo;
        if (dirtyFrom <= steppedTo)
        {
            GoBack();
        }

        // Late plots alone do not bring the end nearer.
        end = Math.Max(end, newFrom);
        DueAt = new Instant(long.MaxValue);
        for (var first = FirstUnstepped(); first < scans.Count; first = EndOfSlot(first))
        {
            var slot = scans[first].Slot;
            if (slot > end)
            {
                DueAt = new Instant((slot + 1) * slotUs) + settings.ScanSettle;
                break;
            }

            CopyBefore(slot);
            StepSlot(first, isNew: slot > newFrom, stepped);
        }

        steppedTo = Math.Max(newFrom, steppedTo);
        Forget(SlotOf(now - settings.LateWindow));
    }

    /// <summary>
    /// Takes the scans that are still held again with a witness, apart from the tracker: what was decided, and over
    /// which pairs. It costs nothing until it is asked for.
    /// </summary>
    public (PairWitness Witness, Dictionary<long, HeldPlot> Plots) Explain()
    {
        var witness = new PairWitness();
        var plots = new Dictionary<long, HeldPlot>();
        var again = new PlotWatch(plotSettings, settings.DetectionProbability);
        if (copies.Count > 0)
        {
            again.CopyFrom(copies[0]);
        }

        again.Tracker.Witness = witness;
        foreach (var scan in scans)
        {
            scan.Open(freeLists);
            foreach (var plot in scan.Plots)
            {
                plots[plot.Plot.Key] = plot;
            }

            if (scan.IsStepped && scan.Slot >= again.NextSlot)
            {
                witness.At = scan.At;
                again.Step(scan);
            }

            scan.Close(freeLists);
        }

        return (witness, plots);
    }

    private long SlotOf(Instant at)
    {
        var (slots, rest) = Math.DivRem(at.UnixMicroseconds, slotUs);
        return rest < 0 ? slots - 1 : slots;
    }

    private int NumberOf((int Feed, string? Sensor, bool IsTold) name)
    {
        if (numbers.TryGetValue(name, out var number))
        {
            return number;
        }

        if (names.Count == PlotSensor.MaxSensors)
        {
            return -1;
        }

        names.Add(name);
        numbers.Add(name, names.Count - 1);
        return names.Count - 1;
    }

    private Scan Find(long slot, int sensor, bool isTold)
    {
        var at = scans.Count;
        for (; at > 0 && scans[at - 1].Slot >= slot; at--)
        {
            if (scans[at - 1].Slot == slot && scans[at - 1].Sensor == sensor)
            {
                return scans[at - 1];
            }
        }

        if (!freeScans.TryPop(out var scan))
        {
            scan = new Scan();
        }

        (scan.Slot, scan.Sensor, scan.IsTold, scan.At, scan.IsStepped) =
            (slot, sensor, isTold, Instant.Beginning, false);
        scans.Insert(at, scan);
        return scan;
    }

    private int FirstUnstepped()
    {
        var first = scans.Count;
        while (first > 0 && !scans[first - 1].IsStepped)
        {
            first--;
        }

        return first;
    }

    private int EndOfSlot(int first)
    {
        var end = first;
        while (end < scans.Count && scans[end].Slot == scans[first].Slot)
        {
            end++;
        }

        return end;
    }

    /// <summary>Puts the tracker back before the earliest late plot.</summary>
    private void GoBack()
    {
        var copy = copies.Count - 1;
        while (copy > 0 && copies[copy].NextSlot > dirtyFrom)
        {
            freeCopies.Push(copies[copy]);
            copies.RemoveAt(copy--);
        }

        Watch.CopyFrom(copies[copy]);
        for (var index = scans.Count - 1; index >= 0 && scans[index].Slot >= Watch.NextSlot; index--)
        {
            steppedAgain += scans[index].IsStepped ? 1 : 0;
            scans[index].IsStepped = false;
        }

        dirtyFrom = long.MaxValue;
    }

    private void CopyBefore(long slot)
    {
        if (copies.Count > 0 && slot < copies[^1].NextSlot + slotsBetweenCopies && copies[^1].NextSlot > long.MinValue)
        {
            return;
        }

        if (!freeCopies.TryPop(out var copy))
        {
            copy = new PlotWatch(plotSettings, settings.DetectionProbability);
        }

        var isFirst = copies.Count == 0;
        copy.CopyFrom(Watch);
        copy.NextSlot = isFirst ? long.MinValue : slot;
        if (copies.Count > 0 && copies[^1].NextSlot >= copy.NextSlot)
        {
            freeCopies.Push(copy);
            return;
        }

        copies.Add(copy);
    }

    private void StepSlot(int first, bool isNew, Stepped stepped)
    {
        var end = EndOfSlot(first);
        for (var index = first; index < end; index++)
        {
            scans[index].Open(freeLists);
            duplicate += Tidy(scans[index].Plots);
        }

        scans.Sort(first, end - first, scanOrder);
        for (var index = first; index < end; index++)
        {
            Watch.Step(scans[index]);
            scans[index].IsStepped = true;
            stepped(scans[index], isNew);
            scans[index].Close(freeLists);
        }

        steppedTo = Math.Max(steppedTo, scans[first].Slot);
        Watch.NextSlot = scans[first].Slot + 1;
    }

    /// <summary>Puts plots into the order of their content and drops second copies; gives how many.</summary>
    private int Tidy(List<HeldPlot> plots)
    {
        plots.Sort(plotOrder);
        var kept = Math.Min(1, plots.Count);
        var all = CollectionsMarshal.AsSpan(plots);
        for (var index = 1; index < all.Length; index++)
        {
            if (all[index].At != all[kept - 1].At
                || Plot.Compare(in all[index].Plot, in all[kept - 1].Plot) != 0)
            {
                all[kept++] = all[index];
            }
        }

        var dropped = plots.Count - kept;
        plots.RemoveRange(kept, dropped);
        heldCount -= dropped;
        return dropped;
    }

    /// <summary>Lets go of the copies and scans that no plot within the window can call for.</summary>
    private void Forget(long windowFrom)
    {
        while (copies.Count > 1 && (copies[1].NextSlot <= windowFrom || heldCount > MaxHeld))
        {
            freeCopies.Push(copies[0]);
            copies.RemoveAt(0);
            ForgetScans();
        }

        ForgetScans();
    }

    private void ForgetScans()
    {
        var gone = 0;
        while (copies.Count > 0 && gone < scans.Count && scans[gone].IsStepped
            && scans[gone].Slot < copies[0].NextSlot)
        {
            heldCount -= scans[gone].Count;
            scans[gone].Clear(freeLists);
            freeScans.Push(scans[gone++]);
        }

        scans.RemoveRange(0, gone);
    }

    private sealed class PlotOrder : IComparer<HeldPlot>
    {
        public int Compare(HeldPlot x, HeldPlot y)
        {
            var order = Plot.Compare(in x.Plot, in y.Plot);
            order = order != 0 ? order : x.At.CompareTo(y.At);
            order = order != 0 ? order : x.Frame.Feed.Value.CompareTo(y.Frame.Feed.Value);
            return order != 0 ? order : x.Frame.Sequence.CompareTo(y.Frame.Sequence);
        }
    }

    private sealed class ScanOrder(List<(int Feed, string? Sensor, bool IsTold)> names) : IComparer<Scan>
    {
        public int Compare(Scan? x, Scan? y)
        {
            var (a, b) = (names[x!.Sensor], names[y!.Sensor]);
            var order = x.At.CompareTo(y.At);
            order = order != 0 ? order : a.Feed.CompareTo(b.Feed);
            order = order != 0 ? order : string.CompareOrdinal(a.Sensor, b.Sensor);
            return order != 0 ? order : a.IsTold.CompareTo(b.IsTold);
        }
    }
}
