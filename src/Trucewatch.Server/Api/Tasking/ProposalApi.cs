using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Planning;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Api.Tasking;

/// <summary>
/// When satellites can look, and what drones and satellites should look at on a day: for those who know the forecast
/// alone. A proposal is worked out aside; an answer says how far it is.
/// </summary>
internal static class ProposalApi
{
    /// <summary>Days from now on that can be asked for: elements of satellites are no good for longer.</summary>
    public const int MaxDays = 7;

    /// <summary>Most blind places of the last day that are compared.</summary>
    public const int MaxBlind = 50;

    private const string Form = "yyyy-MM-dd";

    // Orbits take a processor for a while: one answer at a time.
    private static readonly Lock gate = new();

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tasking/proposal", (WatchFloor floor, HttpContext http, string? day) =>
            On(floor, day, at => Proposal(floor, RequireSession.SessionOf(http).By, at)))
            .Needs(Operation.ReadForecast)
            .WithName("getProposal").WithSummary("What should be looked at on a day, or how far working it out is")
            .Produces<ProposalView>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/tasking/passes", (WatchFloor floor, string? day) => On(floor, day, at => Passes(floor, at)))
            .Needs(Operation.ReadForecast)
            .WithName("getPasses").WithSummary("When the satellites that there are to plan with can look at the zones")
            .Produces<PassTimetableView>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    /// <summary>Answers for a day: the next one where none is asked for.</summary>
    private static IResult On(WatchFloor floor, string? day, Func<Instant, object> answer)
    {
        var today = DateOnly.ParseExact(floor.Clock.Now.ToString()[..10], Form, CultureInfo.InvariantCulture);
        var asked = today.AddDays(1);
        var isDay = day is null
            || DateOnly.TryParseExact(day, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out asked);
        if (!isDay || asked < today || asked > today.AddDays(MaxDays)
            || !Instant.TryParse(asked.ToString(Form, CultureInfo.InvariantCulture) + "T00:00:00Z", out var at))
        {
            return TypedResults.Problem(
                FormattableString.Invariant($"expected a day as 2030-06-04, today or at most {MaxDays} days later"),
                statusCode: StatusCodes.Status400BadRequest,
                title: "Unusable query");
        }

        return answer(at) switch
        {
            ProposalView proposal => TypedResults.Ok(proposal),
            var passes => TypedResults.Ok((PassTimetableView)passes),
        };
    }

    private static ProposalView Proposal(WatchFloor floor, Asker by, Instant day)
    {
        var answer = floor.Plans.Ask(day, (from, until) =>
        {
            var (agreed, posts) = ForecastApi.Standing(floor, by, from, until);
            return agreed.Concat(posts);
        }, floor.Host.CopyTerrain());
        return new ProposalView(
            answer.State, day.ToString()[..10], answer.Request?.Standing.From, answer.Request?.Standing.Until,
            answer.Inputs, PlanDesk.Seed, answer.Done, floor.Plans.Tries, answer.Problem,
            answer.Made is { } made ? Of(floor, by, made, answer.Request!.Standing) : null);
    }

    private static ProposedView Of(WatchFloor floor, Asker by, Proposal made, TaskPlan standing)
    {
        var plan = made.Plan;

        // A ledger's planes stand until it is asked again: one answer at a time.
        lock (made)
        {
            var predicted = ForecastApi.Of(
                made.Predicted, standing.From, standing.Until, plan.Tasks.Length, made.Standing);
            var (state, blind) = Blind(floor, by, made, standing.From);
            return new ProposedView(
                Math.Round(plan.Expected, 3), Math.Round(plan.StandingSeen, 3), Math.Round(plan.Gain, 3),
                Math.Round(plan.MostGain, 3), plan.IsFair,
                [
                    .. plan.Burdens.Select(burden => new BurdenView(
                        burden.Party, Math.Round(burden.SearchMinutes, 1), Math.Round(burden.Per1000Km2, 1))),
                ],
                [.. plan.Tasks.Select(PlanText.TextOf)], predicted, state, blind);
        }
    }

    /// <summary>The gaps of the last whole day, each with what would be watched there in the same hours.</summary>
    private static (WatchState State, IReadOnlyList<BlindThenView> Blind) Blind(
        WatchFloor floor, Asker by, Proposal made, Instant from)
    {
        var until = CoverageLedger.HourOf(floor.Clock.Now);
        var gaps = floor.Host.AskLooks(desk => ReleaseGate.MaySeeLive(desk.Label, Audience.Of(by))
            ? new CoverageReading(desk.Ledger).Gaps(new CoverageQuery(until - 24, until, ModalitySet.Seeing))
            : null);
        if (gaps is null)
        {
            return (WatchState.Withheld, []);
        }

        var (reading, ground) = (new CoverageReading(made.Predicted), made.Predicted.Ground);
        return (
            WatchState.Watched,
            [
                .. gaps.Take(MaxBlind).Select(gap => new BlindThenView(
                    gap.Zone < 0 ? null : ground.Zones[gap.Zone], gap.Side < 0 ? null : ground.Parties[gap.Side],
                    Math.Round(ground.TileMiddles[gap.Tile].LatitudeDeg, 4),
                    Math.Round(ground.TileMiddles[gap.Tile].LongitudeDeg, 4),
                    Math.Round(gap.Cells * ground.Grid.CellKm2, 3), CoverageLedger.StartOf(gap.FromHour),
                    CoverageLedger.StartOf(gap.UntilHour), Math.Round(gap.Share, 5),
                    Math.Round(
                        Hours(gap).Average(hour => reading.ShareOf(
                            gap.Tile, SameHour(hour, CoverageLedger.HourOf(from)))),
                        5))),
            ]);
    }

    private static IEnumerable<long> Hours(CoverageGap gap)
    {
        for (var hour = gap.FromHour; hour < gap.UntilHour; hour++)
        {
            yield return hour;
        }
    }

    /// <summary>The hour of the day that begins with another one which has the same place in its day.</summary>
    internal static long SameHour(long hour, long first) => first + ((((hour - first) % 24) + 24) % 24);

    private static PassTimetableView Passes(WatchFloor floor, Instant day)
    {
        var (request, satellites, problem) = floor.Plans.Means(day);
        if (request is null)
        {
            return new PassTimetableView(
                problem is null ? PlanState.NotSet : PlanState.Failed, problem, null, null, []);
        }

        try
        {
            lock (gate)
            {
                return Of(request.Standing, floor.Plans.Passes(request, satellites));
            }
        }
        catch (UnusableException wrong)
        {
            return new PassTimetableView(
                PlanState.Failed, wrong.Message, request.Standing.From, request.Standing.Until, []);
        }
    }

    private static PassTimetableView Of(TaskPlan standing, IEnumerable<SatelliteTimes> satellites) => new(
        PlanState.Ready, null, standing.From, standing.Until,
        [
            .. satellites.SelectMany(one => one.Looks.Select(look => new PassView(
                one.Satellite.Id, one.Satellite.Owner, one.Satellite.Modality,
                new Instant(look.StartUs / 1000 * 1000), new Instant(look.EndUs / 1000 * 1000),
                Math.Round(look.NearOffNadirDeg, 2), Math.Round(look.FarOffNadirDeg, 2),
                Math.Round(look.LeastSunDeg, 1), Math.Round(look.MostSunDeg, 1), Math.Round(look.Age.AgeDays, 2),
                Math.Round(look.Age.TimeErrorS, 1),
                [.. look.Footprint.Select(polygon => PlanText.TextOf(polygon.Outer))])))
                .OrderBy(pass => pass.From).ThenBy(pass => pass.Satellite, StringComparer.Ordinal)
                .ThenBy(pass => pass.NearOffNadirDeg),
        ]);
}
