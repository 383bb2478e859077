using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>One line of a file of plots.</summary>
/// <param name="At">Its time.</param>
/// <param name="Time">The same as it was written.</param>
/// <param name="Sensor">Name of the sensor.</param>
/// <param name="Plot">The plot in the plane of the file.</param>
internal readonly record struct PlotRow(Instant At, string Time, string Sensor, Plot Plot);

    /// <summary>
/// A CSV of plots: <c>time_s,sensor,x_m,y_m,sigma_m</c> or <c>time,sensor,lat,lon,sigma_m</c>, either with
/// <c>,speed_mps,course_deg</c> of objects that report themselves. Times are seconds or RFC 3339. Degrees are turned
/// into a plane around the median of all points, true within about 100 km of it.
/// </summary>
internal sealed class PlotRows
{
    /// <summary>Most lines of one file.</summary>
    public const int MaxRows = 20_000_000;

    public const string Forms =
        "time_s,sensor,x_m,y_m,sigma_m or time,sensor,lat,lon,sigma_m, either with ,speed_mps,course_deg";

    private const double MaxSeconds = 1e11;

    private readonly List<PlotRow> rows = [];
    private readonly List<GeoPoint> points = [];
    private readonly int maxRows;
    private bool isGeographic;
    private bool hasVelocity;

    private PlotRows(int maxRows) => this.maxRows = maxRows;

    /// <summary>All lines by time, then sensor; null with the fault of the first bad one.</summary>
    public static List<PlotRow>? Read(TextReader csv, out string? error, int maxRows = MaxRows)
    {
        var reading = new PlotRows(maxRows);
        error = reading.ReadAll(new CsvLines(csv));
        if (error is not null)
        {
            return null;
        }

        reading.Flatten();
        reading.rows.Sort(static (a, b) =>
        {
            var order = a.At.CompareTo(b.At);
            order = order != 0 ? order : string.CompareOrdinal(a.Sensor, b.Sensor);
            return order != 0 ? order : string.CompareOrdinal(a.Time, b.Time);
        });
        return reading.rows;
    }

    /// <summary>A time in seconds, or as RFC 3339 says it.</summary>
    internal static bool TryTime(string text, out Instant at)
    {
        if (CsvLines.TryNumber(text, out var seconds) && Math.Abs(seconds) <= MaxSeconds)
        {
            at = new Instant((long)Math.Round(seconds * 1e6));
            return true;
        }

        return Instant.TryParse(text, out at);
    }

    private string? ReadAll(CsvLines lines)
    {
        if (!lines.Next())
        {
            return lines.Error ?? $"line 1: expected the header {Forms}, got nothing";
        }

        var header = string.Join(',', lines.Fields);
        hasVelocity = header.EndsWith(",speed_mps,course_deg", StringComparison.Ordinal);
        var start = hasVelocity ? header[..^",speed_mps,course_deg".Length] : header;
        isGeographic = start is "time,sensor,lat,lon,sigma_m" or "time_s,sensor,lat,lon,sigma_m";
        if (!isGeographic && start is not ("time_s,sensor,x_m,y_m,sigma_m" or "time,sensor,x_m,y_m,sigma_m"))
        {
            return $"line 1: expected the header {Forms}, got '{CsvLines.Quote(header)}'";
        }

        while (lines.Next())
        {
            var wrong = rows.Count == maxRows
                ? FormattableString.Invariant($"expected at most {maxRows} rows, got more")
                : Take(lines.Fields);
            if (wrong is not null)
            {
                return string.Create(CultureInfo.InvariantCulture, $"line {lines.Line}: {wrong}");
            }
        }

        return lines.Error;
    }

    private string? Take(List<string> fields)
    {
        var columns = hasVelocity ? 7 : 5;
        if (fields.Count != columns)
        {
            return FormattableString.Invariant($"expected {columns} fields, got {fields.Count}");
        }

        if (!TryTime(fields[0], out var at))
        {
            return $"expected a time in seconds or RFC 3339, got '{CsvLines.Quote(fields[0])}'";
        }

        if (!CsvLines.TryNumber(fields[2], out var a) || !CsvLines.TryNumber(fields[3], out var b)
            || !CsvLines.TryNumber(fields[4], out var sigmaM) || !TryVelocity(fields, out var speed, out var course))
        {
            return $"expected finite numbers after the sensor, got '{CsvLines.Quote(string.Join(',', fields))}'";
        }

        if (isGeographic)
        {
            if (!GeoPoint.TryFromDegrees(latitudeDeg: a, longitudeDeg: b, out var point))
            {
                return "expected lat -90 to 90 and lon -180 to 180 in degrees, got "
                    + $"'{CsvLines.Quote(fields[2])}' and '{CsvLines.Quote(fields[3])}'";
            }

            points.Add(point);
            (a, b) = (0, 0);
        }

        var plot = double.IsNaN(speed)
            ? new Plot { EastM = a, NorthM = b, Error = Covariance2.Circular(sigmaM) }
            : Plot.Reported(a, b, sigmaM, speed, course);
        if (!(sigmaM > 0) || !plot.IsUsable)
        {
            return "expected metres within 1e8, sigma_m 0.01 to 1e6 and speeds within 1e5, got "
                + $"'{CsvLines.Quote(string.Join(',', fields))}'";
        }

        rows.Add(new PlotRow(at, fields[0], fields[1], plot));
        return null;
    }

    /// <summary>Speed and course, or NaN where the line leaves either empty.</summary>
    private bool TryVelocity(List<string> fields, out double speed, out double course)
    {
        (speed, course) = (double.NaN, double.NaN);
        return !hasVelocity || fields[5].Length == 0 || fields[6].Length == 0
            || (CsvLines.TryNumber(fields[5], out speed) && CsvLines.TryNumber(fields[6], out course)
                && Math.Abs(course) <= 720);
    }

    /// <summary>
    /// Puts geographic points into the plane around their median: one liar far away moves it by nothing.
    /// </summary>
    private void Flatten()
    {
        if (points.Count == 0)
        {
            return;
        }

        var middle = GeoPoint.FromDegrees(
            latitudeDeg: Median(points.Select(point => point.LatitudeDeg)),
            longitudeDeg: Median(points.Select(point => point.LongitudeDeg)));
        var scale = LocalScale.At(middle);
        for (var index = 0; index < rows.Count; index++)
        {
            var plot = rows[index].Plot;
            (plot.EastM, plot.NorthM) = scale.Offset(middle, points[index]);
            rows[index] = rows[index] with { Plot = plot };
        }
    }

    private double Median(IEnumerable<double> values) => values.Order().ElementAt(points.Count / 2);
}
