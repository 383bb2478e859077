using Microsoft.Playwright;
using Trucewatch.Server.Api.Cases;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>
/// The rooms of cases, of the hotline and of the auditor with contents: a case that went the whole way through the API,
/// in a service whose time is set, so that its days pass at once.
/// </summary>
[Collection(nameof(FloorBrowser))]
public sealed class CaseBrowserTests(FloorBrowser floor)
{
    private const int MostTabs = 200;

    /// <summary>No room here shows the map, and to draw it without a graphics card costs a page its first seconds.
    /// </summary>
    private const string NoMap =
        """
        const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
          return kind.startsWith('webgl') ? null : get.call(this, kind, ...more);
        };
        """;

    private static readonly (int Width, int Height, string Theme)[] looks = [(1280, 800, "dark"), (390, 844, "light")];

    [Fact]
    public Task No_room_has_a_violation_when_it_is_full() => WalkAsync(looks);

    [Fact(Explicit = true)]
    public Task Nor_has_any_in_the_other_light() => WalkAsync((1280, 800, "light"), (390, 844, "dark"));

    private async Task WalkAsync(params (int Width, int Height, string Theme)[] looks)
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        floor.Problems.Clear();
        await using var calls = await FullAsync();
        var officer = await PageAsync(calls, "w-1");
        var found = new List<string>();
        foreach (var (width, height, theme) in looks)
        {
            await LookAsync(officer, width, height, theme);
            await OpenCaseAsync(officer, calls.Id);
            await officer.WaitForSelectorAsync("[data-testid=case-custody] li");
            await officer.WaitForSelectorAsync("[data-testid=case-matrix]");
            await officer.WaitForSelectorAsync("[data-testid=bulletin]");
            await KeepAsync(officer, found, $"case {width} {theme}");
            await officer.ClickAsync("[data-testid=nav-hotline]");
            await officer.WaitForSelectorAsync("[data-testid=desk-call]");
            await KeepAsync(officer, found, $"hotline {width} {theme}");
            await officer.ClickAsync("[data-testid=nav-log]");
            await officer.WaitForSelectorAsync("[data-testid=audit] table");
            await KeepAsync(officer, found, $"audit {width} {theme}");
        }

