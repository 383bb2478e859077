namespace Trucewatch.Feeds.Envelope;

/// <summary>Every wire format can come in signed envelopes: <c>ais+signed</c>.</summary>
public static class SignedFormat
{
    /// <summary>What an id ends with.</summary>
    public const string Suffix = "+signed";

    /// <summary>The format whose frames are envelopes with frames of another in them.</summary>
    public static FeedFormat Of(FeedFormat inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return new FeedFormat(
            inner.Id + Suffix,
            inner.Title + ", in signed envelopes",
            EnvelopeFramer.MaxFrameBytes,
            () => new EnvelopeFramer(),
            () => new EnvelopeDecoder(inner),
            options => new EnvelopePrinter(inner, options),
            ReadTime);
    }

    /// <summary>The id of the format inside, or null: the id is not of a signed one.</summary>
    public static string? InnerId(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.EndsWith(Suffix, StringComparison.Ordinal) ? id[..^Suffix.Length] : null;
    }

    /// <summary>In a replay, the time when the gateway made the batch stands for the receive time.</summary>
    private static bool ReadTime(ReadOnlySpan<byte> frame, out long unixMicroseconds)
    {
        var isEnvelope = EnvelopeHeader.TryRead(frame, out var header);
        unixMicroseconds = header.At.UnixMicroseconds;
        return isEnvelope;
    }
}
