using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>Where and when a script is played.</summary>
/// <param name="Agreement">Name of the bundled pack.</param>
/// <param name="Start">The first moment.</param>
/// <param name="Feeds">The feeds.</param>
internal sealed record Stage(string Agreement, Instant Start, ImmutableArray<ScenarioFeed> Feeds)
{
    /// <summary>That of the bundled exercise.</summary>
    public static readonly Stage Exercise = new(Ground.Agreement, Ground.Start, Ground.Feeds);
}

/// <summary>Makes a scenario out of what happens in it.</summary>
internal static class ScriptedScenario
{
    /// <summary>Makes it.</summary>
    /// <param name="id">Id in commands.</param>
    /// <param name="title">A few words.</param>
    /// <param name="words">What happens in it.</param>
    /// <param name="stage">Where and when.</param>
    /// <param name="length">How long it is played unless told.</param>
    /// <param name="speed">Scenario seconds in one real second unless told.</param>
    /// <param name="traffic">Everyday traffic under a seed.</param>
    /// <param name="acted">What happens in a run.</param>
    /// <param name="script">The script, where it is one.</param>
    /// <param name="under">What a trainer put in that changes what others send.</param>
    public static Scenario Of(
        string id,
        string title,
        string words,
        Stage stage,
        TimeSpan length,
        double speed,
        Func<ulong, IEnumerable<Sender>> traffic,
        Func<ScenarioRun, ImmutableArray<Happening>> acted,
        Script? script = null,
        ImmutableArray<Injection> under = default)
    {
        ImmutableArray<Injection> changes =
            under.IsDefault ? [] : [.. under.Where(injection => injection.Changes)];
        var isOpen = stage == Stage.Exercise || script is not null;
        // Happenings count from the exercise's first moment.
        var later = stage.Start - Ground.Start;
        return new Scenario(
            id,
            title,
            words,
            stage.Agreement,
            stage.Start,
            length,
            speed,
            stage.Feeds,
            run => Mixing.Mix(All(run), run, stage.Start),
            run => Truths.Rows(
                [.. All(run).SelectMany(sender => sender.Players)], run, stage.Start),
            run => Incidents(Happenings(run), run).Select(pair => pair.Incident with
            {
                From = pair.Incident.From + later, To = pair.Incident.To + later,
            }),
            run => Incidents(Happenings(run), run)
                .SelectMany(pair => pair.Happening.Sightings(pair.Incident, run))
                .Select(seen => seen with { At = seen.At + later, ReceivedAt = seen.ReceivedAt + later }),
            !isOpen ? null : injections => Of(
                id, title, words, stage, length, speed, _ => [],
                run => [.. injections.Select(injection => injection.Happening(run, script))], script, changes))
        {
            Under = !isOpen ? null : injections => Of(
                id, title, words, stage, length, speed, traffic, acted, script, injections),
            Takes = act => isOpen && CanBeHeard(act, stage, script),
            Causes = run => Happenings(run).SelectMany(happening => happening.Causes)
                .Where(cause => cause.At < Ground.Start + run.Length)
                .OrderBy(cause => cause.At).ThenBy(cause => cause.Id, StringComparer.Ordinal)
                .Select(cause => cause with { At = cause.At + later, Until = cause.Until + later }),
        };

        ImmutableArray<Happening> Happenings(ScenarioRun run) => Covered(acted(run), Made(run));

        ImmutableArray<Happening> Made(ScenarioRun run) =>
            [.. changes.Select(injection => injection.Happening(run, script))];

        ImmutableArray<Sender> All(ScenarioRun run)
        {
            var scripted = Happenings(run);
            ImmutableArray<Disturbance> disturbances =
                [.. scripted.Concat(Made(run)).SelectMany(happening => happening.Disturbances)];
            ImmutableArray<Sender> all = [.. traffic(run.Seed), .. Senders(scripted)];
            return disturbances.IsEmpty ? all : [.. all.Select(sender => sender with { Disturbances = disturbances })];
        }
    }

    /// <summary>What happens under the clouds that a trainer put in as well.</summary>
    private static ImmutableArray<Happening> Covered(
        ImmutableArray<Happening> happenings, ImmutableArray<Happening> made)
    {
        ImmutableArray<Weather> clouds = [.. made.OfType<Cloud>().Select(cloud => cloud.Cover)];
        return clouds.IsEmpty
            ? happenings
            : [.. happenings.Select(happening => happening with { Weather = [.. happening.Weather, .. clouds] })];
    }

    /// <summary>True where the feeds of a stage bring what an act sends, and it has a target where it needs one.
    /// </summary>
    private static bool CanBeHeard(string act, Stage stage, Script? script)
    {
        var isKnown = Injection.Acts.Contains(act, StringComparer.Ordinal)
            && (act != "strike" || script?.Acts.Any(line => line.Act == act) == true);
        return isKnown && new Injection(act, Side.West.Id, stage.Start, "control", 1)
            .Happening(new ScenarioRun(1, TimeSpan.FromHours(1)), script)
            .Senders.All(sender => sender.Link.Feed < stage.Feeds.Length);
    }

    /// <summary>Those who do what the script says, without everyday traffic.</summary>
    public static ImmutableArray<Sender> Senders(ImmutableArray<Happening> happenings) =>
    [
        .. happenings.SelectMany(happening => happening.Senders),
        new ReportSender(
            [.. happenings.SelectMany(happening => happening.Came).OrderBy(report => report.SentS)], Links.Posts),
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
