using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Simulation.Scoring;

/// <summary>What a clause asks before it says that somebody is in a zone.</summary>
/// <param name="Fixes">Least positions.</param>
/// <param name="DwellS">Least time between the first and the last of them.</param>
/// <param name="Sigmas">How many standard deviations inside a position must truly be to count as one.</param>
public readonly record struct Sufficiency(int Fixes, double DwellS, double Sigmas = Sufficiency.Clear)
{
    /// <summary>
    /// Three: of such positions one in eleven is measured so near the edge that it alone would give less than 0.95.
    /// </summary>
    public const double Clear = 3;

    /// <summary>When enough had been received to find an incident, or null: it could not be found.</summary>
    public Instant? At(IEnumerable<Sighting> sightings)
    {
        var (count, first, last, received) = (0, Instant.Beginning, Instant.Beginning, Instant.Beginning);
        foreach (var sighting in sightings.OrderBy(one => one.At))
        {
            if (double.IsNaN(sighting.SigmaM))
            {
                return sighting.ReceivedAt;
            }

            if (sighting.InsideM < Sigmas * sighting.SigmaM)
            {
                count = 0;
                continue;
            }

            first = count == 0 ? sighting.At : first;
            received = count == 0 || sighting.ReceivedAt > received ? sighting.ReceivedAt : received;
            count += count == 0 || sighting.At > last ? 1 : 0;
            last = sighting.At;
            if (count >= Fixes && (last - first).TotalSeconds >= DwellS)
            {
                return received;
            }
        }

        return null;
    }
}

/// <summary>A true incident and what the watch made of it.</summary>
/// <param name="Truth">What truly happened.</param>
/// <param name="SufficientAt">When enough had been received to find it; null: it could not be found.</param>
/// <param name="Found">What was found, newest revision; null: it was missed.</param>
/// <param name="FoundAt">When its first revision was known.</param>
/// <param name="Attribution">What was determined of who did it, against the truth.</param>
public sealed record Judged(
    TrueIncident Truth, Instant? SufficientAt, Incident? Found, Instant? FoundAt, Answer Attribution)
{
    /// <summary>
    /// Whom the register gives the name to that the object tells: no attribution, because names can be false.
    /// </summary>
    public Answer Register => Found?.Parties switch
    {
        null or { IsEmpty: true } => Answer.None,
        [var party] when party == Truth.Side => Answer.Right,
        _ => Answer.Wrong,
    };
}

/// <summary>Stated probabilities of one bin, against how often what was stated was true.</summary>
/// <param name="From">Least probability of the bin.</param>
/// <param name="Count">Statements in it.</param>
/// <param name="Stated">Their mean probability.</param>
/// <param name="True">Share of them that were true.</param>
public readonly record struct CalibrationBin(double From, int Count, double Stated, double True);

/// <summary>The score of a watch that did not hear one format.</summary>
/// <param name="Format">The format.</param>
/// <param name="Evaluation">The score.</param>
public sealed record DeafScore(string Format, Evaluation Evaluation)
{
    /// <summary>True incidents that the whole watch found, and this one did not.</summary>
    public IEnumerable<TrueIncident> Lost(Evaluation whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        return whole.Judged.Zip(Evaluation.Judged)
            .Where(pair => pair.First.Found is not null && pair.Second.Found is null).Select(pair => pair.First.Truth);
    }
}

