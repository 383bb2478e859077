using System.Collections.Immutable;
using System.Text;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Counts;
using Trucewatch.Watch.Cases;
using Trucewatch.Watch.Rules;
using Xunit;

namespace Trucewatch.Watch.Machinery;

public sealed class MachineryTests
{
    private const string Sections = """
        machinery:
          provisions:
            - {id: "7.1"}
            - {id: "7.2"}
            - {id: "7.3"}
            - {id: "7.4"}
            - {id: "9.1"}
            - {id: "12", clauses: ["1(a)"]}
            - {id: "13", title: Goodwill, unsaid: goodwill cannot be measured}
          scales:
            - id: confidence
              classes:
                - {name: high, words: Three origins, when: {origins: {at_least: 3}, p: {at_least: 0.95}}}
                - {name: middle, when: {origins: {at_least: 2}}}
                - {name: low}
          responses:
            severity: [minor, grave]
            confidence: [low, high]
            recurrence: recurrence
            cells:
              - {severity: [minor], confidence: [low], level: not-stated, clause: "7.1"}
              - {severity: [minor], confidence: [high], recurrence: [single], level: note, clause: "7.1"}
              - {severity: [minor], confidence: [high], recurrence: [repeated, sustained], level: warning, within: 24h,
                 clause: "7.2"}
              - {severity: [grave], confidence: [low], level: inquiry, within: 72h, from: finding, clause: "7.3"}
              - {severity: [grave], confidence: [high], level: measures, within: 24h, effects: [tier-1], clause: "7.4"}
              - {severity: [grave], confidence: [high], recurrence: [repeated], level: expulsion, clause: "9.1"}
          recurrence:
            by: unit
            classes:
              - {name: repeated, events: 2, within: 30d}
              - {name: sustained, events: 4, within: 30d, different: 2}
          gates:
            - id: silence
              pass: [open-crossing]
              fail: [close-crossing]
              indicators:
                - {id: violations, kind: measured, at_most: 0, for: 7d, least_coverage: 0.8}
                - {id: withdrawal, kind: attested, by: [joint]}
            - id: quiet
              certifier: joint
              dispute: council
              indicators:
                - {id: violations, at_most: 0, for: 7d, least_coverage: 0.8, breach: resets, judged_by: 24h,
                   sources: [uav, patrol]}
            - id: flow
              needs: 2
              pass: [next]
              fail: [back]
              indicators:
                - {id: convoys, at_least: 10, keep: {at_least: 6}, breach: resets}
                - {id: share, at_least: 0.4, at_most: 0.6}
                - {id: heard, kind: attested, by: [west, east, mission], needs: 2}
          tiers:
            - {id: trade, gate: silence, benefits: [crossings]}
            - {id: power, gate: silence, confirmed_by: [chair], confirm_within: 48h}
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
                - {kind: inspection, at_least: 2}
              suspensions: [boycott, hostilities]
              deadlock: {after: 72h, to: council, no_quorum: "yes"}
            - id: council
              quorum_each_side: 1
              members: [{id: one, side: west}, {id: two, side: east}, {id: three}]
              decisions: [{kind: finding, casting: three}]
              deadlock: {after: 48h, default: the old state}
          changes:
            - {id: annex, clauses: ["1(a)"], notice: 30d, emergency_for: 72h, proposers: [west, east], body: joint,
               decision: amendment}
            - {id: duties, core: "yes", clauses: ["7.1"]}
          steps:
            - {id: incident}
            - {id: request, by: mission, after: [incident], within: 2h}
            - {id: access, by: east, after: [request], within: 6h, missed: [denial, overhead-look]}
            - {id: ask, after: [request, access], from: request, not_before: 24h, within: 48h}
            - {id: withdraw-1, by: west}
            - {id: deploy-1, by: mission, after: [withdraw-1]}
            - {id: convoys, after: [withdraw-1, deploy-1], daily_quota: 5}
            - {id: pull-back, by: west, alongside: move-in, lead: 0.1}
            - {id: move-in, by: mission}
          corridors:
            - {id: grain, over: [7d, 30d], at_least: 0.9, justified: [mines], investigate_within: 72h,
               forbidden: [troops], done_at_least: 0.75}
          baselines:
            - {id: shelling, level: 0.05, least_coverage: 0.3}
            - {id: halved, at_most: 0.5}

        """;

    private static readonly string Yaml = PackExample.Yaml + Sections;

    private static readonly Agreement Example = Read(Yaml).Agreement!;

    private static PackReading Read(string yaml) => PackExample.Read(yaml, ("lines.geojson", PackExample.ShortLines));

