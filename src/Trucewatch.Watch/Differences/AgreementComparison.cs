using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;

namespace Trucewatch.Watch.Differences;

/// <summary>What one text, read one way, comes to about one event.</summary>
/// <param name="Clause">Clause id.</param>
/// <param name="Reading">Reading id.</param>
/// <param name="Zone">Zone id, or null.</param>
/// <param name="Actor">The first actor by name.</param>
/// <param name="First">Time of the first event.</param>
/// <param name="Last">Time of the last event.</param>
/// <param name="Determination">What it comes to; null: nothing at all.</param>
/// <param name="Exception">What permits it, or null.</param>
public sealed record Verdict(
    string Clause,
    string Reading,
    string? Zone,
    string Actor,
    Instant First,
    Instant Last,
    Determination? Determination,
    string? Exception);

/// <summary>An event of which two texts say different things.</summary>
/// <param name="A">What the first text says.</param>
/// <param name="B">What the second text says.</param>
/// <param name="Sufficient">Differences each of which alone turns the first text's answer into the second's.</param>
/// <param name="Necessary">Where none does alone: differences without which the second text would not say so.</param>
public sealed record VerdictDifference(
    Verdict A, Verdict B, ImmutableArray<PackDifference> Sufficient, ImmutableArray<PackDifference> Necessary);

/// <summary>
/// Runs the same observations under two texts at once, and under each text that has one term of the other: so the words
/// that make a difference are found by trying, not by guessing.
/// </summary>
public sealed class AgreementComparison
{
    /// <summary>Most differing terms that are tried one by one; more are listed and not tried.</summary>
    public const int MaxTried = 64;

    private readonly Running a;
    private readonly Running b;
    private readonly ImmutableArray<(PackDifference Term, Running? Forward, Running? Back)> trials;

    private AgreementComparison(
        Running a, Running b, ImmutableArray<(PackDifference Term, Running? Forward, Running? Back)> trials)
    {
        this.a = a;
        this.b = b;
        this.trials = trials;
    }

    /// <summary>Number of differing terms that are tried one by one.</summary>
    public int Tried => trials.Length;

    /// <summary>Sets the comparison up.</summary>
    /// <param name="first">The first agreement, sound.</param>
    /// <param name="second">The second agreement, sound.</param>
    /// <param name="treeA">Terms of the first.</param>
    /// <param name="treeB">Terms of the second.</param>
    /// <param name="feeds">The feeds of the record.</param>
    public static AgreementComparison Of(
        Agreement first, Agreement second, PackTree treeA, PackTree treeB, FeedNames feeds)
    {
        ArgumentNullException.ThrowIfNull(treeA);
        ArgumentNullException.ThrowIfNull(treeB);
        var terms = PackTree.Between(treeA, treeB);
        var tried = terms.Take(MaxTried).Select(term => (
            term,
            Running.Of(treeA.With(term, treeB).Agreement, feeds),
            Running.Of(treeB.With(term, treeA).Agreement, feeds)));
        const string Expected = "expected an agreement whose rules compile";
        return new AgreementComparison(
            Running.Of(first, feeds) ?? throw new ArgumentException(Expected, nameof(first)),
            Running.Of(second, feeds) ?? throw new ArgumentException(Expected, nameof(second)),
            [.. tried]);
    }

    /// <summary>Takes recorded observations in, under every text.</summary>
    public void Step(in SectorInput input)
    {
        a.Step(in input);
        b.Step(in input);
        foreach (var (_, forward, back) in trials)
        {
            forward?.Step(in input);
            back?.Step(in input);
        }
    }

    /// <summary>Number of verdicts of both texts together.</summary>
    public int VerdictCount => a.Verdicts().Count + b.Verdicts().Count;

