using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;
using Trucewatch.Watch.Adjudication;

namespace Trucewatch.Server.Cases;

/// <summary>
/// A case with all its acts, and the file of it that a reader gets: folded from those acts only that the reader may
/// see, and numbered by them, so that nothing in it depends on what is withheld.
/// </summary>
internal sealed class CaseRecord(CaseTerms terms, Label label)
{
    /// <summary>The file of all acts.</summary>
    public CaseFile File { get; } = new(terms);

    /// <summary>Who may know of the case: the label of the act that opened it.</summary>
    public Label Label { get; } = label;

    /// <summary>Time of the newest act.</summary>
    public Instant LastAt { get; private set; }

    /// <summary>Appends an act; its number in the record comes after.</summary>
    public CaseEntry Append(Act act)
    {
        LastAt = act.At;
        return File.Append(act);
    }

    /// <summary>
    /// The acts that move a case, and all that others have to answer, are read by everybody who reads the case. Only
    /// these may be told to fewer.
    /// </summary>
    public static bool MayBeNarrower(Deed deed) =>
        deed is ObservationMade or ClaimMade or Dissented or ResponseRecommended;

    /// <summary>The answer of the policy to who would read the case.</summary>
    public Denial? MayRead(Asker by) => AccessPolicy.Decide(new Demand(by, Operation.ReadCase)
    {
        Label = Label, State = File.State, Parties = File.Terms.Parties,
    });

    /// <summary>The case as somebody may see it, with incidents under the ids that they know them by.</summary>
    public ReleasedCase For(Asker by, Func<string, string>? incidentOf = null)
    {
        var file = new CaseFile(File.Terms);
        var own = new List<int>();
        var full = new Dictionary<int, int>();
        foreach (var entry in File.Entries)
        {
            // A refused act that names what is withheld would tell of it, and so would its reasons.
            var isWithheld = !AccessPolicy.Reads(entry.Act.Label, by)
                || (entry.Refusal is not null && DeedReferences.Of(entry.Act.Deed).Any(number =>
                    number != DeedReferences.Unknown && !full.ContainsKey(number)));
            if (isWithheld)
            {
                continue;
            }

            var deed = DeedReferences.Map(entry.Act.Deed, number => full.GetValueOrDefault(number));
            deed = deed is IncidentReceived received && incidentOf is not null
                ? received with { Incident = incidentOf(received.Incident) }
                : deed;
            if (file.Recount(entry.Act with { Deed = deed }, entry.Refusal is null) is { Number: > 0 } released)
            {
                full[entry.Number] = released.Number;
                own.Add(entry.Number);
            }
        }

        return new ReleasedCase(file, own);
    }
}

/// <summary>The file that a reader gets.</summary>
/// <param name="File">The file.</param>
/// <param name="Numbers">The number in the whole file of each act in it, in their order.</param>
internal sealed record ReleasedCase(CaseFile File, IReadOnlyList<int> Numbers)
{
    /// <summary>A deed in the numbers of the whole file; what the reader does not see has none.</summary>
    public Deed ToFull(Deed deed) => DeedReferences.Map(deed, number =>
        number >= 1 && number <= Numbers.Count ? Numbers[number - 1] : DeedReferences.Unknown);
}
