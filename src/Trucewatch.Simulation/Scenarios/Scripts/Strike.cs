using System.Collections.Immutable;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>An object that an agreement protects.</summary>
/// <param name="Id">Its id in the agreement.</param>
/// <param name="Owner">Party whose it is.</param>
/// <param name="LatDeg">Where.</param>
/// <param name="LonDeg">Where.</param>
internal sealed record Target(string Id, string Owner, double LatDeg, double LonDeg)
{
    /// <summary>Its place.</summary>
    public GeoPoint Place => GeoPoint.FromDegrees(latitudeDeg: LatDeg, longitudeDeg: LonDeg);
}

/// <summary>A protected object is struck: a post sees it, an image shows it, and the side that is spoken of disputes.
/// </summary>
internal sealed record Strike(string Id, double AtS, Side Side, string Party, Target Target, string Clause)
    : Account(Id, AtS, Side, Clause, "civilian.infrastructure")
{
    protected override string Zone => Target.Id;

    public override IEnumerable<TrueIncident> Incidents => base.Incidents.Select(one => one with { Side = Party });

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            new Telling("Observation post " + Target.Id, ReporterKind.Post, "strike.drone")
            {
                HappenedAfterS = 10,
                SentAfterS = 240,
                Place = Target.Place,
                SigmaM = 100,
                Means = "seen",
            },
            "An explosion and smoke at the site. Who or what struck is not known."),
        Write(
            new Telling("Imagery cell", ReporterKind.Imagery, "strike.damage")
            {
                HappenedAfterS = 60,
                SentAfterS = 2_400,
                Place = Target.Place,
                SigmaM = 30,
                Means = "seen",
            },
            "Image shows fresh damage that was not there the day before."),
        Write(
            new Telling("Liaison office " + Party, ReporterKind.Party, "statement.dispute")
            {
                SentAfterS = 5_000, Party = Party,
            },
            FormattableString.Invariant($"We dispute it, and hold that nothing was agreed for that day. Ref. {Id}.")),
    ];
}
