using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>
/// Response ladders that texts or reports have stated, as data. None is this project's advice, and none is in force
/// unless an agreement takes it over; what is only reported says so wherever it is shown.
/// </summary>
public static class ResponseLadders
{
    /// <summary>Every preset, sorted by id.</summary>
    public static readonly ImmutableArray<ResponseLadder> All =
    [
        new(
            "bilateral-24h",
            "2023 to 2024",
            "G7 declaration and bilateral texts as restated by press agencies",
            SourceStanding.Restated,
            [new("consult", "Consultations", TimeSpan.FromHours(24), LadderStart.Request)]),
        new(
            "cpa-2004",
            "2004",
            "Comprehensive peace agreement as restated by an academic matrix of accords",
            SourceStanding.Restated,
            [
                new("team", "Joint military team"),
                new("area", "Area joint military committee"),
                new("ceasefire", "Ceasefire joint military committee"),
                new("political", "Ceasefire political commission"),
                new("presidency", "Presidency, as the last resort"),
            ]),
        new(
            "ft-2026",
            "2026",
            "press report, not confirmed by a second agency",
            SourceStanding.Reported,
            [
                new("s1", "Diplomatic warning; host forces act if needed", TimeSpan.FromHours(24), LadderStart.Breach),
                new("s2", "If hostilities go on: forces of the coalition"),
                new(
                    "s3",
                    "If an attack is expanded: coordinated response",
                    TimeSpan.FromHours(72),
                    LadderStart.InitialBreach,
                    IsAutomatic: true),
            ]),
        new(
            "tcg-2020",
            "2020",
            "measures as published by one side",
            SourceStanding.Reported,
            [
                new("mechanism", "Hotline and coordination mechanism"),
                new("order", "If that fails, and on order of the leadership: fire against an offensive"),
                new("discipline", "The commander is disciplined, and the coordinator is told"),
            ]),
        new(
            "vd-2011",
            "2011",
            "general knowledge, to be compared with the text",
            SourceStanding.Unchecked,
            [
                new("reply", "Written reply to a query", TimeSpan.FromHours(48), LadderStart.Request),
                new("meeting", "Meeting", TimeSpan.FromHours(48), LadderStart.Request),
                new("joint", "Joint meeting of all"),
            ]),
    ];
}
