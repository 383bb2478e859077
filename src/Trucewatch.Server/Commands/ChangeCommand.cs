using System.CommandLine;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Geo.GeoJson;
using Trucewatch.Geo.Rasters;
using Trucewatch.Watch.Changes;

namespace Trucewatch.Server.Commands;

/// <summary><c>change</c>: what changed between two pictures of the same ground.</summary>
internal static class ChangeCommand
{
    private const string Words =
        "Find works and build-up between two pictures of the same ground (GeoTIFF, one band, radar or light) "
        + "and print them as GeoJSON polygons. The rate of false alarms is yours to state, and is kept: --rate "
        + "says how many polygons noise alone may make in a million pixels that did not change, and the "
        + "threshold follows from the pair's own noise. Each polygon says how sure it is (confidence: the "
        + "chance that noise makes none as strong anywhere in the pair) and which harmless causes it may have "
        + "(reasons); none is left out for one. What was tested, the shift that was taken back and how many "
        + "false polygons are to be expected are told on standard error, and in --ground FILE. Pixels without a"
        + " value in one of the pictures are not tested, and nothing is said of them. Example: trucewatch "
        + "change --before-time 2026-05-04T04:12:00Z --after-time 2026-05-16T04:12:00Z --rate 0.5 --land-cover "
        + "cover.tif before.tif after.tif > changes.geojson";

