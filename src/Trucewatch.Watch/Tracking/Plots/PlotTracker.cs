using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

    /// <summary>
/// Tracks objects that do not say who they are. Each scan goes through five steps: carry all tracks to its time, find
/// the plots near each, assign plots to tracks as likely as can be (exactly, all clusters at once), weigh each track's
/// existence, and start tracks from what is left. The same plots in any order within a scan give the same tracks.
/// </summary>
public sealed class PlotTracker
{
    /// <summary>Most plots of one scan; those beyond it are counted.</summary>
    public const int MaxPlots = 1 << 18;

    /// <summary>Most plots that one track is weighed against in a scan: the likeliest.</summary>
    public const int MaxNear = 64;

    // Odds above this say no more, and would take longer to come down than a lost object should be shown.
    private const double MaxOdds = 1e6;

    private readonly PlotSettings settings;
    private readonly ModeStates modes;
    private readonly HeightStates heights;
    private readonly OpenBearings openBearings = new();
    private readonly JointAssociation joint = new();
    private readonly double[] noiseFactors;
    private readonly Matching matching = new();
    private readonly PlotGrid grid = new();
    private readonly Clutter[] clutter = new Clutter[PlotSensor.MaxSensors];
    private PlotTrack[] tracks = new PlotTrack[64];
    private Plot[] plots = new Plot[64];
    private double[] keys = new double[64];
    private int[] near = new int[64];
    private double[] costs = new double[64];
    private double[] background = new double[64];
    private int matchable;
    private int trackCount;
    private int plotCount;
    private int placeCount;
    private int lastId;
    private Instant now = Instant.Beginning;

    /// <summary>A tracker without tracks.</summary>
    public PlotTracker(PlotSettings settings)
    {
        this.settings = settings;
        modes = new ModeStates(settings.Motion);
        heights = new HeightStates(settings);
        noiseFactors = Array.ConvertAll(Enum.GetValues<ObjectClass>(), settings.NoiseFactor);
    }

    /// <summary>All live tracks, and those that the last step gave up, by number.</summary>
    public ReadOnlySpan<PlotTrack> Tracks => tracks.AsSpan(0, trackCount);

    /// <summary>Plots that the arithmetic cannot bear, or beyond the limits.</summary>
    public long Unused { get; private set; }

    /// <summary>Clusters too large for <see cref="PlotAssociation.Joint"/>, assigned instead.</summary>
    public long LeftToAssignment => joint.Left;

    /// <summary>Pairs of a track and a plot that the last scan was decided over.</summary>
    internal int PairCount => matching.PairCount;

    /// <summary>Is told which plots were weighed and which were chosen; null: nobody asks.</summary>
    internal PairWitness? Witness { get; set; }

    /// <summary>Takes on the whole state of another tracker of the same settings; only the buffers stay.</summary>
    internal void CopyFrom(PlotTracker other)
    {
        if (tracks.Length < other.trackCount)
        {
            tracks = new PlotTrack[other.tracks.Length];
        }

        other.Tracks.CopyTo(tracks);
        modes.CopyFrom(other.modes, other.trackCount);
        heights.CopyFrom(other.heights, other.trackCount);
        openBearings.CopyFrom(other.openBearings);
        other.clutter.CopyTo(clutter, 0);
        (trackCount, lastId, Unused, now) = (other.trackCount, other.lastId, other.Unused, other.now);
    }

