using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Feeds.Ais;
using Xunit;

namespace Trucewatch.Feeds.Transport;

public sealed class TailTransportTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tail").FullName;
    private readonly HandClock clock = new();
    private readonly List<string> lines = [];

    private string Log => Path.Combine(folder, "log");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_is_written_after_the_start_is_taken_across_rotation_and_truncation_and_nothing_twice()
    {
        await File.WriteAllTextAsync(Log, "old\n");
        await FollowAsync(
            () => File.AppendAllText(Log, "one\ntw"),
            () => File.AppendAllText(Log, "o\n"),
            () =>
            {
                // The last words of the old file and the first of the new one come between two looks.
                File.AppendAllText(Log, "three\n");
                File.Move(Log, Log + ".1");
                File.WriteAllText(Log, "four and more than the old file had\nfive\nsix\n");
            },
            () => File.AppendAllText(Log, "seven\n"),
            () => File.WriteAllText(Log, "eight\n"),
            () => File.Delete(Log),
            () => File.WriteAllText(Log, "nine\n"));
        Assert.Equal(
            ["one", "two", "three", "four and more than the old file had", "five", "six", "seven", "eight", "nine"],
            lines);
    }

    [Fact]
    public async Task A_file_that_comes_later_is_read_from_its_beginning()
    {
        await FollowAsync(() => { }, () => File.WriteAllText(Log, "one\n"), () => File.AppendAllText(Log, "two"));
        Assert.Equal(["one", "two"], lines);
    }

    [Fact]
    public async Task An_empty_file_that_is_rotated_is_let_go()
    {
        await File.WriteAllTextAsync(Log, "");
        await FollowAsync(() =>
        {
            File.Move(Log, Log + ".1");
            File.WriteAllText(Log, "one\n");
        });
        Assert.Equal(["one"], lines);
    }

    [Fact]
    public async Task A_new_file_is_told_by_its_first_bytes_even_when_it_is_longer()
    {
        await File.WriteAllTextAsync(Log, new string('x', TailTransport.MarkBytes) + "\n");
        await FollowAsync(
            () => File.WriteAllText(Log, new string('x', TailTransport.MarkBytes - 1) + "y\nnew\nmore\n"));
        Assert.Equal([new string('x', TailTransport.MarkBytes - 1) + "y", "new", "more"], lines);
    }

    /// <summary>Does one thing after another, and after each lets the transport look at the file.</summary>
    private async Task FollowAsync(params Action[] happenings)
    {
        var pool = new BatchPool();
        var feed = new Feed(new FeedId(0), "ais-1", "ais", Label.Mission);
        using var looked = new SemaphoreSlim(0);
        using var intake = new FeedIntake(feed, AisFormat.Format, ReceiveTimes.Live(), pool, clock, TakeAsync);
        using var stop = new CancellationTokenSource();
        var transport = new TailTransport(Log, clock) { Looked = () => looked.Release() };
        var running = transport.RunAsync(intake, stop.Token);
        Assert.True(await looked.WaitAsync(TimeSpan.FromSeconds(30)));
        foreach (var happening in happenings)
        {
            happening();
            clock.Advance(TailTransport.Every);
            Assert.True(await looked.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await intake.FlushAsync(CancellationToken.None);

        ValueTask TakeAsync(FrameBatch batch, CancellationToken cancelled)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                lines.Add(Encoding.ASCII.GetString(batch[i].Bytes));
            }

            pool.Return(batch);
            return ValueTask.CompletedTask;
        }
    }
}
