using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>What a party said beforehand that it would do.</summary>
/// <param name="Id">Its id.</param>
/// <param name="By">The party.</param>
/// <param name="Given">What it said.</param>
/// <param name="Opened">The act that gave it.</param>
/// <param name="Acts">All acts on it.</param>
public sealed record NoticeItem(string Id, string By, NoticeGiven Given, Act Opened, ImmutableArray<Act> Acts)
    : HotlineItem(Id, Opened, [By], Given.OthersFrom, Acts)
{
    /// <summary>True once it was taken back.</summary>
    public bool IsWithdrawn => At<NoticeWithdrawn>() is not null;
}

/// <summary>A question that waits for a reply, or had one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="From">The side that asked.</param>
/// <param name="To">The side that is asked.</param>
/// <param name="ReplyBy">Until when a reply is in time.</param>
/// <param name="Opened">The act that asked.</param>
/// <param name="Acts">All acts on it.</param>
public sealed record QueryItem(
    string Id, string From, string To, Instant ReplyBy, Act Opened, ImmutableArray<Act> Acts)
    : HotlineItem(Id, Opened, [From, To], null, Acts);

/// <summary>How a side replied to what it was asked.</summary>
/// <param name="Side">The party, or <c>mission</c>.</param>
/// <param name="Asked">Queries to it.</param>
/// <param name="Replies">How many it replied to in time, late, or not.</param>
public sealed record QueryRow(string Side, int Asked, Punctuality Replies)
{
    /// <summary>The row of a side as of a time.</summary>
    public static QueryRow Of(string side, IEnumerable<QueryItem> queries, Instant at)
    {
        var to = queries.Where(query => query.To == side && query.Opened.At <= at).ToList();
        return new QueryRow(side, to.Count, to.Aggregate(
            default(Punctuality),
            (sum, query) => sum.With(
                new Deadline(query.ReplyBy, query.ReplyBy),
                query.At<QueryReplied>() is { } done && done <= at ? done : null,
                at)));
    }
}

/// <summary>Notices of what will be done, and queries with times to reply.</summary>
internal sealed class NoticeBook : HotlineBook
{
    private readonly SortedDictionary<string, NoticeItem> notices = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, QueryItem> queries = new(StringComparer.Ordinal);

    private static readonly TimeSpan replyTime = TimeSpan.FromHours(48);

    public IEnumerable<NoticeItem> Notices => notices.Values;

    public IEnumerable<QueryItem> Queries => queries.Values;

    public HotlineItem? Find(string id) =>
        notices.GetValueOrDefault(id) ?? (HotlineItem?)queries.GetValueOrDefault(id);

    public override Refusal? Judge(Act act, string side, ImmutableArray<string> parties) => act.Deed switch
    {
        NoticeGiven given => Begin(Find(given.Notice) is null, given.Notice, given.Text)
            ?? Ahead(act.At, given.From, given.Until, given.Place),
        NoticeWithdrawn back => !notices.TryGetValue(back.Notice, out var notice) ? Unknown("notice", back.Notice)
            : NotTheirs(side == notice.By, "that gave it")
            ?? (notice.IsWithdrawn ? Done($"{back.Notice} was taken back") : null),
        QueryAsked asked => Begin(Find(asked.Query) is null, asked.Query, asked.Text)
            ?? (asked.To == side || (asked.To != Hotline.Mission && !parties.Contains(asked.To, StringComparer.Ordinal))
                ? Incomplete("another side")
                : ReplyBy(asked, act) <= act.At ? new(ActRefusal.TooLate, $"expected a time to reply after {act.At}")
                : null),
        QueryReplied reply => !queries.TryGetValue(reply.Query, out var query) ? Unknown("query", reply.Query)
            : NotTheirs(side == query.To, "that is asked")
            ?? (query.At<QueryReplied>() is not null ? Done($"{reply.Query} has a reply")
                : reply.Text.Length == 0 ? new(ActRefusal.WordsMissing, "expected words, got none")
                : null),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act.Deed, "expected a notice or a query"),
    };

    public override void Take(Act act, string side, ImmutableArray<string> parties)
    {
        switch (act.Deed)
        {
            case NoticeGiven given:
                notices[given.Notice] = new NoticeItem(given.Notice, side, given, act, [act]);
                break;
            case NoticeWithdrawn { Notice: var id }:
                notices[id] = notices[id] with { Acts = notices[id].Acts.Add(act) };
                break;
            case QueryAsked asked:
                queries[asked.Query] = new QueryItem(
                    asked.Query, side, asked.To, ReplyBy(asked, act), act, [act]);
                break;
            case QueryReplied { Query: var id }:
                queries[id] = queries[id] with { Acts = queries[id].Acts.Add(act) };
                break;
        }
    }

    private static Instant ReplyBy(QueryAsked asked, Act act) => asked.ReplyBy ?? act.At + replyTime;
}