        await officer.Context.CloseAsync();
        Assert.True(found.Count == 0, string.Join('\n', found));
        AssertQuiet();
    }

    /// <summary>Forms of all that is more than a line or a choice; the others are made of the same fields.</summary>
    [Fact]
    public Task No_kind_of_field_has_a_violation() => FormsAsync(
        "attribution-stated", "finding-corrected", "evidence-sealed", "evidence-revealed", "response-decided",
        "clock-set");

    [Fact(Explicit = true)]
    public Task Nor_has_any_form_of_six_people() => FormsAsync();

    private async Task FormsAsync(params string[] meant)
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        var finding = await CaseStory.FindAsync(calls);
        await CaseStory.AttributeAndRespondAsync(calls, finding);
        var (found, met) = (new List<string>(), new SortedSet<string>(StringComparer.Ordinal));
        await MeetAsync("r-1", 0);
        await calls.DoAsync("l-2", CaseCalls.Say("dispute-raised", "The craters are older"));
        string[] others = meant.Length == 0 ? ["w-1", "a-1", "c-1", "l-2", "p-1"] : ["c-1", "l-2"];
        foreach (var (person, at) in others.Select((one, i) => (one, i)))
        {
            await MeetAsync(person, at + 1);
        }

        Assert.Empty(meant.Except(met, StringComparer.Ordinal));
        Assert.True(meant.Length > 0 || met.Count > 18, string.Join(", ", met));
        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task MeetAsync(string person, int at)
        {
            var page = await PageAsync(calls, person);
            var (width, height, theme) = looks[at % looks.Length];
            await LookAsync(page, width, height, theme);
            await OpenCaseAsync(page, calls.Id);
            await page.WaitForSelectorAsync("#case-deed");
            var forms = await page.Locator("#case-deed option").EvaluateAllAsync<string[]>(
                "options => options.map(option => option.value)");
            foreach (var form in forms.Where(one => meant.Length == 0 || meant.Contains(one)).Where(met.Add))
            {
                await page.SelectOptionAsync("#case-deed", form);
                await page.ClickAsync("[data-testid=case-form] button.primary");
                await page.WaitForSelectorAsync("[data-testid=case-form] [role=alert]");
                found.AddRange((await FloorBrowser.ViolationsAsync(page.GetByTestId("case-form"))).Select(each =>
                    $"{form} {width} {theme}: {each}"));
            }

            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task By_keyboard_alone_two_reviewers_of_two_nations_find_and_both_are_in_the_file()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        floor.Problems.Clear();
        await using var calls = await CaseCalls.StartAsync();
        await calls.OpenAsync();
        await calls.DoAsync("a-1", CaseStory.Observation("Five explosions within 12 minutes"));
        await calls.DoAsync("w-1", """{"deed":"triaged","severity":3,"text":"Fire in the zone; nobody hurt"}""");
        await calls.DoAsync("r-1", CaseCalls.Say("review-taken-up", "By the roster"));

        var first = await PageAsync(calls, "r-1");
        await OpenByKeysAsync(first, "finding-stated");
        await ChooseByKeysAsync(first, "#act-outcome", "ConfirmedViolation");
        await ChooseByKeysAsync(first, "#act-reading", null);
        await TabToAsync(first, "[data-field=cites] input");
        await first.Keyboard.PressAsync("Space");
        await ChooseByKeysAsync(first, "#act-confidence", "High");
        await SayByKeysAsync(first, "Fire in the zone by the terrorists");
        await first.WaitForSelectorAsync("[data-testid=act-flags] p");
        await first.Keyboard.PressAsync("Control+a");
        await first.Keyboard.TypeAsync("Fire in the zone");
        await SendByKeysAsync(first, calls, 5);

        var second = await PageAsync(calls, "r-2");
        await OpenByKeysAsync(second, "concurred");
        await ChooseByKeysAsync(second, "#act-act", "5");
        await SendByKeysAsync(second, calls, 6);
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();

        var acts = (await calls.ViewAsync("l-1")).GetProperty("acts");
        Assert.Equal("ConfirmedViolation", await calls.StateAsync());
        Assert.Equal(
            [("finding-stated", "r-1", "nation-b"), ("concurred", "r-2", "nation-c")],
            acts.EnumerateArray().Skip(4).Select(act => (
                act.GetProperty("deed").GetProperty("deed").GetString(),
                act.GetProperty("author").GetProperty("person").GetString(),
                act.GetProperty("author").GetProperty("nation").GetString())));
        Assert.Equal(2, acts[4].GetProperty("deed").GetProperty("cites")[0].GetInt32());
        AssertQuiet();
    }

    /// <summary>A case that went the whole way, with bulletins, and a call and a notice at the hotline.</summary>
    private static async Task<CaseCalls> FullAsync()
    {
        var calls = await CaseCalls.StartAsync();
        foreach (var person in new[] { "w-1", "l-1", "l-2" })
        {
            await calls.SignInAsync(person);
        }

        await calls.OpenAsync();
        await CaseStory.TellAsync(calls);
        var first = await calls.DoAsync("a-1", Bulletin("A1", "null", "Possible explosions: a detection"));
        await calls.DoAsync("a-1", Bulletin("A2", $"{first}", "Incident, unreviewed"));
        await AtDeskAsync(calls, """{"deed":"call-placed","call":"","to":"mission","text":"A crew is at the pylon"}""");
        await AtDeskAsync(calls, """
            {"deed":"query-asked","query":"","to":"west","replyBy":null,"text":"Whose works are these?"}
            """);
        return calls;
    }

    private static string Bulletin(string rung, string supersedes, string text) =>
        $$"""
        {"deed":"bulletin-issued","rung":"{{rung}}","supersedes":{{supersedes}},"clockEffect":null,"text":"{{text}}"}
        """;

    private static async Task AtDeskAsync(CaseCalls calls, string deed)
    {
        var (status, text) = await calls.Service.AskAsync(
            calls.Cookie("l-1"), HttpMethod.Post, "/api/v1/hotline/acts", $$"""{"deed":{{deed}}}""");
        Assert.True((int)status is 200 or 201, $"{status}: {text}");
    }

    /// <summary>Nothing was said of errors but that there is no map.</summary>
    private void AssertQuiet() => Assert.DoesNotContain(
        floor.Problems, problem => !problem.Contains("WebGL", StringComparison.OrdinalIgnoreCase));

    private async Task<IPage> PageAsync(CaseCalls calls, string person)
    {
        var cookie = calls.Cookie(person).Split('=', 2);
        var context = await floor.NewContextAsync();
        await context.AddCookiesAsync(
            [new Cookie { Name = cookie[0], Value = cookie[1], Url = calls.Service.Address.ToString() }]);
        await context.AddInitScriptAsync(NoMap);
        var page = await floor.NewPageAsync(context);
        await page.GotoAsync(calls.Service.Address.ToString());
        await page.WaitForSelectorAsync("[data-testid=nav-cases]");
        return page;
    }

    private static async Task LookAsync(IPage page, int width, int height, string theme)
    {
        await page.SetViewportSizeAsync(width, height);
        if (await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme") != theme)
        {
            await page.Keyboard.PressAsync("d");
            await page.WaitForFunctionAsync($"() => document.documentElement.dataset.theme === '{theme}'");
        }
    }

    private static async Task OpenCaseAsync(IPage page, string id)
    {
        await page.ClickAsync("[data-testid=nav-cases]");

        // The case that was open comes back by itself, and has to be read first.
        await page.WaitForFunctionAsync(
            """
            () => document.querySelector('[data-testid=case-state]')
              || document.querySelector('[data-testid=cases]:not(.opened) [data-testid=case]')
            """);
        if (await page.Locator("[data-testid=case-state]").CountAsync() == 0)
        {
            await page.GetByTestId("case").Filter(new LocatorFilterOptions { HasText = id }).ClickAsync();
            await page.WaitForSelectorAsync("[data-testid=case-state]");
        }
    }

    private static async Task KeepAsync(IPage page, List<string> found, string where) =>
        found.AddRange((await FloorBrowser.ViolationsAsync(page)).Select(each => $"{where}: {each}"));

    private static async Task OpenByKeysAsync(IPage page, string form)
    {
        await TabToAsync(page, "[data-testid=nav-cases]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-testid=case]");
        await TabToAsync(page, "[data-testid=case]");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-testid=case-form]");
        await ChooseByKeysAsync(page, "#case-deed", form);
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var tabs = 0; tabs < MostTabs; tabs++)
        {
            if (await page.EvaluateAsync<bool>("where => document.activeElement?.matches(where) ?? false", selector))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{selector}: not reached by {MostTabs} tabs");
    }

    /// <summary>Goes down to a value, or with none to the first that is one.</summary>
    private static async Task ChooseByKeysAsync(IPage page, string selector, string? value)
    {
        await TabToAsync(page, selector);
        for (var presses = 0; presses < 30; presses++)
        {
            var now = await page.EvaluateAsync<string>("() => document.activeElement.value");
            if (value is null ? now.Length > 0 : now == value)
            {
                return;
            }

            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Fail($"{selector}: {value} is not there");
    }

    private static async Task SayByKeysAsync(IPage page, string words)
    {
        await TabToAsync(page, "#case-text");
        await page.Keyboard.TypeAsync(words);
    }

    private static async Task SendByKeysAsync(IPage page, CaseCalls calls, int number)
    {
        calls.Wait(1 / 60.0);
        await TabToAsync(page, "[data-testid=case-form] button.primary");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("act-done").Filter(new LocatorFilterOptions { HasText = $"{number}" }).WaitForAsync();
        await page.WaitForFunctionAsync(
            "n => document.querySelectorAll('[data-testid=case-act]').length === n", number);
    }
}
