using System.Globalization;
using System.Text;
using System.Text.Json;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Ais;

/// <summary>Agreement with the reference decoder's JSON, field by field.</summary>
public sealed class AisCorpusTests
{
    [Theory]
    [InlineData("sample.aivdm.js.chk", false)]
    [InlineData("sample.aivdm.ju.chk", true)]
    public void SampleAgreesInOrder(string reference, bool unscaled)
    {
        var run = AisRun.Print(File.ReadAllBytes(RepositoryTree.CorpusFile("ais/sample.aivdm")), unscaled);
        var expected = ReadReference(reference);
        var got = run.Lines.Select(Parse).ToList();

        var deviations = new List<string>();
        for (var i = 0; i < Math.Max(expected.Count, got.Count); i++)
        {
            deviations.AddRange(i < expected.Count && i < got.Count
                ? AisAgreement.Differences(expected[i], got[i])
                : [FormattableString.Invariant($"object {i}: expected {expected.Count} objects, got {got.Count}")]);
        }

        Assert.True(deviations.Count == 0, string.Join('\n', deviations));
        Assert.Equal(expected.Count, got.Count);
    }

    [Theory]
    [InlineData("ais-18-27.log", 138)]
    [InlineData("ais-nmea.log", 274)]
    [InlineData("ais-raw-messages.log", 108)]
    [InlineData("ais_unpack_sixbit.log", 12)]
    public void LogAgreesAsSet(string log, int referenceObjects)
    {
        var run = AisRun.Print(File.ReadAllBytes(RepositoryTree.CorpusFile($"ais/{log}")), unscaled: true);
        var expected = ReadReference($"{log}.chk");
        var got = run.Lines.Select(Parse).ToList();

        Assert.Equal(referenceObjects, expected.Count);
        var missing = expected.Where(e => !got.Exists(g => AisAgreement.Differences(e, g).Count == 0)).ToList();
        var surplus = got.Where(g => !expected.Exists(e => AisAgreement.Differences(e, g).Count == 0)).ToList();
        Assert.True(
            missing.Count == 0 && surplus.Count == 0,
            $"missing:\n{string.Join('\n', missing)}\nsurplus:\n{string.Join('\n', surplus)}");
    }

    [Fact]
    public void OneChangedDigitIsSeen()
    {
        var expected = ReadReference("sample.aivdm.js.chk");
        foreach (var item in expected)
        {
            foreach (var name in new[] { "mmsi", "lon", "lat", "speed", "course", "heading", "draught", "to_bow" })
            {
                if (item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number)
                {
                    var raw = value.GetRawText();
                    var changed = raw[..^1] + (raw[^1] == '5' ? '6' : '5');
                    var planted = Parse(item.GetRawText().Replace(
                        $"\"{name}\":{raw}", $"\"{name}\":{changed}", StringComparison.Ordinal));
                    Assert.Single(AisAgreement.Differences(item, planted));
                }
            }
        }
    }

    [Fact]
    public void AChangedTextAndAnAbsentFieldAreSeen()
    {
        var item = Parse("""{"type":5,"shipname":"A","turn":"n/a","dte":0}""");
        Assert.Single(AisAgreement.Differences(item, Parse("""{"type":5,"shipname":"B","turn":"n/a","dte":0}""")));
        Assert.Single(AisAgreement.Differences(item, Parse("""{"type":5,"shipname":"A","turn":"n/a"}""")));
        Assert.Single(AisAgreement.Differences(item, Parse("""{"type":5,"shipname":"A","turn":0,"dte":0}""")));
        Assert.Empty(AisAgreement.Differences(Parse("""{"turn":"0.00"}"""), Parse("""{"turn":0.0}""")));
    }

    [Fact]
    public void TagBlocksAgree()
    {
        var input = File.ReadAllBytes(RepositoryTree.CorpusFile("ais/libais/tagblock.nmea"));
        var run = AisRun.Print(input, unscaled: false);
        var expected = File.ReadLines(RepositoryTree.CorpusFile("ais/libais/tagblock.json")).Select(Parse).ToList();
        var got = run.Lines.Select(Parse).ToList();
        Assert.Equal("", run.FaultText());
        Assert.Equal(4, got.Count);

        // This reference has single precision, other extra fields and the order of the groups' first sentences.
        string[] names =
        [
            "type", "mmsi", "repeat", "status", "status_text", "turn", "speed", "accuracy", "lon", "lat", "course",
            "heading", "second", "maneuver", "raim", "callsign", "shipname", "shiptype", "shiptype_text", "to_bow",
            "to_stern", "to_port", "to_starboard", "epfd", "epfd_text", "draught", "destination", "dte",
        ];
        Assert.All(expected, e => Assert.Contains(got, g => names.All(name => AgreesInSinglePrecision(e, g, name))));
    }

