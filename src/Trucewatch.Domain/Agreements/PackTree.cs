using System.Collections.Immutable;

namespace Trucewatch.Domain.Agreements;

/// <summary>One place where the terms of two packs differ.</summary>
/// <param name="Path">Where, for example <c>clauses[4.2(a)].rule.dwell_s</c>, or a file's name.</param>
/// <param name="A">What the first pack says there, or null where it says nothing.</param>
/// <param name="B">What the second pack says there, or null where it says nothing.</param>
public sealed record PackDifference(string Path, PackNode? A, PackNode? B)
{
    /// <summary>Id of the clause that it stands in, or null: it stands outside the clauses.</summary>
    public string? Clause =>
        Path.StartsWith("clauses[", StringComparison.Ordinal) ? Path["clauses[".Length..Path.IndexOf(']', 0)] : null;

    /// <summary>For example <c>clauses[4.2(a)].rule.dwell_s: 30 (line 12) -&gt; 600 (line 12)</c>.</summary>
    public override string ToString() => $"{Path}: {Words(A)} -> {Words(B)}";

    private static string Words(PackNode? node) => node is null
        ? "nothing"
        : FormattableString.Invariant($"{PackWords.Plain(AgreementText.Settings(node))} (line {node.Line})");
}

/// <summary>
/// The terms of a pack as a tree, so that two packs can be compared term by term, and one be changed in a single term.
/// </summary>
public sealed class PackTree
{
    /// <summary>Most differences that are listed.</summary>
    public const int MaxDifferences = 1_000;

    private readonly PackFiles files;
    private readonly PackNode.Mapping root;

    private PackTree(PackFiles files, PackNode.Mapping root)
    {
        this.files = files;
        this.root = root;
    }

    /// <summary>Reads a pack's terms without a check of what they mean; null where they cannot be read.</summary>
    public static PackTree? Read(PackFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return files.Find(AgreementPack.MainFile) is { } main
            && PackYaml.Read(AgreementPack.MainFile, main.Bytes.Span, new ProblemList()) is { } root
            ? new PackTree(files, root)
            : null;
    }

    /// <summary>
    /// Where two packs differ in what they may decide: terms of agreement.yaml and geometry files. Titles, names and
    /// wordings decide nothing and are left out.
    /// </summary>
    public static ImmutableArray<PackDifference> Between(PackTree a, PackTree b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var found = new List<PackDifference>();
        Compare("", a.root, b.root, found);
        var names = GeometryFiles(a).Union(GeometryFiles(b), StringComparer.Ordinal);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var (first, second) = (a.files.Find(name), b.files.Find(name));
            if (first is null || second is null || !first.Bytes.Span.SequenceEqual(second.Bytes.Span))
            {
                found.Add(new PackDifference(name, Content(first), Content(second)));
            }
        }

