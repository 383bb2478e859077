using System.Drawing;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>What a newcomer does first, in a real browser: start, sign in, see, open, prove.</summary>
public sealed class BrowserTests
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    [Fact]
    public async Task A_newcomer_sees_tracks_move_opens_an_incident_and_proves_it()
    {
        Assert.SkipUnless(File.Exists(Chromium), "no Chromium on this machine");
        using var floor = new RunningFloor();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Flags });
        var page = await browser.NewPageAsync(
            new BrowserNewPageOptions
            {
                ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ColorScheme = ColorScheme.Dark,
            });
        var problems = new List<string>();
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                problems.Add(message.Text);
            }
        };
        page.SetDefaultTimeout(90_000);
        await page.GotoAsync(floor.SignInLink);
        await page.WaitForSelectorAsync("[data-testid=exercise-band]");
        Assert.DoesNotContain(floor.Token, page.Url, StringComparison.Ordinal);

        await SeeTracksMoveAsync(page);
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        await page.ClickAsync("[data-testid=incident-row]");
        await page.WaitForSelectorAsync("[data-testid=incident-panel]");
        await page.WaitForSelectorAsync("[data-testid=frame-bytes]");
        await page.ClickAsync("[data-testid=prove-it]");
        await page.WaitForFunctionAsync(
            "() => document.querySelector('[data-testid=proof-verdict]')?.textContent.trim().startsWith('Verified')");
        await TakePictureAsync(page);

        // A checker that cannot fail proves nothing: the page's own lesson flips a bit, and the verdict must turn.
        await page.ClickAsync("[data-testid=tamper]");
        await page.WaitForFunctionAsync(
            "() => !document.querySelector('[data-testid=proof-verdict]').textContent.trim().startsWith('Verified')");

        await HoldAccessibleAsync(page);
        await SeeCoverageAsync(page);
        await HoldAccessibleAsync(page);
        await ReadReportsAsync(page);
        await HoldAccessibleAsync(page);
        Assert.Empty(problems);
    }

    /// <summary>Something that is shown only where something does not work is shown to everybody as well.</summary>
    [Fact]
    public async Task A_floor_that_is_degraded_says_so_to_all()
    {
        Assert.SkipUnless(File.Exists(Chromium), "no Chromium on this machine");
        using var floor = new RunningFloor("--timestamp", "http://127.0.0.1:1/");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Flags });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(90_000);
        await page.GotoAsync(floor.SignInLink);
        await page.WaitForSelectorAsync("[data-testid=degraded]");
        await HoldAccessibleAsync(page);
    }

    private static async Task HoldAccessibleAsync(IPage page)
    {
        var axe = await page.RunAxe();
        Assert.Empty(axe.Violations.Where(found => found.Impact is "critical" or "serious").Select(found => found.Id));
    }

    /// <summary>No number without what was watched; one key opens the map of it, which is drawn.</summary>
    private static async Task SeeCoverageAsync(IPage page)
    {
        var words = await page.TextContentAsync("[data-testid=open-coverage]");
        Assert.Matches("watched$", words);
        await page.Keyboard.PressAsync("c");
        await page.WaitForSelectorAsync("[data-testid=coverage-map]");
        await page.WaitForFunctionAsync(
            """
            () => {
              const canvas = document.querySelector('[data-testid=coverage-map]');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              return canvas.width > 300 && data.some((value, at) => at % 4 === 3 && value > 0);
            }
            """);
        await page.WaitForSelectorAsync("[data-testid=coverage-gap]");

        // A map over its list would hide the gaps from people and from no other check.
        var map = await BoxAsync(page, "[data-testid=coverage-map]");
        var list = await BoxAsync(page, "[data-testid=coverage-list]");
        Assert.True(map.X + map.Width <= list.X + 1 || map.Y + map.Height <= list.Y + 1, $"{map} lies over {list}");
    }

    /// <summary>The report of the day in three languages by the keyboard, with the style that its policy allows.
    /// </summary>
    private static async Task ReadReportsAsync(IPage page)
    {
        await page.EvaluateAsync("() => { location.hash = '#reports'; }");
        var report = page.FrameLocator("[data-testid=report-page]");
        foreach (var (language, words) in new[]
        {
            ("uk", "Щоденний звіт"), ("ru", "Ежедневный отчёт"), ("en", "Daily report"),
        })
        {
            await page.FocusAsync($"[data-testid=reports] button[lang={language}]");
            await page.Keyboard.PressAsync("Enter");
            await report.Locator("h1", new FrameLocatorLocatorOptions { HasText = words }).WaitForAsync();
            var weight = await report.Locator(".mark").First.EvaluateAsync<string>(
                "mark => getComputedStyle(mark).fontWeight");
            Assert.Equal("700", weight);
        }
    }

    private static async Task<RectangleF> BoxAsync(IPage page, string selector)
    {
        var box = await page.Locator(selector).BoundingBoxAsync();
        Assert.NotNull(box);
        return new RectangleF(box.X, box.Y, box.Width, box.Height);
    }

    private static async Task SeeTracksMoveAsync(IPage page)
    {
        await page.WaitForFunctionAsync("() => (window.__trucewatch?.tracksDrawn ?? 0) > 20");
        const string Newest =
            "async () => (await (await fetch('/api/v1/tracks')).json()).items"
            + ".map(t => [t.id, t.latitude, t.longitude])";
        var first = await page.EvaluateAsync<double[][]>(Newest);
        await page.WaitForFunctionAsync(
            $$"""
            async (first) => {
              const now = await ({{Newest}})();
              const before = new Map(first.map(([id, lat, lon]) => [id, lat + ',' + lon]));
              return now.filter(([id, lat, lon]) => before.has(id) && before.get(id) !== lat + ',' + lon).length > 5;
            }
            """,
            first);
    }

    /// <summary>Takes the README's picture anew where somebody asks for it.</summary>
    private static async Task TakePictureAsync(IPage page)
    {
        if (Environment.GetEnvironmentVariable("GOLDEN") == "accept")
        {
            await page.WaitForTimeoutAsync(4000);
            await page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(RepositoryTree.Root, "docs", "watch-floor.png"),
            });
        }
    }
}
