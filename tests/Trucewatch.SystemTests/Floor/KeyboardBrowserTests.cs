using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>The ten most frequent tasks of a watch officer, by keyboard alone, in each language of the page.</summary>
[Collection(nameof(FloorBrowser))]
public sealed class KeyboardBrowserTests(FloorBrowser floor)
{
    private const int MostPresses = 100;

    private const string ClauseIsSeen =
        """
        () => {
          const panel = document.querySelector('[data-testid=incident-panel]').getBoundingClientRect();
          const clause = document.querySelector('[data-testid=incident-panel] blockquote').getBoundingClientRect();
          return clause.top >= panel.top && clause.top < panel.bottom;
        }
        """;

    [Theory]
    [InlineData("en", "English", "Bakhmut", "Artemivsk")]
    [InlineData("uk", "Українська", "Бахмут", "Артемівськ")]
    [InlineData("ru", "Русский", "Бахмут", "Артемовск")]
    public async Task The_ten_tasks_are_done_by_keyboard_alone(
        string language, string itsName, string place, string olderName)
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        floor.Problems.Clear();

        // The first, to sign in, is to open a link: no hand needs more than Enter for it, and the fixture has done it.
        var page = await floor.NewPageAsync("/");
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        await CommandAsync(page, itsName);
        await page.WaitForFunctionAsync($"() => document.documentElement.lang === '{language}'");
        await OpenAndAcknowledgeAsync(page);
        await ProveAndReadAsync(page);
        await GoToPlaceAsync(page);
        await LookAtCoverageOfAnHourAsync(page);
        await LookBackAsync(page);
        await FindPlaceAsync(page, place, olderName);
        await OpenLogAndHelpAsync(page);
        await page.CloseAsync();
        Assert.True(floor.Problems.Count == 0, string.Join("\n", floor.Problems));
    }

    /// <summary>Single letters can be switched off, by a key that is none, and then do nothing (WCAG 2.1.4).</summary>
    [Fact]
    public async Task Letters_are_no_keys_where_somebody_does_not_want_them()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/");
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        await page.Keyboard.PressAsync("?");
        await page.WaitForSelectorAsync("[data-testid=keys]");
        await page.FocusAsync("[data-testid=keys] input");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.PressAsync("Control+k");
        await page.WaitForSelectorAsync("[data-testid=palette]");
        Assert.Equal(0, await page.Locator("[data-testid=coverage-view]").CountAsync());
        await page.EvaluateAsync("() => localStorage.clear()");
        await page.CloseAsync();
    }

    /// <summary>Types the beginning of a command's name and does it.</summary>
    private static async Task CommandAsync(IPage page, string words)
    {
        await page.Keyboard.PressAsync("Control+k");
        await page.WaitForSelectorAsync("[data-testid=palette]");
        await page.Keyboard.TypeAsync(words);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync(
            "[data-testid=palette]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
    }

    private static async Task OpenAndAcknowledgeAsync(IPage page)
    {
        await page.Keyboard.PressAsync("n");
        await FocusedAsync(page, "incident-panel");
        await page.Keyboard.PressAsync("a");
        await page.WaitForSelectorAsync("[data-testid=acknowledged]");
    }

    /// <summary>The proof by one key; the clause, its readings and the bytes by scrolling on from there.</summary>
    private static async Task ProveAndReadAsync(IPage page)
    {
        await page.Keyboard.PressAsync("e");
        await page.WaitForSelectorAsync("[data-testid=proof-verdict][data-end=verified]");
        await page.WaitForSelectorAsync("[data-testid=incident-panel] blockquote");
        for (var presses = 0; presses < MostPresses && !await page.EvaluateAsync<bool>(ClauseIsSeen); presses++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
            await page.WaitForTimeoutAsync(20);
        }

        await page.WaitForFunctionAsync(ClauseIsSeen);
    }

    private static async Task GoToPlaceAsync(IPage page)
    {
        await page.Keyboard.PressAsync("g");
        await page.WaitForSelectorAsync("main.map");
    }

    private static async Task LookAtCoverageOfAnHourAsync(IPage page)
    {
        await page.Keyboard.PressAsync("c");
        await page.WaitForSelectorAsync("[data-testid=coverage-span]");
        for (var tabs = 0; tabs < 60 && !await IsFocusedAsync(page, "coverage-span"); tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await FocusedAsync(page, "coverage-span");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=coverage-span]').value === '1'");
        await page.WaitForSelectorAsync("[data-testid=coverage-map]");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("1");
    }

    /// <summary>At the beginning nothing was known; at the end it is now again.</summary>
    private static async Task LookBackAsync(IPage page)
    {
        await page.Keyboard.PressAsync("t");
        await FocusedAsync(page, "time");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForSelectorAsync("[data-testid=past-mark]");
        await page.WaitForFunctionAsync("() => !document.querySelector('[data-testid=incident-row]')");
        Assert.Equal("0", await page.TextContentAsync("[data-testid=open-count]"));
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("End");
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        Assert.Equal(0, await page.Locator("[data-testid=past-mark]").CountAsync());
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task FindPlaceAsync(IPage page, string place, string olderName)
    {
        await CommandAsync(page, olderName);
        var card = await page.WaitForSelectorAsync("[data-testid=place-card]");
        var words = await card!.TextContentAsync();
        Assert.Contains(place, words, StringComparison.Ordinal);
        Assert.Contains("48.59 N 38.00 E", words, StringComparison.Ordinal);
        await page.WaitForFunctionAsync(
            """
            () => {
              const [longitude, latitude] = window.__trucewatch.centre;
              return Math.abs(longitude - 38) < 0.01 && Math.abs(latitude - 48.59) < 0.01;
            }
            """);
    }

    private static async Task OpenLogAndHelpAsync(IPage page)
    {
        var theme = await page.EvaluateAsync<string>("() => document.documentElement.dataset.theme");
        await page.Keyboard.PressAsync("d");
        await page.WaitForFunctionAsync($"() => document.documentElement.dataset.theme !== '{theme}'");
        await page.Keyboard.PressAsync("d");
        await page.Keyboard.PressAsync("?");
        await page.WaitForSelectorAsync("[data-testid=keys]");
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForSelectorAsync(
            "[data-testid=keys]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        var digit = await page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('nav button')].findIndex(b => b.dataset.testid === 'nav-log') + 1");
        await page.Keyboard.PressAsync($"{digit % 10}");
        await page.WaitForSelectorAsync("[data-testid=witnessed]");
    }

    private static Task<bool> IsFocusedAsync(IPage page, string id) =>
        page.EvaluateAsync<bool>("id => document.activeElement?.dataset?.testid === id", id);

    private static Task FocusedAsync(IPage page, string id) =>
        page.WaitForFunctionAsync("id => document.activeElement?.dataset?.testid === id", id);
}
