using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Trucewatch.Domain.Agreements;

/// <summary>
/// Reads a strict subset of YAML 1.2 into <see cref="PackNode"/>s: one document of maps, lists and texts. Whatever
/// makes a text mean something else than it shows is refused: anchors, aliases, merge keys, tags, directives,
/// duplicate keys, tabs, and characters that cannot be seen.
/// </summary>
internal static class PackYaml
{
    /// <summary>Greatest size of the text, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Greatest depth of maps and lists within each other.</summary>
    public const int MaxDepth = 32;

    /// <summary>Greatest size of one text, in bytes of UTF-8.</summary>
    public const int MaxScalarBytes = 64 * 1024;

    /// <summary>Greatest number of maps, lists and texts.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>Greatest size of a registry of sensors, in bytes: it has thousands of entries.</summary>
    public const int MaxRegistryBytes = 4 * 1024 * 1024;

    /// <summary>Greatest number of maps, lists and texts of a registry.</summary>
    public const int MaxRegistryNodes = 800_000;

    /// <summary>The document's map, or null with at least one problem added.</summary>
    /// <param name="file">Name of the file, for the problems.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="isRegistry">True for a registry of sensors, which may be larger.</param>
    public static PackNode.Mapping? Read(
        string file, ReadOnlySpan<byte> bytes, ProblemList problems, bool isRegistry = false)
    {
        var before = problems.Count;
        var (maxBytes, maxNodes) = isRegistry ? (MaxRegistryBytes, MaxRegistryNodes) : (MaxBytes, MaxNodes);
        if (bytes.Length > maxBytes)
        {
            problems.Add(
                file, 0, FormattableString.Invariant($"expected at most {maxBytes} bytes, got {bytes.Length}"));
            return null;
        }

        if (!Utf8.IsValid(bytes))
        {
            problems.Add(file, 0, "expected UTF-8 text, got bytes that are not");
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        CheckCharacters(file, text, problems);
        if (problems.Count > before)
        {
            return null;
        }

        var root = Compose(file, text, problems, maxNodes);
        if (problems.Count > before)
        {
            return null;
        }

        if (root is PackNode.Mapping map)
        {
            return map;
        }

        problems.Add(file, root?.Line ?? 1, "expected terms such as 'title:', got no map");
        return null;
    }

    private static PackNode? Compose(string file, string text, ProblemList problems, int maxNodes)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            return new Composer(file, parser, problems, maxNodes).Document();
        }
        catch (YamlException bad)
        {
            var words = PackWords.Plain(bad.InnerException?.Message ?? bad.Message);
            problems.Add(file, Composer.LineOf(bad.Start), $"not YAML: {words}");
        }
        catch (Exception bad) when (bad is ArgumentException or InvalidOperationException
            or OverflowException or FormatException or IndexOutOfRangeException or NullReferenceException)
        {
            // The parser is another's code that meets bytes from outside: what it throws beyond its own kind of
            // exception is one more way to say that the text is not YAML.
            problems.Add(file, Composer.LineOf(parser.Current?.End ?? default), "not YAML: the parser gave up");
        }

