using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Trucewatch.Server.Api.Cases;

/// <summary>A case that goes the whole way, told through the API by two parties, reviewers and panels.</summary>
internal static class CaseStory
{
    /// <summary>A label that no party reads.</summary>
    public const string MissionOnly =
        """{"classification":"Confidential","releasableTo":["mission"],"restrictions":[]}""";

    /// <summary>From the first observation to the verified remedy, and closed.</summary>
    public static async Task TellAsync(CaseCalls calls)
    {
        var finding = await FindAsync(calls);
        await AttributeAndRespondAsync(calls, finding);
        await DisputeAsync(calls);
        await AppealAsync(calls);
        await RemedyAsync(calls);
    }

    public static string Finding(int cited) =>
        $$"""
        {"deed":"finding-stated","outcome":"ConfirmedViolation","reading":"plain","cites":[{{cited}}],
        "other":null,"supersedes":null,"text":"Fire in the zone"}
        """;

    public static string Observation(string text) =>
        $$"""{"deed":"observation-made","evidence":["fact:41"],"text":"{{text}}"}""";

    /// <summary>To a finding of two reviewers of different nations; its number.</summary>
    public static async Task<int> FindAsync(CaseCalls calls)
    {
        var seen = await calls.DoAsync("a-1", Observation("Five explosions within 12 minutes"));
        await calls.DoAsync("w-1", """{"deed":"triaged","severity":3,"text":"Fire in the zone; nobody hurt"}""");
        await calls.DoAsync("l-2", CaseCalls.Say("claim-made", "None of our units fired"));
        await calls.DoAsync("a-1", Observation("A source of the mission's own"), label: MissionOnly);
        await calls.DoAsync("r-1", CaseCalls.Say("review-taken-up", "By the roster"));
        var (_, refusal) = await calls.TryAsync("r-1", Finding(seen + 3), "High");
        Assert.StartsWith("Refused: label-too-wide", refusal, StringComparison.Ordinal);
        var finding = await calls.DoAsync("r-1", Finding(seen), "High");
        Assert.Equal("UnderReview", await calls.StateAsync());
        (_, refusal) = await calls.TryAsync("r-3", Concur(finding), "High");
        Assert.StartsWith("Refused: same-nation", refusal, StringComparison.Ordinal);

        // A party sees neither the observation nor the finding that was refused for naming it.
        Assert.Equal(
            finding - 2,
            (await calls.ViewAsync("l-1")).GetProperty("acts").EnumerateArray().Last(act =>
                act.GetProperty("deed").GetProperty("deed").GetString() == "finding-stated")
                .GetProperty("number").GetInt32());
        await calls.DoAsync("r-2", Concur(finding), "High");
        Assert.Equal("ConfirmedViolation", await calls.StateAsync());
        return (await calls.ViewAsync("c-1")).GetProperty("finding").GetInt32();
    }

    public static string Concur(int act) => $$"""{"deed":"concurred","act":{{act}},"text":"Agreed"}""";

    public static async Task AttributeAndRespondAsync(CaseCalls calls, int finding)
    {
        await calls.DoAsync("a-1", Attribution("Direction", "north", "For", "StronglyAgainst"), "High");
        await calls.DoAsync("a-1", Attribution("AreaOfOrigin", "north", "For", "Against"), "Moderate");
        var (_, skipped) = await calls.TryAsync("c-1", Attribution("WhoOrdered", "undetermined", "For", "For"), "Low");
        Assert.StartsWith("Refused: step-skipped", skipped, StringComparison.Ordinal);
        var interval = (await calls.ViewAsync("c-1")).GetProperty("acts")[0].GetProperty("deed");
        await calls.DoAsync("c-1", $$"""
            {"deed":"clock-set","ladder":"ft-2026","finding":{{finding}},
            "earliest":"{{interval.GetProperty("earliest")}}",
            "latest":"{{interval.GetProperty("latest")}}","text":"First and last explosion"}
            """);
        const string Step = "\"ladder\":\"ft-2026\",\"step\":\"s1\"";
        await calls.DoAsync("a-1", $$"""{"deed":"response-recommended",{{Step}},"text":"Notes to both"}""");
        var (_, refusal) = await calls.TryAsync(
            "w-1", $$"""{"deed":"response-decided",{{Step}},"isTaken":true,"text":"By the table"}""");
        Assert.StartsWith("Refused: role-may-not", refusal, StringComparison.Ordinal);
        var decision = await calls.DoAsync(
            "c-1", $$"""{"deed":"response-decided",{{Step}},"isTaken":true,"text":"Notes go to both parties"}""");
        await calls.DoAsync(
            "a-1", $$"""{"deed":"dissented","act":{{decision}},"text":"The side is not stated; a note can wait"}""");
        var clocks = (await calls.ViewAsync("l-1")).GetProperty("clocks").EnumerateArray().ToList();
        Assert.Contains(clocks, clock => clock.GetProperty("what").GetString() == "ft-2026 s1"
            && clock.GetProperty("done").ValueKind == JsonValueKind.String);
        Assert.Contains(clocks, clock => clock.GetProperty("what").GetString() == "dispute");
    }