    /// <summary>What is believed of a track's height above a reference at the time of the last look.</summary>
    /// <param name="index">The track's place in <see cref="Tracks"/>.</param>
    /// <param name="reference">The reference; of the unknown one nothing is kept.</param>
    /// <param name="height">The height.</param>
    /// <returns>False where no plot of the track gave a height above the reference.</returns>
    public bool TryHeight(int index, HeightReference reference, out HeightEstimate height)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)trackCount);
        return heights.TryGet(index, reference, now, out height);
    }

    /// <summary>The rate of turn that a track is believed to have: the mean of its ways to move, clockwise.</summary>
    /// <param name="index">The track's place in <see cref="Tracks"/>.</param>
    public double TurnDegPerS(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)trackCount);
        return modes.TurnDegPerS(index);
    }

    /// <summary>Starts anew, numbers included; only the buffers stay.</summary>
    public void Clear()
    {
        Array.Clear(clutter);
        openBearings.Clear();
        joint.Clear();
        (trackCount, lastId, Unused, now) = (0, 0, 0, Instant.Beginning);
    }

    /// <summary>Takes one look of a sensor in.</summary>
    /// <param name="at">Its time, not before that of the last look.</param>
    /// <param name="sensor">Who looked.</param>
    /// <param name="seen">What was seen, in any order.</param>
    public void Step(Instant at, in PlotSensor sensor, ReadOnlySpan<Plot> seen)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sensor.Number, (uint)PlotSensor.MaxSensors);
        ArgumentOutOfRangeException.ThrowIfLessThan(at, now);
        Take(seen);
        Advance(at);
        ref var unexplained = ref clutter[sensor.Number];
        Background(
            sensor.IsTold ? unexplained.UnseenPerM2(at) : unexplained.PerM2(plots.AsSpan(0, plotCount)),
            unexplained.PerRadian);
        Pair(in sensor);
        matching.Solve();
        Witness?.Choose(matching, Tracks, plots.AsSpan(0, plotCount));
        if (settings.Association == PlotAssociation.Joint)
        {
            joint.Solve(matching, sensor.IsTold ? 1 : settings.DeleteOdds);
        }

        Update(in sensor);
        unexplained.Learn(Start(at, in sensor));
    }

    /// <summary>Copies the usable plots and puts them into the order of their content.</summary>
    private void Take(ReadOnlySpan<Plot> seen)
    {
        if (plots.Length < Math.Min(seen.Length, MaxPlots))
        {
            plots = new Plot[seen.Length + (seen.Length / 2)];
            keys = new double[plots.Length];
            near = new int[plots.Length];
            costs = new double[plots.Length];
            background = new double[plots.Length];
        }

        plotCount = 0;
        for (var index = 0; index < seen.Length; index++)
        {
            ref readonly var plot = ref seen[index];
            if (plotCount < MaxPlots && plot.IsUsable)
            {
                keys[plotCount] = plot.Kind == PlotKind.Place ? plot.EastM : double.PositiveInfinity;
                near[plotCount++] = index;
            }
            else
            {
                Unused++;
            }
        }

        keys.AsSpan(0, plotCount).Sort(near.AsSpan(0, plotCount));
        for (var index = 0; index < plotCount; index++)
        {
            plots[index] = seen[near[index]];
        }

        SettleTies();
        grid.Build(plots.AsSpan(0, placeCount));
    }

    /// <summary>Puts plots as far east into the order of all that they say; what is no place comes last.</summary>
    private void SettleTies()
    {
        placeCount = plotCount;
        for (var start = 0; start < plotCount;)
        {
            var end = start + 1;
            while (end < plotCount && keys[end] == keys[start])
            {
                end++;
            }

            if (end > start + 1)
            {
                plots.AsSpan(start, end - start).Sort(static (a, b) => Plot.Compare(in a, in b));
            }

            placeCount = double.IsPositiveInfinity(keys[start]) ? start : placeCount;
            start = end;
        }
    }

    /// <summary>Forgets the deleted tracks and carries the others to the time of the scan.</summary>
    private void Advance(Instant at)
    {
        var seconds = now == Instant.Beginning ? 0 : at.SecondsSince(now);
        now = at;
        modes.Prepare(seconds);
        var survival = Elementary.Exp(-seconds / settings.MeanLifeS);
        var kept = 0;
        for (var slot = 0; slot < trackCount; slot++)
        {
            if (tracks[slot].Status == PlotTrackStatus.Deleted)
            {
                continue;
            }

            if (kept != slot)
            {
                tracks[kept] = tracks[slot];
                modes.Move(slot, kept);
                heights.Move(slot, kept);
            }

            ref var track = ref tracks[kept];
            modes.Predict(kept, ref track.State, noiseFactors[(int)track.Class]);
            track.Odds = track.Odds * survival / (1 + (track.Odds * (1 - survival)));
            track.IsFresh = false;
            kept++;
        }

        trackCount = kept;
    }

    /// <summary>
    /// Lists the plots within each track's reach at the cost of the logarithm of the odds for the pair: seen, against
    /// missed or not there, and the plot false (the weights of the global hypotheses of Williams, "Marginal
    /// multi-Bernoulli filters", IEEE Trans. AES 51(3), 2015). A young track may take
    /// what would keep it. Where objects tell their places themselves, the other explanation is a new object.
    /// </summary>
    private void Pair(in PlotSensor sensor)
    {
        var widest = WidestError();
        var pd = sensor.DetectionProbability;
        matching.Begin(plotCount);
        for (var slot = 0; slot < trackCount; slot++)
        {
            ref readonly var track = ref tracks[slot];
            var reach = Likelihood.ReachM(in track.State, widest);
            var found = grid.Find(track.State.EastM, track.State.NorthM, reach, near);
            for (var index = placeCount; index < plotCount; index++)
            {
                near[found++] = index;
            }

            var weight = sensor.IsTold
                ? track.Existence
                : track.Existence * pd / (1 - (track.Existence * pd)) / settings.DeleteOdds;
            matchable = 0;
            for (var i = 0; i < found; i++)
            {
                ref readonly var plot = ref plots[near[i]];
                if (!Density(slot, in plot, in track.State, out var likelihood))
                {
                    continue;
                }

                likelihood *= track.Sources.Weight(sensor.Number, plot.SourceNumber, now);
                if (weight * likelihood > background[near[i]])
                {
                    costs[matchable] = -Elementary.Log(weight * likelihood / background[near[i]]);
                    near[matchable++] = near[i];
                }
            }

            AddBest(slot);
            matching.EndRow();
        }
    }

    private bool Density(int slot, in Plot plot, in PlaneState state, out double density) =>
        modes.Density(slot, in plot, in state, out density)
        && (!plot.HasHeight || heights.Weigh(slot, in plot, now, ref density));

    /// <summary>Offers the likeliest plots to the assignment: a flood in one place must not cost its square.</summary>
    private void AddBest(int slot)
    {
        if (matchable > MaxNear)
        {
            costs.AsSpan(0, matchable).Sort(near.AsSpan(0, matchable));
        }

        for (var i = 0; i < Math.Min(matchable, MaxNear); i++)
        {
            matching.Add(near[i], costs[i]);
            Witness?.Offer(slot, near[i], costs[i]);
        }
    }

    /// <summary>How dense plots like each are that no track explains: at rest or at some speed.</summary>
    private void Background(double perM2, double perRadian)
    {
        for (var index = 0; index < plotCount; index++)
        {
            var density = plots[index].Kind == PlotKind.Bearing ? perRadian : perM2;
            background[index] = density * Likelihood.Unexplained(in plots[index], settings);
        }
    }

    private double WidestError()
    {
        var widest = 0.0;
        for (var index = 0; index < placeCount; index++)
        {
            widest = Math.Max(widest, Math.Max(plots[index].Error.EastM2, plots[index].Error.NorthM2));
        }

        return widest;
    }

    /// <summary>Gives each track its plot, or the miss, and weighs whether its object exists.</summary>
    private void Update(in PlotSensor sensor)
    {
        for (var slot = 0; slot < trackCount; slot++)
        {
            ref var track = ref tracks[slot];
            var column = matching.ColumnOf(slot);
            if (settings.Association == PlotAssociation.Joint && joint.IsShared(slot))
            {
                Share(slot, ref track, column, sensor.ChanceAt(in track.State));
            }
            else if (column == Matching.None)
            {
                track.Odds *= 1 - sensor.ChanceAt(in track.State);
            }
            else
            {
                track.RevisitS = track.Sensor == sensor.Number ? now.SecondsSince(track.SeenAt) : double.NaN;
                track.Sensor = sensor.Number;
                Hit(slot, ref track, column, sensor.IsTold ? 1 : sensor.DetectionProbability);
            }

            track.Status = Judge(in track);
        }
    }

    /// <summary>
    /// The plot is the object's, or false while the object was missed (Musicki, Evans and Stankovic, "Integrated
    /// probabilistic data association", IEEE Trans. AC 39(6), 1994, for the one plot that the assignment left it).
    /// </summary>
    private void Hit(int slot, ref PlotTrack track, int column, double seen)
    {
        ref readonly var plot = ref plots[column];
        var likelihood = modes.Correct(slot, in plot, ref track.State);
        if (plot.HasHeight)
        {
            _ = heights.Weigh(slot, in plot, now, ref likelihood);
        }

        track.Odds = Math.Min(track.Odds * ((seen * likelihood / background[column]) + 1 - seen), MaxOdds);
        Note(slot, ref track, in plot);
    }

    /// <summary>
    /// Each plot is the object's with its share, or the object was missed, or is not there (Musicki and Evans, "Joint
    /// integrated probabilistic data association", IEEE Trans. AES 40(3), 2004). What the assignment gave it counts as
    /// seen.
    /// </summary>
    private void Share(int slot, ref PlotTrack track, int column, double chance)
    {
        var (start, end) = matching.PairsOf(slot);
        var miss = joint.MissOf(slot) * track.Existence * (1 - chance) / (1 - (track.Existence * chance));
        var shares = joint.SharesOf(slot);
        var existence = miss;
        foreach (var share in shares)
        {
            existence += share;
        }

        track.Odds = Math.Min(existence / Math.Max(1 - existence, double.Epsilon), MaxOdds);
        if (start == end || !(existence > 0))
        {
            return;
        }

        modes.CorrectJoint(
            slot, plots.AsSpan(0, plotCount), matching.ColumnsOf(slot), shares, miss, ref track.State);
        if (column != Matching.None)
        {
            Note(slot, ref track, in plots[column]);
        }
    }

    private void Note(int slot, ref PlotTrack track, in Plot plot)
    {
        if (plot.HasHeight)
        {
            heights.Correct(slot, in plot, now);
        }

        track.SeenAt = now;
        track.Sources.Note(track.Sensor, plot.SourceNumber, now);
        track.Tag = plot.Tag;
        track.Hits++;
        track.Class = plot.Class == ObjectClass.Unknown ? track.Class : plot.Class;
        track.IsFresh = true;
    }

    private PlotTrackStatus Judge(in PlotTrack track)
    {
        var spread = Math.Max(track.State.PositionError.EastM2, track.State.PositionError.NorthM2);
        return !(track.Odds >= settings.DeleteOdds) || !(spread <= settings.MaxSigmaM * settings.MaxSigmaM)
            ? PlotTrackStatus.Deleted
            : track.Existence >= settings.ConfirmAt ? PlotTrackStatus.Confirmed : PlotTrackStatus.Tentative;
    }

    /// <summary>
    /// Starts a track from each plot that none took; gives how many plots no confirmed track explains.
    /// </summary>
    private int Start(Instant at, in PlotSensor sensor)
    {
        var unexplained = 0;
        openBearings.Expire(at);
        for (var index = 0; index < plotCount; index++)
        {
            var row = matching.RowOf(index);
            if (row != Matching.None)
            {
                unexplained += tracks[row].Status == PlotTrackStatus.Confirmed ? 0 : 1;
                continue;
            }

            unexplained++;
            if (plots[index].Kind == PlotKind.Bearing)
            {
                Cross(at, sensor.Number, in plots[index]);
            }
            else
            {
                Start(at, sensor.Number, in plots[index], sensor.IsTold ? settings.ToldOdds : settings.NewOdds);
            }
        }

        return unexplained;
    }

    /// <summary>
    /// A bearing starts a track where it crosses one that another sensor took lately, and then waits itself. Which
    /// crossings are of no object, the next bearings tell.
    /// </summary>
    private void Cross(Instant at, int sensor, in Plot plot)
    {
        for (var index = 0; index < openBearings.Count; index++)
        {
            if (openBearings.TryCross(
                index, at, sensor, in plot, settings.FirstSpeedOf(plot.Class), out var crossing))
            {
                Start(at, sensor, in crossing, settings.NewOdds);
            }
        }

        Unused += openBearings.TryAdd(at, sensor, in plot) ? 0 : 1;
    }

    private void Start(Instant at, int sensor, in Plot plot, double odds)
    {
        if (trackCount == settings.MaxTracks)
        {
            Unused++;
            return;
        }

        if (trackCount == tracks.Length)
        {
            Array.Resize(ref tracks, tracks.Length * 2);
        }

        ref var track = ref tracks[trackCount];
        track = new PlotTrack
        {
            Id = ++lastId,
            Odds = odds,
            SeenAt = at,
            Hits = 1,
            Tag = plot.Tag,
            Birth = plot.Key,
            Sensor = sensor,
            RevisitS = double.NaN,
            Class = plot.Class,
            IsFresh = true,
            State = Likelihood.First(in plot, settings.FirstSpeedOf(plot.Class)),
        };
        track.Sources.Note(sensor, plot.SourceNumber, at);
        track.Status = Judge(in track);
        modes.Start(trackCount, in track.State, Likelihood.Resting(in plot, settings));
        heights.Start(trackCount);
        if (plot.HasHeight)
        {
            heights.Correct(trackCount, in plot, at);
        }

        trackCount++;
    }
}
