using System.CommandLine;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Server.Commands;

/// <summary><c>geodesic inverse</c>, <c>direct</c> and <c>area</c>.</summary>
internal static class GeodesicCommand
{
    public static Command Build()
    {
        var command = new Command("geodesic", "Geodesic problems on WGS 84, line by line");
        command.Subcommands.Add(Verb("inverse", "Lines lat1 lon1 lat2 lon2 -> azi1 azi2 s12 in degrees and metres"));
        command.Subcommands.Add(Verb("direct", "Lines lat1 lon1 azi1 s12 -> lat2 lon2 azi2"));
        command.Subcommands.Add(Verb(
            "area", "Ring vertices lat lon, a blank line between rings -> vertices perimeter area"));
        return command;
    }

    private static Command Verb(string verb, string words)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The file; '-' or none is standard input", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(verb, words) { file };
        command.SetAction(parsed =>
        {
            using var input = new StreamReader(CommandTable.OpenInput(parsed.GetValue(file)));
            using var output = CommandTable.OpenOutput();
            return GeodesicText.Run(verb, input, output, out var error)
                ? CommandTable.Done
                : throw new UnusableException(error!);
        });
        return command;
    }
}
