using Trucewatch.Domain.Access;
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
        var isKnown = author.Role == Role.Machine
            ? DeedOperation.Of(deed) is { } to && AccessPolicy.MayAsk(Role.Machine, to)
            : author.IsNamed;
        if (!isKnown)
        {
            return new(ActRefusal.NotNamed, "expected a person with an id and a nation");
        }

        if (LastAt(file) is { } last && act.At < last)
        {
            return new(ActRefusal.BeforeTheLast, $"expected a time from {last} on, got {act.At}");
        }

        return Length(file, deed) ?? Rights(file, author, deed) ?? Interest(file, author, deed);
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

    /// <summary>What the one policy says: role, distance to the parties, state of the case.</summary>
    private static Refusal? Rights(CaseFile file, Author author, Deed deed)
    {
        if (DeedOperation.Of(deed) is not { } to)
        {
            return new(ActRefusal.RoleMayNot, $"expected an act on a case, got {deed.GetType().Name}");
        }

        var demand = new Demand(new Asker(author), to) { State = file.State, Parties = file.Terms.Parties };
        return AccessPolicy.Decide(demand) switch
        {
            null => SecondState(file, demand, deed),
            Denial.Role => new(
                ActRefusal.RoleMayNot,
                $"expected {string.Join(" or ", People(to).Select(Words.Said))}, got {Words.Said(author.Role)}"),
            Denial.NotAParty => new(
                ActRefusal.NotAParty,
                $"expected a liaison of a party to the case, got {author.Party ?? "no party"}"),
            Denial.State => WrongState(file.State),
            Denial.OfAParty when SecondState(file, demand, deed) is { } wrong => wrong,
            Denial.OfAParty => new(
                ActRefusal.OfAParty, $"expected a person of neither party, got one of {author.Nation}"),
            _ => new(ActRefusal.NotNamed, "expected a person with an id and a nation"),
        };
    }

    private static IEnumerable<Role> People(Operation to) =>
        AccessPolicy.RolesFor(to).Where(role => role != Role.Machine);

    /// <summary>A second person's word can be given where the first one's could.</summary>
    private static Refusal? SecondState(CaseFile file, Demand demand, Deed deed)
    {
        var isWrong = deed is Concurred by && file.Find(by.Act) is { } first && Reviews.NeedsSecond(first.Act.Deed)
            && AccessPolicy.Decide(demand with
            {
                By = new Asker(first.Act.Author), To = DeedOperation.Of(first.Act.Deed)!.Value,
            }) == Denial.State;
        return isWrong ? WrongState(file.State) : null;
    }

    private static Refusal WrongState(CaseState state) => new(
        ActRefusal.WrongState,
        $"the case is {(state == CaseState.None ? "not received yet" : $"in the state '{Words.Said(state)}'")}");

    /// <summary>Who judges, keeps the case or decides has declared no interest in it.</summary>
    private static Refusal? Interest(CaseFile file, Author author, Deed deed)
    {
        var isBound = author.Role is not (Role.Machine or Role.PartyLiaison or Role.Contributor)
            && deed is not (IncidentReceived or ObservationMade or ConflictDeclared or CaseWithdrawn);
        return isBound && file.All<ConflictDeclared>().Any(each => each.Entry.Act.Author.Person == author.Person)
            ? new(ActRefusal.Conflicted, $"{author.Person} has declared an interest in the case")
            : null;
    }
}
