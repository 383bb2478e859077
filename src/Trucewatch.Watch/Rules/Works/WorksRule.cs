using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.Works;

/// <summary>
/// States reports of works and obstacles against the baseline: what stood there when the text was signed may stand, as
/// it was. Notified works are exceptions of the agreement.
/// </summary>
internal sealed class WorksRule : Rule
{
    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<Known> baseline;
    private readonly string grown;

    private WorksRule(RuleSource source, ReportScope scope, ImmutableArray<Known> baseline, string grown)
        : base(source)
    {
        this.scope = scope;
        this.baseline = baseline;
        this.grown = grown;
        zones = source.Agreement.Zones;
    }

    /// <summary>A work that stood at the baseline.</summary>
    private readonly record struct Known(string Id, ClassPattern Class, GeoPoint Point, double RadiusM);

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readScope = ReportScope.Read(source, reader);
        var readGrown = reader.OptionalText("grown_word") ?? "extended";
        var readBaseline = ImmutableArray.CreateBuilder<Known>();
        foreach (var item in reader.Maps("baseline"))
        {
            var (id, kind) = (item.Text("id"), item.Text("class"));
            var lat = item.Number("lat_deg", absent: 0, least: -90, most: 90);
            var lon = item.Number("lon_deg", absent: 0, least: -180, most: 180);
            var radius = item.Number("radius_m", absent: 100, least: 1, most: 10_000);
            item.RefuseRest();
            readBaseline.Add(new Known(
                id, new ClassPattern(kind), GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon), radius));
        }

        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new WorksRule(source, readScope, readBaseline.ToImmutable(), readGrown)
            : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (!scope.Takes(in observation, zones, out var joining, out var likeliest))
        {
            return;
        }

        var (determination, known) = Compared(in observation);
        var isBreach = determination == Determination.Breach;
        var stated = ReportScope.DetectionOf(this, in observation, voice, likeliest) with
        {
            Determination = isBreach ? scope.Determine(likeliest) : determination,
            Details = [new Detail("baseline", known ?? "nothing stood there")],
        };
        voice.Say(this, voice.ActOf(in observation), joining, id => stated with { Id = id });
    }

    private (Determination Determination, string? Known) Compared(in Observation observation)
    {
        var reported = observation.Report!.Class;
        if (reported.Split('.').Contains(grown, StringComparer.Ordinal))
        {
            return (Determination.Breach, null);
        }

        var (sure, may, id) = (0.0, 0.0, (string?)null);
        foreach (var known in baseline)
        {
            if (!known.Class.MayMatch(reported))
            {
                continue;
            }

            // Without a place, or of a class too vague, it may be what stood there.
            if (!observation.HasPosition)
            {
                return (Determination.Undetermined, known.Id);
            }

            var (eastM, northM) = LocalScale.At(known.Point).Offset(known.Point, observation.Position);
            var p = Disk.ProbabilityWithin(eastM, northM, observation.PositionError, known.RadiusM);
            (may, id) = p > may ? (p, known.Id) : (may, id);
            sure = known.Class.Matches(reported) ? Math.Max(sure, p) : sure;
        }

        return sure > scope.PEnter ? (Determination.Compliant, id)
            : may >= scope.PLeave ? (Determination.Undetermined, id)
            : (Determination.Breach, null);
    }
}
