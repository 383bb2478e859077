using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Documents;

/// <summary>Makes the report of a record in a language.</summary>
public static class ReportMaker
{
    /// <summary>Writes all sections, and lays the changes of people over.</summary>
    /// <exception cref="FormatException">A change is of another text than the report's.</exception>
    public static ReportDocument Make(ReportRecord record, Tongue tongue) => Make(record, tongue, ReportKind.Daily);

    /// <inheritdoc cref="Make(ReportRecord, Tongue)"/>
    public static ReportDocument Make(ReportRecord record, Tongue tongue, ReportKind reported)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(reported);
        var sources = new SourceList(id => Describe(record, tongue, id));
        var sections = reported.SectionIds.Select(id =>
        {
            var kind = Sections.Sections.Of(id);
            var writer = new SectionWriter(kind.Id, record, tongue, sources);
            kind.Write(writer);
            return writer.End(kind.Title);
        }).ToImmutableArray();
        return new ReportDocument(
            tongue,
            $"{record.Agreement.Title.In(tongue)}. {reported.Title.In(tongue)}",
            Number(record),
            [
                .. record.Window.IsDraft ? [ReportWords.Draft.In(tongue)] : Array.Empty<string>(),
                .. record.IsExercise ? [ReportWords.Exercise.In(tongue)] : Array.Empty<string>(),
                .. record.Agreement.Illustrative ? [ReportWords.Illustrative.In(tongue)] : Array.Empty<string>(),
            ],
            Basis(record, tongue),
            Edited(sections, record.Edits),
            sources.All,
            record.IsExercise);
    }

    private static string Number(ReportRecord record) => record.Spot is { } spot
        ? spot
        : FormattableString.Invariant($"{record.Window.Day.DayOfYear}/{record.Window.Day.Year}");

    private static ImmutableArray<string> Basis(ReportRecord record, Tongue tongue)
    {
        var (window, audience) = (record.Window, record.Audience);
        var reader = audience.PlaceStepDeg == 0
            ? ReportWords.ReaderWhole.With(tongue, ReaderOf(record, tongue))
            : ReportWords.Reader.With(
                tongue, ReaderOf(record, tongue), Nouns.Counted(tongue, (long)audience.Delay.TotalMinutes, "minute"),
                tongue.Number(audience.PlaceStepDeg, 2) + "\u00b0");
        var (first, last) = (window.Offset(window.From), window.Offset(window.Until));
        return
        [
            ReportWords.Basis.With(
                tongue, window.EndsAt, window.Day.ToString("d.MM.yyyy", CultureInfo.InvariantCulture), window.Zone.Id,
                first == last ? last : ReportWords.Then.With(tongue, first, last)),
            ReportWords.Covers.With(tongue, window.Dated(window.From), window.Dated(window.Until)),
            reader,
        ];
    }

    private static string ReaderOf(ReportRecord record, Tongue tongue) => record.Audience.Id switch
    {
        "mission" => ReportWords.ToMission.In(tongue),
        "public" => ReportWords.ToPublic.In(tongue),
        var id => record.Agreement.Parties.FirstOrDefault(party => party.Id == id)?.Name.In(tongue) ?? id,
    };

    private static Source Describe(ReportRecord record, Tongue tongue, string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? (id, "") : (id[..colon], id[(colon + 1)..]);
        var incident = kind is "fact" or "incident"
            ? record.Incidents.Concat(record.Before).Concat(record.Revised).FirstOrDefault(one => one.Record == id)
            : null;
        return new Source(
            id,
            kind switch
            {
                "fact" or "incident" when incident is not null => FormattableString.Invariant(
                    $"{ReportWords.Columns.Id.In(tongue)} {incident.Incident.Id}.{incident.Incident.Revision}"),
                "agreement" => $"{record.Agreement.Name} {record.Agreement.Version} {record.Agreement.Hash}",
                "act" => $"{ReportWords.Columns.Case.In(tongue)} {rest}",
                _ => id,
            },
            kind == "act" ? ActOf(record, id)?.LogIndex : incident?.LogIndex);
    }

    private static ActRecord? ActOf(ReportRecord record, string id) => record.Cases
        .SelectMany(one => one.Statements.Select(statement => statement.Record).Concat(one.Corrections)
            .Append(one.Newest))
        .Where(act => act.Id == id).Select(act => (ActRecord?)act).FirstOrDefault();

    private static ImmutableArray<Section> Edited(ImmutableArray<Section> sections, ImmutableArray<SentenceEdit> edits)
    {
        if (edits.IsEmpty)
        {
            return sections;
        }

        var left = new Dictionary<string, SentenceEdit>(StringComparer.Ordinal);
        foreach (var edit in edits)
        {
            if (!left.TryAdd(edit.Sentence, edit))
            {
                throw new FormatException($"sentence {edit.Sentence}: expected one change, got two");
            }
        }

        ImmutableArray<Section> changed = [.. sections.Select(section => section with
        {
            Blocks = [.. section.Blocks.Select(block => block is Paragraph paragraph
                ? new Paragraph([.. paragraph.Sentences.Select(sentence => Edited(sentence, left))])
                : block)],
        })];
        return left.Count == 0
            ? changed
            : throw new FormatException(
                $"sentence {left.Keys.Order(StringComparer.Ordinal).First()}: expected one of the report's, got none");
    }

    private static Sentence Edited(Sentence sentence, Dictionary<string, SentenceEdit> left) =>
        !left.Remove(sentence.Id, out var edit) ? sentence
        : !NumbersKept.Between(edit.Was, edit.Is) ? throw new FormatException(
            $"sentence {sentence.Id}: expected the numbers {string.Join("; ", NumbersKept.Of(edit.Was))}, "
            + $"got {string.Join("; ", NumbersKept.Of(edit.Is))}")
        : edit.Was == sentence.Text ? sentence with { Text = edit.Is, Edit = edit }
        : throw new FormatException(
            $"sentence {sentence.Id}: expected a change of '{sentence.Text}', got one of '{edit.Was}'");
}
