using System.CommandLine;
using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Facts;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scoring;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary><c>evaluate</c>: what a watch found, against what was true.</summary>
internal static class EvaluateCommand
{
    public static Command Build()
    {
        var truth = new Option<string>("--truth")
        {
            Description = "Folder that `simulate --out` wrote", Required = true, HelpName = "DIR",
        };
        var data = new Option<string>("--data")
        {
            Description = "Data folder of the watch that heard it, for example of `simulate --data`",
            Required = true,
            HelpName = "DIR",
        };
        var command = new Command(
            "evaluate",
            "Compare incidents with the truth of a simulated run: precision, recall (of all, and of those that could "
            + "be found), delay after the observation that suffices, attribution, calibration, worth of each feed")
        {
            truth, data,
        };
        command.SetAction(parsed =>
        {
            Evaluate(parsed.GetValue(truth)!, parsed.GetValue(data)!);
            return CommandTable.Done;
        });
        return command;
    }

    private static void Evaluate(string folder, string data)
    {
        var picture = Path.Combine(data, "picture.db");
        if (!File.Exists(picture))
        {
            throw new UnusableException($"--data {data}: expected a data folder with picture.db, got none");
        }

        try
        {
            var truth = TruthFiles.Read(folder);
            var asked = Asked(AgreementFolder.Open(Path.Combine(folder, "agreement")));
            using var store = SqlitePictureStore.Open(picture);
            var facts = store.ReadFacts(0, int.MaxValue).Select(stored => FactJson.Read(stored.Payload)).ToList();
            using var output = Console.OpenStandardOutput();
            EvaluationJson.Write(output, Evaluation.Of(truth, facts, asked), truth, asked);
        }
        catch (Exception problem) when (problem is InvalidDataException or FileNotFoundException)
        {
            throw new UnusableException($"--truth {folder}: {problem.Message}");
        }
    }

    /// <summary>What each clause asks by its first reading; one position where it asks nothing.</summary>
    public static Func<string, Sufficiency> Asked(Agreement agreement)
    {
        var clauses = agreement.Clauses.ToDictionary(
            clause => clause.Id,
            clause => clause.Readings[0].Settings as PackNode.Mapping,
            StringComparer.Ordinal);
        return id => new Sufficiency(
            (int)Number(clauses.GetValueOrDefault(id), "min_fixes", 1),
            Number(clauses.GetValueOrDefault(id), "dwell_s", 0));
    }

    private static double Number(PackNode.Mapping? settings, string name, double otherwise) =>
        settings?.Find(name) is PackNode.Scalar { Text: var text }
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
