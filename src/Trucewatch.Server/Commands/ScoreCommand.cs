using System.CommandLine;
using Trucewatch.Watch.Tracking.Scores;

namespace Trucewatch.Server.Commands;

/// <summary><c>score</c>: how near tracks come to the truth.</summary>
internal static class ScoreCommand
{
    public static Command Build()
    {
        var truth = new Argument<string>("TRUTH.csv")
        { Description = "time_s,id,x_m,y_m; further columns are passed over" };
        var tracks = new Argument<string>("TRACKS.csv") { Description = "What track prints; confirmed rows count" };
        var cutoff = Number("--c", ScoreSettings.Usual.CutoffM, "Cut-off in metres");
        var order = Number("--p", ScoreSettings.Usual.Order, "Power of the distances, from 1");
        var alpha = Number("--alpha", ScoreSettings.Usual.Alpha,
            "GOSPA's alpha, above 0 and at most 2; its parts need 2");
        var skip = new Option<int>("--skip") { Description = "First scans to leave out", DefaultValueFactory = _ => 8 };
        var command = new Command(
            "score",
            "Print as JSON the means over the scans of OSPA, GOSPA and its parts (each a p-th root), objects missed "
            + "and false tracks a scan, identity switches, and SIAP completeness, ambiguity and spuriousness")
        {
            truth, tracks, cutoff, order, alpha, skip,
        };
        command.SetAction(parsed =>
        {
            var settings = new ScoreSettings(parsed.GetValue(cutoff), parsed.GetValue(order), parsed.GetValue(alpha));
            if (!settings.IsUsable || parsed.GetValue(skip) < 0)
            {
                throw new UnusableException("expected --c above 0 and at most 1e6, --p 1 to 16, --alpha above 0 and at "
                    + "most 2, --skip 0 or more");
            }

            using var truthInput = new StreamReader(CommandTable.OpenInput(parsed.GetValue(truth)));
            using var trackInput = new StreamReader(CommandTable.OpenInput(parsed.GetValue(tracks)));
            using var output = CommandTable.OpenOutput();
            var error = ScoreText.Run(truthInput, trackInput, settings, parsed.GetValue(skip), output);
            return error is null ? CommandTable.Done : throw new UnusableException(error);
        });
        return command;
    }

    private static Option<double> Number(string name, double usual, string words) =>
        new(name) { Description = words, DefaultValueFactory = _ => usual };
}
