using System.CommandLine;
using Trucewatch.Feeds;
using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class DecodeCommandTests
{
    [Fact]
    public void The_help_names_every_format_that_can_be_decoded()
    {
        var help = DecodeCommand.Build().Options.Single(option => option.Name == "--format").Description!;
        Assert.All(FeedFormats.All, format => Assert.Contains(format.Id, help, StringComparison.Ordinal));
        Assert.Contains("+signed", help, StringComparison.Ordinal);
        Assert.All(FeedFormats.All, format => Assert.NotNull(FeedFormats.Find(format.Id + "+signed")));
    }
}
