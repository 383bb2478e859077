using System.CommandLine;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Commands;

/// <summary><c>locate</c>: in which zones points lie, how surely and how far from the edge.</summary>
internal static class LocateCommand
{
    public static Command Build()
    {
        var agreement = new Option<string>("--agreement") { Description = "Folder of the pack", Required = true };
        var at = new Option<string?>("--at") { Description = "Time at which the agreement is to be read" };
        var points = new Argument<string?>("POINTS.csv")
        {
            Description = "CSV id,lat,lon[,sigma_m]; '-' or none is standard input", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("locate", "Print id,zone,p_inside,signed_distance_m for each point and zone")
        {
            agreement, at, points,
        };
        command.SetAction(parsed =>
        {
            var time = parsed.GetValue(at);
            Instant? instant = null;
            if (time is not null)
            {
                instant = Instant.TryParse(time, out var read)
                    ? read
                    : throw new UnusableException($"--at: expected an RFC 3339 time, got {time}");
            }

            var pack = AgreementFolder.Open(parsed.GetValue(agreement)!);
            using var input = new StreamReader(CommandTable.OpenInput(parsed.GetValue(points)));
            using var output = CommandTable.OpenOutput();
            var error = LocateText.Run(pack, instant, input, output);
            return error is null ? CommandTable.Done : throw new UnusableException(error);
        });
        return command;
    }
}
