using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Firms;

/// <summary>A row as the simulator and the tests write it.</summary>
/// <param name="At">Time of the overpass; seconds are cut off.</param>
/// <param name="Position">Middle of the pixel.</param>
/// <param name="ScanKm">Size of the pixel along the scan, kilometres.</param>
/// <param name="TrackKm">Size of the pixel along the track, kilometres.</param>
/// <param name="PowerMw">Fire radiative power, megawatts.</param>
/// <param name="Confidence">0 to 100, or <c>l</c>, <c>n</c>, <c>h</c>.</param>
/// <param name="Type">0 to 3; null as in near real time.</param>
public sealed record FirmsAnomaly(
    Instant At, GeoPoint Position, double ScanKm, double TrackKm, double PowerMw, string Confidence, int? Type = null);

/// <summary>Writes rows as FIRMS does, for the simulator and the tests.</summary>
public static class FirmsEncoder
{
    /// <summary>The header of VIIRS rows, without its end.</summary>
    /// <param name="isArchive">True for the archive, which has a last column <c>type</c>.</param>
    public static string Header(bool isArchive) =>
        "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,"
        + "bright_ti5,frp,daynight" + (isArchive ? ",type" : "");

    /// <summary>Appends one VIIRS row, without its end.</summary>
    public static void Write(IBufferWriter<byte> to, FirmsAnomaly anomaly)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(anomaly);
        var at = anomaly.At.ToString();
        var isDay = at[11..13] is var hour && string.CompareOrdinal(hour, "05") > 0
            && string.CompareOrdinal(hour, "17") < 0;
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"{anomaly.Position.LatitudeDeg:F5},{anomaly.Position.LongitudeDeg:F5},330,{anomaly.ScanKm:F2},")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{anomaly.TrackKm:F2},{at[..10]},{at[11..13]}{at[14..16]},N,VIIRS,{anomaly.Confidence},2.0,290,")
            + string.Create(
                CultureInfo.InvariantCulture, $"{anomaly.PowerMw:0.##},{(isDay ? 'D' : 'N')}")
            + (anomaly.Type is { } type ? string.Create(CultureInfo.InvariantCulture, $",{type}") : "");
        to.Write(Encoding.ASCII.GetBytes(row));
    }
}
