using Trucewatch.Evidence;
using Trucewatch.Server.Commands;
using Xunit;

namespace Trucewatch.Server.Hosting;

public sealed class DataFolderTests
{
    [Fact]
    public void A_folder_belongs_to_the_agreement_of_its_first_use()
    {
        using var folder = new TemporaryFolder();
        DataFolder.Open(folder.Path).Bind("line", "aa", exercise: false);
        DataFolder.Open(folder.Path).Bind("line", "aa", exercise: false);
        foreach (var (name, hash, exercise) in
            new[] { ("other", "aa", false), ("line", "bb", false), ("line", "aa", true) })
        {
            var refused = Assert.Throws<UnusableException>(
                () => DataFolder.Open(folder.Path).Bind(name, hash, exercise));
            Assert.Contains("'line aa live'", refused.Message, StringComparison.Ordinal);
            Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_start_that_was_cut_off_while_binding_does_not_spoil_the_folder()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("agreement.tmp"), "lin");
        var data = DataFolder.Open(folder.Path);
        data.Bind("line", "aa", exercise: false);
        data.Bind("line", "aa", exercise: false);
        Assert.Throws<UnusableException>(() => data.Bind("line", "bb", exercise: false));
    }

    [Fact]
    public void A_token_is_made_once_and_only_its_owner_can_read_it()
    {
        using var folder = new TemporaryFolder();
        var token = DataFolder.Open(folder.Path).OpenToken("ingest.token");
        Assert.Equal(token, DataFolder.Open(folder.Path).OpenToken("ingest.token"));
        Assert.NotEqual(token, DataFolder.Open(folder.Path).OpenToken("other.token"));
        var file = Path.Combine(folder.Path, "keys", "ingest.token");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        File.WriteAllText(file, "short\n");
        var refused = Assert.Throws<InvalidDataException>(() => DataFolder.Open(folder.Path).OpenToken("ingest.token"));
        Assert.Contains("expected a token of 43 characters, got 5", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_of_the_log_is_made_once_and_no_two_folders_share_a_name()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        using var first = DataFolder.Open(folder.Path).OpenSigner();
        using var again = DataFolder.Open(folder.Path).OpenSigner();
        using var foreign = DataFolder.Open(other.Path).OpenSigner();
        Assert.Equal(first.Verifier.Vkey, again.Verifier.Vkey);
        Assert.NotEqual(first.Verifier.Name, foreign.Verifier.Name);
    }
}
