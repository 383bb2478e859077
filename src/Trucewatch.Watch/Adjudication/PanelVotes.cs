using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Watch.Machinery;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// Panels rule by more than half of all members without an interest in the case, once each of them has voted. Whoever
/// votes against says why, and that is kept.
/// </summary>
internal static class PanelVotes
{
    private static readonly Body.Decision Majority = new("ruling", 1, 2, IsStrict: true, OfAll: true, false, null, []);

    public static Refusal? Judge(CaseFile file, Act act) => act.Deed switch
    {
        PanelDrawn drawn => Draw(file, act.At, drawn),
        RulingProposed ruling => Seated(file, act) ?? Proposal(file, act, ruling),
        VoteCast vote => Seated(file, act) ?? Voting(file, act, vote),
        _ => null,
    };

    /// <summary>The panel that has the case at a time, or null.</summary>
    public static Panel? Current(CaseFile file, Instant at)
    {
        if (file.Dispute is null)
        {
            return null;
        }

        var level = Disputes.At(file, at).Level;
        return file.Panels.LastOrDefault(panel => panel.Entry > file.Dispute.Number && panel.Level == level);
    }

    /// <summary>The panel of an act that was judged good.</summary>
    public static Panel Drawn(CaseFile file, CaseEntry entry, PanelDrawn drawn)
    {
        var seed = Disputes.Hex(drawn.Seed, SHA256.HashSizeInBytes)!;
        var members = PanelDraw.Draw(file.Terms, seed, Acted(file))!.Value;
        return new Panel(entry.Number, Disputes.At(file, entry.Act.At).Level, [.. seed], members);
    }

    /// <summary>Puts a ruling in force where the vote on it is complete.</summary>
    public static void Settle(CaseFile file, CaseEntry by)
    {
        if (file.State != CaseState.Disputed || Current(file, by.Act.At) is not { } panel)
        {
            return;
        }

        foreach (var (proposal, ruling) in file.All<RulingProposed>(panel.Entry).ToList())
        {
            if (Result(file, panel, proposal) == "adopted")
            {
                var (on, _) = Transitions.EventOf(ruling)!.Value;
                file.Move(by, on, null);
                file.Decide(
                    by,
                    ruling.Ruling == Ruling.SetAside ? null : file.Finding,
                    ruling.Ruling switch
                    {
                        Ruling.Uphold => file.Standing,
                        Ruling.Amend => ruling.Outcome,
                        _ => null,
                    },
                    panel.Level);
                return;
            }
        }
    }

    /// <summary>What a vote has come to so far, in the words of the engine that decides for every body.</summary>
    public static string Result(CaseFile file, Panel panel, CaseEntry proposal)
    {
        var votes = file.All<VoteCast>(proposal.Number).Where(vote => vote.Deed.Act == proposal.Number).ToList();
        var suspended = panel.Members.Select(member => member.Person).Where(person => IsConflicted(file, person));
        if (IsConflicted(file, proposal.Act.Author.Person))
        {
            return "suspended";
        }

        var counted = panel.Members.Length - suspended.Count();
        var body = new Body(
            "panel",
            [.. panel.Members.Select(member => new Body.Member(member.Person, 1, null))],
            new Body.Presence(counted, 0),
            [Majority],
            [],
            deadlock: null,
            source: null);
        var vote = new Body.Vote(
            [proposal.Act.Author.Person, .. Of(Ballot.Yes)], [.. Of(Ballot.No)], [.. Of(Ballot.Abstain)],
            [.. suspended]);
        return body.Decide(Majority, vote).Result;

        IEnumerable<string> Of(Ballot ballot) => votes
            .Where(each => each.Deed.Ballot == ballot && !IsConflicted(file, each.Entry.Act.Author.Person))
            .Select(each => each.Entry.Act.Author.Person);
    }

    private static Refusal? Draw(CaseFile file, Instant at, PanelDrawn drawn)
    {
        var level = file.Terms.Levels[Disputes.At(file, at).Level].Id;
        if (Current(file, at) is not null)
        {
            return new(ActRefusal.AlreadyDone, $"{level} has a panel for this dispute");
        }

        // Every seed is the hash's origin of the one before: all were fixed before the case, and none can be foreseen
        // by those who do not hold them.
        var expected = file.Panels.Count == 0 ? file.Terms.SeedCommitment : Convert.ToHexString(
            [.. file.Panels[^1].Seed]);
        if (Disputes.Hex(drawn.Seed, SHA256.HashSizeInBytes) is not { } seed
            || !string.Equals(
                Convert.ToHexString(SHA256.HashData(seed)), expected, StringComparison.OrdinalIgnoreCase))
        {
            return new(ActRefusal.CommitmentMismatch, $"expected a seed whose SHA-256 is {expected}");
        }

        return PanelDraw.Draw(file.Terms, seed, Acted(file)) is null
            ? new(ActRefusal.NoPanel, "the roll has no set of people that the rule allows")
            : null;
    }

    /// <summary>Whoever has a part in the case cannot be drawn for it.</summary>
    private static SortedSet<string> Acted(CaseFile file)
    {
        var people = new SortedSet<string>(StringComparer.Ordinal);
        people.UnionWith(file.Entries.Where(entry => entry.Refusal is null).Select(entry => entry.Act.Author.Person));
        people.UnionWith(file.Panels.SelectMany(panel => panel.Members).Select(member => member.Person));
        return people;
    }

    private static Refusal? Seated(CaseFile file, Act act)
    {
        var rung = Disputes.At(file, act.At);
        var level = file.Terms.Levels[rung.Level].Id;
        if (Current(file, act.At)?.Members.Any(member =>
            member.Person == act.Author.Person && member.Nation == act.Author.Nation) != true)
        {
            return new(
                ActRefusal.NotOnPanel, $"expected a member of the panel of the level {level}, which has the case");
        }

        return Disputes.Waits(file, act.At) is { } waits ? new(ActRefusal.TooEarly, waits) : null;
    }

    private static Refusal? Proposal(CaseFile file, Act act, RulingProposed ruling) =>
        act.Confidence == Confidence.NotStated
            ? new(ActRefusal.ConfidenceMissing, "expected low, moderate or high confidence")
            : ruling.Ruling == Ruling.Amend != ruling.Outcome is not null || ruling.Outcome == file.Standing
                ? new(ActRefusal.Incomplete, "expected another outcome where the finding is amended, and only there")
                : null;

    private static Refusal? Voting(CaseFile file, Act act, VoteCast vote)
    {
        if (file.Find(vote.Act) is not { Act.Deed: RulingProposed } proposal
            || proposal.Number < Current(file, act.At)!.Entry)
        {
            return new(
                ActRefusal.UnknownReference,
                FormattableString.Invariant($"expected a ruling put to this panel, got {vote.Act}"));
        }

        var person = act.Author.Person;
        var hasVoted = proposal.Act.Author.Person == person || file.All<VoteCast>(proposal.Number)
            .Any(each => each.Deed.Act == vote.Act && each.Entry.Act.Author.Person == person);
        return hasVoted ? new(ActRefusal.AlreadyDone, $"{person} has voted") : null;
    }

    private static bool IsConflicted(CaseFile file, string person) =>
        file.All<ConflictDeclared>().Any(each => each.Entry.Act.Author.Person == person);
}
