using System.Text;
using CsCheck;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Feeds.Profiles;
using Xunit;

namespace Trucewatch.Feeds.Csv;

public sealed class CsvDecoderTests
{
    [Fact]
    public void What_is_quoted_is_read_again() =>
        Gen.String[Gen.Char["ab,;\"' \t"], 0, 8].Array[1, 6].Sample(cells =>
        {
            var line = string.Join(',', cells.Select(
                cell => '"' + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + '"'));
            var read = new CsvLine();
            Assert.Equal(FrameFault.None, read.Read(Encoding.UTF8.GetBytes(line), (byte)','));
            Assert.Equal(cells, Enumerable.Range(0, read.Count).Select(at => Encoding.UTF8.GetString(read[at])));
        });

    [Theory]
    [InlineData("", "")]
    [InlineData(",", "|")]
    [InlineData("a,b", "a|b")]
    [InlineData("\"\"", "")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("a\"b,c", "a\"b|c")]
    [InlineData("\"a\"\"b\"", "a\"b")]
    [InlineData("\"a\"b", null)]
    [InlineData("\"a", null)]
    [InlineData("a,\"", null)]
    public void Lines_have_these_cells(string line, string? expected)
    {
        var read = new CsvLine();
        var fault = read.Read(Encoding.UTF8.GetBytes(line), (byte)',');
        Assert.Equal(expected is null ? FrameFault.BadSyntax : FrameFault.None, fault);
        if (expected is not null)
        {
            var cells = Enumerable.Range(0, read.Count).Select(at => Encoding.UTF8.GetString(read[at]));
            Assert.Equal(expected, string.Join('|', cells));
        }
    }

    [Fact]
    public void Another_reader_finds_the_same_cells()
    {
        var draw = new Trucewatch.Geo.Splitmix(3);
        var lines = Enumerable.Range(0, 400)
            .Select(_ => string.Concat(Enumerable.Range(0, 1 + (int)(draw.Next() % 10))
                .Select(_ => "ab ,,\"\"\"x"[(int)(draw.Next() % 9)])))
            .ToArray();
        var theirs = Python(string.Join('\n', lines) + "\n");
        Assert.Equal(lines.Length, theirs.Length);
        for (var at = 0; at < lines.Length; at++)
        {
            var read = new CsvLine();
            var fault = read.Read(Encoding.ASCII.GetBytes(lines[at]), (byte)',');
            var cells = string.Join(
                '|', Enumerable.Range(0, read.Count).Select(cell => Encoding.ASCII.GetString(read[cell])));
            Assert.Equal((lines[at], theirs[at]), (lines[at], fault == FrameFault.None ? cells : "!"));
        }

        Assert.Contains("!", theirs);
    }

    // Cells of each line with bars between them; "!" for a line that it refuses.
    private static string[] Python(string lines)
    {
        const string Script = """
            import csv, sys
            for line in sys.stdin.read().splitlines():
                try:
                    print("|".join(next(csv.reader([line], strict=True))))
                except csv.Error:
                    print("!")
            """;
        var start = new System.Diagnostics.ProcessStartInfo("python3", ["-c", Script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        try
        {
            using var python = System.Diagnostics.Process.Start(start)!;
            python.StandardInput.Write(lines);
            python.StandardInput.Close();
            var text = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            return text.Split('\n')[..^1];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            return [];
        }
    }

    [Theory]
    [InlineData(CsvLine.MaxCells, FrameFault.None)]
    [InlineData(CsvLine.MaxCells + 1, FrameFault.TooMany)]
    public void Cells_have_a_limit(int count, FrameFault expected) =>
        Assert.Equal(expected, new CsvLine().Read(Encoding.ASCII.GetBytes(new string(',', count - 1)), (byte)','));

    [Theory]
    [InlineData(Profile.MaxValueBytes, 1)]
    [InlineData(Profile.MaxValueBytes + 1, 0)]
    public void Values_have_a_limit(int length, int rows)
    {
        var run = FeedRun.Decode(CsvFormat.Format, Encoding.ASCII.GetBytes(
            $"lat,lon,remark\n45,30,{new string('x', length)}\n"));
        Assert.Equal(rows, run.Observations.Count);
        Assert.Equal(1 - rows, run.Faults.GetValueOrDefault(FrameFault.WrongLength));
    }

    [Fact]
    public void A_row_costs_no_allocation()
    {
        var decoder = new CsvDecoder(new());
        var (output, late) = (new Domain.Observations.ObservationBuffer(), new LateFaults());
        var head = "time,lat,lon,id,class,name"u8.ToArray();
        var row = "2030-06-01T06:00:00Z,45.123456,30.5,W-1,vehicle,\"Bus, the \"\"first\"\"\""u8.ToArray();
        decoder.Decode(new FrameView(default, default, head), output, late);
        for (var round = 0; round < 200; round++)
        {
            output.Clear();
            Assert.Equal(FrameFault.None, decoder.Decode(new FrameView(default, default, row), output, late));
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            output.Clear();
            decoder.Decode(new FrameView(default, default, row), output, late);
        }

        var spent = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(spent, 0, Trucewatch.Tests.House.AllocationNoise.Bytes);
    }
}
