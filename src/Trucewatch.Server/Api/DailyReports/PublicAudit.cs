using System.Net;
using System.Text;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Api.Audit;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.DailyReports;

/// <summary>
/// The mission's audit of itself as everybody may read it: of the cases that are closed and released to everybody, in
/// the same figures for each side. It is recomputed at each reading, like the one of the auditor's room.
/// </summary>
internal static class PublicAudit
{
    private static readonly Phrase title = new(
        "The mission’s audit of itself", "Аудит місії нею самою", "Аудит миссии ею самой");

    private static readonly Phrase about = new(
        "Of cases that are closed and released to everybody, by who brought them: the same figures for each side.",
        "Про закриті та розкриті для всіх справи, за тим, хто їх подав: однакові показники для кожної сторони.",
        "О закрытых и раскрытых для всех делах, по тому, кто их подал: одинаковые показатели для каждой стороны.");

    private static readonly Phrase figure = new("Figure", "Показник", "Показатель");
    private static readonly Phrase mission = new("The mission", "Місія", "Миссия");

    private static readonly (Phrase Name, Func<AuditSideView, int> Of)[] rows =
    [
        (new("Cases", "Справи", "Дела"), side => side.Cases),
        (new("First finding in time", "Перший висновок вчасно", "Первый вывод вовремя"),
            side => side.Figures.Findings.InTime),
        (new(
            "First finding: in time or late, depending on when it began",
            "Перший висновок: вчасно чи пізно, залежить від початку",
            "Первый вывод: вовремя или поздно, зависит от начала"), side => side.Figures.Findings.CannotTell),
        (new("First finding late or overdue", "Перший висновок із запізненням", "Первый вывод с опозданием"),
            side => side.Figures.Findings.Late),
        (new("Bulletins published in time", "Бюлетені опубліковано вчасно", "Бюллетени опубликованы вовремя"),
            side => side.Figures.Bulletins.InTime),
        (new(
            "Bulletins: in time or late, depending on when it began",
            "Бюлетені: вчасно чи пізно, залежить від початку",
            "Бюллетени: вовремя или поздно, зависит от начала"), side => side.Figures.Bulletins.CannotTell),
        (new("Bulletins late or overdue", "Бюлетені із запізненням", "Бюллетени с опозданием"),
            side => side.Figures.Bulletins.Late),
        (new(
            "Bulletins and findings corrected", "Виправлені бюлетені та висновки", "Исправленные бюллетени и выводы"),
            side => side.Figures.Corrections),
        (new("Disputes and appeals", "Оскарження та апеляції", "Оспаривания и апелляции"),
            side => side.Figures.Disputes),
        (new("Rulings that kept the finding", "Рішення, що залишили висновок", "Решения, оставившие вывод"),
            side => side.Figures.Kept),
        (new("Rulings that changed it", "Рішення, що змінили висновок", "Решения, изменившие вывод"),
            side => side.Figures.Changed),
        (new(
            "Deadlocks: a level let its time pass", "Безвихідь: рівень пропустив свій час",
            "Тупики: уровень пропустил своё время"), side => side.Figures.LevelsLost),
        (new("Access denied or delayed", "Доступ відмовлено або затримано", "Доступ отказан или задержан"),
            side => side.Denials),
    ];

    /// <summary>What everybody may read.</summary>
    public static MissionAuditView View(WatchFloor floor) =>
        AuditApi.View(floor, Audience.Public.By, Audience.Public);

    /// <summary>Writes the heading and the table.</summary>
    public static void Write(StringBuilder html, WatchFloor floor, Tongue tongue)
    {
        var audit = View(floor);
        html.Append("<h2>").Append(Text(title.In(tongue))).Append("</h2>\n<p>").Append(Text(about.In(tongue)))
            .Append("</p>\n<table><thead><tr><th scope=\"col\">").Append(Text(figure.In(tongue))).Append("</th>");
        foreach (var side in audit.Sides)
        {
            var party = floor.Agreement.Parties.FirstOrDefault(one => one.Id == side.Side);
            html.Append("<th scope=\"col\">").Append(Text(party?.Name.In(tongue) ?? mission.In(tongue)))
                .Append("</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var (name, of) in rows)
        {
            html.Append("<tr><th scope=\"row\">").Append(Text(name.In(tongue))).Append("</th>");
            foreach (var side in audit.Sides)
            {
                html.Append("<td>").Append(Text(tongue.Number(of(side), 0))).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
