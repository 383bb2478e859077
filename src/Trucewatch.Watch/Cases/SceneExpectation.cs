using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Cases;

/// <summary>
/// What a scene should come to: <c>CLAUSE[/READING] DETERMINATION [EXCEPTION]</c> with commas between, or <c>none</c>;
/// then <c>incidents N</c> and <c>count LEAST..MOST</c> where they matter. A clause without a reading means all its
/// readings. What is not named must come to nothing, or to compliant.
/// </summary>
internal sealed class SceneExpectation
{
    private const string Nothing = "none";

    private readonly Dictionary<(string Clause, string Reading), (string Word, string? Exception)> wanted = [];
    private int? incidents;
    private (int Least, int Most)? count;

    private SceneExpectation()
    {
    }

    /// <summary>Reads the right side of a case; null with a reason where it is not one.</summary>
    public static (SceneExpectation? Expectation, string Wrong) Read(Agreement agreement, string text)
    {
        var expectation = new SceneExpectation();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [Nothing])
            {
                continue;
            }

            if (words is ["incidents", var number]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var incidents))
            {
                expectation.incidents = incidents;
            }
            else if (words is ["count", var range] && CaseWords.TryRange(range, out var least, out var most))
            {
                expectation.count = (least, most);
            }
            else if (words.Length is not (2 or 3) || !expectation.Add(agreement, words))
            {
                return (null, $"expected 'CLAUSE[/READING] breach, undetermined, permitted, compliant or none', "
                    + $"'incidents N' or 'count LEAST..MOST', got '{part}'");
            }
        }

        return (expectation, "");
    }

    /// <summary>Null where it came so, else the first difference in words.</summary>
    public string? Compare(Agreement agreement, SceneOutcome outcome, IReadOnlyList<Observation> given)
    {
        foreach (var clause in agreement.Clauses)
        {
            foreach (var reading in clause.Readings)
            {
                var (word, exception) = wanted.GetValueOrDefault((clause.Id, reading.Id), (Nothing, null));
                var detection = outcome.Strongest(clause.Id, reading.Id);
                var isNamed = wanted.ContainsKey((clause.Id, reading.Id));
                if (!Holds(word, exception, isNamed, detection))
                {
                    var expected = exception is null ? word : $"{word} by {exception}";
                    return $"under {clause.Id} '{clause.Title.En}', read as '{reading.Id}' ({reading.Name.En}): "
                        + $"expected {expected}, got {Words(detection)}"
                        + CaseReasons.Of(agreement, reading, detection, given);
                }
            }
        }

        if (incidents is { } number && outcome.Incidents.Count != number)
        {
            var names = string.Join(", ", outcome.Incidents.Select(one => $"{one.Id} under {one.Clause}"));
            return FormattableString.Invariant(
                $"expected {number} incidents, got {outcome.Incidents.Count}: {names}");
        }

        return count is { } range ? CompareCount(range, outcome) : null;
    }

    private bool Add(Agreement agreement, string[] words)
    {
        var slash = words[0].IndexOf('/', StringComparison.Ordinal);
        var id = slash < 0 ? words[0] : words[0][..slash];
        var only = slash < 0 ? null : words[0][(slash + 1)..];
        var isWord = words[1] is "breach" or "undetermined" or "permitted" or "compliant" or Nothing;
        var clause = agreement.Clauses.FirstOrDefault(known => known.Id == id);
        if (!isWord || clause is null || (only is not null && clause.Readings.All(reading => reading.Id != only)))
        {
            return false;
        }

        foreach (var reading in clause.Readings)
        {
            if (only is null || only == reading.Id)
            {
                wanted[(id, reading.Id)] = (words[1], words.Length == 3 ? words[2] : null);
            }
        }

        return true;
    }

    private static bool Holds(string word, string? exception, bool isNamed, Detection? detection)
    {
        var got = detection is null ? Nothing : Word(detection.Determination);
        return (got == word || (!isNamed && got == "compliant"))
            && (exception is null || detection?.Exception == exception);
    }

    private static string? CompareCount((int Least, int Most) range, SceneOutcome outcome)
    {
        foreach (var incident in outcome.Incidents)
        {
            if ((incident.CountMin, incident.CountMax) != (range.Least, range.Most))
            {
                return FormattableString.Invariant(
                    $"expected at least {range.Least} and at most {range.Most}, got in {incident.Id} at least ")
                    + FormattableString.Invariant($"{incident.CountMin} and at most {incident.CountMax}");
            }
        }

        return outcome.Incidents.Count > 0 ? null : "expected an incident with a count, got none";
    }

    private static string Word(Determination determination) => determination.ToString().ToLowerInvariant();

    private static string Words(Detection? detection) => detection is null
        ? Nothing
        : Word(detection.Determination) + (detection.Exception is { } exception ? $" by {exception}" : "");
}
