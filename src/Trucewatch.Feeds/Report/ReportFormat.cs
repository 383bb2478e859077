using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Report;

/// <summary>Written reports as JSON.</summary>
public static class ReportFormat
{
    /// <summary>The format's line in the table.</summary>
    internal static readonly FeedFormat Format = new(
        "report",
        "Written reports (JSON, report.schema.json version 1)",
        ReportParser.MaxMessageBytes,
        () => new ReportFramer(),
        () => new ReportDecoder(),
        _ => new ReportPrinter(),
        ReadReceiveTime: null,
        IsExercise: IsExercise);

    /// <summary>Reads one report as the schema describes it, or gives the first fault.</summary>
    public static FrameFault Read(ReadOnlySpan<byte> json, out WrittenReport? report)
    {
        var fault = ReportParser.Read(json, out var message);
        report = message?.Written;
        return fault;
    }

    /// <summary>Only what can say so is read twice.</summary>
    private static bool IsExercise(ReadOnlySpan<byte> frame) =>
        frame.IndexOf("exercise"u8) >= 0
        && ReportParser.Read(frame, out var message) == FrameFault.None && message!.Written.IsExercise;

    /// <summary>The published JSON Schema, as UTF-8.</summary>
    public static byte[] Schema()
    {
        using var from = typeof(ReportFormat).Assembly.GetManifestResourceStream("report.schema.json")
            ?? throw new InvalidOperationException("expected the embedded report.schema.json, found none");
        using var bytes = new MemoryStream();
        from.CopyTo(bytes);
        return bytes.ToArray();
    }
}
