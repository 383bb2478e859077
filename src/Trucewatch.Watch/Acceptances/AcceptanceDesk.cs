using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Acceptances;

/// <summary>
/// Takes in the notes by which parties accept a version of the agreement. What does not hold is kept as well, with the
/// reason: that somebody tried to pass a false note is a fact too.
/// </summary>
/// <param name="agreement">The version in use.</param>
/// <param name="verify">Whether a note carries a good signature of a verifier key; null where nobody can check.</param>
internal sealed class AcceptanceDesk(Agreement agreement, Func<string, string, bool>? verify)
{
    /// <summary>Most notes remembered to know a second copy; the oldest is forgotten first.</summary>
    public const int MaxNotes = 4_096;

    private readonly ReportIds seen = new(MaxNotes);

    /// <summary>The acceptance that a report carries, or null: it carries none.</summary>
    public Acceptance? Take(in Observation observation) =>
        observation.Report is { Class: AcceptanceText.ReportClass } report && seen.IsFirst(report)
            ? Checked(report.Text)
            : null;

    private Acceptance Checked(string note)
    {
        if (!AcceptanceText.TryRead(note, out var hash, out var party, out var at)
            || agreement.Parties.FirstOrDefault(known => known.Id == party) is not { } signer)
        {
            return new Acceptance("", "", null, AcceptanceCheck.Unreadable, note);
        }

        var check = hash != agreement.Hash ? AcceptanceCheck.AnotherVersion
            : signer.Key is null || verify is null ? AcceptanceCheck.NoKey
            : verify(signer.Key, note) ? AcceptanceCheck.Verified
            : AcceptanceCheck.BadSignature;
        return new Acceptance(party, hash, at, check, note);
    }
}
