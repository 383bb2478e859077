using System.Buffers;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Cot;

/// <summary>Prints each event as one JSON object.</summary>
internal sealed class CotPrinter : IMessagePrinter
{
    private readonly CotJson json = new();

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = CotParser.Read(frame.Bytes, out var message);
        if (fault == FrameFault.None)
        {
            json.Write(lines, message);
        }

        return fault;
    }
}
