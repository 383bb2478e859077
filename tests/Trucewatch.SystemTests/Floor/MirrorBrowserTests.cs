using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>
/// Both parties are drawn alike: where every answer of the service has them exchanged, the page is the mirror image.
/// </summary>
[Collection(nameof(FloorBrowser))]
public sealed partial class MirrorBrowserTests(FloorBrowser floor)
{
    private static readonly string[] Views = ["incidents", "agreement", "coverage", "hotline", "map"];

    [Fact]
    public async Task Exchanging_the_parties_gives_the_mirrored_page()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        await AskBothAsync();
        var page = await OpenAsync(answers, isMirrored: false);
        var plain = await DrawnAsync(page);
        Assert.Contains("West", plain, StringComparison.Ordinal);
        Assert.NotEqual(plain, Mirrored(plain));

        // A page that gives one party a look of its own must be seen not to be the mirror image.
        await page.EvaluateAsync(
            "() => document.querySelectorAll('.row').forEach(row =>"
            + " row.textContent.includes('West') && row.classList.add('theirs'))");
        var partial = await page.EvaluateAsync<string>("() => document.querySelector('main').innerHTML");
        await page.CloseAsync();

        page = await OpenAsync(answers, isMirrored: true);
        var mirrored = await DrawnAsync(page);
        Assert.Equal(Mirrored(plain), mirrored);
        var whole = await page.EvaluateAsync<string>("() => document.querySelector('main').innerHTML");
        Assert.NotEqual(Mirrored(partial), whole);
        await page.CloseAsync();
        floor.Problems.Clear();
    }

    /// <summary>The words of both parties, each in the place of the other.</summary>
    private static string Mirrored(string text) => Parties().Replace(
        text,
        found => (found.Value[0], found.Value.Length > 1 && char.IsUpper(found.Value[1])) switch
        {
            ('W', true) => "EAST",
            ('E', true) => "WEST",
            ('W', false) => "East",
            ('E', false) => "West",
            ('w', _) => "east",
            _ => "west",
        });

    /// <summary>
    /// A page that is given the same answers each time and hears nothing new: its time stands still. The basemap and
    /// the line between the parties stay where they are.
    /// </summary>
    private async Task<IPage> OpenAsync(Dictionary<string, string> answers, bool isMirrored)
    {
        var page = await floor.NewPageAsync();
        await page.RouteAsync("**/api/v1/events", route => route.AbortAsync());
        await page.RouteAsync(new Regex("/api/v1/(?!events|tracks)"), async route =>
        {
            var address = Mirrored(route.Request.Url) is var other && isMirrored ? other : route.Request.Url;
            if (!answers.TryGetValue(address, out var answer))
            {
                var response = await route.FetchAsync();
                answers[address] = answer = await response.TextAsync();
            }

            await route.FulfillAsync(new RouteFulfillOptions
            {
                ContentType = "application/json", Body = isMirrored ? Mirrored(answer) : answer,
            });
        });
        await page.GotoAsync(floor.Floor.Address.ToString());
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        return page;
    }

    /// <summary>The desk has something for either party: one is asked something, and one is to put something right.
    /// </summary>
    private async Task AskBothAsync()
    {
        foreach (var deed in new[]
        {
            "{ deed: 'query-asked', query: '', to: 'west', replyBy: '2099-01-01T00:00:00Z', text: 'Whose is it?' }",
            "{ deed: 'correction-asked', correction: '', of: 'east', case: null, due: '2099-01-01T00:00:00Z',"
            + " othersFrom: null, text: 'Take it back' }",
        })
        {
            var page = await floor.NewPageAsync("/");
            var status = await page.EvaluateAsync<int>(
                $$"""
                async () => (await fetch('/api/v1/hotline/acts', {
                  method: 'POST', headers: { 'content-type': 'application/json' },
                  body: JSON.stringify({ deed: {{deed}} }),
                })).status
                """);
            Assert.Equal(201, status);
            await page.CloseAsync();
        }
    }

    /// <summary>What the views draw, one after the other, with one incident open.</summary>
    private static async Task<string> DrawnAsync(IPage page)
    {
        var drawn = new List<string>();
        foreach (var view in Views)
        {
            await page.ClickAsync($"[data-testid=nav-{view}]");
            if (view == "incidents")
            {
                await page.ClickAsync("[data-testid=incident-row]");
                await page.WaitForSelectorAsync("[data-testid=frame-bytes]");
            }

            var wanted = view switch
            {
                "incidents" => "[data-testid=incident-panel] blockquote",
                "coverage" => "[data-testid=coverage-list] h2",
                "agreement" => "main h1",
                "hotline" => "[data-testid=desk-correction]",
                _ => "[data-testid=incident-row]",
            };
            await page.WaitForSelectorAsync(wanted);
            drawn.Add(await page.EvaluateAsync<string>(
                $$"""
                () => {
                  const view = [...document.querySelectorAll('main > .view:not(.away)')].pop();
                  const copy = view.cloneNode(true);
                  copy.querySelectorAll('.canvas, canvas').forEach(one => one.remove());
                  return copy.innerHTML.replace(/<!--.*?-->/g, '');
                }
                """));
        }

        return string.Join('\n', drawn);
    }

    [GeneratedRegex("(?<![A-Za-z])(?:WEST|EAST|West|East|west|east)(?![A-Za-z])")]
    private static partial Regex Parties();
}
