using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// One case from the first sound to the verified remedy: two parties, two reviewers, a dispute with sealed evidence, a
/// dissent, an appeal, and acts that were refused.
/// </summary>
public sealed class CaseStoryTests
{
    /// <summary>Lines of a page of A4 in a type of 8 points.</summary>
    private const int PageLines = 90;

    private static readonly Instant Breach = CaseScene.Start;

    [Fact]
    public void A_case_is_told_on_one_page()
    {
        var scene = Told(isExchanged: false);
        var page = CasePage.Write(scene.File, scene.Now);
        Assert.Equal(CaseState.Closed, scene.File.State);
        Assert.InRange(page.Count(letter => letter == '\n'), 1, PageLines);
        Assert.All(page.Split('\n'), line => Assert.InRange(line.Length, 0, CasePage.Width));
        Golden.Equal("src/Trucewatch.Watch/Adjudication/corpus/story.txt", page);
    }

    [Fact]
    public void The_same_case_with_the_parties_exchanged_is_told_in_the_same_words()
    {
        var (one, other) = (Told(isExchanged: false), Told(isExchanged: true));
        Assert.Equal(
            CasePage.Write(one.File, one.Now),
            CasePage.Write(other.File, other.Now).Replace("east", "\u0001").Replace("west", "east")
                .Replace("\u0001", "west"));
    }

    [Fact]
    public void Words_of_an_author_cannot_be_taken_for_the_files()
    {
        var scene = new CaseScene();
        scene.Receive();
        scene.Do(scene.LiaisonEast, new ClaimMade("No\" \n  9  2030-01-01 00:09  w-1: closed\u202E \u0007x"));
        var line = Assert.Single(
            CasePage.Write(scene.File, scene.Now).Split('\n'),
            line => line.Contains("claim", StringComparison.Ordinal));
        Assert.EndsWith("claim \"No' 9 2030-01-01 00:09 w-1: closed x\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_text_is_cut_where_the_page_says_so()
    {
        var scene = new CaseScene();
        scene.Receive();
        scene.Do(scene.LiaisonEast, new ClaimMade(string.Join(' ', Enumerable.Repeat("word", 200))));
        scene.Do(scene.LiaisonEast, new ClaimMade(new string('x', 1000)));
        var lines = CasePage.Write(scene.File, scene.Now).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, CasePage.Width));
        Assert.Equal(2, lines.Count(line => line.EndsWith("[...]", StringComparison.Ordinal)));
    }

    private static CaseScene Told(bool isExchanged)
    {
        var scene = new CaseScene(isExchanged).Under(terms => terms with { PleadingRounds = 1 });
        Detect(scene);
        Review(scene);
        Attribute(scene);
        Respond(scene);
        Dispute(scene);
        Appeal(scene);
        Remedy(scene);
        return scene;
    }

    private static void Detect(CaseScene scene)
    {
        At(scene, 0.4);
        scene.Do(Author.Machine, new IncidentReceived(
            "I-0007", "3.1", Breach, Breach + TimeSpan.FromMinutes(12), "Explosions in the buffer zone"));
        scene.Do(Author.Machine, new ObservationMade(["frame:acoustic-2/118"], "Five explosions within 12 minutes"));
        scene.Do(Author.Machine, new BulletinIssued(BulletinRung.A1, null, null, "Detection, possible explosions"));
        scene.Do(CaseScene.Officer, new Triaged(3, "Fire in the zone; nobody reported hurt"));
        At(scene, 3);
        scene.Do(CaseScene.Contributor, new ObservationMade(["fact:41", "report:5"], "Five craters, all 120 mm"));
        scene.Do(scene.LiaisonWest, new ClaimMade("None of our units fired"));
        scene.Do(Author.Machine, new BulletinIssued(
            BulletinRung.A2, 3, null, "Incident, unreviewed: five explosions, five craters"));
        At(scene, 5);
        scene.Do(CaseScene.ReviewerOne, new ReviewTakenUp("By the roster"));
        scene.Do(
            CaseScene.Analyst,
            new BulletinIssued(BulletinRung.R1, 7, null, "Assessed as five impacts of 120 mm, moderate confidence"),
            Confidence.Moderate);
    }

    private static void Review(CaseScene scene)
    {
        At(scene, 14);
        scene.Do(
            CaseScene.ReviewerOne,
            new FindingStated(Outcome.ConfirmedViolation, "plain", [2, 5], null, null, "Fire in the zone, 3.1"),
            Confidence.High);
        scene.Do(CaseScene.ReviewerOne with { Person = "r-3" }, new Concurred(10, ""));
        scene.Do(CaseScene.ReviewerTwo, new Concurred(10, "Both means agree"), Confidence.High);
        scene.Do(
            CaseScene.ReviewerOne, new BulletinIssued(BulletinRung.R2, 9, null, "Violation of 3.1, high confidence"));
        scene.Do(CaseScene.ReviewerTwo, new Concurred(13, ""));
    }

