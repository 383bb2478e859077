using System.Buffers;
using System.Text;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
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
    public void A_profile_that_comes_again_does_not_make_a_known_report_new()
    {
        // A restart sends the profile of the command line once more.
        var once = ReportProfile + "\nt,i,r,c\n2030-01-01T00:00:00Z,a,bob,fire\n";
        var again = FeedRun.Decode(CsvFormat.Format, Encoding.UTF8.GetBytes(once + once));
        Assert.Equal("6 frames, 1 observations, ", again.ToString());
        var feature = ReportProfile + "\n" + """
            {"type":"Feature","geometry":null,"properties":{"t":"2030-01-01T00:00:00Z","i":"a","r":"bob","c":"fire"}}
            """ + "\n";
        again = FeedRun.Decode(GeoJsonFormat.Format, Encoding.UTF8.GetBytes(feature + feature));
        Assert.Equal("4 frames, 1 observations, ", again.ToString());
    }

    [Fact]
    public void A_profile_that_comes_again_keeps_the_columns_and_another_does_not()
    {
        const string Mine =
            """{"profile":1,"name":"s","says":"position","fields":{"lat":{"from":"a"},"lon":{"from":"b"}}}""";
        var other = Mine.Replace("\"s\"", "\"t\"", StringComparison.Ordinal);
        Assert.Equal(
            "5 frames, 2 observations, ",
            FeedRun.Decode(CsvFormat.Format, Encoding.UTF8.GetBytes($"{Mine}\nb,a\n1,2\n{Mine}\n3,4\n")).ToString());
        Assert.Equal(
            "5 frames, 1 observations, MissingMember:1",
            FeedRun.Decode(CsvFormat.Format, Encoding.UTF8.GetBytes($"{Mine}\nb,a\n1,2\n{other}\n3,4\n")).ToString());
        Assert.Equal(
            "8 frames, 2 observations, BadSyntax:1 UnsupportedType:1",
            FeedRun.Decode(
                CsvFormat.Format,
                Encoding.UTF8.GetBytes($"{Mine}\nb,a\n1,2\n{{\"profile\":2}}\n3,4\n{Mine}\nb,a\n3,4\n")).ToString());
    }

    [Fact]
    public void A_report_without_a_time_is_not_given_the_receive_time()
    {
        var run = FeedRun.Decode(CsvFormat.Format, Encoding.UTF8.GetBytes(
            ReportProfile + "\nt,i,r,c\n,a,bob,fire\n2030-01-01T00:00:00Z,b,bob,fire\n"));
        Assert.Equal("b", Assert.Single(run.Observations).Report!.ReportId);
        Assert.Equal([(FrameFault.MissingMember, 1)], run.Faults.Select(pair => (pair.Key, pair.Value)));
    }

    [Theory]
    [InlineData("csv+signed")]
    [InlineData("geojson+signed")]
    public void A_signed_batch_is_read_by_what_it_says_itself(string format)
    {
        var isCsv = format == "csv+signed";
        const string Swapped =
            """{"profile":1,"name":"s","says":"position","fields":{"lat":{"from":"lon"},"lon":{"from":"lat"}}}""";
        var row = isCsv ? "lat,lon\n1,2" : """{"type":"Feature","geometry":null,"properties":{"lat":1,"lon":2}}""";
        var run = FeedRun.Decode(
            FeedFormats.Find(format)!, [.. Batch(format[..^7], $"{Swapped}\n{row}\n"), .. Batch(format[..^7], row)]);
        Assert.Equal([2, 1], run.Observations.Select(seen => Math.Round(seen.Position.LatitudeDeg)));

        // Nor does a header of one batch name the columns of the next, nor a bad profile stop it.
        var rest = FeedRun.Decode(FeedFormats.Find(format)!, [
            .. Batch(format[..^7], isCsv ? "lat,lon" : """{"profile":2}"""),
            .. Batch(format[..^7], isCsv ? "1,2" : row)]);
        Assert.Equal(isCsv ? 0 : 1, rest.Observations.Count);
        Assert.Single(rest.Faults);
    }

    private const string ReportProfile =
        """{"profile":1,"name":"r","says":"report","reporterKind":"patrol","fields":{"time":{"from":"t"},"""
        + "\"id\":" + """{"from":"i"},"reporter":{"from":"r"},"class":{"from":"c"}}}""";

    private static byte[] Batch(string format, string payload)
    {
        var head = Envelope.EnvelopeHeader.TextOf(
            format, "k", 1, Instant.FromUnixSeconds(1_900_000_000), Encoding.UTF8.GetByteCount(payload));
        return Encoding.UTF8.GetBytes($"{head} {Convert.ToBase64String(new byte[64])}\n{payload}");
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

    [Theory]
    [InlineData("csv", "time,lat,lon\n2030-06-01T00:00:00Z,47,35\n")]
    [InlineData("geojson", """
        {"type": "Feature", "properties": {"time": "2030-06-01T00:00:00Z"}, "geometry": {"type": "Point",
          "coordinates": [35, 47]}}
        """)]
    public void A_position_need_not_name_anybody(string format, string text)
    {
        var run = FeedRun.Decode(FeedFormats.Find(format)!, Encoding.UTF8.GetBytes(text));
        Assert.Empty(run.Faults);
        var read = Assert.Single(run.Observations);
        Assert.Equal(
            (ObservationKind.Position, ObjectIdentity.None, true), (read.Kind, read.Identity, read.HasPosition));
    }

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