    /// <summary>The events of which the two texts say different things, in the order of their times.</summary>
    public ImmutableArray<VerdictDifference> Differences()
    {
        var (ofA, ofB) = (a.Verdicts(), b.Verdicts());
        var differences = ImmutableArray.CreateBuilder<VerdictDifference>();
        foreach (var verdict in ofA)
        {
            var other = Matching(verdict, ofB);
            if (other is null || !SameAnswer(verdict, other))
            {
                differences.Add(Explained(verdict, other ?? Nothing(verdict)));
            }
        }

        foreach (var verdict in ofB)
        {
            if (Matching(verdict, ofA) is null)
            {
                differences.Add(Explained(Nothing(verdict), verdict));
            }
        }

        differences.Sort((x, y) => Order(x).CompareTo(Order(y)));
        return differences.ToImmutable();

        static (long, string, string, string, string) Order(VerdictDifference difference)
        {
            var shown = difference.A.Determination is null ? difference.B : difference.A;
            return (shown.First.UnixMicroseconds, shown.Clause, shown.Reading, shown.Actor, shown.Zone ?? "");
        }
    }

    private VerdictDifference Explained(Verdict first, Verdict second)
    {
        var sufficient = ImmutableArray.CreateBuilder<PackDifference>();
        var necessary = ImmutableArray.CreateBuilder<PackDifference>();
        foreach (var (term, forward, back) in trials)
        {
            var taken = forward is null ? null : Answer(first, second, forward);
            var reverted = back is null ? null : Answer(first, second, back);
            if (taken is not null && SameAnswer(taken, second))
            {
                sufficient.Add(term);
            }
            else if (reverted is not null && !SameAnswer(reverted, second))
            {
                necessary.Add(term);
            }
        }

        return new VerdictDifference(first, second, sufficient.ToImmutable(), necessary.ToImmutable());
    }

    /// <summary>What a text says of the event that one of two verdicts is about.</summary>
    private static Verdict Answer(Verdict first, Verdict second, Running text)
    {
        var verdicts = text.Verdicts();
        var about = first.Determination is null ? second : first;
        return Matching(about, verdicts) ?? Nothing(about);
    }

    /// <summary>The verdict about the same event: same clause, reading, zone and actor, at touching times.</summary>
    private static Verdict? Matching(Verdict verdict, List<Verdict> others)
    {
        Verdict? best = null;
        foreach (var other in others)
        {
            if (other.Clause == verdict.Clause && other.Reading == verdict.Reading && other.Zone == verdict.Zone
                && other.Actor == verdict.Actor && other.First <= verdict.Last && other.Last >= verdict.First)
            {
                best ??= other;
                best = SameAnswer(other, verdict) ? other : best;
            }
        }

        return best;
    }

    private static Verdict Nothing(Verdict of) => of with { Determination = null, Exception = null };

    private static bool SameAnswer(Verdict x, Verdict y) =>
        x.Determination == y.Determination && x.Exception == y.Exception;

    /// <summary>One text with the sector that runs it, and its newest incidents.</summary>
    private sealed class Running(Sector sector)
    {
        private readonly SectorOutput output = new();
        private readonly SortedDictionary<string, Incident> incidents = new(StringComparer.Ordinal);
        private readonly List<Verdict> compliant = [];

        public static Running? Of(Agreement? agreement, FeedNames feeds) =>
            agreement is null || Rules.RuleBook.Compile(agreement).Book is null
                ? null
                : new Running(new Sector(agreement, feeds, new SectorSettings()));

        public void Step(in SectorInput input)
        {
            output.Clear();
            sector.Step(in input, output);
            foreach (var fact in output.Facts)
            {
                if (fact is IncidentFact { Incident: var incident })
                {
                    incidents[incident.Id] = incident;
                }
                else if (fact is DetectionFact { Detection: { Kind: not DetectionKind.Left } detection }
                    && detection.Determination == Determination.Compliant)
                {
                    compliant.Add(new Verdict(
                        detection.Clause, detection.Reading, detection.Zone, detection.Actor, detection.At,
                        detection.At, Determination.Compliant, null));
                }
            }
        }

        public List<Verdict> Verdicts() =>
        [
            .. incidents.Values.SelectMany(incident => incident.Outcomes.Select(outcome => new Verdict(
                incident.Clause, outcome.Reading, incident.Zone, incident.Actors[0], incident.First, incident.Last,
                outcome.Determination, outcome.Exception))),
            .. compliant,
        ];
    }
}
