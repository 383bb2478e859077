using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Incidents;
using Trucewatch.Reports.Documents;

namespace Trucewatch.Reports.OpenData;

/// <summary>What the values of a column are.</summary>
public enum OpenType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with a fraction.</summary>
    Number,

    /// <summary>A time.</summary>
    Time,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>A column of the open data.</summary>
/// <param name="Name">Name, with its unit.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Of">Its value for an incident: a string, long, double, <see cref="Instant"/> or bool; null: none.
/// </param>
public sealed record OpenColumn(string Name, OpenType Type, Func<ReportedIncident, object?> Of);

/// <summary>
/// Incidents as a table for everybody's programs: the same columns as GeoJSON, CSV and GeoParquet, of what the release
/// gate let through for a reader. How much was watched stands in each row, because rows are copied and counted; where
/// it is withheld, that stands there.
/// </summary>
/// <param name="record">What a reader may see.</param>
public sealed class OpenTable(ReportRecord record)
{
    /// <summary>Stands where how much was watched is withheld.</summary>
    public const string Withheld = "withheld";

    /// <summary>The rows.</summary>
    public ImmutableArray<ReportedIncident> Rows => record.Incidents;

    /// <summary>True in an exercise.</summary>
    public bool IsExercise => record.IsExercise;

    /// <summary>Until when something had to be known.</summary>
    public Instant Until => record.Window.Until;

    /// <summary>How much later than the event this reader is told, in minutes.</summary>
    public double DelayMin => record.Audience.Delay.TotalMinutes;

    /// <summary>The step in degrees to which places are rounded.</summary>
    public double PlaceStepDeg => record.Audience.PlaceStepDeg;

    /// <summary>The columns.</summary>
    public ImmutableArray<OpenColumn> Columns =>
    [
        new("incident", OpenType.Text, one => one.Incident.Id),
        new("revision", OpenType.Whole, one => (long)one.Incident.Revision),
        new("class", OpenType.Text, one => one.Incident.Class),
        new("clause", OpenType.Text, one => one.Incident.Clause),
        new("zone", OpenType.Text, one => one.Incident.Zone),
        new("first", OpenType.Time, one => one.Incident.First),
        new("last", OpenType.Time, one => one.Incident.Last),
        new("known_at", OpenType.Time, one => one.Incident.KnownAt),
        new("status", OpenType.Text, one => one.Incident.Status.ToString().ToLowerInvariant()),
        new("parties", OpenType.Text, one => string.Join(';', one.Incident.Parties)),
        new("latitude_deg", OpenType.Number, one => one.Incident.Place?.Latitude),
        new("longitude_deg", OpenType.Number, one => one.Incident.Place?.Longitude),
        new("sigma_m", OpenType.Number, one => one.Incident.Place is { } place
            ? Math.Max(place.SigmaEastM, place.SigmaNorthM)
            : null),
        new("count_min", OpenType.Whole, one => (long?)one.Incident.CountMin),
        new("count_max", OpenType.Whole, one => (long?)one.Incident.CountMax),
        new("means", OpenType.Text, one => string.Join(';', one.Incident.Means)),
        new("determination", OpenType.Text, one => string.Join(';', one.Incident.Outcomes.Select(Outcome))),
        new("watched", OpenType.Text, _ => record.Coverage is { } sheet
            ? FormattableString.Invariant($"{sheet.Whole.Now.Share:0.#####}")
            : Withheld),
        new("exercise", OpenType.Flag, _ => record.IsExercise),
    ];

    private static string Outcome(ReadingOutcome outcome) =>
        $"{outcome.Reading}={outcome.Determination.ToString().ToLowerInvariant()}";
}
