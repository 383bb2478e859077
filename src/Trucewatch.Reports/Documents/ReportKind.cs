using System.Collections.Immutable;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Sections;

namespace Trucewatch.Reports.Documents;

/// <summary>A kind of report: which sections it has, in which order.</summary>
public sealed class ReportKind
{
    private ReportKind(string id, Phrase title, params ImmutableArray<string> sections) =>
        (Id, Title, SectionIds) = (id, title, sections);

    /// <summary>The report of one day.</summary>
    public static readonly ReportKind Daily = new(
        "daily", new("Daily report", "Щоденний звіт", "Ежедневный отчёт"), Order(""));

    /// <summary>The report of a week.</summary>
    public static readonly ReportKind Weekly = new(
        "weekly", new("Weekly report", "Щотижневий звіт", "Еженедельный отчёт"), Order("summary days"));

    /// <summary>What is known of one incident by now.</summary>
    public static readonly ReportKind Spot = new(
        "spot", new("Spot report", "Терміновий звіт", "Срочный отчёт"), ["spot", "coverage", "replies", "annex"]);

    /// <summary>What the commission needs to decide: the cases first.</summary>
    public static readonly ReportKind Pack = new(
        "pack", new("Commission pack", "Матеріали для комісії", "Материалы для комиссии"),
        Order("summary cases replies days"));

    /// <summary>Id.</summary>
    public string Id { get; }

    /// <summary>Title.</summary>
    public Phrase Title { get; }

    /// <summary>Ids of its sections in order.</summary>
    internal ImmutableArray<string> SectionIds { get; }

    /// <summary>The order of the missions, with some sections before the others.</summary>
    private static ImmutableArray<string> Order(string first)
    {
        var early = first.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. early, .. Sections.Sections.OfDays.Select(kind => kind.Id).Except(early, StringComparer.Ordinal)];
    }
}
