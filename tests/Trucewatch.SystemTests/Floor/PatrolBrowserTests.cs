using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>
/// What the service is told that there is to plan with, in a real browser: the day's patrols, a route past a hazard,
/// passes, and the proposal of a day.
/// </summary>
[Collection(nameof(FloorBrowser))]
public sealed class PatrolBrowserTests(FloorBrowser floor)
{
    /// <summary>Hands a report in as a phone does; gives the status once it is in the record.</summary>
    private const string Report =
        """
        async time => {
          const report = JSON.stringify({ id: `check-in-${Date.now()}`, time, reporter: 'operator',
            reporterKind: 'patrol', class: 'patrol.check-in', text: 'All well', exercise: true });
          const answer = await fetch('/api/v1/field-reports', { method: 'POST',
            headers: { 'content-type': 'application/json' }, body: JSON.stringify({ report }) });
          return answer.status;
        }
        """;

    private const string North = "[data-testid=patrol]:has(b:text-is(\"patrol-north (nation-k)\")) >> nth=0";
    private const string Road = "[data-testid=patrol]:has(b:text-is(\"patrol-road (nation-a)\")) >> nth=0";

    [Fact]
    public async Task Patrols_routes_passes_and_the_proposal_are_what_the_planning_file_says()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/");
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        await page.ClickAsync("[data-testid=nav-tasking]");
        Assert.Contains(
            "Leg 2 is refused: hazard H-12 (47.8000, 35.0200 to 47.8000, 35.0400)",
            await TextAsync(page, Road), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator($"{North} >> [data-testid=refused]").CountAsync());

        // Once the record has its report, the patrol was heard.
        var now = await page.EvaluateAsync<string>(
            "async () => (await (await fetch('/api/v1/tasking/patrols')).json()).now");
        Assert.Equal(200, await page.EvaluateAsync<int>(Report, now));
        await page.ReloadAsync();
        await page.ClickAsync("[data-testid=nav-tasking]");
        Assert.Contains("by operator (report-field)", await TextAsync(page, North), StringComparison.Ordinal);

        await FindRouteAsync(page);
        await ProposeAsync(page);
        Assert.Empty(await FloorBrowser.ViolationsAsync(page));
        await ShowHazardsAsync(page);
        await page.CloseAsync();
        Assert.True(floor.Problems.Count == 0, string.Join("\n", floor.Problems));
    }

    /// <summary>By keyboard alone: the road is shorter and leads past the field, the way round is found.</summary>
    private static async Task FindRouteAsync(IPage page)
    {
        await page.FillAsync("#route-from", "47.8, 35");
        await page.FillAsync("#route-to", "47.8, 35.06");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-testid=route]:has-text(\"over 6 places\")");
        Assert.Equal(
            "Picture. Known ways: 2; hazards: 1; places of the route: 6.",
            await page.GetAttributeAsync("[data-testid=route-picture]", "aria-label"));
        Assert.Contains(
            "mines, suspected; survey, sheet 12, as of 2030-05-20",
            await TextAsync(page, "[data-testid=hazard]"), StringComparison.Ordinal);
    }

    private static async Task ProposeAsync(IPage page)
    {
        await page.Locator("#plan-day").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.StartsWith(
            "eye (nation-k), pictures",
            await TextAsync(page, "[data-testid=pass] >> nth=0"), StringComparison.Ordinal);
        Assert.Contains(
            "heron", await TextAsync(page, "[data-testid=proposed] >> nth=0"), StringComparison.Ordinal);
    }

    private static async Task ShowHazardsAsync(IPage page)
    {
        await page.ClickAsync("[data-testid=nav-map]");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Hazards", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-testid=hazards]:has-text(\"1 is known, by the planning file\")");
        Assert.Empty(await FloorBrowser.ViolationsAsync(page));
    }

    /// <summary>The words of an element, once it is there, as they are read.</summary>
    private static async Task<string> TextAsync(IPage page, string selector) =>
        string.Join(' ', (await page.Locator(selector).InnerTextAsync()).Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries));
}
