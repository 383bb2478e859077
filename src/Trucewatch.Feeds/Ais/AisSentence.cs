using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Ais;

/// <summary>One VDM or VDO sentence: a message, or a part of one.</summary>
internal ref struct AisSentence
{
    /// <summary>Most sentences in one message: the field is one digit.</summary>
    public const int MaxParts = 9;

    /// <summary>The armoured payload.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>Number of sentences in the message, 1 to 9; 0 when the line holds no AIS sentence.</summary>
    public int Parts;

    /// <summary>Number of this sentence, from 1.</summary>
    public int Part;

    /// <summary>Sequential message id, 0 to 9; -1 where the field is empty.</summary>
    public int SequenceId;

    /// <summary>Radio channel as written; 0 where the field is empty.</summary>
    public byte Channel;

    /// <summary>True for VDO, the receiver's own vessel.</summary>
    public bool IsOwn;

    /// <summary>Bits to drop at the payload's end, 0 to 5.</summary>
    public int FillBits;

    /// <summary>The tag block, where there is one.</summary>
    public AisTag Tag;

    /// <summary>
    /// Reads what stands between <c>!</c> and <c>*</c>: talker and formatter (checked by the caller), then
    /// parts, part, sequence id, channel, payload, fill bits.
    /// </summary>
    public static FrameFault ParseContent(ReadOnlySpan<byte> content, ref AisSentence sentence)
    {
        sentence.IsOwn = content[4] == 'O';
        var rest = content[6..];
        if (!TryTakeField(ref rest, out var parts) || !TryTakeField(ref rest, out var part)
            || !TryTakeField(ref rest, out var sequence) || !TryTakeField(ref rest, out var channel)
            || !TryTakeField(ref rest, out sentence.Payload))
        {
            return FrameFault.BadSyntax;
        }

        if (!TryReadSmall(parts, out var partCount) || !TryReadSmall(part, out sentence.Part)
            || !TryReadSequence(sequence, out sentence.SequenceId) || channel.Length > 1
            || rest.Length != 1 || !char.IsAsciiDigit((char)rest[0]))
        {
            return FrameFault.BadSyntax;
        }

        sentence.Channel = channel.Length == 1 ? channel[0] : (byte)0;
        sentence.FillBits = rest[0] - '0';
        if (partCount > MaxParts)
        {
            return FrameFault.TooMany;
        }

        // Only the last sentence may have fill bits; elsewhere they would shift all that follows.
        if (partCount == 0 || sentence.Part == 0 || sentence.Part > partCount || sentence.FillBits > 5
            || (sentence.FillBits != 0 && sentence.Part != partCount))
        {
            return FrameFault.OutOfRange;
        }

        sentence.Parts = partCount;
        return sentence.Payload.IsEmpty ? FrameFault.Empty : FrameFault.None;
    }

    private static bool TryTakeField(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        var comma = rest.IndexOf((byte)',');
        if (comma < 0)
        {
            field = default;
            return false;
        }

        field = rest[..comma];
        rest = rest[(comma + 1)..];
        return true;
    }

    private static bool TryReadSmall(ReadOnlySpan<byte> field, out int value)
    {
        value = 0;
        if (field.Length is 0 or > 2)
        {
            return false;
        }

        foreach (var digit in field)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryReadSequence(ReadOnlySpan<byte> field, out int value)
    {
        value = -1;
        return field.IsEmpty || (field.Length == 1 && TryReadSmall(field, out value));
    }
}
