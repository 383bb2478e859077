using System.Text.Json;
using Xunit;

namespace Trucewatch.SystemTests.Programs;

public sealed class BenchTests
{
    [Fact]
    public void A_benchmark_prints_one_JSON_line_with_its_figures()
    {
        var ran = TrucewatchProgram.Run("bench", "decode-ais", "--seconds", "0.2");
        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(string.Empty, ran.Error);
        using var line = JsonDocument.Parse(Assert.Single(ran.Output.TrimEnd('\n').Split('\n')));
        Assert.Equal("decode-ais", line.RootElement.GetProperty("name").GetString());
        Assert.True(line.RootElement.GetProperty("items").GetInt64() > 0);
        Assert.True(line.RootElement.GetProperty("items_per_s").GetDouble() > 0);
    }

    [Fact]
    public void The_benchmark_of_zones_states_its_peer_and_the_ratio()
    {
        var ran = TrucewatchProgram.Run("bench", "locate", "--seconds", "0.2");
        Assert.True(ran.ExitCode == 0, ran.Error);
        var lines = ran.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        using var peer = JsonDocument.Parse(lines[1]);
        Assert.Equal("locate-nts-peer", peer.RootElement.GetProperty("name").GetString());
        Assert.True(peer.RootElement.GetProperty("ratio").GetDouble() > 0);
    }

    [Fact]
    public void Help_names_all_benchmarks_and_what_they_count()
    {
        var ran = TrucewatchProgram.Run("bench", "--help");
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("locate-near-edges:", ran.Output, StringComparison.Ordinal);
        Assert.Contains("zone-buffer:", ran.Output, StringComparison.Ordinal);
        Assert.Contains("p99_ns", ran.Output, StringComparison.Ordinal);
    }
}
