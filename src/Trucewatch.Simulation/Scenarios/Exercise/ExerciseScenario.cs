using System.Collections.Immutable;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>
/// The bundled exercise: a day at an invented line, with everyday traffic and the happenings of <see cref="Timeline"/>.
/// </summary>
internal static class ExerciseScenario
{
    /// <summary>The scenario's line in the table.</summary>
    public static readonly Scenario Scenario = new(
        "exercise",
        "A day at the illustrative line",
        "EXERCISE. Traffic on land, at sea and in the air. A vehicle strays into the zone, a ship enters the protected "
        + "corridor, a drone crosses, shelling is heard, seen, counted, confirmed and disputed, a patrol is refused. "
        + "Over the day both sides do the same.",
        Ground.Agreement,
        Ground.Start,
        DefaultLength: TimeSpan.FromHours(24),
        DefaultSpeed: 60,
        [
            new ScenarioFeed("ais-coast", "ais", "ais-coast.nmea"),
            new ScenarioFeed("cot-air", "cot", "cot-air.xml"),
            new ScenarioFeed("cot-ground", "cot", "cot-ground.xml"),
            new ScenarioFeed("report-posts", "report", "report-posts.jsonl"),
        ],
        run => Mixing.Mix(Senders(run), run, Ground.Start),
        run => Truths.Rows(Players(run), run, Ground.Start),
        Incidents);

    /// <summary>Everybody in the exercise who moves.</summary>
    public static ImmutableArray<Player> Players(ScenarioRun run) =>
    [
        .. Senders(run).Select(sender => sender switch
        {
            AisSender ship => ship.Player,
            CotSender unit => unit.Player,
            _ => null,
        }).OfType<Player>(),
    ];

    /// <summary>Those who do what the script says, without everyday traffic.</summary>
    public static ImmutableArray<Sender> Happenings() =>
    [
        .. Timeline.All.Select(happening => happening.Sender).OfType<Sender>(),
        new ReportSender(
            [.. Timeline.All.SelectMany(happening => happening.Reports).OrderBy(report => report.SentS)], Links.Posts),
    ];

    private static ImmutableArray<Sender> Senders(ScenarioRun run) => [.. Traffic.All(run.Seed), .. Happenings()];

    private static IEnumerable<TrueIncident> Incidents(ScenarioRun run)
    {
        var end = Ground.Start + run.Length;
        return Timeline.All
            .SelectMany(happening => happening.Incidents)
            .Where(incident => incident.From < end)
            .Select(incident => incident.To <= end ? incident : incident with { To = end })
            .OrderBy(incident => incident.From)
            .ThenBy(incident => incident.Id, StringComparer.Ordinal);
    }
}
