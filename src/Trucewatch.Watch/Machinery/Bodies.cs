using System.Collections.Immutable;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// Bodies that decide: members with votes and sides, a quorum, a majority for each kind of decision, vetoes, and the
/// body to which a deadlock goes up. One engine for every body.
/// </summary>
internal sealed class Bodies : IMachine
{
    private readonly ImmutableArray<Body> bodies;

    private Bodies(ImmutableArray<Body> bodies) => this.bodies = bodies;

    /// <summary>A member; the side is that of a party, or null.</summary>
    internal sealed record Member(string Id, int Votes, string? Side);

    /// <summary>How one kind of decision is taken: more than, or at least, a share of the votes cast.</summary>
    internal sealed record Decision(
        string Kind,
        int Numerator,
        int Denominator,
        bool IsStrict,
        bool OfAll,
        bool EachSide,
        ImmutableArray<string> Veto);

    internal sealed record Body(
        string Id, ImmutableArray<Member> Members, int Quorum, ImmutableArray<Decision> Decisions, string? DeadlockTo);

    public static IMachine Read(SettingsReader machinery, MachinerySource source)
    {
        var readBodies = ImmutableArray.CreateBuilder<Body>();
        foreach (var item in machinery.Maps("bodies"))
        {
            readBodies.Add(ReadBody(item, source));
        }

        return new Bodies(readBodies.ToImmutable());
    }

    /// <summary><c>vote BODY decision=KIND yes=... no=... abstain=...</c>; who is in no list is absent.</summary>
    public string? Answer(MachineryQuestion question)
    {
        var body = question.Plain is [var id] ? bodies.FirstOrDefault(each => each.Id == id) : null;
        var decision = body?.Decisions.FirstOrDefault(each => each.Kind == question.Text("decision"));
        if (body is null || decision is null)
        {
            return null;
        }

        var (yes, no, abstain) = (question.List("yes"), question.List("no"), question.List("abstain"));
        var named = yes.Concat(no).Concat(abstain).ToArray();
        return named.Distinct(StringComparer.Ordinal).Count() != named.Length
            || named.Any(name => body.Members.All(member => member.Id != name))
            ? null
            : Decide(body, decision, yes, no, abstain);
    }

    /// <summary>What a vote comes to.</summary>
    internal static string Decide(
        Body body,
        Decision decision,
        ImmutableArray<string> yes,
        ImmutableArray<string> no,
        ImmutableArray<string> abstain)
    {
        if (yes.Length + no.Length + abstain.Length < body.Quorum)
        {
            return "no quorum";
        }

        var blocked = no.Where(name => decision.Veto.Contains(name, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal).ToArray();
        if (blocked.Length > 0)
        {
            return Unsettled(body, $"vetoed by {string.Join(" and ", blocked)}");
        }

        var isCarried = Carries(body.Members, decision, yes, no);
        if (isCarried && decision.EachSide)
        {
            isCarried = body.Members.Select(member => member.Side).OfType<string>().Distinct(StringComparer.Ordinal)
                .All(side => Carries([.. body.Members.Where(member => member.Side == side)], decision, yes, no));
        }

        return isCarried ? "adopted" : Unsettled(body, "not adopted");
    }

    private static string Unsettled(Body body, string why) =>
        body.DeadlockTo is { } to ? $"{why}, goes to {to}" : why;

    private static bool Carries(
        ImmutableArray<Member> members, Decision decision, ImmutableArray<string> yes, ImmutableArray<string> no)
    {
        var (inFavour, against, all) = (0, 0, 0);
        foreach (var member in members)
        {
            inFavour += yes.Contains(member.Id, StringComparer.Ordinal) ? member.Votes : 0;
            against += no.Contains(member.Id, StringComparer.Ordinal) ? member.Votes : 0;
            all += member.Votes;
        }

        // Shares are compared as whole numbers: two thirds of nine votes are six, exactly.
        var of = decision.OfAll ? all : inFavour + against;
        var (has, needs) = (inFavour * decision.Denominator, of * decision.Numerator);
        return inFavour > 0 && (decision.IsStrict ? has > needs : has >= needs);
    }

    private static Body ReadBody(SettingsReader item, MachinerySource source)
    {
        var id = item.Text("id");
        var members = ImmutableArray.CreateBuilder<Member>();
        foreach (var member in item.Maps("members"))
        {
            var side = member.OptionalText("side");
            if (side is not null && source.Agreement.Parties.All(party => party.Id != side))
            {
                member.Refuse("side", string.Join(" or ", source.Agreement.Parties.Select(party => party.Id)));
            }

            members.Add(new Member(member.Text("id"), member.Whole("votes", absent: 1, least: 0, most: 1_000), side));
            member.RefuseRest();
        }

        var quorum = item.Whole("quorum", absent: 1, least: 1, most: Math.Max(1, members.Count));
        var decisions = ImmutableArray.CreateBuilder<Decision>();
        foreach (var decision in item.Maps("decisions"))
        {
            decisions.Add(ReadDecision(decision, members));
        }

        var deadlock = item.Has("deadlock") ? item.Inner("deadlock") : null;
        var to = deadlock?.Text("to");
        if (deadlock is not null)
        {
            _ = Terms.Duration(deadlock, "after");
            deadlock.RefuseRest();
        }

        Terms.Explanation(item);
        item.RefuseRest();
        return new Body(id, members.ToImmutable(), quorum, decisions.ToImmutable(), to);
    }

    private static Decision ReadDecision(SettingsReader item, IReadOnlyList<Member> members)
    {
        var kind = item.Text("kind");
        var majority = item.Word("majority", "simple", "simple", "two-thirds", "three-quarters", "unanimity");
        var (numerator, denominator, isStrict) = majority switch
        {
            "two-thirds" => (2, 3, false),
            "three-quarters" => (3, 4, false),
            "unanimity" => (1, 1, false),
            _ => (1, 2, true),
        };
        var ofAll = item.Word("of", "votes-cast", "votes-cast", "all-members") == "all-members";
        var eachSide = item.Word("each_side", "no", "yes", "no") == "yes";
        var veto = item.OptionalTexts("veto") ?? [];
        foreach (var name in veto)
        {
            if (members.All(member => member.Id != name.Text))
            {
                item.Refuse("veto", $"members: {string.Join(", ", members.Select(member => member.Id))}");
            }
        }

        item.RefuseRest();
        return new Decision(
            kind, numerator, denominator, isStrict, ofAll, eachSide, [.. veto.Select(name => name.Text)]);
    }
}
