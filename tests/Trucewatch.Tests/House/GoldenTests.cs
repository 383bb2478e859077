using Xunit;

namespace Trucewatch.Tests.House;

public sealed class GoldenTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("golden").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Equal_text_passes_whatever_the_line_ends()
    {
        File.WriteAllText(Path.Combine(_root, "a.txt"), "one\r\ntwo\r\n");
        Golden.Equal(_root, "a.txt", "one\ntwo\n", golden: null, ci: null);
    }

    [Fact]
    public void Difference_names_file_line_expected_and_got()
    {
        File.WriteAllText(Path.Combine(_root, "a.txt"), "one\ntwo\n");
        var failure = Assert.ThrowsAny<Exception>(() => Golden.Equal(_root, "a.txt", "one\nTWO\n", null, null));
        Assert.Contains("a.txt:2: expected 'two', got 'TWO'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shorter_text_is_a_difference() =>
        Assert.Equal("2: expected 'two', got the end", Golden.FirstDifference("one\ntwo", "one"));

    [Fact]
    public void Absent_file_fails() =>
        Assert.ThrowsAny<Exception>(() => Golden.Equal(_root, "absent.txt", "one", null, null));

    [Fact]
    public void Accept_writes_the_file_and_its_folder()
    {
        Golden.Equal(_root, "sub/a.txt", "one\r\n", golden: "accept", ci: null);
        Assert.Equal("one\n", File.ReadAllText(Path.Combine(_root, "sub", "a.txt")));
    }

    [Fact]
    public void Accept_is_refused_where_nobody_sees_the_difference()
    {
        Assert.ThrowsAny<Exception>(() => Golden.Equal(_root, "a.txt", "one", golden: "accept", ci: "true"));
        Assert.False(File.Exists(Path.Combine(_root, "a.txt")));
    }
}
