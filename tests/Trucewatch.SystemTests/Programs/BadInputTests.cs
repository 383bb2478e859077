using System.Text;
using System.Text.Json;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

public sealed class BadInputTests
{
    private const string GoodSentence = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";
    private const string GoodEvent =
        """<event version="2.0" uid="WEST-1" type="a-n-G" how="m-g" time="2030-06-03T06:00:00Z" """
        + """start="2030-06-03T06:00:00Z" stale="2030-06-03T06:01:00Z">"""
        + """<point lat="47" lon="36" hae="1" ce="5" le="5"/></event>""";

    [Fact]
    public void Binary_junk_between_sentences_costs_no_sentence()
    {
        var junk = new byte[200_000];
        new Random(4).NextBytes(junk);
        byte[] input =
        [
            .. Encoding.ASCII.GetBytes(GoodSentence), .. junk, .. "\n"u8, .. Encoding.ASCII.GetBytes(GoodSentence),
        ];
        var (lines, faults) = Decode("ais", input);
        Assert.Equal(2, lines);
        Assert.NotEmpty(faults);
    }

    [Theory]
    [InlineData("avr", "*8D4840D6202CC371C32CE0576098;\n")]
    [InlineData("beast", "1A330000000000010A8D4840D6202CC371C32CE0576098")]
    [InlineData("sbs", "MSG,3,,,4B1908,,,,,,,2525,,,33.96693,-118.25598,,,0,0,0,0\n")]
    public void Binary_junk_between_aircraft_costs_no_message(string format, string message)
    {
        var junk = new byte[200_000];
        new Random(4).NextBytes(junk);
        var good = format == "beast" ? Convert.FromHexString(message) : Encoding.ASCII.GetBytes(message);
        var (lines, faults) = Decode(format, [.. good, .. junk, .. "\n"u8, .. good]);
        Assert.True(lines >= 2, $"expected 2 lines or more, got {lines}");
        Assert.NotEmpty(faults);
    }

    [Theory]
    [InlineData("trucewatch: --count: expected at least 1, got 0\n", "--count", "0")]
    [InlineData(
        "trucewatch: --plant: expected one of frames, replay, order, mirror, citations, watched, evidence, sure, "
        + "innocent, disk, merge, got nonsense\n", "--plant", "nonsense")]
    public void What_swarm_cannot_do_is_said_in_one_line(string message, params string[] arguments)
    {
        var ran = TrucewatchProgram.Run(["swarm", .. arguments]);
        Assert.Equal((2, "", message), (ran.ExitCode, ran.Output, ran.Error));
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_a_counted_fault_and_the_next_line_is_read()
    {
        var input = Encoding.ASCII.GetBytes(new string('A', 10_000_000) + "\n" + GoodSentence);
        var (lines, faults) = Decode("ais", input);
        Assert.Equal(1, lines);
        Assert.Contains("too-long", faults, StringComparison.Ordinal);
    }

    [Fact]
    public void A_multipart_message_without_its_end_is_counted()
    {
        var first = "!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E\n";
        var many = string.Concat(Enumerable.Repeat(first, 20)) + GoodSentence;
        var (lines, faults) = Decode("ais", Encoding.ASCII.GetBytes(many));
        Assert.Equal(1, lines);
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void An_event_with_a_document_type_is_refused_and_the_next_one_read()
    {
        var bomb = "<!DOCTYPE e [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>" + GoodEvent + "\n" + GoodEvent;
        var (lines, faults) = Decode("cot", Encoding.UTF8.GetBytes(bomb));
        Assert.True(lines >= 1);
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void No_frame_of_bad_input_is_lost_on_its_way_into_the_record()
    {
        using var scratch = new ScratchFolder();
        var junk = new byte[300_000];
        new Random(9).NextBytes(junk);
        File.WriteAllBytes(scratch["junk.bin"], [.. junk, .. "\n"u8, .. Encoding.ASCII.GetBytes(GoodSentence)]);
        var ran = TrucewatchProgram.Run(
            "replay", "--agreement", "agreements/aegean-test", "--feed", $"ais:{scratch["junk.bin"]}",
            "--feed", $"cot:{scratch["junk.bin"]}", "--feed", $"report:{scratch["junk.bin"]}",
            "--data", scratch["data"]);
        Assert.True(ran.ExitCode == 0, ran.Error);
        using var summary = JsonDocument.Parse(ran.Output);
        Assert.True(summary.RootElement.GetProperty("frames").GetInt64() > 3);
        Assert.Equal(1, summary.RootElement.GetProperty("observations").GetInt64());
        Assert.Equal(0, TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["data"]).ExitCode);
    }

    [Theory]
    [InlineData("version: \"1.0\"", "version: \"1.0\"\nversion: \"1.0\"", "agreement.yaml:")]
    [InlineData("version: \"1.0\"", "version: &a \"1.0\"", "agreement.yaml:")]
    [InlineData("version: \"1.0\"", "version: *a", "agreement.yaml:")]
    [InlineData("illustrative: true", "illustrative: perhaps", "agreement.yaml:")]
    public void A_pack_that_is_not_strict_is_refused_with_file_and_line(string old, string replacement, string expected)
    {
        using var scratch = new ScratchFolder();
        CopyPack(scratch["pack"]);
        var file = System.IO.Path.Combine(scratch["pack"], "agreement.yaml");
        var text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, replacement, StringComparison.Ordinal));
        var check = TrucewatchProgram.Run("agreement", "check", scratch["pack"]);
        Assert.Equal(1, check.ExitCode);
        Assert.Matches($"^{expected}[0-9]+: ", check.Output);
    }

