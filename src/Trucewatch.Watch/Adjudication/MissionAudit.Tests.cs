using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

public sealed class MissionAuditTests
{
    [Fact]
    public void Figures_are_those_of_the_files()
    {
        var kept = new CaseScene().UnderReview().With(
            CaseEvent.FindConfirmedViolation,
            CaseEvent.Dispute,
            CaseEvent.Uphold,
            CaseEvent.Appeal,
            CaseEvent.SetAside);
        var closed = new CaseScene().UnderReview().With(CaseEvent.FindNoViolation, CaseEvent.Correct, CaseEvent.Close);
        closed.Do(closed.LiaisonEast, new CaseClosed("Mine to close"));
        var late = new CaseScene().With(CaseEvent.Receive);
        late.Wait(TimeSpan.FromHours(18));
        late.Do(CaseScene.Officer, new Triaged(1, "By the clause"));
        var at = new[] { kept.Now, closed.Now, late.Now }.Max();
        var row = MissionAudit.Of([kept.File, closed.File, late.File], at).Single(each => each.Cases > 0);
        Assert.Equal(
            new AuditRow(
                "mission", 3, 1, new Punctuality(2, 0, 1, 0), new Punctuality(0, 0, 12, 0), 1, 2, 1, 1, 0, 1),
            row);
    }

    [Theory]
    // Hours after the receipt at which the finding is made; the breach began 60 to 30 minutes before the receipt.
    [InlineData(16.0, 1, 0, 0)]
    [InlineData(17.2, 0, 1, 0)]
    [InlineData(17.6, 0, 0, 1)]
    public void A_finding_is_late_only_where_it_is_late_whenever_the_breach_began(
        double hours, int inTime, int cannotTell, int late)
    {
        var scene = new CaseScene().UnderReview();
        scene.Wait(CaseScene.Start + TimeSpan.FromHours(hours) - scene.Now);
        scene.With(CaseEvent.FindUnverifiable);
        var row = MissionAudit.Of([scene.File], scene.Now).Single(each => each.Cases > 0);
        Assert.Equal(new Punctuality(inTime, cannotTell, late, 0), row.Findings);
    }

    [Fact]
    public void What_was_only_tried_and_what_a_ruling_stands_on_later_are_counted_once_or_not_at_all()
    {
        var scene = new CaseScene().UnderReview();
        var first = scene.Do(
            CaseScene.Analyst, new BulletinIssued(BulletinRung.A2, null, null, "Incident, unreviewed: explosions"));
        var correction = new BulletinIssued(
            BulletinRung.A2, first.Number, "no clock runs", "Incident, unreviewed: two explosions");
        Assert.NotNull(scene.Do(CaseScene.Analyst, correction with { ClockEffect = "" }).Refusal);
        Assert.Null(scene.Do(CaseScene.Analyst, correction).Refusal);
        scene.With(CaseEvent.FindConfirmedViolation);
        Assert.NotNull(scene.Do(CaseScene.Contributor, new DisputeRaised("Not mine to dispute")).Refusal);
        scene.With(CaseEvent.Dispute, CaseEvent.Amend);
        Assert.Null(scene.Observe().Refusal);
        Assert.Null(scene.Observe().Refusal);
        var row = MissionAudit.Of([scene.File], scene.Now).Single(each => each.Cases > 0);
        Assert.Equal(
            (1, 1, 0, 1, 2), (row.Corrections, row.Disputes, row.Kept, row.Changed, row.Refused));
    }

    [Fact]
    public void What_was_refused_is_counted_where_it_is_not_kept_any_more()
    {
        var scene = new CaseScene().UnderReview();
        for (var turn = 0; turn < CaseFile.MaxRefusedOfOne + 3; turn++)
        {
            scene.Do(scene.LiaisonEast, new CaseClosed("Mine to close"));
        }

        Assert.Equal(3, scene.File.RefusedNotKept);
        Assert.Equal(
            CaseFile.MaxRefusedOfOne + 3,
            MissionAudit.Of([scene.File], scene.Now).Single(each => each.Cases > 0).Refused);
    }

    [Fact]
    public void Levels_that_let_their_time_pass_are_counted_while_a_dispute_runs_and_after_it()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation, CaseEvent.Dispute);
        var begin = scene.Now;
        foreach (var (days, lost) in new[] { (6, 0), (7, 1), (21, 2), (35, 3), (64, 3), (65, 4) })
        {
            Assert.Equal(lost, Lost(begin + TimeSpan.FromDays(days)));
        }

        scene.Wait(TimeSpan.FromDays(21));
        scene.With(CaseEvent.Uphold);
        Assert.Equal(2, Lost(scene.Now));
        Assert.Throws<ArgumentException>(() => MissionAudit.Of([scene.File], begin));

        int Lost(Instant at) => MissionAudit.Of([scene.File], at).Sum(row => row.LevelsLost);
    }

    [Fact]
    public void Parties_exchanged_have_each_others_row()
    {
        var (one, other) = (Brought(isExchanged: false), Brought(isExchanged: true));
        Assert.Equal(1, one.Single(row => row.BroughtBy == "east").Cases);
        Assert.Equal(
            one.Single(row => row.BroughtBy == "east") with { BroughtBy = "west" },
            other.Single(row => row.BroughtBy == "west"));
        Assert.Equal(
            one.Single(row => row.BroughtBy == "west") with { BroughtBy = "east" },
            other.Single(row => row.BroughtBy == "east"));
    }

    private static IReadOnlyList<AuditRow> Brought(bool isExchanged)
    {
        var scene = new CaseScene(isExchanged);
        scene.Do(scene.LiaisonEast, new IncidentReceived("I-1", "3.1", CaseScene.Start, CaseScene.Start, "Fire"));
        scene.Observe();
        scene.With(CaseEvent.Triage, CaseEvent.TakeUp, CaseEvent.FindPermitted, CaseEvent.Dispute);
        scene.Do(scene.LiaisonEast, new CaseClosed("Mine to close"));
        return MissionAudit.Of([scene.File], scene.Now);
    }
}
