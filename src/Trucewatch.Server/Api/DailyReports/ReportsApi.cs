using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain.Access;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Printing;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.DailyReports;

/// <summary>Daily reports: the days, and the report of one in a language and a form, as far as the reader may see it.
/// </summary>
internal static class ReportsApi
{
    /// <summary>The forms with their media types.</summary>
    public static readonly IReadOnlyDictionary<string, string> Formats = new Dictionary<string, string>(
        StringComparer.Ordinal)
    {
        ["html"] = "text/html; charset=utf-8",
        ["pdf"] = "application/pdf",
        ["json"] = "application/json",
        ["csv"] = "text/csv; charset=utf-8",
    };

    private static readonly string policy = SecurityHeaders.Policy + "; script-src 'none'; style-src 'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(ReportHtml.Style))) + "'";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/reports", (WatchFloor floor) => TypedResults.Ok(new ReportPage(
            [.. floor.Reports.Days().Select(View)])))
            .Needs(Operation.ReadIncidents)
            .WithName("listReports").WithSummary("Days of which there is a report, the newest first");
        api.MapGet("/reports/daily/{day}", (
                WatchFloor floor, HttpContext http, string day, string? lang, string? format) =>
            Answer(floor, http, RequireSession.AudienceOf(http), (day, lang, format)))
            .Needs(Operation.ReadIncidents)
            .WithName("getDailyReport").WithSummary("The daily report in a language, as html, pdf, json or csv")
            .Produces<string>(StatusCodes.Status200OK, "text/html", "application/pdf", "application/json", "text/csv")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    public static ReportDayView View(ReportWindow window) => new(
        Reporting.ReportDesk.DayId(window), window.From, window.Until, window.IsDraft);

    /// <summary>The report for an audience, or why there is none.</summary>
    public static IResult Answer(
        WatchFloor floor, HttpContext http, Audience audience, (string Day, string? Lang, string? Format) asked)
    {
        if (Tongues.OfCode(asked.Lang ?? "en") is not { } tongue
            || !Formats.TryGetValue(asked.Format ?? "html", out var kind))
        {
            return TypedResults.Problem(
                "expected lang en, uk or ru, and format html, pdf, json or csv",
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        if (floor.Reports.Day(asked.Day) is not { } day)
        {
            return TypedResults.Problem(
                $"no report of {asked.Day}", statusCode: StatusCodes.Status404NotFound, title: "Unknown day");
        }

        AllowStyle(http);
        return Results.Bytes(floor.Reports.Print(audience, day, tongue, asked.Format ?? "html"), kind);
    }

    /// <summary>Lets a report bring its own style along, and no script; the floor's own page may frame it.</summary>
    public static void AllowStyle(HttpContext http) => http.Response.Headers.ContentSecurityPolicy =
        policy.Replace("frame-ancestors 'none'", "frame-ancestors 'self'", StringComparison.Ordinal);
}
