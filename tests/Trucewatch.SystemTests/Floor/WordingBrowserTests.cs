using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>
/// An editor words a sentence otherwise, in a real browser. The exercise's day goes on for the whole test, and of a
/// draft nothing can be changed: its sentences and the answer to a change are put in, loaded words are the service's.
/// </summary>
[Collection(nameof(FloorBrowser))]
public sealed class WordingBrowserTests(FloorBrowser floor)
{
    private const string Program = "In that time 3 began. None of them is a finding.";

    [Fact]
    public async Task Words_are_judged_while_they_are_written_and_the_change_stands_beside()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/");
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        await page.ClickAsync("[data-testid=nav-reports]");

        // The real answer first: the day goes on, and the page says that nothing is changed.
        await page.ClickAsync("[data-testid=report-edit]");
        await page.WaitForSelectorAsync("[data-testid=sentence]");
        Assert.Contains(
            "This day goes on", await page.TextContentAsync("[data-testid=wording]"), StringComparison.Ordinal);
        await FloorBrowser.AssertAccessibleAsync(page);
        await page.ClickAsync("[data-testid=report-edit]");

        var sent = await PutInAsync(page);
        await page.FocusAsync("[data-testid=report-edit]");
        await page.Keyboard.PressAsync("Enter");
        await page.FocusAsync("[data-testid=sentence]");
        await page.Keyboard.PressAsync("Enter");
        foreach (var (words, told, isFit) in new[]
        {
            ("In that time 4 began. None is a finding.", "Numbers cannot be changed here", false),
            ("In that time 3 began. The terrorists did it.", "terrorists", false),
            ("In that time 3 began; none is a finding.", "The numbers are kept", true),
        })
        {
            await page.FillAsync("#wording-text", words);
            await page.Locator("[data-testid=flags]").Filter(new LocatorFilterOptions { HasText = told })
                .WaitForAsync();
            Assert.Equal(isFit, await page.IsEnabledAsync("[data-testid=wording] button.primary"));
        }

        Assert.Contains(
            "removed: them",
            string.Concat(await page.Locator("[data-testid=wording] del").AllTextContentsAsync()),
            StringComparison.Ordinal);
        await FloorBrowser.AssertAccessibleAsync(page);
        await page.FillAsync("#wording-why", "shorter");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("[data-testid=edits] li");
        await FloorBrowser.AssertAccessibleAsync(page);
        Assert.Equal(
            (Program, "In that time 3 began; none is a finding.", "shorter"),
            (sent().GetProperty("was").GetString(), sent().GetProperty("is").GetString(),
                sent().GetProperty("why").GetString()));
        await page.CloseAsync();
        Assert.True(floor.Problems.Count == 0, string.Join("\n", floor.Problems));
    }

    /// <summary>Sentences of a day that is over; gives what was sent to change one.</summary>
    private static async Task<Func<JsonElement>> PutInAsync(IPage page)
    {
        JsonElement? sent = null;
        await page.RouteAsync("**/sentences?*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json", Body = Sentences(sent),
        }));
        await page.RouteAsync("**/edits", route =>
        {
            sent = JsonDocument.Parse(route.Request.PostData!).RootElement;
            return route.FulfillAsync(new RouteFulfillOptions
            {
                Status = 201, ContentType = "application/json", Body = Edit(sent.Value),
            });
        });
        return () => sent!.Value;
    }

    private static string Sentences(JsonElement? sent) => JsonSerializer.Serialize(new
    {
        day = "2030-06-03", language = "en", isDraft = false,
        items = new[]
        {
            new
            {
                id = "summary.count", section = "Summary", program = Program,
                text = sent is { } one ? one.GetProperty("is").GetString() : Program,
                edits = sent is { } edit
                    ? new[] { JsonSerializer.Deserialize<JsonElement>(Edit(edit)) }
                    : [],
            },
        },
    });

    private static string Edit(JsonElement sent) => JsonSerializer.Serialize(new
    {
        number = 1, at = "2030-06-04T06:00:00Z", by = "a-1", was = Program, why = "shorter",
        @is = sent.GetProperty("is").GetString(),
    });
}
