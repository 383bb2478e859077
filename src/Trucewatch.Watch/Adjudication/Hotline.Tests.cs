using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

public sealed class HotlineTests
{
    private static readonly CaseScene Scene = new();

    [Fact]
    public void A_call_is_acknowledged_answered_and_concluded_by_those_who_may()
    {
        var line = NewDesk();
        Assert.Null(Do(line, 0, Scene.LiaisonEast, new CallPlaced("1", "west", "Shots near post 2")));
        Assert.Equal(
            ActRefusal.AlreadyDone, Do(line, 1, Scene.LiaisonEast, new CallPlaced("1", "west", "Again")));
        Assert.Equal(ActRefusal.NotTheirs, Do(line, 1, Scene.LiaisonEast, new CallAcknowledged("1", "")));
        Assert.Equal(ActRefusal.UnknownReference, Do(line, 1, Scene.LiaisonWest, new CallAcknowledged("2", "")));
        Assert.Null(Do(line, 2, Scene.LiaisonWest, new CallAcknowledged("1", "")));
        Assert.Equal(ActRefusal.BeforeTheLast, Do(line, 1, Scene.LiaisonWest, new CallAnswered("1", "Stopped")));
        Assert.Null(Do(line, 5, Scene.LiaisonWest, new CallAnswered("1", "Stopped")));
        Assert.Equal(ActRefusal.AlreadyDone, Do(line, 6, Scene.LiaisonWest, new CallAnswered("1", "No")));
        Assert.Equal(
            ActRefusal.NotTheirs,
            Do(line, 6, Scene.LiaisonWest, new CallConcluded("1", CallOutcome.Settled, "Quiet")));
        Assert.Null(Do(line, 7, Scene.LiaisonEast, new CallConcluded("1", CallOutcome.Settled, "Quiet")));
        Assert.Equal(ActRefusal.Incomplete, Do(line, 8, Scene.LiaisonEast, new CallPlaced("2", "east", "x")));
        Assert.Equal(ActRefusal.Incomplete, Do(line, 8, Scene.LiaisonEast, new CallPlaced("2", "north", "x")));
        Assert.Equal(ActRefusal.NotNamed, Do(line, 8, Author.Machine, new CallPlaced("2", "east", "x")));
        Assert.Equal(ActRefusal.RoleMayNot, Do(line, 8, CaseScene.Analyst, new CallPlaced("2", "east", "x")));
        Assert.Equal(ActRefusal.WrongState, Do(line, 8, Scene.LiaisonEast, new ClaimMade("x")));
        Assert.Null(Do(line, 8, CaseScene.Officer, new CallPlaced("2", "east", "A drone at the line")));
        Assert.Equal(
            new HotlineRow(
                "west", 1, 1, 1, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
            Row(line, "west", 60));
    }

    [Fact]
    public void Not_to_answer_makes_nobody_faster()
    {
        var line = NewDesk();
        foreach (var call in new[] { "1", "2", "3", "4" })
        {
            Do(line, 0, Scene.LiaisonEast, new CallPlaced(call, "west", "Shots"));
        }

        Do(line, 4, Scene.LiaisonWest, new CallAnswered("1", "Yes"));
        Assert.Equal(new HotlineRow("west", 4, 1, 1, null, null, TimeSpan.FromMinutes(30)), Row(line, "west", 30));
        Do(line, 9, Scene.LiaisonWest, new CallAnswered("2", "Yes"));
        Assert.Equal(
            new HotlineRow("west", 4, 2, 2, TimeSpan.FromMinutes(9), null, TimeSpan.FromMinutes(30)),
            Row(line, "west", 30));
        Assert.Equal(new HotlineRow("west", 4, 1, 1, null, null, TimeSpan.FromMinutes(8)), Row(line, "west", 8));
        Assert.Equal(new HotlineRow("east", 0, 0, 0, null, null, null), Row(line, "east", 30));
    }

    [Theory]
    [InlineData(10, 9, 5.0, 9.0)]
    [InlineData(10, 8, 5.0, null)]
    [InlineData(11, 10, 6.0, 10.0)]
    [InlineData(11, 9, 6.0, null)]
    [InlineData(10, 4, null, null)]
    [InlineData(1, 1, 1.0, 1.0)]
    public void Half_and_nine_of_ten_are_of_all_calls(int calls, int answered, double? median, double? p90)
    {
        var line = NewDesk();
        for (var i = 1; i <= calls; i++)
        {
            Do(line, 0, Scene.LiaisonEast, new CallPlaced($"{i:D2}", "west", "Shots"));
        }

        for (var i = 1; i <= answered; i++)
        {
            Do(line, i, Scene.LiaisonWest, new CallAnswered($"{i:D2}", "Yes"));
        }

        var row = Row(line, "west", 60);
        Assert.Equal((calls, answered), (row.Calls, row.Answered));
        Assert.Equal((median, p90), (row.Median?.TotalMinutes, row.P90?.TotalMinutes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sides_exchanged_have_each_others_figures(ulong seed)
    {
        var (one, other) = (NewDesk(), NewDesk());
        foreach (var (line, isExchanged) in new[] { (one, false), (other, true) })
        {
            var random = new Splitmix(seed);
            var scene = new CaseScene(isExchanged);
            for (var minute = 0; minute < 1_000; minute++)
            {
                var (call, isEast) = ($"c-{random.Next() % 60}", random.Next() % 2 == 0);
                Deed deed = (random.Next() % 4) switch
                {
                    0 => new CallPlaced(call, isEast ? scene.West : scene.East, "Shots"),
                    1 => new CallAcknowledged(call, ""),
                    2 => new CallAnswered(call, "Yes"),
                    _ => new CallConcluded(call, CallOutcome.NotSettled, "Open"),
                };
                Do(line, minute, isEast ? scene.LiaisonEast : scene.LiaisonWest, deed);
            }
        }

        var (a, b) = (Rows(one), Rows(other));
        Assert.True(a[0].Answered > 3 && a[0] != a[1] with { Side = "east" });
        Assert.Equal(a[0] with { Side = "" }, b[1] with { Side = "" });
        Assert.Equal(a[1] with { Side = "" }, b[0] with { Side = "" });
    }

    [Fact]
    public void A_full_log_refuses_and_keeps_no_more()
    {
        var line = NewDesk();
        for (var i = 0; i <= Hotline.MaxActs; i++)
        {
            var why = Do(line, i, Scene.LiaisonEast, new CallPlaced($"c-{i}", "west", "x"));
            Assert.Equal(i == Hotline.MaxActs ? ActRefusal.LimitReached : null, why);
        }

        Assert.Equal(Hotline.MaxActs, line.Entries.Count);
    }

    private static Hotline NewDesk() => new([.. Scene.Terms.Parties.Select(party => party.Id)]);

    private static HotlineRow Row(Hotline line, string side, int minute) =>
        HotlineRow.Of(side, line.Calls, Minute(minute));

    private static HotlineRow[] Rows(Hotline line) => [Row(line, "east", 1_100), Row(line, "west", 1_100)];

    private static Instant Minute(int minute) => CaseScene.Start + TimeSpan.FromMinutes(minute);

    private static ActRefusal? Do(Hotline line, int minute, Author author, Deed deed) =>
        line.Append(new Act(author, Minute(minute), Confidence.NotStated, Label.Mission, deed)).Refusal?.Why;
}
