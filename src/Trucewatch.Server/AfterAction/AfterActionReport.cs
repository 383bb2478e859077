using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Scenarios.Scripts;
using Trucewatch.Simulation.Scoring;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.AfterAction;

/// <summary>What became of something that the exercise made happen.</summary>
internal enum Outcome
{
    /// <summary>An incident of the watch answers to it.</summary>
    Found,

    /// <summary>Enough of it came through, and the watch has no incident of it.</summary>
    Missed,

    /// <summary>Something of it came through, but never enough to find it by.</summary>
    NotFindable,

    /// <summary>Nothing of it came through: nobody was watching there and then.</summary>
    NotWatched,
}

/// <summary>Something that truly happened, and how the watch did.</summary>
/// <param name="Truth">What happened.</param>
/// <param name="Injection">The injection that made it happen, or null: the script did.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="SufficientAt">When enough of it had come through, or null.</param>
/// <param name="Found">The incident, newest revision, or null.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="AcknowledgedAt">When the watch acknowledged it, or null: it did not.</param>
/// <param name="LogIndex">Entry of the log that holds the opening, or null.</param>
internal sealed record ActOutcome(
    TrueIncident Truth, Injection? Injection, Outcome Outcome, Instant? SufficientAt, Incident? Found,
    Instant? OpenedAt, Instant? AcknowledgedAt, long? LogIndex)
{
    /// <summary>From its begin to the opening of its incident.</summary>
    public TimeSpan? ToOpened => OpenedAt - Truth.From;

    /// <summary>From the opening to the acknowledgement.</summary>
    public TimeSpan? ToAcknowledged => AcknowledgedAt - OpenedAt;

    /// <summary>Whose doing the watch says it is, against whose it was.</summary>
    public string Attribution => Found is null ? "" : Found.Parties switch
    {
        [] => "undetermined",
        [var party] when party == Truth.Side => "right",
        _ => "wrong",
    };
}

