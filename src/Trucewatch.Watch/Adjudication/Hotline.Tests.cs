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
        var line = new Hotline(Scene.Terms.Parties);
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
            new HotlineRow("west", 1, 1, 1, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
            line.Rows(Minute(60))[1]);
    }

    [Fact]
    public void Not_to_answer_makes_nobody_faster()
    {
        var line = new Hotline(Scene.Terms.Parties);
        foreach (var call in new[] { "1", "2", "3", "4" })
        {
            Do(line, 0, Scene.LiaisonEast, new CallPlaced(call, "west", "Shots"));
        }

        Do(line, 4, Scene.LiaisonWest, new CallAnswered("1", "Yes"));
        Assert.Equal(new HotlineRow("west", 4, 1, 1, null, TimeSpan.FromMinutes(30)), line.Rows(Minute(30))[1]);
        Do(line, 9, Scene.LiaisonWest, new CallAnswered("2", "Yes"));
        Assert.Equal(
            new HotlineRow("west", 4, 2, 2, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(30)),
            line.Rows(Minute(30))[1]);
        Assert.Equal(new HotlineRow("west", 4, 1, 1, null, TimeSpan.FromMinutes(8)), line.Rows(Minute(8))[1]);
        Assert.Equal(new HotlineRow("east", 0, 0, 0, null, null), line.Rows(Minute(30))[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sides_exchanged_have_each_others_figures(ulong seed)
    {
        var (one, other) = (new Hotline(Scene.Terms.Parties), new Hotline(Scene.Terms.Parties));
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

        var (a, b) = (one.Rows(Minute(1_100)), other.Rows(Minute(1_100)));
        Assert.True(a[0].Answered > 3 && a[0] != a[1] with { Side = "east" });
        Assert.Equal(a[0] with { Side = "" }, b[1] with { Side = "" });
        Assert.Equal(a[1] with { Side = "" }, b[0] with { Side = "" });
    }

    [Fact]
    public void A_full_log_refuses_and_keeps_no_more()
    {
        var line = new Hotline(Scene.Terms.Parties);
        for (var i = 0; i <= Hotline.MaxActs; i++)
        {
            var why = Do(line, i, Scene.LiaisonEast, new CallPlaced($"c-{i}", "west", "x"));
            Assert.Equal(i == Hotline.MaxActs ? ActRefusal.LimitReached : null, why);
        }

        Assert.Equal(Hotline.MaxActs, line.Entries.Count);
    }

    private static Instant Minute(int minute) => CaseScene.Start + TimeSpan.FromMinutes(minute);

    private static ActRefusal? Do(Hotline line, int minute, Author author, Deed deed) =>
        line.Append(new Act(author, Minute(minute), Confidence.NotStated, Label.Mission, deed)).Refusal?.Why;
}
