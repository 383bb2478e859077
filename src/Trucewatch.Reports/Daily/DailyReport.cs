using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Daily;

/// <summary>Makes the daily report of a record in a language.</summary>
public static class DailyReport
{
    /// <summary>Writes all sections, and lays the changes of people over.</summary>
    /// <exception cref="FormatException">A change is of another text than the report's.</exception>
    public static ReportDocument Make(DailyRecord record, Tongue tongue)
    {
        ArgumentNullException.ThrowIfNull(record);
        var sources = new SourceList(id => Describe(record, tongue, id));
        var sections = Sections.Sections.All.Select(kind =>
        {
            var writer = new SectionWriter(kind.Id, record, tongue, sources);
            kind.Write(writer);
            return writer.End(kind.Title);
        }).ToImmutableArray();
        return new ReportDocument(
            tongue,
            $"{record.Agreement.Title.In(tongue)}. {DailyWords.Title.In(tongue)}",
            FormattableString.Invariant($"{record.Window.Day.DayOfYear}/{record.Window.Day.Year}"),
            [
                .. record.IsExercise ? [DailyWords.Exercise.In(tongue)] : Array.Empty<string>(),
                .. record.Agreement.Illustrative ? [DailyWords.Illustrative.In(tongue)] : Array.Empty<string>(),
            ],
            Basis(record, tongue),
            Edited(sections, record.Edits),
            sources.All);
    }

    private static ImmutableArray<string> Basis(DailyRecord record, Tongue tongue)
    {
        var (window, audience) = (record.Window, record.Audience);
        var ends = DailyWindow.Ends.ToString("HH:mm", CultureInfo.InvariantCulture);
        var reader = audience.PlaceStepDeg == 0
            ? DailyWords.ReaderWhole.With(tongue, audience.Id)
            : DailyWords.Reader.With(
                tongue, audience.Id, Nouns.Counted(tongue, (long)audience.Delay.TotalMinutes, "minute"),
                tongue.Number(audience.PlaceStepDeg, 2) + "\u00b0");
        return
        [
            DailyWords.Basis.With(
                tongue, ends, window.Day.ToString("d.MM.yyyy", CultureInfo.InvariantCulture), window.Zone.Id,
                window.Offset),
            reader,
        ];
    }

    private static Source Describe(DailyRecord record, Tongue tongue, string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? (id, "") : (id[..colon], id[(colon + 1)..]);
        var incident = kind == "fact"
            ? record.Incidents.Concat(record.Before).Concat(record.Revised)
                .FirstOrDefault(one => one.Fact.ToString(CultureInfo.InvariantCulture) == rest)
            : null;
        return new Source(
            id,
            kind switch
            {
                "fact" when incident is not null => FormattableString.Invariant(
                    $"{DailyWords.Columns.Id.In(tongue)} {incident.Incident.Id}.{incident.Incident.Revision}"),
                "agreement" => $"{record.Agreement.Name} {record.Agreement.Version} {record.Agreement.Hash}",
                _ => id,
            },
            incident?.LogIndex);
    }

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
        : edit.Was == sentence.Text ? sentence with { Text = edit.Is, Edit = edit }
        : throw new FormatException(
            $"sentence {sentence.Id}: expected a change of '{sentence.Text}', got one of '{edit.Was}'");
}
