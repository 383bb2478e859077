using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.BuildUp;

/// <summary>
/// States when there are more objects in a cell of a zone than the days before lead one to expect, each side by side
/// with how much of it was watched. The same hours of earlier days are the baseline; chance is told from a rise by the
/// conditional test of two Poisson counts, made stricter by the number of cells that are tested at once.
/// </summary>
internal sealed class BuildUpRule : Rule
{
    /// <summary>Most cells that can be stated at one time; further ones are not.</summary>
    public const int MaxStated = 4_096;

    private const long DayUs = 86_400_000_000;

    private readonly Whom who;
    private readonly TrackScope scope;
    private readonly BuildUpSettings settings;
    private readonly long windowUs;
    private readonly SortedDictionary<long, WatchedWindow> windows = [];
    private readonly SortedSet<(int North, int East)> stated = [];
    private readonly List<Counted> waiting = [];
    private Instant now = Instant.Beginning;
    private Instant heardAt = Instant.Beginning;

    // Of what came last: the first by name of feed and number, whichever stands first in the record.
    private FrameRef leastHeard;
    private long judged = long.MinValue;

    private BuildUpRule(RuleSource source, Whom who, TrackScope scope, BuildUpSettings settings)
        : base(source)
    {
        (this.who, this.scope, this.settings) = (who, scope, settings);
        windowUs = settings.Window.Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>A track, with what was heard of it at one receive time and waits to be counted.</summary>
    private sealed class Counted
    {
        public TrackUpdate State;

        public TrackRank Rank { get; set; }

        public bool Counts { get; set; }

        public bool IsWaiting { get; set; }
    }

    /// <summary>Number of windows that are remembered.</summary>
    internal int WindowCount => windows.Count;

    public override bool HearsAll => true;

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readWho = Whom.Read(source.Agreement, source.Refuse, reader.Inner("who"));
        var readScope = TrackScope.Read(source, reader);
        if (readScope.Zones is null)
        {
            reader.Refuse("zones", "a list of zones");
        }

        var read = BuildUpSettings.Read(reader);
        reader.RefuseRest();
        return source.Problems.Count == problems ? new BuildUpRule(source, readWho, readScope, read) : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        who.Includes(in actor, kind) ? new Counted() : null;

    public override bool RelatesMany => true;

    public override void OnHeard(in Observation observation, RuleVoice voice)
    {
        var frame = observation.Frame;
        var isNext = observation.ReceivedAt != heardAt;
        if (isNext || voice.Feeds.Compare(frame, leastHeard) < 0)
        {
            (heardAt, leastHeard) = (observation.ReceivedAt, frame);
        }

        now = observation.ReceivedAt > now ? observation.ReceivedAt : now;
        if (observation.HasPosition && observation.Report is null && WindowAt(observation.At) is { } window)
        {
            var into = observation.At.UnixMicroseconds - (IndexOf(observation.At) * windowUs);
            window.Hear(observation.Position, (int)(into * WatchedWindow.Slots / windowUs));
        }
    }

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        ref readonly var update = ref sight.Update;
        var own = (Counted)memory;
        if (update.Identity.Scheme != IdentityScheme.None)
        {
            (own.State, own.Rank) = (update, sight.Memory.Rank);
            own.Counts = Reading.Binds(sight.Memory.Actor.Party, update.At) != Binding.No && scope.Counts(in sight);
            if (!own.IsWaiting)
            {
                own.IsWaiting = true;
                waiting.Add(own);
            }
        }

        return new TrackStance(ZoneStanding.Outside, IsSettled: false);
    }

    public override void OnSettled(Instant receivedAt, RuleVoice voice)
    {
        waiting.Sort((a, b) => a.Rank.CompareTo(b.Rank));
        foreach (var own in waiting)
        {
            ref readonly var state = ref own.State;
            own.IsWaiting = false;
            if (own.Counts && WindowAt(state.At) is { } window)
            {
                window.Add(GridCell.Of(state.Position, settings.CellDeg), state.Identity, state.Evidence, state.Label);
            }
        }

        waiting.Clear();

        // What is late has until then to come in.
        var over = IndexOf(now - settings.Settle) - 1;
        if (over > judged && windows.Count > 0)
        {
            var due = windows.Where(one => one.Key > judged && one.Key <= over).ToList();
            judged = over;
            foreach (var (index, whole) in due)
            {
                Judge(index, whole, receivedAt, voice);
                whole.Close();
            }

            ForgetBefore(over - (settings.BaselineDays * (DayUs / windowUs)));
        }
    }

    /// <summary>The window of a time; null where that was judged, or lies ahead of the clock.</summary>
    private WatchedWindow? WindowAt(Instant at)
    {
        var index = IndexOf(at);
        if (index <= judged || at > now + settings.Settle)
        {
            return null;
        }

        if (!windows.TryGetValue(index, out var window))
        {
            windows.Add(index, window = new WatchedWindow());
        }

        return window;
    }

    private long IndexOf(Instant at)
    {
        var (index, rest) = Math.DivRem(at.UnixMicroseconds, windowUs);
        return rest < 0 ? index - 1 : index;
    }

    private void ForgetBefore(long index)
    {
        while (windows.Count > 0 && windows.First().Key < index)
        {
            windows.Remove(windows.First().Key);
        }
    }

