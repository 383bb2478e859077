using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tasking;
using Trucewatch.Geo;
using Trucewatch.Watch.Coverage;
using Xunit;

namespace Trucewatch.Watch.Tasking;

public sealed class TaskingBoardTests
{
    private static readonly TaskingAuthor Officer = new("officer", "mission", true);
    private static readonly TaskingAuthor A = new("anna", "nation-a", false);
    private static readonly TaskingAuthor B = new("bert", "nation-b", false);
    private static readonly HeightBand Low = new(500, 1_000);
    private static readonly Instant From = CoverageLedger.StartOf(CoverageLedger.HourOf(Scene.Start) + 7);

    [Fact]
    public void A_request_is_offered_for_accepted_and_stands_in_the_timetable()
    {
        var board = TaskingBoard.Fold(
        [
            Act(B, Request("r-1")), Act(A, Offer("o-1", 9, 0)), Act(A, Offer("o-2", 8, 20_000)),
            Act(Officer, new OfferAccepted("o-1")), Act(Officer, new OfferAccepted("o-2")),
        ]);
        Assert.All(board.Entries, entry => Assert.Equal(TaskingRefusal.None, entry.Refusal));
        Assert.Equal(["o-2", "o-1"], board.Timetable.Select(offer => offer.Offer));
        Assert.Equal("r-1", Assert.Single(board.OpenRequests).Request);
        Assert.Equal(2, board.PlanOf(From, From + TimeSpan.FromDays(1), []).Tasks.Length);
        Assert.Empty(board.PlanOf(From, From + TimeSpan.FromHours(7), []).Tasks);
    }

    [Fact]
    public void Each_reason_to_refuse_is_met_and_stays_on_the_board()
    {
        var board = TaskingBoard.Fold([Act(B, Request("r-1")), Act(A, Offer("o-1", 9, 0))]);
        void Refused(TaskingRefusal reason, TaskingAuthor author, TaskingDeed deed, double hour = 0) =>
            Assert.Equal(reason, board.Append(Act(author, deed, hour)).Refusal);

        Refused(TaskingRefusal.NoPerson, A with { Person = "" }, Offer("o-2", 9, 0));
        Refused(TaskingRefusal.IdTaken, A, Offer("r-1", 9, 0));
        Refused(TaskingRefusal.IdTaken, A, Request("o-1"));
        Refused(TaskingRefusal.NotThere, A, Offer("o-2", 9, 0) with { Request = "r-2" });
        Refused(TaskingRefusal.NotTheirs, B, Offer("o-2", 9, 0));
        Refused(TaskingRefusal.Impossible, A, Offer("o-2", 9, 0) with { Heights = null });
        Refused(TaskingRefusal.Impossible, A, Offer("o-2", 9, 0) with { Heights = new HeightBand(9, 9) });
        Refused(TaskingRefusal.Impossible, A, Offer("o-2", 9, 0) with { Task = Drone("other", 9, 0) });
        Refused(
            TaskingRefusal.Impossible, A, Offer("o-2", 9, 0) with { Task = Drone("o-2", 9, 0) with { Route = [] } });
        Refused(TaskingRefusal.Impossible, A, Request("r-2") with { Until = From });
        Refused(TaskingRefusal.TooLate, A, Offer("o-2", 9, 0), 9);
        Refused(TaskingRefusal.TooLate, A, Request("r-2"), 24);
        Refused(TaskingRefusal.NotTheirs, A, new OfferAccepted("o-1"));
        Refused(TaskingRefusal.NotThere, Officer, new OfferAccepted("o-9"));
        Refused(TaskingRefusal.TooLate, Officer, new OfferAccepted("o-1"), 9);
        Refused(TaskingRefusal.NotTheirs, B, new TaskingWithdrawn("o-1", "weather"));
        Refused(TaskingRefusal.NotThere, B, new TaskingWithdrawn("o-9", "weather"));
        Assert.Equal(19, board.Entries.Count);
        Assert.Empty(board.Timetable);
    }

