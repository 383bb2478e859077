using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// A case on one page of plain text: where it stands, what was done by whom, what was refused and why, and which times
/// run. Words of an author stand between quotation marks, on one line, and a cut is marked, so that nobody's words can
/// be taken for the file's.
/// </summary>
public static class CasePage
{
    /// <summary>Characters of a line.</summary>
    public const int Width = 112;

    private const int MaxLines = 3;
    private const string Indent = "       ";
    private const string Cut = " [...]";

    /// <summary>Writes the page as of a time.</summary>
    public static string Write(CaseFile file, Instant at)
    {
        ArgumentNullException.ThrowIfNull(file);
        var page = new StringBuilder();
        Line(page, $"CASE {file.Terms.Case}, as of {Time(at)}. All times are UTC.");
        var (one, other) = (file.Terms.Parties[0].Id, file.Terms.Parties[1].Id);
        Line(page, $"Between {one} and {other}. State: {Words.Said(file.State)}.");
        var label = file.Entries.Select(entry => entry.Act.Label).Aggregate(Label.Everyone, (a, b) => a.Meet(b));
        Line(page, $"Label: {label}, that of all acts together.");
        Header(page, file, at);
        Line(page, "");
        Line(page, "ACTS, in the order in which they came in");
        foreach (var entry in file.Entries)
        {
            Line(page, ActLine(file, entry));
        }

        if (file.RefusedNotKept > 0)
        {
            Line(page, $"     Refused acts that were counted only: {Text(file.RefusedNotKept)}.");
        }

        Attribution(page, file);
        Times(page, file, at);
        return page.ToString();
    }

    private static void Header(StringBuilder page, CaseFile file, Instant at)
    {
        if (file.All<IncidentReceived>().FirstOrDefault().Deed is { } incident)
        {
            var began = incident.Earliest == incident.Latest
                ? $"at {Time(incident.Earliest)}"
                : $"between {Time(incident.Earliest)} and {Time(incident.Latest)}";
            Line(page, $"Incident {incident.Incident} under clause {incident.Clause}; it began {began}.");
        }

        var finding = file.Finding is { } number
            ? FormattableString.Invariant($"finding {number}")
            : "no finding";
        var isKept = file.All<FindingStated>().Any(each =>
            each.Entry.Number == file.Finding && each.Deed.Outcome == file.Standing);
        var ruled = file.RuledLevel is { } level
            ? $", {(isKept ? "kept" : "changed")} by the ruling of the level '{file.Terms.Levels[level].Id}', "
                + FormattableString.Invariant($"act {file.Decision!.Number}")
            : "";
        var stands = file.Standing is { } standing ? Words.Said(standing) : "nothing";
        Line(page, $"What stands: {stands} ({finding}{ruled}).");
        if (file.State == CaseState.Disputed)
        {
            var rung = Disputes.At(file, at);
            Line(
                page,
                $"The dispute is with the level '{file.Terms.Levels[rung.Level].Id}' since {Time(rung.Since)}, "
                + $"until {Time(rung.Until)} at the latest.");
        }
    }

    private static string ActLine(CaseFile file, CaseEntry entry)
    {
        var (author, deed) = (entry.Act.Author, entry.Act.Deed);
        var who = author.Role == Role.Machine ? "machine" : author.Party is { } party
            ? $"{author.Person} of {party}"
            : $"{author.Person} {Words.Said(author.Role)}, {author.Nation}";
        var head = FormattableString.Invariant($"{entry.Number,3}  {Time(entry.Act.At)}  {who}: ");
        var sure = entry.Act.Confidence == Confidence.NotStated
            ? ""
            : $", {Words.Said(entry.Act.Confidence)} confidence";
        var text = string.IsNullOrWhiteSpace(deed.Text) ? "" : $" \"{Plain(deed.Text)}\"";
        if (entry.Refusal is { } refusal)
        {
            return head + Said(file, entry) + $", REFUSED: {Words.Said(refusal.Why)}; {Plain(refusal.Words)}";
        }

        var before = entry.Number > 1 ? file.Entries[entry.Number - 2].State : CaseState.None;
        var now = entry.State == before ? "" : $" [now {Words.Said(entry.State)}]";
        return head + Said(file, entry) + sure + text + now;
    }

