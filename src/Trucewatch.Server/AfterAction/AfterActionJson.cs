using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Incidents;
using Trucewatch.Simulation.Scenarios.Scripts;
using Trucewatch.Simulation.Scoring;

namespace Trucewatch.Server.AfterAction;

/// <summary>The report as JSON.</summary>
internal static class AfterActionJson
{
    private static readonly JsonWriterOptions indented = new() { Indented = true, NewLine = "\n" };

    public static byte[] Write(AfterActionReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("exercise"u8, true);
            json.WriteString("log"u8, report.Origin);
            json.WriteString("scenario"u8, report.Begin.Scenario);
            json.WriteNumber("seed"u8, report.Begin.Seed);
            json.WriteString("from"u8, report.From.ToString());
            json.WriteString("to"u8, report.To.ToString());
            json.WriteStartArray("injections"u8);
            foreach (var injection in report.Injections)
            {
                Write(json, injection);
            }

            json.WriteEndArray();
            json.WriteStartArray("acts"u8);
            foreach (var act in report.Acts)
            {
                Write(json, act);
            }

            json.WriteEndArray();
            json.WriteStartArray("false_incidents"u8);
            foreach (var wrong in report.False)
            {
                Write(json, wrong);
            }

            json.WriteEndArray();
            json.WritePropertyName("score"u8);
            using var score = Score(report);
            score.RootElement.WriteTo(json);
            json.WriteEndObject();
        }

        stream.Write("\n"u8);
        return stream.ToArray();
    }

    /// <summary>The score as `evaluate` gives it.</summary>
    public static JsonDocument Score(AfterActionReport report)
    {
        using var stream = new MemoryStream();
        EvaluationJson.Write(stream, report.Evaluation, report.Truth, report.Asked, []);
        stream.Position = 0;
        return JsonDocument.Parse(stream);
    }

    /// <summary>An outcome as one word.</summary>
    public static string Word(Outcome outcome) => Api.EnumWords.Of(outcome);

    private static void Write(Utf8JsonWriter json, Injection injection)
    {
        json.WriteStartObject();
        json.WriteNumber("number"u8, injection.Number);
        json.WriteString("act"u8, injection.Act);
        json.WriteString("side"u8, injection.Side);
        json.WriteString("at"u8, injection.At.ToString());
        json.WriteString("by"u8, injection.By);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ActOutcome act)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, act.Truth.Id);
        json.WriteNumber("injection"u8, act.Injection?.Number ?? 0);
        json.WriteString("class"u8, act.Truth.Class);
        json.WriteString("clause"u8, act.Truth.Clause);
        json.WriteString("zone"u8, act.Truth.Zone);
        json.WriteString("side"u8, act.Truth.Side);
        json.WriteString("from"u8, act.Truth.From.ToString());
        json.WriteString("to"u8, act.Truth.To.ToString());
        json.WriteString("outcome"u8, Word(act.Outcome));
        json.WriteString("sufficient_at"u8, act.SufficientAt?.ToString());
        json.WriteString("incident"u8, act.Found?.Id);
        json.WriteString("opened_at"u8, act.OpenedAt?.ToString());
        Seconds(json, "opened_after_s", act.ToOpened);
        Seconds(json, "opened_after_sufficient_s", act.OpenedAt - act.SufficientAt);
        json.WriteString("acknowledged_at"u8, act.AcknowledgedAt?.ToString());
        Seconds(json, "acknowledged_after_s", act.ToAcknowledged);
        json.WriteString("attribution"u8, act.Found is null ? null : act.Attribution);
        if (act.LogIndex is { } index)
        {
            json.WriteNumber("log_index"u8, index);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Incident wrong)
    {
        json.WriteStartObject();
        json.WriteString("incident"u8, wrong.Id);
        json.WriteString("class"u8, wrong.Class);
        json.WriteString("first"u8, wrong.First.ToString());
        json.WriteString("last"u8, wrong.Last.ToString());
        json.WriteEndObject();
    }

    private static void Seconds(Utf8JsonWriter json, string name, TimeSpan? span)
    {
        if (span is { } known)
        {
            json.WriteNumber(name, Math.Round(known.TotalSeconds, 1));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
