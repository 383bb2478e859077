using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Watch.Adjudication;

/// <summary>What has to hold for every act: a named person, order in time, words, role, state and distance.</summary>
internal static class Conditions
{
    /// <summary>Why an act is refused before anything special to it is looked at; null where it is not.</summary>
    public static Refusal? Judge(CaseFile file, Act act)
    {
        var (author, deed) = (act.Author, act.Deed);
        if (author.Role == CaseRole.Machine ? !MachineMay(deed) : !author.IsNamed)
        {
            return new(ActRefusal.NotNamed, "expected a person with an id and a nation");
        }

        if (LastAt(file) is { } last && act.At < last)
        {
            return new(ActRefusal.BeforeTheLast, $"expected a time from {last} on, got {act.At}");
        }

        return Length(file, deed) ?? Roles(file, author, deed) ?? State(file, deed) ?? Distance(file, author, deed);
    }

    /// <summary>A label may not be wider than those of what the act rests on.</summary>
    public static Refusal? Cites(CaseFile file, Act act, IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            if (file.Find(number) is not { Act.Deed: ObservationMade } cited)
            {
                return new(
                    ActRefusal.UnknownReference,
                    FormattableString.Invariant($"expected the number of an observation, got {number}"));
            }

            // What is derived is read by no more people than what it rests on.
            if (!act.Label.IsWithin(cited.Act.Label) && act.Label != Label.Nobody)
            {
                return new(
                    ActRefusal.LabelTooWide,
                    FormattableString.Invariant($"expected a label within that of {number}, {cited.Act.Label}"));
            }
        }

