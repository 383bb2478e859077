using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;

namespace Trucewatch.Domain.Tasking;

/// <summary>What can be done on the board.</summary>
public enum TaskingKind
{
    /// <summary>A <see cref="LookRequested"/>.</summary>
    Request,

    /// <summary>A <see cref="LookOffered"/>.</summary>
    Offer,

    /// <summary>An <see cref="OfferAccepted"/>.</summary>
    Accept,

    /// <summary>A <see cref="TaskingWithdrawn"/>.</summary>
    Withdraw,
}

/// <summary>
/// What somebody did on the board, as it is sealed in the log: the deed as JSON can say it. Its time stands beside it.
/// </summary>
/// <param name="Author">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Id">Id of the request or offer: a new one, or the one that is accepted or taken back.</param>
/// <param name="Area">Of a request: its area as a ring of latitude and longitude.</param>
/// <param name="From">Of a request: begin.</param>
/// <param name="Until">Of a request: end.</param>
/// <param name="Modality">Of a request: with what; null: whatever there is.</param>
/// <param name="Request">Of an offer: the request that it answers, or null.</param>
/// <param name="Task">Of an offer: the look.</param>
/// <param name="LowM">Of an offer of a drone: its lowest height, metres.</param>
/// <param name="HighM">Its highest height.</param>
/// <param name="Release">Of an offer: to whom what it sees is released.</param>
/// <param name="Why">In words, or null.</param>
public sealed record TaskingWord(
    TaskingAuthor Author,
    TaskingKind Kind,
    string Id,
    double[][]? Area = null,
    Instant? From = null,
    Instant? Until = null,
    Modality? Modality = null,
    string? Request = null,
    TaskText? Task = null,
    double? LowM = null,
    double? HighM = null,
    Label? Release = null,
    string? Why = null)
{
    /// <summary>The act that it says.</summary>
    /// <param name="at">When it was done.</param>
    /// <exception cref="ArgumentException">It lacks what its kind needs; the message says what.</exception>
    public TaskingAct ToAct(Instant at) => new(at, Author, Kind switch
    {
        TaskingKind.Request when (Area, From, Until) is ({ } area, { } from, { } until) => new LookRequested(
            Id, PlanText.RegionOf(area), from, until, Modality ?? Looks.Modality.Unknown, Why ?? ""),
        TaskingKind.Offer when (Task, Release) is ({ } task, { } release) => new LookOffered(
            Id, Request, PlanText.TaskOf(task with { Id = Id, Owner = Author.Nation }),
            (LowM, HighM) is ({ } low, { } high) ? new HeightBand(low, high) : null, release),
        TaskingKind.Accept => new OfferAccepted(Id),
        TaskingKind.Withdraw => new TaskingWithdrawn(Id, Why ?? ""),
        _ => throw new ArgumentException(
            "expected an area, a begin and an end of a request, and a task and a release of an offer"),
    });
}
