using System.Security.Cryptography;
using System.Threading.Channels;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Evidence.Notes;
using Trucewatch.Feeds.Report;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Intake;

/// <summary>A report that is in the record.</summary>
/// <param name="Id">Its writer's id of it.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Sequence">Its frame's number in the feed.</param>
/// <param name="ReceivedAt">When it came.</param>
internal sealed record KeptReport(string Id, ReadOnlyMemory<byte> Digest, long Sequence, Instant ReceivedAt);

/// <summary>What became of a report that was handed in.</summary>
/// <param name="Kept">The report in the record, or null.</param>
/// <param name="IsOther">True: the record has another report by this id.</param>
internal readonly record struct Handed(KeptReport? Kept, bool IsOther);

/// <summary>
/// Where reports from the field enter the record, each once. A report counts from the record: it is told as taken only
/// after it was recorded, and a start knows every id again from there. So a device may send one as often as it likes.
/// </summary>
internal sealed class FieldDesk(NoteSigner signer) : IDisposable
{
    /// <summary>The feed of these reports. No address names it, so that nothing else can send by it.</summary>
    public const string FeedName = "report-field";

    /// <summary>Most reports that wait to be recorded.</summary>
    public const int MostWaiting = 64;

    /// <summary>
    /// Most reports that are remembered by their ids, as many as the decoder remembers: of older ones the record keeps
    /// both frames, and says so by the same id.
    /// </summary>
    public const int MostRemembered = 65_536;

    private readonly Channel<(string Id, byte[] Frame)> waiting =
        Channel.CreateBounded<(string Id, byte[] Frame)>(MostWaiting);

    private readonly Lock gate = new();
    private readonly Dictionary<string, KeptReport> kept = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();
    private readonly Dictionary<string, Pending> pending = new(StringComparer.Ordinal);

    /// <summary>The public key of receipts.</summary>
    public string Vkey => signer.Verifier.Vkey;

    /// <summary>Takes note of a batch that was stepped: live, and while the record is stepped at a start.</summary>
    public void Note(FrameBatch batch)
    {
        if (batch.Feed.Name != FeedName)
        {
            return;
        }

        for (var at = 0; at < batch.Count; at++)
        {
            var frame = batch[at];
            if (ReportFormat.Read(frame.Bytes, out var report) == FrameFault.None)
            {
                Note(new KeptReport(
                    report!.ReportId, SHA256.HashData(frame.Bytes), batch.FirstSequence + at, frame.ReceivedAt));
            }
        }
    }

    /// <summary>Hands a report in, and waits until it is in the record; neither kept nor other: too many wait.</summary>
    public async Task<Handed> SubmitAsync(string id, byte[] frame, CancellationToken stop)
    {
        var digest = SHA256.HashData(frame);
        Task<KeptReport> recorded;
        lock (gate)
        {
            if (kept.TryGetValue(id, out var known))
            {
                return Of(known, digest);
            }

            if (!pending.TryGetValue(id, out var one))
            {
                if (!waiting.Writer.TryWrite((id, frame)))
                {
                    return default;
                }

                pending.Add(id, one = new Pending());
            }

            recorded = one.Recorded.Task;
        }

        return Of(await recorded.WaitAsync(stop), digest);
    }

    /// <summary>Records what is handed in until the service stops; call it before the pipeline runs.</summary>
    public async Task RunAsync(RunAssembly run, FloorClock clock, CancellationToken stop)
    {
        var feed = run.Feeds.Find(FeedName)!;
        var next = run.Recorder.NextSequence(FeedName);
        await foreach (var (_, frame) in waiting.Reader.ReadAllAsync(stop))
        {
            var batch = run.Pipeline.Pool.Rent();
            batch.Start(feed, next++);
            batch.Add(clock.Now, frame);
            await run.Pipeline.Inbox.WriteAsync(batch, stop);
        }
    }

    /// <summary>The receipt of a report: a signed note, the same each time.</summary>
    public string Receipt(KeptReport report) => Evidence.Notes.Note.Sign(
        FormattableString.Invariant(
            $"trucewatch receipt/1\nreport {report.Id}\nsha256 {Convert.ToHexStringLower(report.Digest.Span)}\n")
        + FormattableString.Invariant($"feed {FeedName} {report.Sequence}\nreceived {report.ReceivedAt}\n"),
        signer);

    public void Dispose() => signer.Dispose();

    private static Handed Of(KeptReport known, byte[] digest) =>
        known.Digest.Span.SequenceEqual(digest) ? new Handed(known, false) : new Handed(null, true);

    private void Note(KeptReport report)
    {
        Pending? waited;
        lock (gate)
        {
            if (!kept.TryAdd(report.Id, report))
            {
                return;
            }

            order.Enqueue(report.Id);
            if (order.Count > MostRemembered)
            {
                kept.Remove(order.Dequeue());
            }

            pending.Remove(report.Id, out waited);
        }

        waited?.Recorded.TrySetResult(report);
    }

    private sealed class Pending
    {
        public TaskCompletionSource<KeptReport> Recorded { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
