using Trucewatch.Domain.Access;
using Trucewatch.Domain.Agreements;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Server.Api.Floor;

/// <summary>The agreement: its clauses beside their compiled form, and its lines and zones for the map.</summary>
internal static class AgreementApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/agreement", (WatchFloor floor) => TypedResults.Ok(View(floor)))
            .Needs(Operation.ReadAgreement)
            .WithName("getAgreement").WithSummary("Clauses, readings and zones in words");
        api.MapGet("/agreement/map", (WatchFloor floor) => TypedResults.Bytes(
                AgreementMap.Write(floor.Agreement, floor.IsExercise), "application/geo+json"))
            .Needs(Operation.ReadAgreement)
            .WithName("getAgreementMap").WithSummary("Lines and zones as GeoJSON");
    }

    public static AgreementHead Head(Agreement agreement) => new(
        agreement.Name, agreement.Title, agreement.Version, agreement.Hash, agreement.Illustrative, agreement.TimeZone,
        [.. agreement.Parties.Select(party => new PartyView(party.Id, party.Name))]);

    public static ClauseView Clause(Clause clause) => new(
        clause.Id, clause.Title, clause.Text, clause.RuleKind,
        RuleKinds.All.FirstOrDefault(kind => string.Equals(kind.Id, clause.RuleKind, StringComparison.Ordinal))?.Words
            ?? clause.RuleKind,
        clause.Severity, clause.IncidentClass, clause.Label.ToString(), clause.FirstBinding,
        [
            .. clause.Readings.Select(reading => new ReadingView(
                reading.Id, reading.Name, reading.HeldBy, AgreementText.Settings(reading.Settings))),
        ]);

    private static AgreementView View(WatchFloor floor)
    {
        var agreement = floor.Agreement;
        return new AgreementView(
            agreement.Name, agreement.Title, agreement.Version, agreement.Hash, agreement.Illustrative, floor.Notes,
            [.. agreement.Parties.Select(party => new PartyView(party.Id, party.Name))],
            [
                .. agreement.Zones.Select(zone => new ZoneView(
                    zone.Id, zone.Name, zone.Kind, zone.Side, zone.Definition, zone.Region.AreaM2 / 1e6)),
            ],
            [.. agreement.Clauses.Select(Clause)],
            floor.Host.Grounds);
    }
}
