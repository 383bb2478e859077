using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>The report form of a patrol car, in a real browser with and without a connection.</summary>
[Collection(nameof(FloorBrowser))]
public sealed class FieldBrowserTests(FloorBrowser floor)
{
    /// <summary>
    /// The form opens again without a connection, keeps what is written, and hands it in once the service answers.
    /// </summary>
    [Fact]
    public async Task A_report_is_written_without_a_connection_and_signed_for_with_one()
    {
        Assert.SkipUnless(FloorBrowser.IsThere, "no Chromium on this machine");
        var page = await floor.NewPageAsync("/field");
        await page.WaitForSelectorAsync("[data-testid=field][data-offline=ready]");
        await page.WaitForSelectorAsync("[data-testid=field-send]:enabled");
        await floor.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("[data-testid=field-send]:enabled");
        var words = $"Fourteen impacts, heard {Guid.NewGuid():N}";
        await page.FillAsync("#field-where", "Артемовск");
        await page.FillAsync("#field-words", words);
        await page.ClickAsync("[data-testid=field-send]");
        await page.WaitForSelectorAsync("[data-testid=field-report][data-state=waiting]");
        await page.CloseAsync();

        page = await floor.NewPageAsync();
        await page.GotoAsync(new Uri(floor.Floor.Address, "/field").ToString());
        await page.WaitForSelectorAsync("[data-testid=field-report][data-state=waiting]");
        await floor.Context.SetOfflineAsync(false);
        await page.WaitForSelectorAsync("[data-testid=field-report][data-state=signed]");
        var note = await page.TextContentAsync("[data-testid=field-report] pre");
        Assert.StartsWith("trucewatch receipt/1\nreport operator:", note, StringComparison.Ordinal);
        var sequence = note!.Split('\n')[3].Split(' ')[2];
        var report = JsonDocument.Parse(await FrameAsync(page, sequence)).RootElement;
        Assert.Equal(words, report.GetProperty("text").GetString());
        Assert.Equal(48.59, report.GetProperty("place").GetProperty("lat").GetDouble());
        Assert.True(report.GetProperty("exercise").GetBoolean());
        await page.CloseAsync();
        floor.Problems.Clear();
    }

    /// <summary>The frame's text, once its segment is closed.</summary>
    private async Task<string> FrameAsync(IPage page, string sequence)
    {
        var address = new Uri(floor.Floor.Address, $"/api/v1/frames/report-field/{sequence}").ToString();
        while (true)
        {
            var answer = await floor.Context.APIRequest.GetAsync(address);
            if (JsonDocument.Parse(await answer.TextAsync()).RootElement.TryGetProperty("text", out var text)
                && text.GetString() is { } frame)
            {
                return frame;
            }

            await page.WaitForTimeoutAsync(200);
        }
    }
}
