using System.Collections.Immutable;
using System.Text;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Cases;
using Trucewatch.Watch.Rules;
using Xunit;

namespace Trucewatch.Watch.Machinery;

public sealed class MachineryTests
{
    private const string Sections = """
        machinery:
          responses:
            severity: [minor, grave]
            confidence: [low, high]
            recurrence: [single, repeated]
            cells:
              - {severity: [minor], confidence: [low], level: not-stated, clause: "7.1"}
              - {severity: [minor], confidence: [high], recurrence: [single], level: note, clause: "7.1"}
              - {severity: [minor], confidence: [high], recurrence: [repeated], level: warning, within: 24h,
                 clause: "7.2"}
              - {severity: [grave], confidence: [low], level: inquiry, within: 72h, clause: "7.3"}
              - {severity: [grave], confidence: [high], level: measures, within: 24h, effects: [tier-1], clause: "7.4"}
              - {severity: [grave], confidence: [high], recurrence: [repeated], level: expulsion, clause: "9.1"}
          recurrence:
            by: unit
            classes:
              - {name: repeated, events: 2, within: 30d}
              - {name: sustained, events: 4, within: 30d}
          gates:
            - id: silence
              certifier: joint
              pass: [open-crossing]
              fail: [close-crossing]
              indicators:
                - {id: violations, kind: measured, at_most: 0, for: 7d, least_coverage: 0.8}
                - {id: withdrawal, kind: attested, by: [joint]}
          tiers:
            - {id: trade, gate: silence, benefits: [crossings]}
            - {id: relief, gate: silence, humanitarian: "yes"}
          bodies:
            - id: joint
              quorum: 3
              members:
                - {id: w, side: west}
                - {id: w2, side: west}
                - {id: e, side: east}
                - {id: e2, side: east}
                - {id: chair}
              decisions:
                - {kind: routine}
                - {kind: finding, majority: two-thirds, veto: [chair]}
                - {kind: amendment, each_side: "yes", of: all-members}
                - {kind: accord, majority: unanimity}
              deadlock: {after: 72h, to: council}
          changes:
            - {id: annex, clauses: ["1(a)"], notice: 30d, emergency_for: 72h, proposer: any, body: joint,
               decision: amendment}
            - {id: duties, core: "yes"}
          steps:
            - {id: withdraw-1, by: west}
            - {id: deploy-1, by: mission, after: [withdraw-1]}
            - {id: convoys, after: [withdraw-1, deploy-1], daily_quota: 5}
          baselines:
            - {id: shelling, level: 0.05, least_coverage: 0.3}

        """;

    private static readonly string Yaml = PackExample.Yaml + Sections;

    [Theory]
    [InlineData("response severity=minor confidence=low recurrence=single -> not-stated by 7.1")]
    [InlineData("response severity=minor confidence=high recurrence=single -> note by 7.1")]
    [InlineData("response severity=minor confidence=high recurrence=repeated -> warning within 24h by 7.2")]
    [InlineData("response severity=grave confidence=low recurrence=single -> inquiry within 3d by 7.3")]
    [InlineData("response severity=grave confidence=high recurrence=repeated -> "
        + "measures within 24h by 7.4 | expulsion by 9.1")]
    [InlineData("response severity=grave confidence=high recurrence=single "
        + "breach=2030-01-01T00:00:00Z/2030-01-01T06:00:00Z -> "
        + "measures within 24h by 7.4 due 2030-01-02T00:00:00.000Z to 2030-01-02T06:00:00.000Z")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z -> single by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z a@2030-01-31T00:00:00Z -> repeated by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z a@2030-01-31T00:00:01Z -> single by unit")]
    [InlineData("recurrence b@2030-01-01T00:00:00Z a@2030-01-02T00:00:00Z -> single by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z@2030-02-01T00:00:00Z a@2030-01-02T00:00:00Z "
        + "at=2030-01-15T00:00:00Z -> single by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z@2030-02-01T00:00:00Z a@2030-01-02T00:00:00Z "
        + "at=2030-02-15T00:00:00Z -> repeated by unit")]
    [InlineData("gate silence violations=0/7d/0.9 withdrawal=joint -> pass")]
    [InlineData("gate silence violations=0/6d/0.9 withdrawal=joint -> pending: violations for 6d of 7d")]
    [InlineData("gate silence violations=0/7d/0.79 withdrawal=joint -> pending: violations not watched enough")]
    [InlineData("gate silence violations=0..1/7d/0.9 withdrawal=joint -> pending: violations cannot be told")]
    [InlineData("gate silence violations=1/7d/0.2 withdrawal=joint -> fail")]
    [InlineData("gate silence violations=0/7d/0.9 withdrawal=west -> pending: withdrawal not for west to attest")]
    [InlineData("gate silence violations=0/7d/0.9 -> pending: withdrawal not told")]
    [InlineData("gate silence violations=0/7d/0.9 withdrawal=refused -> fail")]
    [InlineData("tier trade gate=pass confirmed=j -> in force, confirmed by j")]
    [InlineData("tier trade gate=lapsed -> deemed withdrawn, waits for a confirmation")]
    [InlineData("tier trade gate=fail stayed=j -> in force, stayed by j")]
    [InlineData("tier relief gate=fail confirmed=j -> in force: the humanitarian floor")]
    [InlineData("vote joint decision=routine yes=w,e no=chair -> adopted")]
    [InlineData("vote joint decision=routine yes=w,e -> no quorum")]
    [InlineData("vote joint decision=routine yes=w,w2 no=e,e2 -> not adopted, goes to council")]
    [InlineData("vote joint decision=finding yes=w,w2,e,e2 no=chair -> vetoed by chair, goes to council")]
    [InlineData("vote joint decision=finding yes=w,w2,e,e2 abstain=chair -> adopted")]
    [InlineData("vote joint decision=amendment yes=w,w2,chair no=e,e2 -> not adopted, goes to council")]
    [InlineData("vote joint decision=amendment yes=w,w2,e,e2 -> adopted")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-01-30T23:59:59Z -> old text")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-01-31T00:00:00Z -> new text")]
    [InlineData("change annex emergency=yes decided=2030-01-01T00:00:00Z at=2030-01-03T23:59:59Z -> "
        + "new text, as an emergency change")]
    [InlineData("change annex emergency=yes decided=2030-01-01T00:00:00Z at=2030-01-04T00:00:00Z -> "
        + "old text: the emergency change has lapsed")]
    [InlineData("change duties decided=2030-01-01T00:00:00Z at=2031-01-01T00:00:00Z -> "
        + "old text: a core duty that no change may alter")]
    [InlineData("step deploy-1 done=none -> waits for withdraw-1")]
    [InlineData("step deploy-1 done=withdraw-1 -> open")]
    [InlineData("step convoys done=withdraw-1,deploy-1 today=5 -> waits for tomorrow: the day's quota is used")]
    [InlineData("step convoys done=withdraw-1,deploy-1 today=4 -> open")]
    [InlineData("baseline shelling before=40/30d/0.6 after=10/30d/0.6 -> dropped")]
    [InlineData("baseline shelling before=4/30d/0.6 after=1/30d/0.6 -> cannot be told apart")]
    [InlineData("baseline shelling before=10/30d/0.6 after=40/30d/0.6 -> rose")]
    [InlineData("baseline shelling before=40/30d/0.6 after=10/30d/0.2 -> cannot be told: not watched enough")]
    public void Each_question_is_answered_as_the_text_says(string line)
    {
        var agreement = PackExample.Read(Yaml).Agreement!;
        var output = new StringWriter();
        Assert.Equal(new CaseCount(1, 0), PackCases.Run(agreement, line, output));
        Assert.Equal("", output.ToString());
        var wrong = line[..line.IndexOf("->", StringComparison.Ordinal)] + "-> something else";
        Assert.Equal(new CaseCount(0, 1), PackCases.Run(agreement, wrong, TextWriter.Null));
    }

