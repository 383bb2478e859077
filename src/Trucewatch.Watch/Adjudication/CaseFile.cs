using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>An act as it stands in a file.</summary>
/// <param name="Number">Its number, from 1; 0 where it was refused and not kept.</param>
/// <param name="Act">What was done.</param>
/// <param name="Refusal">Why it has no effect, or null.</param>
/// <param name="State">Where the case stands after it.</param>
public sealed record CaseEntry(int Number, Act Act, Refusal? Refusal, CaseState State);

/// <summary>
/// A case: a fold over the acts that were appended to it. The same acts in the same order give the same file. An act
/// that is refused is kept with its reason, and changes nothing else. No act decides without a named person, and
/// no time that passes moves a case to an outcome.
/// </summary>
public sealed class CaseFile
{
    /// <summary>Most acts that take effect on one case.</summary>
    public const int MaxActs = 4_096;

    /// <summary>Most refused acts of one person that are kept; more are counted: nobody fills a file.</summary>
    public const int MaxRefusedOfOne = 64;

    private readonly List<CaseEntry> entries = [];
    private readonly SortedDictionary<string, int> refusedOf = new(StringComparer.Ordinal);
    private readonly List<Panel> panels = [];
    private int accepted;

    /// <summary>Opens an empty file.</summary>
    /// <exception cref="ArgumentException">The terms contradict themselves.</exception>
    public CaseFile(CaseTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (terms.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(terms));
        }

