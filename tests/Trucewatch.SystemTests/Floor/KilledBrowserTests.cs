using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>
/// A patrol's browser is killed again and again while reports are written and handed in, and started again on what is
/// left of its profile. The processes of the browser are real and end by SIGKILL, like those of a phone without power;
/// the disk goes on. It takes minutes and is no part of CI.
/// </summary>
public sealed class KilledBrowserTests(ITestOutputHelper output)
{
    // Eight minutes, or as many as somebody who has less time says.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(
        int.TryParse(
            Environment.GetEnvironmentVariable("TRUCEWATCH_KILL_MINUTES"), CultureInfo.InvariantCulture,
            out var minutes) ? minutes : 8);

    /// <summary>Where a turn ends.</summary>
    private enum End
    {
        /// <summary>Some time after the report was handed to the form.</summary>
        AnyMoment,

        /// <summary>Before the service got the request.</summary>
        BeforeTheService,

        /// <summary>After the service answered, and before the page heard.</summary>
        BeforeThePage,
    }

    [Fact(Explicit = true)]
    public async Task No_report_is_lost_or_doubled_however_often_the_browser_is_killed()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var got = await RunAsync(Longest, int.MaxValue, forgets: false);
        output.WriteLine($"{got.Kills} kills in {got.Took.TotalSeconds:F0} s: {string.Join(", ", got.Ends)}; "
            + $"{got.Kept.Count} reports said to be kept, {got.Recorded.Count} recorded");
        Assert.Empty(got.Kept.Except(got.Recorded, StringComparer.Ordinal));
        Assert.Equal(got.Recorded.Distinct(StringComparer.Ordinal).Count(), got.Recorded.Count);
        Assert.True(got.Kills >= 20, $"{got.Kills}");
    }

    /// <summary>A profile that is thrown away with each kill loses reports: that has to be seen.</summary>
    [Fact(Explicit = true)]
    public async Task A_device_that_forgets_is_found()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var got = await RunAsync(Longest, 6, forgets: true);
        Assert.NotEmpty(got.Kept.Except(got.Recorded, StringComparer.Ordinal));
    }

    private static async Task<Run> RunAsync(TimeSpan longest, int most, bool forgets)
    {
        using var floor = new RunningFloor();
        using var playwright = await Playwright.CreateAsync();
        using var scratch = new ScratchFolder();
        var run = new Run(floor, playwright, scratch["profile"]);
        await run.SignInAsync();
        var begun = TimeProvider.System.GetTimestamp();
        while (run.Kills < most && TimeProvider.System.GetElapsedTime(begun) < longest)
        {
            await run.TurnAsync();
            if (forgets)
            {
                Directory.Delete(scratch["profile"], recursive: true);
            }
        }

        run.Took = TimeProvider.System.GetElapsedTime(begun);
        await run.FinishAsync();
        return run;
    }

    private sealed class Run(RunningFloor floor, IPlaywright playwright, string profile)
    {
        private BrowserContextCookiesResult session = null!;

        public int Kills { get; private set; }

        public TimeSpan Took { get; set; }

        /// <summary>Words of the reports that the page said it has, or has handed in.</summary>
        public HashSet<string> Kept { get; } = new(StringComparer.Ordinal);

        /// <summary>Words of the reports in the record, one for each frame.</summary>
        public List<string> Recorded { get; } = [];

        public SortedDictionary<string, int> Ends { get; } = new(StringComparer.Ordinal);

        public async Task SignInAsync()
        {
            var context = await LaunchAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync(floor.SignInLink);
            await page.WaitForSelectorAsync("[data-testid=incident-row]");
            session = (await context.CookiesAsync()).Single();
            await context.CloseAsync();
        }

        /// <summary>Writes a report, and kills the browser on its way.</summary>
        public async Task TurnAsync()
        {
            var end = (End)(Kills % 3);
            var context = await LaunchAsync();
            var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (end != End.AnyMoment)
            {
                await context.RouteAsync("**/api/v1/field-reports", route => CutAsync(route, end, killed));
            }

            try
            {
                await WriteAsync(context, $"EXERCISE. Report {Kills} of a patrol.");
                await (end == End.AnyMoment
                    ? Task.Delay(Kills * 37 % 400, TestContext.Current.CancellationToken)
                    : killed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
            }
            catch (PlaywrightException) when (killed.Task.IsCompleted)
            {
                // The form was open for reports of turns before: those were on their way, and ended it early.
            }

            Kill();
            Kills++;
            Ends[end.ToString()] = Ends.GetValueOrDefault(end.ToString()) + 1;
            try
            {
                await context.CloseAsync();
            }
            catch (PlaywrightException)
            {
                // Its browser is gone: the driver may have noticed before it was asked to close.
            }
        }

        /// <summary>Lets everything that waits be handed in, and reads the record.</summary>
        public async Task FinishAsync()
        {
            var context = await LaunchAsync();
            var page = await OpenAsync(context);
            await page.WaitForFunctionAsync(
                "() => document.querySelector('[data-testid=field-line]')?.classList.contains('good')"
                + " && !document.querySelector('[data-testid=field-report]:not([data-state=signed])')");
            for (var sequence = 0; ; sequence++)
            {
                var answer = await context.APIRequest.GetAsync(
                    new Uri(floor.Address, $"/api/v1/frames/report-field/{sequence}").ToString());
                using var frame = JsonDocument.Parse(await answer.TextAsync());
                if (answer.Status == 404)
                {
                    break;
                }

                if (!frame.RootElement.TryGetProperty("text", out var text) || text.GetString() is not { } report)
                {
                    // Its segment is not closed yet.
                    sequence--;
                    await page.WaitForTimeoutAsync(200);
                    continue;
                }

                Recorded.Add(JsonDocument.Parse(report).RootElement.GetProperty("text").GetString()!);
            }

            await context.CloseAsync();
        }

        private async Task<IBrowserContext> LaunchAsync()
        {
            var context = await playwright.Chromium.LaunchPersistentContextAsync(
                profile, new BrowserTypeLaunchPersistentContextOptions
                {
                    ExecutablePath = FloorBrowser.Chromium, Args = FloorBrowser.Flags, Headless = true,
                });
            if (session is not null)
            {
                // A session ends with its browser; the patrol opens its link again.
                await context.AddCookiesAsync(
                    [new Cookie { Name = session.Name, Value = session.Value, Url = floor.Address.ToString() }]);
            }

            return context;
        }

        private async Task<IPage> OpenAsync(IBrowserContext context)
        {
            var page = await context.NewPageAsync();
            page.SetDefaultTimeout(60_000);
            await page.GotoAsync(new Uri(floor.Address, "/field").ToString());
            await page.WaitForSelectorAsync("[data-testid=field-send]:enabled");
            return page;
        }

        private async Task WriteAsync(IBrowserContext context, string words)
        {
            var page = await OpenAsync(context);
            await page.FillAsync("#field-where", "Артемовск");
            await page.FillAsync("#field-words", words);
            var before = await page.Locator("[data-testid=field-report]").CountAsync();
            await page.ClickAsync("[data-testid=field-send]");
            await page.Locator("[data-testid=field-report]").Nth(before).WaitForAsync();
            Kept.Add(words);
        }

        /// <summary>What the page asks of the desk goes on; what it hands in ends here.</summary>
        private async Task CutAsync(IRoute route, End end, TaskCompletionSource killed)
        {
            if (route.Request.Method != "POST")
            {
                await route.ContinueAsync();
                return;
            }

            if (end == End.BeforeThePage)
            {
                await route.FetchAsync();
            }

            killed.TrySetResult();
        }

        /// <summary>Ends every process of this browser at once.</summary>
        private void Kill()
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc").Where(
                folder => int.TryParse(
                    Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)))
            {
                try
                {
                    if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(
                        "--user-data-dir=" + profile, StringComparison.Ordinal))
                    {
                        using var process = Process.GetProcessById(int.Parse(
                            Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture));
                        process.Kill(entireProcessTree: true);
                        process.WaitForExit();
                    }
                }
                catch (Exception gone) when (gone is IOException or ArgumentException or UnauthorizedAccessException
                    or InvalidOperationException)
                {
                    // It ended by itself meanwhile.
                }
            }

            foreach (var left in new[] { "SingletonLock", "SingletonCookie", "SingletonSocket" })
            {
                File.Delete(Path.Combine(profile, left));
            }
        }
    }
}
