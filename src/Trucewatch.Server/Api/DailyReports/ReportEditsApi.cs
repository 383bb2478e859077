using System.Collections.Immutable;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Reporting;

namespace Trucewatch.Server.Api.DailyReports;

/// <summary>
/// Other words for sentences of the mission's daily report: who, when, before and after, sealed. Numbers stay as they
/// are, and words that the mission never says are refused.
/// </summary>
internal static class ReportEditsApi
{
    private const int MaxRequestBytes = 24 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reports/daily/{day}/sentences", (WatchFloor floor, HttpContext http, string day, string? lang) =>
            Read(floor, http, day, lang))
            .Needs(Operation.EditReport)
            .WithName("listReportSentences").WithSummary("Sentences of a daily report, and what people changed in them")
            .Produces<ReportTextView>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        RequestBody.Map(
            api, "/reports/daily/{day}/edits", RequestJson.Default.ReportEditRequest, Write, MaxRequestBytes)
            .Needs(Operation.EditReport)
            .WithName("editReport").WithSummary("Change the words of a sentence; its numbers stay")
            .Produces<ReportEditView>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        RequestBody.Map(api, "/reports/wording", RequestJson.Default.WordingRequest, Judge, MaxRequestBytes)
            .Needs(Operation.EditReport)
            .WithName("judgeWording").WithSummary("Loaded words of a wording, and whether it keeps the numbers")
            .Produces<WordingView>();
    }

    private static IResult Read(WatchFloor floor, HttpContext http, string text, string? lang)
    {
        if (Tongues.OfCode(lang ?? "en") is not { } tongue)
        {
            return Unusable("expected lang en, uk or ru");
        }

        if (floor.Reports.Day(text) is not { } day)
        {
            return Unknown($"no report of {text}");
        }

        var words = floor.Reports.Edits.Of(ReportDesk.DayId(day), tongue);
        var written = floor.Reports.Written(RequireSession.AudienceOf(http), day, tongue);
        return TypedResults.Ok(new ReportTextView(
            ReportDesk.DayId(day), tongue.Code(), day.IsDraft,
            [
                .. written.Sections.SelectMany(section => section.Blocks.OfType<Paragraph>()
                    .SelectMany(paragraph => paragraph.Sentences)
                    .Select(sentence => View(floor, section.Title, sentence, words))),
            ]));
    }

    /// <summary>A sentence with the changes of what this reader's report says; of others' nothing is told.</summary>
    private static SentenceView View(
        WatchFloor floor, string section, Sentence sentence, ImmutableArray<SaidEdit> words)
    {
        var holding = EditDesk.Holding(sentence, words);
        return new SentenceView(
            sentence.Id, section, sentence.Text, holding.IsEmpty ? sentence.Text : holding[^1].Word.Is,
            [.. holding.Select(one => View(floor, one))]);
    }

    private static ReportEditView View(WatchFloor floor, SaidEdit edit) => new(
        edit.Number, edit.At, edit.Word.By.ToString(), edit.Word.Was, edit.Word.Is, edit.Why,
        floor.Store.ReadActs(edit.Number - 1, 1)[0].LogIndex);

    private static IResult Write(HttpContext http, ReportEditRequest request)
    {
        var floor = http.RequestServices.GetRequiredService<WatchFloor>();
        var (words, why) = (request.Is.Trim(), request.Why.Trim());
        if (Tongues.OfCode(request.Language) is not { } tongue
            || words.Length is 0 or > ReportWord.MaxText || why.Length is 0 or > ReportWord.MaxWhy)
        {
            return Unusable(FormattableString.Invariant(
                $"expected a language, words of 1 to {ReportWord.MaxText} characters, and why in at most ")
                + FormattableString.Invariant($"{ReportWord.MaxWhy}"));
        }

        var asked = http.Request.RouteValues["day"]?.ToString() ?? "";
        var audience = RequireSession.AudienceOf(http);
        if (floor.Reports.Day(asked) is not { } day
            || floor.Reports.Written(audience, day, tongue).Sentences
                .FirstOrDefault(one => one.Id == request.Sentence) is not { } sentence)
        {
            return Unknown($"no sentence {request.Sentence} in the report of {asked}");
        }

        if (Refusal(day, tongue, sentence, words) is { } refusal)
        {
            return Refused(refusal);
        }

        var by = RequireSession.SessionOf(http).By.Who;
        var edit = floor.Reports.Edits.Say(
            new ReportWord(by, ReportDesk.DayId(day), tongue.Code(), sentence.Id, request.Was, words), why, sentence);
        return edit is null
            ? Refused($"sentence {sentence.Id}: something else stands there by now than what was read")
            : TypedResults.Created(
                $"{ApiTable.Root}/reports/daily/{ReportDesk.DayId(day)}/sentences", View(floor, edit));
    }

    private static string? Refusal(ReportWindow day, Tongue tongue, Sentence sentence, string words)
    {
        if (day.IsDraft)
        {
            return "the day goes on: what the program writes may still change";
        }

        if (!NumbersKept.Between(sentence.Text, words))
        {
            return $"expected the numbers {string.Join("; ", NumbersKept.Of(sentence.Text))}, "
                + $"got {string.Join("; ", NumbersKept.Of(words))}";
        }

        var blocked = LoadedWords.Check(words, tongue).FirstOrDefault(flag => flag.Severity == FlagSeverity.Block);
        return blocked is null
            ? null
            : $"the mission does not say '{blocked.Words}' ({blocked.Reason}); instead: {blocked.Instead}";
    }

    private static IResult Judge(HttpContext http, WordingRequest request) =>
        Tongues.OfCode(request.Language) is not { } tongue || request.Is.Length > ReportWord.MaxText
            ? Unusable(FormattableString.Invariant(
                $"expected a language, and words of at most {ReportWord.MaxText} characters"))
            : TypedResults.Ok(new WordingView(
                NumbersKept.Between(request.Was, request.Is),
                [.. LoadedWords.Check(request.Is, tongue).Select(WordingFlagView.Of)]));

    private static IResult Unusable(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status400BadRequest, title: "Unusable request");

    private static IResult Unknown(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status404NotFound, title: "Unknown sentence");

    private static IResult Refused(string problem) => TypedResults.Problem(
        problem, statusCode: StatusCodes.Status409Conflict, title: "Not changed");
}
