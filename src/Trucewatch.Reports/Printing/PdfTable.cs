using Trucewatch.Reports.Documents;

namespace Trucewatch.Reports.Printing;

/// <summary>A table on paper: columns as wide as their words need, the head again on each sheet.</summary>
internal sealed class PdfTable(PdfPaper paper, Table table)
{
    private const float Size = 7.6f;
    private const float Step = Size * 1.32f;
    private const float Gap = 7;
    private const float MostOfWidth = 0.36f;
    private const float FirstOfEqual = 0.2f;
    private const int LeastLines = 12;

    private readonly float[] widths = Widths(paper, table);

    /// <summary>Prints it.</summary>
    public void Print()
    {
        paper.Need(Step * 4);
        paper.Text(table.Title, 8.5f, soft: true, below: 2);
        PrintRow([.. table.Columns], bold: true, isHead: true);
        foreach (var row in table.Rows)
        {
            PrintRow([.. row.Cells], bold: false, isHead: false);
        }

        paper.Down(8);
    }

    private void PrintRow(string[] cells, bool bold, bool isHead)
    {
        var lines = cells.Select((cell, column) => paper.Lines(cell, Size, bold, widths[column])).ToArray();
        var count = lines.Max(cell => cell.Count);

        // A row that is longer than a sheet goes on on the next one.
        for (var from = 0; from < count;)
        {
            var left = count - from;
            if (paper.Need((Math.Min(left, LeastLines) * Step) + 4) && !isHead)
            {
                PrintRow([.. table.Columns], bold: true, isHead: true);
            }

            var until = from + Math.Clamp((int)((paper.Room - 4) / Step), 1, left);
            PrintLines(lines, (from, until), bold);
            from = until;
        }

        paper.Down(2);
        paper.Line(paper.Y);
        paper.Down(2);
    }

    private void PrintLines(List<string>[] cells, (int From, int Until) lines, bool bold)
    {
        var x = PdfPaper.Left;
        for (var column = 0; column < cells.Length; column++)
        {
            for (var line = lines.From; line < Math.Min(lines.Until, cells[column].Count); line++)
            {
                var text = cells[column][line];
                var at = table.Numeric[column] ? x + widths[column] - paper.Measure(text, Size, bold) : x;
                paper.Put(text, at, paper.Y + ((line - lines.From) * Step) + Size, Size, bold);
            }

            x += widths[column] + Gap;
        }

        paper.Down((lines.Until - lines.From) * Step);
    }

    /// <summary>What each column wants, made smaller in proportion where all of it is too much.</summary>
    private static float[] Widths(PdfPaper paper, Table table)
    {
        var room = PdfPaper.Right - PdfPaper.Left - (Gap * (table.Columns.Length - 1));
        if (table.IsEqual)
        {
            var first = room * FirstOfEqual;
            var each = (room - first) / (table.Columns.Length - 1);
            return [.. table.Columns.Select((_, column) => column == 0 ? first : each)];
        }

        var wanted = new float[table.Columns.Length];
        var least = new float[table.Columns.Length];
        for (var column = 0; column < wanted.Length; column++)
        {
            var words = table.Rows.Select(row => row.Cells[column]).ToList();
            var longest = words.Count == 0 ? 0 : words.Max(cell => paper.Measure(cell, Size, bold: false));
            var word = words.Append(table.Columns[column]).SelectMany(cell => cell.Split(' '))
                .Max(part => paper.Measure(part, Size, bold: true));
            wanted[column] = Math.Max(longest, paper.Measure(table.Columns[column], Size, bold: true)) + 1;
            least[column] = Math.Min(word + 1, room * MostOfWidth);
        }

        var spare = room - least.Sum();
        var more = wanted.Zip(least, (want, need) => Math.Max(0, want - need)).ToArray();
        var share = more.Sum() is var asked and > 0 ? Math.Clamp(spare / asked, 0, 1) : 0;
        var given = least.Zip(more, (need, extra) => need + (extra * share)).ToArray();
        var scale = Math.Min(1, room / given.Sum());
        return [.. given.Select(width => width * scale)];
    }
}
