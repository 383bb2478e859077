namespace Trucewatch.Tests.House;

/// <summary>
/// A C# source text in which code is told apart from comments and literals, so that a brace in a string is no brace.
/// It knows regular, verbatim, interpolated and raw strings, characters, comments and directives.
/// </summary>
internal sealed class CSharpText
{
    private readonly string _source;
    private readonly char[] _code;
    private readonly List<Comment> _comments = [];
    private readonly List<int> _lineStarts = [0];

    private CSharpText(string source)
    {
        _source = source;
        _code = source.ToCharArray();
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>One comment: its first line, counted from 1, and its text without the marks.</summary>
    public sealed record Comment(int Line, string Text, bool IsDocumentation);

    /// <summary>As long as the source; comments, directives and what literals contain are blanks.</summary>
    public string Code { get; private set; } = "";

    /// <summary>All comments in order; a block comment gives one entry for each of its lines.</summary>
    public IReadOnlyList<Comment> Comments => _comments;

    /// <summary>Takes a source text apart.</summary>
    public static CSharpText Scan(string source)
    {
        var text = new CSharpText(source.ReplaceLineEndings("\n"));
        text.ScanAll();
        text.Code = new string(text._code);
        return text;
    }

    /// <summary>The line, counted from 1, that holds a position of the code.</summary>
    public int LineOf(int position)
    {
        var found = _lineStarts.BinarySearch(position);
        return found >= 0 ? found + 1 : ~found;
    }

    private void ScanAll()
    {
        var i = 0;
        while (i < _source.Length)
        {
            var end = SkipComment(i, keep: true);
            if (end == i && _source[i] == '#' && IsFirstOfLine(i))
            {
                end = EndOfLine(i);
            }

            if (end == i)
            {
                end = SkipLiteral(i);
            }

            if (end == i)
            {
                i++;
                continue;
            }

            Blank(i, end);
            i = end;
        }
    }

    private int SkipComment(int start, bool keep)
    {
        if (Peek(start) != '/' || Peek(start + 1) is not ('/' or '*'))
        {
            return start;
        }

        if (Peek(start + 1) == '/')
        {
            var end = EndOfLine(start);
            Note(start, end, keep);
            return end;
        }

        var close = _source.IndexOf("*/", start + 2, StringComparison.Ordinal);
        var stop = close < 0 ? _source.Length : close + 2;
        for (var line = start; line < stop; line = EndOfLine(line) + 1)
        {
            Note(line, Math.Min(EndOfLine(line), stop), keep);
        }

        return stop;
    }

    private void Note(int start, int end, bool keep)
    {
        if (!keep)
        {
            return;
        }

        var raw = _source[start..end].Trim();
        var isDocumentation = raw.StartsWith("///", StringComparison.Ordinal);
        _comments.Add(new Comment(LineOf(start), raw.Trim('/', '*', ' '), isDocumentation));
    }

    // Returns the end of the literal that begins here, or the same position where none does.
    private int SkipLiteral(int start)
    {
        if (_source[start] == '\'')
        {
            return SkipQuoted(start + 1, '\'', dollars: 0, verbatim: false);
        }

        var i = start;
        var dollars = 0;
        var verbatim = false;
        while (Peek(i) is '$' or '@')
        {
            dollars += _source[i] == '$' ? 1 : 0;
            verbatim |= _source[i] == '@';
            i++;
        }

        var quotes = Run(i, '"');
        return quotes switch
        {
            0 => start,
            >= 3 when !verbatim => SkipRaw(i + quotes, quotes, dollars),
            2 when !verbatim => i + 2,
            _ => SkipQuoted(i + 1, '"', dollars, verbatim),
        };
    }

    private int SkipQuoted(int i, char quote, int dollars, bool verbatim)
    {
        while (i < _source.Length)
        {
            var c = _source[i];
            if (c == '\\' && !verbatim)
            {
                i += 2;
            }
            else if (c == quote && verbatim && Peek(i + 1) == quote)
            {
                i += 2;
            }
            else if (c == quote)
            {
                return i + 1;
            }
            else if (c == '{' && dollars > 0)
            {
                i = Peek(i + 1) == '{' ? i + 2 : SkipHole(i + 1);
            }
            else
            {
                i++;
            }
        }

        return i;
    }

    private int SkipRaw(int i, int quotes, int dollars)
    {
        while (i < _source.Length)
        {
            var run = Run(i, '"');
            if (run >= quotes)
            {
                return i + run;
            }

            var braces = dollars > 0 ? Run(i, '{') : 0;
            i = braces >= dollars && braces > 0 ? SkipHole(i + braces) : i + Math.Max(1, Math.Max(run, braces));
        }

        return i;
    }

    private int SkipHole(int i)
    {
        var depth = 1;
        while (i < _source.Length)
        {
            var end = SkipComment(i, keep: false);
            end = end == i ? SkipLiteral(i) : end;
            if (end > i)
            {
                i = end;
                continue;
            }

            depth += _source[i] switch { '{' => 1, '}' => -1, _ => 0 };
            i++;
            if (depth == 0)
            {
                // A hole of a raw string closes with as many braces as opened it.
                return i + Run(i, '}');
            }
        }

        return i;
    }

    private bool IsFirstOfLine(int i) => _source[_lineStarts[LineOf(i) - 1]..i].Trim().Length == 0;

    private int EndOfLine(int i)
    {
        var end = _source.IndexOf('\n', i);
        return end < 0 ? _source.Length : end;
    }

    private int Run(int i, char c)
    {
        var n = 0;
        while (Peek(i + n) == c)
        {
            n++;
        }

        return n;
    }

    private char Peek(int i) => i < _source.Length ? _source[i] : '\0';

    private void Blank(int start, int end)
    {
        for (var i = start; i < Math.Min(end, _code.Length); i++)
        {
            _code[i] = _code[i] == '\n' ? '\n' : ' ';
        }
    }
}
