using System.CommandLine;
using System.Data.Common;
using System.Text;

namespace Trucewatch.Server.Commands;

/// <summary>
/// All commands of the program, one line each, and how they end: 0 done, 1 a negative verdict, 2 unusable.
/// </summary>
internal static class CommandTable
{
    public const int Done = 0;
    public const int Negative = 1;
    public const int Unusable = 2;

    /// <summary>How long a command that is told to stop may take to bring to an end what it took in.</summary>
    private static readonly TimeSpan TerminationTime = TimeSpan.FromSeconds(30);

    /// <summary>The table. To add a command, add its line here.</summary>
    private static readonly (string Name, Func<Command> Build)[] all =
    [
        ("serve", ServeCommand.Build),
        ("replay", ReplayCommand.Build),
        ("simulate", SimulateCommand.Build),
        ("evaluate", EvaluateCommand.Build),
        ("exercise", ExerciseCommand.Build),
        ("swarm", SwarmCommand.Build),
        ("decode", DecodeCommand.Build),
        ("agreement", AgreementCommand.Build),
        ("locate", LocateCommand.Build),
        ("locate-blast", LocateBlastCommand.Build),
        ("track", TrackCommand.Build),
        ("score", ScoreCommand.Build),
        ("propagate", PropagateCommand.Build),
        ("passes", PassesCommand.Build),
        ("passes-zone", PassesZoneCommand.Build),
        ("plan", PlanCommand.Build),
        ("change", ChangeCommand.Build),
        ("zones", ZonesCommand.Build),
        ("geodesic", GeodesicCommand.Build),
        ("evidence", EvidenceCommand.Build),
        ("report", ReportCommand.Build),
        ("language", LanguageCommand.Build),
        ("backup", BackupCommand.Build),
        ("restore", RestoreCommand.Build),
        ("sensors", SensorsCommand.Build),
        ("witness", WitnessCommand.Build),
        ("mirror", MirrorCommand.Build),
        ("bench", BenchCommand.Build),
    ];

    /// <summary>
    /// Builds the command line: all of it, or only the command that is called, because many a command takes less time
    /// than to build all of them. <c>serve</c> is also what the program does without a command.
    /// </summary>
    public static RootCommand Build(string? called = null)
    {
        var root = new RootCommand(
            "Trucewatch watches and verifies a ceasefire: it records feeds, opens incidents under the clauses of an "
            + "agreement, and seals everything in a log that can be checked offline. Without a command it serves the "
            + "watch floor with the bundled exercise.");
        var one = Array.Find(all, known => known.Name == called).Build;
        if (one is null)
        {
            ServeCommand.AddTo(root);
        }

        foreach (var (_, build) in one is null ? all : [(called!, one)])
        {
            root.Subcommands.Add(build());
        }

        return root;
    }

    /// <summary>Runs the program; data goes to standard output, one-line diagnostics to standard error.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Build(args is [var called, ..] ? called : null).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var messages = parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal);
            var words = string.Join("; ", messages);
            await Console.Error.WriteLineAsync($"trucewatch: {words} (see --help)");
            return Unusable;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTime,
            });
        }
        catch (UnusableException problem)
        {
            await Console.Error.WriteLineAsync($"trucewatch: {problem.Message}");
            return Unusable;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("trucewatch: stopped");
            return Unusable;
        }
        catch (Exception problem) when (
            problem is IOException or UnauthorizedAccessException or InvalidDataException or DbException)
        {
            await Console.Error.WriteLineAsync($"trucewatch: {problem.Message}");
            return Unusable;
        }
    }

    /// <summary>The file named, or standard input for <c>-</c> or none.</summary>
    public static Stream OpenInput(string? file)
    {
        if (file is null or "-")
        {
            return Console.OpenStandardInput();
        }

        if (!File.Exists(file))
        {
            throw new UnusableException($"{file}: expected a file, found none");
        }

        return new FileStream(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
    }

    /// <summary>Standard output for much text: UTF-8 without a mark, large buffer, one line feed a line.</summary>
    public static StreamWriter OpenOutput() =>
        new(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
}

/// <summary>The arguments or the input cannot be used; the message is one line: what, where, expected, got.</summary>
internal sealed class UnusableException(string message) : Exception(message);
