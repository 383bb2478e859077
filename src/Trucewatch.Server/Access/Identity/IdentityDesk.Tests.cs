using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Server.Api;
using Xunit;

namespace Trucewatch.Server.Access.Identity;

public sealed class IdentityDeskTests(IdentityRig rig) : IClassFixture<IdentityRig>
{
    /// <summary>What a token can say that proves nothing, by a name for the case.</summary>
    private static readonly Dictionary<string, Action<JsonObject>> lies = new(StringComparer.Ordinal)
    {
        ["another issuer"] = says => says["iss"] = "https://elsewhere.example",
        ["another audience"] = says => says["aud"] = "another-client",
        ["for another among many"] = says =>
        {
            says["aud"] = new JsonArray(LoopbackProvider.ClientId, "another-client");
            says["azp"] = "another-client";
        },
        ["another nonce"] = says => says["nonce"] = "not-the-one",
        ["no nonce"] = says => says.Remove("nonce"),
        ["expired"] = says => says["exp"] = says["iat"]!.GetValue<long>() - 600,
        ["no end"] = says => says.Remove("exp"),
        ["no subject"] = says => says.Remove("sub"),
    };

    public static TheoryData<string> Lies => [.. lies.Keys];

    [Fact]
    public async Task Whom_the_provider_and_the_roll_know_comes_in_and_no_token_stays()
    {
        rig.Begin("at-r-2");
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/", await browser.SignInAsync());
        Assert.Equal(new Author("r-2", Role.Reviewer, "nation-c"), browser.Session!.By.Who);
        var cookie = Assert.Single(browser.Cookies.GetAllCookies(), known => known.Name == SignIn.CookieName);
        Assert.True(cookie.HttpOnly);
        var act = rig.Acts()[^1];
        Assert.Equal((RightsDeed.Vouched, "r-2"), (act.Rights!.Deed, act.Rights.Person));
        Assert.Equal("by " + rig.Provider.Issuer, act.Words);

        // What the browser was sent with: proof of who begins, and not the secret.
        Assert.DoesNotContain(
            rig.Provider.LastAsked.Select(asked => asked.Value.ToString()),
            value => value.Contains(LoopbackProvider.Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(
            browser.Cookies.GetAllCookies(),
            known => known.Value.Contains(rig.Provider.LastToken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_in_several_roles_says_which()
    {
        rig.Begin("at-r-1");
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/sign-in?roles=Analyst,Reviewer&to=%2Ffield", await browser.SignInAsync("?to=/field"));
        Assert.Null(browser.Session);
        Assert.Equal("/sign-in?refused=NoSuchRole", await browser.SignInAsync("?role=WatchOfficer"));
        Assert.Null(browser.Session);
        Assert.Equal("/field", await browser.SignInAsync("?role=Analyst&to=/field"));
        Assert.Equal(Role.Analyst, browser.Session!.By.Who.Role);
    }

    [Theory]
    [InlineData("at-nobody")]
    [InlineData("u-1")]
    [InlineData("AT-R-2")]
    public async Task Who_is_not_on_the_roll_does_not_come_in_and_leaves_no_name(string subject)
    {
        rig.Begin(subject);
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/sign-in?refused=NotOnRoll", await browser.SignInAsync());
        Assert.Null(browser.Session);
        var act = rig.Acts()[^1];
        Assert.Equal((RightsDeed.SignInRefused, null), (act.Rights!.Deed, act.Rights.Person));
        Assert.Equal($"NotOnRoll, by {rig.Provider.Issuer}", act.Words);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_token_that_proves_nothing_lets_nobody_in(string lie)
    {
        rig.Begin("at-r-2");
        rig.Provider.Bend = lies[lie];
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/sign-in?refused=Unproven", await browser.SignInAsync());
        Assert.Null(browser.Session);
    }

    [Theory]
    [InlineData(nameof(Signing.None))]
    [InlineData(nameof(Signing.OtherKey))]
    [InlineData(nameof(Signing.UnknownKey))]
    [InlineData(nameof(Signing.SharedSecret))]
    public async Task A_token_that_the_provider_did_not_sign_lets_nobody_in(string signing)
    {
        rig.Begin("at-r-2");
        rig.Provider.Signing = Enum.Parse<Signing>(signing);
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/sign-in?refused=Unproven", await browser.SignInAsync());
        Assert.Null(browser.Session);
    }

    [Fact]
    public async Task What_came_back_once_is_worth_nothing_again_even_where_the_provider_forgets()
    {
        rig.Begin("at-r-2");
        rig.Provider.IsLax = true;
        using var browser = new LoneBrowser(rig.Service);
        var back = await browser.GoAsync();
        var cookies = browser.CookiesFor(back);
        Assert.Equal("/", (await browser.FollowAsync(back)).OriginalString);
        using var again = new LoneBrowser(rig.Service);
        again.Cookies.SetCookies(back, cookies.Replace("; ", ",", StringComparison.Ordinal));
        Assert.Equal(cookies, again.CookiesFor(back));
        Assert.Equal("/sign-in?refused=Unproven", (await again.FollowAsync(back)).OriginalString);
        Assert.Null(again.Session);
    }

    [Fact]
    public async Task What_another_browser_began_does_not_sign_this_one_in()
    {
        rig.Begin("at-r-2");
        rig.Provider.IsLax = true;
        using var theirs = new LoneBrowser(rig.Service);
        using var mine = new LoneBrowser(rig.Service);
        var (back, own) = (await theirs.GoAsync(), await mine.GoAsync());
        Assert.Equal("/sign-in?refused=Unproven", (await mine.FollowAsync(back)).OriginalString);

        // Nor does the code of another one with the state of this one.
        var mixed = $"{own.GetLeftPart(UriPartial.Path)}?code={Query(back, "code")}&state={
            Uri.EscapeDataString(Query(own, "state"))}";
        Assert.Equal("/sign-in?refused=Unproven", (await mine.FollowAsync(new Uri(mixed))).OriginalString);
        Assert.Null(mine.Session);

        // A provider that checks who began refuses the code itself.
        rig.Provider.IsLax = false;
        (back, own) = (await theirs.GoAsync(), await mine.GoAsync());
        mixed = $"{own.GetLeftPart(UriPartial.Path)}?code={Query(back, "code")}&state={
            Uri.EscapeDataString(Query(own, "state"))}";
        Assert.Equal("/sign-in?refused=Declined", (await mine.FollowAsync(new Uri(mixed))).OriginalString);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?code=x")]
    [InlineData("?code=x&state=y")]
    [InlineData("?error=access_denied")]
    [InlineData("?id_token=a.b.c&state=y")]
    public async Task What_nobody_asked_for_is_refused_in_words(string query)
    {
        rig.Begin("at-r-2");
        using var browser = new LoneBrowser(rig.Service);
        var to = await browser.FollowAsync(new Uri(rig.Service.Address, IdentityDesk.ReturnPath + query));
        Assert.Equal("/sign-in?refused=Unproven", to.OriginalString);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/%09/elsewhere.example")]
    [InlineData("/field/../..//elsewhere.example")]
    [InlineData("/api/v1/floor")]
    public async Task Only_the_pages_own_addresses_are_gone_back_to(string to)
    {
        rig.Begin("at-r-2");
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/", await browser.SignInAsync("?to=" + Uri.EscapeDataString(to)));
    }

    [Fact]
    public async Task Who_was_revoked_is_out_until_somebody_hands_them_a_link()
    {
        rig.Begin("at-c-2");
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/", await browser.SignInAsync());
        var session = browser.Session!;
        var officer = rig.Service.CookieOf(TestRoll.Of("w-1"));
        await PostAsync(officer, "revocations", """{"person":"c-2","words":"left the mission"}""");
        Assert.True(session.Cut.IsCancellationRequested);
        Assert.Null(browser.Session);
        Assert.Equal("/sign-in?refused=Revoked", await browser.SignInAsync());
        Assert.Null(browser.Session);
        Assert.Equal((RightsDeed.SignInRefused, "c-2"), (rig.Acts()[^1].Rights!.Deed, rig.Acts()[^1].Rights!.Person));

        // A start takes it up again from the record.
        var again = new RightsDesk(rig.Service.Floor.Store, rig.Service.Floor.Clock, []);
        Assert.True(again.Known("at-c-2")!.Value.IsRevoked);
        await PostAsync(officer, "links", """{"person":"c-2","role":"Commission"}""");
        Assert.Equal("/", await browser.SignInAsync());
    }

    [Fact]
    public async Task Refusals_do_not_fill_the_record_and_those_that_are_not_noted_are_counted()
    {
        rig.Begin("at-nobody");
        using var browser = new LoneBrowser(rig.Service);
        var before = rig.Acts().Count;
        for (var tried = 0; tried < RefusalNotes.Most + 2; tried++)
        {
            await browser.FollowAsync(new Uri(rig.Service.Address, IdentityDesk.ReturnPath));
        }

        Assert.Equal(before + RefusalNotes.Most, rig.Acts().Count);
        rig.Time.Skipped += RefusalNotes.Span;
        Assert.Equal("/sign-in?refused=NotOnRoll", await browser.SignInAsync());
        Assert.Equal(
            $"NotOnRoll, by {rig.Provider.Issuer}; 2 before it were not noted one by one", rig.Acts()[^1].Words);
    }

    [Fact]
    public async Task Who_takes_too_long_at_the_provider_begins_again()
    {
        rig.Begin("at-r-2");
        using var browser = new LoneBrowser(rig.Service);
        var back = await browser.GoAsync();
        rig.Time.Skipped += OneTimeStates.Life + TimeSpan.FromSeconds(1);
        Assert.Equal("/sign-in?refused=Unproven", (await browser.FollowAsync(back)).OriginalString);
    }

    [Fact]
    public async Task Who_does_not_agree_at_the_provider_is_told_so()
    {
        rig.Begin("at-r-2");
        rig.Provider.Declines = true;
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/sign-in?refused=Declined", await browser.SignInAsync());
    }

    [Fact]
    public async Task A_provider_that_is_down_is_said_to_be_and_links_go_on_working()
    {
        rig.Begin("at-r-2");
        rig.Provider.IsFaulty = true;
        using var browser = new LoneBrowser(rig.Service);
        Assert.Equal("/sign-in?refused=Provider", await browser.SignInAsync());
        Assert.Equal("/sign-in?refused=Provider", await BeginAsync("http://127.0.0.1:1"));

        // Another client than the service's own, which would keep the session for the tests after this one.
        using var other = new HttpClient { BaseAddress = rig.Service.Address };
        using var answer = await other.PostAsJsonAsync(
            "/api/v1/session", new { token = rig.Service.SignIn.NewLink(TestRoll.Of("a-1")) });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task A_provider_that_is_another_one_or_would_be_asked_in_the_clear_is_not_gone_to()
    {
        rig.Begin("at-r-2");
        Assert.StartsWith(rig.Provider.Issuer + "/authorize?", await BeginAsync(rig.Provider.Issuer));
        foreach (var (name, value) in new[]
        {
            ("issuer", "https://elsewhere.example"), ("issuer", rig.Provider.Issuer + "/"),
            ("authorization_endpoint", "http://elsewhere.example/authorize"),
            ("token_endpoint", "http://elsewhere.example/token"), ("token_endpoint", ""),
        })
        {
            rig.Provider.BendDocument = document => document[name] = value;
            Assert.Equal("/sign-in?refused=Provider", await BeginAsync(rig.Provider.Issuer));
        }
    }

    [Fact]
    public async Task Behind_a_proxy_the_provider_sends_back_to_the_address_that_browsers_know()
    {
        rig.Begin("at-r-2");
        var headers = await BeginAsync(rig.Settings(rig.Provider.Issuer, "https://floor.example/"));
        Assert.Contains(
            "redirect_uri=https%3A%2F%2Ffloor.example%2Fsign-in%2Freturn&",
            headers.Location.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, headers.SetCookie.Count);
        Assert.All(headers.SetCookie, cookie => Assert.Contains("; secure", cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_sends_elsewhere_or_answers_without_end_is_not_followed()
    {
        rig.Begin("at-r-2").SendsElsewhere = true;
        Assert.Equal("/sign-in?refused=Provider", await BeginAsync(rig.Provider.Issuer));
        rig.Begin("at-r-2").Padding = ProviderOptions.MaxAnswerBytes;
        Assert.Equal("/sign-in?refused=Provider", await BeginAsync(rig.Provider.Issuer));
        rig.Provider.Padding = ProviderOptions.MaxAnswerBytes / 2;
        Assert.StartsWith(rig.Provider.Issuer + "/authorize?", await BeginAsync(rig.Provider.Issuer));
    }

    [Theory]
    [InlineData("sub", null, "&scope=openid&", null)]
    [InlineData("email", "login", "&scope=openid%20email&", "&prompt=login&")]
    [InlineData("employee", "select_account", "&scope=openid%20profile&", "&prompt=select_account&")]
    public async Task The_provider_is_asked_for_what_the_file_says_and_no_more(
        string claim, string? prompt, string scope, string? asked)
    {
        rig.Begin("at-r-2");
        var to = (await BeginAsync(rig.Settings(rig.Provider.Issuer, claim: claim, prompt: prompt)))
            .Location.ToString();
        Assert.Contains(scope, to, StringComparison.Ordinal);
        Assert.DoesNotContain("form_post", to, StringComparison.Ordinal);
        Assert.Equal(asked is not null, to.Contains("&prompt=", StringComparison.Ordinal));
        Assert.Contains(asked ?? "", to, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_two_endpoints_say_why_they_are_open_and_bear_what_all_do()
    {
        var own = rig.Service.Endpoints().Where(endpoint =>
            endpoint.RoutePattern.RawText is IdentityDesk.BeginPath or IdentityDesk.ReturnPath).ToList();
        Assert.Equal(2, own.Count);
        Assert.All(own, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<OpenToAll>()));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        foreach (var endpoint in own)
        {
            using var answer = await client.GetAsync(new Uri(rig.Service.Address, endpoint.RoutePattern.RawText));
            Assert.Equal("LIVE", Assert.Single(answer.Headers.GetValues(ApiMark.Header)));
            Assert.Equal(SecurityHeaders.Policy, Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var given) ? given : [])
            {
                Assert.Contains("path=/sign-in/return; samesite=lax; httponly", cookie, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_page_says_the_label_and_cannot_be_broken_by_it() => Assert.Equal(
        "<html data-exercise=\"Drill\" data-provider=\"&quot;&gt;&lt;b&gt;\"><title>EXERCISE · T</title>",
        Hosting.WebFolder.Marked("<html><title>T</title>", "Drill", "\"><b>"));

    private static string Query(Uri address, string name) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query)[name].ToString();

    private async Task<string> BeginAsync(string issuer) =>
        (await BeginAsync(rig.Settings(issuer))).Location.ToString();

    private async Task<IHeaderDictionary> BeginAsync(IdentitySettings settings)
    {
        var http = new DefaultHttpContext();
        (http.Request.Scheme, http.Request.Host) = ("http", new HostString("127.0.0.1"));
        await rig.Desk(settings).BeginAsync(http);
        return http.Response.Headers;
    }

    private async Task PostAsync(string cookie, string what, string body) => Assert.Equal(
        HttpStatusCode.OK,
        (await rig.Service.AskAsync(cookie, HttpMethod.Post, "/api/v1/rights/" + what, body)).Status);
}