    private static string Attribution(string step, string answer, string one, string other) =>
        $$"""
        {"deed":"attribution-stated","step":"{{step}}","answer":"{{answer}}",
        "hypotheses":[{"id":"north","words":"The north"},{"id":"south","words":"The south"}],
        "rows":[{"observation":2,"fits":["{{one}}","{{other}}"]}],"text":"Axes of the craters"}
        """;

    public static async Task DisputeAsync(CaseCalls calls)
    {
        calls.Wait(10);
        await calls.DoAsync("l-2", CaseCalls.Say("dispute-raised", "The craters are older"));
        var commitment = Convert.ToHexString(HMACSHA256.HashData(new byte[32], Encoding.UTF8.GetBytes("photo 4")));
        await calls.DoAsync(
            "l-2", $$"""{"deed":"evidence-sealed","item":"photo","commitment":"{{commitment}}","text":""}""");
        await calls.DoAsync("w-1", $$"""{"deed":"panel-drawn","seed":"{{calls.NextSeed()}}","text":""}""");
        await PleadAsync(calls, "l-2", "l-1");
        calls.Wait(24);
        await calls.DoAsync("l-2", $$"""
            {"deed":"evidence-revealed","item":"photo","key":"{{new string('0', 64)}}","payload":"photo 4","text":""}
            """);
        calls.Wait(100);
        await RuleAsync(
            calls, """{"deed":"ruling-proposed","ruling":"Uphold","outcome":null,"text":"Some are fresh"}""");
        Assert.Equal("Upheld", await calls.StateAsync());
    }

    private static async Task AppealAsync(CaseCalls calls)
    {
        calls.Wait(10);
        await calls.DoAsync("l-2", CaseCalls.Say("appeal-raised", "Their age is open"));
        await calls.DoAsync("w-1", $$"""{"deed":"panel-drawn","seed":"{{calls.NextSeed()}}","text":""}""");
        await PleadAsync(calls, "l-2", "l-1");
        calls.Wait(100);
        await RuleAsync(calls, """
            {"deed":"ruling-proposed","ruling":"Amend","outcome":"TechnicalViolation","text":"Fire without effect"}
            """);
        Assert.Equal("Amended", await calls.StateAsync());
    }

    private static async Task PleadAsync(CaseCalls calls, params string[] liaisons)
    {
        foreach (var liaison in (string[])[.. liaisons, .. liaisons])
        {
            await calls.DoAsync(liaison, CaseCalls.Say("pleading-filed", "We plead"));
        }
    }

    private static async Task RuleAsync(CaseCalls calls, string ruling)
    {
        var panel = calls.Panel();
        await calls.DoAsync(panel[0], ruling, "Moderate");
        var number = (await calls.ViewAsync(panel[1])).GetProperty("acts").EnumerateArray().Last()
            .GetProperty("number").GetInt32();
        await calls.DoAsync(panel[1], $$"""{"deed":"vote-cast","act":{{number}},"ballot":"Yes","text":""}""");
        await calls.DoAsync(
            panel[2], $$"""{"deed":"vote-cast","act":{{number}},"ballot":"No","text":"Nothing was measured"}""");
    }

    private static async Task RemedyAsync(CaseCalls calls)
    {
        await calls.DoAsync("l-1", CaseCalls.Say("decision-accepted", "We leave it there"));
        await calls.DoAsync("l-2", CaseCalls.Say("decision-accepted", "We leave it there"));
        await calls.DoAsync("l-1", CaseCalls.Say("remedy-reported", "A joint post stands there"));
        await calls.DoAsync("a-1", Observation("The joint post is there"));
        var number = (await calls.ViewAsync("r-2")).GetProperty("acts").EnumerateArray().Last()
            .GetProperty("number").GetInt32();
        await calls.DoAsync(
            "r-2", $$"""{"deed":"remedy-verified","isRemedied":true,"cites":[{{number}}],"text":"Seen"}""", "High");
        Assert.Equal("Remedied", await calls.StateAsync());
        await calls.DoAsync("w-1", CaseCalls.Say("case-closed", "Nothing is open"));
    }
}
