namespace Trucewatch.Feeds.Gmti;

/// <summary>Ground moving target indicator data as STANAG 4607 has it (AEDP-7).</summary>
public static class GmtiFormat
{
    /// <summary>Longest packet in bytes, header included: about 1,900 targets with all that is usually said.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    /// <summary>Most segments in a packet.</summary>
    public const int MaxSegments = 1024;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "gmti",
        "moving targets on the ground, seen by radar (STANAG 4607, AEDP-7)",
        MaxFrameBytes,
        () => new GmtiFramer(),
        () => new GmtiDecoder(),
        options => new GmtiPrinter(options),
        ReadReceiveTime: null,
        IsExercise: GmtiPacket.IsOfExercise);
}