        Terms = terms;
    }

    /// <summary>What was settled before the case began.</summary>
    public CaseTerms Terms { get; }

    /// <summary>All acts that are kept, in their order.</summary>
    public IReadOnlyList<CaseEntry> Entries => entries;

    /// <summary>How many refused acts were counted and not kept.</summary>
    public int RefusedNotKept { get; private set; }

    /// <summary>Where the case stands.</summary>
    public CaseState State { get; private set; }

    /// <summary>Number of the finding in force, or null.</summary>
    public int? Finding { get; private set; }

    /// <summary>The outcome that stands, by the finding or by a ruling on it, or null.</summary>
    public Outcome? Standing { get; private set; }

    /// <summary>The act that put the last finding or ruling in force, or null.</summary>
    internal CaseEntry? Decision { get; private set; }

    /// <summary>The level of the ladder whose ruling stands; null where no panel has ruled since the finding.</summary>
    internal int? RuledLevel { get; private set; }

    /// <summary>The dispute or appeal that runs, or the last one.</summary>
    internal CaseEntry? Dispute { get; private set; }

    /// <summary>The level at which that dispute began.</summary>
    internal int BaseLevel { get; private set; }

    /// <summary>How many levels let their time pass without a ruling, in the disputes that have ended.</summary>
    internal int LevelsLost { get; private set; }

    /// <summary>Number of the act that last changed the state.</summary>
    internal int Since { get; private set; }

    /// <summary>Number of the act that last changed what stands; a ruling that keeps the finding does not.</summary>
    internal int StandingSince { get; private set; }

    /// <summary>The panels that were drawn.</summary>
    internal IReadOnlyList<Panel> Panels => panels;

    /// <summary>The file of some acts.</summary>
    public static CaseFile Fold(CaseTerms terms, IEnumerable<Act> acts)
    {
        ArgumentNullException.ThrowIfNull(acts);
        var file = new CaseFile(terms);
        foreach (var act in acts)
        {
            file.Append(act);
        }

        return file;
    }

    /// <summary>Appends an act, or keeps it as refused.</summary>
    public CaseEntry Append(Act act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var refusal = accepted >= MaxActs
            ? new Refusal(ActRefusal.LimitReached, FormattableString.Invariant($"the file holds {MaxActs} acts"))
            : Judge(act);
        return refusal is null ? Accept(act) : Refuse(act, refusal);
    }

    /// <summary>
    /// Appends an act of which is known whether it was accepted: for a file of those acts only that a reader may see.
    /// Why one was refused is worked out again from these; null, and nothing appended, where they do not tell.
    /// </summary>
    public CaseEntry? Recount(Act act, bool isAccepted)
    {
        ArgumentNullException.ThrowIfNull(act);
        return isAccepted ? Accept(act) : Judge(act) is { } refusal ? Refuse(act, refusal) : null;
    }

    /// <summary>The accepted acts of a kind, in their order.</summary>
    internal IEnumerable<(CaseEntry Entry, T Deed)> All<T>(int after = 0)
        where T : Deed
    {
        for (var i = after; i < entries.Count; i++)
        {
            if (entries[i] is { Refusal: null, Act.Deed: T deed } entry)
            {
                yield return (entry, deed);
            }
        }
    }

    /// <summary>The accepted act of a number, or null.</summary>
    internal CaseEntry? Find(int number) =>
        number >= 1 && number <= entries.Count && entries[number - 1].Refusal is null ? entries[number - 1] : null;

    /// <summary>True where an act needs one person only, or a second one concurs.</summary>
    internal bool IsInForce(CaseEntry entry) =>
        !Reviews.NeedsSecond(entry.Act.Deed) || All<Concurred>(entry.Number).Any(by => by.Deed.Act == entry.Number);

    /// <summary>True where a person belongs to a party to the case, by their own word or by nation.</summary>
    internal bool IsOfAParty(string? party, string nation) => Terms.Parties.Any(each =>
        each.Id == party || each.Nations.Contains(nation, StringComparer.Ordinal));

    /// <summary>Notes a panel.</summary>
    internal void Seat(Panel panel) => panels.Add(panel);

    /// <summary>Notes the outcome that a finding or a ruling puts in force.</summary>
    internal void Decide(CaseEntry by, int? finding, Outcome? standing, int? level)
    {
        StandingSince = finding == Finding && standing == Standing ? StandingSince : by.Number;
        LevelsLost += level is { } ruled ? ruled - BaseLevel : 0;
        Decision = by;
        Finding = finding;
        Standing = standing;
        RuledLevel = level;
    }

    /// <summary>Moves the case on by an event.</summary>
    internal void Move(CaseEntry by, CaseEvent on, Outcome? outcome)
    {
        var next = Transitions.Next(State, on, outcome);
        Invariant.Holds(next is not null, $"a case that is {State} goes on by {on}");
        Invariant.Holds(
            by.Act.Author.IsNamed || on == CaseEvent.Receive, $"nobody moved a case that is {State} by {on}");
        State = next.Value;
        Since = by.Number;
    }

    private CaseEntry Accept(Act act)
    {
        accepted++;
        var number = entries.Count + 1;
        entries.Add(new CaseEntry(number, act, null, State));
        Take(entries[^1]);
        entries[^1] = entries[^1] with { State = State };
        return entries[^1];
    }

    private CaseEntry Refuse(Act act, Refusal refusal)
    {
        var count = refusedOf.GetValueOrDefault(act.Author.Person);
        refusedOf[act.Author.Person] = count + 1;
        if (count >= MaxRefusedOfOne)
        {
            RefusedNotKept++;
            return new CaseEntry(0, act, refusal, State);
        }

        entries.Add(new CaseEntry(entries.Count + 1, act, refusal, State));
        return entries[^1];
    }

    private Refusal? Judge(Act act) => Conditions.Judge(this, act) ?? act.Deed switch
    {
        FindingStated or Concurred or Dissented or CaseWithdrawn or RemedyReported or RemedyVerified or CaseClosed
            or CaseReopened or IncidentReceived or ObservationMade or Triaged => Reviews.Judge(this, act),
        DecisionAccepted or DisputeRaised or AppealRaised or PleadingFiled or EvidenceSealed or EvidenceRevealed =>
            Disputes.Judge(this, act),
        PanelDrawn or RulingProposed or VoteCast => PanelVotes.Judge(this, act),
        BulletinIssued bulletin => BulletinLadder.Judge(this, act, bulletin),
        AttributionStated attribution => Attributions.Judge(this, act, attribution),
        ClockSet or ResponseRecommended or ResponseDecided or EffectDeemed or EffectAnswered =>
            ResponseDesk.Judge(this, act),
        _ => null,
    };

    private void Take(CaseEntry entry)
    {
        switch (entry.Act.Deed)
        {
            case FindingStated:
                break;
            case Concurred concurred when Find(concurred.Act) is { Act.Deed: FindingStated finding } stated:
                var (on, outcome) = Transitions.EventOf(finding)!.Value;
                Move(entry, on, outcome);
                Decide(entry, stated.Number, finding.Outcome, level: null);
                break;
            case DisputeRaised or AppealRaised:
                BaseLevel = entry.Act.Deed is AppealRaised ? RuledLevel!.Value + 1 : 0;
                Dispute = entry;
                Move(entry, Transitions.EventOf(entry.Act.Deed)!.Value.On, null);
                break;
            case PanelDrawn drawn:
                Seat(PanelVotes.Drawn(this, entry, drawn));
                break;
            case RulingProposed or VoteCast or ConflictDeclared:
                PanelVotes.Settle(this, entry);
                break;
            case CaseReopened:
                Move(entry, CaseEvent.Reopen, null);
                Decide(entry, finding: null, standing: null, level: null);
                break;
            default:
                if (Transitions.EventOf(entry.Act.Deed) is { } moves)
                {
                    Move(entry, moves.On, moves.Outcome);
                }

                break;
        }
    }
}
