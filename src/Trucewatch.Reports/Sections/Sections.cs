using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Sections;

/// <summary>A section of a report.</summary>
/// <param name="Id">Id, part of the ids of its sentences.</param>
/// <param name="Title">Heading.</param>
/// <param name="Write">Writes it.</param>
internal sealed record SectionKind(string Id, Phrase Title, Action<SectionWriter> Write);

/// <summary>The sections in the order in which monitoring missions have long printed them.</summary>
internal static class Sections
{
    private static readonly ImmutableArray<ZoneKind> land = [ZoneKind.Land];
    private static readonly ImmutableArray<ZoneKind> sea = [ZoneKind.Sea, ZoneKind.Corridor];

    /// <summary>Sections of incidents, each with the begins of the classes that belong to it; the first that fits
    /// counts.</summary>
    private static readonly ImmutableArray<IncidentKind> kinds =
    [
        new("ceasefire", new("Ceasefire", "Припинення вогню", "Прекращение огня"), ["fire"], land),
        new("special", new(
            "Disengagement and special areas", "Ділянки розведення та особливі ділянки",
            "Участки разведения и особые участки"), ["disengagement", "equipment.protected-object"], land),
        new("withdrawal", new(
            "Withdrawal and storage of weapons", "Відведення та зберігання озброєння", "Отвод и хранение вооружения"),
            ["equipment"], land),
        new("presence", new(
            "Military presence and works in the zone", "Військова присутність і роботи в зоні",
            "Военное присутствие и работы в зоне"), ["presence", "works"], land),
        new("hazards", new("Mines and hazards", "Міни та небезпеки", "Мины и опасности"), ["mine", "hazard"], land),
        new("silence", new(
            "Windows of silence and repairs", "Вікна тиші та ремонт", "Окна тишины и ремонт"),
            ["silence", "repair"], land),
        new("civilians", new(
            "Civilians, harm and crossing points", "Цивільні особи, шкода та пункти пропуску",
            "Гражданские лица, ущерб и пункты пропуска"), ["civilian", "crossing"], []),
        new("sea", new("Sea and straits", "Море та протоки", "Море и проливы"), ["maritime"], sea),
        new("air", new("Air and airports", "Повітря та аеропорти", "Воздух и аэропорты"), ["air"], []),
        new("cyber", new("Cyber", "Кіберпростір", "Киберпространство"), ["cyber"], []),
        new("access", RestrictionsSection.Title, ["access"], []),
        new("elsewhere", new("Other", "Інше", "Прочее"), [""], []),
    ];

    /// <summary>The sections of a report of days. To add a section, add its line here.</summary>
    public static readonly ImmutableArray<SectionKind> OfDays =
    [
        new("summary", ReportWords.Summary, SummarySection.Write),
        new("coverage", ReportWords.Coverage, CoverageSection.Write),
        .. kinds.Where(kind => kind.Id != "access").Select(kind => new SectionKind(
            kind.Id, kind.Title, writer => KindSection.Write(writer, kind))),
        new("access", RestrictionsSection.Title, writer => RestrictionsSection.Write(writer, Kind("access"))),
        new("replies", ReportWords.Replies, RepliesSection.Write),
        new("annex", ReportWords.Annex, AnnexSection.Write),
    ];

    /// <summary>Those, and the ones that only some kinds of report have.</summary>
    public static readonly ImmutableArray<SectionKind> All =
    [
        .. OfDays,
        new("days", ReportWords.ByDay, DaysSection.Write),
        new("cases", ReportWords.Cases, CasesSection.Write),
        new("spot", ReportWords.SpotTitle, SpotSection.Write),
    ];

    /// <summary>The section with this id.</summary>
    public static SectionKind Of(string id) => All.First(kind => kind.Id == id);

    /// <summary>Which section of incidents a class belongs to.</summary>
    public static IncidentKind KindOf(string incidentClass) => kinds.First(kind => kind.Has(incidentClass));

    private static IncidentKind Kind(string id) => kinds.First(kind => kind.Id == id);
}

/// <summary>What one section of incidents tells.</summary>
/// <param name="Id">Id of the section.</param>
/// <param name="Title">Heading.</param>
/// <param name="Begins">With what the classes begin that belong to it.</param>
/// <param name="Zones">Kinds of the zones that had to be watched for it; empty: all.</param>
internal sealed record IncidentKind(
    string Id, Phrase Title, ImmutableArray<string> Begins, ImmutableArray<ZoneKind> Zones)
{
    /// <summary>True when a class begins like that: with the whole word.</summary>
    public bool Has(string incidentClass) => Begins.Any(begin => begin.Length == 0
        || incidentClass == begin
        || incidentClass.StartsWith(begin + ".", StringComparison.Ordinal));
}
