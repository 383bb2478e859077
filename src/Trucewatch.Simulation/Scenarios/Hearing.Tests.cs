using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Framing;
using Trucewatch.Watch;
using Xunit;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>Takes in what a scenario sends, as the program does: real framing, real decoders, a real sector.</summary>
internal sealed class Hearing
{
    private readonly FeedFormat[] formats;
    private readonly IFrameDecoder[] decoders;
    private readonly long[] sequences;
    private readonly LateFaults late = new();
    private readonly ObservationBuffer buffer = new();
    private readonly Sector? sector;
    private readonly SectorOutput output = new();

    public Hearing(Scenario scenario, Agreement? agreement = null)
    {
        formats = [.. scenario.Feeds.Select(feed => FeedFormats.Find(feed.Format)!)];
        decoders = [.. formats.Select(format => format.NewDecoder())];
        sequences = new long[formats.Length];
        var names = new FeedNames([.. scenario.Feeds.Select(feed => feed.Name)]);
        sector = agreement is null ? null : new Sector(agreement, names, new SectorSettings());
    }

    public SortedDictionary<FrameFault, int> Faults { get; } = [];

    public long Frames => sequences.Sum();

    /// <summary>Positions that came after a newer one of the same object.</summary>
    public int Overtaken { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Observations with a place.</summary>
    public long Places { get; private set; }

    /// <summary>What was said of each object's relation to the zones, in order, without repeats.</summary>
    public Dictionary<string, List<ZoneStanding>> Standings { get; } = [];

    public SectorSummary Summary => sector!.Summary();

    private readonly Dictionary<ObjectIdentity, Instant> newest = [];

    public Hearing Take(IEnumerable<WireEvent> events)
    {
        foreach (var sent in events)
        {
            Take(sent);
        }

        return this;
    }

    public static string Hash(IEnumerable<WireEvent> events)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sent in events)
        {
            hash.AppendData(BitConverter.GetBytes(sent.At.UnixMicroseconds));
            hash.AppendData([(byte)sent.Feed]);
            hash.AppendData(sent.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Take(in WireEvent sent)
    {
        var format = formats[sent.Feed];
        var cut = format.NewFramer().Next(sent.Bytes.Span, final: true);
        Assert.Equal(CutKind.Frame, cut.Kind);
        Assert.True(sent.Bytes.Span[cut.Consumed..].Trim("\r\n"u8).IsEmpty, "expected one frame in an event");
        var bytes = sent.Bytes.Span.Slice(cut.Start, cut.Length);
        var receivedAt = format.ReadReceiveTime is { } read && read(bytes, out var us) ? new Instant(us) : sent.At;
        Assert.True(Math.Abs((sent.At - receivedAt).TotalSeconds) < 1, "expected the tag to state the receive time");
        var frame = new FrameView(new FrameRef(new FeedId(sent.Feed), sequences[sent.Feed]++), receivedAt, bytes);
        buffer.Clear();
        late.Clear();
        Count(decoders[sent.Feed].Decode(frame, buffer, late));
        foreach (var (_, fault) in late.Items)
        {
            Count(fault);
        }

        foreach (var observation in buffer.Items)
        {
            Note(observation);
        }

        output.Clear();
        sector?.Step(new SectorInput(Frames, buffer.Items), output);
        Bytes += sent.Bytes.Length;
        foreach (var update in output.Tracks)
        {
            var said = Standings.GetValueOrDefault(update.Identity.ToString()) ?? [];
            if (said.Count == 0 || said[^1] != update.Standing)
            {
                said.Add(update.Standing);
            }

            Standings[update.Identity.ToString()] = said;
        }
    }

    private void Note(in Observation observation)
    {
        Places += observation.HasPosition ? 1 : 0;
        if (observation.HasPosition && observation.Identity != ObjectIdentity.None)
        {
            var known = newest.GetValueOrDefault(observation.Identity, Instant.Beginning);
            Overtaken += observation.At < known ? 1 : 0;
            newest[observation.Identity] = observation.At > known ? observation.At : known;
        }
    }

    private void Count(FrameFault fault)
    {
        if (fault != FrameFault.None)
        {
            Faults[fault] = Faults.GetValueOrDefault(fault) + 1;
        }
    }
}
