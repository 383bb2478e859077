using System.Text.Json;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Simulation.Scoring;

/// <summary>The score as JSON: in all, and for each class of incident.</summary>
public static class EvaluationJson
{
    private static readonly JsonWriterOptions indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes it.</summary>
    public static void Write(Stream output, Evaluation evaluation, TruthFiles truth, Func<string, Sufficiency> asked)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(asked);
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

        json.WriteStartObject("attribution"u8);
        json.WriteNumber("right"u8, found.Count(one => Attribution(one) == 1));
        json.WriteNumber("undetermined"u8, found.Count(one => Attribution(one) == 0));
        json.WriteNumber("wrong"u8, found.Count(one => Attribution(one) == -1));
        json.WriteEndObject();
    }

    /// <summary>1: the one party named is the one whose doing it was; 0: none is named; -1: another one is.</summary>
    private static int Attribution(Judged one) => one.Found!.Parties switch
    {
        [] => 0,
        [var party] when party == one.Truth.Side => 1,
        _ => -1,
    };

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
            .Where(one => one.Found is not null && Attribution(one) == -1).Select(one => one.Truth.Id));
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
