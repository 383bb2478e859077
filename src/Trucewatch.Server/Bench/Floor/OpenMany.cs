using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Simulation.World;

namespace Trucewatch.Server.Bench.Floor;

/// <summary>Many open incidents from a fixed seed: of all clauses, all over the theatre, in thirty days.</summary>
internal static class OpenMany
{
    private const ulong Seed = 1;
    private const int AtOnce = 500;
    private const int Frames = 16;

    /// <summary>Commits so many, the last of them at a time.</summary>
    public static void Commit(IPictureStore store, Agreement agreement, int count, Instant last)
    {
        var draws = Draws.Named(Seed, "open incidents");
        var facts = new List<FactRecord>();
        for (var number = 1; number <= count; number++)
        {
            var at = last - TimeSpan.FromSeconds((count - number) * 30L * 86_400 / count);
            var incident = Incident(draws, agreement, number, at);
            var fact = new IncidentFact(
                number, at, draws.Below(3) == 0 ? Label.Mission : Label.Everyone, incident);
            facts.Add(new FactRecord(fact, FactJson.Write(fact), new byte[32]));
            if (facts.Count == AtOnce || number == count)
            {
                store.Commit(new PictureCommit(number - facts.Count, number - 1, [], facts, []));
                facts = [];
            }
        }
    }

    private static Incident Incident(Draws draws, Agreement agreement, int number, Instant at)
    {
        var clause = agreement.Clauses[draws.Below(agreement.Clauses.Length)];
        var zone = agreement.Zones[draws.Below(agreement.Zones.Length)];
        var party = draws.Below(3);
        var box = agreement.Theatre;
        return new Incident(
            FormattableString.Invariant($"I-{number:D5}"), 1, IncidentStatus.Open, clause.IncidentClass, clause.Id,
            ["plain"], ["plain"], zone.Id, clause.Severity, at - TimeSpan.FromMinutes(draws.Below(90)), at, at,
            [FormattableString.Invariant($"report:Post {draws.Below(400)}")],
            party == 2 ? [] : [agreement.Parties[party].Id],
            [FormattableString.Invariant($"T-{number:D6}")],
            new Place(
                draws.Between(box.SouthDeg, box.NorthDeg), draws.Between(box.WestDeg, box.EastDeg), 200, 200, 0), false,
            0.9, 500, 1, 4, 2, ["seen"], [], 0,
            [
                .. Enumerable.Range(0, Frames).Select(frame =>
                    new FrameCitation("report-bench", (number * Frames) + frame)),
            ],
            Frames, [new ReadingOutcome("plain", Determination.Breach, null)]);
    }
}
