using Trucewatch.Domain;
using Trucewatch.Reports.Language;

namespace Trucewatch.Server.Api.DailyReports;

/// <summary>A day of which there is a report; a draft goes on.</summary>
internal sealed record ReportDayView(string Day, Instant From, Instant Until, bool IsDraft);

internal sealed record ReportPage(IReadOnlyList<ReportDayView> Items);

/// <summary>The sentences of a report, for those who may change their words; of a draft nobody may.</summary>
internal sealed record ReportTextView(string Day, string Language, bool IsDraft, IReadOnlyList<SentenceView> Items);

/// <summary>A sentence: what the program wrote, what stands, and what was said of it, oldest first.</summary>
internal sealed record SentenceView(
    string Id, string Section, string Program, string Text, IReadOnlyList<ReportEditView> Edits);

/// <summary>A change: by whom and when, before, after, why, and its place in the log once sealed.</summary>
internal sealed record ReportEditView(
    long Number, Instant At, string By, string Was, string Is, string Why, long? LogIndex);

/// <summary>Asks for other words of a sentence.</summary>
internal sealed record ReportEditRequest(string Language, string Sentence, string Was, string Is, string Why);

/// <summary>Asks what is to be said of a wording before it is handed in.</summary>
internal sealed record WordingRequest(string Language, string Was, string Is);

/// <summary>What is to be said of it: loaded words, and whether its numbers are those of the sentence.</summary>
internal sealed record WordingView(bool KeepsNumbers, IReadOnlyList<WordingFlagView> Flags);

/// <summary>A loaded word, with its place in the text, what may stand there instead, and why.</summary>
internal sealed record WordingFlagView(
    int Line, int Column, string Words, FlagSeverity Severity, string Instead, string Reason, string Unless)
{
    /// <summary>A flag as it is told.</summary>
    public static WordingFlagView Of(WordFlag flag) => new(
        flag.Line, flag.Column, flag.Words, flag.Severity, flag.Instead, flag.Reason, flag.Unless);
}
