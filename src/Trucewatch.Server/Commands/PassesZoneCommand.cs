using System.Collections.Immutable;
using System.CommandLine;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Geo.GeoJson;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Server.Commands;

/// <summary><c>passes-zone</c>: when which satellite can look at which part of a zone.</summary>
internal static class PassesZoneCommand
{
    public static Command Build()
    {
        var file = OrbitFiles.Option();
        var zone = new Option<string>("--zone")
        {
            Description = "GeoJSON with the zone's polygons, within 20 degrees of its middle", Required = true,
        };
        var from = OrbitFiles.Time("--from", "Begin");
        var to = OrbitFiles.Time("--to", "End, at most 60 days later");
        var offNadir = new Option<string>("--off-nadir")
        {
            Description = "How far aside the instrument looks, degrees from the vertical, left of the way below 0: "
                + "for example =-10.3,10.3",
            HelpName = "A,B",
            Required = true,
        };
        var command = new Command(
            "passes-zone",
            "Print GeoJSON, a feature for each pass whose swath meets the zone: the part of the zone in the swath, "
            + "start and end, angles from the vertical, the Sun over the ground, the share of the time in which the "
            + "satellite has the Sun, the age of the elements and the error that is to be expected of them. That a "
            + "satellite can look does not say that it does")
        {
            file, zone, from, to, offNadir,
        };
        command.SetAction(parsed =>
        {
            var swath = Read(parsed.GetValue(offNadir)!);
            var (start, end) = OrbitFiles.Span(
                parsed.GetValue(from)!, parsed.GetValue(to)!, SwathPlanner.MaxSpanUs);
            var planner = Planner(parsed.GetValue(zone)!, start, end);
            var middle = start + ((end - start) / 2);
            var elements = OrbitFiles.Read(parsed.GetValue(file)!, toleratesChecksums: false)
                .Nearest(middle.UnixMicroseconds).ToList();
            using var output = Console.OpenStandardOutput();
            Run(elements, planner, swath, end, output, Console.Error);
            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>Writes the looks of all satellites in the order of time.</summary>
    internal static void Run(
        IReadOnlyList<OrbitalElements> elements, SwathPlanner planner, Swath swath, Instant end, Stream output,
        TextWriter problems)
    {
        var names = OrbitFiles.Names(elements);
        var looks = new List<SwathLook>();
        foreach (var one in elements)
        {
            if (OrbitFiles.Prepare(one) is not { } orbit)
            {
                continue;
            }

            var fault = planner.Plan(orbit, one.CatalogueNumber, swath, looks);
            if (fault != OrbitFault.None)
            {
                var words = orbit.IsDeepSpace || fault == OrbitFault.TooFar
                    ? "too high, or the time more than ten years from the epoch" : OrbitFiles.Words(fault);
                problems.WriteLine($"{names[one.CatalogueNumber]}: not planned for all of the time: {words}");
            }
            else
            {
                OrbitFiles.SayAge(names[one.CatalogueNumber], orbit, end, problems);
            }
        }

        using (var writer = new GeoJsonWriter(output))
        {
            foreach (var look in looks.OrderBy(look => look.StartUs).ThenBy(look => look.Orbit))
            {
                Write(writer, in look, names[look.Orbit]);
            }
        }

        output.Write("\n"u8);
    }

    private static void Write(GeoJsonWriter writer, in SwathLook look, string satellite) => writer.Polygons(
        look.Footprint,
        ("satellite", satellite),
        ("catalogue_number", look.Orbit),
        ("start", new Instant(look.StartUs / 1000 * 1000).ToString()),
        ("end", new Instant(look.EndUs / 1000 * 1000).ToString()),
        ("off_nadir_near_deg", Math.Round(look.NearOffNadirDeg, 3)),
        ("off_nadir_far_deg", Math.Round(look.FarOffNadirDeg, 3)),
        ("sun_least_deg", Math.Round(look.LeastSunDeg, 2)),
        ("sun_most_deg", Math.Round(look.MostSunDeg, 2)),
        ("day_and_night", look.IsDayAndNight ? "yes" : "no"),
        ("sunlit_share", Math.Round(look.SunlitShare, 3)),
        ("element_age_days", Math.Round(look.Age.AgeDays, 3)),
        ("along_track_error_m", Math.Round(look.Age.AlongTrackErrorM)),
        ("time_error_s", Math.Round(look.Age.TimeErrorS, 2)));

    private static Swath Read(string text)
    {
        var words = text.Split(',');
        if (words.Length != 2 || !CsvLines.TryNumber(words[0], out var left)
            || !CsvLines.TryNumber(words[1], out var right)
            || !(left >= -Swath.MaxOffNadirDeg && left < right && right <= Swath.MaxOffNadirDeg))
        {
            throw new UnusableException($"--off-nadir: expected A,B with -75 <= A < B <= 75 degrees, got {text}");
        }

        return new Swath(left, right);
    }

    private static SwathPlanner Planner(string file, Instant from, Instant to)
    {
        ImmutableArray<GeoPolygon> polygons = [.. ZonesCommand.Read(file, file)
            .Where(feature => feature.Kind == GeoJsonKind.Polygon).SelectMany(feature => feature.Polygons)];
        var zone = Region.FromPolygons(polygons, out var problem)
            ?? throw new UnusableException($"{file}: {problem}");
        try
        {
            return new SwathPlanner(zone, from.UnixMicroseconds, to.UnixMicroseconds);
        }
        catch (ArgumentException wide)
        {
            throw new UnusableException($"{file}: {wide.Message}");
        }
    }
}
