using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

public sealed class ResponsesTests
{
    [Fact]
    public void Only_the_named_authority_decides_and_a_recommendation_is_none()
    {
        var scene = Clocked();
        var decided = new ResponseDecided("ft-2026", "s1", true, "A warning is given");
        foreach (var other in new[]
        {
            Author.Machine, CaseScene.Officer, CaseScene.Analyst, CaseScene.ReviewerOne, CaseScene.Contributor,
            scene.LiaisonEast, CaseScene.CommissionOne with { Person = "" },
            CaseScene.CommissionOne with { Nation = "west-land" },
        })
        {
            Assert.NotNull(scene.Do(other, decided).Refusal);
        }

        Assert.Null(scene.Do(CaseScene.Analyst, new ResponseRecommended("ft-2026", "s1", "A warning")).Refusal);
        Assert.Empty(scene.File.All<ResponseDecided>());
        Assert.Null(scene.Do(CaseScene.CommissionOne, decided).Refusal);
        Assert.Null(scene.Do(
            CaseScene.CommissionTwo, new Dissented(scene.File.Entries.Count, "Too early")).Refusal);
        Assert.Equal(
            ActRefusal.UnknownReference,
            scene.Do(CaseScene.CommissionOne, decided with { Step = "s9" }).Refusal?.Why);
    }