        return null;
    }

    /// <summary>The machine may say what it has seen and computed, and what a text would have follow.</summary>
    private static bool MachineMay(Deed deed) => deed is IncidentReceived or ObservationMade or EffectDeemed
        or BulletinIssued { Rung: BulletinRung.A1 or BulletinRung.A2 };

    // A time in the future cannot block a file: the host dates the acts, and refused ones do not count.
    private static Domain.Instant? LastAt(CaseFile file)
    {
        for (var i = file.Entries.Count - 1; i >= 0; i--)
        {
            if (file.Entries[i].Refusal is null)
            {
                return file.Entries[i].Act.At;
            }
        }

        return null;
    }

    private static Refusal? Length(CaseFile file, Deed deed)
    {
        var needsWords = deed is not (Concurred or EvidenceSealed or EvidenceRevealed or PanelDrawn
            or VoteCast { Ballot: not Ballot.No });
        if (needsWords && string.IsNullOrWhiteSpace(deed.Text))
        {
            return new(ActRefusal.WordsMissing, "expected words, got none");
        }

        var most = deed is PleadingFiled ? file.Terms.PleadingMaxChars : Deed.MaxChars;
        return deed.Text.Length > most
            ? new(
                ActRefusal.TooLong,
                FormattableString.Invariant($"expected at most {most} characters, got {deed.Text.Length}"))
            : null;
    }

    private static Refusal? Roles(CaseFile file, Author author, Deed deed)
    {
        if (author.Role == CaseRole.Machine)
        {
            return null;
        }

        var roles = Allowed(deed);
        if (!roles.Contains(author.Role))
        {
            return new(
                ActRefusal.RoleMayNot,
                $"expected {string.Join(" or ", roles.Select(Words.Said))}, got {Words.Said(author.Role)}");
        }

        return author.Role == CaseRole.PartyLiaison && file.Terms.Parties.All(party => party.Id != author.Party)
            ? new(ActRefusal.NotAParty, $"expected a liaison of a party to the case, got {author.Party ?? "no party"}")
            : null;
    }

    private static ImmutableArray<CaseRole> Allowed(Deed deed) => deed switch
    {
        IncidentReceived =>
            [CaseRole.WatchOfficer, CaseRole.Analyst, CaseRole.PartyLiaison, CaseRole.Contributor],
        ObservationMade => [CaseRole.WatchOfficer, CaseRole.Analyst, CaseRole.Contributor],
        ClaimMade or DecisionAccepted or DisputeRaised or AppealRaised or EvidenceSealed or EvidenceRevealed
            or PleadingFiled or RemedyReported => [CaseRole.PartyLiaison],
        Triaged or CaseClosed or PanelDrawn => [CaseRole.WatchOfficer],
        ReviewTakenUp or FindingStated or RemedyVerified => [CaseRole.Reviewer],
        Concurred => [CaseRole.Reviewer, CaseRole.Commission],
        Dissented =>
            [CaseRole.Analyst, CaseRole.Reviewer, CaseRole.PanelMember, CaseRole.Contributor, CaseRole.Commission],
        CaseWithdrawn => [CaseRole.WatchOfficer, CaseRole.Analyst, CaseRole.PartyLiaison, CaseRole.Contributor],
        ConflictDeclared => [CaseRole.Analyst, CaseRole.Reviewer, CaseRole.PanelMember, CaseRole.Commission],
        RulingProposed or VoteCast => [CaseRole.PanelMember],
        CaseReopened => [CaseRole.Reviewer, CaseRole.Commission],
        BulletinIssued bulletin => bulletin.Rung switch
        {
            BulletinRung.A1 or BulletinRung.A2 or BulletinRung.R1 => [CaseRole.Analyst],
            BulletinRung.R2 => [CaseRole.Reviewer],
            _ => [CaseRole.Commission],
        },
        AttributionStated attribution => attribution.Step switch
        {
            AttributionStep.Direction or AttributionStep.AreaOfOrigin => [CaseRole.Analyst, CaseRole.Reviewer],
            AttributionStep.ControllingSide => [CaseRole.Reviewer],
            _ => [CaseRole.Commission],
        },
        ClockSet or ResponseDecided or EffectAnswered => [CaseRole.Commission],
        ResponseRecommended =>
            [CaseRole.Analyst, CaseRole.Reviewer, CaseRole.Contributor, CaseRole.Commission],
        EffectDeemed => [CaseRole.WatchOfficer, CaseRole.Analyst],
        _ => [],
    };

    private static Refusal? State(CaseFile file, Deed deed)
    {
        // A second person's word can be given where the first one's could.
        var judged = deed is Concurred by && file.Find(by.Act) is { } first && Reviews.NeedsSecond(first.Act.Deed)
            ? first.Act.Deed
            : deed;
        var can = Transitions.EventOf(judged) is { } moves
            ? Transitions.Next(file.State, moves.On, moves.Outcome) is not null
            : judged switch
            {
                PleadingFiled or EvidenceSealed or EvidenceRevealed or PanelDrawn or VoteCast =>
                    file.State == CaseState.Disputed,
                DecisionAccepted =>
                    Transitions.Outcomes.Contains(file.State) || Transitions.Rulings.Contains(file.State),
                AttributionStated => file.State is not (CaseState.None or CaseState.Received or CaseState.Triaged
                    or CaseState.Withdrawn or CaseState.Duplicate or CaseState.Closed),
                _ => file.State != CaseState.None,
            };
        return can ? null : new(ActRefusal.WrongState, $"the case is {StateWords(file.State)}");
    }

    private static string StateWords(CaseState state) =>
        state == CaseState.None ? "not received yet" : $"in the state '{Words.Said(state)}'";

    /// <summary>Who judges, keeps the case or decides is of neither party.</summary>
    private static Refusal? Distance(CaseFile file, Author author, Deed deed)
    {
        var isBound = author.Role is not (CaseRole.Machine or CaseRole.PartyLiaison or CaseRole.Contributor)
            && deed is not (IncidentReceived or ObservationMade or ConflictDeclared or CaseWithdrawn);
        if (!isBound)
        {
            return null;
        }

        if (file.IsOfAParty(author.Party, author.Nation))
        {
            return new(ActRefusal.OfAParty, $"expected a person of neither party, got one of {author.Nation}");
        }

        return file.All<ConflictDeclared>().Any(conflict => conflict.Entry.Act.Author.Person == author.Person)
            ? new(ActRefusal.Conflicted, $"{author.Person} has declared an interest in the case")
            : null;
    }
}