    /// <summary>The same air at the same time: another height, another hour or another place are free.</summary>
    [Theory]
    [InlineData(9, 0, 500, true)]
    [InlineData(9.02, 1_000, 900, true)]
    [InlineData(9, 0, 1_000, false)]
    [InlineData(10, 0, 500, false)]
    [InlineData(9, 25_000, 500, false)]
    public void No_two_drones_are_in_one_block_of_the_air_at_one_time(
        double hour, double north, double lowM, bool isConflict)
    {
        var board = TaskingBoard.Fold(
        [
            Act(A, Offer("o-1", 9, 0)), Act(Officer, new OfferAccepted("o-1")),
            Act(B, Offer("o-2", hour, north, "nation-b") with { Heights = new HeightBand(lowM, lowM + 500) }),
        ]);
        var entry = board.Append(Act(Officer, new OfferAccepted("o-2")));
        Assert.Equal(isConflict ? TaskingRefusal.Conflict : TaskingRefusal.None, entry.Refusal);
        Assert.Equal(isConflict, entry.Words.StartsWith("o-1 at 20", StringComparison.Ordinal));

        // What is taken back is in nobody's way.
        board.Append(Act(A, new TaskingWithdrawn("o-1", "weather")));
        var again = board.Append(Act(Officer, new OfferAccepted("o-2")));
        Assert.Equal(isConflict ? TaskingRefusal.None : TaskingRefusal.TooLate, again.Refusal);
        Assert.Equal(["o-2"], board.Timetable.Select(offer => offer.Offer));
    }

    [Fact]
    public void What_was_taken_back_can_be_neither_answered_nor_accepted()
    {
        var board = TaskingBoard.Fold(
        [
            Act(B, Request("r-1")), Act(A, Offer("o-1", 9, 0)), Act(B, new TaskingWithdrawn("r-1", "seen")),
            Act(A, new TaskingWithdrawn("o-1", "weather")),
        ]);
        Assert.Empty(board.OpenRequests);
        Assert.Equal(OfferState.Withdrawn, Assert.Single(board.Offers).State);
        Assert.Equal(
            TaskingRefusal.NotThere, board.Append(Act(A, Offer("o-2", 9, 0) with { Request = "r-1" })).Refusal);
        Assert.Equal(TaskingRefusal.NotThere, board.Append(Act(Officer, new OfferAccepted("o-1"))).Refusal);
        Assert.Equal(TaskingRefusal.NotThere, board.Append(Act(A, new TaskingWithdrawn("o-1", "again"))).Refusal);
    }

    /// <summary>Half of the route is flown, by another nation too, and something that nobody promised.</summary>
    [Fact]
    public void Credit_is_what_a_nation_promised_and_watched()
    {
        var route = Drone("o-1", 9, 0);
        var plan = new TaskPlan(From, From + TimeSpan.FromDays(1), [route], []);
        var desk = new LookDesk(Scene.Agreement(), new SectorSettings(), Scene.Feeds);
        desk.Advance(plan.From);
        for (var second = 0; second <= 450; second += 5)
        {
            var east = -15_000 + (second / 900.0 * 30_000);
            foreach (var look in new[]
            {
                LookAt("nation-a", 9, second, east, 0), LookAt("nation-b", 9, second, east, 0),
                LookAt("nation-b", 9, second, east, 9_000),
            })
            {
                desk.Take(in look);
            }
        }

        desk.Advance(plan.Until);
        var credit = desk.ByOwner.Select(looks => TaskingCredit.Of(
            looks.Owner, TaskingCredit.PromiseOf(Scene.Agreement(), plan, looks.Owner), [looks.Ledger])).ToList();
        Assert.Equal(["nation-a", "nation-b"], credit.Select(one => one.Nation));
        Assert.Equal(0.5, credit[0].Share!.Value, 0.05);
        Assert.True(credit[0].PromisedKm2H > 10, "expected a promise that is worth something");
        Assert.InRange(credit[0].BeyondKm2H, 0, 0.05 * credit[0].PromisedKm2H);
        Assert.Equal((0.0, 0.0, (double?)null), (credit[1].PromisedKm2H, credit[1].DeliveredKm2H, credit[1].Share));
        Assert.Equal(2 * credit[0].DeliveredKm2H, credit[1].BeyondKm2H, 0.1 * credit[1].BeyondKm2H);
    }

