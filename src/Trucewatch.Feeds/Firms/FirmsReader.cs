using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Firms;

/// <summary>Reads the lines of one feed, each under the last header before it.</summary>
internal sealed class FirmsReader
{
    private FirmsColumns? columns;

    /// <summary>Forgets the header: rows are faults until the next one.</summary>
    public void Forget() => columns = null;

    /// <summary>Reads a line; <paramref name="isRow"/> says that it is a row and not a header.</summary>
    public FrameFault Read(ReadOnlySpan<byte> line, out bool isRow, out FirmsRow row)
    {
        isRow = false;
        row = default;
        line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        if (line.IsEmpty)
        {
            return FrameFault.Empty;
        }

        if (line.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            return FrameFault.BadEncoding;
        }

        if (!FirmsFields.TrySplit(line, out var fields))
        {
            return FrameFault.TooMany;
        }

        if (FirmsColumns.IsHeader(fields))
        {
            return FirmsColumns.Read(fields, out columns);
        }

        if (columns is null)
        {
            // Without a header nobody knows what the values mean.
            return FrameFault.UnsupportedType;
        }

        isRow = true;
        return FirmsRow.TryRead(fields, columns, out row);
    }
}
