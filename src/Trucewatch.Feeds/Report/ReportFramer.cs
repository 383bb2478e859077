using Trucewatch.Feeds.Framing;

namespace Trucewatch.Feeds.Report;

/// <summary>
/// Cuts streams into lines (JSON Lines). A message that comes whole at once, as in an HTTP POST or a datagram, may
/// spread
/// its one object over several lines.
/// </summary>
internal sealed class ReportFramer : IFramer
{
    private readonly LineFramer lines = new(ReportParser.MaxMessageBytes);
    private bool begun;

    /// <inheritdoc/>
    public FrameCut Next(ReadOnlySpan<byte> buffer, bool final)
    {
        if (!begun && final && buffer.Length <= ReportParser.MaxMessageBytes && IsOneObject(buffer))
        {
            return new FrameCut(CutKind.Frame, 0, buffer.Length, buffer.Length);
        }

        begun = !final || buffer.Length > 0;
        return lines.Next(buffer, final);
    }

    /// <summary>True when the first brace opens what only the last one closes.</summary>
    private static bool IsOneObject(ReadOnlySpan<byte> buffer)
    {
        var trimmed = buffer.Trim(" \t\r\n"u8);
        if (trimmed.Length < 2 || trimmed[0] != '{')
        {
            return false;
        }

        var depth = 0;
        var inText = false;
        for (var i = 0; i < trimmed.Length; i++)
        {
            switch (trimmed[i])
            {
                case (byte)'\\' when inText: i++; break;
                case (byte)'"': inText = !inText; break;
                case (byte)'{' when !inText: depth++; break;
                case (byte)'}' when !inText && --depth == 0: return i == trimmed.Length - 1;
            }
        }

        return false;
    }
}