    private void Judge(long index, WatchedWindow window, Instant knownAt, RuleVoice voice)
    {
        var until = new Instant((index + 1) * windowUs);
        var comparisons = new List<Comparison>();
        foreach (var cell in window.Cells.Union(stated.Select(one => new GridCell(one.North, one.East)))
            .OrderBy(cell => (cell.North, cell.East)))
        {
            if (Compare(index, window, cell) is { } comparison)
            {
                comparisons.Add(comparison);
            }
        }

        foreach (var comparison in comparisons)
        {
            var (cell, key) = (comparison.Cell, (comparison.Cell.North, comparison.Cell.East));
            var isRise = comparison.Count >= settings.MinObjects
                && comparison.Chance * comparisons.Count <= settings.Level;
            if (isRise && !stated.Contains(key) && stated.Count < MaxStated)
            {
                stated.Add(key);
                Say(DetectionKind.Measured, Determination.Undetermined, comparison, comparisons.Count, window, until,
                    knownAt, voice);
            }
            else if (!isRise && stated.Remove(key))
            {
                Say(DetectionKind.Left, Determination.Compliant, comparison, comparisons.Count, window, until,
                    knownAt, voice);
            }
        }
    }

    /// <summary>A count with what it is compared with, and what was watched of either, in windows.</summary>
    private readonly record struct Comparison(
        GridCell Cell, GeoPoint Middle, int Count, double Watched, int Before, double WatchedBefore, double Chance);

    /// <summary>
    /// A cell against the same hours of the days before; null where it, or too many of these, were not watched. Given
    /// the sum of both counts, the later one is binomial with its share of what was watched.
    /// </summary>
    private Comparison? Compare(long index, WatchedWindow window, GridCell cell)
    {
        var middle = GeoPoint.FromDegrees(
            latitudeDeg: Math.Clamp((cell.North + 0.5) * settings.CellDeg, -90, 90),
            longitudeDeg: Math.Clamp((cell.East + 0.5) * settings.CellDeg, -180, 180));
        var watched = window.Share(middle);
        if (watched < settings.MinReception)
        {
            return null;
        }

        var (before, watchedBefore, days) = (0, 0.0, 0);
        for (var day = 1; day <= settings.BaselineDays; day++)
        {
            if (windows.TryGetValue(index - (day * (DayUs / windowUs)), out var earlier)
                && earlier.Share(middle) is var share && share >= settings.MinReception)
            {
                before += earlier.Of(cell)?.Number ?? 0;
                watchedBefore += share;
                days++;
            }
        }

        if (days < settings.MinDays)
        {
            return null;
        }

        var count = window.Of(cell)?.Number ?? 0;
        var chance = ChanceOfAtLeast(count, before, watched / (watched + watchedBefore));
        return new Comparison(cell, middle, count, watched, before, watchedBefore, chance);
    }

    /// <summary>The probability of at least so many of the sum of both, each with a share: one tail.</summary>
    internal static double ChanceOfAtLeast(int count, int before, double share) =>
        count == 0 ? 1 : 1 - IncompleteBeta.AtMost(count - 1, count + before, share);

    private void Say(
        DetectionKind kind, Determination determination, Comparison found, int tested, WatchedWindow window,
        Instant until, Instant knownAt, RuleVoice voice)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"build-up:{found.Cell.North * settings.CellDeg:0.###},{found.Cell.East * settings.CellDeg:0.###}");
        var counted = window.Of(found.Cell);
        var error = Covariance2.Circular(settings.CellDeg * 111_000 / 3.5);
        ImmutableArray<FrameCitation> frames = counted is { Frames.Count: > 0 }
            ? [.. counted.Frames.Select(voice.Feeds.Cite).Distinct()]
            : [voice.Feeds.Cite(leastHeard)];
        var (least, most) = IncompleteBeta.Interval(found.Count, Math.Max(1, found.Count + found.Before), 0.05);
        var scale = found.WatchedBefore / found.Watched;
        ImmutableArray<Detail> details =
        [
            new Detail("objects", Number(found.Count)),
            new Detail("expected", Number(found.Before / scale)),
            new Detail("watched_windows", Number(found.Watched)),
            new Detail("objects_before", Number(found.Before)),
            new Detail("watched_windows_before", Number(found.WatchedBefore)),
            new Detail("ratio_95_percent", $"{Number(Ratio(least) * scale)} to {Number(Ratio(most) * scale)}"),
            new Detail("chance", found.Chance.ToString("0.0e+0", CultureInfo.InvariantCulture)),
            new Detail("cells_tested", Number(tested)),
            new Detail("limit_chance", (settings.Level / tested).ToString("0.0e+0", CultureInfo.InvariantCulture)),
            new Detail("window_s", Number(settings.Window.TotalSeconds)),
        ];
        var act = new Act(new Actor(name, null, null, ObjectClass.Unknown), $"{name}/{until}", found.Middle, error);
        _ = voice.Say(this, act, null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, name, null, name, null, until, knownAt,
            PlaceOf.Point(found.Middle, error), null, null, found.Count, found.Count, null, [], frames, determination,
            null, details), counted?.Label);
    }

    private static double Ratio(double share) => share >= 1 ? double.PositiveInfinity : share / (1 - share);

    private static string Number(double value) => double.IsPositiveInfinity(value)
        ? "any"
        : value.ToString("0.##", CultureInfo.InvariantCulture);
}