    [Theory]
    [InlineData(
        "pyais/nmea_data_sample.txt",
        "898 frames, 770 observations, Empty:100 IncompleteGroup:18")]
    [InlineData("pyais/ais_test_messages", "9 frames, 7 observations, ")]
    [InlineData("pyais/gatehouse.nmea", "9 frames, 4 observations, BadChecksum:1")]
    [InlineData("pyais/messages.ais", "8 frames, 6 observations, ")]
    [InlineData("pyais/mixed.txt", "28 frames, 10 observations, BadSyntax:2 BadChecksum:4")]
    [InlineData("pyais/sample.ais", "21 frames, 9 observations, BadSyntax:1 BadChecksum:5")]
    [InlineData("pyais/timestamped.ais", "9 frames, 4 observations, BadChecksum:1")]
    [InlineData("libais/test.aivdm", "310 frames, 65 observations, UnsupportedType:17 WrongLength:28 OutOfRange:10")]
    [InlineData("libais/tagblock.nmea", "5 frames, 4 observations, ")]
    [InlineData(
        "sample.aivdm",
        "1120 frames, 40 observations, BadSyntax:1")]
    public void BulkFilesDecode(string name, string expected)
    {
        var run = AisRun.Decode(File.ReadAllBytes(RepositoryTree.CorpusFile($"ais/{name}")));
        var got = FormattableString.Invariant(
            $"{run.Frames} frames, {run.Observations.Count} observations, {run.FaultText()}");
        Assert.Equal(expected, got);
    }

    [Theory]
    [InlineData("sample.aivdm", "95 same, 64 to the bit")]
    [InlineData("ais-nmea.log", "162 same, 155 to the bit")]
    [InlineData("ais-raw-messages.log", "107 same, 104 to the bit")]
    [InlineData("ais-18-27.log", "138 same, 138 to the bit")]
    [InlineData("pyais/nmea_data_sample.txt", "776 same, 762 to the bit")]
    [InlineData("libais/test.aivdm", "206 same, 111 to the bit")]
    public void WhatIsDecodedIsEncodedTheSame(string name, string expected)
    {
        // Messages of one sentence, and of several in a row; the printer is new for each, so that type 24 stays out.
        var (same, whole) = (0, 0);
        var waiting = "";
        foreach (var line in File.ReadLines(RepositoryTree.CorpusFile($"ais/{name}"), Encoding.Latin1))
        {
            var fields = Sentences(line).Split(',');
            if (fields.Length < 7 || line[0] == '#')
            {
                continue;
            }

            waiting = fields[2] != "1" ? waiting + "\r\n" + line : line;
            var run = AisRun.Print(waiting, unscaled: true);
            if (run.Lines.Count == 0)
            {
                continue;
            }

            var bytes = new byte[AisEncoder.MaxMessageBytes];
            var length = AisEncoder.Message(bytes, Parse(run.Lines[^1]), 'A', sequenceId: 1);
            var again = AisRun.Print(bytes[..length], unscaled: true);
            Assert.Equal(run.Lines[^1], Assert.Single(again.Lines));
            same++;
            var sent = AisBitText.OfSentences(Encoding.ASCII.GetString(bytes, 0, length)).ToString();
            var had = AisBitText.OfSentences(Sentences(waiting)).ToString();
            whole += had.StartsWith(sent, StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(expected, FormattableString.Invariant($"{same} same, {whole} to the bit"));
    }

    // Without what a log writes before and behind them.
    private static string Sentences(string lines) => string.Join("\r\n", lines.Split("\r\n")
        .Select(line => line.IndexOf('!', StringComparison.Ordinal) is var at and >= 0 ? line[at..] : "")
        .Where(sentence => sentence.Length > 0));

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    private static List<JsonElement> ReadReference(string name) =>
        File.ReadLines(RepositoryTree.CorpusFile($"ais/{name}"))
            .Where(line => line.StartsWith("""{"class":"AIS",""", StringComparison.Ordinal))
            .Select(Parse)
            .ToList();

    private static bool AgreesInSinglePrecision(JsonElement expected, JsonElement got, string name)
    {
        if (!expected.TryGetProperty(name, out var e))
        {
            return !got.TryGetProperty(name, out _);
        }

        var g = got.GetProperty(name);
        return e.ValueKind == JsonValueKind.Number
            ? Math.Abs(e.GetDouble() - g.GetDouble()) <= Math.Abs(e.GetDouble()) * 1e-6
            : AisAgreement.Text(e) == AisAgreement.Text(g);
    }
}
