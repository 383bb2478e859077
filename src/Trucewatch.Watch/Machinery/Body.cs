using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A body that decides: members with votes and sides, a quorum, a majority for each kind of decision, vetoes, states in
/// which it or a member is suspended, and what a deadlock comes to after its time. One engine for every body.
/// </summary>
internal sealed class Body(
    string id,
    ImmutableArray<Body.Member> members,
    Body.Presence quorum,
    ImmutableArray<Body.Decision> decisions,
    ImmutableArray<string> suspensions,
    Body.Ladder? deadlock,
    MachinerySource? source) : IMachine
{
    /// <summary>How the question names the whole body among the suspended.</summary>
    private const string Itself = "body";

    /// <summary>A member; the side is that of a party, or null.</summary>
    internal sealed record Member(string Id, int Votes, string? Side);

    /// <summary>How many have to be there in all, and of each side.</summary>
    internal readonly record struct Presence(int All, int EachSide);

    /// <summary>
    /// How one kind of decision is taken: more than, or at least, a share of the votes cast or of all; or so many votes
    /// in favour, whatever the others do. Where the votes are equal, the casting member's own decides.
    /// </summary>
    internal sealed record Decision(
        string Kind,
        int Numerator,
        int Denominator,
        bool IsStrict,
        bool OfAll,
        bool EachSide,
        int? AtLeast,
        ImmutableArray<string> Veto,
        string? Casting = null);

    /// <summary>What a deadlock comes to after its time: another body, or a default.</summary>
    internal sealed record Ladder(TimeSpan? After, string? To, string? Otherwise, bool CoversNoQuorum);

    /// <summary>A vote: who said what, and which members do not count.</summary>
    internal sealed record Vote(
        ImmutableArray<string> Yes,
        ImmutableArray<string> No,
        ImmutableArray<string> Abstain,
        ImmutableArray<string> Suspended);

    /// <summary>The kinds of decisions that it takes.</summary>
    public ImmutableArray<string> Kinds => [.. decisions.Select(each => each.Kind)];

    private Ladder? Deadlock => deadlock;

    public static IMachine Read(MachineryItem item)
    {
        var members = ImmutableArray.CreateBuilder<Member>();
        foreach (var terms in item.Terms.Maps("members"))
        {
            var side = item.Source.Reference(terms, $"{item.Name}: members", "side", ["party"]);
            var member = new Member(terms.Text("id"), terms.Whole("votes", absent: 1, least: 0, most: 1_000), side);
            terms.RefuseRest();
            if (members.Any(known => known.Id == member.Id))
            {
                terms.Refuse("id", "a member that stands once");
            }

            item.Source.Declare("member", member.Id, terms.Line, null);
            members.Add(member);
        }

        var quorum = new Presence(
            item.Terms.Whole("quorum", absent: 1, least: 1, most: Math.Max(1, members.Count)),
            item.Terms.Whole("quorum_each_side", absent: 0, least: 0, most: Math.Max(1, members.Count)));
        var decisions = ImmutableArray.CreateBuilder<Decision>();
        foreach (var terms in item.Terms.Maps("decisions"))
        {
            var decision = ReadDecision(terms, members);
            if (decisions.Any(known => known.Kind == decision.Kind))
            {
                terms.Refuse("kind", "a kind that stands once");
            }

            decisions.Add(decision);
        }

        var suspensions = Terms.Texts(item.Terms, "suspensions");
        var ladder = item.Terms.Node("deadlock") is not null ? ReadLadder(item, item.Terms.Inner("deadlock")) : null;
        return new Body(
            item.Id, members.ToImmutable(), quorum, decisions.ToImmutable(), suspensions, ladder, item.Source);
    }

    /// <summary>
    /// <c>vote BODY decision=KIND yes=... no=... abstain=... [suspended=NAME:REASON,...] [since=TIME at=TIME]</c>; who
    /// is in no list is absent.
    /// </summary>
    public string Answer(MachineryQuestion question)
    {
        var kind = question.Needed("decision", decisions.Select(each => each.Kind));
        var names = members.Select(member => member.Id).ToList();
        var (yes, no, abstain) = (
            question.List("yes", names), question.List("no", names), question.List("abstain", names));
        var (since, at) = deadlock is null ? (null, null) : (question.Time("since"), question.Time("at"));
        var states = question.List("suspended", [
            .. suspensions.SelectMany(why => names.Append(Itself).Select(name => $"{name}:{why}"))])
            .Select(state => state.Split(':', 2)).ToList();
        var suspended = states.Select(state => state[0]).Where(name => name != Itself).ToImmutableArray();
        foreach (var name in yes.Concat(no).Concat(abstain).Concat(suspended).GroupBy(
            name => name, StringComparer.Ordinal))
        {
            if (name.Count() > 1)
            {
                var isSuspended = suspended.Contains(name.Key, StringComparer.Ordinal);
                question.Refuse(isSuspended ? "suspended" : "no", $"each member once, '{name.Key}'");
            }
        }

        if (question.Fault is not null)
        {
            return "";
        }

        if (states.Find(state => state[0] == Itself) is { } whole)
        {
            return $"suspended: {whole[1]}";
        }

        var decision = decisions.First(each => each.Kind == kind);
        var left = string.Concat(states.Select(state => $", without {state[0]}: {state[1]}"));
        var (result, isUnsettled) = Decide(decision, new Vote(yes, no, abstain, suspended));
        return (isUnsettled ? Unsettled(result, since, at) : result) + left;
    }

    /// <summary>What a vote comes to, and whether a deadlock's clock runs then.</summary>
    internal (string Result, bool IsUnsettled) Decide(Decision decision, Vote vote)
    {
        var there = members.RemoveAll(member => !vote.Yes.Contains(member.Id, StringComparer.Ordinal)
            && !vote.No.Contains(member.Id, StringComparer.Ordinal)
            && !vote.Abstain.Contains(member.Id, StringComparer.Ordinal));
        if (there.Length < quorum.All
            || Sides().Any(side => there.Count(member => member.Side == side) < quorum.EachSide))
        {
            return ("no quorum", deadlock?.CoversNoQuorum == true);
        }

        // The members' order is the pack's, so that exchanging the parties exchanges the words and nothing else.
        var counted = members.RemoveAll(member => vote.Suspended.Contains(member.Id, StringComparer.Ordinal));
        var blocked = counted.Select(member => member.Id).Where(name =>
            vote.No.Contains(name, StringComparer.Ordinal) && decision.Veto.Contains(name, StringComparer.Ordinal));
        if (blocked.Any())
        {
            return ($"vetoed by {string.Join(" and ", blocked)}", true);
        }

        var isCarried = Carries(counted, decision, vote);
        if (isCarried && decision.EachSide)
        {
            isCarried = Sides().All(side =>
                Carries([.. counted.Where(member => member.Side == side)], decision, vote));
        }

        return isCarried ? ("adopted", false) : ("not adopted", true);
    }

    private IEnumerable<string> Sides() =>
        members.Select(member => member.Side).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>
    /// The rung of the ladder that a case has reached: each body's clock runs from when it got the case.
    /// </summary>
    private string Unsettled(string why, Instant? since, Instant? at)
    {
        if (deadlock is null)
        {
            return why;
        }

        if (since is not { } begin || at is not { } now || deadlock.After is null)
        {
            var after = deadlock.After is { } clock ? $" after {Terms.Words(clock)}" : "";
            return deadlock.To is { } to ? $"{why}, goes to {to}{after}" : $"{why}, {deadlock.Otherwise}{after}";
        }

        var (rung, name) = (deadlock, id);
        while (rung?.After is { } lasts && now >= begin + lasts)
        {
            begin = Span.Moved(begin, lasts);
            if (rung.To is not { } next)
            {
                return $"{why}, {rung.Otherwise} by default of {name} since {begin}";
            }

            (rung, name) = (source?.Find<Body>(next)?.Deadlock, next);
        }

        return name == id
            ? $"{why}, deadlock at {Span.Moved(begin, deadlock.After.Value)}"
            : $"{why}, with {name} since {begin}";
    }

    private static bool Carries(ImmutableArray<Member> counted, Decision decision, Vote vote)
    {
        var (inFavour, against, all) = (0L, 0L, 0L);
        foreach (var member in counted)
        {
            inFavour += vote.Yes.Contains(member.Id, StringComparer.Ordinal) ? member.Votes : 0;
            against += vote.No.Contains(member.Id, StringComparer.Ordinal) ? member.Votes : 0;
            all += member.Votes;
        }

        if (decision.AtLeast is { } needed)
        {
            return inFavour >= needed;
        }

        if (inFavour == against && decision.Casting is { } chair
            && counted.Any(member => member.Id == chair) && vote.Yes.Contains(chair, StringComparer.Ordinal))
        {
            return true;
        }

        // Shares are compared as whole numbers: two thirds of nine votes are six, exactly.
        var of = decision.OfAll ? all : inFavour + against;
        var (has, needs) = (inFavour * decision.Denominator, of * decision.Numerator);
        return inFavour > 0 && (decision.IsStrict ? has > needs : has >= needs);
    }

    private static Ladder ReadLadder(MachineryItem item, SettingsReader terms)
    {
        var after = Terms.Duration(terms, "after");
        var to = item.Source.Reference(terms, $"{item.Name}: deadlock", "to", ["vote"]);
        var otherwise = terms.OptionalText("default");
        if (to is null == otherwise is null)
        {
            terms.Refuse("to", "a body, or default with what holds then");
        }

        var coversNoQuorum = Terms.Yes(terms, "no_quorum");
        terms.RefuseRest();
        item.Source.Later(() =>
        {
            var passed = new List<string> { item.Id };
            for (var next = to; next is not null; next = item.Source.Find<Body>(next)?.Deadlock?.To)
            {
                if (passed.Contains(next))
                {
                    terms.Refuse("to", $"a way up that ends, not {string.Join(" to ", passed)} to {next}");
                    return;
                }

                passed.Add(next);
            }
        });
        return new Ladder(after, to, otherwise, coversNoQuorum);
    }

    private static Decision ReadDecision(SettingsReader terms, IReadOnlyList<Member> members)
    {
        var kind = terms.Text("kind");
        var majority = terms.Word("majority", "simple", "simple", "two-thirds", "three-quarters", "unanimity");
        var (numerator, denominator, isStrict) = majority switch
        {
            "two-thirds" => (2, 3, false),
            "three-quarters" => (3, 4, false),
            "unanimity" => (1, 1, false),
            _ => (1, 2, true),
        };
        var most = Math.Max(1, members.Sum(member => member.Votes));
        var atLeast = Terms.Whole(terms, "at_least", least: 1, most);
        var ofAll = terms.Word("of", "votes-cast", "votes-cast", "all-members") == "all-members";
        var eachSide = Terms.Yes(terms, "each_side");
        if (atLeast is not null && (terms.Has("majority") || ofAll || eachSide))
        {
            terms.Refuse("at_least", "no majority, of or each_side beside it");
        }

        var veto = Terms.Texts(terms, "veto");
        if (veto.Any(name => members.All(member => member.Id != name)))
        {
            terms.Refuse("veto", $"members: {string.Join(", ", members.Select(member => member.Id))}");
        }

        var casting = terms.OptionalText("casting");
        if (casting is not null && (members.All(member => member.Id != casting) || majority != "simple" || ofAll
            || eachSide || atLeast is not null))
        {
            terms.Refuse("casting", "a member, with a simple majority of the votes cast");
        }

        terms.RefuseRest();
        return new Decision(kind, numerator, denominator, isStrict, ofAll, eachSide, atLeast, veto, casting);
    }
}
