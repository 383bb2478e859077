using System.Collections.Immutable;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>Makes a scenario on the illustrative ground out of what happens in it.</summary>
internal static class ScriptedScenario
{
    /// <summary>Makes it.</summary>
    /// <param name="id">Id in commands.</param>
    /// <param name="title">A few words.</param>
    /// <param name="words">What happens in it.</param>
    /// <param name="length">How long it is played unless told.</param>
    /// <param name="speed">Scenario seconds in one real second unless told.</param>
    /// <param name="traffic">Everyday traffic under a seed.</param>
    /// <param name="happenings">What happens in a run.</param>
    public static Scenario Of(
        string id,
        string title,
        string words,
        TimeSpan length,
        double speed,
        Func<ulong, IEnumerable<Sender>> traffic,
        Func<ScenarioRun, ImmutableArray<Happening>> happenings) => new(
        id,
        title,
        words,
        Ground.Agreement,
        Ground.Start,
        length,
        speed,
        Ground.Feeds,
        run => Mixing.Mix([.. traffic(run.Seed), .. Senders(happenings(run))], run, Ground.Start),
        run => Truths.Rows(
            [.. traffic(run.Seed).Concat(Senders(happenings(run))).SelectMany(sender => sender.Players)], run,
            Ground.Start),
        run => Incidents(happenings(run), run).Select(pair => pair.Incident),
        run => Incidents(happenings(run), run).SelectMany(pair => pair.Happening.Sightings(pair.Incident, run)),
        injections => Of(
            id, title, words, length, speed, _ => [],
            run => [.. injections.Select(injection => injection.Happening(run))]));

    /// <summary>Those who do what the script says, without everyday traffic.</summary>
    public static ImmutableArray<Sender> Senders(ImmutableArray<Happening> happenings) =>
    [
        .. happenings.SelectMany(happening => happening.Senders),
        new ReportSender(
            [.. happenings.SelectMany(happening => happening.Reports).OrderBy(report => report.SentS)], Links.Posts),
    ];

    private static IEnumerable<(Happening Happening, TrueIncident Incident)> Incidents(
        ImmutableArray<Happening> happenings, ScenarioRun run)
    {
        var end = Ground.Start + run.Length;
        return happenings
            .SelectMany(happening => happening.Incidents.Select(incident => (Happening: happening, Incident: incident)))
            .Where(pair => pair.Incident.From < end)
            .Select(pair => pair.Incident.To <= end
                ? pair
                : pair with { Incident = pair.Incident with { To = end } })
            .OrderBy(pair => pair.Incident.From)
            .ThenBy(pair => pair.Incident.Id, StringComparer.Ordinal);
    }
}
