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

    /// <summary>A hotline of the mission, which writes down what callers tell.</summary>
    Hotline,
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
/// <param name="Subject">Whom or what the report is about, as its writer says; null when it does not say.</param>
/// <param name="Items">What was counted, by class, in the order written; empty when nothing was.</param>
/// <param name="Window">The time that a notice or permit is for; null for a report of what happened.</param>
/// <param name="WithinM">How far around the place the report holds, in metres; null when it does not say.</param>
/// <param name="Origin">Id of the report that this one passes on, or another reference to where its content comes from;
/// null when its writer gives none.</param>
/// <param name="IsExercise">True when its writer marks it as of an exercise; a live log refuses it.</param>
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
    ImmutableArray<string> Attachments,
    ReportSubject? Subject = null,
    ImmutableArray<CountedItem> Items = default,
    TimeWindow? Window = null,
    double? WithinM = null,
    string? Origin = null,
    bool IsExercise = false)
{
    /// <summary>What was counted, by class, in the order written; empty when nothing was.</summary>
    public ImmutableArray<CountedItem> Items { get; init; } = Items.IsDefault ? [] : Items;
}

/// <summary>Whom or what a report is about: a claim of its writer, never an attribution.</summary>
/// <param name="Party">Party id that the writer names, or null.</param>
/// <param name="Role">What it is, for example <c>forces</c> or <c>civilian</c>, or null.</param>
/// <param name="Unit">Unit or formation by name, or null; never a person's name.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2 code in capitals, or null.</param>
/// <param name="Identity">Identity such as <c>mmsi:200100001</c>, a serial number or a hull number, or null.</param>
/// <param name="Notice">Id of the notice or permit that the writer says covers it, or null.</param>
public sealed record ReportSubject(
    string? Party = null,
    string? Role = null,
    string? Unit = null,
    string? Nationality = null,
    string? Identity = null,
    string? Notice = null);

/// <summary>A number of things of one class: at least and at most so many.</summary>
/// <param name="Class">Class of thing, for example <c>equipment.tank</c> or <c>personnel.troops</c>.</param>
/// <param name="Min">At least.</param>
/// <param name="Max">At most.</param>
public sealed record CountedItem(string Class, int Min, int Max);
