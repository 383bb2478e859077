using System.Collections.Immutable;

namespace Trucewatch.Domain.Observations;

/// <summary>Who writes a report.</summary>
public enum ReporterKind
{
    /// <summary>A patrol of the mission.</summary>
    Patrol,

    /// <summary>A checkpoint or fixed post of the mission.</summary>
    Post,

    /// <summary>A sensor station whose operator writes what it heard or saw.</summary>
    Station,

    /// <summary>An imagery analyst.</summary>
    Imagery,

    /// <summary>A party to the agreement.</summary>
    Party,

    /// <summary>A member of the public.</summary>
    Public,
}

/// <summary>A report as a person or a station wrote it: a claim, with its reporter and its limits.</summary>
/// <param name="ReportId">The client's own id; a second report with the same id is the same report.</param>
/// <param name="Reporter">Name of the team, post, station or party; never a private person's name.</param>
/// <param name="ReporterKind">Who writes.</param>
/// <param name="Party">Party id, when a party writes; else null.</param>
/// <param name="Class">Class of what happened, for example <c>fire.artillery</c> or <c>access.denial</c>.</param>
/// <param name="Text">Words of the report, at most 4 KiB.</param>
/// <param name="Means">How it was perceived: seen, heard, camera, thermal, acoustic, radar, told.</param>
/// <param name="CountMin">Least number of what was counted (rounds, people, vehicles); null when not counted.</param>
/// <param name="CountMax">Greatest number of what was counted; null when not counted.</param>
/// <param name="BearingDeg">Direction from the reporter in degrees from true north; null when not known.</param>
/// <param name="Attachments">SHA-256 digests (hex) of attachments, sorted.</param>
public sealed record WrittenReport(
    string ReportId,
    string Reporter,
    ReporterKind ReporterKind,
    string? Party,
    string Class,
    string Text,
    ImmutableArray<string> Means,
    int? CountMin,
    int? CountMax,
    double? BearingDeg,
    ImmutableArray<string> Attachments);
