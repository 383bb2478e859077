using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Asterix;
using Trucewatch.Feeds.Avr;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.Firms;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Feeds.Klv;
using Trucewatch.Feeds.Mavlink;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Feeds.Odid;
using Trucewatch.Feeds.QuakeMl;
using Trucewatch.Feeds.Report;
using Trucewatch.Feeds.Sbs;
using Trucewatch.Feeds.Stac;
using Trucewatch.Feeds.Tak;
using Trucewatch.Geo;

namespace Trucewatch.Server.Intake;

/// <summary>Frames of each format that say something, as real ones and, where the format can, marked.</summary>
internal static class ExerciseSamples
{
    private static readonly Instant noon = Instant.FromUnixSeconds(1_900_000_000);
    private static readonly GeoPoint place = GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25);

    /// <summary>Formats whose bytes can say that they are of an exercise.</summary>
    public static readonly ImmutableArray<string> Marked =
        ["ais", "cot", "csv", "geojson", "gmti", "klv", "mavlink", "report", "tak"];

    /// <summary>Formats that have no such mark: the registry keeps them out.</summary>
    public static readonly ImmutableArray<string> ByRegistration =
        ["asterix", "avr", "beast", "firms", "odid", "quakeml", "sbs", "stac"];

    /// <summary>Formats that make no observation at all.</summary>
    public static readonly ImmutableArray<string> Silent = ["tle"];

    /// <summary>The frames of a format; the last one is that which says something.</summary>
    public static IReadOnlyList<byte[]> Frames(string format, bool marked) => format switch
    {
        "ais" => [Ais(marked)],
        "asterix" => [Written(to => AsterixEncoder.WriteSite(to, 0x0102, 43_200, place, 150)), Written(Plane)],
        "avr" => [Line(Written(to => AvrEncoder.Write(to, Squitter(false)))), Line(Written(to =>
            AvrEncoder.Write(to, Squitter(true))))],
        "beast" => [Written(to => BeastEncoder.Write(to, Squitter(false), 12_000_000, 100)), Written(to =>
            BeastEncoder.Write(to, Squitter(true), 18_000_000, 100))],
        "cot" => [Written(to => CotEncoder.Write(to, Event(marked)))],
        "csv" => [Profile(marked), "id,lat,lon"u8.ToArray(), "cot:E-1,48.5,37.25"u8.ToArray()],
        "firms" => [Line(Encoding.ASCII.GetBytes(FirmsEncoder.Header(isArchive: true))), Line(Written(to =>
            FirmsEncoder.Write(to, new FirmsAnomaly(noon, place, 0.4, 0.45, 12, "n", Type: 0))))],
        "geojson" => [Profile(marked), """
            {"type":"Feature","geometry":{"type":"Point","coordinates":[37.25,48.5]},"properties":{"id":"cot:E-1"}}
            """u8.ToArray()],
        "gmti" => [Written(to => GmtiEncoder.WriteDwell(
            to, new GmtiHeader("Radar 1", 7, 3, marked ? (byte)129 : (byte)0),
            new GmtiDwellReport(0, place, 9000, place, 5000, 1, [new GmtiTarget(place)])))],
        "klv" => [Written(to => KlvEncoder.Write(to, new UasReport(noon)
        {
            Sensor = place, AltitudeM = 900, CallSign = "U-1", OperationalMode = marked ? (byte)3 : (byte)1,
        }))],
        "mavlink" => [Mavlink("HEARTBEAT", ("type", 2), ("base_mode", marked ? 32 : 0), ("mavlink_version", 3)),
            Mavlink("GLOBAL_POSITION_INT", ("lat", 485e6), ("lon", 3725e5), ("alt", 180_000))],
        "odid" => [Odid(OdidEncoder.BasicId("1596F0000000001")), Odid(OdidEncoder.Location(
            new OdidFlight(place, 150, 10, 90, 1, 60), noon))],
        "quakeml" => [Written(to => QuakeMlEncoder.Write(
            to, new QuakeMlEvent("smi:x/1", "explosion", noon, place, 0, 2.1, 3000, 1000, 40)))],
        "report" => [Written(to => ReportEncoder.Write(to, noon, place, 50, new WrittenReport(
            "R-1", "Post 1", ReporterKind.Post, null, "fire.artillery", "Heard.", [], null, null, null, [],
            IsExercise: marked)))],
        "sbs" => [Line(Written(to => SbsEncoder.Write(to, new SbsReport(3, 0x508000, noon)
        {
            Position = place, AltitudeFt = 12_000,
        })))],
        "stac" => [Written(to => StacEncoder.Write(to, new StacPicture(
            "S2A_1", "sentinel-2a", "msi", noon, noon,
            [place, East(0.2), GeoPoint.FromDegrees(latitudeDeg: 48.7, longitudeDeg: 37.3)], 5)))],
        "tak" => [Written(to => TakEncoder.Write(to, Event(marked), TakFraming.Stream))],
        _ => [],
    };

    private static GeoPoint East(double degrees) =>
        GeoPoint.FromDegrees(latitudeDeg: 48.5, longitudeDeg: 37.25 + degrees);

    private static CotEvent Event(bool marked) => new(
        "E-1", "a-n-G-E-V", "m-g", noon, noon, noon, place, CircularErrorM: 10,
        More: new CotMore { Opex = marked ? ExerciseMarks.Opex : "o-watch" });

    private static void Plane(ArrayBufferWriter<byte> to) =>
        AsterixEncoder.WriteTrack(to, new AsterixAircraft(0x0102, 43_200, 0x508000, 1, "TEST1", 120, 200, 90), place);

    private static ModeSMessage Squitter(bool odd) =>
        ModeSEncoder.Squitter(0x508000, ModeSEncoder.AirbornePosition(11, place, 12_000, odd));

    private static byte[] Ais(bool marked)
    {
        var bytes = new byte[AisEncoder.MaxBytes + AisEncoder.MaxTagBlockBytes];
        var tag = new byte[AisEncoder.MaxTagBlockBytes];
        var length = AisEncoder.TagBlock(tag, 1_900_000_000, marked ? ExerciseMarks.Station + "-7" : "COAST-7");
        var said = new AisPosition(237_000_001, place, 5, 90, 90, 12, 0, HighAccuracy: true);
        return Line(bytes[..AisEncoder.PositionA(bytes, said, 'A', tag.AsSpan(0, length))]);
    }

    private static byte[] Profile(bool marked) => Encoding.ASCII.GetBytes(
        "{\"profile\":1,\"name\":\"p\",\"says\":\"position\",\"exercise\":" + (marked ? "true" : "false")
        + ",\"fields\":{\"id\":{\"from\":\"id\"},\"lat\":{\"from\":\"lat\"},\"lon\":{\"from\":\"lon\"}}}");

    private static byte[] Mavlink(string message, params ReadOnlySpan<(string Field, double Value)> values)
    {
        var to = new ArrayBufferWriter<byte>();
        MavlinkEncoder.Write(
            to, MavlinkFraming.Version2, message, MavlinkEncoder.Content(message, values), sequence: 1);
        return to.WrittenSpan.ToArray();
    }

    private static byte[] Odid(byte[] message) =>
        Line(Written(to => OdidEncoder.WriteLine(to, message, noon, 0x02AB_0000_0001)));

    private static byte[] Written(Action<ArrayBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>();
        write(to);
        return to.WrittenSpan.ToArray();
    }

    private static byte[] Line(byte[] bytes) => bytes.AsSpan().TrimEnd("\r\n"u8).ToArray();
}
