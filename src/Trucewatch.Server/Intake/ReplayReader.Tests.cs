using System.Globalization;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Evidence;
using Trucewatch.Feeds.Transport;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class ReplayReaderTests
{
    [Fact]
    public void Files_are_merged_by_receive_time()
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        var read = Read(
            rig, files, null, _ => 0, ["1.0 a", "1.2 b", "4.0 c", "4.5 d"], ["1.1 x", "2.5 y", "4.2 z"]);
        Assert.Equal(
            ["ais-1/0 1.0 a|1.2 b", "ais-2/0 1.1 x", "ais-2/1 2.5 y", "ais-1/2 4.0 c|4.5 d", "ais-2/2 4.2 z"], read);
    }

    [Fact]
    public void A_tie_is_the_first_files()
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        Assert.Equal(["ais-1/0 1 a", "ais-2/0 1 x"], Read(rig, files, null, _ => 0, ["1 a"], ["1 x"]));
    }

    [Fact]
    public void One_file_is_not_cut_by_time()
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        Assert.Equal(["ais-1/0 1 a|100 b|200 c"], Read(rig, files, null, _ => 0, ["1 a", "100 b", "200 c"]));
    }

    [Theory]
    [InlineData(0, "ais-1/0 1 a|2 b|3 c")]
    [InlineData(1, "ais-1/1 2 b|3 c")]
    [InlineData(2, "ais-1/2 3 c")]
    [InlineData(3, null)]
    [InlineData(9, null)]
    public void A_replay_goes_on_at_the_first_frame_that_is_not_recorded(long recorded, string? expected)
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        var read = Read(rig, files, null, _ => recorded, ["1 a", "2 b", "3 c"]);
        Assert.Equal(expected is null ? [] : [expected], read);
    }

    [Fact]
    public void Wherever_a_merged_replay_was_cut_off_the_rest_comes_in_the_same_batches()
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        string[] first = [.. Enumerable.Range(0, 200).Select(k => FormattableString.Invariant($"{k * 0.17:F2} f{k}"))];
        string[] second = [.. Enumerable.Range(0, 90).Select(k => FormattableString.Invariant($"{k * 0.41:F2} s{k}"))];
        var whole = Read(rig, files, null, _ => 0, first, second);
        var recorded = new Dictionary<string, long>(StringComparer.Ordinal) { ["ais-1"] = 0, ["ais-2"] = 0 };
        for (var cut = 0; cut < whole.Count; cut++)
        {
            var rest = Read(rig, files, null, feed => recorded[feed], first, second);
            Assert.Equal(whole[cut..], rest);
            var feed = whole[cut].Split('/')[0];
            recorded[feed] += whole[cut].Split('|').Length;
        }
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "ais-1/0 1 a")]
    [InlineData(2, "ais-1/0 1 a|2 b")]
    [InlineData(3, "ais-1/0 1 a|2 b|3 c")]
    [InlineData(99, "ais-1/0 1 a|2 b|3 c")]
    public void As_of_a_time_takes_in_what_was_received_up_to_it_and_no_frame_more(int seconds, string? expected)
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        var read = Read(rig, files, Instant.FromUnixSeconds(seconds), _ => 0, ["1 a", "2 b", "3 c"]);
        Assert.Equal(expected is null ? [] : [expected], read);
    }

    [Fact]
    public void A_replay_as_of_a_time_can_be_gone_on_with()
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        string[] lines = ["1 a", "2 b", "3 c"];
        Assert.Equal(["ais-1/0 1 a"], Read(rig, files, Instant.FromUnixSeconds(1), _ => 0, lines));
        Assert.Equal(["ais-1/1 2 b"], Read(rig, files, Instant.FromUnixSeconds(2), _ => 1, lines));
        Assert.Equal(["ais-1/2 3 c"], Read(rig, files, null, _ => 2, lines));
    }

    [Fact]
    public void What_lies_far_behind_the_time_is_not_read()
    {
        using var rig = new ServerRig();
        using var files = new TemporaryFolder();
        var path = files.File("long");
        var rest = new string('.', 300);
        File.WriteAllLines(path, Enumerable.Range(0, 20_000).Select(k => FormattableString.Invariant($"{k} {rest}")));
        var reader = new ReplayReader([Replay(rig.First, path)], new BatchPool(), _ => 0, Instant.FromUnixSeconds(10));
        Assert.Equal(11, reader.ReadAll().Sum(batch => batch.Count));
        Assert.InRange(reader.BytesRead, 1, new FileInfo(path).Length / 2);
    }

    [Fact]
    public void An_absent_file_is_named()
    {
        using var rig = new ServerRig();
        var problem = Assert.Throws<Commands.UnusableException>(
            () => new ReplayReader([Replay(rig.First, "/absent/file")], new BatchPool(), _ => 0, null));
        Assert.StartsWith("/absent/file: expected a file", problem.Message, StringComparison.Ordinal);
    }

    private static List<string> Read(
        ServerRig rig, TemporaryFolder folder, Instant? asOf, Func<string, long> next, params string[][] files)
    {
        var replays = files.Select((lines, index) =>
        {
            var path = folder.File(index.ToString(CultureInfo.InvariantCulture));
            File.WriteAllLines(path, lines);
            return Replay(rig.Feeds.All[index], path);
        }).ToList();
        return [.. new ReplayReader(replays, new BatchPool(), next, asOf).ReadAll().Select(Text)];
    }

    /// <summary>A file whose lines begin with their receive time in seconds.</summary>
    private static ReplayFile Replay(Feed feed, string path) =>
        new(feed, path, ReceiveTimes.Replayed(new Instant(0), 1, ReadSeconds));

    private static bool ReadSeconds(ReadOnlySpan<byte> frame, out long unixMicroseconds)
    {
        var text = Encoding.UTF8.GetString(frame).Split(' ')[0];
        unixMicroseconds = (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1_000_000);
        return true;
    }

    private static string Text(FrameBatch batch)
    {
        var frames = new List<string>();
        for (var index = 0; index < batch.Count; index++)
        {
            frames.Add(Encoding.UTF8.GetString(batch[index].Bytes));
        }

        return FormattableString.Invariant($"{batch.Feed.Name}/{batch.FirstSequence} {string.Join('|', frames)}");
    }
}
