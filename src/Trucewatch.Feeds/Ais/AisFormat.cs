using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Ais;

/// <summary>AIS as receivers write it: NMEA 0183 VDM and VDO sentences, one a line, often with tag blocks.</summary>
public static class AisFormat
{
    /// <summary>
    /// Longest line. A sentence is at most 82 characters by the standard; receivers write messages of five slots in
    /// one sentence of about 200, and tag blocks and log suffixes add to it.
    /// </summary>
    public const int MaxFrameBytes = 1024;

    /// <summary>The format's line in <see cref="FeedFormats.All"/>.</summary>
    public static readonly FeedFormat Format = new(
        "ais",
        "AIS in NMEA 0183 sentences (ITU-R M.1371-5)",
        MaxFrameBytes,
        () => new LineFramer(MaxFrameBytes),
        () => new AisDecoder(),
        options => new AisPrinter(options),
        AisLine.TryReadReceiveTime,
        IsExercise: ExerciseMarks.IsTagged);
}