        return null;
    }

    private static void CheckCharacters(string file, string text, ProblemList problems)
    {
        var line = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
            }
            else if (c == '\t')
            {
                problems.Add(file, line, "tab character, expected spaces");
            }
            else if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                // A line break of two characters is one line break.
            }
            else if (char.IsControl(c) || PackWords.IsUnseen(c))
            {
                problems.Add(file, line, $"expected visible characters, got U+{(int)c:X4}");
            }
        }
    }

    private sealed class Composer(string file, IParser parser, ProblemList problems, int maxNodes)
    {
        private int _nodes;

        public static int LineOf(Mark mark) => (int)Math.Clamp(mark.Line, 1, int.MaxValue);

        public PackNode? Document()
        {
            Next();
            if (Next() is not DocumentStart start)
            {
                problems.Add(file, 1, "expected terms such as 'title:', got an empty file");
                return null;
            }

            // A percent sign at the start is a directive, which could change what the rest means.
            if (start.Version is not null || start.Tags is { Count: > 0 } tags && tags.Any(IsForeign))
            {
                problems.Add(file, LineOf(start.Start), "directive, expected none");
            }

            Next();
            var root = Node(1);
            if (root is not null)
            {
                Next();
                if (Next() is DocumentStart second)
                {
                    problems.Add(file, LineOf(second.Start), "a second document, expected one");
                }
            }

            return root;
        }

        private static bool IsForeign(YamlDotNet.Core.Tokens.TagDirective tag) => tag.Handle is not ("!" or "!!");

        private ParsingEvent? Next() => parser.MoveNext() ? parser.Current : null;

        /// <summary>The node that starts at the current event, or null where reading must stop.</summary>
        private PackNode? Node(int depth)
        {
            if (++_nodes > maxNodes)
            {
                return Stop(FormattableString.Invariant($"expected at most {maxNodes} terms and values, got more"));
            }

            var line = LineOf(parser.Current!.Start);
            CheckMarks(line);
            switch (parser.Current)
            {
                case Scalar scalar:
                    return Text(scalar, line);
                case SequenceStart or MappingStart when depth > MaxDepth:
                    return Stop($"expected at most {MaxDepth} levels within each other, got more");
                case SequenceStart:
                    return List(line, depth);
                case MappingStart:
                    return Map(line, depth);
                default:
                    problems.Add(file, line, "alias, expected the text itself");
                    return new PackNode.Scalar(line, "");
            }
        }

        private PackNode? Stop(string message)
        {
            problems.Add(file, LineOf(parser.Current!.Start), message);
            return null;
        }

        private void CheckMarks(int line)
        {
            if (parser.Current is not NodeEvent node)
            {
                return;
            }

            if (!node.Anchor.IsEmpty)
            {
                problems.Add(file, line, $"anchor '&{PackWords.Quote(node.Anchor.Value)}', expected none");
            }

            if (!node.Tag.IsEmpty)
            {
                problems.Add(file, line, $"tag '{PackWords.Quote(node.Tag.ToString())}', expected none");
            }
        }

        private PackNode.Scalar Text(Scalar scalar, int line)
        {
            if (Encoding.UTF8.GetByteCount(scalar.Value) > MaxScalarBytes)
            {
                problems.Add(file, line, $"expected a text of at most {MaxScalarBytes} bytes, got a longer one");
            }

            return new PackNode.Scalar(line, scalar.Value);
        }

        private PackNode.Sequence? List(int line, int depth)
        {
            var items = ImmutableArray.CreateBuilder<PackNode>();
            while (Next() is not SequenceEnd)
            {
                if (Node(depth + 1) is not { } item)
                {
                    return null;
                }

                items.Add(item);
            }

            return new PackNode.Sequence(line, items.ToImmutable());
        }

        private PackNode.Mapping? Map(int line, int depth)
        {
            var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, PackNode>>();
            var lines = new Dictionary<string, int>(StringComparer.Ordinal);
            while (Next() is not MappingEnd)
            {
                if (parser.Current is not Scalar { Value.Length: > 0 } key)
                {
                    Stop("expected a word before the colon, got something else");
                    return null;
                }

                var keyLine = LineOf(key.Start);
                CheckMarks(keyLine);
                if (key.Value == "<<")
                {
                    problems.Add(file, keyLine, "merge key '<<', expected the terms themselves");
                }

                Next();
                if (Node(depth + 1) is not { } value)
                {
                    return null;
                }

                if (lines.TryAdd(key.Value, keyLine))
                {
                    entries.Add(new(key.Value, value));
                }
                else
                {
                    var (shown, first) = (PackWords.Quote(key.Value), lines[key.Value]);
                    problems.Add(file, keyLine, string.Create(
                        CultureInfo.InvariantCulture,
                        $"term '{shown}' stands twice, also on line {first}, expected once"));
                }
            }

            return new PackNode.Mapping(line, entries.ToImmutable());
        }
    }
}
