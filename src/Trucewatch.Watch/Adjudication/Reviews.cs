using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>What has to hold for findings and for what opens, remedies, closes and reopens a case.</summary>
internal static class Reviews
{
    /// <summary>True for acts that have no effect until a second person of another nation concurs.</summary>
    public static bool NeedsSecond(Deed deed) => deed is FindingStated
        or BulletinIssued { Rung: BulletinRung.R2 }
        or AttributionStated { Step: AttributionStep.ControllingSide or AttributionStep.WhoOrdered };

    public static Refusal? Judge(CaseFile file, Act act) => act.Deed switch
    {
        IncidentReceived incident => incident.Latest < incident.Earliest || act.At < incident.Earliest
            ? new(
                ActRefusal.Incomplete,
                $"expected a beginning before {act.At}, got {incident.Earliest} to {incident.Latest}")
            : null,
        ObservationMade { Evidence.IsEmpty: true } => new(ActRefusal.NothingCited, "expected evidence, got none"),
        Triaged { Severity: < 1 or > 4 } => new(ActRefusal.Incomplete, "severity: expected 1 to 4"),
        FindingStated finding => Finding(file, act, finding),
        Concurred concurred => Concurrence(file, act, concurred),
        Dissented dissented => file.Find(dissented.Act) is null ? Unknown(dissented.Act) : null,
        CaseWithdrawn => Withdrawal(file, act.Author),
        RemedyReported => file.Standing is { } standing && Transitions.IsViolation(standing) ? null : NoViolation(),
        RemedyVerified remedy => Remedy(file, act, remedy),
        CaseClosed => Closing(file, act.At),
        CaseReopened reopened => Reopening(file, act, reopened),
        _ => null,
    };

    /// <summary>Whether a party may still dispute the finding or appeal the ruling, and until when.</summary>
    public static Instant? OpenUntil(CaseFile file, Instant at)
    {
        if (file.Decision is not { Act.Deed: not CaseReopened } decision
            || (file.RuledLevel is { } level && level + 1 >= file.Terms.Levels.Length))
        {
            return null;
        }

        var until = decision.Act.At + (file.RuledLevel is null ? file.Terms.DisputeWithin : file.Terms.AppealWithin);
        return at <= until && file.Terms.Parties.Any(party => !HasAccepted(file, party.Id)) ? until : null;
    }

    /// <summary>True where a party has said that it leaves the decision in force as it is.</summary>
    public static bool HasAccepted(CaseFile file, string? party) =>
        file.Decision is { } decision
        && file.All<DecisionAccepted>(decision.Number).Any(each => each.Entry.Act.Author.Party == party);

    /// <summary>True for those on whose word the case rests: they cannot judge it.</summary>
    public static bool Reported(CaseFile file, string person) => file.Entries.Any(entry =>
        entry is { Refusal: null, Act.Deed: IncidentReceived or ObservationMade or ClaimMade }
        && entry.Act.Author.Person == person && person.Length > 0);

    private static Refusal? Finding(CaseFile file, Act act, FindingStated finding)
    {
        if (finding.Supersedes is { } old && old != file.Finding)
        {
            return new(
                ActRefusal.UnknownReference,
                FormattableString.Invariant($"expected the finding in force, {file.Finding}, got {old}"));
        }

        if (Reported(file, act.Author.Person))
        {
            return Reporter(act.Author);
        }

        if (act.Confidence == Confidence.NotStated)
        {
            return new(ActRefusal.ConfidenceMissing, "expected low, moderate or high confidence");
        }

        if (finding.Reading.Length == 0
            || (finding.Outcome is Outcome.Duplicate or Outcome.Permitted && string.IsNullOrEmpty(finding.Other))
            || (finding.Outcome == Outcome.Duplicate && finding.Other == file.Terms.Case))
        {
            return new(
                ActRefusal.Incomplete, "expected a reading, and the other case or the exception where there is one");
        }

        var restsOnNothing = finding.Cites.IsEmpty && finding.Outcome is not (Outcome.Unverifiable
            or Outcome.Duplicate);
        return restsOnNothing
            ? new(ActRefusal.NothingCited, "expected observations, got none")
            : Conditions.Cites(file, act, finding.Cites);
    }

