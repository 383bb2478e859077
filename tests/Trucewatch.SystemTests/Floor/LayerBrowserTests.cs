using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>Layers of the map in a real browser, by keyboard: where things went, the ground of one reading.</summary>
[Collection(nameof(FloorBrowser))]
public sealed class LayerBrowserTests(FloorBrowser floor)
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

    private const string GroundDrawn = "() => [...window.__trucewatch.groundDrawn].sort()";

    private const StringComparison Ordinal = StringComparison.Ordinal;

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

    [Fact]
    public async Task The_zones_of_one_reading_are_chosen_by_key_drawn_and_named()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/");
        await page.WaitForFunctionAsync("() => (window.__trucewatch?.tracksDrawn ?? 0) > 0");
        Assert.Empty(await page.EvaluateAsync<string[]>(GroundDrawn));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "By reading" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.FocusAsync("[data-testid=reading] select");
        await page.Keyboard.PressAsync("Home");
        await page.WaitForSelectorAsync("[data-testid=reading]:has-text(\"Zones: Zone, west of the line\")");
        await page.WaitForFunctionAsync($"() => ({GroundDrawn})().join() === 'east-zone,west-zone'");
        Assert.Empty(await FloorBrowser.ViolationsAsync(page));

        // The clauses of the sea stand further down.
        for (var key = 0; key < 40 && !(await CardAsync(page)).Contains("Zones: Sea area", Ordinal); key++)
        {
            await page.Keyboard.PressAsync("ArrowDown");
        }

        Assert.Contains("Zones: Sea area", await CardAsync(page), Ordinal);
        await page.WaitForFunctionAsync($"() => ({GroundDrawn})().join() === 'sea-area'");
        await page.CloseAsync();
        Assert.True(floor.Problems.Count == 0, string.Join("\n", floor.Problems));
    }

    private static Task<string> CardAsync(IPage page) => page.InnerTextAsync("[data-testid=reading]");
}