/// <summary>
/// What an exercise made happen, what its watch found of it and when, and what it did not find and why. It is made from
/// the record alone: the scenario and its seed, the injections and the acknowledgements all stand there.
/// </summary>
/// <param name="Origin">Name of the log, which bears the mark.</param>
/// <param name="Begin">The scenario and its seed.</param>
/// <param name="Title">The scenario's title.</param>
/// <param name="From">The exercise's first moment.</param>
/// <param name="To">How far the record goes.</param>
/// <param name="Injections">What was put in, in order.</param>
/// <param name="Acts">What happened until then, in order of begin.</param>
/// <param name="False">Incidents that answer to nothing that happened.</param>
/// <param name="Evaluation">The scores.</param>
/// <param name="Truth">What the scores are measured against.</param>
/// <param name="Asked">What each clause asks.</param>
internal sealed record AfterActionReport(
    string Origin,
    ExerciseBegin Begin,
    string Title,
    Instant From,
    Instant To,
    ImmutableArray<Injection> Injections,
    ImmutableArray<ActOutcome> Acts,
    ImmutableArray<Incident> False,
    Evaluation Evaluation,
    TruthFiles Truth,
    Func<string, Sufficiency> Asked)
{
    /// <summary>Makes the report of a data folder; the exercise may still be running.</summary>
    /// <exception cref="UnusableException">The folder holds no exercise that begins with its scenario.</exception>
    public static AfterActionReport Of(string data)
    {
        var folder = DataFolder.Find(data);
        if (folder.Origin is not { } origin || !ExerciseMark.IsIn(origin) || !File.Exists(folder.Picture))
        {
            throw new UnusableException($"--data {data}: expected the data folder of an exercise");
        }

        using var store = SqlitePictureStore.Open(folder.Picture);
        var stored = store.ReadFacts(0, int.MaxValue);
        var facts = stored.Select(fact => FactJson.Read(fact.Payload)).ToList();
        var words = facts.OfType<ExerciseFact>().Select(fact => (fact.KnownAt, Word: ExerciseWord.Read(
            System.Text.Encoding.UTF8.GetBytes(fact.Word))!)).ToList();
        var begin = words.Select(one => one.Word.Begins).OfType<ExerciseBegin>().FirstOrDefault();
        if (begin is null || Scenarios.Find(begin.Scenario) is not { Agreement: { } pack } scenario)
        {
            throw new UnusableException(
                $"--data {data}: expected a record that begins with its scenario, as `serve --exercise` and "
                + $"`simulate --data` make it, got {begin?.Scenario ?? "none"}");
        }

        var to = new RecordedBatches(folder, store).LastReceivedAt() ?? scenario.Start;
        var injections = words.Select(one => one.Word.Injects).OfType<Injection>().ToImmutableArray();
        var run = new ScenarioRun(begin.Seed, to - scenario.Start);
        var truth = TruthOf(scenario, injections, run, to);
        var asked = EvaluateCommand.Asked(AgreementFolder.Open(AgreementFolder.FindBundled(pack)));
        var evaluation = Evaluation.Of(truth, facts, asked);
        var acknowledged = words.Where(one => one.Word.Acknowledges is not null)
            .GroupBy(one => one.Word.Acknowledges!.Incident, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().KnownAt, StringComparer.Ordinal);
        return new AfterActionReport(
            origin, begin, scenario.Title, scenario.Start, to, injections,
            [.. evaluation.Judged.Select(one => Act(one, truth, injections, acknowledged, store))],
            evaluation.False, evaluation, truth, asked);
    }

    /// <summary>How many acts ended so.</summary>
    public int Count(Outcome outcome) => Acts.Count(act => act.Outcome == outcome);

    /// <summary>What became of something, by what of it came through.</summary>
    internal static Outcome OutcomeOf(Judged judged, TruthFiles truth) =>
        judged.Found is not null ? Outcome.Found
        : judged.SufficientAt is not null ? Outcome.Missed
        : truth.Sightings.ContainsKey(judged.Truth.Id) ? Outcome.NotFindable
        : Outcome.NotWatched;

    private static TruthFiles TruthOf(
        Scenario scenario, ImmutableArray<Injection> injections, ScenarioRun run, Instant to)
    {
        Scenario[] played = injections.IsEmpty ? [scenario]
            : [scenario.Under!(injections), scenario.Injected!(injections).Under!(injections)];
        var incidents = played.SelectMany(one => one.Incidents(run))
            .Where(incident => incident.From <= to)
            .OrderBy(incident => incident.From)
            .ThenBy(incident => incident.Id, StringComparer.Ordinal);
        var sightings = played.SelectMany(one => one.Sightings(run))
            .Where(sighting => sighting.ReceivedAt <= to && sighting.ReceivedAt >= BeginOf(sighting, injections))
            .GroupBy(sighting => sighting.Incident, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        return new TruthFiles([.. incidents], sightings);
    }

    /// <summary>Nothing of an injection was sent before it began.</summary>
    private static Instant BeginOf(Sighting sighting, ImmutableArray<Injection> injections) =>
        injections.FirstOrDefault(injection => injection.Makes(sighting.Incident))?.At ?? Instant.Beginning;

    private static ActOutcome Act(
        Judged judged,
        TruthFiles truth,
        ImmutableArray<Injection> injections,
        Dictionary<string, Instant> acknowledged,
        SqlitePictureStore store)
    {
        var opening = judged.Found is null ? null : store.ReadIncidentRevisions(judged.Found.Id)[0];
        return new ActOutcome(
            judged.Truth,
            injections.FirstOrDefault(injection => injection.Makes(judged.Truth.Id)),
            OutcomeOf(judged, truth),
            judged.SufficientAt,
            judged.Found,
            judged.FoundAt,
            judged.Found is not null && acknowledged.TryGetValue(judged.Found.Id, out var at) ? at : null,
            opening?.LogIndex);
    }
}
