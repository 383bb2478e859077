using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Intake;
using Trucewatch.Watch.Patrols;

namespace Trucewatch.Server.Tasking;

/// <summary>That a patrol was heard.</summary>
/// <param name="SaidAt">When it said something: what is sent late, or again, is no newer for it.</param>
/// <param name="ReceivedAt">When that came.</param>
/// <param name="Place">Where it said that it was, or null.</param>
/// <param name="Feed">By which feed.</param>
/// <param name="By">Its person, or what its vehicle calls itself.</param>
internal readonly record struct Hearing(Instant SaidAt, Instant ReceivedAt, GeoPoint? Place, Feed Feed, string By);

/// <summary>How it is with a patrol.</summary>
internal enum PatrolState
{
    /// <summary>It has not begun.</summary>
    Planned,

    /// <summary>It is heard as often as it should be.</summary>
    Heard,

    /// <summary>It is not, which says nothing of why.</summary>
    Silent,

    /// <summary>It was heard after its end.</summary>
    Back,

    /// <summary>It had ended before the record begins: nobody knows.</summary>
    NotListened,
}

/// <summary>A patrol of a day.</summary>
/// <param name="Task">Its task, with the times of the day.</param>
/// <param name="Voice">By what it is heard.</param>
/// <param name="Refused">Legs of its route that it may not go.</param>
/// <param name="State">How it is with it.</param>
/// <param name="Last">The newest that was heard of it, or null.</param>
/// <param name="Due">When it has to be heard next at the latest; null: no more.</param>
/// <param name="Missed">Check-ins that it missed.</param>
/// <param name="Feeds">The feeds that it was heard by.</param>
internal sealed record PatrolOfDay(
    PatrolTask Task, PatrolVoice Voice, ImmutableArray<RefusedLeg> Refused, PatrolState State, Hearing? Last,
    Instant? Due, ImmutableArray<MissedCheckIn> Missed, ImmutableArray<Feed> Feeds);

/// <summary>
/// Where patrols may go, by the mission's planning file, and when they were heard, by the record: reports that their
/// persons hand in themselves, and positions of their vehicles. The file is that of the start, so that nobody is held
/// to another one while out; a start hears the record again.
/// </summary>
internal sealed class PatrolDesk
{
    /// <summary>Most that is kept of each voice: the first and the last of each minute of two days.</summary>
    public const int MaxKept = 2 * 2 * 24 * 60;

    private const long MinuteUs = 60_000_000;
    private const long DayUs = 24 * 60 * MinuteUs;

    private readonly string? planning;
    private readonly byte[] bytes;
    private readonly PatrolWays ways;
    private readonly ImmutableArray<PatrolTask> patrols;
    private readonly Dictionary<string, ImmutableArray<RefusedLeg>> refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Hearing>> reporters = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectIdentity, List<Hearing>> vehicles = [];
    private readonly Lock gate = new();
    private Instant? listens;

    private PatrolDesk(string? planning, byte[] bytes, PlanningRequest? request)
    {
        (this.planning, this.bytes, Terms) = (planning, bytes, request?.Patrols ?? PatrolTerms.Usual);
        ways = PatrolWays.Of(Terms);
        patrols = [.. request?.Standing.Tasks.OfType<PatrolTask>() ?? []];
        foreach (var patrol in patrols)
        {
            refused.Add(patrol.Id, ways.Refused(patrol));
            var voice = Terms.VoiceOf(patrol.Id);
            voice.Reporters.ToList().ForEach(name => reporters.Add(name, []));
            voice.Vehicles.ToList().ForEach(name => vehicles.Add(name, []));
        }
    }

    /// <summary>True where there is a planning file.</summary>
    public bool IsSet => planning is not null;

    /// <summary>When the record begins; null: nothing has come in. Nobody was silent before.</summary>
    public Instant? ListensFrom
    {
        get
        {
            lock (gate)
            {
                return listens;
            }
        }
    }

    /// <summary>How much is kept of all voices.</summary>
    internal int Kept
    {
        get
        {
            lock (gate)
            {
                return reporters.Values.Concat(vehicles.Values).Sum(heard => heard.Count);
            }
        }
    }

    /// <summary>What the file says of patrols.</summary>
    public PatrolTerms Terms { get; }

