using System.Buffers;
using System.Globalization;
using System.Security;
using System.Text;
using System.Text.Json;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Feeds.Tle;

/// <summary>How elements are written.</summary>
public enum OrbitSyntax
{
    /// <summary>Two lines, with the name on a line before them where there is one.</summary>
    TwoLines,

    /// <summary>OMM as a header and a row.</summary>
    Csv,

    /// <summary>OMM as a JSON list of one.</summary>
    Json,

    /// <summary>OMM as XML.</summary>
    Xml,

    /// <summary>OMM as keys and values.</summary>
    Keys,
}

/// <summary>Writes elements, for the simulator and the tests.</summary>
public static class TleEncoder
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Appends an element set with its line ends.</summary>
    public static void Write(IBufferWriter<byte> to, OrbitalElements one, OrbitSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(one);
        var words = Words(one);
        to.Write(Encoding.UTF8.GetBytes(syntax switch
        {
            OrbitSyntax.TwoLines => Lines(one),
            OrbitSyntax.Csv => string.Join(',', words.Select(word => word.Key)) + "\n"
                + string.Join(',', words.Select(word => word.Value)) + "\n",
            OrbitSyntax.Json => "[{" + string.Join(',', words.Select(word => $"\"{word.Key}\":"
                + (word.IsNumber ? word.Value : $"\"{JsonEncodedText.Encode(word.Value)}\""))) + "}]\n",
            OrbitSyntax.Xml => "<ndm><omm><body><segment><metadata><REF_FRAME>TEME</REF_FRAME></metadata><data>"
                + string.Concat(words.Select(word => $"<{word.Key}>{SecurityElement.Escape(word.Value)}</{word.Key}>"))
                + "</data></segment></body></omm></ndm>\n",
            _ => "CCSDS_OMM_VERS = 2.0\n" + string.Concat(words.Select(word => $"{word.Key} = {word.Value}\n")),
        }));
    }

    private static string Lines(OrbitalElements one)
    {
        var epoch = TlePrinter.EpochOf(one).ToString();
        var at = new DateTime(
            int.Parse(epoch[..4], CultureInfo.InvariantCulture), int.Parse(epoch[5..7], CultureInfo.InvariantCulture),
            int.Parse(epoch[8..10], CultureInfo.InvariantCulture));
        var designator = one.Designator.Length > 0 ? one.Designator[2..4] + one.Designator[5..] : "";
        var catalogue = one.CatalogueNumber < 100_000
            ? one.CatalogueNumber.ToString("D5", CultureInfo.InvariantCulture)
            : FormattableString.Invariant(
                $"{Letters[(one.CatalogueNumber / 10_000) - 10]}{one.CatalogueNumber % 10_000:D4}");
        var day = at.DayOfYear + one.EpochDayFraction;
        var dot = one.MeanMotionDot.ToString(" .00000000;-.00000000", CultureInfo.InvariantCulture);
        var first = FormattableString.Invariant($"1 {catalogue}{one.Classification} {designator,-8} {at.Year % 100:D2}")
            + FormattableString.Invariant($"{day:000.00000000} {dot} {Exponent(one.MeanMotionDdot)} ")
            + FormattableString.Invariant($"{Exponent(one.BStar)} {one.EphemerisType} {one.SetNumber,4}");
        var eccentricity = Math.Round(one.Eccentricity * 1e7);
        var second = FormattableString.Invariant($"2 {catalogue} {one.InclinationDeg,8:F4} ")
            + FormattableString.Invariant($"{one.AscendingNodeDeg,8:F4} ")
            + FormattableString.Invariant($"{eccentricity:0000000} {one.PerigeeDeg,8:F4} {one.MeanAnomalyDeg,8:F4} ")
            + FormattableString.Invariant($"{one.MeanMotion,11:F8}{one.Revolution,5}");
        var head = one.Name.Length > 0 ? one.Name + "\n" : "";
        return FormattableString.Invariant($"{head}{first}{Checksum(first)}\n{second}{Checksum(second)}\n");
    }

    private static string Exponent(double value)
    {
        if (value == 0)
        {
            return " 00000+0";
        }

        // Four digits after the first are the five digits after a point that is not written, of a ten times larger
        // power.
        var text = Math.Abs(value).ToString("0.0000E+0", CultureInfo.InvariantCulture);
        var power = int.Parse(text[7..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1;
        return FormattableString.Invariant(
            $"{(value < 0 ? '-' : ' ')}{text[0]}{text[2..6]}{(power < 0 ? '-' : '+')}{Math.Abs(power)}");
    }

    private static int Checksum(string line) =>
        line.Sum(letter => char.IsAsciiDigit(letter) ? letter - '0' : letter == '-' ? 1 : 0) % 10;

    private static (string Key, string Value, bool IsNumber)[] Words(OrbitalElements one)
    {
        var epoch = TlePrinter.EpochOf(one).ToString().TrimEnd('Z');
        (string Key, string Value, bool IsNumber) Of(string key, double value) =>
            (key, value.ToString("R", CultureInfo.InvariantCulture), true);
        return
        [
            ("OBJECT_NAME", one.Name, false), ("OBJECT_ID", one.Designator, false), ("EPOCH", epoch, false),
            Of("MEAN_MOTION", one.MeanMotion), Of("ECCENTRICITY", one.Eccentricity),
            Of("INCLINATION", one.InclinationDeg), Of("RA_OF_ASC_NODE", one.AscendingNodeDeg),
            Of("ARG_OF_PERICENTER", one.PerigeeDeg), Of("MEAN_ANOMALY", one.MeanAnomalyDeg),
            Of("EPHEMERIS_TYPE", one.EphemerisType), ("CLASSIFICATION_TYPE", one.Classification.ToString(), false),
            Of("NORAD_CAT_ID", one.CatalogueNumber), Of("ELEMENT_SET_NO", one.SetNumber),
            Of("REV_AT_EPOCH", one.Revolution), Of("BSTAR", one.BStar), Of("MEAN_MOTION_DOT", one.MeanMotionDot),
            Of("MEAN_MOTION_DDOT", one.MeanMotionDdot),
        ];
    }
}