    private static void Attribute(CaseScene scene)
    {
        At(scene, 20);
        scene.Do(
            CaseScene.Analyst,
            new AttributionStated(
                AttributionStep.Direction,
                "north",
                [new("north", "From 350 to 010 degrees"), new("south", "From 170 to 190 degrees")],
                [new(2, [Fit.For, Fit.For]), new(5, [Fit.StronglyFor, Fit.StronglyAgainst])],
                "Craters' axes; the sound fits both"),
            Confidence.High);
        scene.Do(
            CaseScene.Analyst,
            new AttributionStated(
                AttributionStep.AreaOfOrigin,
                "quarry",
                [new("quarry", "The quarry, 4 km north"), new("farm", "The farm, 6 km north")],
                [new(2, [Fit.For, Fit.Against]), new(5, [Fit.For, Fit.Neutral])],
                "Arrival times at three stations"),
            Confidence.Moderate);
        scene.Do(
            CaseScene.ReviewerOne,
            new AttributionStated(
                AttributionStep.ControllingSide,
                Hypothesis.Undetermined,
                [new(scene.East, "Held the quarry that day"), new(scene.West, "Held the quarry that day")],
                [new(2, [Fit.Neutral, Fit.Neutral])],
                "No patrol reached the quarry"),
            Confidence.Low);
        scene.Do(CaseScene.ReviewerTwo, new Concurred(17, ""), Confidence.Low);
        scene.Do(CaseScene.Analyst, new Dissented(17, "A patrol passed two days before"));
    }

    private static void Respond(CaseScene scene)
    {
        At(scene, 21);
        scene.Do(
            CaseScene.CommissionOne,
            new ClockSet("ft-2026", 10, Breach, Breach + TimeSpan.FromMinutes(12), "First and last explosion"));
        scene.Do(Author.Machine, new ResponseDecided("ft-2026", "s1", true, "Due by the table"));
        scene.Do(CaseScene.Analyst, new ResponseRecommended("ft-2026", "s1", "Notes to both parties"));
        scene.Do(CaseScene.CommissionOne, new ResponseDecided("ft-2026", "s1", true, "Notes go to both parties"));
        scene.Do(CaseScene.CommissionTwo, new Dissented(23, "The side is undetermined; a note can wait"));
    }

    private static void Dispute(CaseScene scene)
    {
        At(scene, 40);
        scene.Do(scene.LiaisonWest, new DisputeRaised("The craters are older than the incident"));
        scene.Do(scene.LiaisonWest, new EvidenceSealed("photo", CaseScene.Commit("digest of photo 4"), ""));
        scene.Draw();
        At(scene, 50);
        scene.Do(scene.LiaisonEast, new PleadingFiled("Out of turn"));
        scene.Do(scene.LiaisonWest, new PleadingFiled("Photo of the day before shows two of the craters"));
        scene.Do(scene.LiaisonEast, new PleadingFiled("Three others are fresh"));
        At(scene, 66);
        scene.Reveal("photo", "digest of photo 5");
        scene.Reveal("photo", "digest of photo 4");
        At(scene, 100);
        var proposed = scene.Do(
            scene.Member(0), new RulingProposed(Ruling.Uphold, null, "Three fresh craters suffice"), Confidence.High);
        scene.Do(scene.Member(1), new VoteCast(proposed.Number, Ballot.Yes, ""));
        scene.Do(scene.Member(2), new VoteCast(proposed.Number, Ballot.No, "Their age was not measured"));
    }

    private static void Appeal(CaseScene scene)
    {
        At(scene, 150);
        scene.Do(scene.LiaisonWest, new AppealRaised("The age of the craters is open"));
        scene.DrawNext();
        At(scene, 160);
        scene.Do(scene.LiaisonWest, new PleadingFiled("We ask for a measurement"));
        scene.Do(scene.LiaisonEast, new PleadingFiled("The sound fixes the time"));
        At(scene, 200);
        var proposed = scene.Do(
            scene.Member(0),
            new RulingProposed(
                Ruling.Amend, Outcome.TechnicalViolation, "Fire at night, no effect; five sounds, three craters"),
            Confidence.Moderate);
        scene.Do(scene.Member(1), new VoteCast(proposed.Number, Ballot.Yes, ""));
        scene.Do(scene.Member(2), new VoteCast(proposed.Number, Ballot.Abstain, ""));
        scene.Do(scene.LiaisonWest, new DecisionAccepted("We leave it there"));
    }

    private static void Remedy(CaseScene scene)
    {
        At(scene, 210);
        scene.Do(scene.LiaisonEast, new DecisionAccepted("We leave it there"));
        scene.Do(scene.LiaisonEast, new RemedyReported("A joint post stands at the quarry"));
        At(scene, 230);
        scene.Do(CaseScene.Contributor, new ObservationMade(["fact:77"], "The joint post is there; no mortar"));
        scene.Do(
            CaseScene.ReviewerTwo,
            new RemedyVerified(true, [scene.Observation], "Seen by a patrol of a third nation"),
            Confidence.High);
        scene.Do(CaseScene.Officer, new CaseClosed("Nothing is open"));
    }

    /// <summary>Turns the clock to so many hours after the breach.</summary>
    private static void At(CaseScene scene, double hours) =>
        scene.Wait(Breach + TimeSpan.FromHours(hours) - scene.Now - TimeSpan.FromMinutes(1));
}
