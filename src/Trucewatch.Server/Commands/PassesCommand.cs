using System.CommandLine;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Server.Commands;

/// <summary><c>passes</c>: when satellites are to be seen from a site.</summary>
internal static class PassesCommand
{
    public static Command Build()
    {
        var file = OrbitFiles.Option();
        var site = new Option<string>("--site")
        {
            Description = "Latitude, longitude and perhaps height over the ellipsoid in metres",
            HelpName = "LAT,LON[,H]",
            Required = true,
        };
        var from = OrbitFiles.Time("--from", "Begin");
        var to = OrbitFiles.Time("--to", "End, at most 400 days later");
        var least = new Option<double>("--min-elevation")
        {
            Description = "Elevation in degrees from which a satellite counts as seen", DefaultValueFactory = _ => 0,
        };
        var command = new Command(
            "passes",
            "Print CSV satellite,event,time,elevation,azimuth,range_m (rise, culminate, set) in the order of time. "
            + "Elevations are without refraction, over the ellipsoid; of each satellite the elements nearest to the "
            + "middle of the time are used")
        {
            file, site, from, to, least,
        };
        command.SetAction(parsed =>
        {
            var place = Site(parsed.GetValue(site)!);
            var (start, end) = OrbitFiles.Span(
                parsed.GetValue(from)!, parsed.GetValue(to)!, SitePasses.MaxSpanUs);

            var elevation = parsed.GetValue(least);
            if (!(Math.Abs(elevation) <= 90))
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"--min-elevation: expected -90 to 90 degrees, got {elevation}"));
            }

            var middle = start + ((end - start) / 2);
            var elements = OrbitFiles.Read(parsed.GetValue(file)!, toleratesChecksums: false)
                .Nearest(middle.UnixMicroseconds).ToList();
            using var output = CommandTable.OpenOutput();
            Run(elements, new SitePasses(place, elevation), start, end, output, Console.Error);
            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>Writes the events of all satellites.</summary>
    internal static void Run(
        IReadOnlyList<OrbitalElements> elements, SitePasses site, Instant from, Instant to, TextWriter output,
        TextWriter problems)
    {
        var events = new List<(PassEvent Event, string Satellite)>();
        var names = OrbitFiles.Names(elements);
        foreach (var one in elements)
        {
            if (OrbitFiles.Prepare(one) is not { } orbit)
            {
                continue;
            }

            var satellite = names[one.CatalogueNumber];
            var passes = site.Of(orbit, from.UnixMicroseconds, to.UnixMicroseconds, out var fault);
            events.AddRange(passes.Select(pass => (pass, satellite)));
            Say(satellite, orbit, fault, to, problems);
        }

        output.WriteLine("satellite,event,time,elevation,azimuth,range_m");
        var inOrder = events.OrderBy(one => one.Event.UnixUs)
            .ThenBy(one => one.Satellite, StringComparer.Ordinal).ThenBy(one => one.Event.Kind);
        foreach (var (at, satellite) in inOrder)
        {
            var kind = at.Kind switch
            {
                PassEventKind.Rise => "rise",
                PassEventKind.Culminate => "culminate",
                _ => "set",
            };
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Cell(satellite)},{kind},{new Instant(at.UnixUs / 1000 * 1000)},{at.ElevationDeg:F4},"
                + $"{at.AzimuthDeg:F4},{at.RangeM:F1}"));
        }
    }

    internal static GroundPlace Site(string text)
    {
        var words = text.Split(',');
        var numbers = new double[3];
        var isGood = words.Length is 2 or 3;
        for (var index = 0; isGood && index < words.Length; index++)
        {
            isGood = CsvLines.TryNumber(words[index], out numbers[index]);
        }

        return isGood && GeoPoint.TryFromDegrees(numbers[0], numbers[1], out var point)
            && Math.Abs(numbers[2]) <= 100_000
            ? new GroundPlace(point, numbers[2])
            : throw new UnusableException(
                "--site: expected LAT,LON[,H] with latitude -90..90, longitude -180..180 and height in metres, got "
                + text);
    }

    private static void Say(string satellite, Orbit orbit, OrbitFault fault, Instant to, TextWriter problems)
    {
        if (fault != OrbitFault.None)
        {
            problems.WriteLine($"{satellite}: not all of the time has an answer: {OrbitFiles.Words(fault)}");
        }

        OrbitFiles.SayAge(satellite, orbit, to, problems);
    }

    // Names come from outside: a spreadsheet must not take one for a formula, nor a comma for a new cell.
    private static string Cell(string text)
    {
        var plain = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' ? "'" + text : text;
        return plain.AsSpan().ContainsAny(",\"")
            ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : plain;
    }
}