    private static Refusal? Concurrence(CaseFile file, Act act, Concurred concurred)
    {
        if (file.Find(concurred.Act) is not { } first || !NeedsSecond(first.Act.Deed))
        {
            return Unknown(concurred.Act);
        }

        if (file.IsInForce(first))
        {
            return new(ActRefusal.AlreadyDone, FormattableString.Invariant($"{first.Number} is in force"));
        }

        var (one, two) = (first.Act.Author, act.Author);
        if (two.Role != one.Role)
        {
            return new(ActRefusal.RoleMayNot, $"expected {Words.Said(one.Role)}, got {Words.Said(two.Role)}");
        }

        if (two.Person == one.Person)
        {
            return new(ActRefusal.SamePerson, $"expected a second person beside {one.Person}");
        }

        if (two.Nation == one.Nation)
        {
            return new(ActRefusal.SameNation, $"expected a nation other than {one.Nation}");
        }

        if (Reported(file, two.Person))
        {
            return Reporter(two);
        }

        return first.Act.Deed switch
        {
            FindingStated finding => IsStale(file, first, finding)
                ? new(ActRefusal.UnknownReference, "the case has moved on since that finding was stated")
                : null,
            BulletinIssued bulletin => BulletinLadder.Order(file, bulletin) ?? BulletinLadder.Say(file, bulletin),
            AttributionStated attribution => Attributions.Order(file, attribution, first.Number),
            _ => null,
        };
    }

    // A finding that was stated before the case was reopened, or corrected, does not know what happened since.
    private static bool IsStale(CaseFile file, CaseEntry stated, FindingStated finding) =>
        stated.Number < file.Since || (finding.Supersedes is { } old && old != file.Finding);

    private static Refusal? Withdrawal(CaseFile file, Author author)
    {
        var opener = file.All<IncidentReceived>().First().Entry.Act.Author;
        var isTheirs = opener.Party is { } party ? author.Party == party : opener.Person == author.Person;
        return isTheirs && opener.Role != Role.Machine
            ? null
            : new(ActRefusal.NotTheirs, $"expected whoever brought the case, {opener}");
    }

    private static Refusal? Remedy(CaseFile file, Act act, RemedyVerified remedy)
    {
        if (file.Standing is not { } standing || !Transitions.IsViolation(standing))
        {
            return NoViolation();
        }

        if (OpenUntil(file, act.At) is { } until)
        {
            return Open(until);
        }

        if (Reported(file, act.Author.Person))
        {
            return Reporter(act.Author);
        }

        // What was seen before the finding cannot show what changed after it.
        return remedy.Cites.IsEmpty || remedy.Cites.Any(number => number <= file.Finding)
            ? new(ActRefusal.NothingCited, "expected observations that were made after the finding")
            : Conditions.Cites(file, act, remedy.Cites);
    }

    private static Refusal? Closing(CaseFile file, Instant at)
    {
        var isUnchecked = file.State is CaseState.Upheld or CaseState.Amended
            && file.Standing is Outcome.ConfirmedViolation or Outcome.TechnicalViolation;
        return isUnchecked
            ? new(ActRefusal.NotRemedied, "expected a word on the remedy first")
            : file.State != CaseState.Withdrawn && OpenUntil(file, at) is { } until ? Open(until) : null;
    }

    private static Refusal? Reopening(CaseFile file, Act act, CaseReopened reopened)
    {
        // What a panel ruled is reopened by the commission, not by those whose finding was ruled on.
        if (file.RuledLevel is not null && act.Author.Role != Role.Commission)
        {
            return new(ActRefusal.RoleMayNot, "expected the commission, since a panel has ruled");
        }

        var before = Math.Max(file.Finding ?? 0, file.Decision?.Number ?? file.Since);
        return reopened.Cites.IsEmpty || reopened.Cites.Any(number => number <= before)
            ? new(ActRefusal.NothingNew, FormattableString.Invariant($"expected observations made after act {before}"))
            : Conditions.Cites(file, act, reopened.Cites);
    }

    private static Refusal Unknown(int number) => new(
        ActRefusal.UnknownReference, FormattableString.Invariant($"expected an act that can be meant, got {number}"));

    private static Refusal Reporter(Author author) =>
        new(ActRefusal.ReportedIt, $"{author.Person} reported what is to be judged");

    private static Refusal NoViolation() => new(ActRefusal.NoViolationStands, "expected a violation that stands");

    private static Refusal Open(Instant until) =>
        new(ActRefusal.TooEarly, $"the parties may still object until {until}");
}
