using System.Globalization;
using System.Text.Json;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Trucewatch.Watch.Tracking.Plots;
using Trucewatch.Watch.Tracking.Scores;
using Xunit;

namespace Trucewatch.Watch.Tracking;

public sealed class TrackTextTests
{
    private const string Plane = "time_s,sensor,x_m,y_m,sigma_m";
    private const string Degrees = "time,sensor,lat,lon,sigma_m";

    [Fact]
    public void A_row_stands_for_each_live_track_at_each_time_and_the_last_says_deleted()
    {
        var rows = Track(Scene(3, 12)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("time,track,x_m,y_m,vx,vy,sigma_m,status", rows[0]);
        var tracks = rows.Skip(1).Select(row => row.Split(',')).ToList();
        Assert.Equal(12, tracks.Select(row => row[0]).Distinct().Count());
        Assert.Contains(tracks, row => row[7] == "confirmed");
        foreach (var track in tracks.GroupBy(row => row[1]))
        {
            // One row a scan without a gap, and none after its end.
            var times = track.Select(row => int.Parse(row[0], CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(Enumerable.Range(0, times.Count).Select(i => times[0] + (5 * i)), times);
            Assert.DoesNotContain("deleted", track.SkipLast(1).Select(row => row[7]));
            Assert.True(times[^1] == 55 || track.Last()[7] == "deleted");
        }

        Assert.All(tracks, row => Assert.Contains(row[7], new[] { "tentative", "confirmed", "deleted" }));
    }

    [Fact]
    public void Each_decision_can_be_read_and_says_what_the_tracks_took()
    {
        var (output, decisions) = (new StringWriter(), new StringWriter());
        Assert.Null(TrackText.Run(new StringReader(Scene(3, 12)), output, explain: decisions));
        Assert.Equal(Track(Scene(3, 12)), output.ToString());
        var rows = decisions.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("time,track,x_m,y_m,distance,cost,choice", rows[0]);
        var read = rows.Skip(1).Select(row => row.Split(',')).ToList();
        Assert.All(read, row => Assert.Equal(7, row.Length));

        // Every plot of the file is taken once or starts a track, and none is both.
        var used = read.Where(row => row[6] != "passed-over").Select(row => (row[0], row[2], row[3])).ToList();
        Assert.Equal(Scene(3, 12).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1, used.Count);
        Assert.Equal(used.Count, used.Distinct().Count());
        Assert.All(
            read.Where(row => row[6] == "taken"),
            row => Assert.InRange(double.Parse(row[4], CultureInfo.InvariantCulture), 0, 4));
        Assert.All(read.Where(row => row[6] == "started"), row => Assert.Equal("", row[1] + row[4] + row[5]));
        Assert.Contains(read, row => row[6] == "passed-over");
    }

    [Fact]
    public void The_order_of_lines_leaves_no_trace()
    {
        var lines = Scene(4, 10).TrimEnd('\n').Split('\n');
        var random = new Splitmix(8);
        var shuffled = lines.Take(1).Concat(lines.Skip(1).OrderBy(_ => random.Next())).ToArray();
        Assert.NotEqual(lines, shuffled);
        Assert.Equal(Track(string.Join('\n', lines)), Track(string.Join('\n', shuffled)));
    }

    [Fact]
    public void Times_are_written_as_they_were_read()
    {
        var text = Track($"{Plane}\n0.50,a,0,0,30\n0.50,a,9000,0,30\n1e1,a,0,0,30\n1e1,a,9000,0,30\n");
        Assert.Equal(["0.50", "0.50", "1e1", "1e1"], text.Split('\n')[1..5].Select(row => row.Split(',')[0]));
        text = Track($"{Degrees}\n2026-01-02T03:04:05+02:00,a,47,35,10\n");
        Assert.StartsWith("2026-01-02T03:04:05+02:00,1,0.000,0.000,", text.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Degrees_become_metres_around_the_median_whatever_one_liar_says()
    {
        var text = Track($"{Degrees}\n0,a,47,35,10\n1,a,47.01,35,10\n2,a,47,35.01,10\n3,a,-40,-120,10\n4,a,47,35,10\n");
        var north = text.Split('\n').First(row => row.StartsWith("1,2,", StringComparison.Ordinal)).Split(',');
        var east = text.Split('\n').First(row => row.StartsWith("2,3,", StringComparison.Ordinal)).Split(',');
        Assert.Equal(1111.8, double.Parse(north[3], CultureInfo.InvariantCulture), 0.5);
        Assert.Equal(760.6, double.Parse(east[2], CultureInfo.InvariantCulture), 0.5);
    }

    [Fact]
    public void A_sensor_with_one_plot_a_time_is_told_and_its_objects_are_confirmed_at_once()
    {
        var told = Track($"{Plane},speed_mps,course_deg\n0,a,0,0,2,5,90\n").Split('\n');
        Assert.Equal("0,1,0.000,0.000,5.000,0.000,", told[1][..28]);
        Assert.EndsWith(",confirmed", told[1], StringComparison.Ordinal);
        var seen = Track($"{Plane}\n0,a,0,0,2\n0,a,9,9,2\n").Split('\n');
        Assert.EndsWith(",tentative", seen[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData(300.0, 2)]
    public void Fast_objects_are_followed_where_the_caller_says_so(double? maxSpeed, int tracks)
    {
        using var output = new StringWriter();
        const string Csv = Plane + "\n0,a,0,0,30\n0,a,9000,50000,30\n5,a,1250,0,30\n5,a,10250,50000,30\n";
        Assert.Null(TrackText.Run(new StringReader(Csv), output, maxSpeedMps: maxSpeed));
        var rows = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(tracks, rows.Count(row => row.StartsWith("5,", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "line 1: expected the header")]
    [InlineData("time,x\n", "line 1: expected the header")]
    [InlineData(Plane + "\n0,a,1,2\n", "line 2: expected 5 fields, got 4")]
    [InlineData(Plane + "\n0,a,1,2,30\nnoon,a,1,2,30\n", "line 3: expected a time")]
    [InlineData(Plane + "\n1e12,a,1,2,30\n", "line 2: expected a time")]
    [InlineData(Plane + "\n0,a,x,2,30\n", "line 2: expected finite numbers")]
    [InlineData(Plane + "\n0,a,1,1e400,30\n", "line 2: expected finite numbers")]
    [InlineData(Plane + "\n0,a,1,2,0\n", "line 2: expected metres")]
    [InlineData(Plane + "\n0,a,1,2,-30\n", "line 2: expected metres")]
    [InlineData(Plane + "\n0,a,2e8,2,30\n", "line 2: expected metres")]
    [InlineData(Degrees + "\n0,a,91,2,30\n", "line 2: expected lat")]
    [InlineData(Plane + ",speed_mps,course_deg\n0,a,1,2,3,4,1e9\n", "line 2: expected finite numbers")]
    public void Bad_input_is_named_with_its_line_and_writes_nothing(string csv, string expected)
    {
        using var output = new StringWriter();
        Assert.StartsWith(expected, TrackText.Run(new StringReader(csv), output), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Rows_have_a_limit(int count, bool isGood)
    {
        var csv = Plane + "\n" + string.Concat(Enumerable.Repeat("0,a,1,2,30\n", count));
        var rows = PlotRows.Read(new StringReader(csv), out var error, maxRows: 2);
        Assert.Equal(isGood, rows is not null);
        Assert.Equal(isGood ? null : "line 4: expected at most 2 rows, got more", error);
        var truth = "time_s,id,x_m,y_m\n" + string.Concat(Enumerable.Repeat("0,a,1,2\n", count));
        var wrong = ScoreText.Run(
            new StringReader(truth), new StringReader("time,track,x_m,y_m,status\n"),
            ScoreSettings.Usual, 0, TextWriter.Null, 2);
        Assert.Equal(isGood, wrong is null);
    }

    [Theory]
    [InlineData(PlotSensor.MaxSensors, true)]
    [InlineData(PlotSensor.MaxSensors + 1, false)]
    public void Sensors_have_a_limit(int count, bool isGood)
    {
        var csv = Plane + "\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"0,s{i},{i}000,0,30\n"));
        var wrong = TrackText.Run(new StringReader(csv), TextWriter.Null);
        Assert.Equal(isGood, wrong is null);
    }

    [Fact]
    public void Score_reads_what_track_writes_and_counts_confirmed_rows_only()
    {
        const string Truth = "time_s,id,x_m,y_m,vx,vy\n0,a,0,0,1,1\n0,b,1000,0,1,1\n5,a,0,0,1,1\n";
        const string Tracks =
            "time,track,x_m,y_m,vx,vy,sigma_m,status\n0,1,3,4,0,0,9,confirmed\n0,2,1000,0,0,0,9,tentative\n"
            + "5.0,1,0,0,0,0,9,deleted\n";
        using var json = Score(Truth, Tracks, skip: 0);
        Assert.Equal(2, json.RootElement.GetProperty("scans").GetInt32());
        var first = Math.Sqrt((25 + 90_000) / 2.0);
        Assert.Equal((first + 300) / 2, json.RootElement.GetProperty("ospa_m").GetDouble(), 1e-5);
        Assert.Equal(
            (Math.Sqrt(25 + 45_000) + Math.Sqrt(45_000)) / 2,
            json.RootElement.GetProperty("gospa_m").GetDouble(), 1e-5);
        Assert.Equal(2.5, json.RootElement.GetProperty("gospa_localisation_m").GetDouble(), 1e-9);
        Assert.Equal(1, json.RootElement.GetProperty("missed_per_scan").GetDouble());
        Assert.Equal(0, json.RootElement.GetProperty("siap_spuriousness").GetDouble());
        using var later = Score(Truth, Tracks, skip: 1);
        Assert.Equal(300, later.RootElement.GetProperty("ospa_m").GetDouble());
        using var none = Score(Truth, Tracks, skip: 2);
        Assert.Equal(JsonValueKind.Null, none.RootElement.GetProperty("ospa_m").ValueKind);
    }

    [Theory]
    [InlineData("", "time,track,x_m,y_m,status\n", "truth: expected the columns")]
    [InlineData("time_s,id,x_m\n", "time,track,x_m,y_m,status\n", "truth: line 1: expected the columns")]
    [InlineData("time_s,id,x_m,y_m\n0,a,1\n", "time,track,x_m,y_m,status\n", "truth: line 2: expected")]
    [InlineData("time_s,id,x_m,y_m\n0,a,1,NaN\n", "time,track,x_m,y_m,status\n", "truth: line 2: expected")]
    [InlineData("time_s,id,x_m,y_m\n", "time,track,x_m,y_m,status\nnoon,1,1,1,confirmed\n", "tracks: line 2: expected")]
    public void Bad_scores_are_named_with_file_and_line(string truth, string tracks, string expected)
    {
        var wrong = ScoreText.Run(
            new StringReader(truth), new StringReader(tracks), ScoreSettings.Usual, 0, TextWriter.Null);
        Assert.StartsWith(expected, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_draws_each_plot_and_each_confirmed_track_up_to_a_limit()
    {
        using var svg = new StringWriter();
        Assert.Null(TrackText.Run(new StringReader(Scene(3, 12)), TextWriter.Null, svg: svg));
        Assert.Equal(Scene(3, 12).Count(letter => letter == '\n') - 1, svg.ToString().Split("<circle").Length - 1);
        Assert.InRange(svg.ToString().Split("<polyline").Length - 1, 80, 110);

        foreach (var beyond in new[] { 0, 1 })
        {
            var picture = new TrackPicture();
            picture.Add(new Plot[TrackPicture.MaxPoints + beyond]);
            picture.Add(Enumerable
                .Repeat(new PlotTrack { Status = PlotTrackStatus.Confirmed }, TrackPicture.MaxPoints + beyond)
                .ToArray());
            using var drawn = new StringWriter();
            picture.Write(drawn);
            Assert.Equal(TrackPicture.MaxPoints, drawn.ToString().Split("<circle").Length - 1);
            Assert.Equal(TrackPicture.MaxPoints, drawn.ToString().Split(" 10.0,10.0").Length);
        }
    }

    private static JsonDocument Score(string truth, string tracks, int skip)
    {
        using var output = new StringWriter();
        Assert.Null(
            ScoreText.Run(new StringReader(truth), new StringReader(tracks), ScoreSettings.Usual, skip, output));
        return JsonDocument.Parse(output.ToString());
    }

    private static string Track(string csv)
    {
        using var output = new StringWriter();
        Assert.Null(TrackText.Run(new StringReader(csv), output));
        return output.ToString();
    }

    private static string Scene(ulong seed, int scans) =>
        Plane + "\n" + string.Concat(PlotScene.Of(seed, 100, 60_000, scans).SelectMany(scan => scan.Plots.Select(plot =>
            FormattableString.Invariant($"{scan.Seconds},radar,{plot.EastM:F3},{plot.NorthM:F3},30\n"))));
}
