using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Sbs;

/// <summary>What a line of the encoder says; null and NaN are left empty.</summary>
/// <param name="Transmission">Which of the eight messages, 1 to 8.</param>
/// <param name="Address">Address, 24 bits.</param>
/// <param name="At">When it was made and written.</param>
internal sealed record SbsReport(int Transmission, uint Address, Instant At)
{
    /// <summary>Call sign.</summary>
    public string CallSign { get; init; } = "";

    /// <summary>Pressure altitude in feet.</summary>
    public double AltitudeFt { get; init; } = double.NaN;

    /// <summary>Ground speed in knots.</summary>
    public double SpeedKn { get; init; } = double.NaN;

    /// <summary>Track in degrees.</summary>
    public double TrackDeg { get; init; } = double.NaN;

    /// <summary>Position.</summary>
    public GeoPoint? Position { get; init; }

    /// <summary>Rate of climb in feet a minute.</summary>
    public double VerticalRate { get; init; } = double.NaN;

    /// <summary>Mode A code, four octal digits.</summary>
    public string Squawk { get; init; } = "";

    /// <summary>On the ground.</summary>
    public bool? OnGround { get; init; }
}

/// <summary>Writes BaseStation lines, for the simulator and the tests.</summary>
internal static class SbsEncoder
{
    /// <summary>Appends one line.</summary>
    public static void Write(IBufferWriter<byte> to, SbsReport report)
    {
        var at = report.At.ToString();
        var stamp = $"{at[..10].Replace('-', '/')},{at[11..^1]}";
        var (latitude, longitude) = report.Position is { } place
            ? (Text(place.LatitudeDeg, "F5"), Text(place.LongitudeDeg, "F5"))
            : ("", "");
        var ground = report.OnGround is { } known ? known ? "-1" : "0" : "";
        var line = FormattableString.Invariant(
            $"MSG,{report.Transmission},1,1,{report.Address:X6},1,{stamp},{stamp},{report.CallSign},")
            + $"{Text(report.AltitudeFt, "F0")},{Text(report.SpeedKn, "F1")},{Text(report.TrackDeg, "F1")},"
            + $"{latitude},{longitude},{Text(report.VerticalRate, "F0")},{report.Squawk},,,,{ground}\r\n";
        to.Write(Encoding.ASCII.GetBytes(line));
    }

    private static string Text(double value, string format) =>
        double.IsNaN(value) ? "" : value.ToString(format, CultureInfo.InvariantCulture);
}
