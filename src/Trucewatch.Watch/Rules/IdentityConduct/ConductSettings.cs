using System.Collections.Immutable;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>What makes position data implausible.</summary>
internal enum ConductPattern
{
    /// <summary>No object of the class can have made the way.</summary>
    Jump,

    /// <summary>Round and round, more evenly than anything sails.</summary>
    Circle,

    /// <summary>Many objects of an area move aside by the same way at the same time.</summary>
    Offset,

    /// <summary>Told speed and course against the way made, or changes that no object of the class can make.</summary>
    Kinematics,

    /// <summary>One identity on two tracks at once, or two that change places.</summary>
    Identity,
}

/// <summary>The thresholds of a reading.</summary>
internal sealed record ConductSettings(
    Whom Who,
    ImmutableArray<ConductPattern> Patterns,
    int MinFixes,
    double JumpMinM,
    double CircleTurns,
    double CircleSigmas,
    int OffsetObjects,
    double OffsetMinM,
    double OffsetWithinM,
    double OffsetWithinS,
    double SpanS,
    int Spans,
    int Switches,
    double WithinS,
    double SwapWithinM,
    double LikeWithinM,
    double RestateS)
{
    public static ConductSettings Read(RuleSource source, SettingsReader reader) => new(
        Whom.Read(source.Agreement, source.Refuse, reader.Inner("who")),
        reader.EnumsOrAny<ConductPattern>("patterns") ?? [.. Enum.GetValues<ConductPattern>()],
        reader.Whole("min_fixes", absent: 2, least: 1, most: 100),
        reader.Number("jump_min_m", absent: 1_000, least: 0, most: 1_000_000),
        reader.Number("circle_turns", absent: 2, least: 1, most: 20),
        reader.Number("circle_sigmas", absent: 1.25, least: 0.1, most: 10),
        reader.Whole("offset_objects", absent: 5, least: 2, most: 500),
        reader.Number("offset_min_m", absent: 200, least: 10, most: 1_000_000),
        reader.Number("offset_within_m", absent: 50_000, least: 100, most: 100_000),
        reader.Number("offset_within_s", absent: 300, least: 1, most: 86_400),
        reader.Number("span_s", absent: 120, least: 1, most: 3_600),
        reader.Whole("spans", absent: 3, least: 1, most: 100),
        reader.Whole("switches", absent: 6, least: 3, most: 1_000),
        reader.Number("within_s", absent: 1_800, least: 1, most: 86_400),
        reader.Number("swap_within_m", absent: 2_000, least: 10, most: 100_000),
        reader.Number("like_within_m", absent: 1_000, least: 10, most: 100_000),
        reader.Number("restate_s", absent: 3_600, least: 0, most: 30 * 86_400));
}
