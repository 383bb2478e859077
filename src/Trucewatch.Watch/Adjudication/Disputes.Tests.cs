using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

public sealed class DisputesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_party_disputes_within_its_time_and_no_later(int lateUs, bool isTaken)
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindNoViolation);
        To(scene, scene.File.Decision!.Act.At + scene.Terms.DisputeWithin + (Tick * lateUs));
        Assert.Equal(isTaken, scene.Play(CaseEvent.Dispute).Refusal is null);
    }

    [Fact]
    public void Turns_go_to_and_fro_and_a_turn_that_passes_is_the_others()
    {
        var scene = Disputed();
        var begin = scene.File.Dispute!.Act.At;
        var within = scene.Terms.PleadingWithin;
        Assert.Equal(new Turn("west", 1, begin + within), Disputes.OpenTurn(scene.File, begin));
        Assert.Equal(new Turn("west", 1, begin + within), Disputes.OpenTurn(scene.File, begin + within));
        Assert.Equal(
            new Turn("east", 2, begin + (within * 2)), Disputes.OpenTurn(scene.File, begin + within + Tick));
        Assert.Equal(
            new Turn("east", 4, begin + (within * 4)), Disputes.OpenTurn(scene.File, begin + (within * 4)));
        Assert.Null(Disputes.OpenTurn(scene.File, begin + (within * 4) + Tick));

        scene.Wait(TimeSpan.FromHours(3));
        Assert.Null(scene.Do(scene.LiaisonWest, new PleadingFiled("The post is blind to the north")).Refusal);
        Assert.Equal(new Turn("east", 2, scene.Now + within), Disputes.OpenTurn(scene.File, scene.Now));
        Assert.NotNull(scene.Do(scene.LiaisonWest, new PleadingFiled("And more")).Refusal);
        Assert.Null(scene.Do(scene.LiaisonEast, new PleadingFiled("It is not")).Refusal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_they_plead_both_have_as_many_turns_of_the_same_time(ulong seed)
    {
        var random = new Splitmix(seed);
        for (var round = 0; round < 40; round++)
        {
            var scene = Disputed();
            var turns = new SortedDictionary<int, Turn>();
            var begins = scene.Now;
            while (Disputes.OpenTurn(scene.File, scene.Now) is { } turn)
            {
                if (turns.TryAdd(turn.Number, turn))
                {
                    Assert.Equal(scene.Terms.PleadingWithin, turn.Until - begins);
                }

                if (random.Next() % 3 == 0)
                {
                    var who = turn.Party == "west" ? scene.LiaisonWest : scene.LiaisonEast;
                    Wait(Math.Min(random.Next() % 10, (ulong)(turn.Until - scene.Now).TotalHours));
                    To(scene, scene.Now);
                    Assert.Null(scene.Do(who, new PleadingFiled("So")).Refusal);
                    begins = scene.Now;
                }
                else
                {
                    To(scene, turn.Until + Tick + TimeSpan.FromMinutes(1));
                    begins = turn.Until;
                }
            }

            Assert.Equal(["west", "east", "west", "east"], turns.Values.Select(turn => turn.Party));

            void Wait(ulong hours) => scene.Wait(TimeSpan.FromHours(hours));
        }
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, ActRefusal.TooLong)]
    public void Pleadings_have_one_length_for_both(int more, ActRefusal? why)
    {
        var scene = Disputed();
        var text = new string('x', scene.Terms.PleadingMaxChars + more);
        Assert.Equal(why, scene.Do(scene.LiaisonWest, new PleadingFiled(text)).Refusal?.Why);
        To(scene, Disputes.OpenTurn(scene.File, scene.Now)!.Value.Until + TimeSpan.FromMinutes(1));
        if (why is not null)
        {
            Assert.Equal(why, scene.Do(scene.LiaisonEast, new PleadingFiled(text)).Refusal?.Why);
        }
    }

    [Fact]
    public void What_is_sealed_opens_only_as_it_was_and_when_nobody_can_seal_any_more()
    {
        var scene = Disputed();
        Assert.Null(scene.Do(scene.LiaisonWest, new EvidenceSealed("film", CaseScene.Commit("11:04"), "")).Refusal);
        Assert.Equal(ActRefusal.AlreadyDone, Seal("film"));
        Assert.Equal(ActRefusal.Incomplete, Seal(""));
        Assert.Equal(
            ActRefusal.Incomplete, scene.Do(scene.LiaisonWest, new EvidenceSealed("x", "12", "")).Refusal?.Why);
        Assert.Equal(ActRefusal.TooEarly, scene.Reveal("film", "11:04").Refusal?.Why);
        var sealing = scene.File.Dispute!.Act.At + scene.Terms.SealWithin;
        To(scene, sealing + Tick);
        Assert.Equal(ActRefusal.TooLate, Seal("late"));
        Assert.Equal(ActRefusal.UnknownReference, scene.Reveal("other", "11:04").Refusal?.Why);
        Assert.Equal(ActRefusal.CommitmentMismatch, scene.Reveal("film", "11:05").Refusal?.Why);
        Assert.Equal(
            ActRefusal.CommitmentMismatch,
            scene.Do(scene.LiaisonWest, new EvidenceRevealed("film", "00", "11:04", "")).Refusal?.Why);
        Assert.Single(Disputes.Unrevealed(scene.File));
        Assert.Null(scene.Reveal("film", "11:04").Refusal);
        Assert.Empty(Disputes.Unrevealed(scene.File));
        Assert.Equal(ActRefusal.AlreadyDone, scene.Reveal("film", "11:04").Refusal?.Why);

        ActRefusal? Seal(string item) =>
            scene.Do(scene.LiaisonWest, new EvidenceSealed(item, CaseScene.Commit("x"), "")).Refusal?.Why;
    }

    [Fact]
    public void What_is_not_opened_in_time_stays_sealed()
    {
        var scene = Disputed();
        scene.Do(scene.LiaisonWest, new EvidenceSealed("film", CaseScene.Commit("11:04"), ""));
        To(scene, scene.File.Dispute!.Act.At + scene.Terms.SealWithin + scene.Terms.RevealWithin + Tick);
        Assert.Equal(ActRefusal.TooLate, scene.Reveal("film", "11:04").Refusal?.Why);
    }

    [Theory]
    [InlineData(Disputes.MaxSealed, null)]
    [InlineData(Disputes.MaxSealed + 1, ActRefusal.LimitReached)]
    public void A_party_seals_so_many_items(int items, ActRefusal? why)
    {
        var scene = Disputed();
        var last = default(CaseEntry);
        for (var i = 0; i < items; i++)
        {
            last = scene.Do(scene.LiaisonWest, new EvidenceSealed($"item-{i}", CaseScene.Commit("x"), ""));
        }

        Assert.Equal(why, last?.Refusal?.Why);
        Assert.Null(
            scene.Do(scene.LiaisonEast, new EvidenceSealed("item-0", CaseScene.Commit("x"), "")).Refusal);
    }

    [Fact]
    public void A_level_that_does_not_rule_loses_the_case_to_the_next_and_the_last_keeps_it()
    {
        var scene = Disputed();
        var begin = scene.File.Dispute!.Act.At;
        foreach (var (days, level, since) in new[]
        {
            (0, 0, 0), (7, 1, 7), (20, 1, 7), (21, 2, 21), (35, 3, 35), (65, 3, 35), (500, 3, 35),
        })
        {
            var rung = Disputes.At(scene.File, begin + TimeSpan.FromDays(days));
            Assert.Equal((level, begin + TimeSpan.FromDays(since)), (rung.Level, rung.Since));
        }

        Assert.Equal(0, Disputes.At(scene.File, begin + TimeSpan.FromDays(7) - Tick).Level);
        To(scene, begin + TimeSpan.FromDays(500));
        scene.Observe();
        Assert.Equal(CaseState.Disputed, scene.File.State);
    }

    [Fact]
    public void The_panel_of_a_level_that_has_lost_the_case_can_rule_no_more()
    {
        var scene = new CaseScene().Heard();
        var member = scene.Member(0);
        To(scene, scene.File.Dispute!.Act.At + TimeSpan.FromDays(7));
        var uphold = new RulingProposed(Ruling.Uphold, null, "As heard");
        Assert.Equal(ActRefusal.NotOnPanel, scene.Do(member, uphold, Confidence.High).Refusal?.Why);
        Assert.Null(scene.DrawNext().Refusal);
        Assert.NotEqual(member.Person, scene.Member(0).Person);
        Assert.Null(scene.Do(scene.Member(0), uphold, Confidence.High).Refusal);
    }

    [Fact]
    public void A_ruling_needs_more_than_half_and_everybodys_vote_and_keeps_the_dissent()
    {
        var scene = new CaseScene().Heard();
        var proposed = scene.Do(
            scene.Member(1), new RulingProposed(Ruling.SetAside, null, "The post was blind"), Confidence.Low);
        Assert.Equal(ActRefusal.AlreadyDone, Vote(1, Ballot.Yes).Refusal?.Why);
        Assert.Equal(CaseState.Disputed, Vote(0, Ballot.Yes).State);
        Assert.Equal(ActRefusal.WordsMissing, scene.Do(
            scene.Member(2), new VoteCast(proposed.Number, Ballot.No, "")).Refusal?.Why);
        Assert.Equal(CaseState.SetAside, Vote(2, Ballot.No).State);
        Assert.Null(scene.File.Standing);
        Assert.Contains("dissent \"So\"", CasePage.Write(scene.File, scene.Now), StringComparison.Ordinal);

        CaseEntry Vote(int member, Ballot ballot) =>
            scene.Do(scene.Member(member), new VoteCast(proposed.Number, ballot, "So"));
    }

    [Theory]
    // Two ballots beside the proposer's, and whether the ruling is made.
    [InlineData(Ballot.Yes, Ballot.Yes, true)]
    [InlineData(Ballot.Yes, Ballot.No, true)]
    [InlineData(Ballot.Yes, Ballot.Abstain, true)]
    [InlineData(Ballot.No, Ballot.Abstain, false)]
    [InlineData(Ballot.Abstain, Ballot.Abstain, false)]
    [InlineData(Ballot.No, Ballot.No, false)]
    public void Votes_of_three(Ballot one, Ballot two, bool isMade)
    {
        var scene = new CaseScene().Heard();
        var proposed = scene.Do(
            scene.Member(0), new RulingProposed(Ruling.Uphold, null, "As heard"), Confidence.Low);
        scene.Do(scene.Member(1), new VoteCast(proposed.Number, one, "So"));
        var last = scene.Do(scene.Member(2), new VoteCast(proposed.Number, two, "So"));
        Assert.Equal(isMade ? CaseState.Upheld : CaseState.Disputed, last.State);
    }

    [Fact]
    public void A_member_with_an_interest_counts_no_more_and_is_not_waited_for()
    {
        var scene = new CaseScene().Heard();
        var proposed = scene.Do(
            scene.Member(0), new RulingProposed(Ruling.Uphold, null, "As heard"), Confidence.Low);
        Assert.Equal(
            CaseState.Disputed, scene.Do(scene.Member(1), new VoteCast(proposed.Number, Ballot.Yes, "")).State);
        Assert.Equal(CaseState.Upheld, scene.Do(scene.Member(2), new ConflictDeclared("A relative")).State);
    }

    [Fact]
    public void An_appeal_goes_one_level_up_to_other_people()
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation, CaseEvent.Dispute);
        for (var level = 0; level < 3; level++)
        {
            scene.With(CaseEvent.Uphold);
            Assert.Equal(level, scene.File.RuledLevel);
            scene.With(CaseEvent.Appeal);
        }

        var people = scene.File.Panels.SelectMany(panel => panel.Members).Select(member => member.Person).ToList();
        Assert.Equal(9, people.Distinct().Count());
        Assert.Equal([0, 1, 2], scene.File.Panels.Select(panel => panel.Level));
    }

    private static CaseScene Disputed() =>
        new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation, CaseEvent.Dispute);

    /// <summary>Turns the clock so that the next act is at a time.</summary>
    private static void To(CaseScene scene, Instant at) => scene.Wait(at - scene.Now - TimeSpan.FromMinutes(1));
}
