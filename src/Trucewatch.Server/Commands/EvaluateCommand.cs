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
        var without = new Option<string?>("--without")
        {
            Description = "Also run the record again without the feeds of this format, or of each in turn, and say "
                + "what is lost",
            HelpName = "FORMAT|each",
        };
        var pictures = new Option<string?>("--pictures")
        {
            Description = "Also write pictures of the score (SVG) into this folder", HelpName = "DIR",
        };
        var command = new Command(
            "evaluate",
            "Compare incidents with the truth of a simulated run: precision, recall (of all, and of those that could "
            + "be found), delay after the observation that suffices, attribution, calibration, worth of each feed")
        {
            truth, data, without, pictures,
        };
        command.SetAction(parsed =>
        {
            Evaluate(
                parsed.GetValue(truth)!, parsed.GetValue(data)!, parsed.GetValue(without), parsed.GetValue(pictures));
            return CommandTable.Done;
        });
        return command;
    }

    private static void Evaluate(string folder, string data, string? without, string? pictures)
    {
        var picture = Path.Combine(data, "picture.db");
        if (!File.Exists(picture))
        {
            throw new UnusableException($"--data {data}: expected a data folder with picture.db, got none");
        }

        try
        {
            var truth = TruthFiles.Read(folder);
            var agreement = AgreementFolder.Open(Path.Combine(folder, "agreement"));
            var asked = Asked(agreement);
            using var store = SqlitePictureStore.Open(picture);
            var facts = store.ReadFacts(0, int.MaxValue).Select(stored => FactJson.Read(stored.Payload)).ToList();
            using var output = Console.OpenStandardOutput();
            var whole = Evaluation.Of(truth, facts, asked);
            var deaf = Deaf(without, store).Select(format => new DeafScore(format, Evaluation.Of(
                truth, HeardAgain.Facts(agreement, DataFolder.Open(data), store, format), asked))).ToList();
            EvaluationJson.Write(output, whole, truth, asked, deaf);
            if (pictures is not null)
            {
                ScorePictures.Write(pictures, whole, deaf);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or FileNotFoundException)
        {
            throw new UnusableException($"--truth {folder}: {problem.Message}");
        }
    }

    private static string[] Deaf(string? without, SqlitePictureStore store)
    {
        var formats = HeardAgain.Formats(store);
        return without is null ? []
            : without == "each" ? formats
            : formats.Contains(without, StringComparer.Ordinal) ? [without]
            : throw new UnusableException(
                $"--without: expected 'each' or one of {string.Join(", ", formats)}, got {without}");
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
            Number(clauses.GetValueOrDefault(id), "dwell_s", Number(clauses.GetValueOrDefault(id), "after_s", 0)));
    }

    private static double Number(PackNode.Mapping? settings, string name, double otherwise) =>
        settings?.Find(name) is PackNode.Scalar { Text: var text }
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;
}
