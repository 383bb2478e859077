using System.Security.Cryptography;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Adjudication;
using Act = Trucewatch.Domain.Adjudication.Act;
using SealedAct = Trucewatch.Domain.Custody.Act;

namespace Trucewatch.Server.Cases;

/// <summary>What an act came to.</summary>
/// <param name="Entry">The act as its author sees it; null where it was not taken in at all.</param>
/// <param name="Problem">Why it was not.</param>
internal readonly record struct ActAnswer(CaseEntry? Entry, string? Problem);

/// <summary>
/// All cases: each is folded from its acts, which stand in the record, sealed like custody. The author of an act is who
/// is signed in, its time is the floor's, and nobody can state either.
/// </summary>
internal sealed class CaseDesk
{
    /// <summary>Most cases.</summary>
    public const int MaxCases = 10_000;

    private readonly IPictureStore store;
    private readonly FloorClock clock;
    private readonly RightsDesk rights;
    private readonly Lock gate = new();
    private readonly Dictionary<string, CaseRecord> cases = new(StringComparer.Ordinal);
    private readonly List<string> order = [];

    /// <summary>Takes up what the record knows.</summary>
    public CaseDesk(IPictureStore store, FloorClock clock, RightsDesk rights)
    {
        (this.store, this.clock, this.rights) = (store, clock, rights);
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            if (ActJson.Read(stored.Payload).Case is not { } word)
            {
                continue;
            }

            if (word.Opens is { } terms)
            {
                Add(new CaseRecord(terms, word.Act.Label));
            }

            cases[word.Case].Append(word.Act);
        }
    }

    /// <summary>The cases that somebody may know of, in the order in which they were opened.</summary>
    public IReadOnlyList<(string Id, CaseRecord Case)> All(Asker by) => Locked(() =>
        order.Select(id => (id, cases[id])).Where(each => each.Item2.MayRead(by) is null).ToList());

    /// <summary>What somebody may see of a case, or null.</summary>
    public T? Ask<T>(string id, Asker by, Func<CaseRecord, T> ask)
        where T : class => Locked(() =>
            cases.TryGetValue(id, out var known) && known.MayRead(by) is null ? ask(known) : null);

    /// <summary>Opens a case; gives its id.</summary>
    public (string? Id, ActAnswer Answer) Open(Asker by, IncidentReceived deed, Label label)
    {
        lock (gate)
        {
            var id = "C-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(5));
            var terms = Terms(id);
            if (terms.Fault() is { } fault)
            {
                return (null, new ActAnswer(null, $"no case can be opened: {fault}"));
            }

            if (cases.Count >= MaxCases)
            {
                return (null, new ActAnswer(null, FormattableString.Invariant($"expected at most {MaxCases} cases")));
            }

            var act = new Act(by.Who, clock.Now, Confidence.NotStated, label, deed);
            var record = new CaseRecord(terms, label);
            var entry = record.Append(act);
            if (entry.Refusal is { } refusal)
            {
                return (null, new ActAnswer(null, refusal.Words));
            }

            Add(record);
            Seal(new CaseWord(id, terms, act), by);
            return (id, new ActAnswer(entry, null));
        }
    }

    /// <summary>Appends an act to a case that its author may read; null where they may not.</summary>
    /// <param name="by">Who acts.</param>
    /// <param name="id">Id of the case.</param>
    /// <param name="deed">What, in the numbers of the author's own view.</param>
    /// <param name="confidence">How good its grounds are.</param>
    /// <param name="label">Who may read it; null for everybody who reads the case.</param>
    public ActAnswer? Append(Asker by, string id, Deed deed, Confidence confidence, Label? label)
    {
        lock (gate)
        {
            if (!cases.TryGetValue(id, out var known) || known.MayRead(by) is not null)
            {
                return null;
            }

            var seen = known.For(by);
            var own = new Act(
                by.Who, clock.Now > known.LastAt ? clock.Now : known.LastAt, confidence, label ?? known.Label, deed);
            if (LabelProblem(known, seen, own) is { } problem)
            {
                return new ActAnswer(null, problem);
            }

            // Judged by what its author sees first, so that no answer tells of what is withheld.
            var answer = seen.File.Append(own);
            var act = own with { Deed = seen.ToFull(deed) };
            var entry = known.Append(act);
            if (entry.Number > 0)
            {
                Seal(new CaseWord(id, null, act), by);
            }

            return new ActAnswer(
                entry.Refusal is { } refusal && answer.Refusal is null
                    ? answer with { Refusal = new Refusal(refusal.Why, $"refused: {Words.Said(refusal.Why)}") }
                    : answer,
                null);
        }
    }

    /// <summary>The terms of a case that is opened now: the roll as it stands, and the known ladders.</summary>
    private CaseTerms Terms(string id)
    {
        var roll = rights.Roll;
        return new CaseTerms(id, roll.Parties)
        {
            Roll =
            [
                .. roll.People.Where(one => one.Role == Role.PanelMember).Take(CaseTerms.MaxRoll).Select(one =>
                    new Candidate(one.Person, one.Nation, one.NominatedBy, one.Conflicts ?? [])),
            ],
            SeedCommitment = roll.SeedCommitment,
            Ladders = ResponseLadders.All,
        };
    }

    /// <summary>What is wrong with the label of an act, in words that tell of nothing withheld; or null.</summary>
    private static string? LabelProblem(CaseRecord known, ReleasedCase seen, Act act)
    {
        if (act.Label == known.Label)
        {
            return null;
        }

        var isDrawn = known.File.Terms.Roll.Any(one => one.Person == act.Author.Person);
        return !CaseRecord.MayBeNarrower(act.Deed) ? $"expected the label of the case, {known.Label}"
            : !act.Label.IsWithin(known.Label) ? $"expected a label within that of the case, {known.Label}"
            : isDrawn ? "expected the label of the case from people of whom panels are drawn"
            : DeedReferences.Of(act.Deed).Any(number => number >= 1 && number <= seen.File.Entries.Count
                && !act.Label.IsWithin(seen.File.Entries[number - 1].Act.Label))
                ? "expected a label within that of the act which it names"
            : null;
    }

    private void Add(CaseRecord record)
    {
        cases.Add(record.File.Terms.Case, record);
        order.Add(record.File.Terms.Case);
    }

    private void Seal(CaseWord word, Asker by) => store.AddAct(
        ActJson.Write(new SealedAct(
            ActKind.OnCase, word.Act.At, by.Who.ToString(), null, ["case:" + word.Case], Case: word)),
        RandomNumberGenerator.GetBytes(32));

    private T Locked<T>(Func<T> ask)
    {
        lock (gate)
        {
            return ask();
        }
    }
}
