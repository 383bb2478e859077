using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.ProtectedObject;

/// <summary>
/// States what happens at objects that the agreement protects by name, as the list stood then: a strike on one, by
/// whomever; or, as the owner's duty, something that the owner may not keep in it or near it.
/// </summary>
internal sealed class ProtectedObjectRule : Rule
{
    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<Domain.Agreements.ProtectedObject> objects;
    private readonly double withinM;
    private readonly bool isOwnersDuty;

    private ProtectedObjectRule(
        RuleSource source,
        ReportScope scope,
        ImmutableArray<Domain.Agreements.ProtectedObject> objects,
        double withinM,
        bool isOwnersDuty)
        : base(source)
    {
        this.scope = scope;
        this.objects = objects;
        this.withinM = withinM;
        this.isOwnersDuty = isOwnersDuty;
        zones = source.Agreement.Zones;
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readScope = ReportScope.Read(source, reader);
        var kinds = reader.OptionalTexts("kinds") is { } texts
            ? texts.Select(text => new ClassPattern(text.Text)).ToArray()
            : null;
        var within = reader.Number("within_m", absent: 0, least: 0, most: 20_000);
        var duty = reader.Word("duty", "attacker", "attacker", "owner") == "owner";
        reader.RefuseRest();
        var chosen = (source.Agreement.ProtectedObjects ?? [])
            .Where(item => kinds is null || kinds.Any(kind => kind.Matches(item.Kind)))
            .OrderBy(item => item.Id, StringComparer.Ordinal);
        return source.Problems.Count == problems
            ? new ProtectedObjectRule(source, readScope, [.. chosen], within, duty)
            : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (!observation.HasPosition || !scope.Takes(in observation, zones, out var joining, out _, out _))
        {
            return;
        }

        Domain.Agreements.ProtectedObject? struck = null;
        var (best, bestDistanceM) = (0.0, 0.0);
        foreach (var item in objects)
        {
            var (p, distanceM) = Near(item, in observation);
            var isBetter = struck is null || Listed(item, observation.At) != Listed(struck, observation.At)
                ? p >= scope.PLeave && (struck is null || Listed(item, observation.At))
                : p > best;
            if (p >= scope.PLeave && isBetter)
            {
                (struck, best, bestDistanceM) = (item, p, distanceM);
            }
        }

        if (struck is not null)
        {
            Say(in observation, struck, best, bestDistanceM, joining, voice);
        }
    }

    private void Say(
        in Observation observation,
        Domain.Agreements.ProtectedObject item,
        double p,
        double distanceM,
        Joining joining,
        RuleVoice voice)
    {
        var isListed = item.IsListed(observation.At);
        var act = voice.ActOf(in observation);
        var owner = isOwnersDuty ? item.Owner ?? act.Actor.Party : null;
        var stated = ReportScope.DetectionOf(this, in observation, voice, null, default, 0) with
        {
            Zone = item.Id,
            Party = owner,
            PInside = p,
            MarginM = distanceM,
            Determination = !isListed ? Determination.Compliant
                : p >= 0.95 ? Determination.Breach
                : Determination.Undetermined,
            Details =
            [
                new Detail("object", $"{item.Id} ({item.Kind})"),
                new Detail("on_the_list", isListed ? "yes" : "no"),
                new Detail("duty_of", isOwnersDuty ? owner ?? "not known" : "whoever did it: not known"),
            ],
        };
        var actor = isOwnersDuty ? act.Actor with { Party = owner } : act.Actor with { Party = null };
        voice.Say(
            this,
            act with { Actor = actor },
            joining with { Family = $"{joining.Family} {item.Id}" },
            id => stated with { Id = id });
    }

    /// <summary>
    /// Probability that the place is in the object's ground or as near to it as the clause says, and the signed
    /// distance: with the edge taken as straight, since ground and error are small against its bends.
    /// </summary>
    private (double P, double DistanceM) Near(Domain.Agreements.ProtectedObject item, in Observation observation)
    {
        var standing = item.Region.Locate(observation.Position, observation.PositionError);
        if (withinM == 0)
        {
            return (standing.PInside, standing.SignedDistanceM);
        }

        var error = observation.PositionError;
        var sigma = Math.Sqrt((error.EastM2 + error.NorthM2) / 2);
        var margin = standing.SignedDistanceM + withinM;
        return (sigma > 0 ? Elementary.NormalCdf(margin / sigma) : margin >= 0 ? 1 : 0, margin);
    }

    private static bool Listed(Domain.Agreements.ProtectedObject item, Instant at) => item.IsListed(at);
}
