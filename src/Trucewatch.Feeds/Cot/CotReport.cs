using System.Text;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Feeds.Cot;

/// <summary>Makes written reports of alerts and chat messages: claims of whoever sends them, and no more.</summary>
internal static class CotReport
{
    /// <summary>
    /// The report. Nothing in the event proves who writes, so that it counts as a report from the public. A uid is used
    /// again for a later alert, so that the id of a report holds the time, too.
    /// </summary>
    public static WrittenReport Of(in CotMessage message)
    {
        var words = message.Remarks.ToString();
        if (message.Kind == CotKind.Alert && !message.EmergencyType.IsEmpty)
        {
            var type = message.EmergencyType.ToString();
            words = words.Length == 0 ? type : $"{type}: {words}";
        }

        return new WrittenReport(
            $"{message.Uid.ToString()}@{message.Time}",
            Reporter(message),
            ReporterKind.Public,
            Party: null,
            message.Kind == CotKind.Chat ? "chat" : ClassOf(message),
            Cut(words),
            Means: [],
            CountMin: null,
            CountMax: null,
            BearingDeg: null,
            Attachments: []);
    }

    private static string ClassOf(in CotMessage message) => message.Type switch
    {
        _ when message.IsCancelled || message.Type.SequenceEqual("b-a-o-can"u8) => "alert.cancelled",
        _ when message.Type.SequenceEqual("b-a-o-tbl"u8) => "alert.emergency",
        _ when message.Type.SequenceEqual("b-a-o-pan"u8) => "alert.call",
        _ when message.Type.SequenceEqual("b-a-o-opn"u8) => "alert.contact",
        _ when message.Type.SequenceEqual("b-a-g"u8) => "alert.fence",
        _ => "alert",
    };

    private static string Reporter(in CotMessage message) =>
        !message.ChatSender.IsEmpty ? message.ChatSender.ToString()
        : message.Kind == CotKind.Alert && !message.EmergencyWords.IsEmpty ? message.EmergencyWords.ToString()
        : !message.CallSign.IsEmpty ? message.CallSign.ToString()
        : message.Uid.ToString();

    /// <summary>
    /// The type of an emergency before the words may make them a little too long: the end is left out.
    /// </summary>
    private static string Cut(string words)
    {
        Span<byte> bytes = stackalloc byte[CotDetail.MaxReportBytes];
        return Encoding.UTF8.TryGetBytes(words, bytes, out _)
            ? words
            : Encoding.UTF8.GetString(bytes[..CutLength(words, bytes)]);
    }

    private static int CutLength(string words, Span<byte> bytes)
    {
        System.Text.Unicode.Utf8.FromUtf16(words, bytes, out _, out var written);
        return written;
    }
}
