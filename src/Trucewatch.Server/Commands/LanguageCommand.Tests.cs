using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class LanguageCommandTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    [Theory]
    [InlineData("Two vehicles were seen.", "en", CommandTable.Done, "")]
    [InlineData("Heavy shelling was heard.", "en", CommandTable.Done, ":1:7: info: 'shelling'")]
    [InlineData("The junta fled.", "en", CommandTable.Negative, ":1:5: block: 'junta', instead: government. ")]
    [InlineData("Окупанти втекли.", "uk", CommandTable.Negative, ":1:1: block: 'Окупанти', instead: ")]
    public void A_text_is_judged_by_its_worst_word(string text, string lang, int code, string begin)
    {
        File.WriteAllText(file, text);
        var output = new StringWriter();
        Assert.Equal(code, LanguageCommand.Lint(file, lang, output));
        Assert.StartsWith(begin.Length == 0 ? "" : file + begin, output.ToString(), StringComparison.Ordinal);
        Assert.Equal(begin.Length == 0, output.ToString().Length == 0);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        File.WriteAllBytes(file, [0x61, 0xff, 0xfe]);
        Assert.Throws<UnusableException>(() => LanguageCommand.Lint(file, "en", TextWriter.Null));
    }

    public void Dispose() => File.Delete(file);
}
