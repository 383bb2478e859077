using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>How something that has a time was done.</summary>
/// <param name="InTime">In time, whenever the breach began.</param>
/// <param name="CannotTell">In time or late, depending on when it began.</param>
/// <param name="Late">Late, or not done though surely due.</param>
/// <param name="Waits">Not done, and not surely due.</param>
public readonly record struct Punctuality(int InTime, int CannotTell, int Late, int Waits)
{
    /// <summary>One more, by its time and when it was done, as of a time.</summary>
    public Punctuality With(Deadline due, Instant? done, Instant at) => done is { } kept
        ? due.IsKept(kept) switch
        {
            true => this with { InTime = InTime + 1 },
            null => this with { CannotTell = CannotTell + 1 },
            false => this with { Late = Late + 1 },
        }
        : due.At(at) == DeadlineState.Due ? this with { Late = Late + 1 } : this with { Waits = Waits + 1 };
}

/// <summary>How the mission dealt with the cases that one side brought.</summary>
/// <param name="BroughtBy">The party, or <c>mission</c>.</param>
/// <param name="Cases">Cases.</param>
/// <param name="Closed">How many of them are closed.</param>
/// <param name="Findings">Whether the first finding came in the time of the reviewed bulletin.</param>
/// <param name="Bulletins">Whether bulletins came in time.</param>
/// <param name="Corrections">Bulletins and findings that were corrected.</param>
/// <param name="Disputes">Disputes and appeals.</param>
/// <param name="Kept">Rulings that kept the finding.</param>
/// <param name="Changed">Rulings that amended it or set it aside.</param>
/// <param name="LevelsLost">How often a level of the ladder let its time pass without a ruling.</param>
/// <param name="Refused">Acts that were refused.</param>
public sealed record AuditRow(
    string BroughtBy,
    int Cases,
    int Closed,
    Punctuality Findings,
    Punctuality Bulletins,
    int Corrections,
    int Disputes,
    int Kept,
    int Changed,
    int LevelsLost,
    int Refused);

/// <summary>
/// The mission's audit of itself: recomputed from the files alone, in the same figures for each party and for what the
/// mission brought itself.
/// </summary>
public static class MissionAudit
{
    /// <summary>A row for each party of the files and for the mission, sorted, as of a time.</summary>
    /// <exception cref="ArgumentException">A file holds acts that are later than the time.</exception>
    public static ImmutableArray<AuditRow> Of(IReadOnlyCollection<CaseFile> files, Instant at)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Any(file => file.Entries.Any(entry => entry.Refusal is null && entry.Act.At > at)))
        {
            throw new ArgumentException("expected files as of the time, got later acts", nameof(files));
        }

        var sides = files.SelectMany(file => file.Terms.Parties).Select(party => party.Id).Append(Hotline.Mission)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return [.. sides.Select(side => Row(side, [.. files.Where(file => BroughtBy(file) == side)], at))];
    }

    /// <summary>When something was found for the first time, or null.</summary>
    public static Instant? FirstFinding(CaseFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Entries.FirstOrDefault(entry => Transitions.Outcomes.Contains(entry.State))?.Act.At;
    }

    private static AuditRow Row(string side, ImmutableArray<CaseFile> files, Instant at)
    {
        var (findings, bulletins) = (default(Punctuality), default(Punctuality));
        foreach (var file in files)
        {
            foreach (var clock in BulletinLadder.Clocks(file))
            {
                if (clock.Deadline is not { } due)
                {
                    continue;
                }

                bulletins = bulletins.With(due, clock.Issued, at);
                if (clock.Rung == BulletinRung.R2)
                {
                    findings = findings.With(due, FirstFinding(file), at);
                }
            }
        }

        var entries = files.SelectMany(file => file.Entries).ToList();
        var accepted = entries.Where(entry => entry.Refusal is null).Select(entry => entry.Act.Deed).ToList();
        var rulings = files.SelectMany(Rulings).ToList();
        return new AuditRow(
            side,
            files.Length,
            files.Count(file => file.State == CaseState.Closed),
            findings,
            bulletins,
            accepted.Count(deed =>
                deed is BulletinIssued { IsCorrection: true } or FindingStated { Supersedes: not null }),
            accepted.Count(deed => deed is DisputeRaised or AppealRaised),
            rulings.Count(state => state == CaseState.Upheld),
            rulings.Count(state => state is CaseState.Amended or CaseState.SetAside),
            files.Sum(file => file.LevelsLost + Losing(file, at)),
            entries.Count(entry => entry.Refusal is not null) + files.Sum(file => file.RefusedNotKept));
    }

    private static string? BroughtBy(CaseFile file) => file.All<IncidentReceived>().FirstOrDefault().Entry is { } entry
        ? entry.Act.Author.Party ?? Hotline.Mission
        : null;

    private static IEnumerable<CaseState> Rulings(CaseFile file) => file.Entries
        .Where((entry, i) => i > 0 && Transitions.Rulings.Contains(entry.State)
            && file.Entries[i - 1].State == CaseState.Disputed)
        .Select(entry => entry.State);

    /// <summary>Levels that the dispute which runs has passed, the last one's own time included.</summary>
    private static int Losing(CaseFile file, Instant at)
    {
        if (file.State != CaseState.Disputed)
        {
            return 0;
        }

        var rung = Disputes.At(file, at);
        return rung.Level - file.BaseLevel + (at >= rung.Until ? 1 : 0);
    }
}
