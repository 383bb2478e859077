using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Watch.Planning;

/// <summary>
/// What would be watched if a plan were carried out: its looks are entered into a desk of their own, by the same code
/// and the same models as those that happen. So the forecast of a plan that is flown as planned is what the ledger says
/// afterwards. It is predicted, never watched: nothing of it may be the exposure of a count.
/// </summary>
public static class CoverageForecast
{
    /// <summary>A post is taken to be heard so often.</summary>
    public static readonly TimeSpan HeardEvery = TimeSpan.FromMinutes(5);

    /// <summary>A route is cut into looks of at most this length.</summary>
    public static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(1);

    /// <summary>The ledger as it would stand at the end of the plan.</summary>
    /// <param name="agreement">Whose ground it is.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="terrain">What hides ground from posts, used by nobody else meanwhile; null: nothing does.</param>
    /// <exception cref="ArgumentException">The plan is faulty; the message says where.</exception>
    public static CoverageLedger Of(Agreement agreement, TaskPlan plan, TerrainMasks? terrain = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(plan));
        }

        var desk = new LookDesk(agreement, new SectorSettings(), new FeedNames()) { Terrain = terrain };
        desk.Advance(plan.From);
        var posts = plan.Tasks.OfType<PostTask>().Select(SensorOf)
            .ToDictionary(post => post.Id, StringComparer.Ordinal);
        desk.Use(new SensorRegistry([.. posts.Values], ""), plan.From);
        foreach (var step in Steps(plan, posts).OrderBy(step => step.At).ThenBy(step => step.Order))
        {
            step.Enter(desk);
        }

        desk.Advance(new Instant(plan.Until.UnixMicroseconds - 1));
        return desk.Ledger;
    }

    /// <summary>Everything that is entered; equal times keep the order of the tasks' ids.</summary>
    private static IEnumerable<Step> Steps(TaskPlan plan, Dictionary<string, Sensor> posts)
    {
        var order = 0;
        foreach (var task in plan.Tasks.OrderBy(task => task.Id, StringComparer.Ordinal))
        {
            var steps = task switch
            {
                DroneTask drone => StepsOf(drone, plan),
                PassTask pass => StepsOf(pass, plan),
                PostTask post => StepsOf(post, posts[post.Id], plan),
                PatrolTask patrol => StepsOf(patrol),
                _ => [],
            };
            foreach (var step in steps)
            {
                if (step.At >= plan.From && step.At < plan.Until)
                {
                    yield return step with { Order = order++ };
                }
            }
        }
    }

    private static IEnumerable<Step> StepsOf(DroneTask drone, TaskPlan plan)
    {
        foreach (var (from, to) in Legs(drone.Route))
        {
            // The picture moves with the drone and is as long as it is wide.
            var corners = new GeoPoint[LegStrip.Corners];
            LegStrip.Of(from.Place, to.Place, drone.SwathM / 2, corners);
            var middle = Between(from, to, 0.5).Place;
            var look = LookOf(drone.Modality, from.At, to.At, [.. corners]) with
            {
                HasSensorPosition = true,
                SensorPosition = middle,
                CloudShare = plan.CloudShareAt(middle, from.At),
            };
            yield return new Step(to.At, desk => desk.Take(in look));
        }
    }

    private static IEnumerable<Step> StepsOf(PassTask pass, TaskPlan plan)
    {
        foreach (var polygon in pass.Footprint)
        {
            var look = LookOf(pass.Modality, pass.From, pass.Until, polygon.Outer) with
            {
                CloudShare = plan.CloudShareAt(MiddleOf(polygon), pass.From),
            };
            yield return new Step(pass.Until, desk => desk.Take(in look));
        }
    }

    private static IEnumerable<Step> StepsOf(PostTask post, Sensor sensor, TaskPlan plan)
    {
        var from = post.From > plan.From ? post.From : plan.From;
        var until = post.Until < plan.Until ? post.Until : plan.Until;
        for (var at = from; at < until; at += HeardEvery)
        {
            yield return Heard(sensor, at);
        }

        if (from < until)
        {
            yield return Heard(sensor, new Instant(until.UnixMicroseconds - 1));
        }
    }

    private static IEnumerable<Step> StepsOf(PatrolTask patrol)
    {
        foreach (var (from, to) in Legs(patrol.Route))
        {
            yield return new Step(to.At, desk => desk.Walk((from.Place, from.At), (to.Place, to.At)));
        }
    }

    private static Step Heard(Sensor sensor, Instant at) => new(at, desk =>
    {
        var heard = new Observation { Sensor = sensor, At = at, ReceivedAt = at };
        desk.Note(in heard, isDisturbed: false);
    });

    private static Look LookOf(
        Modality modality, Instant from, Instant until, ImmutableArray<GeoPoint> outline) => new()
    {
        Modality = modality,
        From = from,
        Until = until,
        ReceivedAt = until,
        Outline = outline,
        CloudShare = double.NaN,
        DetectionProbability = double.NaN,
    };

    private static Sensor SensorOf(PostTask post) => new(
        post.Id, post.Owner, "planned", "", Consent.Agreed, Label.Mission, [], [], [], 0, HeardEvery, null,
        [new Calibration("planned", Instant.Beginning, null, 0, 0)], [], Watch: post.Watch);

    /// <summary>The legs of a route, cut so that none lasts longer than a look.</summary>
    private static IEnumerable<(RoutePoint From, RoutePoint To)> Legs(ImmutableArray<RoutePoint> route)
    {
        for (var index = 1; index < route.Length; index++)
        {
            var (from, to) = (route[index - 1], route[index]);
            var pieces = Math.Max(1, (int)Math.Ceiling((to.At - from.At) / LongestLook));
            for (var piece = 0; piece < pieces; piece++)
            {
                yield return (Between(from, to, piece / (double)pieces), Between(from, to, (piece + 1.0) / pieces));
            }
        }
    }

    private static RoutePoint Between(RoutePoint from, RoutePoint to, double share)
    {
        if (share >= 1)
        {
            return to;
        }

        var scale = LocalScale.At(from.Place);
        var (east, north) = scale.Offset(from.Place, to.Place);
        var us = (long)Math.Round((to.At.UnixMicroseconds - from.At.UnixMicroseconds) * share);
        return new RoutePoint(
            new Instant(from.At.UnixMicroseconds + us), scale.Move(from.Place, east * share, north * share));
    }

    private static GeoPoint MiddleOf(GeoPolygon polygon) => GeoPoint.FromDegrees(
        latitudeDeg: polygon.Outer.Average(point => point.LatitudeDeg),
        longitudeDeg: polygon.Outer.Average(point => point.LongitudeDeg));

    private readonly record struct Step(Instant At, Action<LookDesk> Enter, int Order = 0);
}
