using System.Collections.Immutable;
using System.Globalization;

namespace Trucewatch.Domain.Agreements;

/// <summary>
/// A map of a pack opened against its terms. Each getter gives a valid value, or null after it has said what is wrong;
/// the caller goes on either way, so that one reading finds every problem.
/// </summary>
internal sealed class PackMap
{
    /// <summary>Greatest length of a name or title.</summary>
    public const int MaxNameChars = 200;

    private readonly PackNode.Mapping _map;
    private readonly TermSet _terms;
    private readonly ProblemList _problems;
    private readonly string _where;

    private PackMap(PackNode.Mapping map, TermSet terms, string where, ProblemList problems)
    {
        _map = map;
        _terms = terms;
        _where = where;
        _problems = problems;
    }

    /// <summary>Line on which the map starts.</summary>
    public int Line => _map.Line;

    /// <summary>Opens a node: says which terms are unknown and which are missing.</summary>
    /// <param name="node">The node, or null where it is missing, which was said already.</param>
    /// <param name="terms">The terms it may have.</param>
    /// <param name="where">What it describes, for messages, for example <c>zone west-zone</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static PackMap? Open(PackNode? node, TermSet terms, string where, ProblemList problems)
    {
        if (node is not PackNode.Mapping map)
        {
            if (node is not null)
            {
                Say(node.Line, where, $"expected terms such as '{terms.All.First()}:', got {Shape(node)}", problems);
            }

            return null;
        }

        foreach (var (term, value) in map.Entries)
        {
            if (!terms.IsOpen && !terms.Has(term))
            {
                var near = PackWords.DidYouMean(term, terms.All);
                var known = PackWords.AnyOf([.. terms.All]);
                var got = PackWords.Quote(term);
                Say(value.Line, where, $"unknown term, expected {known}, got '{got}'{near}", problems);
            }
        }

        foreach (var term in terms.Required)
        {
            if (map.Find(term) is null)
            {
                Say(map.Line, where, $"expected the term '{term}', got none", problems);
            }
        }

        return new PackMap(map, terms, where, problems);
    }

    /// <summary>The node of a term, or null where the term does not stand.</summary>
    public PackNode? Node(string term)
    {
        if (!_terms.Has(term))
        {
            throw new InvalidOperationException($"'{term}' is not a term of {_terms.Name}");
        }

        return _map.Find(term);
    }

    /// <summary>True where the map may have the term.</summary>
    public bool Knows(string term) => _terms.Has(term);

    /// <summary>True where the term stands.</summary>
    public bool Has(string term) => Node(term) is not null;

    /// <summary>Line of a term's value; the map's line where it does not stand.</summary>
    public int LineOf(string term) => Node(term)?.Line ?? Line;

    /// <summary>Adds a problem at a term.</summary>
    public void Say(string term, string message) => Say(LineOf(term), $"{_where}: {term}", message, _problems);

    /// <summary>A single text that is not blank.</summary>
    public string? Text(string term, int maxChars = MaxNameChars)
    {
        var node = Node(term);
        if (node is PackNode.Scalar { Text: var text })
        {
            if (!string.IsNullOrWhiteSpace(text) && text.Length <= maxChars)
            {
                return text.Trim();
            }

            var got = string.IsNullOrWhiteSpace(text) ? "none" : text.Length.ToString(CultureInfo.InvariantCulture);
            Say(term, FormattableString.Invariant($"expected a text of 1 to {maxChars} characters, got {got}"));
        }
        else if (node is not null)
        {
            Say(term, $"expected one text, got {Shape(node)}");
        }

        return null;
    }

    /// <summary>A text that a test accepts; <paramref name="expected"/> says what the test wants.</summary>
    public string? Text(string term, Func<string, bool> accepts, string expected)
    {
        if (Text(term) is not { } text)
        {
            return null;
        }

        if (accepts(text))
        {
            return text;
        }

        Say(term, $"expected {expected}, got '{PackWords.Quote(text)}'");
        return null;
    }

    /// <summary>An id.</summary>
    public string? Id(string term) => Text(
        term, PackWords.IsId, "an id (a lower-case letter, then lower-case letters, digits and hyphens)");

