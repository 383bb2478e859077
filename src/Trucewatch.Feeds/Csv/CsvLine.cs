using Trucewatch.Domain.Frames;

namespace Trucewatch.Feeds.Csv;

/// <summary>
/// The cells of one line, after RFC 4180: a cell may stand in double quotes, and two of them in it mean one. A quoted
/// cell ends on the line where it began, so that one stray quote costs one line and no more.
/// </summary>
internal sealed class CsvLine
{
    /// <summary>Most cells of a line.</summary>
    public const int MaxCells = 256;

    private readonly (int Start, int Length)[] cells = new (int, int)[MaxCells];
    private byte[] text = [];

    /// <summary>Number of cells.</summary>
    public int Count { get; private set; }

    /// <summary>A cell, without its quotes.</summary>
    public ReadOnlySpan<byte> this[int cell] => text.AsSpan(cells[cell].Start, cells[cell].Length);

    /// <summary>Reads a line.</summary>
    public FrameFault Read(ReadOnlySpan<byte> line, byte delimiter)
    {
        Count = 0;
        if (text.Length < line.Length)
        {
            text = new byte[Math.Max(line.Length, text.Length * 2)];
        }

        var (at, length) = (0, 0);
        while (true)
        {
            if (Count == MaxCells)
            {
                return FrameFault.TooMany;
            }

            var start = length;
            var rest = line[at..];
            if (!rest.IsEmpty && rest[0] == '"')
            {
                if (!Quoted(rest, ref length, out var used))
                {
                    return FrameFault.BadSyntax;
                }

                at += used;
            }
            else
            {
                var end = rest.IndexOf(delimiter);
                var bare = end < 0 ? rest : rest[..end];
                bare.CopyTo(text.AsSpan(length));
                length += bare.Length;
                at += bare.Length;
            }

            cells[Count++] = (start, length - start);
            if (at == line.Length)
            {
                return FrameFault.None;
            }

            if (line[at++] != delimiter)
            {
                return FrameFault.BadSyntax;
            }
        }
    }

    private bool Quoted(ReadOnlySpan<byte> rest, ref int length, out int used)
    {
        used = 1;
        while (true)
        {
            var quote = rest[used..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return false;
            }

            rest.Slice(used, quote).CopyTo(text.AsSpan(length));
            length += quote;
            used += quote + 1;
            if (used == rest.Length || rest[used] != '"')
            {
                return true;
            }

            text[length++] = (byte)'"';
            used++;
        }
    }
}
