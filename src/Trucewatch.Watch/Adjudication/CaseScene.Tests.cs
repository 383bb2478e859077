using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// A case to be played: two parties, people of many nations, a roll, and a clock that the scene turns. Exchanged, every
/// place where one party stands has the other one.
/// </summary>
internal sealed class CaseScene
{
    /// <summary>Time of the first act.</summary>
    public static readonly Instant Start = Instant.FromUnixSeconds(1_893_456_000);

    public static readonly Author Officer = new("w-1", Role.WatchOfficer, "nation-n");
    public static readonly Author Analyst = new("a-1", Role.Analyst, "nation-a");
    public static readonly Author ReviewerOne = new("r-1", Role.Reviewer, "nation-b");
    public static readonly Author ReviewerTwo = new("r-2", Role.Reviewer, "nation-c");
    public static readonly Author CommissionOne = new("c-1", Role.Commission, "nation-e");
    public static readonly Author CommissionTwo = new("c-2", Role.Commission, "nation-f");
    public static readonly Author Contributor = new("k-1", Role.Contributor, "nation-k");

    private static readonly ImmutableArray<byte[]> Chain = Seeds();

    public CaseScene(bool isExchanged = false)
    {
        (East, West) = isExchanged ? ("west", "east") : ("east", "west");
        LiaisonEast = new("l-1", Role.PartyLiaison, $"{East}-land", East);
        LiaisonWest = new("l-2", Role.PartyLiaison, $"{West}-land", West);
        Terms = new CaseTerms("C-0001", [new(East, [$"{East}-land"]), new(West, [$"{West}-land"])])
        {
            Roll =
            [
                .. Enumerable.Range(1, 5).Select(i => new Candidate($"p-{i}", $"nation-{i}", null, [])),
                .. Enumerable.Range(6, 4).Select(i => new Candidate($"p-{i}", $"nation-{i}", East, [])),
                .. Enumerable.Range(10, 4).Select(i => new Candidate($"p-{i}", $"nation-{i}", West, [])),
                new("p-20", $"{East}-land", null, []),
                new("p-21", "nation-21", null, [East]),
                new("p-22", "nation-22", null, ["C-0001"]),
            ],
            SeedCommitment = Convert.ToHexString(SHA256.HashData(Chain[0])),
            Ladders = ResponseLadders.All,
        };
        File = new CaseFile(Terms);
    }

    public string East { get; }

    public string West { get; }

    public Author LiaisonEast { get; }

    public Author LiaisonWest { get; }

    public CaseTerms Terms { get; private set; }

    public CaseFile File { get; private set; }

    public Instant Now { get; private set; } = Start;

    /// <summary>Number of the newest observation.</summary>
    public int Observation => File.All<ObservationMade>().Last().Entry.Number;

    /// <summary>Starts again under other terms.</summary>
    public CaseScene Under(Func<CaseTerms, CaseTerms> change)
    {
        Terms = change(Terms);
        File = new CaseFile(Terms);
        return this;
    }

    public void Wait(TimeSpan time) => Now += time;

    /// <summary>Appends an act, a minute after the one before.</summary>
    public CaseEntry Do(
        Author author, Deed deed, Confidence confidence = Confidence.NotStated, Label? label = null)
    {
        Wait(TimeSpan.FromMinutes(1));
        return File.Append(new Act(author, Now, confidence, label ?? Label.Mission, deed));
    }

    public CaseEntry Receive() => Do(
        Contributor,
        new IncidentReceived(
            "I-0007",
            "3.1",
            Start - TimeSpan.FromHours(1),
            Start - TimeSpan.FromMinutes(30),
            "Explosions in the zone"));

    public CaseEntry Observe(string text = "Three explosions heard") =>
        Do(Author.Machine, new ObservationMade(["frame:post-2/118"], text));

    public FindingStated Finding(Outcome outcome, int? supersedes = null) => new(
        outcome,
        "plain",
        [File.Find(2) is null ? 2 : Observation],
        outcome is Outcome.Duplicate or Outcome.Permitted ? "C-0002" : null,
        supersedes,
        "As observed");

    public CaseEntry Find(FindingStated finding)
    {
        var stated = Do(ReviewerOne, finding, Confidence.Moderate);
        return stated.Refusal is null
            ? Do(ReviewerTwo, new Concurred(stated.Number, ""), Confidence.Moderate)
            : stated;
    }

    /// <summary>Does what an event is, by those who may, when it may be done.</summary>
    public CaseEntry Play(CaseEvent on) => on switch
    {
        CaseEvent.Receive => Receive(),
        CaseEvent.Triage => Do(Officer, new Triaged(2, "By the clause")),
        CaseEvent.TakeUp => Do(ReviewerOne, new ReviewTakenUp("Taken up")),
        CaseEvent.FindConfirmedViolation => Find(Finding(Outcome.ConfirmedViolation)),
        CaseEvent.FindTechnicalViolation => Find(Finding(Outcome.TechnicalViolation)),
        CaseEvent.FindNoViolation => Find(Finding(Outcome.NoViolation)),
        CaseEvent.FindPermitted => Find(Finding(Outcome.Permitted)),
        CaseEvent.FindUnverifiable => Find(Finding(Outcome.Unverifiable)),
        CaseEvent.FindUndeterminedActor => Find(Finding(Outcome.UndeterminedActor)),
        CaseEvent.FindDuplicate => Find(Finding(Outcome.Duplicate)),
        CaseEvent.Correct => Find(Finding(Outcome.NoViolation, supersedes: File.Finding ?? 1)),
        CaseEvent.Withdraw => Do(Contributor, new CaseWithdrawn("Sent by mistake")),
        CaseEvent.Dispute => Do(LiaisonWest, new DisputeRaised("The place is not in the zone")),
        CaseEvent.Uphold => Rule(Ruling.Uphold, null),
        CaseEvent.Amend => Rule(
            Ruling.Amend,
            File.Standing == Outcome.NoViolation ? Outcome.TechnicalViolation : Outcome.NoViolation),
        CaseEvent.SetAside => Rule(Ruling.SetAside, null),
        CaseEvent.Appeal => Do(LiaisonEast, new AppealRaised("The grounds do not bear the ruling")),
        CaseEvent.VerifyRemedy or CaseEvent.VerifyNoRemedy => Verify(on == CaseEvent.VerifyRemedy),
        CaseEvent.Close => Later(() => Do(Officer, new CaseClosed("Nothing is open"))),
        CaseEvent.Reopen => Again(),
        _ => throw new ArgumentOutOfRangeException(nameof(on), on, "expected an event"),
    };

