using System.Buffers;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Report;

/// <summary>Prints each report in one canonical form: members in the encoder's order, times in UTC.</summary>
internal sealed class ReportPrinter : IMessagePrinter
{
    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = ReportParser.Read(frame.Bytes, out var message);
        if (fault == FrameFault.None && message is not null)
        {
            ReportEncoder.Write(lines, message.Time, message.Place, message.SigmaM, message.Written);
            lines.Write("\n"u8);
        }

        return fault;
    }
}
