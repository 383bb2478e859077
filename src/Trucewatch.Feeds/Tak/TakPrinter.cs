using System.Buffers;
using Trucewatch.Domain.Frames;
using Trucewatch.Feeds.Cot;

namespace Trucewatch.Feeds.Tak;

/// <summary>
/// Prints each event as the JSON object that its XML would be. A message that only says which versions its sender
/// speaks prints nothing.
/// </summary>
internal sealed class TakPrinter : IMessagePrinter
{
    private readonly CotJson json = new();

    /// <inheritdoc/>
    public FrameFault Print(in FrameView frame, IBufferWriter<byte> lines, LateFaults late)
    {
        var fault = TakParser.Read(frame.Bytes, out var message);
        if (fault == FrameFault.None && message.Uid.IsPresent)
        {
            json.Write(lines, message);
        }

        return fault;
    }
}