    /// <summary>Plays one event after the other; each has to succeed.</summary>
    public CaseScene With(params CaseEvent[] events)
    {
        foreach (var on in events)
        {
            var entry = Play(on);
            Xunit.Assert.True(entry.Refusal is null, $"{on}: {entry.Refusal}");
            if (on == CaseEvent.Receive)
            {
                Observe();
            }
        }

        return this;
    }

    /// <summary>A case under review.</summary>
    public CaseScene UnderReview() => With(CaseEvent.Receive, CaseEvent.Triage, CaseEvent.TakeUp);

    /// <summary>A case with a finding that west disputes, its panel drawn and both sides heard.</summary>
    public CaseScene Heard()
    {
        UnderReview().With(CaseEvent.FindConfirmedViolation, CaseEvent.Dispute);
        Draw();
        Wait(Terms.HearingAtMost + TimeSpan.FromMinutes(1));
        return this;
    }

    public CaseEntry Draw(int seed = 0) => Do(Officer, new PanelDrawn(Convert.ToHexString(Chain[seed]), ""));

    /// <summary>Draws with the seed that is next.</summary>
    public CaseEntry DrawNext() => Draw(File.Panels.Count);

    public Author Member(int index)
    {
        var members = PanelVotes.Current(File, Now)?.Members ?? [];
        return index < members.Length
            ? new(members[index].Person, Role.PanelMember, members[index].Nation)
            : new("p-1", Role.PanelMember, "nation-1");
    }

    public static string Commit(string payload) =>
        Convert.ToHexString(HMACSHA256.HashData(new byte[32], Encoding.UTF8.GetBytes(payload)));

    public CaseEntry Reveal(string item, string payload) =>
        Do(LiaisonWest, new EvidenceRevealed(item, new string('0', 64), payload, ""));

    /// <summary>A direction with a north that is ahead.</summary>
    public AttributionStated Attribution(
        AttributionStep step, string? answer = null, ImmutableArray<Hypothesis>? hypotheses = null) => new(
        step,
        answer ?? East,
        hypotheses ?? [new(East, "the one"), new(West, "the other")],
        [new(Observation, [Fit.For, Fit.Against])],
        "By the craters");

    /// <summary>States a step of the attribution, with a second person where one is needed.</summary>
    public CaseEntry Attribute(AttributionStep step, string? answer = null)
    {
        var (one, two) = step == AttributionStep.WhoOrdered
            ? (CommissionOne, CommissionTwo)
            : (ReviewerOne, ReviewerTwo);
        var stated = Do(one, Attribution(step, answer), Confidence.Moderate);
        return stated.Refusal is null && Reviews.NeedsSecond(stated.Act.Deed)
            ? Do(two, new Concurred(stated.Number, ""), Confidence.Moderate)
            : stated;
    }

    private CaseEntry Rule(Ruling ruling, Outcome? outcome)
    {
        if (File.State == CaseState.Disputed)
        {
            if (PanelVotes.Current(File, Now) is null)
            {
                DrawNext();
            }

            Wait(Terms.HearingAtMost);
        }

        var proposed = Do(Member(0), new RulingProposed(ruling, outcome, "As heard"), Confidence.Moderate);
        if (proposed.Refusal is not null)
        {
            return proposed;
        }

        Do(Member(1), new VoteCast(proposed.Number, Ballot.Yes, ""));
        return Do(Member(2), new VoteCast(proposed.Number, Ballot.No, "The second post heard nothing"));
    }

    private CaseEntry Verify(bool isRemedied) => Later(() =>
    {
        var seen = Observe("The place is empty");
        return Do(
            ReviewerTwo,
            new RemedyVerified(isRemedied, [seen.Refusal is null ? seen.Number : 2], "As observed"),
            Confidence.High);
    });

    private CaseEntry Again()
    {
        var seen = Observe("A late pass of a satellite");
        return Do(CommissionOne, new CaseReopened([seen.Refusal is null ? seen.Number : 2], "New evidence"));
    }

    private CaseEntry Later(Func<CaseEntry> then)
    {
        Wait(Terms.DisputeWithin + TimeSpan.FromMinutes(1));
        return then();
    }

    // Each seed is the hash of the one that is opened after it.
    private static ImmutableArray<byte[]> Seeds()
    {
        var seeds = new List<byte[]> { SHA256.HashData("the last seed"u8) };
        while (seeds.Count < 5)
        {
            seeds.Insert(0, SHA256.HashData(seeds[0]));
        }

        return [.. seeds];
    }
}
