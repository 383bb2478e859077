using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Server.Hosting;
using Xunit;

namespace Trucewatch.Server.Intake;

/// <summary>A report from the field is in the record once, however often and in whatever states it is handed in.</summary>
public sealed class FieldDeskTests
{
    [Fact]
    public async Task A_report_is_recorded_once_and_signed_for_the_same_each_time()
    {
        using var folder = new TemporaryFolder();
        string first;
        await using (var service = await FieldService.StartAsync(folder.Path))
        {
            var handed = await Task.WhenAll(
                Enumerable.Range(0, 12).Select(_ => service.HandInAsync("p-1:1", "Impacts.")));
            Assert.Single(handed.Distinct());
            first = handed[0];
            Assert.NotEqual(first, await service.HandInAsync("p-1:2", "More impacts."));
            Assert.Equal(2, service.Frames);
        }

        await using (var again = await FieldService.StartAsync(folder.Path))
        {
            Assert.Equal(first, await again.HandInAsync("p-1:1", "Impacts."));
            Assert.Equal("other", await again.HandInAsync("p-1:1", "Other words."));
            await again.HandInAsync("p-1:3", "After the start.");
            Assert.Equal(3, again.Frames);
        }
    }

    [Fact]
    public async Task A_receipt_is_a_note_of_a_key_of_its_own()
    {
        using var folder = new TemporaryFolder();
        await using var service = await FieldService.StartAsync(folder.Path);
        var note = Encoding.UTF8.GetBytes(await service.HandInAsync("p-1:1", "Impacts."));
        Assert.True(NoteVerifier.TryParse(service.Desk.Vkey, out var key));
        Assert.EndsWith("/receipts", key!.Name, StringComparison.Ordinal);
        Assert.Equal(NoteFault.None, Note.TryOpen(note, key, out var opened));
        Assert.StartsWith("trucewatch receipt/1\nreport p-1:1\nsha256 ", opened!.Text, StringComparison.Ordinal);
        Assert.True(NoteVerifier.TryParse(service.LogKey, out var log));
        Assert.Equal(NoteFault.NoKnownSignature, Note.TryOpen(note, log!, out _));
        Assert.NotEqual(log!.KeyId, key.KeyId);
        note[30] ^= 1;
        Assert.Equal(NoteFault.BadSignature, Note.TryOpen(note, key, out _));
    }

    [Fact]
    public void Another_feed_cannot_have_its_name()
    {
        var feeds = new FeedTable();
        feeds.AddField();
        Assert.Throws<Commands.UnusableException>(feeds.AddField);
    }

    /// <summary>More wait than may wait: the next one is told to come again, and nothing is forgotten.</summary>
    [Fact]
    public async Task What_finds_no_room_is_told_so()
    {
        using var desk = new FieldDesk(NoteSigner.Generate("test/receipts"));
        var waiting = Enumerable.Range(0, FieldDesk.MostWaiting)
            .Select(n => desk.SubmitAsync($"p-1:{n}", [1], CancellationToken.None)).ToList();
        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        Assert.Equal(default, await desk.SubmitAsync("p-1:more", [1], CancellationToken.None));
    }

    /// <summary>A data folder with its pipeline and its desk, running.</summary>
    private sealed class FieldService : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private RunAssembly run = null!;
        private Task running = null!;
        private Task desk = null!;

        public FieldDesk Desk { get; private set; } = null!;

        public string LogKey => run.Vkey;

        public long Frames => run.Recorder.NextSequence(FieldDesk.FeedName);

        public static async Task<FieldService> StartAsync(string path)
        {
            await Task.Yield();
            var service = new FieldService();
            var feeds = new FeedTable();
            feeds.AddField();
            var folder = DataFolder.Open(path);
            service.run = new RunAssembly(ServerRig.Agreement, folder, feeds, exercise: false, TimeProvider.System);
            service.Desk = new FieldDesk(folder.OpenReceiptSigner(service.run.Publisher.Checkpoint.Origin));
            service.run.Pipeline.Stepped += service.Desk.Note;
            service.run.Pipeline.Recover(feeds);
            var clock = new FloorClock(TimeProvider.System, null, 1);
            service.desk = service.Desk.RunAsync(service.run, clock, service.stop.Token);
            service.running = service.run.Pipeline.RunAsync(CancellationToken.None);
            return service;
        }

        /// <summary>The receipt, or <c>other</c>, or <c>again</c>.</summary>
        public async Task<string> HandInAsync(string id, string words)
        {
            var frame = Encoding.UTF8.GetBytes(
                $$"""
                {"id":"{{id}}","time":"2030-06-03T06:10:00Z","reporter":"p-1","reporterKind":"patrol",
                "class":"fire.mortar","text":"{{words}}"}
                """);
            return await Desk.SubmitAsync(id, frame, CancellationToken.None) switch
            {
                { Kept: { } kept } => Desk.Receipt(kept),
                { IsOther: true } => "other",
                _ => "again",
            };
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await desk.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            run.Pipeline.Inbox.TryComplete();
            await running;
            Desk.Dispose();
            run.Dispose();
            stop.Dispose();
        }
    }
}
