using Trucewatch.Domain.Observations;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>
/// Shells of a side fall into its own half of the zone. Those who hear and count them say what they know; the side
/// itself says that it was the other one.
/// </summary>
internal sealed record BlamedShelling(string Id, double AtS, Side Side, double LineKm, int Station)
    : Account(Id, AtS, Side, "4.2(c)", "fire")
{
    private const double FromLineKm = 8;

    protected override string Zone => Side.Zone;

    protected override double TrulyLastsS => 90;

    protected override (int Min, int Max)? Count => (6, 8);

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            Told(FormattableString.Invariant($"Acoustic station {Station}"), ReporterKind.Station, 80, "acoustic") with
            {
                BearingDeg = Side == Side.West ? 80 : 260,
            },
            "Explosions heard, 6 to 8. The direction of the sound is from where the shells fell; origin not known."),
        Write(
            Told(FormattableString.Invariant($"Patrol {Station}"), ReporterKind.Patrol, 700, "seen"),
            "Six fresh craters, perhaps eight. Fragments collected; who fired is not known."),
        About(
            Write(
                new Telling(
                    FormattableString.Invariant($"Liaison office {Side.Prefix}"), ReporterKind.Party, "fire.artillery")
                {
                    HappenedAfterS = 30,
                    SentAfterS = 900,
                    Place = Side.OnLand(LineKm, FromLineKm),
                    SigmaM = 100,
                    Means = "seen",
                    Party = Side.Id,
                },
                FormattableString.Invariant($"The forces of {Side.Other.Id} fired at us. We ask for a finding.")),
            Side.Other),
    ];

    private static ScriptedReport About(ScriptedReport report, Side side) => report with
    {
        Written = report.Written with { Subject = new ReportSubject(Party: side.Id, Role: "forces") },
    };

    private Telling Told(string who, ReporterKind kind, double sentAfterS, string means) =>
        new(who, kind, "fire.artillery.impact")
        {
            HappenedAfterS = 40,
            SentAfterS = sentAfterS,
            Place = Side.OnLand(LineKm, FromLineKm),
            SigmaM = 150,
            Means = means,
            Count = (6, 8),
        };
}
