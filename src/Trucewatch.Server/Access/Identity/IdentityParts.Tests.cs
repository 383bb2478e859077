using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Trucewatch.Evidence;
using Trucewatch.Server.Commands;
using Xunit;

namespace Trucewatch.Server.Access.Identity;

public sealed class IdentityPartsTests
{
    private const string Good =
        """{"issuer":"https://login.example/mission","clientId":"t","secretFile":"secret","label":"Mission"}""";

    [Theory]
    [InlineData("", "identity.json: expected an identity provider", "")]
    [InlineData("https://", "http://", "issuer: expected an https address")]
    [InlineData("mission\"", "mission?a=b\"", "issuer: expected an https address")]
    [InlineData("https://", "https://user:word@", "issuer: expected an https address")]
    [InlineData("\"t\"", "\"\"", "clientId: expected 1 to 255")]
    [InlineData("\"Mission\"", "\" \"", "label: expected 1 to 60")]
    [InlineData("\"secret\"", "\"nowhere\"", "nowhere")]
    [InlineData("\"label\"", "\"secret\":\"s\",\"label\"", "secret")]
    [InlineData("\"label\"", "\"label\":\"a\",\"label\"", "label")]
    [InlineData("}", ",\"claim\":\"two words\"}", "claim: expected")]
    [InlineData("}", ",\"prompt\":\"none\"}", "prompt: expected one of login, select_account, got none")]
    [InlineData("}", ",\"address\":\"http://floor.example\"}", "address: expected an https address")]
    [InlineData("}", ",\"address\":\"https://floor.example/sub\"}", "address: expected an https address")]
    public void A_file_that_is_wrong_is_said_to_be_with_what_is(string from, string to, string problem)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, from.Length == 0 ? "null" : Good.Replace(from, to, StringComparison.Ordinal), "word");
        var thrown = Assert.Throws<UnusableException>(() => IdentitySettings.Open(path));
        Assert.StartsWith("--identity: " + folder.Path, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(from.Length == 0 ? to : problem, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("two words\n")]
    [InlineData("two\nlines\n")]
    public void A_secret_is_one_line(string secret)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, Good, secret);
        var thrown = Assert.Throws<UnusableException>(() => IdentitySettings.Open(path));
        Assert.Contains("expected one line", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("two", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_file_is_read_and_nothing_prints_the_secret()
    {
        using var folder = new TemporaryFolder();
        var settings = IdentitySettings.Open(Write(folder, Good, "a-word\n"))!;
        Assert.Equal(("sub", "a-word", false), (settings.File.Claim, settings.Secret, settings.IsLocal));
        Assert.DoesNotContain("a-word", $"{settings} {settings.File}", StringComparison.Ordinal);
        Assert.Null(IdentitySettings.Open(null));
        var problem = new InvalidOperationException("out", new InvalidDataException("in\nwith a-word in it"));
        Assert.Equal(
            "(InvalidDataException: in with [secret] in it)", ProviderFailure.Describe(problem, settings.Secret));
        Assert.True(new string('x', 999) is var long1
            && ProviderFailure.Describe(new IOException(long1), "a").Length == ProviderFailure.MaxChars);
    }

    [Fact]
    public void An_address_of_email_counts_where_the_provider_has_seen_it()
    {
        Claim[] both = [new("email", "a@b.example"), new("email_verified", "true", ClaimValueTypes.Boolean)];
        Assert.Equal("a@b.example", Of("email", both));
        Assert.Null(Of("email", both[0]));
        Assert.Null(Of("email", both[0], new("email_verified", "false", ClaimValueTypes.Boolean)));
        Assert.Null(Of("email", both[0], both[1], new("email_verified", "false", ClaimValueTypes.Boolean)));
        Assert.Null(Of("email", both[0], both[0], both[1]));
        Assert.Null(Of("sub", both));
        Assert.Null(Of("sub", new Claim("sub", "")));
    }

    [Fact]
    public void A_state_is_good_once_and_for_ten_minutes()
    {
        var clock = new SetTime();
        var states = new OneTimeStates(new EphemeralDataProtectionProvider().CreateProtector("test"), clock);
        var (first, second) = (states.Protect(new()), states.Protect(new()));
        Assert.NotNull(states.Unprotect(first));
        Assert.Null(states.Unprotect(first));
        Assert.Null(states.Unprotect(second + "x"));
        clock.Now += OneTimeStates.Life + TimeSpan.FromSeconds(1);
        Assert.Null(states.Unprotect(second));
    }

    [Fact]
    public void Where_more_came_back_than_is_remembered_what_began_before_is_void()
    {
        var clock = new SetTime();
        var states = new OneTimeStates(new EphemeralDataProtectionProvider().CreateProtector("test"), clock, most: 3);
        var begun = Enumerable.Range(0, 6).Select(_ => states.Protect(new())).ToList();
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.All(begun[..4], state => Assert.NotNull(states.Unprotect(state)));
        Assert.All(begun, state => Assert.Null(states.Unprotect(state)));
        Assert.NotNull(states.Unprotect(states.Protect(new())));

        // Those that are too old anyway make room for others, and nothing is void.
        Assert.NotNull(states.Unprotect(states.Protect(new())));
        clock.Now += OneTimeStates.Life + TimeSpan.FromSeconds(1);
        var next = Enumerable.Range(0, 4).Select(_ => states.Protect(new())).ToList();
        Assert.All(next[..3], state => Assert.NotNull(states.Unprotect(state)));
        Assert.All(next[..3], state => Assert.Null(states.Unprotect(state)));
        Assert.NotNull(states.Unprotect(next[3]));
    }

    [Fact]
    public void Refusals_do_not_fill_the_record()
    {
        var clock = new SetTime();
        var notes = new RefusalNotes(clock);
        for (var each = 0; each < RefusalNotes.Most; each++)
        {
            Assert.Equal(0, notes.Next());
        }

        Assert.Null(notes.Next());
        Assert.Null(notes.Next());
        clock.Now += RefusalNotes.Span;
        Assert.Equal(2, notes.Next());
        Assert.Equal(0, notes.Next());
    }

    private static string? Of(string claim, params Claim[] claims) =>
        ProviderIdentity.Of(new ClaimsPrincipal(new ClaimsIdentity(claims)), claim);

    private static string Write(TemporaryFolder folder, string text, string secret)
    {
        var path = Path.Combine(folder.Path, "identity.json");
        File.WriteAllText(Path.Combine(folder.Path, "secret"), secret);
        File.WriteAllText(path, text);
        return path;
    }
}
