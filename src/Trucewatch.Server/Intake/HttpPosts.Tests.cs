using Microsoft.AspNetCore.Http;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Commands;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class HttpPostsTests
{
    [Theory]
    [InlineData("Bearer secret", true)]
    [InlineData("Bearer secret2", false)]
    [InlineData("Bearer secre", false)]
    [InlineData("Bearer ", false)]
    [InlineData("bearer secret", false)]
    [InlineData("Basic secret", false)]
    [InlineData("secret", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_who_shows_the_token_may_post(string? header, bool may)
    {
        var http = new DefaultHttpContext();
        if (header is not null)
        {
            http.Request.Headers.Authorization = header;
        }

        Assert.Equal(may, new HttpPosts("secret").MayPost(http.Request));
    }

    [Fact]
    public void A_path_belongs_to_one_feed()
    {
        var posts = new HttpPosts("secret");
        posts.Add("/a", new HttpPostTransport(new RefusalCounts()));
        posts.Add("/b", new HttpPostTransport(new RefusalCounts()));
        var refused = Assert.Throws<UnusableException>(
            () => posts.Add("/a", new HttpPostTransport(new RefusalCounts())));
        Assert.Contains("/a", refused.Message, StringComparison.Ordinal);
    }
}