    [Theory]
    [InlineData("provision 7.1 -> responses, change duties")]
    [InlineData("provision 12 -> clause 1(a)")]
    [InlineData("provision 13 -> not said: goodwill cannot be measured")]
    [InlineData("scale confidence origins=3 p=0.95 -> high")]
    [InlineData("scale confidence origins=3 p=0.9..0.97 -> high or middle")]
    [InlineData("scale confidence origins=2 p=1 -> middle")]
    [InlineData("scale confidence origins=1..2 p=0 -> middle or low")]
    [InlineData("scale confidence origins=0 -> low")]
    [InlineData("scale confidence p=1 -> high or middle or low")]
    [InlineData("response severity=minor confidence=low recurrence=single -> not-stated by 7.1")]
    [InlineData("response severity=minor confidence=high recurrence=single -> note by 7.1")]
    [InlineData("response severity=minor confidence=high recurrence=repeated -> warning within 24h by 7.2")]
    [InlineData("response severity=grave confidence=low recurrence=single finding=2030-01-01T00:00:00Z "
        + "breach=2020-01-01T00:00:00Z at=2030-01-04T00:00:01Z -> "
        + "inquiry within 3d of the finding by 7.3 overdue since 2030-01-04T00:00:00.000Z")]
    [InlineData("response severity=grave confidence=high recurrence=repeated -> "
        + "measures with tier-1 within 24h by 7.4 | expulsion by 9.1")]
    [InlineData("response severity=grave confidence=high recurrence=single "
        + "breach=2030-01-01T00:00:00Z/2030-01-01T06:00:00Z -> measures with tier-1 "
        + "within 24h by 7.4 due 2030-01-02T00:00:00.000Z to 2030-01-02T06:00:00.000Z")]
    [InlineData("response severity=grave confidence=high recurrence=single at=2030-01-02T01:00:00Z "
        + "breach=2030-01-01T00:00:00Z/2030-01-01T06:00:00Z -> measures with tier-1 within 24h by 7.4 "
        + "due 2030-01-02T00:00:00.000Z to 2030-01-02T06:00:00.000Z, cannot be told whether overdue")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z -> single by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z a@2030-01-31T00:00:00Z -> repeated by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z a@2030-01-31T00:00:01Z -> single by unit")]
    [InlineData("recurrence b@2030-01-01T00:00:00Z a@2030-01-02T00:00:00Z -> single by unit")]
    [InlineData("recurrence b@2030-01-01T00:00:00Z b@2030-01-02T00:00:00Z b@2030-01-03T00:00:00Z "
        + "a@2030-01-04T00:00:00Z -> sustained by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z a@2030-01-02T00:00:00Z a@2030-01-03T00:00:00Z "
        + "a@2030-01-04T00:00:00Z -> repeated by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z@2030-02-01T00:00:00Z a@2030-01-02T00:00:00Z "
        + "at=2030-01-15T00:00:00Z -> single by unit")]
    [InlineData("recurrence a@2030-01-01T00:00:00Z@2030-02-01T00:00:00Z a@2030-01-02T00:00:00Z "
        + "at=2030-02-15T00:00:00Z -> repeated by unit")]
    [InlineData("gate silence violations=0/7d/0.9 withdrawal=joint -> pass: open-crossing")]
    [InlineData("gate silence violations=0/6d/0.9 withdrawal=joint -> pending: violations for 6d of 7d")]
    [InlineData("gate silence violations=0/7d/0.79 withdrawal=joint -> "
        + "pending: violations for 0h of 7d, not watched enough")]
    [InlineData("gate silence violations=0..1/7d/0.9 withdrawal=joint -> "
        + "pending: violations for 0h of 7d, cannot be told")]
    [InlineData("gate silence violations=1/7d/0.2 withdrawal=joint -> fail: close-crossing")]
    [InlineData("gate silence violations=0/7d/0.9 withdrawal=west -> pending: withdrawal not for west to attest")]
    [InlineData("gate silence violations=0/7d/0.9 -> pending: withdrawal not told")]
    [InlineData("gate silence violations=0/7d/0.9 withdrawal=none -> pending: withdrawal not attested")]
    [InlineData("gate silence violations=0/7d/0.9 withdrawal=refused -> fail: close-crossing")]
    [InlineData("gate quiet violations=0/24h/0.9/uav,0/24h/0.9/uav,1/1h/0.9/uav,0/24h/0.8/patrol -> "
        + "pending: violations for 24h of 7d")]
    [InlineData("gate quiet violations=0/24h/0.9/uav,0/24h/0.9/uav,0/24h/0.1/uav -> "
        + "pending: violations for 2d of 7d, not watched enough")]
    [InlineData("gate quiet violations=0/24h/0.9/uav,0/24h/0.9/rumour -> "
        + "pending: violations for 24h of 7d, rumour is no agreed source")]
    [InlineData("gate quiet violations=0/24h/0.9/uav,1/24h/0.1/uav -> pending: violations for 0h of 7d, broken")]
    [InlineData("gate quiet violations=0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,"
        + "0/24h/1/uav -> pending: waits for the certificate of joint")]
    [InlineData("gate quiet violations=0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/0/uav,"
        + "0/24h/1/uav,0/24h/1/uav certified=joint -> pass")]
    [InlineData("gate quiet violations=0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,"
        + "0/24h/1/uav certified=west -> pending: not for west to certify")]
    [InlineData("gate quiet violations=0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,0/24h/1/uav,"
        + "0/24h/1/uav certified=joint disputed=east -> pending: disputed by east, goes to council")]
    [InlineData("gate flow convoys=10/1d/1 share=0.5/1d/1 heard=none -> pass: next")]
    [InlineData("gate flow convoys=10/1d/1,6/1d/1 share=0.7/1d/1 heard=west,mission -> pass: next")]
    [InlineData("gate flow convoys=10/1d/1,5/1d/1 share=0.39/1d/1 heard=west,mission -> pending: convoys broken")]
    [InlineData("gate flow convoys=6/1d/1 share=0.5/1d/1 heard=west -> "
        + "pending: convoys broken, heard attested by 1 of 2")]
    [InlineData("gate flow convoys=6/1d/1 share=0.61/1d/1 heard=refused -> fail: back")]
    [InlineData("tier trade gate=pass confirmed=j -> in force, confirmed by j")]
    [InlineData("tier trade gate=pass stayed=j -> not in force, stayed by j")]
    [InlineData("tier trade gate=lapsed -> deemed withdrawn, waits for a confirmation")]
    [InlineData("tier trade gate=fail stayed=j -> in force, stayed by j")]
    [InlineData("tier power gate=fail confirmed=w -> deemed withdrawn, not for w to confirm or stay")]
    [InlineData("tier power gate=fail deemed=2030-01-01T00:00:00Z/2030-01-01T01:00:00Z at=2030-01-03T01:00:01Z -> "
        + "deemed withdrawn, waits for a confirmation overdue since 2030-01-03T00:00:00.000Z to "
        + "2030-01-03T01:00:00.000Z")]
    [InlineData("tier power gate=fail confirmed=chair -> withdrawn, confirmed by chair")]
    [InlineData("tier relief gate=fail confirmed=j -> in force: the humanitarian floor")]
    [InlineData("vote joint decision=routine yes=w,e no=chair -> adopted")]
    [InlineData("vote joint decision=routine yes=w,e -> no quorum, goes to council after 3d")]
    [InlineData("vote joint decision=routine yes=w,w2 no=e,e2 -> not adopted, goes to council after 3d")]
    [InlineData("vote joint decision=routine yes=w,w2 no=e,e2 since=2030-01-01T00:00:00Z at=2030-01-03T23:59:59Z -> "
        + "not adopted, deadlock at 2030-01-04T00:00:00.000Z")]
    [InlineData("vote joint decision=routine yes=w,w2 no=e,e2 since=2030-01-01T00:00:00Z at=2030-01-04T00:00:00Z -> "
        + "not adopted, with council since 2030-01-04T00:00:00.000Z")]
    [InlineData("vote joint decision=routine yes=w,w2 no=e,e2 since=2030-01-01T00:00:00Z at=2030-01-06T00:00:00Z -> "
        + "not adopted, the old state by default of council since 2030-01-06T00:00:00.000Z")]
    [InlineData("vote joint decision=finding yes=w,w2,e,e2 no=chair -> vetoed by chair, goes to council after 3d")]
    [InlineData("vote joint decision=finding yes=w,w2,e,e2 abstain=chair -> adopted")]
    [InlineData("vote joint decision=amendment yes=w,w2,chair no=e,e2 -> not adopted, goes to council after 3d")]
    [InlineData("vote joint decision=amendment yes=w,w2,e,e2 -> adopted")]
    [InlineData("vote joint decision=inspection yes=w,w2 no=e,e2,chair -> adopted")]
    [InlineData("vote council decision=finding yes=one,three -> no quorum")]
    [InlineData("vote council decision=finding yes=one no=two -> not adopted, the old state after 2d")]
    [InlineData("vote council decision=finding yes=three no=two abstain=one -> adopted")]
    [InlineData("vote council decision=finding yes=two no=three abstain=one -> not adopted, the old state after 2d")]
    [InlineData("vote joint decision=accord yes=w,w2,chair suspended=e:boycott,e2:boycott -> "
        + "adopted, without e: boycott, without e2: boycott")]
    [InlineData("vote joint decision=amendment yes=w,w2,chair suspended=e:boycott,e2:boycott -> "
        + "not adopted, goes to council after 3d, without e: boycott, without e2: boycott")]
    [InlineData("vote joint decision=routine yes=w,w2,e suspended=body:hostilities -> suspended: hostilities")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-01-30T23:59:59Z -> old text")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-01-31T00:00:00Z -> new text")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-01-30T23:00:00Z/2030-01-31T00:00:00Z -> "
        + "old text | new text")]
    [InlineData("change annex emergency=yes decided=2030-01-01T00:00:00Z at=2030-01-03T23:59:59Z -> "
        + "new text, as an emergency change")]
    [InlineData("change annex emergency=yes decided=2030-01-01T00:00:00Z at=2030-01-04T00:00:00Z -> "
        + "old text: the emergency change has lapsed")]
    [InlineData("change annex touches=1(a),7.1 decided=2030-01-01T00:00:00Z at=2031-01-01T00:00:00Z -> "
        + "old text: 7.1 is a core duty that no change may alter")]
    [InlineData("change annex touches=1(a),7.2 decided=2030-01-01T00:00:00Z at=2031-01-01T00:00:00Z -> "
        + "old text: 7.2 is no part of annex")]
    [InlineData("change annex proposed=mission decided=2030-01-01T00:00:00Z at=2031-01-01T00:00:00Z -> "
        + "old text: not for mission to propose")]
    [InlineData("change duties decided=2030-01-01T00:00:00Z at=2031-01-01T00:00:00Z -> "
        + "old text: a core duty that no change may alter")]
    [InlineData("step deploy-1 done=none -> waits for withdraw-1")]
    [InlineData("step deploy-1 done=withdraw-1 -> open")]
    [InlineData("step deploy-1 refused=withdraw-1 -> waits for withdraw-1, which was refused")]
    [InlineData("step access done=incident@2030-01-01T00:00:00Z -> "
        + "waits for request, due 2030-01-01T08:00:00.000Z")]
    [InlineData("step access done=incident@2030-01-01T00:00:00Z,request@2030-01-01T00:30:00Z/2030-01-01T01:00:00Z -> "
        + "open, due 2030-01-01T06:30:00.000Z to 2030-01-01T07:00:00.000Z")]
    [InlineData("step access done=request@2030-01-01T00:00:00Z at=2030-01-01T06:00:01Z -> "
        + "open, overdue since 2030-01-01T06:00:00.000Z, then denial, overhead-look")]
    [InlineData("step access done=request@2030-01-01T00:00:00Z at=2030-01-01T06:00:00Z -> "
        + "open, due 2030-01-01T06:00:00.000Z")]
    [InlineData("step access done=request refused=access -> refused, then denial, overhead-look")]
    [InlineData("step access done=request@2030-01-01T00:00:00Z,access@2030-01-01T06:00:00Z -> done")]
    [InlineData("step access done=request@2030-01-01T00:00:00Z,access@2030-01-01T06:00:01Z -> "
        + "done late, was due 2030-01-01T06:00:00.000Z, then denial, overhead-look")]
    [InlineData("step access done=request@2030-01-01T00:00:00Z/2030-01-01T01:00:00Z,access@2030-01-01T06:30:00Z -> "
        + "done, cannot be told whether in time, due 2030-01-01T06:00:00.000Z to 2030-01-01T07:00:00.000Z")]
    [InlineData("step access done=incident@9999-12-31T23:00:00Z -> waits for request, due 9999-12-31T23:59:59.999999Z")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z,access -> open, not before 2030-01-02T00:00:00.000Z, "
        + "due 2030-01-03T00:00:00.000Z")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z,access at=2030-01-01T23:59:59Z -> "
        + "waits until 2030-01-02T00:00:00.000Z, due 2030-01-03T00:00:00.000Z")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z,access at=2030-01-02T00:00:00Z -> "
        + "open, due 2030-01-03T00:00:00.000Z")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z/2030-01-01T01:00:00Z,access at=2030-01-02T00:30:00Z -> "
        + "open, cannot be told whether before 2030-01-02T00:00:00.000Z to 2030-01-02T01:00:00.000Z, "
        + "due 2030-01-03T00:00:00.000Z to 2030-01-03T01:00:00.000Z")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z,ask@2030-01-01T12:00:00Z -> "
        + "done early, not before 2030-01-02T00:00:00.000Z")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z,ask@2030-01-02T00:00:00Z -> done")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z,ask@2030-01-03T00:00:01Z -> "
        + "done late, was due 2030-01-03T00:00:00.000Z")]
    [InlineData("step ask done=request@2030-01-01T00:00:00Z,ask@2030-01-01T23:00:00Z/2030-01-02T01:00:00Z -> "
        + "done, cannot be told whether too early, not before 2030-01-02T00:00:00.000Z")]
    [InlineData("step convoys done=withdraw-1,deploy-1 today=5 -> waits for tomorrow: the day's quota is used")]
    [InlineData("step convoys done=withdraw-1,deploy-1 today=4 -> open")]
    [InlineData("step pull-back progress=pull-back:0.29,move-in:0.2 -> open")]
    [InlineData("step pull-back progress=pull-back:0.3,move-in:0.2 -> "
        + "waits for move-in to come along: 0.2 of it, 0.3 of this done")]
    [InlineData("step pull-back progress=pull-back:1 done=move-in -> open")]
    [InlineData("corridor grain up=1/7d/0.95 -> 7d met, 0.95 to 1; 30d cannot be told, 0.222 to 1")]
    [InlineData("corridor grain up=1/27d/1,0/3d/1/mines -> 7d met, 1; 30d met, 1")]
    [InlineData("corridor grain up=1/27d/1,0/3d/1/drill at=2030-01-31T00:00:00Z -> "
        + "7d not met, 0.571; 30d met, 0.9; closed for 3d without a justification, "
        + "investigation due 2030-01-31T00:00:00.000Z")]
    [InlineData("corridor grain up=1/29d/1,0/24h/1 -> 7d not met, 0.857; 30d met, 0.967; "
        + "closed for 24h without a justification")]
    [InlineData("corridor grain up=0/30d/1/mines -> 7d closed with justification; 30d closed with justification")]
    [InlineData("corridor grain use=troops -> troops is a forbidden use")]
    [InlineData("corridor grain use=grain -> grain is not forbidden")]
    [InlineData("corridor grain scheduled=10 done=6 excused=2 -> met: 6 of 8 done")]
    [InlineData("corridor grain scheduled=10 done=6 -> not met: 6 of 10 done")]
    // The intervals are those of a sum of binomial terms in decimal arithmetic of 60 digits.
    [InlineData("baseline shelling before=40/30d/0.6 after=10/30d/0.6 -> "
        + "dropped: 0.25 times the rate before (0.111 to 0.509)")]
    [InlineData("baseline shelling before=4/30d/0.6 after=1/30d/0.6 -> "
        + "cannot be told apart: 0.25 times the rate before (0.005 to 2.526)")]
    [InlineData("baseline shelling before=10/30d/0.6 after=40/30d/0.6 -> "
        + "rose: 4 times the rate before (1.966 to 8.97)")]
    [InlineData("baseline shelling before=40/30d/0.6 after=10/30d/0.2 -> cannot be told: not watched enough")]
    [InlineData("baseline shelling before=0/30d/1 after=10/30d/1 -> rose: at least 2.242 times the rate before")]
    [InlineData("baseline shelling before=0/30d/1 after=0/30d/1 -> "
        + "cannot be told: nothing counted before or after")]
    [InlineData("baseline halved before=400/30d/0.8 after=60/30d/0.4 -> "
        + "met: 0.3 times the rate before (0.225 to 0.394)")]
    [InlineData("baseline halved before=40/30d/1 after=18/30d/1 -> "
        + "cannot be told: 0.45 times the rate before (0.243 to 0.803)")]
    [InlineData("baseline halved before=40/30d/1 after=40/30d/1 -> "
        + "not met: 1 times the rate before (0.629 to 1.59)")]
    public void Each_question_is_answered_as_the_text_says(string line)
    {
        var agreement = Example;
        var output = new StringWriter();
        Assert.Equal(new CaseCount(1, 0), PackCases.Run(agreement, line, output));
        Assert.Equal("", output.ToString());
        var wrong = line[..line.IndexOf("->", StringComparison.Ordinal)] + "-> something else";
        Assert.Equal(new CaseCount(0, 1), PackCases.Run(agreement, wrong, TextWriter.Null));
    }

    [Theory]
    [InlineData("vote joint decison=routine", "decision: expected one of routine, finding")]
    [InlineData("vote joint decision=routine yeah=w", "expected one of decision, yes, no, abstain, since, at, "
        + "suspended, got 'yeah'")]
    [InlineData("vote council decision=finding yes=w", "yes: expected each at most once of one, two, three, got 'w'")]
    [InlineData("vote joint decision=routine yes=w no=w", "each member once, 'w'")]
    [InlineData("vote joint decision=routine yes=w suspended=w:boycott", "each member once, 'w'")]
    [InlineData("vote joint decision=routine suspended=w:illness", "w:boycott")]
    [InlineData("vote assembly decision=routine", "vote: expected one of joint, council, got 'assembly'")]
    [InlineData("gate silence violatons=0/7d/1", "expected one of violations, withdrawal, got 'violatons'")]
    [InlineData("gate silence certified=joint", "expected one of violations, withdrawal, got 'certified'")]
    [InlineData("gate silence violations=0/7d", "expected VALUE/FOR/COVERAGE")]
    [InlineData("gate silence violations=0/7d/1.1", "expected VALUE/FOR/COVERAGE")]
    [InlineData("gate quiet violations=0/25h/1/uav", "expected stretches of at most 24h")]
    [InlineData("gate silence now", "expected names with =, got 'now'")]
    [InlineData("tier trade gate=passed", "gate: expected one of pass, fail, pending, lapsed, got 'passed'")]
    [InlineData("tier trade", "gate: expected one of pass, fail, pending, lapsed, got nothing")]
    [InlineData("tier trade gate=pass confirm=j", "expected one of gate, confirmed, stayed, got 'confirm'")]
    [InlineData("tier trade gate=pass gate=fail", "gate: expected one value")]
    [InlineData("step access done=reqest", "done: expected each once")]
    [InlineData("step access done=request@soon", "done: expected each once")]
    [InlineData("step pull-back progress=deploy-1:1", "progress: expected pull-back:SHARE")]
    [InlineData("change annex at=2030-01-01T00:00:00Z", "decided: expected a time, got nothing")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=yesterday", "at: expected a time such as")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-01-01T00:00:00Z touches=1(z)", "touches: expected")]
    [InlineData("baseline shelling before=1/1d/1", "after: expected a count")]
    [InlineData("baseline shelling before=1..2/1d/1 after=1/1d/1", "before: expected whole counts")]
    [InlineData("recurrence a", "expected NAME@TIME or NAME@TIME@KNOWN, got 'a'")]
    [InlineData("recurrence by=unit a@2030-01-01T00:00:00Z", "expected one of at, got 'by'")]
    [InlineData("response severity=grave confidence=high recurrence=often", "recurrence: expected one of single")]
    [InlineData("response severity=grave confidence=high recurrence=single notice=2030-01-01T00:00:00Z",
        "expected one of severity, confidence, recurrence, breach, finding, at, got 'notice'")]
    [InlineData("corridor grain", "up: expected up, scheduled with done, or use, got nothing")]
    [InlineData("corridor grain up=2/1d/1", "up: expected shares from 0 to 1")]
    [InlineData("corridor grain scheduled=3 done=4", "done: expected with excused no more than scheduled")]
    [InlineData("scale confidence orgins=2", "expected one of origins, p, got 'orgins'")]
    [InlineData("provision 13 why=so", "expected no names, got 'why'")]
    public void A_question_that_is_written_wrong_is_refused(string question, string message)
    {
        var output = new StringWriter();
        var count = PackCases.Run(Example, $"{question} -> pass", output);
        Assert.Equal(new CaseCount(0, 1), count);
        Assert.StartsWith("cases.txt:1: ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_has_a_greatest_length()
    {
        var book = MachineryBook.Compile(Example, []);
        string History(int count) => "gate silence violations=" + string.Join(",", Enumerable.Repeat("0/1h/1", count));
        Assert.Null(book.Answer(History(Stretch.MaxCount)).Fault);
        Assert.Contains("at most 1000", book.Answer(History(Stretch.MaxCount + 1)).Fault!);
        Assert.Null(book.Answer("gate silence violations=0/36600d/1").Fault);
        Assert.Contains("of 36600 days", book.Answer("gate silence violations=0/36600d/1,0/1s/1").Fault!);
    }

    [Theory]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-01-10T00:00:00Z -> "
        + "short: new text | long: old text")]
    [InlineData("change annex decided=2030-01-01T00:00:00Z at=2030-02-10T00:00:00Z -> new text")]
    [InlineData("step visit done=request@2030-01-01T00:00:00Z -> short: waits for access, "
        + "due 2030-01-01T03:00:00.000Z | long: waits for access, due 2030-01-01T08:00:00.000Z")]
    public void A_text_that_contradicts_itself_is_kept_in_both_readings(string line)
    {
        const string Both = """
            machinery:
              changes:
                - id: annex
                  readings: [{id: short, settings: {notice: 7d}}, {id: long, settings: {notice: 30d}}]
              steps:
                - {id: request}
                - id: access
                  after: [request]
                  within: 6h
                  readings: [{id: short, title: Article 3, settings: {within: 1h}}]
                - {id: visit, after: [access], within: 2h}

            """;
        var output = new StringWriter();
        Assert.Equal(
            new CaseCount(1, 0), PackCases.Run(Read(PackExample.Yaml + Both).Agreement!, line, output));
        Assert.Equal("", output.ToString());
    }

    [Theory]
    [InlineData(MachineryReadings.MaxCount, "")]
    [InlineData(MachineryReadings.MaxCount + 1, "expected at most 8 in all, got 9")]
    public void Readings_have_a_greatest_number(int count, string message)
    {
        var readings = Enumerable.Range(1, count).Select(i => $"{{id: r{i}, settings: {{notice: {i}d}}}}");
        var yaml = $"machinery: {{changes: [{{id: a, readings: [{string.Join(", ", readings)}]}}]}}\n";
        var problems = new List<PackProblem>();
        MachineryBook.Compile(Read(PackExample.Yaml + yaml).Agreement!, problems);
        Assert.Equal(message, string.Concat(problems.Select(problem => problem.Message.Split("readings: ")[1])));
    }

    [Theory]
    [InlineData("{settings: {notice: 7d}}", "readings: expected an id")]
    [InlineData("{id: a, settings: {notice: soon}}", "notice: expected a duration")]
    [InlineData("{id: a, setings: {notice: 7d}}", "expected one of id, title, held_by, settings, got 'setings'")]
    [InlineData("{id: a, settings: {notices: 7d, notice: 7d}}", "got 'notices'")]
    [InlineData("{id: a, settings: {id: b}}", "expected settings, a map without an id")]
    [InlineData("{id: a, held_by: [west, north], settings: {notice: 7d}}", "held_by: expected parties (west, east)")]
    [InlineData("a", "expected a list of maps with id and settings")]
    public void A_reading_that_is_written_wrong_is_refused(string reading, string message)
    {
        var yaml = $"machinery: {{changes: [{{id: a, readings: [{reading}]}}]}}\n";
        var problems = new List<PackProblem>();
        MachineryBook.Compile(Read(PackExample.Yaml + yaml).Agreement!, problems);
        Assert.Contains(problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_special_goes_before_the_general_only_where_the_pack_says_so()
    {
        const string Question = "response severity=grave confidence=high recurrence=repeated";
        var special = Yaml.Replace("    cells:", "    specific_first: \"yes\"\n    cells:", StringComparison.Ordinal);
        var both = PackCases.Run(Example,
            $"{Question} -> measures with tier-1 within 24h by 7.4 | expulsion by 9.1", TextWriter.Null);
        var one = PackCases.Run(
            Read(special).Agreement!, $"{Question} -> expulsion by 9.1", TextWriter.Null);
        Assert.Equal((new CaseCount(1, 0), new CaseCount(1, 0)), (both, one));
        // Two rows that name the same dimensions still contradict each other.
        var torn = special.Replace("confidence: [high], level: measures", "confidence: [high], "
            + "recurrence: [repeated, single, sustained], level: measures", StringComparison.Ordinal);
        Assert.Equal(new CaseCount(1, 0), PackCases.Run(Read(torn).Agreement!,
            $"{Question} -> measures with tier-1 within 24h by 7.4 | expulsion by 9.1", TextWriter.Null));
    }

    [Theory]
    [InlineData("[grave], confidence: [low], level", "[grave], confidence: [lw], level", "words of low, high")]
    [InlineData("confidence: [low], level: not-stated", "confidence: [low], recurrence: [single], level: not-stated",
        "expected a cell for severity minor, confidence low, recurrence repeated")]
    [InlineData("recurrence: recurrence", "recurrence: [single, often]",
        "recurrence: expected one of single, repeated, sustained, got 'often'")]
    [InlineData("recurrence: recurrence", "recurrence: often", "or the id of a scale or a recurrence, got 'often'")]
    [InlineData("level: expulsion, clause: \"9.1\"", "level: expulsion, clause: \"9.9\"", "got '9.9'")]
    [InlineData("id: \"9.1\"}", "id: \"9.1\"}\n    - {id: \"9.2\"}",
        "provision 9.2: expected something that cites it, or unsaid, got nothing")]
    [InlineData("after: [withdraw-1]}", "after: [withdraw-9]}", "(incident, request, access, ask, withdraw-1), "
        + "got 'withdraw-9'")]
    [InlineData("{id: move-in, by: mission}", "{id: move-in, alongside: move-in}", "lead: expected more than 0")]
    [InlineData("lead: 0.1}\n    - {id: move-in, by", "lead: 0}\n    - {id: move-in, alongside: pull-back, by",
        "lead: expected more than 0 where steps wait for each other (pull-back, move-in)")]
    [InlineData("- {id: heard, kind", "- {id: convoys, kind", "id: expected an indicator that stands once")]
    [InlineData("{kind: routine}", "{kind: finding}", "kind: expected a kind that stands once")]
    [InlineData("severity: [minor, grave]", "severity: [minor, grave, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o]",
        "severity: expected at most 16 words")]
    [InlineData("alongside: move-in", "alongside: move-out", "alongside: expected one of incident")]
    [InlineData("{id: withdraw-1, by: west}", "{id: withdraw-1, by: wets}", "by: expected one of west, east, mission")]
    [InlineData("{id: withdraw-1, by: west}", "{id: withdraw-1, within: 2h}", "within: expected after")]
    [InlineData("{id: withdraw-1, by: west}", "{id: incident}", "step 'incident': expected an id that stands once")]
    [InlineData("from: request", "from: incident", "from: expected one of the steps of after, got 'incident'")]
    [InlineData("not_before: 24h", "not_before: 49h", "not_before: expected no more than within, got '49h'")]
    [InlineData("{id: withdraw-1, by: west}", "{id: with draw}", "id: expected letters, digits")]
    [InlineData("{id: e, side: east}", "{id: e, side: north}", "side: expected one of west, east, got 'north'")]
    [InlineData("{id: w2, side: west}", "{id: w, side: west}", "id: expected a member that stands once")]
    [InlineData("veto: [chair]", "veto: [char]", "veto: expected members: w, w2, e, e2, chair")]
    [InlineData("at_least: 2}", "at_least: 2, of: all-members}", "at_least: expected no majority")]
    [InlineData("at_least: 2}", "at_least: 6}", "at_least: expected a whole number from 1 to 5")]
    [InlineData("casting: three", "casting: four", "casting: expected a member, with a simple majority")]
    [InlineData("casting: three", "casting: three, majority: two-thirds", "casting: expected a member, with a simple")]
    [InlineData("to: council,", "to: counsel,", "deadlock: to: expected one of joint, council, got 'counsel'")]
    [InlineData("to: council,", "", "to: expected a body, or default")]
    [InlineData("default: the old state", "to: joint",
        "to: expected a way up that ends, not joint to council to joint")]
    [InlineData("decision: amendment}", "decision: amendmend}",
        "decision: expected one of routine, finding, amendment, accord, inspection, got 'amendmend'")]
    [InlineData("body: joint,", "body: joined,", "body: expected one of joint, council, got 'joined'")]
    [InlineData("proposers: [west, east]", "proposers: [any]", "proposers: expected one of west, east, mission")]
    [InlineData("{id: trade, gate: silence", "{id: trade, gate: silent", "gate: expected one of silence, quiet, flow")]
    [InlineData("confirmed_by: [chair]", "confirmed_by: [char]", "confirmed_by: expected one of west")]
    [InlineData("certifier: joint", "certifier: judge", "certifier: expected one of west, east, mission")]
    [InlineData("dispute: council", "dispute: court", "dispute: expected one of west, east, mission")]
    [InlineData("by: [joint]", "by: [joint, jury]", "withdrawal: by: expected one of west, east, mission")]
    [InlineData("needs: 2\n", "needs: 4\n", "needs: expected a whole number from 1 to 3")]
    [InlineData("keep: {at_least: 6}", "keep: {at_least: 11}", "keep: expected a looser threshold")]
    [InlineData("at_least: 0.4, at_most: 0.6", "at_least: 0.6, at_most: 0.4",
        "at_least: expected no more than at_most")]
    [InlineData("at_least: 0.4, at_most: 0.6", "note: none", "at_most: expected at_most, at_least or exactly")]
    [InlineData("over: [7d, 30d]", "over: [a week]", "over: expected durations such as 7d, got 'a week'")]
    [InlineData("clauses: [\"1(a)\"], notice", "clauses: [\"1(b)\"], notice", "clauses: expected one of 1(a), 7.1")]
    [InlineData("origins: {at_least: 2}", "origins: {at_lest: 2}", "expected one of exactly, at_least, at_most")]
    [InlineData("  baselines:", "  base_lines:", "got 'base_lines'")]
    [InlineData("{id: violations, kind: measured, at_most: 0, for: 7d", "{id: violations, at_most: 0, for: a week",
        "for: expected a duration such as")]
    public void A_mistake_is_refused_with_its_line(string from, string to, string message)
    {
        Assert.Contains(from, Yaml, StringComparison.Ordinal);
        var reading = Read(Yaml.Replace(from, to, StringComparison.Ordinal));
        Assert.Empty(reading.Problems);
        var (_, problems) = RuleBook.Compile(reading.Agreement!);
        Assert.Contains(problems, problem => problem.Message.Contains(message, StringComparison.Ordinal)
            && problem.Line > PackExample.Yaml.AsSpan().Count('\n'));
    }

    [Theory]
    [InlineData(1, 2, true, false, false, null)]
    [InlineData(1, 2, true, true, true, null)]
    [InlineData(2, 3, false, false, true, null)]
    [InlineData(3, 4, false, true, false, null)]
    [InlineData(1, 1, false, false, false, null)]
    [InlineData(1, 2, true, false, false, 3)]
    public void Every_small_vote_comes_out_as_counting_by_hand_says(
        int numerator, int denominator, bool isStrict, bool ofAll, bool eachSide, int? atLeast)
    {
        var members = ImmutableArray.Create<Body.Member>(
            new("a", 1, "west"), new("b", 2, "east"), new("c", 1, null), new("d", 1, "west"));
        var decision = new Body.Decision("x", numerator, denominator, isStrict, ofAll, eachSide, atLeast, ["c"]);
        var body = new Body("body", members, new Body.Presence(2, 0), [decision], [], null, null);
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        // Each member is absent, in favour, against, abstains or is suspended.
        for (var code = 0; code < 625; code++)
        {
            int[] votes = [code % 5, code / 5 % 5, code / 25 % 5, code / 125];
            ImmutableArray<string> Cast(int kind) =>
                [.. members.Where((_, i) => votes[i] == kind).Select(member => member.Id)];
            var (got, _) = body.Decide(decision, new Body.Vote(Cast(1), Cast(2), Cast(3), Cast(4)));
            Assert.Equal(ByHand(votes, numerator / (decimal)denominator, isStrict, ofAll, eachSide, atLeast), got);
            seen.Add(got);
        }

        Assert.Equal(["adopted", "no quorum", "not adopted", "vetoed by c"], seen);
    }

    [Theory]
    // Tables of the binomial distribution: n = 10, p = 0.3; n = 20, p = 0.5.
    [InlineData(1, 10, 0.3, 0.1493083459)]
    [InlineData(3, 10, 0.3, 0.6496107184)]
    [InlineData(10, 20, 0.5, 0.5880985260)]
    [InlineData(10, 10, 0.3, 1)]
    [InlineData(-1, 10, 0.3, 0)]
    public void The_binomial_tail_agrees_with_tables(int k, int n, double p, double expected) =>
        Assert.Equal(expected, IncompleteBeta.AtMost(k, n, p), 10);

    [Theory]
    // I_x(a, 1) = x^a, I_x(1, b) = 1 - (1 - x)^b, and the symmetric one at one half.
    [InlineData(3, 1, 0.25, 0.015625)]
    [InlineData(1, 4, 0.25, 0.68359375)]
    [InlineData(250_000, 250_000, 0.5, 0.5)]
    // The arcsine law: I_x(1/2, 1/2) = 2 / pi asin(sqrt x), one third at one quarter.
    [InlineData(0.5, 0.5, 0.25, 0.33333333333333333)]
    public void The_incomplete_beta_function_agrees_with_closed_forms(double a, double b, double x, double expected) =>
        Assert.Equal(expected, IncompleteBeta.Of(a, b, x), 8);

    [Theory]
    // Clopper and Pearson at 95%, as tables give them.
    [InlineData(0, 10, 0, 0.3085)]
    [InlineData(1, 10, 0.0025, 0.4450)]
    [InlineData(5, 10, 0.1871, 0.8129)]
    [InlineData(10, 10, 0.6915, 1)]
    public void The_exact_interval_agrees_with_tables(int k, int n, double least, double most)
    {
        var (low, high) = IncompleteBeta.Interval(k, n, 0.05);
        Assert.Equal((least, most), (Math.Round(low, 4), Math.Round(high, 4)));
    }

    [Fact]
    public void The_greatest_counts_still_converge()
    {
        // The normal approximation: one half, and 1.959964 standard deviations of 1 / sqrt(8 n).
        var (low, high) = IncompleteBeta.Interval(1_000_000, 2_000_000, 0.05);
        var reach = 1.959964 / Math.Sqrt(8_000_000);
        Assert.Equal(0.5 - reach, low, 1e-6);
        Assert.Equal(0.5 + reach, high, 1e-6);
        Assert.Equal(0.5, IncompleteBeta.Of(1_000_000, 1_000_000, 0.5), 1e-8);
    }

    [Fact]
    public void A_web_of_steps_is_walked_once()
    {
        // Each step comes after the two before it: walked anew each time, sixty of them would take for ever.
        var steps = Enumerable.Range(2, 60).Select(i => $"{{id: s{i}, after: [s{i - 1}, s{i - 2}], within: 1h}}");
        var yaml = $"machinery: {{steps: [{{id: s0}}, {{id: s1}}, {string.Join(", ", steps)}]}}\n";
        var book = MachineryBook.Compile(Read(PackExample.Yaml + yaml).Agreement!, []);
        Assert.Equal(
            ("waits for s60 and s59, due 2030-01-03T12:00:00.000Z", null),
            book.Answer("step s61 done=s0@2030-01-01T00:00:00Z,s1@2030-01-01T00:00:00Z"));
    }

    [Theory]
    [InlineData(MachineryBook.MaxEntries, 0)]
    [InlineData(MachineryBook.MaxEntries + 1, 1)]
    public void A_section_has_a_greatest_number_of_entries(int count, int problems)
    {
        var steps = Enumerable.Range(2, count - 1).Select(i => $"{{id: s{i}, after: [s{i - 1}], within: 1h}}");
        var yaml = $"machinery: {{steps: [{{id: s1}}, {string.Join(", ", steps)}]}}\n";
        var found = new List<PackProblem>();
        var book = MachineryBook.Compile(Read(PackExample.Yaml + yaml).Agreement!, found);
        Assert.Equal(problems, found.Count);
        Assert.Equal(
            "waits for s999, due 2030-02-11T15:00:00.000Z",
            book.Answer("step s1000 done=s1@2030-01-01T00:00:00Z").Answer);
    }

    [Fact]
    public void The_tail_of_every_small_count_is_the_sum_of_its_terms()
    {
        for (var n = 1; n <= 30; n++)
        {
            for (var p = 0.05; p < 1; p += 0.1)
            {
                var (sum, term) = (0.0, 1.0);
                for (var i = 0; i < n; i++)
                {
                    term *= 1 - p;
                }

                for (var k = 0; k <= n; k++)
                {
                    sum += term;
                    Assert.Equal(sum, IncompleteBeta.AtMost(k, n, p), 1e-12);
                    term *= (n - k) / (k + 1.0) * p / (1 - p);
                }
            }
        }
    }

    /// <summary>
    /// Each vote is one bag of pebbles: nothing is shared with the engine but the words of the answer.
    /// </summary>
    private static string ByHand(
        int[] votes, decimal share, bool isStrict, bool ofAll, bool eachSide, int? atLeast)
    {
        if (votes.Count(vote => vote is 1 or 2 or 3) < 2)
        {
            return "no quorum";
        }

        if (votes[2] == 2)
        {
            return "vetoed by c";
        }

        int[] weights = [1, 2, 1, 1];
        bool Enough(params int[] who)
        {
            var bag = who.SelectMany(i => Enumerable.Repeat(votes[i], weights[i])).Where(vote => vote != 4).ToList();
            var (yes, of) = (bag.Count(vote => vote == 1), bag.Count(vote => ofAll || vote is 1 or 2));
            return atLeast is { } needed ? yes >= needed
                : yes > 0 && (isStrict ? yes > share * of : Math.Round(share * of, 9) <= yes);
        }

        return Enough(0, 1, 2, 3) && (!eachSide || (Enough(0, 3) && Enough(1))) ? "adopted" : "not adopted";
    }
}