        return [.. found.Take(MaxDifferences)];
    }

    /// <summary>The pack with one difference taken over from another.</summary>
    /// <param name="difference">A difference between this pack and <paramref name="other"/>.</param>
    /// <param name="other">The pack whose term is taken.</param>
    public PackReading With(PackDifference difference, PackTree other)
    {
        ArgumentNullException.ThrowIfNull(difference);
        ArgumentNullException.ThrowIfNull(other);
        var problems = new ProblemList();
        var isFile = files.Find(difference.Path) is not null || other.files.Find(difference.Path) is not null;
        var mixed = isFile ? files.With(difference.Path, other.files.Find(difference.Path)) : files;
        var changed = isFile ? root : (PackNode.Mapping)Replace(root, other.root, difference.Path, "")!;
        var agreement = new PackReader(mixed, problems).Read(changed);
        return new PackReading(problems.Count == 0 ? agreement : null, problems.ToImmutable());
    }

    private static IEnumerable<string> GeometryFiles(PackTree tree) => tree.files.Files
        .Select(file => file.Name)
        .Where(name => name.EndsWith(".geojson", StringComparison.Ordinal));

    private static PackNode.Scalar? Content(PackFile? file) => file is null
        ? null
        : new PackNode.Scalar(0, FormattableString.Invariant($"{file.Bytes.Length} bytes"));

    private static void Compare(string path, PackNode? a, PackNode? b, List<PackDifference> found)
    {
        if (found.Count >= MaxDifferences || DecidesNothing(path) || (a is not null && b is not null && Same(a, b)))
        {
            return;
        }

        if (a is PackNode.Mapping first && b is PackNode.Mapping second)
        {
            foreach (var key in first.Entries.Concat(second.Entries).Select(entry => entry.Key)
                .Distinct(StringComparer.Ordinal))
            {
                Compare(path.Length == 0 ? key : $"{path}.{key}", first.Find(key), second.Find(key), found);
            }
        }
        else if (a is PackNode.Sequence left && b is PackNode.Sequence right && HasIds(left) && HasIds(right))
        {
            foreach (var id in left.Items.Concat(right.Items).Select(IdOf).Distinct(StringComparer.Ordinal))
            {
                Compare($"{path}[{id}]", Item(left, id!), Item(right, id!), found);
            }
        }
        else
        {
            found.Add(new PackDifference(path, a, b));
        }
    }

    private static bool DecidesNothing(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..];
        return last is "title" or "name" or "text" or "version" or "illustrative" or "label" or "held_by"
            or "supersedes" or "time_zone";
    }

    private static bool Same(PackNode a, PackNode b) => (a, b) switch
    {
        (PackNode.Scalar x, PackNode.Scalar y) => x.Text == y.Text,
        (PackNode.Sequence x, PackNode.Sequence y) =>
            x.Items.Length == y.Items.Length && x.Items.Zip(y.Items).All(pair => Same(pair.First, pair.Second)),
        (PackNode.Mapping x, PackNode.Mapping y) => x.Entries.Length == y.Entries.Length
            && x.Entries.All(entry => y.Find(entry.Key) is { } other && Same(entry.Value, other)),
        _ => false,
    };

    /// <summary>True for a list of maps that each have an id of their own.</summary>
    private static bool HasIds(PackNode.Sequence list) =>
        list.Items.All(item => IdOf(item) is not null)
        && list.Items.Select(IdOf).Distinct(StringComparer.Ordinal).Count() == list.Items.Length;

    /// <summary>What names an item among others of its list: its id, else its identity or its party.</summary>
    private static string? IdOf(PackNode item)
    {
        foreach (var term in new[] { "id", "identity", "party" })
        {
            if ((item as PackNode.Mapping)?.Find(term) is PackNode.Scalar name)
            {
                return name.Text;
            }
        }

        return null;
    }

    private static PackNode? Item(PackNode.Sequence list, string id) =>
        list.Items.FirstOrDefault(item => IdOf(item) == id);

    /// <summary>The tree with what stands at a path taken from another; null where that has nothing there.</summary>
    private static PackNode? Replace(PackNode? here, PackNode? there, string wanted, string path)
    {
        if (path == wanted)
        {
            return there;
        }

        if (here is PackNode.Mapping map && there is PackNode.Mapping other)
        {
            var entries = map.Entries.Concat(other.Entries)
                .Select(entry => entry.Key)
                .Distinct(StringComparer.Ordinal)
                .Select(key => KeyValuePair.Create(key, Child(map.Find(key), other.Find(key), Step(path, key))))
                .Where(entry => entry.Value is not null)
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value!));
            return new PackNode.Mapping(map.Line, [.. entries]);
        }

        if (here is PackNode.Sequence list && there is PackNode.Sequence others && HasIds(list) && HasIds(others))
        {
            var ids = list.Items.Concat(others.Items).Select(IdOf).Distinct(StringComparer.Ordinal);
            var items = ids
                .Select(id => Child(Item(list, id!), Item(others, id!), $"{path}[{id}]"))
                .OfType<PackNode>();
            return new PackNode.Sequence(list.Line, [.. items]);
        }

        return here;

        PackNode? Child(PackNode? mine, PackNode? its, string at) =>
            wanted.StartsWith(at, StringComparison.Ordinal) ? Replace(mine, its, wanted, at) : mine;
    }

    private static string Step(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