/// <summary>The score of a watch against the truth.</summary>
/// <param name="Judged">Each true incident.</param>
/// <param name="False">Incidents that answer to no true one, or to one that was found before.</param>
/// <param name="Calibration">Stated probabilities of being inside, in twenty bins; empty ones are left out.</param>
public sealed record Evaluation(
    ImmutableArray<Judged> Judged, ImmutableArray<Incident> False, ImmutableArray<CalibrationBin> Calibration)
{
    private const int Bins = 20;

    // Reports tell of a moment, and are stated by the minute; positions of a time between two of them.
    private static readonly TimeSpan slack = TimeSpan.FromMinutes(3);

    /// <summary>Compares what was found with the truth.</summary>
    /// <param name="truth">The truth.</param>
    /// <param name="facts">All facts of the watch, in order.</param>
    /// <param name="sufficiency">What a clause asks, by its id.</param>
    public static Evaluation Of(
        TruthFiles truth, IReadOnlyList<Fact> facts, Func<string, Sufficiency> sufficiency)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(sufficiency);
        var found = facts.OfType<IncidentFact>()
            .GroupBy(fact => fact.Incident.Id, StringComparer.Ordinal)
            .Select(revisions => (First: revisions.First(), Newest: revisions.Last().Incident))
            .OrderBy(one => one.Newest.First)
            .ThenBy(one => one.Newest.Id, StringComparer.Ordinal)
            .ToList();
        var detections = facts.OfType<DetectionFact>().ToDictionary(
            fact => fact.Detection.Id, fact => fact.Detection);
        var judged = ImmutableArray.CreateBuilder<Judged>();
        var all = found.ToList();
        foreach (var incident in truth.Incidents)
        {
            // Areas overlap, and each shows in many cells: a cell may answer to several.
            var among = IsArea(incident) ? all : found;
            var at = among.FindIndex(one => Answers(one.Newest, incident));
            var match = at < 0 ? default : among[at];
            if (IsArea(incident))
            {
                found.RemoveAll(one => Answers(one.Newest, incident));
            }
            else if (at >= 0)
            {
                found.RemoveAt(at);
            }

            judged.Add(new Judged(
                incident,
                sufficiency(incident.Clause).At(truth.Sightings.GetValueOrDefault(incident.Id, [])),
                match.Newest,
                match.First?.KnownAt,
                match.Newest is null ? Answer.None : Attributions.Of(incident, match.Newest, detections)));
        }

        return new Evaluation(
            judged.ToImmutable(), [.. found.Select(one => one.Newest)], Calibrate(truth, facts));
    }

    /// <summary>How many true incidents were found.</summary>
    public int Found => Judged.Count(one => one.Found is not null);

    /// <summary>Mean distance of what was stated from how often it was true, weighed by the bins.</summary>
    public double CalibrationError => Calibration.IsEmpty
        ? 0
        : Calibration.Sum(bin => bin.Count * Math.Abs(bin.Stated - bin.True)) / Calibration.Sum(bin => bin.Count);

    private static bool Answers(Incident found, TrueIncident truth) =>
        found.Clause == truth.Clause
        && (truth.Zone is null
            || (IsArea(truth) ? IsCellOf(truth.Zone, found.Zone) : found.Zone == truth.Zone))
        && (truth.Actor is null || found.Actors.Any(actor => actor.Split('#')[0] == truth.Actor))
        && found.First <= truth.To + slack
        && found.Last >= truth.From - slack;

    /// <summary>True for what shows in many cells of a map at once, each of which is stated for itself.</summary>
    private static bool IsArea(TrueIncident truth) => truth.Zone?.Contains('*', StringComparison.Ordinal) == true;

    private static bool IsCellOf(string cells, string? zone)
    {
        var star = cells.IndexOf('*', StringComparison.Ordinal);
        return zone is not null && zone.StartsWith(cells[..star], StringComparison.Ordinal)
            && zone.EndsWith(cells[(star + 1)..], StringComparison.Ordinal);
    }

    private static ImmutableArray<CalibrationBin> Calibrate(TruthFiles truth, IReadOnlyList<Fact> facts)
    {
        var stays = truth.Incidents.Where(incident => incident is { Actor: not null, Zone: not null })
            .ToLookup(incident => (incident.Actor!, incident.Zone!));
        var movers = stays.Select(stay => stay.Key.Item1).ToHashSet(StringComparer.Ordinal);
        var bins = new (int Count, double Stated, int True)[Bins];
        foreach (var fact in facts)
        {
            if (fact is DetectionFact { Detection: { PInside: { } stated, Zone: { } zone } detection }
                && movers.Contains(detection.Actor) && detection.Kind != DetectionKind.FirstSeenInside)
            {
                var isTrue = stays[(detection.Actor, zone)]
                    .Any(stay => stay.From <= detection.At && detection.At <= stay.To);
                ref var bin = ref bins[Math.Min((int)(stated * Bins), Bins - 1)];
                bin = (bin.Count + 1, bin.Stated + stated, bin.True + (isTrue ? 1 : 0));
            }
        }

        return
        [
            .. bins.Select((bin, index) => (bin, index)).Where(one => one.bin.Count > 0).Select(one =>
                new CalibrationBin(
                    (double)one.index / Bins, one.bin.Count, one.bin.Stated / one.bin.Count,
                    (double)one.bin.True / one.bin.Count)),
        ];
    }
}
