using System.Text;
using Trucewatch.Domain;

namespace Trucewatch.Reports.Language;

/// <summary>Reads the word lists that are part of the program.</summary>
internal static class Tables
{
    /// <summary>The rows below the header, each with as many fields as it.</summary>
    /// <exception cref="InvalidDataException">A list is not as it should be.</exception>
    public static List<string[]> Read(string name)
    {
        using var stream = typeof(Tables).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new CsvLines(reader);
        var rows = new List<string[]>();
        while (lines.Next())
        {
            rows.Add([.. lines.Fields]);
            if (rows[^1].Length != rows[0].Length)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{name} line {lines.Line}: expected {rows[0].Length} fields, got {rows[^1].Length}"));
            }
        }

        return lines.Error is null
            ? rows[1..]
            : throw new InvalidDataException($"{name} {lines.Error}");
    }
}
