using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Incidents;

/// <summary>
/// Who stands behind what an incident rests on, each counted once. A report that passes another one on is no further
/// origin: it says whose it is, or is the same report under the same id, or has the same long text, text and time,
/// attachment, or named object at one place and time. Its origin is whoever was heard first with it, or whom it refers
/// to. Several reports of one reporter are of one origin too.
/// </summary>
internal sealed class Origins(int most)
{
    /// <summary>Letters and digits from which on an equal text is a copy whatever its time.</summary>
    public const int CopiedLetters = 160;

    /// <summary>Letters and digits from which on an equal text of the same time is a copy; shorter ones are words that
    /// anybody may find.</summary>
    public const int SameTimeLetters = 32;

    // Marks that are kept for each origin on average; beyond them a copy may count.
    private const int MarksOfOne = 8;

    private readonly Dictionary<string, Statement> byMark = new(StringComparer.Ordinal);
    private readonly Dictionary<Author, int> authors = [];
    private readonly List<string> marks = [];

    /// <summary>Number of independent origins.</summary>
    public int Count => authors.Count;

    private readonly record struct Author(string Name, bool IsReference);

    /// <summary>Something that was said once, however often it was passed on.</summary>
    private sealed class Statement(Author author, Instant at)
    {
        public Author Author { get; set; } = author;

        public Instant At { get; } = at;

        public Statement? PartOf { get; set; }

        public Statement Whole => PartOf?.Whole ?? this;
    }

    /// <summary>Takes a detection in; who stands behind it, and when they said that it was.</summary>
    /// <param name="actor">The object or the reporter.</param>
    /// <param name="at">Time of the event.</param>
    /// <param name="place">Where, or null.</param>
    /// <param name="report">The report that it is of; null for what was tracked.</param>
    public (string Name, Instant At) Take(string actor, Instant at, Place? place, WrittenReport? report)
    {
        marks.Clear();
        if (report is null)
        {
            marks.Add("object " + actor);
        }
        else
        {
            AddMarks(report, at, place);
        }

        var known = Referred(report);
        foreach (var mark in marks)
        {
            if (byMark.TryGetValue(mark, out var found))
            {
                known = known is null || known == found.Whole ? found.Whole : Join(known, found.Whole);
            }
        }

        if (known is null)
        {
            if (authors.Count == most)
            {
                return (actor, at);
            }

            var isPassedOn = IsPassedOn(report);
            known = new Statement(new Author(isPassedOn ? report!.Origin! : actor, isPassedOn), at);
            Tell(known.Author, 1);
        }
        else if (known.Author.IsReference && !IsPassedOn(report))
        {
            // What was referred to is heard itself.
            Tell(known.Author, -1);
            known.Author = new Author(actor, false);
            Tell(known.Author, 1);
        }

        if (report is not null)
        {
            marks.Add(Own(report.ReportId));
            if (IsPassedOn(report))
            {
                marks.Add(Passed(report.Origin!));
            }
        }

        foreach (var mark in marks)
        {
            if (byMark.Count < MarksOfOne * most)
            {
                byMark.TryAdd(mark, known);
            }
        }

        // One reporter may use the same words of several events; who passes them on tells of the first.
        return (known.Author.Name, known.Author.Name == actor ? at : known.At);
    }

    private static bool IsPassedOn(WrittenReport? report) =>
        report is { Origin: { } origin } && origin != report.ReportId;

    private static string Own(string id) => "own " + id;

    private static string Passed(string id) => "passed on " + id;

    /// <summary>
    /// What a report refers to, or, where it was referred to before it was heard, itself. One with an id that others
    /// use too is not what was heard already.
    /// </summary>
    private Statement? Referred(WrittenReport? report)
    {
        if (report is null)
        {
            return null;
        }

        var known = IsPassedOn(report)
            ? byMark.GetValueOrDefault(Own(report.Origin!)) ?? byMark.GetValueOrDefault(Passed(report.Origin!))
            : null;
        var awaited = byMark.GetValueOrDefault(Passed(report.ReportId))?.Whole;
        return known?.Whole ?? (awaited is { Author.IsReference: true } ? awaited : null);
    }

    private void AddMarks(WrittenReport report, Instant at, Place? place)
    {
        // An id is its client's own: two clients may both begin at 1, but not with one event at one time.
        marks.Add($"id {report.ReportId} {report.Class} {at}");
        foreach (var attachment in report.Attachments)
        {
            marks.Add("attachment " + attachment);
        }

        if (Letters(report.Text) is { Length: >= SameTimeLetters } text)
        {
            marks.Add(text.Length >= CopiedLetters ? "text " + text : $"text {at} {report.Class} {text}");
        }

        if (report.Subject?.Identity is { } identity && place is not null)
        {
            marks.Add(FormattableString.Invariant(
                $"place {identity} {at} {place.Latitude:R} {place.Longitude:R} {report.Class}"));
        }
    }

    /// <summary>Letters and digits alone, in lower case: what re-typing and re-wrapping leave as it is.</summary>
    private static string Letters(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsLetterOrDigit(letter))
            {
                letters.Append(char.ToLowerInvariant(letter));
            }
        }

        return letters.ToString();
    }

    /// <summary>Two that turn out to be one: the older author stays, unless it is a reference.</summary>
    private Statement Join(Statement older, Statement newer)
    {
        if (older.Author.IsReference && !newer.Author.IsReference)
        {
            (older, newer) = (newer, older);
        }

        Tell(newer.Author, -1);
        newer.PartOf = older;
        return older;
    }

    private void Tell(Author author, int change)
    {
        var count = authors.GetValueOrDefault(author) + change;
        if (count == 0)
        {
            authors.Remove(author);
        }
        else
        {
            authors[author] = count;
        }
    }
}
