using System.Text;
using Xunit;

namespace Trucewatch.Domain.Agreements;

public sealed class PackYamlTests
{
    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, "term 'a' stands twice, also on line 1")]
    [InlineData("a:\n  b: 1\n  b: 2\n", 3, "term 'b' stands twice")]
    [InlineData("a: &x 1\nb: *x\n", 1, "anchor '&x'")]
    [InlineData("a: &x 1\nb: *x\n", 2, "alias")]
    [InlineData("a: &x {c: 1}\nb:\n  <<: *x\n", 3, "merge key")]
    [InlineData("a: !!str 1\n", 1, "tag")]
    [InlineData("a: !ruby/object x\n", 1, "tag")]
    [InlineData("!!str a: 1\n", 1, "tag")]
    [InlineData("%YAML 1.1\n---\na: 1\n", 1, "directive")]
    [InlineData("%TAG !e! tag:x,2000:\n---\na: 1\n", 1, "directive")]
    [InlineData("a: 1\n---\nb: 2\n", 2, "a second document")]
    [InlineData("a:\n\tb: 1\n", 2, "tab character")]
    [InlineData("a: 1\tb\n", 1, "tab character")]
    [InlineData("? [a, b]\n: 1\n", 1, "expected a word before the colon")]
    [InlineData("? {a: b}\n: 1\n", 1, "expected a word before the colon")]
    [InlineData("a: 1\n: 2\n", 1, "expected a word before the colon")]
    [InlineData("a: \"x\\\n", 1, "not YAML")]
    [InlineData("a: [1, 2\n", 2, "not YAML")]
    [InlineData("a: 'x\n", 1, "not YAML")]
    [InlineData("a: 1\n  b: 2\n", 2, "not YAML")]
    [InlineData("a: 1\rb: 2\n", 1, "U+000D")]
    [InlineData("a: x\u0000y\n", 1, "U+0000")]
    [InlineData("a: x\u202ey\n", 1, "U+202E")]
    [InlineData("a: 1\n\ufeff\n", 2, "U+FEFF")]
    [InlineData("", 1, "empty file")]
    [InlineData("# nothing\n", 1, "empty file")]
    [InlineData("- a\n- b\n", 1, "got no map")]
    [InlineData("just words\n", 1, "got no map")]
    public void What_means_something_else_than_it_shows_is_refused(string yaml, int line, string message)
    {
        var problems = Problems(yaml);
        Assert.True(
            problems.Any(
                problem => problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal)),
            FormattableString.Invariant($"expected {line}: {message}, got {string.Join("; ", problems)}"));
    }

    [Fact]
    public void Texts_lists_and_maps_carry_their_lines_and_keep_their_order()
    {
        var problems = new ProblemList();
        var map = PackYaml.Read(
            "f", "---\nz: one\r\na:\n  - 'two'\n  - >-\n    three\n    four\n...\n"u8, problems)!;

        Assert.Equal(0, problems.Count);
        Assert.Equal("z a", string.Join(' ', map.Entries.Select(entry => entry.Key)));
        Assert.Equal(new PackNode.Scalar(2, "one"), map.Find("z"));
        var list = Assert.IsType<PackNode.Sequence>(map.Find("a"));
        Assert.Equal([new PackNode.Scalar(4, "two"), new PackNode.Scalar(5, "three four")], list.Items);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        var problems = new ProblemList();
        Assert.Null(PackYaml.Read("f", [(byte)'a', (byte)':', (byte)' ', 0xC0, 0xAF], problems));
        Assert.Contains("UTF-8", Assert.Single(problems.ToImmutable()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_is_limited()
    {
        // The outermost map is level one, so that one list less fits within it.
        Assert.Empty(Problems("a: " + Nested(PackYaml.MaxDepth - 1)));
        Assert.Contains("levels", First("a: " + Nested(PackYaml.MaxDepth)), StringComparison.Ordinal);
        Assert.Contains("levels", First("a: " + Nested(10_000)), StringComparison.Ordinal);
        Assert.NotEmpty(Problems(new string('[', 10_000)));
        Assert.NotEmpty(Problems(string.Concat(Enumerable.Repeat("- ", 10_000))));
        Assert.NotEmpty(Problems(string.Concat(Enumerable.Repeat("{a: ", 10_000))));
        Assert.NotEmpty(Problems(string.Concat(Enumerable.Repeat("? ", 10_000))));

        static string First(string yaml) => Assert.Single(Problems(yaml)).Message;

        static string Nested(int depth) => new string('[', depth) + new string(']', depth) + "\n";
    }

    [Fact]
    public void A_text_is_limited_in_bytes()
    {
        Assert.Empty(Problems($"a: {new string('x', PackYaml.MaxScalarBytes)}\n"));
        Assert.NotEmpty(Problems($"a: {new string('x', PackYaml.MaxScalarBytes + 1)}\n"));
        Assert.NotEmpty(Problems($"a: {new string('ї', (PackYaml.MaxScalarBytes / 2) + 1)}\n"));
    }

    [Fact]
    public void The_file_is_limited_in_bytes()
    {
        var line = "# " + new string('x', 1021) + "\n";
        var full = "a: 1\n" + string.Concat(Enumerable.Repeat(line, 1023));
        full += "#" + new string('x', PackYaml.MaxBytes - full.Length - 1);
        Assert.Equal(PackYaml.MaxBytes, full.Length);
        Assert.Empty(Problems(full));
        Assert.Contains("1048576", Assert.Single(Problems(full + "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_nodes_is_limited()
    {
        // The map and the list are nodes too.
        Assert.Empty(Problems($"a: [{string.Join(',', Enumerable.Repeat("1", PackYaml.MaxNodes - 2))}]\n"));
        Assert.NotEmpty(Problems($"a: [{string.Join(',', Enumerable.Repeat("1", PackYaml.MaxNodes - 1))}]\n"));
    }

    /// <summary>A registry may be larger, and no larger than it may.</summary>
    [Fact]
    public void A_registry_is_limited_in_bytes_and_nodes()
    {
        var padding = new string('x', PackYaml.MaxRegistryBytes - 7);
        Assert.Empty(Problems($"a: 1\n# {padding}", isRegistry: true));
        Assert.Contains(
            "4194304", Assert.Single(Problems($"a: 1\n# {padding}x", isRegistry: true)).Message,
            StringComparison.Ordinal);
        var most = string.Join(',', Enumerable.Repeat("1", PackYaml.MaxRegistryNodes - 2));
        Assert.Empty(Problems($"a: [{most}]\n", isRegistry: true));
        Assert.NotEmpty(Problems($"a: [{most},1]\n", isRegistry: true));
    }

    private static List<PackProblem> Problems(string yaml, bool isRegistry = false)
    {
        var problems = new ProblemList();
        var map = PackYaml.Read("f", Encoding.UTF8.GetBytes(yaml), problems, isRegistry);
        Assert.Equal(map is null, problems.Count > 0);
        return [.. problems.ToImmutable()];
    }
}
