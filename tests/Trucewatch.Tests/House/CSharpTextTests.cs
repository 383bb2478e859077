using Xunit;

namespace Trucewatch.Tests.House;

public sealed class CSharpTextTests
{
    [Theory]
    [InlineData("a \"}\" b")]
    [InlineData("a \"\\\"}\" b")]
    [InlineData("a '}' b")]
    [InlineData("a '\\'' b")]
    [InlineData("a @\"}\"\"}\\\" b")]
    [InlineData("a \"\"\"}\"}\"\"\" b")]
    [InlineData("a $\"}}{F(\"}\")}}}\" b")]
    [InlineData("a $\"{(x ? \"{\" : '}')}\" b")]
    [InlineData("a $@\"}}{x}\"\"\" b")]
    [InlineData("a $$\"\"\"}{{F(\"\"\"}\"\"\")}}{\"\"\" b")]
    [InlineData("a \"}\"u8 b")]
    [InlineData("a /* } */ b")]
    [InlineData("a // } ")]
    [InlineData("#error don't }")]
    public void Braces_in_literals_and_comments_are_not_code(string source)
    {
        var code = CSharpText.Scan(source).Code;
        Assert.Equal(source.Length, code.Length);
        Assert.DoesNotContain('{', code);
        Assert.DoesNotContain('}', code);
        Assert.Equal(source.EndsWith('b'), code.EndsWith('b'));
    }

    [Fact]
    public void Comments_keep_their_line_and_kind()
    {
        var text = CSharpText.Scan("/// <summary>a</summary>\nint x; // b\n/* c\n * d */\n");
        Assert.Equal([(1, true), (2, false), (3, false), (4, false)], Lines(text));
        Assert.Equal("<summary>a</summary>|b|c|d", string.Join('|', text.Comments.Select(comment => comment.Text)));
    }

    [Fact]
    public void Outline_finds_functions_of_each_shape()
    {
        var found = CSharpOutline.Of(CSharpText.Scan("""
            namespace A.B;
            [Mark("{")]
            public sealed class C<T>(int a) : D(a) where T : struct
            {
                private readonly int[] table = [1, 2];
                public int P { get; init; } = 3;
                public int Q
                {
                    get => F(x => { return x; });
                    set { }
                }
                public C() : this(1) { }
                public (int, int) F<U>(U u = default) where U : class, new() => (1, 2);
                public static implicit operator int(C<T> c) => 1;
                public static bool operator <=(C<T> x, C<T> y) { return true; }
                public int this[int i] { get { return i; } }
                private enum E { G, H = 2 }
                private readonly record struct R(int X) { public int Y() => X; }
            }
            """));
        Assert.Equal("A.B", string.Join('|', found.Namespaces));
        Assert.Equal("C|E|R", string.Join('|', found.Types.Select(type => type.Name)));
        Assert.Equal("9|10|12|13|14|15|16|18", string.Join('|', found.Functions.Select(span => span.FirstLine)));
        Assert.Equal("||C|F|int|||Y", string.Join('|', found.Functions.Select(function => function.Name)));
    }

    private static IEnumerable<(int Line, bool IsDocumentation)> Lines(CSharpText text) =>
        text.Comments.Select(comment => (comment.Line, comment.IsDocumentation));
}