    public static Command Build()
    {
        var usual = new ChangeSettings();
        var before = new Argument<string>("BEFORE.tif") { Description = "The earlier picture" };
        var after = new Argument<string>("AFTER.tif") { Description = "The later picture, with the same pixels" };
        Option<T> Of<T>(string name, string words, T value) => new(name)
        {
            Description = words, DefaultValueFactory = _ => value,
        };
        var rate = Of("--rate", "False polygons in a million unchanged pixels, 0.05 to 100", usual.FalsePerMegapixel);
        var side = Of("--window", "Edge in pixels of the square that is averaged over; odd", usual.Side);
        var least = Of("--least-pixels", "Smallest polygon in pixels", usual.LeastPixels);
        var shift = Of("--max-shift", "Greatest shift in pixels that is taken back", usual.MostShift);
        var decibels = new Option<bool>("--decibels") { Description = "The values are decibels" };
        var cover = new Option<string?>("--land-cover")
        {
            Description = "GeoTIFF with classes of the ground, numbered as in ESA WorldCover", HelpName = "FILE",
        };
        var beforeTime = new Option<string?>("--before-time") { Description = "When the earlier one was taken, UTC" };
        var afterTime = new Option<string?>("--after-time")
        {
            Description = "When the later one was taken, UTC; without it the file's own words count where it has some",
        };
        var ground = new Option<string?>("--ground")
        {
            Description = "Write the compared ground, with the rate, threshold and shift, to this GeoJSON file",
            HelpName = "FILE",
        };
        var command = new Command("change", Words)
        {
            before, after, rate, side, least, shift, decibels, cover, beforeTime, afterTime, ground,
        };
        command.SetAction(parsed =>
        {
            var settings = new ChangeSettings
            {
                FalsePerMegapixel = parsed.GetValue(rate),
                Side = parsed.GetValue(side),
                LeastPixels = parsed.GetValue(least),
                MostShift = parsed.GetValue(shift),
                IsDecibels = parsed.GetValue(decibels),
            };
            var (earlier, later) = (Read(parsed.GetValue(before)!), Read(parsed.GetValue(after)!));
            var land = parsed.GetValue(cover) is { } file ? Read(file) : null;
            var times = (
                Time("--before-time", parsed.GetValue(beforeTime)) ?? Told(earlier),
                Time("--after-time", parsed.GetValue(afterTime)) ?? Told(later));
            if (times is { Item1: { } first, Item2: { } second } && first >= second)
            {
                throw new UnusableException($"expected the earlier picture first, got {first} and {second}");
            }

            var report = new ChangeDetector(settings).Find(earlier, later, out var problem)
                ?? throw new UnusableException(problem!);
            using (var output = Console.OpenStandardOutput())
            {
                Write(output, report, new ChangeScreen(land, MonthOf(times.Item2)), times);
            }

            Say(Console.Error, report);
            if (parsed.GetValue(ground) is { } to)
            {
                using var stream = File.Create(to);
                WriteGround(stream, report, settings);
            }

            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>Writes what was found.</summary>
    internal static void Write(
        Stream output, ChangeReport report, ChangeScreen screen, (Instant? Before, Instant? After) times)
    {
        using (var writer = new GeoJsonWriter(output))
        {
            var number = 0;
            foreach (var change in report.Changes)
            {
                number++;
                var decibels = Math.Round(change.MeanLogRatio * 4.342944819032518, 2);
                var brighter = change.IsRise ? "brighter" : "darker";
                var areaM2 = Math.Round(report.AreaM2(change));
                var reasons = screen.Words(screen.Of(report, change));
                if (report.Outline(change) is not { } outline)
                {
                    continue;
                }

                writer.Polygons(
                    [outline],
                    ("id", times.After is { } at
                        ? FormattableString.Invariant($"change-{at}-{number}")
                        : FormattableString.Invariant($"change-{number}")),
                    ("time", times.After?.ToString()),
                    ("before", times.Before?.ToString()),
                    ("class", "works"),
                    ("text", FormattableString.Invariant($"{areaM2} m2 became {brighter} by {Math.Abs(decibels)} dB")
                        + FormattableString.Invariant($", confidence {change.Confidence:F3}")
                        + (reasons is null ? "" : "; may be: " + reasons)),
                    ("change", brighter),
                    ("area_m2", areaM2),
                    ("decibels", decibels),
                    ("peak_sigma", Math.Round(change.Peak, 2)),
                    ("expected_false", Rounded(change.ExpectedFalse)),
                    ("confidence", Math.Round(change.Confidence, 4)),
                    ("reasons", reasons));
            }
        }

        output.Write("\n"u8);
    }

    /// <summary>The picture in which nothing is stated on what was not tested.</summary>
    private static void WriteGround(Stream output, ChangeReport report, ChangeSettings settings)
    {
        using (var writer = new GeoJsonWriter(output))
        {
            if (report.Ground() is { } ground)
            {
                writer.Polygons(
                    [ground],
                    ("tested_pixels", report.TestedPixels),
                    ("pixels", (double)report.Width * report.Height),
                    ("false_per_megapixel", settings.FalsePerMegapixel),
                    ("expected_false", Rounded(report.ExpectedFalse)),
                    ("found", report.Changes.Length),
                    ("threshold_sigma", Math.Round(report.Threshold, 3)),
                    ("shift_east_pixels", Math.Round(report.ShiftEast, 2)),
                    ("shift_south_pixels", Math.Round(report.ShiftSouth, 2)),
                    ("shift", report.IsShiftMeasured ? "measured" : "as the files say"));
            }
        }

        output.Write("\n"u8);
    }

    private static void Say(TextWriter problems, ChangeReport report) => problems.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{report.TestedPixels} pixels tested of {(long)report.Width * report.Height}; {report.Changes.Length} "
        + $"polygons, {report.ExpectedFalse:G3} of them expected to be false; shift {report.ShiftEast:F2} east, "
        + $"{report.ShiftSouth:F2} south ({(report.IsShiftMeasured ? "measured" : "as the files say")})"));

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static Raster Read(string file)
    {
        using var input = CommandTable.OpenInput(file);
        using var bytes = new MemoryStream();
        if (input.CanSeek && input.Length > GeoTiffReader.MaxBytes)
        {
            throw new UnusableException(FormattableString.Invariant(
                $"{file}: expected at most {GeoTiffReader.MaxBytes} bytes, got {input.Length}"));
        }

        input.CopyTo(bytes);
        return GeoTiffReader.Read(bytes.ToArray(), out var problem)
            ?? throw new UnusableException($"{file}: {problem}");
    }

    private static Instant? Time(string option, string? text) => text is null ? null : OrbitFiles.Read(option, text);

    /// <summary>TIFF's own form of a time; it names no zone, and UTC is the custom of pictures from space.</summary>
    private static Instant? Told(Raster raster) => DateTimeOffset.TryParseExact(
        raster.TakenAt, "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? Instant.FromUnixSeconds(at.ToUnixTimeSeconds())
        : null;

    private static int? MonthOf(Instant? at) => at is { } known
        ? DateTimeOffset.FromUnixTimeMilliseconds(known.UnixMicroseconds / 1_000).Month
        : null;
}