    private static string Said(CaseFile file, CaseEntry entry) => entry.Act.Deed switch
    {
        IncidentReceived incident => $"incident {incident.Incident} received",
        ObservationMade observation => $"observation [{string.Join(", ", observation.Evidence.Select(Plain))}]",
        ClaimMade => "claim",
        Triaged triaged => FormattableString.Invariant($"triaged, severity {triaged.Severity}"),
        ReviewTakenUp => "taken up for review",
        FindingStated finding => $"{(finding.Supersedes is null ? "finding" : "corrected finding")}: "
            + $"{Words.Said(finding.Outcome)}{OtherOf(finding)}, on {Numbers(finding.Cites)}",
        Concurred by => FormattableString.Invariant($"concurs with {by.Act}"),
        Dissented from => FormattableString.Invariant($"dissents from {from.Act}"),
        CaseWithdrawn => "withdrawn",
        DecisionAccepted => "accepts the decision",
        DisputeRaised => "disputes the finding",
        AppealRaised => "appeals the ruling",
        EvidenceSealed item => $"seals '{Plain(item.Item)}'",
        EvidenceRevealed item => $"reveals '{Plain(item.Item)}'",
        PleadingFiled => "pleads",
        ConflictDeclared => "declares an interest",
        PanelDrawn => "panel drawn" + Members(file, entry.Number),
        RulingProposed ruling => $"proposes to {Words.Said(ruling.Ruling)}"
            + (ruling.Outcome is { } outcome ? $" to {Words.Said(outcome)}" : ""),
        VoteCast vote => FormattableString.Invariant($"votes {Words.Of(vote.Ballot)} on {vote.Act}")
            + (vote.Ballot == Ballot.No ? ", dissent" : ""),
        RemedyReported => "reports a remedy",
        RemedyVerified remedy => $"verified as {(remedy.IsRemedied ? "remedied" : "not remedied")}, "
            + $"on {Numbers(remedy.Cites)}",
        CaseClosed => "closed",
        CaseReopened reopened => $"reopened, on {Numbers(reopened.Cites)}",
        BulletinIssued bulletin => $"bulletin {bulletin.Rung}{(bulletin.IsCorrection ? " (correction)" : "")}"
            + (bulletin.Supersedes is { } old ? FormattableString.Invariant($" in place of {old}") : "")
            + (bulletin.ClockEffect is { } effect ? $", clock: {Plain(effect)}" : ""),
        AttributionStated stated => $"{Words.Said(stated.Step)}: {Plain(stated.Answer)}",
        ClockSet clock => $"sets the clock of {Plain(clock.Ladder)}, breach between {Time(clock.Earliest)} and "
            + Time(clock.Latest),
        ResponseRecommended step => $"recommends {Plain(step.Ladder)} {Plain(step.Step)}",
        ResponseDecided step => $"decides {(step.IsTaken ? "to take" : "not to take")} {Plain(step.Ladder)} "
            + Plain(step.Step),
        EffectDeemed effect => $"deemed due, without force: {Plain(effect.Ladder)} {Plain(effect.Step)}",
        EffectAnswered answer => FormattableString.Invariant(
            $"{(answer.IsConfirmed ? "confirms" : "stays")} {answer.Act}"),
        _ => throw new ArgumentException($"no words for {entry.Act.Deed.GetType().Name}", nameof(entry)),
    };

    private static void Attribution(StringBuilder page, CaseFile file)
    {
        if (!file.All<AttributionStated>().Any())
        {
            return;
        }

        Line(page, "");
        Line(page, "ATTRIBUTION, four statements; none follows from another");
        foreach (var step in Enum.GetValues<AttributionStep>())
        {
            if (Attributions.Standing(file, step) is not { } stated)
            {
                Line(page, $"     {Words.Said(step)}: not stated");
                continue;
            }

            var against = HypothesisMatrix.Against(stated.Deed.Hypotheses.Length, stated.Deed.Rows);
            var telling = stated.Deed.Rows.Count(row => HypothesisMatrix.Diagnosticity(row) > 0);
            var each = string.Join(", ", stated.Deed.Hypotheses.Select((hypothesis, i) =>
                FormattableString.Invariant($"{Plain(hypothesis.Id)} {against[i]}")));
            Line(
                page,
                $"     {Words.Said(step)}: {Plain(stated.Deed.Answer)} (act {Text(stated.Entry.Number)}). Against each "
                + $"answer: {each}; {Text(telling)} of {Text(stated.Deed.Rows.Length)} observations tell them apart.");
        }
    }

