using System.Buffers;
using System.Text;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Csv;
using Trucewatch.Feeds.GeoJson;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Feeds.Profiles;

public sealed class ProfilesTests
{
    private const string Head = "{\"profile\":1,\"name\":\"x\",\"says\":\"position\",";
    private const string Place = "\"lat\":{\"from\":\"a\"},\"lon\":{\"from\":\"b\"}";

    [Theory]
    [InlineData("\"fields\":{" + Place + "}}", null)]
    [InlineData("\"mood\":\"calm\",\"fields\":{}}", "line 1: expected a profile's members")]
    [InlineData("\"fields\":{},\"fields\":{}}", "line 1: expected a profile's members")]
    [InlineData("\"fields\":{\"height\":{\"from\":\"a\"}}}", "fields: expected one of time, lat, lon, sigmaM,")]
    [InlineData("\"fields\":{\"lat\":{\"from\":\"a\"}}}", "fields: expected lat and lon together, got 'lat alone'")]
    [InlineData("\"fields\":{\"text\":{\"from\":\"a\"}}}", "fields: text: expected a field of a position, got 'text'")]
    [InlineData("\"fields\":{\"id\":{}}}", "fields: id: expected from, value or both, got 'neither'")]
    [InlineData("\"fields\":{\"id\":{\"from\":[]}}}", "line 1: expected a profile's members")]
    [InlineData(
        "\"fields\":{\"id\":{\"from\":\"a\",\"form\":\"rfc3339\"}}}",
        "fields: id: expected form and offset with")]
    [InlineData(
        "\"fields\":{\"time\":{\"from\":\"a\",\"form\":\"yyyy-dd HH\"}}}",
        "fields: time: form: expected rfc3339")]
    [InlineData(
        "\"fields\":{\"time\":{\"from\":\"a\",\"form\":\"yyyyMMdd\",\"offset\":\"3\"}}}",
        "fields: time: offset:")]
    [InlineData(
        "\"fields\":{\"time\":{\"from\":\"a\",\"offset\":\"+03:00\"}}}",
        "fields: time: expected an offset with a")]
    [InlineData("\"delimiter\":\"x\",\"fields\":{}}", "delimiter: expected one of")]
    [InlineData("\"idScheme\":\"imo\",\"fields\":{}}", "idScheme: expected one of any, mmsi, icao, cot, got 'imo'")]
    [InlineData("\"heightReference\":\"moon\",\"fields\":{}}", "heightReference: expected one of")]
    [InlineData("\"reporterKind\":\"post\",\"fields\":{}}", "reporterKind: expected it with says: report only")]
    [InlineData("\"absent\":[\"-\",\"-\"],\"fields\":{}}", "absent: expected each text once")]
    public void Profiles_are_read_strictly(string rest, string? problem)
    {
        var profile = ProfileReader.Read(Encoding.UTF8.GetBytes(Head + rest), out var said);
        Assert.Equal(problem is null, profile is not null);
        Assert.StartsWith(problem ?? "", said ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void The_documented_example_is_a_profile_that_reads_a_row()
    {
        var page = File.ReadAllText(
            Path.Combine(Trucewatch.Tests.House.RepositoryTree.Root, "docs/reference/profiles.md"));
        var json = page.Split("```json\n")[1].Split("```")[0];
        var frame = ProfileFrame.Make(Encoding.UTF8.GetBytes(json), out var problem);
        Assert.Null(problem);
        var rows = "\nday;hour;latitude;longitude;plate;kind;kmh\n01.06.2030;0900;48.5;37.25;A 1;lorry;36\n"u8;
        var seen = Assert.Single(FeedRun.Decode(CsvFormat.Format, [.. frame!, .. rows]).Observations);
        Assert.Equal("2030-06-01T06:00:00.000Z", seen.At.ToString());
        Assert.Equal((10.0, ObjectClass.Vehicle), (seen.SpeedMps, seen.Class));
        foreach (var term in Enum.GetNames<ProfileTerm>())
        {
            Assert.Contains($"`{char.ToLowerInvariant(term[0])}{term[1..]}`", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_report_needs_what_makes_one()
    {
        var json = "{\"profile\":1,\"name\":\"x\",\"says\":\"report\",\"fields\":{\"time\":{\"from\":\"t\"}}}";
        Assert.Null(ProfileReader.Read(Encoding.UTF8.GetBytes(json), out var said));
        Assert.Equal("fields: expected id where says is report, got 'none'", said);
    }

    [Theory]
    [InlineData(Profile.MaxSources, true)]
    [InlineData(Profile.MaxSources + 1, false)]
    public void Sources_have_a_limit(int count, bool isRead)
    {
        var sources = string.Join(',', Enumerable.Range(0, count).Select(at => $"\"s{at}\""));
        var json = Head + $"\"fields\":{{\"id\":{{\"from\":[{sources}]}}}}}}";
        Assert.Equal(isRead, ProfileReader.Read(Encoding.UTF8.GetBytes(json), out _) is not null);
    }

    [Theory]
    [InlineData(Profile.MaxWords, true)]
    [InlineData(Profile.MaxWords + 1, false)]
    public void Words_have_a_limit(int count, bool isRead)
    {
        var words = string.Join(',', Enumerable.Range(0, count).Select(at => $"\"{at}\":\"vessel\""));
        var json = Head + $"\"fields\":{{\"class\":{{\"from\":\"c\",\"words\":{{{words}}}}}}}}}";
        Assert.Equal(isRead, ProfileReader.Read(Encoding.UTF8.GetBytes(json), out _) is not null);
    }

    [Theory]
    [InlineData(Profile.MaxBytes, true)]
    [InlineData(Profile.MaxBytes + 1, false)]
    public void Bytes_have_a_limit(int length, bool isRead)
    {
        var json = Head + "\"fields\":{" + Place + "}}";
        var padded = Encoding.UTF8.GetBytes(json + new string(' ', length - json.Length));
        Assert.Equal(isRead, ProfileReader.Read(padded, out _) is not null);
    }

    [Fact]
    public void A_frame_is_one_line_that_begins_with_the_mark()
    {
        const string Written = "\n{\n  \"profile\" : 1, \"name\":\"Відділ\", \"says\":\"position\",\n ";
        var json = Written + "\"fields\":{" + Place + "}}\n";
        var frame = ProfileFrame.Make(Encoding.UTF8.GetBytes(json), out var problem);
        Assert.Null(problem);
        Assert.Equal("{\"profile\":1,\"name\":\"Відділ\",\"says\":\"position\",\"fields\":{" + Place + "}}",
            Encoding.UTF8.GetString(frame!));
        var late = "{\"name\":\"x\",\"profile\":1,\"says\":\"position\",\"fields\":{}}";
        Assert.Null(ProfileFrame.Make(Encoding.UTF8.GetBytes(late), out problem));
        Assert.StartsWith("expected the member 'profile' first", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rfc3339", "2030-06-01T09:00:00+03:00", "2030-06-01T06:00:00.000Z")]
    [InlineData("unix-s", "1906524000", "2030-06-01T06:00:00.000Z")]
    [InlineData("unix-s", "1906524000.5", "2030-06-01T06:00:00.500Z")]
    [InlineData("unix-ms", "-1", "1969-12-31T23:59:59.999Z")]
    [InlineData("unix-us", "1", "1970-01-01T00:00:00.000001Z")]
    [InlineData("unix-s", "1e9", null)]
    [InlineData("unix-s", "99999999999999", null)]
    [InlineData("yyyyMMdd", "20300601", "2030-06-01T00:00:00.000Z")]
    [InlineData("dd/MM/yyyy HH:mm", "29/02/2028 23:59", "2028-02-29T23:59:00.000Z")]
    [InlineData("dd/MM/yyyy HH:mm", "29/02/2030 23:59", null)]
    [InlineData("yyyyMMddHHmmss.fff", "20300601060000.125", "2030-06-01T06:00:00.125Z")]
    [InlineData("yyyyMMddHHmmss", "20161231235960", "2017-01-01T00:00:00.000Z")]
    [InlineData("yyyyMMddHHmmss", "20300601060061", null)]
    [InlineData("yyyyMMdd", "2030060", null)]
    [InlineData("yyyyMMdd", "2030O601", null)]
    public void Times_are_read_as_their_form_says(string form, string text, string? expected)
    {
        Assert.Null(TimeForm.Problem(form));
        var isRead = new TimeForm(form, 0).TryRead(Encoding.ASCII.GetBytes(text), out var at);
        Assert.Equal(expected, isRead ? at.ToString() : null);
    }

    [Fact]
    public void Another_calendar_agrees_on_every_day_and_offset() =>
        Gen.Select(Gen.DateTime[new DateTime(1, 1, 3), new DateTime(9999, 12, 28)], Gen.Int[-23 * 60, 23 * 60])
            .Sample((time, minutes) =>
            {
                const string Pattern = "yyyy-MM-dd HH:mm:ss.ffffff";
                var text = time.ToString(Pattern, System.Globalization.CultureInfo.InvariantCulture);
                var form = new TimeForm(Pattern, minutes * 60);
                Assert.True(form.TryRead(Encoding.ASCII.GetBytes(text), out var at));
                var expected = new DateTimeOffset(time.Ticks / 10 * 10, TimeSpan.Zero).AddMinutes(-minutes);
                Assert.Equal(Instant.From(expected), at);
            });

    [Theory]
    [InlineData("csv")]
    [InlineData("geojson")]
    public void What_is_written_is_read_again(string format) =>
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 179.9], Gen.Double[0, 5000], Gen.Int[0, 6], Gen.String[0, 9])
            .Sample((lat, lon, sigmaM, kind, name) =>
            {
                var made = Made(lat, lon, sigmaM, (ObjectClass)kind, Clean(name));
                var to = new ArrayBufferWriter<byte>();
                if (format == "csv")
                {
                    to.Write(CsvEncoder.Header);
                    to.Write("\n"u8);
                    CsvEncoder.Write(to, made);
                }
                else
                {
                    GeoJsonEncoder.Write(to, made);
                }

                var run = FeedRun.Decode(FeedFormats.Find(format)!, to.WrittenSpan.ToArray());
                Assert.Empty(run.Faults);
                var read = Assert.Single(run.Observations);
                Assert.Equal(
                    (made.At, made.Position, made.Identity, made.Class, made.SpeedMps),
                    (read.At, read.Position, read.Identity, read.Class, read.SpeedMps));
                Assert.Equal(made.Description?.Name ?? "", read.Description?.Name ?? "");
                Assert.InRange(Math.Sqrt(read.PositionError.EastM2) - sigmaM, -1e-9, 1e-9);
            });

    private static Observation Made(double lat, double lon, double sigmaM, ObjectClass kind, string name) => new()
    {
        Kind = ObservationKind.Position,
        Identity = kind == ObjectClass.Vessel ? ObjectIdentity.Mmsi(237_000_001) : ObjectIdentity.CotUid("U " + name),
        Class = kind,
        At = Instant.FromUnixSeconds(1_906_524_000),
        HasSourceTime = true,
        HasPosition = true,
        Position = GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon),
        PositionError = Covariance2.Circular(sigmaM),
        SpeedMps = 7.25,
        CourseDeg = double.NaN,
        HeightM = double.NaN,
        HeightSigmaM = double.NaN,
        Description = name.Length == 0 ? null : new ObjectDescription(name, "", "", 0, 0),
    };

    // No half of a surrogate pair, and no line's end within a cell.
    private static string Clean(string text) =>
        string.Concat(text.Where(letter => !char.IsSurrogate(letter) && letter is not ('\r' or '\n' or '\0')));
}
