using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.Withdrawal;

/// <summary>
/// Compares where a weapon was seen with the distance at which its class has to stand from its party's reference line.
/// Each party may measure from a line of its own. The narrowest class that fits counts, not the greatest distance; a
/// class too vague to tell between limits is judged only where all of them agree.
/// </summary>
internal sealed class WithdrawalRule : Rule
{
    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<Limit> limits;
    private readonly ImmutableArray<Reference> references;
    private readonly double pBreach;
    private readonly double pCompliant;

    private WithdrawalRule(
        RuleSource source,
        ReportScope scope,
        ImmutableArray<Limit> limits,
        ImmutableArray<Reference> references,
        (double Breach, double Compliant) thresholds)
        : base(source)
    {
        this.scope = scope;
        this.limits = limits;
        this.references = references;
        (pBreach, pCompliant) = thresholds;
        zones = source.Agreement.Zones;
    }

    /// <summary>The line from which a party measures, and the side on which its own ground lies.</summary>
    private sealed record Reference(string Party, AgreementLine Line, LineDistance Distance, int Side);

    private readonly record struct Limit(ClassPattern Class, double DistanceM);

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readLimits = WithdrawalReader.Limits(source, reader)
            .Select(limit => new Limit(limit.Class, limit.DistanceM)).ToImmutableArray();
        var readReferences = WithdrawalReader.Lines(source, reader)
            .Select(line => new Reference(line.Party, line.Line, new LineDistance(line.Line.Points), line.Side));
        var readScope = ReportScopeOf(source, reader, readLimits);
        var breach = reader.Number("p_breach", absent: 0.95, least: 0.5, most: 0.999);
        var compliant = reader.Number("p_compliant", absent: 0.05, least: 0.001, most: 0.5);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new WithdrawalRule(source, readScope, readLimits, [.. readReferences], (breach, compliant))
            : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (!observation.HasPosition
            || (scope.Reporters is { } reporters && !reporters.Contains(observation.Report!.ReporterKind)))
        {
            return;
        }

        // A report may be of one thing, or list several; each class is judged for itself.
        var items = observation.Report!.Items;
        if (items.IsDefaultOrEmpty)
        {
            Judge(in observation, observation.Report.Class, voice);
            return;
        }

        foreach (var item in items)
        {
            if (item.Max > 0)
            {
                Judge(in observation, item.Class, voice);
            }
        }
    }

    private static ReportScope ReportScopeOf(RuleSource source, SettingsReader reader, ImmutableArray<Limit> limits)
    {
        var reporters = reader.EnumsOrAny<ReporterKind>("reporters");
        var withinM = reader.Number("join_within_m", absent: 1_000, least: 0, most: 100_000);
        var within = TimeSpan.FromSeconds(reader.Number("join_within_s", absent: 86_400, least: 0, most: 7 * 86_400));
        return new ReportScope(
            [.. limits.Select(limit => limit.Class)], reporters, null, 0.95, 0.05, [],
            [.. limits.Select(limit => new Joining(limit.Class.Text, withinM, within))]);
    }

    private void Judge(in Observation observation, string kind, RuleVoice voice)
    {
        var (least, greatest, matched) = LimitsFor(kind);
        if (matched is null)
        {
            return;
        }

        var act = voice.ActOf(in observation);
        var (determination, margin, details) = Measured(in observation, act.Actor.Party, least, greatest);
        var stated = ReportScope.DetectionOf(this, in observation, voice) with
        {
            Kind = DetectionKind.Measured,
            Party = act.Actor.Party,
            MarginM = margin,
            Determination = determination,
            Details = [new Detail("class", kind), new Detail("limit_for", matched), .. details],
        };
        var joining = scope.Joinings[0] with { Family = $"{act.Actor.Party} {kind}" };
        voice.Say(this, act, joining, id => stated with { Id = id });
    }

    /// <summary>The least and the greatest limit that a class may be under; the same when it is sure.</summary>
    private (double LeastM, double GreatestM, string? Matched) LimitsFor(string kind)
    {
        var (sure, narrowest) = (0.0, -1);
        var (least, greatest) = (double.PositiveInfinity, 0.0);
        string? matched = null;
        foreach (var limit in limits)
        {
            if (limit.Class.Matches(kind) && limit.Class.Narrowness > narrowest)
            {
                (sure, narrowest, matched) = (limit.DistanceM, limit.Class.Narrowness, limit.Class.Text);
            }
        }

        var words = matched is null ? new List<string>() : [matched];
        (least, greatest) = matched is null ? (least, greatest) : (sure, sure);
        foreach (var limit in limits)
        {
            if (!limit.Class.Matches(kind) && limit.Class.MayMatch(kind))
            {
                (least, greatest) = (Math.Min(least, limit.DistanceM), Math.Max(greatest, limit.DistanceM));
                words.Add(limit.Class.Text);
            }
        }

        // A vague class may also be under no limit at all: then nothing is owed.
        if (matched is null && words.Count > 0)
        {
            least = 0;
        }

        return (least, greatest, words.Count == 0 ? null : string.Join(" or ", words));
    }

    private (Determination Determination, double? MarginM, ImmutableArray<Detail> Details) Measured(
        in Observation observation, string? party, double leastM, double greatestM)
    {
        var limit = leastM == greatestM
            ? string.Create(CultureInfo.InvariantCulture, $"{leastM:0}")
            : string.Create(CultureInfo.InvariantCulture, $"{leastM:0} to {greatestM:0}");
        if (references.FirstOrDefault(known => known.Party == party) is not { } reference)
        {
            var why = party is null ? "whose it is is not known" : $"no line of {party}";
            return (Determination.Undetermined, null, [new Detail("limit_m", limit), new Detail("line", why)]);
        }

        var standing = reference.Distance.From(observation.Position);
        var ownM = standing.Side == reference.Side ? standing.DistanceM : -standing.DistanceM;
        var lineSigma = reference.Line.SigmaM;
        var variance = observation.PositionError.Along(standing.EastUnit, standing.NorthUnit) + (lineSigma * lineSigma);
        var sigma = Math.Sqrt(variance);
        ImmutableArray<Detail> details =
        [
            new Detail("limit_m", limit),
            new Detail(
                "distance_m", string.Create(CultureInfo.InvariantCulture, $"{ownM:0} +-{1.96 * sigma:0} (95 %)")),
            new Detail("line", reference.Line.Id),
        ];
        var isOpen = (reference.Line.NotAgreed ?? []).Any(stretch =>
            standing.Segment >= stretch.FromPoint - 1 && standing.Segment < stretch.ToPoint - 1);
        var determination = isOpen ? Determination.Undetermined
            : Below(ownM, leastM, sigma) > pBreach ? Determination.Breach
            : Below(ownM, greatestM, sigma) < pCompliant ? Determination.Compliant
            : Determination.Undetermined;
        return (determination, leastM - ownM, details);
    }

    /// <summary>Probability that the true distance is below the limit.</summary>
    private static double Below(double distanceM, double limitM, double sigmaM) => sigmaM > 0
        ? Elementary.NormalCdf((limitM - distanceM) / sigmaM)
        : distanceM < limitM ? 1 : 0;
}
