using System.CommandLine;
using System.Diagnostics;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Commands;

/// <summary><c>simulate</c>: a seeded scenario as wire-format files with its truth.</summary>
internal static class SimulateCommand
{
    public static Command Build()
    {
        var name = new Option<string>("--scenario")
        {
            Description = "One of " + string.Join(", ", Scenarios.All.Select(known => known.Id)), Required = true,
        };
        var seed = new Option<ulong>("--seed") { Description = "Seed of all randomness", DefaultValueFactory = _ => 1 };
        var hours = new Option<double?>("--hours")
        {
            Description = "Length in hours; the scenario's own when left out",
        };
        var folder = new Option<string>("--out")
        {
            Description = "Folder to write to", Required = true, HelpName = "DIR",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Also play it through the whole program into this new data folder, as fast as it goes",
            HelpName = "DIR",
        };
        var command = new Command("simulate", "Write a seeded scenario as wire-format files; same seed, same bytes")
        {
            name, seed, hours, folder, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var id = parsed.GetValue(name)!;
            var scenario = Scenarios.Find(id) ?? throw new UnusableException(
                $"--scenario: expected one of {string.Join(", ", Scenarios.All.Select(known => known.Id))}, got {id}");
            var length = parsed.GetValue(hours) is { } given ? Length(given) : scenario.DefaultLength;
            var run = new ScenarioRun(parsed.GetValue(seed), length);
            var to = parsed.GetValue(folder)!;
            var done = 0.0;
            using (new Progress(() => FormattableString.Invariant($"{done * 100:F0} % of {scenario.Id} written")))
            {
                SimulationFiles.Write(scenario, run, to, share => done = share);
            }

            CopyAgreement(scenario, to);
            if (parsed.GetValue(data) is { } played)
            {
                await PlayAsync(scenario, run, played, stop);
            }

            return CommandTable.Done;
        });
        return command;
    }

    private static async Task PlayAsync(Scenario scenario, ScenarioRun run, string folder, CancellationToken stop)
    {
        var pack = scenario.Agreement ?? throw new UnusableException(
            $"--data: expected a scenario with an agreement, {scenario.Id} has none");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new UnusableException($"--data {folder}: expected a new or empty folder");
        }

        var feeds = ScenarioPlay.Table(scenario.Feeds, scenario.Sensors(run) is not null);
        feeds.AddExercise();
        using var assembly = new RunAssembly(
            AgreementFolder.Open(AgreementFolder.FindBundled(pack)), DataFolder.Open(folder), feeds, exercise: true,
            TimeProvider.System);
        var play = new ScenarioPlay(scenario, assembly);
        var watch = Stopwatch.StartNew();
        using (new Progress(() => FormattableString.Invariant($"{play.Sent} messages played")))
        {
            await play.RunAsync(run, stop);
        }

        var (took, speed) = (watch.Elapsed.TotalSeconds, run.Length / watch.Elapsed);
        await Console.Error.WriteLineAsync(FormattableString.Invariant(
            $"{play.Sent} messages played in {took:F1} s, {speed:F0} times as fast as they came, with ")
            + FormattableString.Invariant($"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB at most"));
    }

    private static TimeSpan Length(double hours) => hours > 0 && hours <= 24 * 366
        ? TimeSpan.FromHours(hours)
        : throw new UnusableException(
            FormattableString.Invariant($"--hours: expected more than 0 and at most 8784, got {hours}"));

    private static void CopyAgreement(Scenario scenario, string folder)
    {
        if (scenario.Agreement is null)
        {
            return;
        }

        var to = Directory.CreateDirectory(Path.Combine(folder, "agreement")).FullName;
        foreach (var file in Directory.EnumerateFiles(AgreementFolder.FindBundled(scenario.Agreement)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
