using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Each reason to refuse an act is met, and what is refused is kept and changes nothing.</summary>
public sealed class CaseRefusalsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<ActRefusal> Reasons => [.. Enum.GetValues<ActRefusal>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_is_met_kept_and_changes_nothing(ActRefusal why)
    {
        var scene = new CaseScene();
        var entry = Refused(scene, why);
        Assert.Equal(why, entry.Refusal?.Why);
        Assert.NotEqual("", entry.Refusal!.Words);
        Assert.Same(entry, scene.File.Entries[^1]);
        var without = CaseFile.Fold(
            scene.Terms, scene.File.Entries.Where(each => each.Refusal is null).Select(each => each.Act));
        Assert.Equal(scene.File.State, without.State);
        Assert.Equal(scene.File.Standing, without.Standing);
    }

    private static CaseEntry Refused(CaseScene scene, ActRefusal why) => why switch
    {
        ActRefusal.NotNamed or ActRefusal.BeforeTheLast or ActRefusal.WordsMissing or ActRefusal.TooLong
            or ActRefusal.RoleMayNot or ActRefusal.OfAParty or ActRefusal.NotAParty or ActRefusal.WrongState =>
            OfAnyAct(scene, why),
        ActRefusal.NotOnPanel or ActRefusal.Conflicted or ActRefusal.NotTheirTurn or ActRefusal.CommitmentMismatch
            or ActRefusal.NoPanel or ActRefusal.NoLevelAbove or ActRefusal.TooEarly or ActRefusal.TooLate =>
            OfADispute(scene, why),
        _ => OfAReview(scene, why),
    };

    private static CaseEntry OfAnyAct(CaseScene scene, ActRefusal why)
    {
        var triaged = new Triaged(2, "By the clause");
        switch (why)
        {
            case ActRefusal.WrongState:
                return scene.Do(CaseScene.Officer, triaged);
            case ActRefusal.NotNamed:
                scene.Receive();
                return scene.Do(CaseScene.Officer with { Person = "" }, triaged);
            case ActRefusal.BeforeTheLast:
                scene.Receive();
                return scene.File.Append(new Act(
                    CaseScene.Officer, scene.Now - Minute, Confidence.NotStated, Label.Mission, triaged));
            case ActRefusal.WordsMissing:
                scene.Receive();
                return scene.Do(CaseScene.Officer, triaged with { Text = " " });
            case ActRefusal.TooLong:
                scene.Receive();
                return scene.Do(CaseScene.Officer, triaged with { Text = new string('x', Deed.MaxChars + 1) });
            case ActRefusal.RoleMayNot:
                scene.Receive();
                return scene.Do(CaseScene.Analyst, triaged);
            case ActRefusal.OfAParty:
                scene.Receive();
                return scene.Do(CaseScene.Officer with { Nation = "west-land" }, triaged);
            default:
                scene.Receive();
                return scene.Do(scene.LiaisonEast with { Party = "north" }, new ClaimMade("We saw it"));
        }
    }

    private static CaseEntry OfADispute(CaseScene scene, ActRefusal why)
    {
        if (why == ActRefusal.NoPanel)
        {
            scene.Under(terms => terms with { Roll = terms.Roll.RemoveAll(each => each.NominatedBy == "west") });
            scene.UnderReview().With(CaseEvent.FindConfirmedViolation, CaseEvent.Dispute);
            return scene.Draw();
        }

        if (why == ActRefusal.NoLevelAbove)
        {
            scene.Under(terms => terms with { Levels = [terms.Levels[0]] });
            return scene.Heard().With(CaseEvent.Uphold).Play(CaseEvent.Appeal);
        }

        var uphold = new RulingProposed(Ruling.Uphold, null, "As heard");
        switch (why)
        {
            case ActRefusal.NotOnPanel:
                return scene.Heard().Do(new("p-20", Role.PanelMember, "nation-20"), uphold, Confidence.High);
            case ActRefusal.Conflicted:
                scene.Heard().Do(scene.Member(0), new ConflictDeclared("A relative serves there"));
                return scene.Do(scene.Member(0), uphold, Confidence.High);
            case ActRefusal.TooLate:
                scene.UnderReview().With(CaseEvent.FindConfirmedViolation).Wait(scene.Terms.DisputeWithin);
                return scene.Play(CaseEvent.Dispute);
        }

        scene.UnderReview().With(CaseEvent.FindConfirmedViolation, CaseEvent.Dispute);
        switch (why)
        {
            case ActRefusal.NotTheirTurn:
                return scene.Do(scene.LiaisonEast, new PleadingFiled("We reply"));
            case ActRefusal.TooEarly:
                scene.Draw();
                return scene.Do(scene.Member(0), uphold, Confidence.High);
            default:
                return scene.Draw(seed: 1);
        }
    }

    private static CaseEntry OfAReview(CaseScene scene, ActRefusal why)
    {
        scene.UnderReview();
        var finding = scene.Finding(Outcome.ConfirmedViolation);
        switch (why)
        {
            case ActRefusal.ReportedIt:
                scene.Do(CaseScene.Analyst with { Person = "r-1" }, new ObservationMade(["report:1"], "I saw it"));
                return scene.Find(finding);
            case ActRefusal.ConfidenceMissing:
                return scene.Do(CaseScene.ReviewerOne, finding);
            case ActRefusal.Incomplete:
                return scene.Find(finding with { Outcome = Outcome.Duplicate });
            case ActRefusal.NothingCited:
                return scene.Find(finding with { Cites = [] });
            case ActRefusal.UnknownReference:
                return scene.Find(finding with { Cites = [99] });
            case ActRefusal.LabelTooWide:
                return scene.Do(CaseScene.ReviewerOne, finding, Confidence.High, Label.Everyone);
            case ActRefusal.SamePerson or ActRefusal.SameNation:
                var stated = scene.Do(CaseScene.ReviewerOne, finding, Confidence.High);
                var person = why == ActRefusal.SamePerson ? "r-1" : "r-3";
                return scene.Do(CaseScene.ReviewerOne with { Person = person }, new Concurred(stated.Number, ""));
            case ActRefusal.NotTheirs:
                return scene.Do(CaseScene.Analyst, new CaseWithdrawn("Not needed"));
            case ActRefusal.StepSkipped:
                return scene.Attribute(AttributionStep.AreaOfOrigin);
            case ActRefusal.NotDiagnostic:
                return scene.Attribute(AttributionStep.Direction, answer: "west");
            case ActRefusal.WordNotForRung:
                return scene.Do(
                    Author.Machine, new BulletinIssued(BulletinRung.A1, null, null, "Possible violations"));
            case ActRefusal.LimitReached:
                return Full(scene);
            case ActRefusal.NoViolationStands:
                return scene.Do(scene.LiaisonEast, new RemedyReported("The gun has left"));
        }

        scene.With(CaseEvent.FindConfirmedViolation);
        return why switch
        {
            ActRefusal.NothingNew => scene.Do(CaseScene.CommissionOne, new CaseReopened([2], "As known")),
            ActRefusal.NotRemedied => scene.With(CaseEvent.Dispute, CaseEvent.Uphold).Play(CaseEvent.Close),
            ActRefusal.AlreadyDone => Twice(scene),
            _ => throw new ArgumentOutOfRangeException(nameof(why), why, "expected a way to meet it"),
        };
    }

    private static CaseEntry Twice(CaseScene scene)
    {
        scene.Do(scene.LiaisonWest, new DecisionAccepted("No objection"));
        return scene.Play(CaseEvent.Dispute);
    }

    private static CaseEntry Full(CaseScene scene)
    {
        var entry = scene.File.Entries[^1];
        for (var i = scene.File.Entries.Count; i <= CaseFile.MaxActs; i++)
        {
            entry = scene.File.Append(new Act(
                Author.Machine, scene.Now, Confidence.NotStated, Label.Mission, new ObservationMade(["frame:1"], "A")));
            Assert.Equal(i == CaseFile.MaxActs, entry.Refusal is not null);
        }

        return entry;
    }

    [Fact]
    public void Refused_acts_of_one_person_fill_no_file()
    {
        var scene = new CaseScene();
        scene.Receive();
        for (var i = 0; i < CaseFile.MaxRefusedOfOne + 3; i++)
        {
            Assert.NotNull(scene.Do(scene.LiaisonEast, new CaseClosed("Let it be closed")).Refusal);
        }

        Assert.Equal(1 + CaseFile.MaxRefusedOfOne, scene.File.Entries.Count);
        Assert.Equal(3, scene.File.RefusedNotKept);
        Assert.Null(scene.Observe().Refusal);
        Assert.NotEqual(0, scene.Do(scene.LiaisonWest, new CaseClosed("Let it be closed")).Number);
    }

    [Fact]
    public void A_finding_stated_before_a_case_was_reopened_gets_no_force()
    {
        var scene = new CaseScene().UnderReview();
        var stale = scene.Do(CaseScene.ReviewerOne, scene.Finding(Outcome.NoViolation), Confidence.Low);
        scene.With(CaseEvent.Withdraw, CaseEvent.Reopen);
        var entry = scene.Do(CaseScene.ReviewerTwo, new Concurred(stale.Number, ""));
        Assert.Equal(ActRefusal.UnknownReference, entry.Refusal?.Why);
    }

    [Fact]
    public void A_reviewer_of_a_partys_nation_cannot_concur()
    {
        var scene = new CaseScene().UnderReview();
        var stated = scene.Do(CaseScene.ReviewerOne, scene.Finding(Outcome.NoViolation), Confidence.Low);
        foreach (var two in new[]
        {
            CaseScene.ReviewerTwo with { Nation = "east-land" },
            CaseScene.ReviewerTwo with { Nation = "west-land" },
            CaseScene.ReviewerTwo with { Party = "east" },
        })
        {
            Assert.Equal(ActRefusal.OfAParty, scene.Do(two, new Concurred(stated.Number, "")).Refusal?.Why);
        }
    }

    [Fact]
    public void A_party_takes_back_its_own_case_and_a_machines_is_nobodys_to_take_back()
    {
        var incident = new IncidentReceived("I-1", "3", CaseScene.Start, CaseScene.Start, "Fire");
        foreach (var (opener, isTaken) in new[] { (new CaseScene().LiaisonEast, true), (Author.Machine, false) })
        {
            var scene = new CaseScene();
            scene.Do(opener, incident);
            Assert.NotNull(scene.Do(scene.LiaisonWest, new CaseWithdrawn("No")).Refusal);
            Assert.NotNull(scene.Do(CaseScene.Officer, new CaseWithdrawn("No")).Refusal);
            var second = scene.LiaisonEast with { Person = "l-9" };
            Assert.Equal(isTaken, scene.Do(second, new CaseWithdrawn("Settled")).Refusal is null);
        }
    }

    [Fact]
    public void Both_parties_may_give_up_their_time_and_then_a_case_closes_at_once()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindNoViolation);
        var close = new CaseClosed("Nothing is open");
        scene.Do(scene.LiaisonEast, new DecisionAccepted("Agreed"));
        Assert.Equal(ActRefusal.TooEarly, scene.Do(CaseScene.Officer, close).Refusal?.Why);
        scene.Do(scene.LiaisonWest, new DecisionAccepted("Agreed"));
        Assert.Null(scene.Do(CaseScene.Officer, close).Refusal);
    }

    [Fact]
    public void Terms_that_contradict_themselves_open_no_case()
    {
        var terms = new CaseScene().Terms;
        foreach (var wrong in new[]
        {
            terms with { Case = "" },
            terms with { Parties = [terms.Parties[0]] },
            terms with { Parties = [terms.Parties[0], terms.Parties[1] with { Nations = ["east-land"] }] },
            terms with { Roll = [.. terms.Roll, terms.Roll[0]] },
            terms with { Roll = Many(CaseTerms.MaxRoll + 1) },
            terms with { PanelSize = 10 },
            terms with { NominatedEach = 2 },
            terms with { Levels = [new("team", terms.HearingAtMost)] },
            terms with { PleadingRounds = 0 },
        })
        {
            Assert.Throws<ArgumentException>(() => new CaseFile(wrong));
        }

        Assert.Null((terms with { Roll = Many(CaseTerms.MaxRoll) }).Fault());

        static ImmutableArray<Candidate> Many(int count) =>
            [.. Enumerable.Range(0, count).Select(i => new Candidate($"q-{i}", $"n-{i}", null, []))];
    }
}
