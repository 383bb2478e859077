using System.Text.Json;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Simulation.Scoring;

/// <summary>The score as JSON: in all, and for each class of incident.</summary>
public static class EvaluationJson
{
    private static readonly JsonWriterOptions indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="evaluation">The score.</param>
    /// <param name="truth">The truth.</param>
    /// <param name="asked">What a clause asks, by its id.</param>
    /// <param name="deaf">Scores of watches that did not hear one format.</param>
    public static void Write(
        Stream output,
        Evaluation evaluation,
        TruthFiles truth,
        Func<string, Sufficiency> asked,
        IReadOnlyList<DeafScore> deaf)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(deaf);
        using (var json = new Utf8JsonWriter(output, indented))
        {
            json.WriteStartObject();
            Counts(json, [.. evaluation.Judged], evaluation.False.Length);
            json.WriteStartObject("classes"u8);
            foreach (var group in evaluation.Judged.GroupBy(one => one.Truth.Class, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(group.Key);
                Counts(json, [.. group], evaluation.False.Count(wrong => wrong.Class == group.Key));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            Calibration(json, evaluation);
            WithoutFeed(json, truth, asked);
            WithoutFormat(json, evaluation, deaf);
            Names(json, evaluation);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Counts(Utf8JsonWriter json, Judged[] judged, int wrong)
    {
        var found = judged.Where(one => one.Found is not null).ToArray();
        var findable = judged.Where(one => one.SufficientAt is not null).ToArray();
        json.WriteNumber("true"u8, judged.Length);
        json.WriteNumber("findable"u8, findable.Length);
        json.WriteNumber("found"u8, found.Length);
        json.WriteNumber("false"u8, wrong);
        Share(json, "precision", found.Length, found.Length + wrong);
        Share(json, "recall", found.Length, judged.Length);
        Share(json, "recall_findable", findable.Count(one => one.Found is not null), findable.Length);
        var delays = findable.Where(one => one.FoundAt is not null)
            .Select(one => (one.FoundAt!.Value - one.SufficientAt!.Value).TotalSeconds).Order().ToArray();
        if (delays.Length > 0)
        {
            json.WriteNumber("delay_median_s"u8, delays[delays.Length / 2]);
            json.WriteNumber("delay_p90_s"u8, delays[delays.Length * 9 / 10]);
        }

        Answers(json, "attribution", "undetermined", found.Select(one => one.Attribution));
        Answers(json, "register", "none", found.Select(one => one.Register));
    }

    private static void Answers(Utf8JsonWriter json, string name, string nothing, IEnumerable<Answer> answers)
    {
        var counted = answers.CountBy(answer => answer).ToDictionary();
        json.WriteStartObject(name);
        json.WriteNumber("right"u8, counted.GetValueOrDefault(Answer.Right));
        json.WriteNumber(nothing, counted.GetValueOrDefault(Answer.None));
        json.WriteNumber("wrong"u8, counted.GetValueOrDefault(Answer.Wrong));
        json.WriteEndObject();
    }

    private static void Share(Utf8JsonWriter json, string name, int part, int all)
    {
        if (all > 0)
        {
            json.WriteNumber(name, Math.Round((double)part / all, 4));
        }
    }

    private static void Calibration(Utf8JsonWriter json, Evaluation evaluation)
    {
        json.WriteStartObject("calibration"u8);
        json.WriteNumber("error"u8, Math.Round(evaluation.CalibrationError, 4));
        json.WriteStartArray("bins"u8);
        foreach (var bin in evaluation.Calibration)
        {
            json.WriteStartObject();
            json.WriteNumber("from"u8, bin.From);
            json.WriteNumber("count"u8, bin.Count);
            json.WriteNumber("stated"u8, Math.Round(bin.Stated, 4));
            json.WriteNumber("true"u8, Math.Round(bin.True, 4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What each feed is worth: how many incidents nobody could find without it.</summary>
    private static void WithoutFeed(Utf8JsonWriter json, TruthFiles truth, Func<string, Sufficiency> asked)
    {
        json.WriteStartObject("lost_without"u8);
        var feeds = truth.Sightings.Values.SelectMany(rows => rows).Select(row => row.Feed)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            json.WriteNumber(feed, truth.Incidents.Count(incident => IsLost(truth, incident, feed, asked)));
        }

        json.WriteEndObject();
    }

    /// <summary>What a watch that did not hear a format loses: the record was run again without it.</summary>
    private static void WithoutFormat(Utf8JsonWriter json, Evaluation whole, IReadOnlyList<DeafScore> deaf)
    {
        if (deaf.Count == 0)
        {
            return;
        }

        json.WriteStartObject("without"u8);
        foreach (var score in deaf)
        {
            json.WriteStartObject(score.Format);
            json.WriteNumber("found"u8, score.Evaluation.Found);
            json.WriteNumber("false"u8, score.Evaluation.False.Length);
            Share(json, "recall", score.Evaluation.Found, score.Evaluation.Judged.Length);
            List(json, "lost", score.Lost(whole).Select(one => one.Id));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static bool IsLost(
        TruthFiles truth, TrueIncident incident, string feed, Func<string, Sufficiency> asked)
    {
        var rows = truth.Sightings.GetValueOrDefault(incident.Id, []);
        var needs = asked(incident.Clause);
        return needs.At(rows) is not null && needs.At(rows.Where(row => row.Feed != feed)) is null;
    }

    private static void Names(Utf8JsonWriter json, Evaluation evaluation)
    {
        List(json, "missed", evaluation.Judged
            .Where(one => one.SufficientAt is not null && one.Found is null).Select(one => one.Truth.Id));
        List(json, "false_incidents", evaluation.False.Select(wrong => wrong.Id));
        List(json, "wrong_attributions", evaluation.Judged
            .Where(one => one.Attribution == Answer.Wrong).Select(one => one.Truth.Id));
        List(json, "wrong_by_register", evaluation.Judged
            .Where(one => one.Register == Answer.Wrong).Select(one => one.Truth.Id));
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }
}
