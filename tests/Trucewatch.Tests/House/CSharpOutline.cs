using System.Text;
using System.Text.RegularExpressions;

namespace Trucewatch.Tests.House;

/// <summary>The namespaces, types and functions of one C# file, with the lines they fill.</summary>
internal sealed partial class CSharpOutline
{
    private readonly CSharpText _text;
    private readonly List<FunctionSpan> _functions = [];
    private readonly List<TypeDeclaration> _types = [];
    private readonly List<string> _namespaces = [];
    private int _at;

    private CSharpOutline(CSharpText text) => _text = text;

    /// <summary>A function, accessor or expression body, from its signature to its end.</summary>
    public sealed record FunctionSpan(string Name, int FirstLine, int LastLine)
    {
        public int Length => LastLine - FirstLine + 1;
    }

    /// <summary>A type; the header is what stands before its body, without parentheses and brackets.</summary>
    public sealed record TypeDeclaration(string Kind, string Name, string Header, int Line);

    public IReadOnlyList<FunctionSpan> Functions => _functions;

    public IReadOnlyList<TypeDeclaration> Types => _types;

    public IReadOnlyList<string> Namespaces => _namespaces;

    /// <summary>Reads the outline of a file.</summary>
    public static CSharpOutline Of(CSharpText text)
    {
        var outline = new CSharpOutline(text);
        while (outline._at < text.Code.Length)
        {
            outline.Members(insideType: false);
            outline._at++;
        }

        return outline;
    }

    // Reads members up to the brace that closes their container, and stops on that brace.
    private void Members(bool insideType)
    {
        while (true)
        {
            var header = ReadHeader();
            switch (header.End)
            {
                case HeaderEnd.Container:
                    return;
                case HeaderEnd.Semicolon:
                    NoteDeclaration(header);
                    _at++;
                    break;
                case HeaderEnd.Initializer:
                    SkipStatement();
                    break;
                case HeaderEnd.Arrow:
                    SkipStatement();
                    NoteFunction(header);
                    break;
                default:
                    Block(header, insideType);
                    break;
            }
        }
    }

    private void Block(Header header, bool insideType)
    {
        var kind = NoteDeclaration(header);
        if (kind == "enum")
        {
            SkipBraces();
        }
        else if (kind is not null)
        {
            Contained(insideType: kind != "namespace");
        }
        else if (insideType && !header.HasParentheses && !AccessorPattern().IsMatch(header.Text))
        {
            Contained(insideType: true);
        }
        else
        {
            SkipBraces();
            NoteFunction(header);
        }
    }

    private void Contained(bool insideType)
    {
        _at++;
        Members(insideType);
        _at++;
    }

    private string? NoteDeclaration(Header header)
    {
        if (ExtensionPattern().IsMatch(header.Text))
        {
            return "extension";
        }

        var match = DeclarationPattern().Match(header.Text);
        if (!match.Success)
        {
            return null;
        }

        var kind = match.Groups["kind"].Value;
        var name = match.Groups["name"].Value;
        if (kind == "namespace")
        {
            _namespaces.Add(name);
        }
        else
        {
            _types.Add(new TypeDeclaration(kind, name, header.Text, _text.LineOf(header.Start)));
        }

        return kind;
    }

    private void NoteFunction(Header header) => _functions.Add(
        new FunctionSpan(header.Name, _text.LineOf(header.Start), _text.LineOf(Math.Max(header.Start, _at - 1))));

    private Header ReadHeader()
    {
        var text = new StringBuilder();
        var (depth, start, name, hasParentheses) = (0, -1, "", false);
        for (; _at < _text.Code.Length; _at++)
        {
            var c = _text.Code[_at];
            if (c is '(' or '[')
            {
                if (c == '(' && depth == 0)
                {
                    hasParentheses = true;
                    // The parentheses of a tuple type come before the name.
                    var isNamed = name.Length > 0 && !IsModifier(name);
                    name = isNamed ? name : NamePattern().Match(text.ToString()).Groups["name"].Value;
                }

                depth++;
            }
            else if (c is ')' or ']')
            {
                depth--;
            }
            else if (depth <= 0 && EndOfHeader(text) is { } end)
            {
                return new Header(text.ToString().Trim(), start < 0 ? _at : start, name, hasParentheses, end);
            }
            else if (depth <= 0)
            {
                start = start < 0 && !char.IsWhiteSpace(c) ? _at : start;
                text.Append(c);
            }
        }

        return new Header("", _at, "", false, HeaderEnd.Container);
    }

    private static bool IsModifier(string word) => Modifiers.Split('|').Contains(word, StringComparer.Ordinal);

    private HeaderEnd? EndOfHeader(StringBuilder before)
    {
        var next = _at + 1 < _text.Code.Length ? _text.Code[_at + 1] : '\0';
        switch (_text.Code[_at])
        {
            case ';':
                return HeaderEnd.Semicolon;
            case '{':
                return HeaderEnd.Brace;
            case '}':
                return HeaderEnd.Container;
            case '=' when OperatorPattern().IsMatch(before.ToString()):
                return null;
            case '=' when next == '>':
                return HeaderEnd.Arrow;
            case '=' when next != '=' && before.Length > 0 && before[^1] is '=' or '<' or '>' or '!':
                return null;
            case '=':
                return HeaderEnd.Initializer;
            default:
                return null;
        }
    }

    // Stops behind the semicolon, or on the brace that closes the container where there is none.
    private void SkipStatement()
    {
        for (var depth = 0; _at < _text.Code.Length; _at++)
        {
            var c = _text.Code[_at];
            depth += c switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth < 0)
            {
                return;
            }

            if (depth == 0 && c == ';')
            {
                _at++;
                return;
            }
        }
    }

    private void SkipBraces()
    {
        for (var depth = 0; _at < _text.Code.Length; _at++)
        {
            depth += _text.Code[_at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                _at++;
                return;
            }
        }
    }

    private enum HeaderEnd
    {
        Container,
        Semicolon,
        Initializer,
        Arrow,
        Brace,
    }

    private sealed record Header(string Text, int Start, string Name, bool HasParentheses, HeaderEnd End);

    private const string Modifiers =
        "public|internal|private|protected|static|sealed|abstract|partial|readonly|ref|file|unsafe|new";

    private const string Kinds = @"class|struct|interface|enum|record(\s+struct|\s+class)?|namespace";

    [GeneratedRegex(
        "^((" + Modifiers + @")\s+)*(?<kind>" + Kinds + @")\s+(?<name>[\w.]+)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex DeclarationPattern();

    [GeneratedRegex(@"^extension\b", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex ExtensionPattern();

    [GeneratedRegex(
        @"^((private|protected|internal|readonly)\s+)*(get|set|init|add|remove)$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex AccessorPattern();

    [GeneratedRegex(@"\boperator\s*\W{0,3}$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex OperatorPattern();

    [GeneratedRegex(@"(?<name>~?\w+)\s*(<[^>]*>)?\s*$", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex NamePattern();
}