    private static void Times(StringBuilder page, CaseFile file, Instant at)
    {
        Line(page, "");
        Line(page, "TIMES");
        foreach (var clock in BulletinLadder.Clocks(file))
        {
            if (clock.Deadline is not { } due)
            {
                continue;
            }

            var issued = clock.Issued is { } done
                ? $"issued {Time(done)}, {due.IsKept(done) switch
                {
                    true => "in time",
                    false => "late",
                    null => "whether in time cannot be told",
                }}"
                : $"not issued, {Words.Said(due.At(at))}";
            Line(page, $"     Bulletin {clock.Rung}: due {Times(due)}; {issued}.");
        }

        Responses(page, file, at);
        foreach (var (entry, effect) in file.All<EffectDeemed>())
        {
            Line(
                page,
                $"     Effect {Text(entry.Number)}, {Plain(effect.Ladder)} {Plain(effect.Step)}: "
                + $"{ResponseDesk.EffectWords(file, entry, at)}.");
        }

        if (Reviews.OpenUntil(file, at) is { } until && file.State != CaseState.Disputed)
        {
            Line(page, $"     A party may {(file.RuledLevel is null ? "dispute" : "appeal")} until {Time(until)}.");
        }
    }

    private static void Responses(StringBuilder page, CaseFile file, Instant at)
    {
        if (file.All<ClockSet>().LastOrDefault() is { Entry: { } set } && ResponseDesk.Clock(file) is null)
        {
            Line(page, $"     The clock set by act {Text(set.Number)} has stopped: what it rested on has changed.");
        }

        foreach (var clock in ResponseDesk.Deadlines(file))
        {
            var decided = file.All<ResponseDecided>().LastOrDefault(each =>
                each.Deed.Ladder == clock.Ladder.Id && each.Deed.Step == clock.Step.Id).Entry;
            Line(
                page,
                $"     {clock.Ladder}, {clock.Step.Id}, '{clock.Step.Words}': {Times(clock.Deadline)}, "
                + $"{Words.Said(clock.Deadline.At(at))}; "
                + (decided is null ? "nobody has decided." : $"decided by act {Text(decided.Number)}."));
        }
    }

    private static string Members(CaseFile file, int number) =>
        file.Panels.FirstOrDefault(panel => panel.Entry == number) is { } panel
            ? $" for '{file.Terms.Levels[panel.Level].Id}': "
                + string.Join(", ", panel.Members.Select(member => $"{member.Person} ({member.Nation})"))
            : "";

    private static string OtherOf(FindingStated finding) =>
        finding.Other is { } other ? $" ({Plain(other)})" : "";

    private static string Numbers(ImmutableArray<int> numbers) =>
        numbers.IsEmpty ? "nothing" : string.Join(", ", numbers.Select(Text));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Times(Deadline deadline) => deadline.Earliest == deadline.Latest
        ? Time(deadline.Earliest)
        : $"{Time(deadline.Earliest)} to {Time(deadline.Latest)}";

    /// <summary>To the second; to the minute where that is exact.</summary>
    private static string Time(Instant at)
    {
        var text = at.ToString().Replace('T', ' ');
        return text[17..^1] == "00.000" ? text[..16] : text.EndsWith(".000Z", StringComparison.Ordinal) ? text[..19]
            : text[..^1];
    }

    /// <summary>Words on one line, without what could move or hide others.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            var isSpace = char.IsWhiteSpace(letter) || char.IsControl(letter)
                || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
            if (!isSpace)
            {
                plain.Append(letter == '"' ? '\'' : letter);
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().TrimEnd();
    }

    /// <summary>A line, or up to three where it is long; what does not fit is cut, and that is marked.</summary>
    private static void Line(StringBuilder page, string text)
    {
        var rest = text;
        for (var line = 1; rest.Length > Width; line++)
        {
            if (line == MaxLines)
            {
                rest = rest[..(Width - Cut.Length)] + Cut;
                break;
            }

            var at = rest.LastIndexOf(' ', Width - 1, Width - Indent.Length - 1);
            at = at < 0 ? Width - 1 : at;
            page.Append(rest.AsSpan(0, at).TrimEnd()).Append('\n');
            rest = Indent + rest[at..].TrimStart();
        }

        page.Append(rest).Append('\n');
    }
}
