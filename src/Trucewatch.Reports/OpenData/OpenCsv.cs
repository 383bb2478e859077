using System.Globalization;
using System.Text;

namespace Trucewatch.Reports.OpenData;

/// <summary>The open data as CSV (RFC 4180).</summary>
public static class OpenCsv
{
    /// <summary>Header and rows.</summary>
    public static string Write(OpenTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var columns = table.Columns;
        var csv = new StringBuilder().AppendJoin(',', columns.Select(column => column.Name)).Append('\n');
        foreach (var row in table.Rows)
        {
            csv.AppendJoin(',', columns.Select(column => Field(column.Of(row)))).Append('\n');
        }

        return csv.ToString();
    }

    /// <summary>A field, between quotation marks where it needs them; nothing in it is a formula to a spreadsheet.
    /// </summary>
    internal static string Field(object? value)
    {
        var text = value is bool flag
            ? flag ? "true" : "false"
            : string.Create(CultureInfo.InvariantCulture, $"{value}");
        text = value is string && text is ['=' or '+' or '-' or '@', ..] ? "'" + text : text;
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
