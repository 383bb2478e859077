using System.Buffers;
using System.Globalization;
using System.Text;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Csv;

/// <summary>Writes positions as lines under the plain profile, for the simulator and the tests.</summary>
public static class CsvEncoder
{
    /// <summary>The header, without its line end.</summary>
    public static ReadOnlySpan<byte> Header =>
        "time,id,name,class,lat,lon,sigmaM,speedMps,courseDeg,heightM,heightSigmaM"u8;

    /// <summary>
    /// Appends one line, without its end. The error is written as a circle of the same mean variance; what is not known
    /// stays empty.
    /// </summary>
    public static void Write(IBufferWriter<byte> to, in Observation position)
    {
        ArgumentNullException.ThrowIfNull(to);
        var sigmaM = Math.Sqrt((position.PositionError.EastM2 + position.PositionError.NorthM2) / 2);
        string[] cells =
        [
            position.HasSourceTime ? position.At.ToString() : "",
            position.Identity == ObjectIdentity.None ? "" : Quoted(position.Identity.ToString()),
            Quoted(position.Description?.Name ?? ""),
            position.Class.ToString().ToLowerInvariant(),
            Number(position.Position.LatitudeDeg),
            Number(position.Position.LongitudeDeg),
            Number(sigmaM),
            Number(position.SpeedMps),
            Number(position.CourseDeg),
            Number(position.HeightM),
            Number(position.HeightSigmaM),
        ];
        to.Write(Encoding.UTF8.GetBytes(string.Join(',', cells)));
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny("\",#\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Number(double value) =>
        double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