    [Fact]
    public void What_a_text_calls_automatic_is_deemed_when_surely_due_and_waits_for_a_person()
    {
        var scene = Clocked();
        var deemed = new EffectDeemed("ft-2026", "s3", "After 72 h a coordinated response follows");
        var due = ResponseDesk.Deadlines(scene.File)[1].Deadline;
        Assert.Equal(TimeSpan.FromMinutes(20), due.Latest - due.Earliest);
        To(scene, due.Latest - TimeSpan.FromMicroseconds(1));
        Assert.Equal(ActRefusal.TooEarly, scene.Do(Author.Machine, deemed).Refusal?.Why);
        Assert.Equal(
            ActRefusal.Incomplete, scene.Do(Author.Machine, deemed with { Step = "s1" }).Refusal?.Why);
        var effect = scene.Do(Author.Machine, deemed);
        Assert.Null(effect.Refusal);
        Assert.Equal(ActRefusal.AlreadyDone, scene.Do(Author.Machine, deemed).Refusal?.Why);
        Assert.Contains(
            "without force; waits", ResponseDesk.EffectWords(scene.File, effect, scene.Now), StringComparison.Ordinal);
        var confirms = new EffectAnswered(effect.Number, true, "Confirmed");
        Assert.Equal(ActRefusal.NotNamed, scene.Do(Author.Machine, confirms).Refusal?.Why);
        Assert.Null(scene.Do(CaseScene.CommissionOne, confirms with { IsConfirmed = false }).Refusal);
        Assert.Equal(ActRefusal.AlreadyDone, scene.Do(CaseScene.CommissionTwo, confirms).Refusal?.Why);
        Assert.Equal("stayed by c-1", ResponseDesk.EffectWords(scene.File, effect, scene.Now));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, ActRefusal.TooLate)]
    public void An_effect_that_nobody_confirms_in_time_has_none(int lateUs, ActRefusal? why)
    {
        var scene = Clocked();
        scene.Wait(TimeSpan.FromHours(73));
        var effect = scene.Do(Author.Machine, new EffectDeemed("ft-2026", "s3", "After 72 h"));
        To(scene, effect.Act.At + scene.Terms.ConfirmWithin + TimeSpan.FromMicroseconds(lateUs));
        var answer = scene.Do(CaseScene.CommissionOne, new EffectAnswered(effect.Number, true, "Confirmed"));
        Assert.Equal(why, answer.Refusal?.Why);
        Assert.Equal(
            why is null ? "confirmed by c-1" : "without force; nobody confirmed it",
            ResponseDesk.EffectWords(scene.File, effect, scene.Now));
        if (why is not null)
        {
            Assert.Null(scene.Do(Author.Machine, new EffectDeemed("ft-2026", "s3", "After 72 h")).Refusal);
        }
    }

    [Fact]
    public void A_clock_stops_with_the_finding_that_it_rests_on_and_is_set_again_by_a_person()
    {
        var scene = Clocked();
        Assert.Equal(2, ResponseDesk.Deadlines(scene.File).Length);
        scene.With(CaseEvent.Dispute);
        Assert.Equal(2, ResponseDesk.Deadlines(scene.File).Length);
        scene.With(CaseEvent.SetAside);
        Assert.Empty(ResponseDesk.Deadlines(scene.File));
        Assert.Equal(ActRefusal.NoViolationStands, Set(scene, 1).Refusal?.Why);
        scene.With(CaseEvent.Reopen, CaseEvent.FindTechnicalViolation);
        Assert.Empty(ResponseDesk.Deadlines(scene.File));
        Assert.Equal(ActRefusal.UnknownReference, Set(scene, 1).Refusal?.Why);
        Assert.Null(Set(scene, scene.File.Finding!.Value).Refusal);
        Assert.Equal(2, ResponseDesk.Deadlines(scene.File).Length);
    }

    [Theory]
    [InlineData(Ruling.Uphold, 2)]
    [InlineData(Ruling.Amend, 0)]
    public void A_ruling_that_keeps_the_finding_keeps_its_clock_and_one_that_amends_it_stops_it(Ruling ruling, int runs)
    {
        var scene = Clocked().With(CaseEvent.Dispute);
        scene.Draw();
        scene.Wait(scene.Terms.HearingAtMost);
        Outcome? outcome = ruling == Ruling.Amend ? Outcome.TechnicalViolation : null;
        var proposed = scene.Do(scene.Member(0), new RulingProposed(ruling, outcome, "As heard"), Confidence.High);
        scene.Do(scene.Member(1), new VoteCast(proposed.Number, Ballot.Yes, ""));
        scene.Do(scene.Member(2), new VoteCast(proposed.Number, Ballot.Yes, ""));
        Assert.Equal(runs, ResponseDesk.Deadlines(scene.File).Length);
        Assert.Equal(
            runs == 0,
            CasePage.Write(scene.File, scene.Now).Contains("has stopped", StringComparison.Ordinal));
    }

    [Fact]
    public void A_clock_starts_in_an_interval_that_is_over()
    {
        var scene = Clocked();
        var clock = new ClockSet("ft-2026", scene.File.Finding!.Value, scene.Now, scene.Now, "As found");
        foreach (var wrong in new[]
        {
            clock with { Latest = scene.Now + TimeSpan.FromHours(1) },
            clock with { Latest = clock.Earliest - TimeSpan.FromMicroseconds(1) },
        })
        {
            Assert.Equal(ActRefusal.Incomplete, scene.Do(CaseScene.CommissionOne, wrong).Refusal?.Why);
        }

        Assert.Equal(
            ActRefusal.UnknownReference,
            scene.Do(CaseScene.CommissionOne, clock with { Ladder = "none" }).Refusal?.Why);
    }

    [Fact]
    public void Presets_say_when_and_whence_and_what_is_only_reported()
    {
        Assert.Equal(
            ResponseLadders.All.Select(ladder => ladder.Id).Order(StringComparer.Ordinal),
            ResponseLadders.All.Select(ladder => ladder.Id));
        Assert.All(ResponseLadders.All, ladder =>
        {
            Assert.NotEqual("", ladder.Dated);
            Assert.NotEqual("", ladder.Source);
            Assert.Contains(Words.Of(ladder.Standing), ladder.ToString(), StringComparison.Ordinal);
        });
        Assert.Equal("ft-2026 (2026, reported)", ResponseLadders.All.Single(each => each.Id == "ft-2026").ToString());
    }

    private static CaseEntry Set(CaseScene scene, int finding) => scene.Do(
        CaseScene.CommissionOne,
        new ClockSet("ft-2026", finding, CaseScene.Start, CaseScene.Start + TimeSpan.FromMinutes(20), "As found"));

    private static CaseScene Clocked()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
        scene.Wait(TimeSpan.FromMinutes(30));
        Assert.Null(Set(scene, scene.File.Finding!.Value).Refusal);
        return scene;
    }

    private static void To(CaseScene scene, Instant at) => scene.Wait(at - scene.Now - TimeSpan.FromMinutes(1));
}
