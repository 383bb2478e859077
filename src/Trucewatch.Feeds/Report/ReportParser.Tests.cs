using System.Buffers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;
using Trucewatch.Feeds.Report;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Report;

public sealed class ReportParserTests
{
    private const string Least = "\"id\":\"x\",\"time\":\"2026-05-04T06:12:00Z\",\"reporter\":\"Post 1\","
        + "\"reporterKind\":\"post\",\"class\":\"fire\",\"text\":\"\"";

    [Fact]
    public void The_corpus_is_read_as_accepted()
    {
        const string Corpus = "src/Trucewatch.Feeds/Report/corpus/reports.txt";
        var lines = File.ReadAllLines(Path.Combine(RepositoryTree.Root, Corpus));
        var rewritten = new List<string>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] is '#' or '<'))
        {
            rewritten.Add(line);
            if (line[0] == '<')
            {
                var printed = Printed(line[2..]);
                rewritten.Add(printed);
                if (printed[0] == '{')
                {
                    SameMembers(line[2..], printed);
                }
            }
        }

        Golden.Equal(Corpus, string.Join('\n', rewritten) + "\n");
        Assert.Equal(4, rewritten.Count(line => line[0] == '{'));
    }

    [Fact]
    public void The_schema_and_the_parser_know_the_same_members_words_and_limits()
    {
        using var schema = JsonDocument.Parse(ReportFormat.Schema());
        var root = schema.RootElement;
        var members = root.GetProperty("properties");
        Assert.Equal(ReportParser.Members.Order(StringComparer.Ordinal), Names(members).Order(StringComparer.Ordinal));
        Assert.Equal(ReportParser.Members[..ReportParser.CompulsoryMembers], Texts(root.GetProperty("required")));
        Assert.Equal(ReportParser.Kinds, Texts(members.GetProperty("reporterKind").GetProperty("enum")));
        Assert.Equal(ReportParser.Means, Texts(members.GetProperty("means").GetProperty("items").GetProperty("enum")));
        Assert.False(root.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal(ReportParser.MaxIdBytes, Number(members, "id", "maxLength"));
        Assert.Equal(Times.Rfc3339.MaxBytes, Number(members, "time", "maxLength"));
        Assert.Equal(ReportParser.MaxReporterBytes, Number(members, "reporter", "maxLength"));
        Assert.Equal(ReportParser.MaxPartyBytes, Number(members, "party", "maxLength"));
        Assert.Equal(ReportParser.MaxClassBytes, Number(members, "class", "maxLength"));
        Assert.Equal(ReportParser.MaxTextBytes, Number(members, "text", "maxLength"));
        Assert.Equal(ReportParser.Means.Length, Number(members, "means", "maxItems"));
        Assert.Equal(ReportParser.MaxAttachments, Number(members, "attachments", "maxItems"));
        Assert.Equal(ReportParser.MaxItems, Number(members, "items", "maxItems"));
        Assert.Equal(ReportParser.MaxWithinM, Number(members, "withinM", "maximum"));
        Assert.Equal(ReportParser.MaxIdBytes, Number(members, "origin", "maxLength"));
        var subject = members.GetProperty("subject").GetProperty("properties");
        Assert.Equal(["party", "role", "unit", "nationality", "identity", "notice"], Names(subject));
        Assert.Equal(ReportParser.MaxSubjectBytes, Number(subject, "unit", "maxLength"));
        var place = members.GetProperty("place").GetProperty("properties");
        Assert.Equal(["lat", "lon", "sigmaM"], Names(place));
        Assert.Equal(ReportParser.MaxSigmaM, Number(place, "sigmaM", "maximum"));
        var count = members.GetProperty("count").GetProperty("properties");
        Assert.Equal(["min", "max"], Names(count));
        Assert.Equal(ReportParser.MaxCount, Number(count, "min", "maximum"));
        Assert.Equal(ReportParser.MaxCount, Number(count, "max", "maximum"));
        Assert.Equal(["place"], Texts(root.GetProperty("dependentRequired").GetProperty("withinM")));
        Assert.Contains("65536 bytes", root.GetProperty("description").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"means\":[\"seen\",\"seen\"]", FrameFault.DuplicateMember)]
    [InlineData("\"means\":[\"guessed\"]", FrameFault.OutOfRange)]
    [InlineData("\"means\":\"seen\"", FrameFault.BadSyntax)]
    [InlineData("\"means\":[]", FrameFault.None)]
    [InlineData("\"means\":null", FrameFault.BadSyntax)]
    [InlineData("\"bearingDeg\":0", FrameFault.None)]
    [InlineData("\"bearingDeg\":360", FrameFault.OutOfRange)]
    [InlineData("\"bearingDeg\":-1", FrameFault.OutOfRange)]
    [InlineData("\"bearingDeg\":\"1\"", FrameFault.BadSyntax)]
    [InlineData("\"bearingDeg\":1e999", FrameFault.NotFinite)]
    [InlineData("\"bearingDeg\":NaN", FrameFault.BadSyntax)]
    [InlineData("\"count\":{\"min\":0,\"max\":100000}", FrameFault.None)]
    [InlineData("\"count\":{\"min\":0,\"max\":100001}", FrameFault.OutOfRange)]
    [InlineData("\"count\":{\"min\":-1,\"max\":1}", FrameFault.OutOfRange)]
    [InlineData("\"count\":{\"min\":0.5,\"max\":1}", FrameFault.OutOfRange)]
    [InlineData("\"count\":{\"min\":0}", FrameFault.MissingMember)]
    [InlineData("\"count\":{\"min\":0,\"max\":1,\"mean\":1}", FrameFault.UnknownMember)]
    [InlineData("\"place\":{\"lat\":90,\"lon\":-180,\"sigmaM\":1000000}", FrameFault.None)]
    [InlineData("\"place\":{\"lat\":90.1,\"lon\":0,\"sigmaM\":1}", FrameFault.OutOfRange)]
    [InlineData("\"place\":{\"lat\":0,\"lon\":0,\"sigmaM\":1000000.1}", FrameFault.OutOfRange)]
    [InlineData("\"place\":{\"lat\":0,\"lat\":0,\"lon\":0,\"sigmaM\":1}", FrameFault.DuplicateMember)]
    [InlineData(
        "\"attachments\":[\"AA00000000000000000000000000000000000000000000000000000000000000\"]",
        FrameFault.OutOfRange)]
    [InlineData("\"attachments\":[\"aa\"]", FrameFault.WrongLength)]
    [InlineData("\"subject\":{\"party\":\"west\",\"nationality\":\"PL\",\"unit\":\"1st\"}", FrameFault.None)]
    [InlineData("\"subject\":{}", FrameFault.MissingMember)]
    [InlineData("\"subject\":{\"name\":\"x\"}", FrameFault.UnknownMember)]
    [InlineData("\"subject\":{\"nationality\":\"pl\"}", FrameFault.OutOfRange)]
    [InlineData("\"subject\":{\"party\":\"West\"}", FrameFault.OutOfRange)]
    [InlineData("\"subject\":{\"unit\":\"a\",\"unit\":\"b\"}", FrameFault.DuplicateMember)]
    [InlineData("\"items\":[{\"class\":\"equipment.tank\",\"min\":1,\"max\":2}]", FrameFault.None)]
    [InlineData("\"items\":[{\"class\":\"a\",\"min\":1,\"max\":2},{\"class\":\"a\",\"min\":1,\"max\":2}]",
        FrameFault.DuplicateMember)]
    [InlineData("\"items\":[{\"class\":\"a\",\"min\":3,\"max\":2}]", FrameFault.OutOfRange)]
    [InlineData("\"items\":[{\"class\":\"a\",\"min\":3}]", FrameFault.MissingMember)]
    [InlineData("\"items\":[{\"class\":\"A\",\"min\":1,\"max\":2}]", FrameFault.OutOfRange)]
    [InlineData("\"items\":[7]", FrameFault.BadSyntax)]
    [InlineData("\"window\":{\"from\":\"2030-01-01T00:00:00Z\",\"until\":\"2030-01-02T00:00:00Z\"}", FrameFault.None)]
    [InlineData("\"window\":{\"from\":\"2030-01-01T00:00:00Z\",\"until\":\"2030-01-01T00:00:00Z\"}",
        FrameFault.OutOfRange)]
    [InlineData("\"window\":{\"from\":\"2030-01-01T00:00:00Z\"}", FrameFault.MissingMember)]
    [InlineData("\"place\":{\"lat\":0,\"lon\":0,\"sigmaM\":1},\"withinM\":1000000", FrameFault.None)]
    [InlineData("\"place\":{\"lat\":0,\"lon\":0,\"sigmaM\":1},\"withinM\":1000001", FrameFault.OutOfRange)]
    [InlineData("\"place\":{\"lat\":0,\"lon\":0,\"sigmaM\":1},\"withinM\":0", FrameFault.OutOfRange)]
    [InlineData("\"withinM\":5", FrameFault.MissingMember)]
    [InlineData("\"origin\":\"post-3:17\"", FrameFault.None)]
    [InlineData("\"origin\":\"\"", FrameFault.WrongLength)]
    [InlineData("\"origin\":\"a b\"", FrameFault.OutOfRange)]
    [InlineData("\"origin\":3", FrameFault.BadSyntax)]
    public void Members_follow_the_schema(string member, FrameFault expected) =>
        Assert.Equal(expected, Read("{" + Least + "," + member + "}"));

    [Theory]
    [InlineData("patrol", ReporterKind.Patrol)]
    [InlineData("post", ReporterKind.Post)]
    [InlineData("station", ReporterKind.Station)]
    [InlineData("imagery", ReporterKind.Imagery)]
    [InlineData("public", ReporterKind.Public)]
    [InlineData("hotline", ReporterKind.Hotline)]
    public void Each_kind_of_reporter_is_read_and_written_again(string kind, ReporterKind expected)
    {
        Assert.Equal(Enum.GetValues<ReporterKind>().Length, ReportParser.Kinds.Length);
        var json = "{" + Least.Replace("\"post\"", $"\"{kind}\"", StringComparison.Ordinal) + "}";
        Assert.Equal(FrameFault.None, ReportParser.Read(Encoding.UTF8.GetBytes(json), out var message));
        Assert.Equal(expected, message!.Written.ReporterKind);
        var output = new ArrayBufferWriter<byte>();
        ReportEncoder.Write(output, message.Time, null, 0, message.Written);
        Assert.Contains($"\"reporterKind\":\"{kind}\"", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("fire.artillery.impact.airburst", FrameFault.None)]
    [InlineData("a.b.c.d.e", FrameFault.OutOfRange)]
    [InlineData("fire.", FrameFault.OutOfRange)]
    [InlineData(".fire", FrameFault.OutOfRange)]
    [InlineData("1fire", FrameFault.OutOfRange)]
    [InlineData("fire artillery", FrameFault.OutOfRange)]
    [InlineData("", FrameFault.WrongLength)]
    public void A_class_is_dotted_words(string name, FrameFault expected) =>
        Assert.Equal(expected, Read("{" + Least.Replace("\"fire\"", $"\"{name}\"", StringComparison.Ordinal) + "}"));

    [Fact]
    public void Limits_hold_at_the_limit_and_not_one_further()
    {
        AtAndBeyond(ReportParser.MaxIdBytes, FrameFault.WrongLength, n => With("\"x\"", new string('x', n)));
        AtAndBeyond(ReportParser.MaxReporterBytes, FrameFault.WrongLength, n => With("\"Post 1\"", new string('r', n)));
        AtAndBeyond(ReportParser.MaxClassBytes, FrameFault.WrongLength, n => With("\"fire\"", new string('c', n)));
        AtAndBeyond(ReportParser.MaxTextBytes, FrameFault.WrongLength, n => With("\"\"", new string('t', n)));
        AtAndBeyond(ReportParser.MaxTextBytes / 2, FrameFault.WrongLength, n => With("\"\"", new string('\u00E9', n)));
        AtAndBeyond(ReportParser.MaxPartyBytes, FrameFault.WrongLength, n =>
            With("\"post\"", "party").TrimEnd('}') + ",\"party\":\"" + new string('p', n) + "\"}");
        AtAndBeyond(ReportParser.MaxAttachments, FrameFault.TooMany, n => "{" + Least + ",\"attachments\":["
            + string.Join(',', Enumerable.Range(0, n).Select(i => FormattableString.Invariant($"\"{i:x64}\""))) + "]}");
        AtAndBeyond(ReportParser.MaxSubjectBytes, FrameFault.WrongLength, n =>
            "{" + Least + ",\"subject\":{\"unit\":\"" + new string('u', n) + "\"}}");
        AtAndBeyond(ReportParser.MaxItems, FrameFault.TooMany, n => "{" + Least + ",\"items\":["
            + string.Join(',', Enumerable.Range(0, n).Select(i =>
                FormattableString.Invariant($"{{\"class\":\"c{i}\",\"min\":0,\"max\":1}}"))) + "]}");
        AtAndBeyond(ReportParser.MaxMessageBytes, FrameFault.TooLong, n =>
            "{" + Least + "}" + new string(' ', n - Least.Length - 2));
        Assert.Equal(FrameFault.BadSyntax, Read(new string('[', 8) + new string(']', 8)));
        Assert.Equal(FrameFault.TooDeep, Read(new string('[', 9) + new string(']', 9)));
        Assert.Equal(FrameFault.UnknownMember, Read("{\"[[[[[[[[[[\\\"[[[\":1}"));
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}|{\"b\":2}")]
    [InlineData("{\n\"a\":\"}\\\"\"\n}\n", "{\n\"a\":\"}\\\"\"\n}\n")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("{\n{", "{|{")]
    [InlineData("junk\n{\"a\":1}", "junk|{\"a\":1}")]
    public void A_message_may_spread_its_object_over_lines_but_a_stream_has_lines(string message, string expected)
    {
        var framer = new ReportFramer();
        var bytes = Encoding.UTF8.GetBytes(message).AsSpan();
        var parts = new List<string>();
        for (var cut = framer.Next(bytes, true); cut.Kind != CutKind.NeedMore; cut = framer.Next(bytes, true))
        {
            parts.Add(Encoding.UTF8.GetString(bytes.Slice(cut.Start, cut.Length)));
            bytes = bytes[cut.Consumed..];
        }

        Assert.Equal(expected, string.Join('|', parts));
    }

    private static string With(string value, string other) =>
        "{" + Least.Replace(value, "\"" + other + "\"", StringComparison.Ordinal) + "}";

    private static void AtAndBeyond(int limit, FrameFault beyond, Func<int, string> document)
    {
        Assert.Equal(FrameFault.None, Read(document(limit)));
        Assert.Equal(beyond, Read(document(limit + 1)));
    }

    private static FrameFault Read(string json) => ReportParser.Read(Encoding.UTF8.GetBytes(json), out _);

    private static string Printed(string json)
    {
        var lines = new ArrayBufferWriter<byte>();
        var frame = new FrameView(default, default, Encoding.UTF8.GetBytes(json));
        var fault = new ReportPrinter().Print(frame, lines, new LateFaults());
        return fault == FrameFault.None ? Encoding.UTF8.GetString(lines.WrittenSpan).TrimEnd('\n') : "! " + fault;
    }

    private static void SameMembers(string given, string printed)
    {
        using var a = JsonDocument.Parse(given);
        using var b = JsonDocument.Parse(printed);
        Assert.Equal(
            Names(a.RootElement).Order(StringComparer.Ordinal), Names(b.RootElement).Order(StringComparer.Ordinal));
        foreach (var name in new[] { "id", "reporter", "reporterKind", "class", "text" })
        {
            Assert.Equal(a.RootElement.GetProperty(name).GetString(), b.RootElement.GetProperty(name).GetString());
        }
    }

    private static IEnumerable<string> Names(JsonElement element) =>
        element.EnumerateObject().Select(member => member.Name);

    private static IEnumerable<string> Texts(JsonElement element) =>
        element.EnumerateArray().Select(item => item.GetString()!);

    private static double Number(JsonElement members, string member, string keyword) =>
        members.GetProperty(member).GetProperty(keyword).GetDouble();
}
