using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Something that stands at the desk of the hotline.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Opened">The act that brought it there.</param>
/// <param name="Sides">The sides that it is between; the mission reads everything.</param>
/// <param name="OthersFrom">From when all parties may read it; null: never.</param>
/// <param name="Acts">All acts on it, in their order, the first included.</param>
public abstract record HotlineItem(
    string Id, Act Opened, ImmutableArray<string> Sides, Instant? OthersFrom, ImmutableArray<Act> Acts)
{
    /// <summary>The label of it as of a time: the mission, its sides, and from its time on all parties.</summary>
    /// <param name="parties">Ids of the parties to the agreement.</param>
    /// <param name="at">The time.</param>
    public Label LabelAt(ImmutableArray<string> parties, Instant at) => new(
        AccessPolicy.KnownPolicy, Classification.Restricted,
        [
            .. Sides.Append(Hotline.Mission).Concat(OthersFrom is { } from && at >= from ? parties : [])
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ]);

    /// <summary>Time of the first act of a kind, or null.</summary>
    public Instant? At<TDeed>()
        where TDeed : Deed => Acts.FirstOrDefault(act => act.Deed is TDeed)?.At;
}

/// <summary>One part of the desk: what its acts need, and what they leave.</summary>
internal abstract class HotlineBook
{
    /// <summary>Why an act has no effect, or null.</summary>
    public abstract Refusal? Judge(Act act, string side, ImmutableArray<string> parties);

    /// <summary>Takes in an act that was judged good.</summary>
    public abstract void Take(Act act, string side, ImmutableArray<string> parties);

    protected static Refusal Done(string words) => new(ActRefusal.AlreadyDone, words);

    protected static Refusal Unknown(string what, string id) =>
        new(ActRefusal.UnknownReference, $"expected a {what}, got {id}");

    protected static Refusal Incomplete(string expected) => new(ActRefusal.Incomplete, $"expected {expected}");

    protected static Refusal? NotTheirs(bool isTheirs, string side) =>
        isTheirs ? null : new(ActRefusal.NotTheirs, $"expected the side {side}");

    /// <summary>What is wrong with words and an id that begin something, or null.</summary>
    protected static Refusal? Begin(bool isNew, string id, string text) =>
        !isNew ? Done($"{id} is there already")
        : id.Length == 0 ? Incomplete("an id")
        : text.Length == 0 ? new(ActRefusal.WordsMissing, "expected words, got none")
        : null;

    /// <summary>What is wrong with a time and a place that are yet to come, or null.</summary>
    protected static Refusal? Ahead(Instant now, Instant from, Instant until, DeskPlace place) =>
        !(from < until) || until - from > MaxSpan ? Incomplete("a begin, and an end after it within 90 days")
        : until <= now ? new(ActRefusal.TooLate, $"expected an end after {now}, got {until}")
        : place.WithinM is not (> 0 and <= MaxWithinM)
            || place.LatitudeDeg is not (>= -90 and <= 90) || place.LongitudeDeg is not (>= -180 and <= 180)
            ? Incomplete("a place in degrees and a radius of at most 500 km")
        : null;

    private const double MaxWithinM = 500_000;

    private static readonly TimeSpan MaxSpan = TimeSpan.FromDays(90);
}
