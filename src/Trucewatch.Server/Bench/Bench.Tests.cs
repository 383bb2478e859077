using System.Text;
using System.Text.Json;
using Xunit;

namespace Trucewatch.Server.Bench;

public sealed class BenchTests
{
    [Fact]
    public void Names_are_all_different_and_found()
    {
        Assert.Equal(Benchmarks.All.Length, Benchmarks.All.DistinctBy(one => one.Name).Count());
        Assert.All(Benchmarks.All, one => Assert.Same(one, Benchmarks.Find(one.Name)));
        Assert.All(Benchmarks.All, one => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", one.Name));
        Assert.Null(Benchmarks.Find("no-such"));
    }

    [Fact]
    public void Each_folder_of_benchmarks_has_a_line_in_the_table()
    {
        var names = typeof(Benchmarks).Assembly.GetTypes().Select(type => type.Namespace).Distinct()
            .Where(name => name?.StartsWith("Trucewatch.Server.Bench.", StringComparison.Ordinal) == true);
        var used = Benchmarks.All.Select(one => one.Prepare.Method.DeclaringType!.Namespace).Distinct();
        Assert.Equal(names.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_trial_gives_one_line_and_its_peer_the_ratio()
    {
        var batches = new List<long>();
        byte[] kept = [];
        var benchmark = new Benchmark("two", "things", () =>
        [
            new Trial("one", 10, batch =>
            {
                batches.Add(batch);
                return batch;
            }),
            new Trial("other", 1, _ => (kept = new byte[10_000]).Length, IsPeer: true),
        ]);
        using var output = new MemoryStream();
        BenchText.Run([benchmark], TimeSpan.FromTicks(1), output);
        var lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        using var one = JsonDocument.Parse(lines[0]);
        Assert.Equal(
            ["name", "items", "items_per_s", "bytes_allocated_per_item", "p50_ns", "p99_ns"],
            one.RootElement.EnumerateObject().Select(member => member.Name));
        using var other = JsonDocument.Parse(lines[1]);
        var expected = one.RootElement.GetProperty("items_per_s").GetDouble()
            / other.RootElement.GetProperty("items_per_s").GetDouble();
        Assert.Equal(expected, other.RootElement.GetProperty("ratio").GetDouble(), 0.01 * expected);
        Assert.True(other.RootElement.GetProperty("bytes_allocated_per_item").GetDouble() >= kept.Length);
        Assert.Equal(Enumerable.Range(0, batches.Count).Select(number => (long)number), batches);
    }

    [Fact]
    public void The_figures_follow_from_the_batches()
    {
        var ticks = Enumerable.Range(1, 101).Select(number => number * System.Diagnostics.Stopwatch.Frequency / 1000)
            .Reverse().ToList();
        var measured = Measurement.From(ticks, batchItems: 4, bytes: 808);
        Assert.Equal(404, measured.Items);
        Assert.Equal(404 / 5.151, measured.ItemsPerS, 1e-6);
        Assert.Equal(2, measured.BytesPerItem);
        Assert.Equal(51e6 / 4, measured.P50Ns, 1);
        Assert.Equal(100e6 / 4, measured.P99Ns, 1);
    }
}
