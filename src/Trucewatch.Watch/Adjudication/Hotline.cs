using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>An act as it stands in the log of the hotline.</summary>
/// <param name="Act">What was done.</param>
/// <param name="Refusal">Why it has no effect, or null.</param>
public sealed record HotlineEntry(Act Act, Refusal? Refusal);

/// <summary>
/// The desk of the hotline as acts that are appended: calls, notices and queries, windows of silence, corrections. What
/// was refused is kept with its reason. Rules and figures are the same for every side.
/// </summary>
public sealed class Hotline
{
    /// <summary>The side that is neither party.</summary>
    public const string Mission = "mission";

    /// <summary>Most acts of the log.</summary>
    public const int MaxActs = 65_536;

    private readonly ImmutableArray<string> parties;
    private readonly List<HotlineEntry> entries = [];
    private readonly SortedDictionary<string, int> refusedOf = new(StringComparer.Ordinal);
    private readonly CallBook calls = new();
    private readonly NoticeBook notices = new();
    private readonly WindowBook windows = new();
    private readonly CorrectionBook corrections = new();
    private Instant? last;

    /// <summary>The desk of these parties, which nothing has come to yet.</summary>
    /// <param name="parties">Ids of the parties to the agreement.</param>
    public Hotline(ImmutableArray<string> parties) => this.parties = parties;

    /// <summary>All acts that are kept, in their order.</summary>
    public IReadOnlyList<HotlineEntry> Entries => entries;

    /// <summary>The sides in the agreement's order, the mission last.</summary>
    public ImmutableArray<string> Sides => [.. parties, Mission];

    /// <summary>The calls by id.</summary>
    public IEnumerable<CallItem> Calls => calls.Items;

    /// <summary>The notices by id.</summary>
    public IEnumerable<NoticeItem> Notices => notices.Notices;

    /// <summary>The queries by id.</summary>
    public IEnumerable<QueryItem> Queries => notices.Queries;

    /// <summary>The windows of silence by id.</summary>
    public IEnumerable<WindowItem> Windows => windows.Items;

    /// <summary>The corrections by id.</summary>
    public IEnumerable<CorrectionItem> Corrections => corrections.Items;

    /// <summary>The item of an id, of whatever kind, or null.</summary>
    public HotlineItem? Find(string id) =>
        calls.Find(id) ?? notices.Find(id) ?? windows.Find(id) ?? (HotlineItem?)corrections.Find(id);

    /// <summary>Appends an act, or keeps it as refused; beyond the limit it is refused and not kept.</summary>
    public HotlineEntry Append(Act act)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (entries.Count >= MaxActs)
        {
            return new HotlineEntry(act, new Refusal(ActRefusal.LimitReached, "the log is full"));
        }

        var (book, refusal) = Judge(act);
        var entry = new HotlineEntry(act, refusal);
        if (refusal is null)
        {
            entries.Add(entry);
            book!.Take(act, SideOf(act.Author)!, parties);
            last = act.At;
            return entry;
        }

        // As in a case: nobody fills the log with what is refused.
        var count = refusedOf.GetValueOrDefault(act.Author.Person);
        refusedOf[act.Author.Person] = count + 1;
        if (count < CaseFile.MaxRefusedOfOne)
        {
            entries.Add(entry);
        }

        return entry;
    }

    /// <summary>The side that somebody acts for, or null.</summary>
    public string? SideOf(Author author)
    {
        ArgumentNullException.ThrowIfNull(author);
        return author.Role switch
        {
            Role.WatchOfficer or Role.Reviewer or Role.Commission => Mission,
            Role.PartyLiaison when author.Party is { } party && parties.Contains(party, StringComparer.Ordinal) =>
                party,
            _ => null,
        };
    }

    private (HotlineBook? Book, Refusal? Refusal) Judge(Act act)
    {
        if (!act.Author.IsNamed)
        {
            return (null, new(ActRefusal.NotNamed, "expected a person with an id and a nation"));
        }

        if (act.At < last)
        {
            return (null, new(ActRefusal.BeforeTheLast, $"expected a time from {last} on, got {act.At}"));
        }

        if (HotlineOperation.Of(act.Deed) is not { } operation)
        {
            return (null, new(ActRefusal.WrongState, "expected an act of the hotline"));
        }

        if (SideOf(act.Author) is not { } side || !AccessPolicy.MayAsk(act.Author.Role, operation))
        {
            return (null, new(ActRefusal.RoleMayNot, "expected somebody whose role does this"));
        }

        if (act.Deed.Text.Length > Deed.MaxChars)
        {
            return (null, new(
                ActRefusal.TooLong, FormattableString.Invariant($"expected at most {Deed.MaxChars} characters")));
        }

        HotlineBook book = operation switch
        {
            Operation.UseHotline => calls,
            Operation.GiveNotice or Operation.Inquire => notices,
            Operation.KeepWindow or Operation.ConfirmWindow => windows,
            _ => corrections,
        };
        return (book, book.Judge(act, side, parties));
    }
}
