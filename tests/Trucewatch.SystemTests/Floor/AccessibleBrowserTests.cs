using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>No view has a violation that axe finds: on a desk and on a phone, dark and light.</summary>
[Collection(nameof(FloorBrowser))]
public sealed class AccessibleBrowserTests(FloorBrowser floor)
{
    [Theory]
    [InlineData(1280, 800, "dark")]
    [InlineData(390, 844, "light")]
    public Task No_view_has_a_violation(int width, int height, string theme) => WalkAsync(width, height, theme);

    [Theory(Explicit = true)]
    [InlineData(1280, 800, "light")]
    [InlineData(390, 844, "dark")]
    [InlineData(1920, 1080, "dark")]
    [InlineData(1920, 1080, "light")]
    public Task Nor_has_any_at_other_sizes(int width, int height, string theme) => WalkAsync(width, height, theme);

    /// <summary>A checker that finds nothing anywhere proves nothing.</summary>
    [Fact]
    public async Task A_planted_violation_is_found()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/field");
        await page.WaitForSelectorAsync("[data-testid=field]");
        await page.EvaluateAsync(
            "() => document.querySelector('[data-testid=field] h1').insertAdjacentHTML('afterend', '<button></button>')");
        Assert.Contains(
            await FloorBrowser.ViolationsAsync(page),
            found => found.StartsWith("button-name", StringComparison.Ordinal));
        await page.CloseAsync();
    }

    private async Task WalkAsync(int width, int height, string theme)
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/");
        await page.SetViewportSizeAsync(width, height);
        await page.EvaluateAsync($"() => localStorage.setItem('trucewatch.theme', '{theme}')");
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        var views = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('nav button')].map(button => button.dataset.testid.slice(4))");
        Assert.True(views.Length >= 6, $"{views.Length}");
        var found = new List<string>();
        foreach (var view in views)
        {
            await page.ClickAsync($"[data-testid=nav-{view}]");
            await page.WaitForFunctionAsync(
                "view => document.querySelector('main').className.includes(view)"
                + " && !document.querySelector('main .view > .empty[role=status]')",
                view);
            if (view == "incidents")
            {
                await page.ClickAsync("[data-testid=incident-row]");
                await page.ClickAsync("[data-testid=prove-it]");
                await page.WaitForSelectorAsync("[data-testid=proof-verdict]");
            }

            found.AddRange((await FloorBrowser.ViolationsAsync(page)).Select(each => $"{view}: {each}"));
        }

        foreach (var (key, dialog) in new[] { ("?", "keys"), ("Control+k", "palette") })
        {
            await page.Keyboard.PressAsync(key);
            await page.WaitForSelectorAsync($"[data-testid={dialog}]");
            found.AddRange((await FloorBrowser.ViolationsAsync(page)).Select(each => $"{dialog}: {each}"));
            await page.Keyboard.PressAsync("Escape");
            await page.WaitForSelectorAsync(
                $"[data-testid={dialog}]", new PageWaitForSelectorOptions { State = WaitForSelectorState.Detached });
        }

        await page.GotoAsync(new Uri(floor.Floor.Address, "/field").ToString());
        await page.WaitForSelectorAsync("[data-testid=field]");
        found.AddRange((await FloorBrowser.ViolationsAsync(page)).Select(each => $"field: {each}"));
        await page.EvaluateAsync("() => localStorage.clear()");
        await page.CloseAsync();
        Assert.Empty(found);
    }
}
