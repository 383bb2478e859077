using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>Where things went, in a real browser: by keyboard, counted, and as it was known at a time.</summary>
[Collection(nameof(FloorBrowser))]
public sealed class PastBrowserTests(FloorBrowser floor)
{
    /// <summary>The first number that the card says, when all tiles of the view have come; else null.</summary>
    private const string Positions =
        """
        () => {
          const words = document.querySelector('[data-testid=went] p')?.textContent.replace(/[\s\u202f]/g, '') ?? '';
          const found = /\d+/.exec(words);
          return found ? Number(found[0]) : null;
        }
        """;

    [Fact]
    public async Task Past_positions_are_switched_on_by_key_counted_and_follow_the_time()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/");
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        await page.WaitForFunctionAsync("() => (window.__trucewatch?.tracksDrawn ?? 0) > 0");
        Assert.Equal(0, await page.Locator("[data-testid=went]").CountAsync());
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Where things went" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync($"() => ({Positions})() > 0");
        Assert.Empty(await FloorBrowser.ViolationsAsync(page));

        // By what was known at the beginning of the record there was less, whatever comes meanwhile.
        var now = await page.EvaluateAsync<int>(Positions);
        await page.FocusAsync("[data-testid=time]");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForFunctionAsync($"now => {{ const n = ({Positions})(); return n !== null && n < now; }}", now);
        await page.CloseAsync();
        Assert.True(floor.Problems.Count == 0, string.Join("\n", floor.Problems));
    }
}
