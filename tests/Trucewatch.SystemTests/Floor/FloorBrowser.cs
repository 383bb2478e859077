using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>The tests that share one service and one browser: they run one after the other.</summary>
[CollectionDefinition(nameof(FloorBrowser))]
public sealed class FloorBrowserGroup : ICollectionFixture<FloorBrowser>;

/// <summary>A service that plays the bundled exercise, and a real browser that is signed in to it.</summary>
public sealed class FloorBrowser : IAsyncLifetime
{
    /// <summary>Where Debian has it.</summary>
    public const string Chromium = "/usr/bin/chromium";

    /// <summary>No network but loopback, and no sandbox, which containers lack.</summary>
    public static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // The page keeps its language and theme in the browser: a test must not read in what the one before it chose.
    // A script of a page runs anew at each load; what the tab has in its session says that it ran.
    private const string ForgetOnce = """
        try {
          if (!sessionStorage.getItem('fresh')) localStorage.clear();
          sessionStorage.setItem('fresh', 'yes');
        } catch { /* a frame without an origin keeps nothing */ }
        """;

    private readonly ScratchFolder files = new();
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>True where there is a browser.</summary>
    public static bool IsThere => File.Exists(Chromium);

    /// <summary>The service.</summary>
    public RunningFloor Floor { get; private set; } = null!;

    /// <summary>The signed-in browser: its pages share the session.</summary>
    public IBrowserContext Context { get; private set; } = null!;

    /// <summary>What the pages' consoles said of errors.</summary>
    public List<string> Problems { get; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!IsThere)
        {
            return;
        }

        Floor = new RunningFloor(PlanningFile.Write(files));
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = Flags });
        Context = await NewContextAsync();
        var page = await NewPageAsync();
        await page.GotoAsync(Floor.SignInLink);
        await page.WaitForSelectorAsync("[data-testid=incident-row]");
        await page.CloseAsync();
    }

    /// <summary>A browser of its own, in which nobody is signed in.</summary>
    public Task<IBrowserContext> NewContextAsync() => browser!.NewContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = 1440, Height = 900 }, ColorScheme = ColorScheme.Dark,
        ReducedMotion = ReducedMotion.Reduce,
    });

    /// <summary>A page as a newcomer finds it, whose errors are noted.</summary>
    public async Task<IPage> NewPageAsync(string? path = null)
    {
        var page = await NewPageAsync(Context);
        if (path is not null)
        {
            await page.GotoAsync(new Uri(Floor.Address, path).ToString());
        }

        return page;
    }

    /// <summary>The same in another browser.</summary>
    public async Task<IPage> NewPageAsync(IBrowserContext context)
    {
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(ForgetOnce);
        page.SetDefaultTimeout(90_000);
        page.PageError += (_, error) => Problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Problems.Add(message.Text);
            }
        };
        return page;
    }

    /// <summary>
    /// Every violation that axe finds, the size of targets among them. Marks on the map may lie over one another: the
    /// list beside it has each of them at full size (WCAG 2.5.8, equivalent).
    /// </summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page) => Told(await page.RunAxe(Asked));

    /// <summary>The same of one part of a page.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(ILocator part) => Told(await part.RunAxe(Asked));

    private static AxeRunOptions Asked => new()
    {
        Rules = new Dictionary<string, RuleOptions> { ["target-size"] = new() { Enabled = true } },
    };

    private static IReadOnlyList<string> Told(AxeResult axe) =>
        [
            .. axe.Violations.SelectMany(found => found.Nodes
                .Where(node => found.Id != "target-size"
                    || !node.Html.Contains("maplibregl-marker", StringComparison.Ordinal))
                .Select(node => string.Join(" ", node.Any.Select(check => check.Message)
                    .Prepend($"{found.Id}: {node.Html}")))),
        ];

    /// <summary>Fails with all that axe found, in its words.</summary>
    public static async Task AssertAccessibleAsync(IPage page)
    {
        var violations = await ViolationsAsync(page);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
        Floor?.Dispose();
        files.Dispose();
    }
}