    [Theory]
    [InlineData("[grave], confidence: [low], level", "[grave], confidence: [lw], level", "words of low, high")]
    [InlineData("confidence: [low], level: not-stated", "confidence: [low], recurrence: [single], level: not-stated",
        "expected a cell for severity minor, confidence low, recurrence repeated")]
    [InlineData("after: [withdraw-1]}", "after: [withdraw-9]}", "expected steps above (withdraw-1), got 'withdraw-9'")]
    [InlineData("{id: e, side: east}", "{id: e, side: north}", "side: expected west or east")]
    [InlineData("veto: [chair]", "veto: [char]", "veto: expected members: w, w2, e, e2, chair")]
    [InlineData("clauses: [\"1(a)\"]", "clauses: [\"1(b)\"]", "expected one of 1(a), got '1(b)'")]
    [InlineData("  baselines:", "  base_lines:", "got 'base_lines'")]
    [InlineData("for: 7d", "for: a week", "for: expected a duration such as")]
    public void A_mistake_is_refused(string from, string to, string message)
    {
        Assert.Contains(from, Yaml, StringComparison.Ordinal);
        var reading = PackExample.Read(Yaml.Replace(from, to, StringComparison.Ordinal));
        Assert.Empty(reading.Problems);
        var (_, problems) = RuleBook.Compile(reading.Agreement!);
        Assert.Contains(problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_small_vote_comes_out_as_counting_by_hand_says()
    {
        var members = ImmutableArray.Create<Bodies.Member>(
            new("a", 1, "west"), new("b", 2, "east"), new("c", 1, null), new("d", 1, "west"));
        var decision = new Bodies.Decision("x", 2, 3, false, false, true, ["c"]);
        var body = new Bodies.Body("body", members, 2, [decision], null);
        for (var code = 0; code < 256; code++)
        {
            var votes = Enumerable.Range(0, 4).Select(i => (code >> (2 * i)) & 3).ToArray();
            ImmutableArray<string> Cast(int kind) =>
                [.. members.Where((_, i) => votes[i] == kind).Select(member => member.Id)];
            var got = Bodies.Decide(body, decision, Cast(1), Cast(2), Cast(3));
            Assert.Equal(ByHand(members, votes), got);
        }
    }

    [Fact]
    public void The_binomial_tail_agrees_with_exact_fractions()
    {
        // n = 10, p = 0.3: tables give 0.1493 for at most one and 0.6496 for at most three.
        Assert.Equal(0.1493083459, Baselines.AtMost(1, 10, 0.3), 9);
        Assert.Equal(0.6496107184, Baselines.AtMost(3, 10, 0.3), 9);
        Assert.Equal(1, Baselines.AtMost(10, 10, 0.3), 12);
        Assert.Equal(0, Baselines.AtMost(-1, 10, 0.3));
    }

    private static string ByHand(ImmutableArray<Bodies.Member> members, int[] votes)
    {
        if (votes.Count(vote => vote != 0) < 2)
        {
            return "no quorum";
        }

        if (votes[2] == 2)
        {
            return "vetoed by c";
        }

        bool Two(Func<Bodies.Member, bool> of)
        {
            var yes = members.Where((member, i) => of(member) && votes[i] == 1).Sum(member => member.Votes);
            var no = members.Where((member, i) => of(member) && votes[i] == 2).Sum(member => member.Votes);
            return yes > 0 && 3 * yes >= 2 * (yes + no);
        }

        return Two(_ => true) && Two(member => member.Side == "west") && Two(member => member.Side == "east")
            ? "adopted"
            : "not adopted";
    }
}
