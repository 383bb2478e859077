using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

public sealed class BulletinsTests
{
    [Theory]
    // Rung, text, and the word that is too much or missing; none where it may go out.
    [InlineData("A1", "Detection near post 2", "")]
    [InlineData("A1", "Possible explosions near post 2", "")]
    [InlineData("A1", "Three explosions near post 2", "possible")]
    [InlineData("A1", "Possible incident", "incident")]
    [InlineData("A1", "Detection of violations", "violation")]
    [InlineData("A1", "Detection, VIOLATION", "violation")]
    [InlineData("A1", "Detection, no  violation", "no violation")]
    [InlineData("A1", "Detection by the inviolation post", "")]
    [InlineData("A2", "Incident, unreviewed: three explosions", "")]
    [InlineData("A2", "Incident: three explosions", "unreviewed")]
    [InlineData("A2", "Incident, unreviewed, assessed as outgoing", "assessed as")]
    [InlineData("R1", "Assessed as outgoing with moderate confidence", "")]
    [InlineData("R1", "Assessed as outgoing", "low confidence")]
    [InlineData("R1", "Assessed as a violation with low confidence", "violation")]
    [InlineData("R2", "Violation of clause 3.1, moderate confidence", "")]
    [InlineData("R2", "Clause 3.1, moderate confidence", "violation")]
    [InlineData("R2", "No violation of clause 3.1", "no violation")]
    [InlineData("R2", "Violation attributed to one side", "attributed")]
    [InlineData("R3", "Attribution: undetermined. Violation", "undetermined")]
    [InlineData("R3", "Attribution of the violation: see act 20", "")]
    public void Each_rung_says_no_more_than_it_may(string rung, string text, string word)
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
        var entry = Issue(scene, Enum.Parse<BulletinRung>(rung), text);
        Assert.Equal(word.Length == 0 ? null : ActRefusal.WordNotForRung, entry.Refusal?.Why);
        Assert.Contains(word, entry.Refusal?.Words ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Each_takes_the_place_of_the_one_before_and_none_changes()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindUndeterminedActor);
        var a1 = Issue(scene, BulletinRung.A1, "Detection");
        var kept = scene.File.Entries[a1.Number - 1];
        Assert.Equal(ActRefusal.AlreadyDone, Issue(scene, BulletinRung.A1, "Detection, again").Refusal?.Why);
        var r1 = Issue(scene, BulletinRung.R1, "Assessed as outgoing, low confidence");
        Assert.Equal(r1.Number, BulletinLadder.Head(scene.File)?.Entry.Number);
        Assert.Equal(ActRefusal.AlreadyDone, Issue(scene, BulletinRung.A2, "Incident, unreviewed").Refusal?.Why);
        var stale = new BulletinIssued(BulletinRung.R3, a1.Number, null, "Attribution");
        Assert.Equal(ActRefusal.UnknownReference, scene.Do(CaseScene.CommissionOne, stale).Refusal?.Why);
        Assert.Same(kept, scene.File.Entries[a1.Number - 1]);
    }

    [Fact]
    public void A_reviewed_bulletin_stands_from_the_second_signature_on()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindNoViolation);
        var r1 = Issue(scene, BulletinRung.R1, "Assessed as thunder, high confidence");
        var r2 = scene.Do(
            CaseScene.ReviewerOne, new BulletinIssued(BulletinRung.R2, r1.Number, null, "No violation of 3.1"));
        Assert.Equal(r1.Number, BulletinLadder.Head(scene.File)?.Entry.Number);
        Assert.Null(BulletinLadder.Clocks(scene.File)[3].Issued);
        Assert.Null(CasePieces.Bulletins(scene.File)[0].SupersededBy);
        Assert.Null(CasePieces.Bulletins(scene.File)[1].Since);
        var by = scene.Do(CaseScene.ReviewerTwo, new Concurred(r2.Number, ""));
        Assert.Equal(r2.Number, BulletinLadder.Head(scene.File)?.Entry.Number);
        Assert.Equal(by.Act.At, BulletinLadder.Clocks(scene.File)[3].Issued);

        // What took whose place is told, and from when.
        Assert.Equal(
            [
                new CaseBulletin(r1.Number, null, r2.Number, r1.Act.At),
                new CaseBulletin(r2.Number, r1.Number, null, by.Act.At),
            ],
            CasePieces.Bulletins(scene.File));
    }

    [Fact]
    public void What_is_due_next_is_never_a_bulletin_whose_place_is_taken()
    {
        var scene = new CaseScene().UnderReview();
        var at = scene.File.Entries[^1].Act.At + TimeSpan.FromDays(9);
        Assert.Equal("bulletin a1", CaseClocks.Next(scene.File, at)?.What);
        Issue(scene, BulletinRung.R1, "Assessed as outgoing, low confidence");
        Assert.Equal("bulletin r2", CaseClocks.Next(scene.File, at)?.What);
        Assert.Contains(CaseClocks.Of(scene.File, at), clock => clock is { What: "bulletin a1", Done: null });
        scene.With(CaseEvent.Withdraw);
        Assert.Null(CaseClocks.Next(scene.File, at));
    }

    [Fact]
    public void A_second_signature_comes_too_late_where_the_finding_has_changed()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
        var r2 = scene.Do(
            CaseScene.ReviewerOne, new BulletinIssued(BulletinRung.R2, null, null, "Violation of 3.1"));
        scene.With(CaseEvent.Correct);
        Assert.Equal(
            ActRefusal.WordNotForRung, scene.Do(CaseScene.ReviewerTwo, new Concurred(r2.Number, "")).Refusal?.Why);
    }

    [Fact]
    public void A_correction_is_of_the_same_rung_or_a_higher_one_and_says_what_it_does_to_clocks()
    {
        var scene = new CaseScene().UnderReview();
        var correction = new BulletinIssued(
            BulletinRung.A2, null, "no clock runs", "Incident, unreviewed: two explosions");
        Assert.Equal(ActRefusal.UnknownReference, scene.Do(CaseScene.Analyst, correction).Refusal?.Why);
        var a2 = Issue(scene, BulletinRung.A2, "Incident, unreviewed: three explosions");
        correction = correction with { Supersedes = a2.Number };
        Assert.Equal(
            ActRefusal.Incomplete,
            scene.Do(CaseScene.Analyst, correction with { ClockEffect = "" }).Refusal?.Why);
        Assert.Equal(
            ActRefusal.RoleMayNot,
            scene.Do(CaseScene.Analyst, correction with { Rung = BulletinRung.A1, Text = "Detection" }).Refusal?.Why);
        Assert.Null(scene.Do(CaseScene.Analyst, correction).Refusal);
        Assert.Equal(correction, BulletinLadder.Head(scene.File)?.Deed);
    }

    [Fact]
    public void Countdowns_run_from_both_ends_of_the_breach()
    {
        var scene = new CaseScene();
        Assert.Empty(BulletinLadder.Clocks(scene.File));
        scene.Receive();
        var (earliest, latest) = (CaseScene.Start - TimeSpan.FromHours(1), CaseScene.Start - TimeSpan.FromMinutes(30));
        Assert.Equal(
            [1, 4, 6, 18, null],
            BulletinLadder.Clocks(scene.File).Select(clock => (clock.Deadline?.Earliest - earliest)?.TotalHours));
        Assert.Equal(
            [1, 4, 6, 18, null],
            BulletinLadder.Clocks(scene.File).Select(clock => (clock.Deadline?.Latest - latest)?.TotalHours));
        Assert.Equal(DeadlineState.MayBeDue, BulletinLadder.Clocks(scene.File)[0].Deadline?.At(CaseScene.Start));
    }

    private static CaseEntry Issue(CaseScene scene, BulletinRung rung, string text) => scene.Do(
        rung switch
        {
            BulletinRung.A1 or BulletinRung.A2 => Author.Machine,
            BulletinRung.R1 => CaseScene.Analyst,
            BulletinRung.R2 => CaseScene.ReviewerOne,
            _ => CaseScene.CommissionOne,
        },
        new BulletinIssued(rung, BulletinLadder.Head(scene.File)?.Entry.Number, null, text),
        rung == BulletinRung.R1 ? Confidence.Moderate : Confidence.NotStated);
}
