using System.Globalization;
using System.Text;
using Trucewatch.Domain.Agreements;

namespace Trucewatch.Domain;

/// <summary>Reads RFC 4180 lines, but no line breaks within a field, and no line beyond a limit.</summary>
public sealed class CsvLines(TextReader reader)
{
    /// <summary>The longest line.</summary>
    public const int MaxLineChars = 4096;

    private readonly StringBuilder _text = new();

    /// <summary>Number of the line read last, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Its fields; the same list for every line.</summary>
    public List<string> Fields { get; } = [];

    /// <summary>What is wrong and on which line, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads the next line that is not empty; false at the end or at an error.</summary>
    public bool Next()
    {
        do
        {
            Line++;
            if (!ReadLine())
            {
                return false;
            }
        }
        while (_text.Length == 0);

        return Split() || Fail("expected a closing quote followed by a comma or the line's end");
    }

    /// <summary>A field as a finite number; files written by other programs may use exponents.</summary>
    public static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>A field as it can be shown in a message: short, and without control characters.</summary>
    public static string Quote(string text) => PackWords.Quote(text);

    private bool ReadLine()
    {
        _text.Clear();
        int read;
        while ((read = reader.Read()) >= 0 && read != '\n')
        {
            if (_text.Length == MaxLineChars)
            {
                return Fail(FormattableString.Invariant($"expected at most {MaxLineChars} characters, got more"));
            }

            _text.Append((char)read);
        }

        var any = read >= 0 || _text.Length > 0;
        if (_text.Length > 0 && _text[^1] == '\r')
        {
            _text.Length--;
        }

        return any;
    }

    private bool Split()
    {
        Fields.Clear();
        var at = 0;
        while (true)
        {
            var quoted = at < _text.Length && _text[at] == '"';
            if (quoted ? !Quoted(ref at) : !Plain(ref at))
            {
                return false;
            }

            if (at == _text.Length)
            {
                return true;
            }

            at++;
        }
    }

    private bool Plain(ref int at)
    {
        var from = at;
        while (at < _text.Length && _text[at] != ',')
        {
            if (_text[at++] == '"')
            {
                return false;
            }
        }

        Fields.Add(_text.ToString(from, at - from).Trim());
        return true;
    }

    private bool Quoted(ref int at)
    {
        var field = new StringBuilder();
        for (at++; at < _text.Length; at++)
        {
            if (_text[at] != '"')
            {
                field.Append(_text[at]);
            }
            else if (at + 1 < _text.Length && _text[at + 1] == '"')
            {
                field.Append(_text[at++]);
            }
            else
            {
                at++;
                Fields.Add(field.ToString());
                return at == _text.Length || _text[at] == ',';
            }
        }

        return false;
    }

    private bool Fail(string message)
    {
        Error = string.Create(CultureInfo.InvariantCulture, $"line {Line}: {message}");
        return false;
    }
}
