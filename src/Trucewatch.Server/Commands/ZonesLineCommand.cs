using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Trucewatch.Geo;
using Trucewatch.Geo.GeoJson;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Server.Commands;

/// <summary><c>zones line</c>: the line of contact of an outline that also follows coasts and outer borders.</summary>
internal static class ZonesLineCommand
{
    public static Command Build()
    {
        var rule = new OutlineRule();
        var outline = new Option<string>("--outline")
        {
            Description = "GeoJSON with the polygons of one side; '-' is standard input", Required = true,
        };
        var exclude = new Option<string[]>("--exclude")
        {
            Description = "GeoJSON files of lines or polygons, such as the coast and outer borders, that are no line "
                + "of contact",
            Required = true,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var tolerance = Metres(
            "--tolerance", rule.ToleranceM, "Metres from an excluded line within which the outline is left out");
        var join = Metres("--join", rule.JoinM, "Longest gap along the outline, in metres, that is kept all the same");
        var least = Metres("--least", rule.LeastM, "Metres below which a part is left out");
        var command = new Command(
            "line",
            "The line of contact as GeoJSON: the outline's boundary without the stretches near excluded lines, one "
            + "feature for each connected part, the longest first, with the outline's inside on the left")
        {
            outline, exclude, tolerance, join, least,
        };
        command.SetAction(parsed =>
        {
            rule = new OutlineRule
            {
                ToleranceM = parsed.GetValue(tolerance),
                JoinM = parsed.GetValue(join),
                LeastM = parsed.GetValue(least),
            };
            var file = parsed.GetValue(outline)!;
            var polygons = Polygons(file);
            var lines = parsed.GetValue(exclude)!.SelectMany(Lines).ToArray();
            var cut = OutlineLine.Cut(polygons, lines, rule, out var problem)
                ?? throw new UnusableException($"{file}: {problem}");
            Write(cut);
            Say(cut, rule);
            return CommandTable.Done;
        });
        return command;
    }

    private static Option<double> Metres(string name, double usual, string description) => new(name)
    {
        Description = description, DefaultValueFactory = _ => usual,
    };

    private static IEnumerable<GeoPolygon> Polygons(string file)
    {
        foreach (var feature in ZonesCommand.Read(file, file))
        {
            if (feature.Kind != GeoJsonKind.Polygon)
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"{file}: line {feature.Line}: expected polygons, got a {Shape(feature)}"));
            }

            foreach (var polygon in feature.Polygons)
            {
                yield return polygon;
            }
        }
    }

    private static IEnumerable<ImmutableArray<GeoPoint>> Lines(string file)
    {
        foreach (var feature in ZonesCommand.Read(file, file))
        {
            if (feature.Kind == GeoJsonKind.Point)
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"{file}: line {feature.Line}: expected lines or polygons, got a {Shape(feature)}"));
            }

            foreach (var line in feature.Lines)
            {
                yield return line;
            }

            foreach (var ring in feature.Polygons.SelectMany(polygon => polygon.Holes.Prepend(polygon.Outer)))
            {
                yield return ring.Add(ring[0]);
            }
        }
    }

    private static string Shape(GeoJsonFeature feature) => feature.Kind == GeoJsonKind.Point ? "point" : "line";

    private static void Write(OutlineCut cut)
    {
        using var output = Console.OpenStandardOutput();
        using (var writer = new GeoJsonWriter(output))
        {
            for (var i = 0; i < cut.Parts.Length; i++)
            {
                var part = cut.Parts[i];
                writer.Line(
                    part.Points,
                    ("part", i + 1),
                    ("length_m", Math.Round(part.LengthM, 1)),
                    ("points", part.Points.Length),
                    ("ends_m", Math.Round(Geodesic.Inverse(part.Points[0], part.Points[^1]).DistanceM, 1)));
            }
        }

        output.Write("\n"u8);
    }

    private static void Say(OutlineCut cut, OutlineRule rule) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"zones line: {cut.Parts.Length} parts, {cut.Parts.Sum(part => part.LengthM):F0} m; left out "
        + $"{cut.DroppedCount} shorter than {rule.LeastM} m, {cut.DroppedM:F0} m together; kept "
        + $"{cut.JoinedCount} gaps of at most {rule.JoinM} m, {cut.JoinedM:F0} m together"));
}