    /// <summary>Looks under another label are kept apart, and what is known of both counts once.</summary>
    [Fact]
    public void Looks_of_a_nation_are_kept_by_label_and_for_a_week()
    {
        var desk = new LookDesk(Scene.Agreement(), new SectorSettings(), Scene.Feeds);
        desk.Advance(From);
        var (one, other) = (LookAt("nation-a", 9, 0, 0, 0), LookAt("nation-a", 9, 5, 0, 0));
        other.Sensor = other.Sensor! with { Label = Label.Everyone };
        var (stranger, nobodys) = (LookAt("nation-b", 9, 10, 9_000, 0), LookAt("", 9, 15, 0, 0));
        nobodys.Sensor = null;
        stranger.Sensor = stranger.Sensor! with { Consent = Consent.Pending };
        foreach (var look in new[] { one, other, stranger, nobodys })
        {
            desk.Take(in look);
        }

        Assert.Equal(["nation-a", "nation-a"], desk.ByOwner.Select(looks => looks.Owner));
        Assert.Equal([one.Sensor!.Label, Label.Everyone], desk.ByOwner.Select(looks => looks.Label));
        var promise = TaskingCredit.PromiseOf(
            Scene.Agreement(), new TaskPlan(From, From + TimeSpan.FromDays(1), [], []), "nation-a");
        double Beyond(params CoverageLedger[] ledgers) =>
            TaskingCredit.Of("nation-a", promise, ledgers).BeyondKm2H;
        var ledgers = desk.ByOwner.Select(looks => looks.Ledger).ToArray();
        Assert.Equal(Beyond(ledgers[0]), Beyond(ledgers));
        Assert.True(Beyond(ledgers) > 0);
        desk.Advance(From + TimeSpan.FromDays(6));
        Assert.True(Beyond(ledgers) > 0);
        desk.Advance(From + TimeSpan.FromDays(8));
        Assert.Equal(0, Beyond(ledgers));
    }

    [Fact]
    public void Of_further_owners_the_looks_are_the_missions_only()
    {
        var desk = new LookDesk(Scene.Agreement(), new SectorSettings(), Scene.Feeds);
        desk.Advance(From);
        for (var nation = 0; nation <= OwnerLedgers.MaxLedgers; nation++)
        {
            var look = LookAt($"nation-{nation:00}", 9, nation, 0, 0);
            desk.Take(in look);
        }

        Assert.Equal(OwnerLedgers.MaxLedgers, desk.ByOwner.Count);
        Assert.Equal(OwnerLedgers.MaxLedgers + 1, desk.Counts.Taken);
    }

    private static TaskingAct Act(TaskingAuthor author, TaskingDeed deed, double hour = 0) =>
        new(From + TimeSpan.FromHours(hour), author, deed);

    private static LookRequested Request(string id) => new(
        id, Region.FromPolygons(new GeoPolygon([.. CoverageLedgerTests.Box(-5_000, -5_000, 5_000, 5_000)])),
        From + TimeSpan.FromHours(8), From + TimeSpan.FromHours(12), Modality.Thermal, "works were reported");

    private static LookOffered Offer(string id, double hour, double north, string owner = "nation-a") =>
        new(id, null, Drone(id, hour, north) with { Owner = owner }, Low, Label.Mission);

    private static DroneTask Drone(string id, double hour, double north) => new(
        id, "nation-a", Modality.Thermal, 1_500,
        [
            new RoutePoint(From + TimeSpan.FromHours(hour), Scene.At(-15_000, north)),
            new RoutePoint(From + TimeSpan.FromHours(hour + 0.25), Scene.At(15_000, north)),
        ]);

    private static Look LookAt(string owner, double hour, double second, double east, double north)
    {
        var at = From + TimeSpan.FromHours(hour) + TimeSpan.FromSeconds(second);
        return new Look
        {
            Sensor = TestSensors.Of("drone") with { Owner = owner, Consent = Consent.Agreed },
            Modality = Modality.Thermal, From = at, Until = at, ReceivedAt = at,
            Outline = [.. CoverageLedgerTests.Box(east - 750, north - 750, east + 750, north + 750)],
            CloudShare = double.NaN, DetectionProbability = double.NaN,
        };
    }
}
