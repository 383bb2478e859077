using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Cases;

/// <summary>
/// A case that runs: what happens, one act after the other with <c>;</c> between them, and what each clause says of it
/// under each reading. The acts become observations, and the same sector that watches the zone judges them.
/// </summary>
internal static class SceneCase
{
    public static string? Run(Agreement agreement, string given, string wanted)
    {
        var (observations, wrong) = SceneActs.Read(given);
        if (wrong is not null)
        {
            return wrong;
        }

        var (expectation, unreadable) = SceneExpectation.Read(agreement, wanted);
        if (expectation is null)
        {
            return unreadable;
        }

        var output = new SectorOutput();
        var sector = new Sector(agreement, new FeedNames("case"), new SectorSettings());
        sector.Step(new SectorInput(0, observations.ToArray()), output);
        sector.Settle(output);
        var difference = expectation.Compare(agreement, new SceneOutcome(output.Facts), observations);
        return difference is null ? null : $"{difference}{CaseReasons.Line("given", given)}";
    }
}

/// <summary>What a scene came to.</summary>
internal sealed class SceneOutcome
{
    private readonly Dictionary<(string Clause, string Reading), Detection> strongest = [];
    private readonly SortedDictionary<string, Incident> incidents = new(StringComparer.Ordinal);

    public SceneOutcome(IEnumerable<Fact> facts)
    {
        foreach (var fact in facts)
        {
            if (fact is DetectionFact { Detection: var detection } && detection.Kind != DetectionKind.Left)
            {
                var key = (detection.Clause, detection.Reading);
                if (!strongest.TryGetValue(key, out var known)
                    || detection.Determination > known.Determination)
                {
                    strongest[key] = detection;
                }
            }
            else if (fact is IncidentFact { Incident: var incident })
            {
                incidents[incident.Id] = incident;
            }
        }
    }

    /// <summary>The incidents that were opened, each in its newest revision, in the order of their ids.</summary>
    public IReadOnlyCollection<Incident> Incidents => incidents.Values;

    /// <summary>The detection with the strongest determination under a reading, or null.</summary>
    public Detection? Strongest(string clause, string reading) => strongest.GetValueOrDefault((clause, reading));
}
