using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Tak;
using Trucewatch.Geo;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>
/// Events such as vehicles and telephones send them, each exactly so many bytes of XML: short ones with a point and a
/// call sign, long ones with everything that a telephone says of itself.
/// </summary>
internal static class CotEvents
{
    /// <summary>Bytes of a short event.</summary>
    public const int ShortBytes = 325;

    /// <summary>Bytes of a long event.</summary>
    public const int LongBytes = 883;

    private const int Objects = 256;
    private const int EventsPerObject = 4;
    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(1);

    /// <summary>Events as XML.</summary>
    public static ReadOnlyMemory<byte>[] Xml(int bytes) =>
        [.. Events(bytes).Select(one => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(one))];

    /// <summary>The long events' content as messages of the TAK protocol.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Tak() =>
        Enumerable.Range(0, Objects * EventsPerObject).Select(TakMessage);

    private static ReadOnlyMemory<byte> TakMessage(int number)
    {
        var at = At(number);
        var output = new ArrayBufferWriter<byte>();
        TakEncoder.Write(
            output,
            new CotEvent(
                FormattableString.Invariant($"ANDROID-58952{number % Objects:x4}0f01"),
                "a-n-G-U-C",
                "m-g",
                at,
                at,
                at + Lasting,
                GeoPoint.FromDegrees(
                    latitudeDeg: 48.1 + (number * 7919 % 1_000_000 * 1e-7),
                    longitudeDeg: -37.2 - (number * 6271 % 1_000_000 * 1e-7)),
                176.125,
                9.5,
                CourseDeg: number % 360,
                SpeedMps: number % 30,
                CallSign: FormattableString.Invariant($"Post {number % Objects}"),
                More: new CotMore
                {
                    Access = "Undefined", Endpoint = "*:-1:stcp", Group = "Cyan", Role = "Team Member",
                    BatteryPercent = number % 100, Device = "SAMSUNG SM-G998U1", Platform = "ATAK-CIV", Os = "33",
                    Version = "4.10.0.31", PointSource = "GPS", HeightSource = "DTED0",
                    OtherXml = FormattableString.Invariant($"<uid Droid=\"Post {number % Objects}\"/><archive/>"),
                }),
            TakFraming.Stream);
        return output.WrittenMemory;
    }

    private static IEnumerable<string> Events(int bytes)
    {
        for (var i = 0; i < Objects * EventsPerObject; i++)
        {
            var one = bytes == ShortBytes ? Short(i) : Long(i);
            // The call sign or the remarks take up what is left.
            yield return one.Replace("~", new string('x', bytes + 1 - one.Length), StringComparison.Ordinal);
        }
    }

    private static string Short(int number) => FormattableString.Invariant(
        $"<event version=\"2.0\" uid=\"BUS-{number % Objects:D4}\" type=\"a-n-G-E-V\" how=\"m-g\" {Times(number)}>")
        + FormattableString.Invariant(
            $"<point {Place(number)} hae=\"{100 + (number % 90)}.5\" ce=\"7.5\" le=\"12.0\"/>")
        + "<detail><contact callsign=\"Bus ~\"/></detail></event>";

    private static string Long(int number) => FormattableString.Invariant(
        $"<event version=\"2.0\" uid=\"ANDROID-58952{number % Objects:x4}0f01\" type=\"a-n-G-U-C\" {Times(number)} ")
        + "how=\"m-g\" access=\"Undefined\">"
        + FormattableString.Invariant(
            $"<point {Place(number)} hae=\"176.0{number % 10}12\" ce=\"9.5\" le=\"9999999.0\"/>")
        + "<detail><takv os=\"33\" version=\"4.10.0.31\" device=\"SAMSUNG SM-G998U1\" platform=\"ATAK-CIV\"/>"
        + FormattableString.Invariant($"<contact endpoint=\"*:-1:stcp\" callsign=\"Post {number % Objects}\"/>")
        + FormattableString.Invariant($"<uid Droid=\"Post {number % Objects}\"/>")
        + "<precisionlocation altsrc=\"DTED0\" geopointsrc=\"GPS\"/>"
        + FormattableString.Invariant(
            $"<__group role=\"Team Member\" name=\"Cyan\"/><status battery=\"{number % 100}\"/>")
        + FormattableString.Invariant($"<track course=\"{number % 360}.51\" speed=\"{number % 30}.25\"/>")
        + "<link uid=\"ANDROID-0000000000000000\" type=\"a-n-G-U-C\" parent_callsign=\"Post 0\" relation=\"p-p\"/>"
        + "<archive/><color argb=\"-1\"/><remarks>~</remarks></detail></event>";

    private static string Times(int number)
    {
        var at = At(number);
        return $"time=\"{at}\" start=\"{at}\" stale=\"{at + Lasting}\"";
    }

    private static Instant At(int number) => Instant.FromUnixSeconds(1_777_874_400 + number);

    private static string Place(int number) => FormattableString.Invariant(
        $"lat=\"48.1{number * 7919 % 1_000_000:D6}\" lon=\"-37.2{number * 6271 % 1_000_000:D6}\"");
}