    /// <summary>True where the file is no longer that of the start, or cannot be read: a start takes up the new one.
    /// </summary>
    public bool HasChanged
    {
        get
        {
            try
            {
                return planning is not null && !File.ReadAllBytes(planning).AsSpan().SequenceEqual(bytes);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>The desk of a service that begins.</summary>
    /// <exception cref="UnusableException">The file cannot be read, or is not what it should be.</exception>
    public static PatrolDesk Open(string? planning)
    {
        if (planning is null)
        {
            return new PatrolDesk(null, [], null);
        }

        try
        {
            var read = File.ReadAllBytes(planning);
            var request = PlanText.ReadRequest(read, out _, out var problem)
                ?? throw new UnusableException($"--planning {planning}: {problem}");
            return new PatrolDesk(planning, read, request);
        }
        catch (ArgumentException wrong)
        {
            throw new UnusableException($"--planning {planning}: hazards: {wrong.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnusableException($"--planning {planning}: expected a file that can be read");
        }
    }

    /// <summary>The shortest route between two places over known ways that keeps the distance from hazards.</summary>
    public PatrolAnswer Find(GeoPoint from, GeoPoint to) => ways.Find(from, to);

    /// <summary>The legs of anybody's route that a patrol may not go.</summary>
    public ImmutableArray<RefusedLeg> Refused(ImmutableArray<GeoPoint> route) => ways.Refused(route);

    /// <summary>Hears what a batch says; called by the stepping loop.</summary>
    public void Note(Feed feed, ReadOnlySpan<Observation> observations)
    {
        if (patrols.IsEmpty || observations.IsEmpty)
        {
            return;
        }

        lock (gate)
        {
            listens ??= observations[0].ReceivedAt;
        }

        var isField = feed.Name == FieldDesk.FeedName;
        foreach (ref readonly var observation in observations)
        {
            // Whoever stands in a report from elsewhere need not be who wrote it: only the field desk knows.
            var report = isField ? observation.Report : null;
            if (report is not null && reporters.TryGetValue(report.Reporter, out var heard)
                || observation.Identity.Scheme == IdentityScheme.CotUid
                && vehicles.TryGetValue(observation.Identity, out heard))
            {
                var said = observation.At < observation.ReceivedAt ? observation.At : observation.ReceivedAt;
                Keep(heard!, new Hearing(
                    said, observation.ReceivedAt, observation.HasPosition ? observation.Position : null, feed,
                    report?.Reporter ?? observation.Identity.ToString()));
            }
        }
    }

    /// <summary>
    /// The patrols of the day of a time, as of that time, and those of the day before that reach into it or were not
    /// heard since their end. Each goes every day, at the hours that the file says.
    /// </summary>
    public ImmutableArray<PatrolOfDay> Day(Instant now)
    {
        var today = DayOf(now);
        return
        [
            .. On(today - 1, now).Where(one => one.Due is not null || DayOf(one.Task.Route[^1].At) >= today),
            .. On(today, now),
        ];
    }

    private static long DayOf(Instant at) => at.UnixMicroseconds / DayUs;

    private IEnumerable<PatrolOfDay> On(long day, Instant now) => patrols
        .Select(task => (task, By: TimeSpan.FromDays(day - DayOf(task.Route[0].At))))
        .Select(each => each.task with
        {
            Route = [.. each.task.Route.Select(point => point with { At = point.At + each.By })],
        })
        .OrderBy(task => task.Route[0].At).ThenBy(task => task.Id, StringComparer.Ordinal)
        .Select(task => Of(task, now));

    private PatrolOfDay Of(PatrolTask task, Instant now)
    {
        var voice = Terms.VoiceOf(task.Id);
        var checks = new CheckIns(task, Terms.CheckInEvery, ListensFrom ?? now);
        var heard = HeardOf(voice, now);
        foreach (var hearing in heard)
        {
            checks.Advance(hearing.ReceivedAt);
            checks.Hear(hearing.SaidAt, hearing.Place);
        }

        checks.Advance(now);
        var state = now < task.Route[0].At ? PatrolState.Planned
            : checks.Due is not { } due
            ? heard.Any(hearing => hearing.SaidAt >= task.Route[^1].At) ? PatrolState.Back : PatrolState.NotListened
            : now > due ? PatrolState.Silent
            : PatrolState.Heard;
        return new PatrolOfDay(
            task, voice, refused[task.Id], state, heard.IsEmpty ? null : heard.MaxBy(hearing => hearing.SaidAt),
            checks.Due, checks.Missed, [.. heard.Select(hearing => hearing.Feed).Distinct()]);
    }

    private ImmutableArray<Hearing> HeardOf(PatrolVoice voice, Instant until)
    {
        lock (gate)
        {
            return
            [
                .. voice.Reporters.Select(name => reporters[name])
                    .Concat(voice.Vehicles.Select(name => vehicles[name]))
                    .SelectMany(heard => heard).Where(hearing => hearing.ReceivedAt <= until)
                    .OrderBy(hearing => hearing.ReceivedAt).ThenBy(hearing => hearing.SaidAt),
            ];
        }
    }

    /// <summary>Keeps the first and the last of a minute: no silence that counts is shorter.</summary>
    private void Keep(List<Hearing> heard, Hearing hearing)
    {
        lock (gate)
        {
            var count = heard.Count;
            if (count > 0 && hearing.SaidAt <= heard[^1].SaidAt)
            {
                return;
            }

            if (count > 1 && MinuteOf(heard[^2]) == MinuteOf(heard[^1]) && MinuteOf(heard[^1]) == MinuteOf(hearing))
            {
                heard[^1] = hearing;
                return;
            }

            if (count == MaxKept)
            {
                heard.RemoveAt(0);
            }

            heard.Add(hearing);
        }
    }

    private static long MinuteOf(Hearing hearing) => hearing.ReceivedAt.UnixMicroseconds / MinuteUs;
}
