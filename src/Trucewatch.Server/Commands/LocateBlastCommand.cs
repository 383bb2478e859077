using System.CommandLine;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Geo;
using Trucewatch.Geo.Locating;

namespace Trucewatch.Server.Commands;

/// <summary><c>locate-blast</c>: where something exploded, from the times at which stations heard it.</summary>
internal static class LocateBlastCommand
{
    private const string Header = "station,lat,lon,time,sigma_s";
    private const string HeaderWithPath = Header + ",path";

    public static Command Build()
    {
        var arrivals = new Argument<string?>("ARRIVALS.csv")
        {
            Description = "CSV station,lat,lon,time,sigma_s[,path], path air or ground; '-' or none is standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var usual = new LocatingLimits();
        var temperature = Number("--temperature", 10, "Temperature of the air, C");
        var temperatureSigma = Number("--temperature-sigma", 10, "Its standard deviation, C");
        var windEast = Number("--wind-east", 0, "Wind towards east, m/s");
        var windNorth = Number("--wind-north", 0, "Wind towards north, m/s");
        var windSigma = Number("--wind-sigma", 5, "Standard deviation of either part of the wind, m/s");
        var limit = Number("--limit", usual.SemiMajorM, "Longest semi-axis of the ellipse of 95 % of a place, m");
        var range = Number("--range", usual.RangeM, "Farthest from the middle of the stations, m; at most 100000");
        var command = new Command(
            "locate-blast",
            "Print as JSON where and when something exploded, with its error, or why no place is stated (exit 1). It "
            + "says where, and nothing of who did it")
        {
            arrivals, temperature, temperatureSigma, windEast, windNorth, windSigma, limit, range,
        };
        command.SetAction(parsed =>
        {
            var medium = new WaveMedium(
                parsed.GetValue(temperature), parsed.GetValue(temperatureSigma), parsed.GetValue(windEast),
                parsed.GetValue(windNorth), parsed.GetValue(windSigma));
            var limits = usual with { SemiMajorM = parsed.GetValue(limit), RangeM = parsed.GetValue(range) };
            if (!medium.IsUsable || !(limits.SemiMajorM > 0)
                || limits.RangeM is not (> 0 and <= ArrivalLocator.MaxRangeM))
            {
                throw new UnusableException("expected a temperature within 60 C and wind within 60 m/s, their standard "
                    + "deviations 0 to 20, --limit above 0, --range above 0 and at most 100000");
            }

            using var input = new StreamReader(CommandTable.OpenInput(parsed.GetValue(arrivals)));
            using var output = Console.OpenStandardOutput();
            return Run(input, medium, limits, output);
        });
        return command;
    }

    /// <summary>Reads arrivals and writes what is found; 0 where a place is stated, else 1.</summary>
    /// <exception cref="UnusableException">The arrivals cannot be read.</exception>
    internal static int Run(TextReader csv, WaveMedium medium, LocatingLimits limits, Stream output)
    {
        var (stations, arrivals, from) = Read(csv);
        var found = ArrivalLocator.Locate(arrivals.ToArray(), medium, limits);
        using (var json = new Utf8JsonWriter(output))
        {
            Write(json, found, stations, from);
        }

        output.WriteByte((byte)'\n');
        return found.Place is null ? CommandTable.Negative : CommandTable.Done;
    }

    /// <summary>Stations by name, their arrivals in seconds from the first line's time, and that time.</summary>
    private static (List<string> Stations, List<Arrival> Arrivals, Instant From) Read(TextReader csv)
    {
        var lines = new CsvLines(csv);
        var header = lines.Next() ? string.Join(',', lines.Fields) : "";
        if (header is not (Header or HeaderWithPath))
        {
            var got = CsvLines.Quote(header);
            throw new UnusableException(lines.Error ?? $"line 1: expected the header {Header}[,path], got '{got}'");
        }

        var columns = lines.Fields.Count;
        var (stations, arrivals) = (new List<string>(), new List<Arrival>());
        Instant? from = null;
        while (lines.Next())
        {
            var fields = lines.Fields;
            if (fields.Count != columns || arrivals.Count == ArrivalLocator.MaxArrivals)
            {
                throw At(lines, fields.Count != columns
                    ? FormattableString.Invariant($"expected {columns} fields, got {fields.Count}")
                    : FormattableString.Invariant($"expected at most {ArrivalLocator.MaxArrivals} arrivals, got more"));
            }

            if (!CsvLines.TryNumber(fields[1], out var lat) || !CsvLines.TryNumber(fields[2], out var lon)
                || !GeoPoint.TryFromDegrees(lat, lon, out var place))
            {
                throw At(lines, "expected lat -90 to 90 and lon -180 to 180 in degrees, got "
                    + $"'{CsvLines.Quote(fields[1])}' and '{CsvLines.Quote(fields[2])}'");
            }

            if (!Instant.TryParse(fields[3], out var time))
            {
                throw At(lines, $"expected an RFC 3339 time, got '{CsvLines.Quote(fields[3])}'");
            }

            if (!CsvLines.TryNumber(fields[4], out var sigma) || sigma <= 0)
            {
                throw At(lines, $"expected sigma_s above 0 in seconds, got '{CsvLines.Quote(fields[4])}'");
            }

            var path = columns == 5 || fields[5] is "air" or "" ? WavePath.Air
                : fields[5] == "ground" ? WavePath.Ground
                : throw At(lines, $"expected path air or ground, got '{CsvLines.Quote(fields[5])}'");
            from ??= time;
            stations.Add(fields[0]);
            arrivals.Add(new Arrival(place, time.SecondsSince(from.Value), sigma, path));
        }

        return lines.Error is { } error ? throw new UnusableException(error) : (stations, arrivals, from ?? default);
    }

    private static void Write(Utf8JsonWriter json, LocatedSource found, List<string> stations, Instant from)
    {
        json.WriteStartObject();
        json.WriteBoolean("stated", found.Place is not null);
        if (found.Place is { } place)
        {
            json.WriteStartObject("place");
            Degrees(json, place);
            json.WriteEndObject();
            json.WriteString("time", (from + TimeSpan.FromSeconds(found.TimeS)).ToString());
            json.WriteNumber("time_sigma_s", Math.Round(found.TimeSigmaS, 4));
        }
        else
        {
            json.WriteString("refusal", LocatingWords.Of(found.Refusal));
        }

        if (!found.ResidualsS.IsEmpty && double.IsFinite(found.ConditionNumber))
        {
            json.WriteStartObject("ellipse_95");
            json.WriteNumber("semi_major_m", Math.Round(found.Ellipse.SemiMajorM, 1));
            json.WriteNumber("semi_minor_m", Math.Round(found.Ellipse.SemiMinorM, 1));
            json.WriteNumber("azimuth_deg", Math.Round(found.Ellipse.AzimuthDeg, 1));
            json.WriteEndObject();
            json.WriteNumber("condition_number", Math.Round(found.ConditionNumber, 1));
        }

        if (!found.ResidualsS.IsEmpty)
        {
            json.WriteNumber("chi_square", Math.Round(found.ChiSquare, 3));
            json.WriteNumber("degrees_of_freedom", found.DegreesOfFreedom);
            json.WriteStartArray("stations");
            for (var i = 0; i < stations.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("station", stations[i]);
                json.WriteNumber("residual_s", Math.Round(found.ResidualsS[i], 4));
                json.WriteBoolean("left_out", found.Excluded == i);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (!found.Candidates.IsEmpty)
        {
            json.WriteStartArray("candidates");
            foreach (var one in found.Candidates)
            {
                json.WriteStartObject();
                Degrees(json, one);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteString("origin", "undetermined");
        json.WriteEndObject();
    }

    private static void Degrees(Utf8JsonWriter json, GeoPoint place)
    {
        json.WriteNumber("lat", Math.Round(place.LatitudeDeg, 6));
        json.WriteNumber("lon", Math.Round(place.LongitudeDeg, 6));
    }

    private static UnusableException At(CsvLines lines, string wrong) =>
        new(FormattableString.Invariant($"line {lines.Line}: {wrong}"));

    private static Option<double> Number(string name, double usual, string words) =>
        new(name) { Description = words, DefaultValueFactory = _ => usual };
}