    /// <summary>One of a few words.</summary>
    public string? Word(string term, params ReadOnlySpan<string> words)
    {
        if (Text(term) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        string[] known = [.. words];
        var near = PackWords.DidYouMean(text, known);
        Say(term, $"expected {PackWords.AnyOf(known)}, got '{PackWords.Quote(text)}'{near}");
        return null;
    }

    /// <summary>A number within bounds.</summary>
    public double? Number(string term, double least, double greatest, string unit)
    {
        var node = Node(term);
        if (node is null)
        {
            return null;
        }

        if (node is PackNode.Scalar { Text: var text }
            && PackWords.TryNumber(text, out var value) && value >= least && value <= greatest)
        {
            return value;
        }

        var got = node is PackNode.Scalar scalar ? $"'{PackWords.Quote(scalar.Text)}'" : Shape(node);
        Say(term, string.Create(
            CultureInfo.InvariantCulture,
            $"expected plain digits from {least} to {greatest} ({unit}), got {got}"));
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int? Whole(string term, int least, int greatest, string unit)
    {
        var number = Number(term, least, greatest, unit);
        if (number is { } value && value != Math.Floor(value))
        {
            Say(term, $"expected a whole number of {unit}, got a fraction");
            return null;
        }

        return (int?)number;
    }

    /// <summary>An instant with an offset.</summary>
    public Instant? Time(string term)
    {
        if (!Has(term) || Text(term) is not { } text)
        {
            return null;
        }

        if (Instant.TryParse(text, out var instant))
        {
            return instant;
        }

        Say(term, $"expected a time such as 2030-01-01T00:00:00Z, got '{PackWords.Quote(text)}'");
        return null;
    }

    /// <summary>A text in several languages.</summary>
    public LocalText? Local(string term, int maxChars = MaxNameChars)
    {
        if (Open(Node(term), PackTerms.Text, $"{_where}: {term}", _problems) is not { } map)
        {
            return null;
        }

        var (en, uk, ru) = (map.Text("en", maxChars), map.Text("uk", maxChars), map.Text("ru", maxChars));
        return en is null ? null : new LocalText(en, uk, ru);
    }

    /// <summary>The items of a list; empty where the term does not stand.</summary>
    public ImmutableArray<PackNode> List(string term, int least, int greatest)
    {
        var node = Node(term);
        if (node is null)
        {
            return [];
        }

        if (node is not PackNode.Sequence { Items: var items })
        {
            Say(term, $"expected a list, got {Shape(node)}");
            return [];
        }

        if (items.Length >= least && items.Length <= greatest)
        {
            return items;
        }

        Say(term, string.Create(
            CultureInfo.InvariantCulture, $"expected {least} to {greatest} items, got {items.Length}"));
        return [];
    }

    /// <summary>A list of different words out of a known set; what is not known is said and left out.</summary>
    public ImmutableArray<string> Words(string term, int least, IReadOnlyList<string> known, string kind)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        foreach (var item in List(term, least, known.Count))
        {
            var text = (item as PackNode.Scalar)?.Text;
            if (text is null || !known.Contains(text, StringComparer.Ordinal))
            {
                var got = text is null ? Shape(item) : $"'{PackWords.Quote(text)}'{PackWords.DidYouMean(text, known)}";
                var all = PackWords.AnyOf(known);
                Say(item.Line, $"{_where}: {term}", $"unknown {kind}, expected {all}, got {got}", _problems);
            }
            else if (words.Contains(text, StringComparer.Ordinal))
            {
                Say(item.Line, $"{_where}: {term}", $"'{text}' stands twice, expected once", _problems);
            }
            else
            {
                words.Add(text);
            }
        }

        return words.ToImmutable();
    }

    /// <summary>What a node is, in words.</summary>
    public static string Shape(PackNode node) => node switch
    {
        PackNode.Scalar => "a text",
        PackNode.Sequence => "a list",
        _ => "a map of terms",
    };

    /// <summary>Adds a problem in the main file.</summary>
    public static void Say(int line, string where, string message, ProblemList problems) =>
        problems.Add(problems.MainFile, line, $"{where}: {message}");
}
