using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Tasking;

namespace Trucewatch.Watch.Tasking;

/// <summary>An act as it stands on the board.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Act">What was done.</param>
/// <param name="Refusal">Why it has no effect; <see cref="TaskingRefusal.None"/>: it has one.</param>
/// <param name="Words">With what, where that helps; else empty.</param>
public sealed record TaskingEntry(int Number, TaskingAct Act, TaskingRefusal Refusal, string Words);

/// <summary>Where an offer stands.</summary>
public enum OfferState
{
    /// <summary>It waits for the mission.</summary>
    Offered,

    /// <summary>It is a part of the timetable.</summary>
    Accepted,

    /// <summary>Its nation took it back.</summary>
    Withdrawn,
}

/// <summary>
/// Shared tasking: who asked for a look, who offered one, and what the mission accepted. A fold over acts of people:
/// the same acts in the same order give the same board, and what was refused stays on it with its reason. Acceptance
/// makes the timetable, in which no two drones are in one block of the air at one time.
/// </summary>
public sealed class TaskingBoard
{
    /// <summary>Most acts on a board, refused ones counted.</summary>
    public const int MaxActs = 100_000;

    private readonly List<TaskingEntry> entries = [];
    private readonly SortedDictionary<string, (TaskingEntry Entry, bool IsOpen)> requests = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (TaskingEntry Entry, OfferState State)> offers =
        new(StringComparer.Ordinal);

    private readonly Airspace airspace = new();

    /// <summary>All acts in their order.</summary>
    public IReadOnlyList<TaskingEntry> Entries => entries;

    /// <summary>The requests that were not taken back, by id.</summary>
    public IEnumerable<LookRequested> OpenRequests =>
        requests.Values.Where(one => one.IsOpen).Select(one => (LookRequested)one.Entry.Act.Deed);

    /// <summary>All offers by id, and where each stands.</summary>
    public IEnumerable<(LookOffered Offer, OfferState State)> Offers =>
        offers.Values.Select(one => ((LookOffered)one.Entry.Act.Deed, one.State));

    /// <summary>The accepted looks in the order of time, and then of ids.</summary>
    public ImmutableArray<LookOffered> Timetable =>
    [
        .. Offers.Where(one => one.State == OfferState.Accepted).Select(one => one.Offer)
            .OrderBy(offer => TimesOf(offer.Task).From).ThenBy(offer => offer.Offer, StringComparer.Ordinal),
    ];

    /// <summary>The board of some acts.</summary>
    public static TaskingBoard Fold(IEnumerable<TaskingAct> acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        var board = new TaskingBoard();
        foreach (var act in acts)
        {
            board.Append(act);
        }

        return board;
    }

    /// <summary>The accepted looks as a plan, for the forecast.</summary>
    /// <param name="from">Begin.</param>
    /// <param name="until">End.</param>
    /// <param name="weather">The weather that is expected.</param>
    public TaskPlan PlanOf(Instant from, Instant until, ImmutableArray<WeatherSpell> weather) => new(
        from, until,
        [
            .. Timetable.Select(offer => offer.Task)
                .Where(task => TimesOf(task) is var (begin, end) && begin < until && end >= from),
        ],
        weather);

    /// <summary>Appends an act, or keeps it as refused.</summary>
    public TaskingEntry Append(TaskingAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (entries.Count >= MaxActs)
        {
            return new TaskingEntry(0, act, TaskingRefusal.LimitReached, "");
        }

        var (refusal, words) = Judge(act);
        var entry = new TaskingEntry(entries.Count + 1, act, refusal, words);
        entries.Add(entry);
        if (refusal == TaskingRefusal.None)
        {
            Take(entry);
        }

        return entry;
    }