    [Fact]
    public void Geometry_with_a_number_beyond_all_bounds_is_refused_with_its_line()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(
            scratch["line.geojson"], "{\"type\":\"LineString\",\n\"coordinates\":[[35,47],\n[36,1e400]]}");
        var ran = TrucewatchProgram.Run("zones", "buffer", "--left", "10", "--right", "10", scratch["line.geojson"]);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("line 3: expected a finite number, got 1e400", ran.Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, ran.Output);
    }

    [Theory]
    [InlineData("replay", "--agreement", "no-such-folder", "--feed", "ais:x")]
    [InlineData("decode", "--format", "morse")]
    [InlineData("replay", "--agreement", "agreements/aegean-test", "--feed", "ais:no-such-file")]
    [InlineData("locate", "--agreement", "agreements/aegean-test", "--at", "yesterday")]
    [InlineData("serve", "--speed", "-1")]
    [InlineData("bench", "no-such-benchmark")]
    [InlineData("bench", "locate", "--seconds", "0")]
    [InlineData("track", "no-such-file")]
    [InlineData("track", "--model", "magic")]
    [InlineData("track", "--pd", "1")]
    [InlineData("track", "--max-speed", "0")]
    [InlineData("score", "no-such-file", "no-such-file")]
    [InlineData("score", "README.md", "README.md", "--alpha", "3")]
    [InlineData("score", "README.md", "README.md")]
    [InlineData("no-such-command")]
    public void Unusable_arguments_get_one_line_and_exit_code_2(params string[] arguments)
    {
        var ran = TrucewatchProgram.Run(arguments);
        Assert.Equal(2, ran.ExitCode);
        Assert.Equal(string.Empty, ran.Output);
        Assert.Single(ran.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("trucewatch: ", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agreements/illustrative-eastern-line")]
    [InlineData("agreements/aegean-test")]
    [InlineData("agreements/energy-2025/")]
    public void The_bundled_packs_pass_their_own_cases_and_a_wrong_one_fails(string pack)
    {
        var good = TrucewatchProgram.Run("agreement", "test", pack);
        Assert.Equal(0, good.ExitCode);
        Assert.Matches("^[1-9][0-9]* passed, 0 failed\n$", good.Output);

        using var scratch = new ScratchFolder();
        CopyPack(scratch["pack"]);
        File.AppendAllText(Path.Combine(scratch["pack"], "cases.txt"), "\nthis is no case\n");
        var bad = TrucewatchProgram.Run("agreement", "test", scratch["pack"]);
        Assert.Equal(1, bad.ExitCode);
        Assert.EndsWith(" passed, 1 failed\n", bad.Output, StringComparison.Ordinal);
    }

    private static (int Lines, string Faults) Decode(string format, byte[] input)
    {
        var ran = TrucewatchProgram.Run(input, [], "decode", "--format", format);
        Assert.True(ran.ExitCode == 0, ran.Error);
        var lines = ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
        }

        return (lines.Length, ran.Error);
    }

    private static void CopyPack(string to)
    {
        Directory.CreateDirectory(to);
        var pack = Path.Combine(RepositoryTree.Root, "agreements", "illustrative-eastern-line");
        foreach (var file in Directory.EnumerateFiles(pack))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
