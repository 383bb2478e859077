using System.Buffers;
using System.Text;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Transport;

namespace Trucewatch.Feeds.ModeS;

/// <summary>Runs bytes through a format's framing, times and decoder or printer, as a replay does.</summary>
internal sealed class FeedRun
{
    public List<Observation> Observations { get; } = [];

    public List<string> Lines { get; } = [];

    public SortedDictionary<FrameFault, int> Faults { get; } = [];

    public int Frames { get; private set; }

    public static FeedRun Decode(FeedFormat format, byte[] bytes)
    {
        var run = new FeedRun();
        var (decoder, output) = (format.NewDecoder(), new ObservationBuffer());
        run.Drive(format, bytes, (in FrameView frame, LateFaults late) => decoder.Decode(frame, output, late));
        run.Observations.AddRange(output.Items);
        return run;
    }

    public static FeedRun Print(FeedFormat format, byte[] bytes, bool unscaled = false)
    {
        var run = new FeedRun();
        var (printer, lines) = (format.NewPrinter(new PrintOptions(unscaled)), new ArrayBufferWriter<byte>());
        run.Drive(format, bytes, (in FrameView frame, LateFaults late) => printer.Print(frame, lines, late));
        run.Lines.AddRange(
            Encoding.UTF8.GetString(lines.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return run;
    }

    public override string ToString()
    {
        var faults = string.Join(' ', Faults.Select(pair => FormattableString.Invariant($"{pair.Key}:{pair.Value}")));
        return FormattableString.Invariant($"{Frames} frames, {Observations.Count} observations, {faults}");
    }

    private delegate FrameFault Step(in FrameView frame, LateFaults late);

    private void Drive(FeedFormat format, byte[] bytes, Step step)
    {
        var late = new LateFaults();
        var pool = new BatchPool();
        var feed = new Feed(new FeedId(0), "run", format.Id, Label.Mission);
        var times = ReceiveTimes.Replayed(
            ReceiveTimes.DefaultStart, ReceiveTimes.DefaultFramesPerSecond, format.ReadReceiveTime);
        var batcher = new FrameBatcher(feed, format, times, pool, batch =>
        {
            for (var index = 0; index < batch.Count; index++)
            {
                Frames++;
                var frame = batch[index];
                var fault = format.IsTooLong(frame) ? FrameFault.TooLong : step(frame, late);
                foreach (var counted in late.Items.Select(item => item.Fault).Append(fault))
                {
                    Faults[counted] = Faults.GetValueOrDefault(counted) + (counted == FrameFault.None ? 0 : 1);
                }

                Faults.Remove(FrameFault.None);
                late.Clear();
            }

            pool.Return(batch);
        });
        batcher.Push(bytes, final: true, default);
    }
}
