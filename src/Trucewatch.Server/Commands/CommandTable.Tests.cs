using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class CommandTableTests
{
    [Fact]
    public void A_command_that_is_called_is_built_alone_and_as_among_all()
    {
        var all = CommandTable.Build().Subcommands;
        Assert.True(all.Count > 10, "expected all commands");
        foreach (var one in all)
        {
            var alone = Assert.Single(CommandTable.Build(one.Name).Subcommands);
            Assert.Equal(one.Name, alone.Name);
            Assert.Equal(one.Options.Select(option => option.Name), alone.Options.Select(option => option.Name));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no-such")]
    [InlineData("--help")]
    public void What_is_no_command_gets_all_of_them_and_the_options_of_serving(string? called)
    {
        var root = CommandTable.Build(called);
        Assert.Equal(CommandTable.Build().Subcommands.Count, root.Subcommands.Count);
        Assert.Contains(root.Options, option => option.Name == "--data");
    }
}