    /// <summary>Begin and end of a task.</summary>
    public static (Instant From, Instant Until) TimesOf(PlannedTask task) => task switch
    {
        DroneTask drone => (drone.Route[0].At, drone.Route[^1].At),
        PatrolTask patrol => (patrol.Route[0].At, patrol.Route[^1].At),
        PassTask pass => (pass.From, pass.Until),
        PostTask post => (post.From, post.Until),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "expected a task of a known kind"),
    };

    private (TaskingRefusal Refusal, string Words) Judge(TaskingAct act)
    {
        if (act.Author.Person.Length == 0 || act.Author.Nation.Length == 0)
        {
            return (TaskingRefusal.NoPerson, "");
        }

        return act.Deed switch
        {
            LookRequested request => (JudgeRequest(act, request), ""),
            LookOffered offer => JudgeOffer(act, offer),
            OfferAccepted accepted => JudgeAcceptance(act, accepted),
            TaskingWithdrawn withdrawn => (JudgeWithdrawal(act, withdrawn), ""),
            _ => (TaskingRefusal.Impossible, ""),
        };
    }

    private TaskingRefusal JudgeRequest(TaskingAct act, LookRequested request) =>
        !IsNew(request.Request) ? TaskingRefusal.IdTaken
        : !(request.From < request.Until) ? TaskingRefusal.Impossible
        : request.Until <= act.At ? TaskingRefusal.TooLate
        : TaskingRefusal.None;

    private (TaskingRefusal, string) JudgeOffer(TaskingAct act, LookOffered offer)
    {
        if (!IsNew(offer.Offer))
        {
            return (TaskingRefusal.IdTaken, "");
        }

        if (offer.Request is { } request && !(requests.TryGetValue(request, out var known) && known.IsOpen))
        {
            return (TaskingRefusal.NotThere, request);
        }

        if (offer.Task.Owner != act.Author.Nation)
        {
            return (TaskingRefusal.NotTheirs, "");
        }

        if (offer.Task.Id != offer.Offer || !IsPossible(offer.Task)
            || (offer.Task is DroneTask) != (offer.Heights is { LowM: >= 0 } heights && heights.LowM < heights.HighM))
        {
            return (TaskingRefusal.Impossible, "");
        }

        return (TimesOf(offer.Task).From <= act.At ? TaskingRefusal.TooLate : TaskingRefusal.None, "");
    }

    private (TaskingRefusal, string) JudgeAcceptance(TaskingAct act, OfferAccepted accepted)
    {
        if (!act.Author.IsTasking)
        {
            return (TaskingRefusal.NotTheirs, "");
        }

        if (!offers.TryGetValue(accepted.Offer, out var known) || known.State == OfferState.Withdrawn)
        {
            return (TaskingRefusal.NotThere, "");
        }

        var offer = (LookOffered)known.Entry.Act.Deed;
        if (known.State == OfferState.Accepted || TimesOf(offer.Task).From <= act.At)
        {
            return (TaskingRefusal.TooLate, "");
        }

        return offer is { Task: DroneTask drone, Heights: { } heights } && airspace.Meeting(drone, heights) is { } other
            ? (TaskingRefusal.Conflict, $"{other.Offer} at {other.At}")
            : (TaskingRefusal.None, "");
    }

    private TaskingRefusal JudgeWithdrawal(TaskingAct act, TaskingWithdrawn withdrawn)
    {
        var author = requests.TryGetValue(withdrawn.Id, out var request) && request.IsOpen
            ? request.Entry.Act.Author
            : offers.TryGetValue(withdrawn.Id, out var offer) && offer.State != OfferState.Withdrawn
                ? offer.Entry.Act.Author
                : null;
        return author is null ? TaskingRefusal.NotThere
            : author.Nation != act.Author.Nation ? TaskingRefusal.NotTheirs
            : TaskingRefusal.None;
    }

    private bool IsNew(string id) => id.Length > 0 && !requests.ContainsKey(id) && !offers.ContainsKey(id);

    private static bool IsPossible(PlannedTask task)
    {
        if (task is DroneTask { Route.Length: < 2 } or PatrolTask { Route.Length: < 2 })
        {
            return false;
        }

        var (from, until) = TimesOf(task);
        return until - from <= TaskPlan.MaxSpan
            && new TaskPlan(from, until + TimeSpan.FromMicroseconds(1), [task], []).Problem() is null;
    }

    private void Take(TaskingEntry entry)
    {
        switch (entry.Act.Deed)
        {
            case LookRequested request:
                requests.Add(request.Request, (entry, true));
                break;
            case LookOffered offer:
                offers.Add(offer.Offer, (entry, OfferState.Offered));
                break;
            case OfferAccepted accepted:
                var known = offers[accepted.Offer].Entry;
                offers[accepted.Offer] = (known, OfferState.Accepted);
                if (known.Act.Deed is LookOffered { Task: DroneTask drone, Heights: { } heights })
                {
                    airspace.Add(drone, heights);
                }

                break;
            case TaskingWithdrawn withdrawn when requests.TryGetValue(withdrawn.Id, out var request):
                requests[withdrawn.Id] = (request.Entry, false);
                break;
            case TaskingWithdrawn withdrawn:
                offers[withdrawn.Id] = (offers[withdrawn.Id].Entry, OfferState.Withdrawn);
                airspace.Remove(withdrawn.Id);
                break;
        }
    }
}
