using System.Runtime.CompilerServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// A complete message. It is filled in where it stands: a copy would have to wait for what was just written.
/// </summary>
internal ref struct AisMessage
{
    /// <summary>Its bits.</summary>
    public AisBits Bits;

    /// <summary>Frames of its group before the last.</summary>
    public int EarlierParts;

    /// <summary>False when the frame completes no message.</summary>
    public readonly bool IsComplete => Bits.Length > 0;
}

/// <summary>
/// Puts the sentences of one feed together to messages. The parts of a group must come in order, because a part of a
/// lost message must never complete another one; groups of several sources may be interleaved.
/// </summary>
internal sealed class AisGroups
{
    /// <summary>Most open groups of one source.</summary>
    public const int MaxOpenOfSource = 10;

    /// <summary>Most open groups of one feed, however many sources it names.</summary>
    public const int MaxOpen = 64;

    /// <summary>Life of a group, by receive time, in microseconds.</summary>
    public const long LifeUs = 10_000_000;

    private const int FirstPayloadChars = 128;

    private readonly List<Group> open = new(MaxOpen);
    private readonly Stack<Group> spare = new(MaxOpen);
    private readonly byte[] packed = new byte[AisBits.BufferBytes];
    private int packedBytes;

    /// <summary>No open group began earlier; so no scan is needed before its life is over.</summary>
    private long earliestUs = long.MaxValue;

