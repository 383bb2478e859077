using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using Trucewatch.Geo;
using Trucewatch.Geo.GeoJson;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Server.Commands;

/// <summary>
/// <c>zones buffer</c>: the geodesic zones along a line; <c>zones line</c> finds the line of an outline.
/// </summary>
internal static class ZonesCommand
{
    public static Command Build()
    {
        var command = new Command("zones", "Make zones");
        command.Subcommands.Add(Buffer());
        command.Subcommands.Add(ZonesLineCommand.Build());
        return command;
    }

    private static Command Buffer()
    {
        var left = new Option<double>("--left")
        {
            Description = "Metres to the left of the line, seen from its first position to its last; 0 for no zone",
            Required = true,
        };
        var right = new Option<double>("--right")
        {
            Description = "Metres to the right of the line; 0 for no zone", Required = true,
        };
        var file = new Argument<string?>("LINE.geojson")
        {
            Description = "GeoJSON with the line, of one part or several; '-' or none is standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var buffer = new Command(
            "buffer",
            "The zone of each side of a line, and their union, as GeoJSON on standard output. A point is in the left "
            + "zone where its shortest way to the line comes from the left and is no longer than --left; no point is "
            + "in both. Lengths are geodesic, zones end flat at the line's ends, and each is checked before it is "
            + "written. Example, 20 km on the left and 12 km on the right: "
            + "trucewatch zones buffer --left 20000 --right 12000 line.geojson > zones.geojson")
        {
            left, right, file,
        };
        buffer.SetAction(parsed =>
        {
            var name = parsed.GetValue(file) ?? "standard input";
            var features = Read(parsed.GetValue(file), name);
            var lines = features
                .Where(feature => feature.Kind == GeoJsonKind.Line)
                .SelectMany(feature => feature.Lines)
                .ToList();
            if (lines.Count == 0)
            {
                throw new UnusableException($"{name}: expected a line, got none");
            }

            Write(lines, parsed.GetValue(left), parsed.GetValue(right), name);
            return CommandTable.Done;
        });
        return buffer;
    }

    /// <summary>The features of a GeoJSON file, or of standard input.</summary>
    public static ImmutableArray<GeoJsonFeature> Read(string? file, string name)
    {
        using var input = CommandTable.OpenInput(file);
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        var features = GeoJsonReader.Read(bytes.ToArray(), out var problem);
        return problem is null ? features : throw new UnusableException($"{name}: {problem}");
    }

    private static void Write(
        List<ImmutableArray<GeoPoint>> lines, double leftM, double rightM, string name)
    {
        LineBufferZones zones;
        try
        {
            var started = Stopwatch.GetTimestamp();
            var positions = lines.Sum(line => line.Length);
            using var progress = new Progress(() => FormattableString.Invariant(
                $"zones of {positions} positions, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
            zones = LineBuffer.Build(lines, leftM, rightM);
        }
        catch (ArgumentException problem)
        {
            // The framework adds the name of a parameter, of which the user knows nothing.
            var words = problem.Message.Split(" (Parameter", 2)[0];
            throw new UnusableException($"{name}: {words}");
        }

        using var output = Console.OpenStandardOutput();
        using (var writer = new GeoJsonWriter(output))
        {
            foreach (var (part, zone) in new[] { ("left", zones.Left), ("right", zones.Right), ("union", zones.Union) })
            {
                if (zone is not null)
                {
                    writer.Region(
                        zone,
                        ("part", part),
                        ("area_m2", zone.AreaM2.ToString("F1", System.Globalization.CultureInfo.InvariantCulture)));
                }
            }
        }

        output.Write("\n"u8);
    }
}
