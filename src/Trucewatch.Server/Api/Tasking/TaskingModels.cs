using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Tasking;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Patrols;
using Trucewatch.Watch.Tasking;

namespace Trucewatch.Server.Api.Tasking;

/// <summary>
/// An act on the board: a request has <c>area</c>, <c>from</c>, <c>until</c> and perhaps <c>modality</c>; an offer
/// <c>task</c>, <c>release</c>, for a drone <c>lowM</c> and <c>highM</c>, and perhaps the <c>request</c> that it
/// answers; an acceptance and a withdrawal the <c>id</c>. Ids of new ones, the task's owner and id are the service's.
/// </summary>
internal sealed record TaskingRequest(
    TaskingKind Kind,
    string? Id = null,
    double[][]? Area = null,
    Instant? From = null,
    Instant? Until = null,
    Modality? Modality = null,
    string? Request = null,
    TaskText? Task = null,
    double? LowM = null,
    double? HighM = null,
    LabelRequest? Release = null,
    string? Why = null);

internal sealed record LookRequestView(
    string Id, string Nation, string Person, Instant At, double[][] Area, Instant From, Instant Until,
    Modality Modality, string Why, bool Open, int Offers);

internal sealed record OfferView(
    string Id, string? Request, string Nation, string Person, Instant At, OfferState State, TaskText Task, Instant From,
    Instant Until, double? LowM, double? HighM, string Release, bool Own);

internal sealed record TaskingActView(
    int Number, string Id, TaskingKind Kind, TaskingRefusal Refusal, string Words);

/// <summary>The board as a reader may know it, and what the reader may do on it.</summary>
internal sealed record TaskingBoardView(
    Instant Now, string Nation, bool MayRequest, bool MayOffer, bool MayAccept,
    IReadOnlyList<LookRequestView> Requests, IReadOnlyList<OfferView> Offers, IReadOnlyList<string> Timetable);

internal sealed record ForecastSumView(
    string? Side, Light Light, string Modality, double PredictedKm2H, double WholeKm2H, double Share);

internal sealed record ForecastHourView(Instant From, double Share);

internal sealed record ForecastGapView(
    string? Zone, string? Side, double Latitude, double Longitude, double AreaKm2, Instant From, Instant Until,
    double Share);

/// <summary>What a nation promised and watched, as far as the reader may know of either.</summary>
internal sealed record NationCreditView(
    string Nation, int Promises, double PromisedKm2H, double DeliveredKm2H, double BeyondKm2H, double? Share);

/// <summary>What was promised and what was delivered, nation by nation, in whole hours.</summary>
internal sealed record CreditView(Instant From, Instant Until, IReadOnlyList<NationCreditView> Nations);

/// <summary>A look that a satellite can take: that it can does not say that it does.</summary>
internal sealed record PassView(
    string Satellite, string Owner, Modality Modality, Instant From, Instant Until, double NearOffNadirDeg,
    double FarOffNadirDeg, double LeastSunDeg, double MostSunDeg, double ElementAgeDays, double TimeErrorS,
    IReadOnlyList<double[][]> Footprint);

/// <summary>When the satellites that there are to plan with can look at the zones.</summary>
internal sealed record PassTimetableView(
    PlanState State, string? Problem, Instant? From, Instant? Until, IReadOnlyList<PassView> Items);

/// <summary>What drones would search of a side.</summary>
internal sealed record BurdenView(string Party, double SearchMinutes, double Per1000Km2);

/// <summary>A place that nobody watched in the last day, and what would be watched of it in the same hours.</summary>
internal sealed record BlindThenView(
    string? Zone, string? Side, double Latitude, double Longitude, double AreaKm2, Instant From, Instant Until,
    double Share, double PredictedShare);

/// <summary>What a proposal comes to.</summary>
internal sealed record ProposedView(
    double Expected, double StandingSeen, double Gain, double MostGain, bool EqualBurdens,
    IReadOnlyList<BurdenView> Burdens, IReadOnlyList<TaskText> Tasks, ForecastView Predicted, WatchState LastDay,
    IReadOnlyList<BlindThenView> Blind);

/// <summary>The proposal of a day, or how far it is. It commands nothing and is nobody's promise.</summary>
internal sealed record ProposalView(
    PlanState State, string Day, Instant? From, Instant? Until, string Inputs, ulong Seed, int Done, int Tries,
    string? Problem, ProposedView? Proposed);

/// <summary>What would be watched if all that was agreed were done: predicted, never watched.</summary>
internal sealed record ForecastView(
    Instant From, Instant Until, int Tasks, int Posts, IReadOnlyList<ForecastSumView> Sums,
    IReadOnlyList<ForecastHourView> Hours, IReadOnlyList<ForecastGapView> Blind);

/// <summary>Ground that no patrol may enter.</summary>
internal sealed record HazardView(
    string Id, HazardKind Kind, HazardStatus Status, string Source, Instant AsOf, double[][] Area);

/// <summary>The ways that the mission knows and the hazards that it keeps away from, as of a start of the service.
/// </summary>
internal sealed record PatrolGroundView(
    PlanState State, bool Changed, double DistanceM, IReadOnlyList<double[][]> Ways, IReadOnlyList<HazardView> Items);

/// <summary>A route over known ways, or why there is none: in English, and as a word.</summary>
internal sealed record PatrolRouteView(
    PlanState State, PatrolOutcome? Outcome, double[][] Route, double LengthM, IReadOnlyList<string> Hazards,
    string Words);

/// <summary>A route that somebody proposes: latitudes and longitudes.</summary>
internal sealed record PatrolRouteRequest(double[][] Route);

/// <summary>A leg, counted from 1, that no patrol may go, and the hazard that it comes near.</summary>
internal sealed record RefusedLegView(int Leg, string Hazard, double[] From, double[] To);

/// <summary>Which legs of a route are refused: none where it keeps the distance from all known hazards.</summary>
internal sealed record RouteCheckView(PlanState State, IReadOnlyList<RefusedLegView> Refused);

/// <summary>That a patrol was heard: when it said something, when that came, and by what.</summary>
internal sealed record PatrolHeardView(Instant At, Instant ReceivedAt, double[]? Place, string By, string Feed);

/// <summary>A check-in that was missed. Nothing is concluded from it.</summary>
internal sealed record MissedCheckInView(Instant Due, Instant? LastHeard, double[]? LastPlace, double[] Expected);

/// <summary>A patrol of the day; where what it was heard by is not released to the reader, nothing of that.</summary>
internal sealed record PatrolView(
    string Id, string Owner, Instant From, Instant Until, double[][] Route, IReadOnlyList<RefusedLegView> Refused,
    IReadOnlyList<string> HeardBy, bool Withheld, PatrolState? State, PatrolHeardView? Last, Instant? Due,
    IReadOnlyList<MissedCheckInView> Missed);

/// <summary>The patrols of the day that it is.</summary>
internal sealed record PatrolBoardView(
    PlanState State, bool Changed, Instant Now, Instant? ListensFrom, double CheckInEveryMin, string Words,
    IReadOnlyList<PatrolView> Items);