    /// <summary>
    /// Takes one frame. Without a fault, <paramref name="message"/> is complete, or the frame is a part of an open
    /// group or a line that says nothing about AIS.
    /// </summary>
    public FrameFault Accept(in FrameView frame, LateFaults late, out AisMessage message)
    {
        message = default;
        // Most lines hold a whole message; only where groups are open the tag block says whose clock it has.
        if (AisLine.TryReadPlain(frame.Bytes, out var payload, out var fillBits, out var isTagged)
            && (open.Count == 0 || !isTagged) && payload.Length <= AisBits.MaxPayloadChars
            && AisBits.TryUnpack(payload, fillBits, packed, ref packedBytes, out message.Bits))
        {
            GiveUpOld(clock: 0, frame.ReceivedAt, late);
            return payload.IsEmpty ? FrameFault.Empty : FrameFault.None;
        }

        return AcceptAny(frame, late, out message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FrameFault AcceptAny(in FrameView frame, LateFaults late, out AisMessage message)
    {
        message = default;
        var fault = AisLine.Parse(frame.Bytes, out var sentence);
        GiveUpOld(sentence.Tag.Clock, frame.ReceivedAt, late);
        if (fault != FrameFault.None || sentence.Parts == 0)
        {
            return fault;
        }

        if (sentence.Parts == 1)
        {
            return Unpack(sentence.Payload, sentence.FillBits, 0, out message);
        }

        return sentence.Part == 1 ? Open(frame, sentence, late) : Join(frame, sentence, late, out message);
    }

    private FrameFault Unpack(
        scoped ReadOnlySpan<byte> payload, int fillBits, int earlierParts, out AisMessage message)
    {
        message = default;
        if (payload.Length > AisBits.MaxPayloadChars)
        {
            return FrameFault.WrongLength;
        }

        if (!AisBits.TryUnpack(payload, fillBits, packed, ref packedBytes, out message.Bits))
        {
            message = default;
            return FrameFault.BadEncoding;
        }

        message.EarlierParts = earlierParts;
        return FrameFault.None;
    }

    private FrameFault Open(in FrameView frame, scoped in AisSentence sentence, LateFaults late)
    {
        var same = Find(sentence);
        if (same >= 0)
        {
            GiveUp(same, FrameFault.IncompleteGroup, late);
        }

        var oldestOfSource = -1;
        var ofSource = 0;
        for (var i = open.Count - 1; i >= 0; i--)
        {
            if (open[i].Source == sentence.Tag.Source)
            {
                ofSource++;
                oldestOfSource = i;
            }
        }

        if (ofSource >= MaxOpenOfSource)
        {
            GiveUp(oldestOfSource, FrameFault.TooManyGroups, late);
        }
        else if (open.Count >= MaxOpen)
        {
            GiveUp(0, FrameFault.TooManyGroups, late);
        }

        var group = spare.Count > 0 ? spare.Pop() : new Group();
        group.Start(frame, sentence);
        open.Add(group);
        earliestUs = Math.Min(earliestUs, frame.ReceivedAt.UnixMicroseconds);
        return FrameFault.None;
    }

    private FrameFault Join(
        in FrameView frame, scoped in AisSentence sentence, LateFaults late, out AisMessage message)
    {
        message = default;
        var at = Find(sentence);
        if (at < 0)
        {
            return FrameFault.IncompleteGroup;
        }

        var group = open[at];
        if (sentence.Part != group.Received + 1 || !group.TryAppend(frame, sentence.Payload))
        {
            GiveUp(at, FrameFault.IncompleteGroup, late);
            return FrameFault.BadGroup;
        }

        if (sentence.Part < sentence.Parts)
        {
            return FrameFault.None;
        }

        open.RemoveAt(at);
        spare.Push(group);
        return Unpack(group.Payload, sentence.FillBits, sentence.Parts - 1, out message);
    }

    // The newest that fits. A later part of a tag-block group may leave out the source, which the group id stands for.
    private int Find(scoped in AisSentence sentence)
    {
        for (var i = open.Count - 1; i >= 0; i--)
        {
            var group = open[i];
            if (group.Parts == sentence.Parts && group.SequenceId == sentence.SequenceId
                && group.Channel == sentence.Channel && group.IsOwn == sentence.IsOwn
                && group.TagGroup == sentence.Tag.GroupIdPlusOne
                && (group.Source == sentence.Tag.Source
                    || (sentence.Tag.Source == 0 && sentence.Tag.GroupIdPlusOne != 0)))
            {
                return i;
            }
        }

        return -1;
    }

    // Receive times are compared only where the same clock gave them: in a merged log they leap to and fro between
    // the stations.
    private void GiveUpOld(ulong clock, Instant now, LateFaults late)
    {
        if (open.Count > 0 && now.UnixMicroseconds - earliestUs > LifeUs)
        {
            ScanOld(clock, now, late);
        }
    }

    private void ScanOld(ulong clock, Instant now, LateFaults late)
    {
        earliestUs = long.MaxValue;
        var i = 0;
        while (i < open.Count)
        {
            if (open[i].Clock == clock && now.UnixMicroseconds - open[i].OpenedAt.UnixMicroseconds > LifeUs)
            {
                GiveUp(i, FrameFault.IncompleteGroup, late);
            }
            else
            {
                earliestUs = Math.Min(earliestUs, open[i].OpenedAt.UnixMicroseconds);
                i++;
            }
        }
    }

    private void GiveUp(int at, FrameFault fault, LateFaults late)
    {
        var group = open[at];
        foreach (var frame in group.Frames)
        {
            late.Add(frame, fault);
        }

        open.RemoveAt(at);
        spare.Push(group);
    }

    private sealed class Group
    {
        // Most messages have two parts; the room of a group that needs more grows and stays.
        private byte[] payload = new byte[FirstPayloadChars];
        private readonly FrameRef[] frames = new FrameRef[AisSentence.MaxParts];
        private int length;

        public int Parts { get; private set; }

        public int Received { get; private set; }

        public int SequenceId { get; private set; }

        public byte Channel { get; private set; }

        public bool IsOwn { get; private set; }

        public ulong Source { get; private set; }

        public ulong Clock { get; private set; }

        public long TagGroup { get; private set; }

        public Instant OpenedAt { get; private set; }

        public ReadOnlySpan<byte> Payload => payload.AsSpan(0, length);

        public ReadOnlySpan<FrameRef> Frames => frames.AsSpan(0, Received);

        public void Start(in FrameView frame, scoped in AisSentence sentence)
        {
            Parts = sentence.Parts;
            SequenceId = sentence.SequenceId;
            Channel = sentence.Channel;
            IsOwn = sentence.IsOwn;
            Source = sentence.Tag.Source;
            Clock = sentence.Tag.Clock;
            TagGroup = sentence.Tag.GroupIdPlusOne;
            OpenedAt = frame.ReceivedAt;
            Received = 0;
            length = 0;
            // The first part always fits: a frame is shorter than the buffer.
            TryAppend(frame, sentence.Payload);
        }

        public bool TryAppend(in FrameView frame, ReadOnlySpan<byte> part)
        {
            if (part.Length > AisBits.MaxPayloadChars - length)
            {
                return false;
            }

            if (part.Length > payload.Length - length)
            {
                var room = Math.Max(2 * payload.Length, length + part.Length);
                Array.Resize(ref payload, Math.Min(room, AisBits.MaxPayloadChars));
            }

            part.CopyTo(payload.AsSpan(length));
            length += part.Length;
            frames[Received++] = frame.Ref;
            return true;
        }
    }
}
