using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.ProtectedObject;

/// <summary>
/// States what happens at objects that the agreement protects by name, as the list stood then: a strike on one, by
/// whomever; or, as the owner's duty, something that the owner may not keep in it or near it.
/// </summary>
internal sealed class ProtectedObjectRule : Rule
{
    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<Zone> grounds;
    private readonly ImmutableArray<Domain.Agreements.ProtectedObject> objects;
    private readonly bool isOwnersDuty;

    private ProtectedObjectRule(
        RuleSource source,
        ReportScope scope,
        ImmutableArray<Domain.Agreements.ProtectedObject> objects,
        ImmutableArray<Zone> grounds,
        bool isOwnersDuty)
        : base(source)
    {
        this.scope = scope;
        this.objects = objects;
        this.isOwnersDuty = isOwnersDuty;
        this.grounds = grounds;
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
        ImmutableArray<Domain.Agreements.ProtectedObject> chosen =
        [
            .. (source.Agreement.ProtectedObjects ?? [])
                .Where(item => kinds is null || kinds.Any(kind => kind.Matches(item.Kind)))
                .OrderBy(item => item.Id, StringComparer.Ordinal),
        ];
        ImmutableArray<Zone> readGrounds = [.. chosen.Select(item => Ground(source, item, within))];
        return source.Problems.Count == problems
            ? new ProtectedObjectRule(source, readScope, chosen, readGrounds, duty)
            : null;
    }

    /// <summary>The object's ground, and what lies as near to it as the clause says.</summary>
    private static Zone Ground(RuleSource source, Domain.Agreements.ProtectedObject item, double withinM)
    {
        var ground = item.Region;
        try
        {
            ground = withinM > 0 ? RegionSets.Grown(ground, withinM) : ground;
        }
        catch (ArgumentException wrong)
        {
            // The outline of the object alone is sound; with the distance around it, it need not be.
            source.Refuse(source.Clause.Line, $"within_m: object '{item.Id}': {wrong.Message}");
        }

        return new Zone(item.Id, item.Name, ZoneKind.Land, item.Owner, item.Kind, ground);
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (!observation.HasPosition || !scope.Takes(in observation, zones, out var joining, out _))
        {
            return;
        }

        // What stood on the list goes before what did not; an object that did not is said, so that the list's part in
        // the answer is seen.
        var likeliest = Likeliest(in observation, isListed: true) ?? Likeliest(in observation, isListed: false);
        if (likeliest is { } struck)
        {
            Say(in observation, struck, joining, voice);
        }
    }

    private LikeliestZone? Likeliest(in Observation observation, bool isListed)
    {
        var indexes = ImmutableArray.CreateBuilder<int>();
        for (var index = 0; index < objects.Length; index++)
        {
            if (objects[index].IsListed(observation.At) == isListed)
            {
                indexes.Add(index);
            }
        }

        return LikeliestZone.Of(grounds, indexes.ToImmutable(), in observation) is { } found
            && found.Place.PAtMost >= scope.PLeave ? found : null;
    }

    private void Say(in Observation observation, LikeliestZone struck, Joining joining, RuleVoice voice)
    {
        var item = objects[grounds.IndexOf(struck.Zone)];
        var isListed = item.IsListed(observation.At);
        var act = voice.ActOf(in observation);
        if (isOwnersDuty && act.Actor.Party is { } whose && item.Owner is { } holder && whose != holder)
        {
            // What another party keeps there is no breach of the owner's duty.
            return;
        }

        var owner = isOwnersDuty ? item.Owner ?? act.Actor.Party : null;
        var stated = ReportScope.DetectionOf(this, in observation, voice, struck) with
        {
            Party = owner,
            Determination = !isListed ? Determination.Compliant
                : struck.Place.PInside > scope.PEnter ? Determination.Breach
                : Determination.Undetermined,
            Details =
            [
                new Detail("object", $"{item.Id} ({item.Kind})"),
                new Detail("on_the_list", isListed ? "yes" : "no"),
                new Detail("duty_of", isOwnersDuty ? owner ?? "not known" : "whoever did it: not known"),
            ],
        };
        act = act with { Actor = act.Actor with { Party = owner } };
        joining = joining with { Family = $"{joining.Family} {item.Id}" };
        voice.Say(this, act, joining, id => stated with { Id = id });
    }
}
