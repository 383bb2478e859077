using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>Writes packets and reads them again, a tenth of a second apart.</summary>
internal sealed class MavlinkRun
{
    private readonly MavlinkDecoder decoder = new();
    private readonly ObservationBuffer output = new();
    private readonly LateFaults late = new();

    public static readonly Instant Start = Instant.FromUnixSeconds(1_900_000_000);

    public Instant Now { get; set; } = Start;

    public FrameFault Last { get; private set; }

    public Observation[] Observations => output.Items.ToArray();

    public Look[] Looks => output.Looks.ToArray();

    public static byte[] Packet(
        string message, byte[] content, byte system = 1, MavlinkFraming framing = MavlinkFraming.Version2)
    {
        var to = new ArrayBufferWriter<byte>();
        MavlinkEncoder.Write(to, framing, message, content, system, loggedAt: Start);
        return to.WrittenSpan.ToArray();
    }

    public MavlinkRun Hear(string message, params (string Field, double Value)[] values) =>
        Hear(Packet(message, MavlinkEncoder.Content(message, values)));

    public MavlinkRun Hear(byte[] packet)
    {
        Now += TimeSpan.FromMilliseconds(100);
        Last = decoder.Decode(new FrameView(default, Now, packet), output, late);
        return this;
    }

    public static List<(CutKind Kind, int Length)> Cut(byte[] bytes, int step)
    {
        var framer = new MavlinkFramer();
        var found = new List<(CutKind, int)>();
        var (from, shown) = (0, 0);
        while (true)
        {
            var cut = framer.Next(bytes.AsSpan(from, shown - from), shown == bytes.Length);
            if (cut.Kind != CutKind.NeedMore)
            {
                Xunit.Assert.Equal((0, cut.Length), (cut.Start, cut.Consumed));
                found.Add((cut.Kind, cut.Length));
                from += cut.Consumed;
            }
            else if (shown == bytes.Length)
            {
                Xunit.Assert.Equal(from, shown);
                return found;
            }
            else
            {
                shown = Math.Min(bytes.Length, shown + step);
            }
        }
    }
}
