#:property PublishAot=false
// Wraps comments that are longer than 120 columns, in the files named or everywhere:
// dotnet run eng/wrap.cs [-- FILE...]
using System.Text;

const int Columns = 120;
var files = args.Length > 0
    ? args
    : [.. new[] { "src", "tests", "eng" }.SelectMany(folder =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))];
foreach (var file in files.Where(IsOurs))
{
    var lines = File.ReadAllLines(file);
    var wrapped = lines.SelectMany(Wrap).ToArray();
    if (wrapped.Length != lines.Length)
    {
        File.WriteAllText(file, string.Join('\n', wrapped) + "\n");
        Console.WriteLine($"{file}: {wrapped.Length - lines.Length} lines more");
    }
}

return 0;

static bool IsOurs(string file) => !file.Split('/', '\\').Intersect(["obj", "bin", "corpus"]).Any();

// Only a comment that fills its line is touched; code is for people to break.
static IEnumerable<string> Wrap(string line)
{
    var text = line.TrimStart();
    var indent = line[..(line.Length - text.Length)];
    var mark = text.StartsWith("/// ", StringComparison.Ordinal) ? "/// "
        : text.StartsWith("// ", StringComparison.Ordinal) ? "// " : "";
    if (line.Length <= Columns || mark.Length == 0)
    {
        return [line];
    }

    text = text[mark.Length..];
    const string Open = "<summary>";
    const string Close = "</summary>";
    var isWhole = text.StartsWith(Open, StringComparison.Ordinal) && text.EndsWith(Close, StringComparison.Ordinal);
    var words = isWhole ? text[Open.Length..^Close.Length] : text;
    var lines = Fill(words, Columns - indent.Length - mark.Length);
    return (isWhole ? [Open, .. lines, Close] : lines).Select(part => indent + mark + part);
}

// Breaks at spaces outside of tags, so that <see cref="A" /> stays on one line.
static List<string> Fill(string text, int width)
{
    var lines = new List<string>();
    var line = new StringBuilder();
    foreach (var word in Words(text))
    {
        if (line.Length > 0 && line.Length + 1 + word.Length > width)
        {
            lines.Add(line.ToString());
            line.Clear();
        }

        line.Append(line.Length > 0 ? " " : "").Append(word);
    }

    lines.Add(line.ToString());
    return lines;
}

static IEnumerable<string> Words(string text)
{
    var word = new StringBuilder();
    var inTag = false;
    foreach (var (i, c) in text.Index())
    {
        var next = i + 1 < text.Length ? text[i + 1] : ' ';
        inTag = (c == '<' && (char.IsLetter(next) || next == '/')) || (inTag && c != '>');
        if (c == ' ' && !inTag)
        {
            yield return word.ToString();
            word.Clear();
        }
        else
        {
            word.Append(c);
        }
    }

    yield return word.ToString();
}
