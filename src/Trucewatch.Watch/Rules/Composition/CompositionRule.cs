using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Rules.Composition;

/// <summary>
/// States when somebody of a nation that may not be in a zone is there: ships by the country of their identity, others
/// by what a report says. A nation that is not known is stated only where the clause asks, as undetermined.
/// </summary>
internal sealed class CompositionRule : CrossingRule
{
    private readonly ImmutableArray<int> indexes;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<string>? allowed;
    private readonly ImmutableArray<string>? barred;
    private readonly bool statesUnknown;
    private readonly Sightings sightings;

    private CompositionRule(
        RuleSource source,
        CrossingSettings settings,
        ImmutableArray<int> indexes,
        (ImmutableArray<string>? Allowed, ImmutableArray<string>? Barred) nations,
        bool statesUnknown,
        Sightings sightings)
        : base(source, settings, [.. indexes.Select(index => source.Agreement.Zones[index].Id)])
    {
        this.indexes = indexes;
        (allowed, barred) = nations;
        this.statesUnknown = statesUnknown;
        this.sightings = sightings;
        zones = source.Agreement.Zones;
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readIndexes = source.ZoneIndexes(reader.Texts("zones"));
        var settings = CrossingSettings.Read(source, reader);
        var readSightings = Sightings.Read(reader);
        var nations = (Nations(source, reader, "allowed_nations"), Nations(source, reader, "barred_nations"));
        var unknown = reader.Word("unknown", "ignore", "ignore", "undetermined") == "undetermined";
        if ((nations.Item1 is null) == (nations.Item2 is null))
        {
            reader.Refuse("allowed_nations", "either allowed_nations or barred_nations");
        }

        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new CompositionRule(source, settings, readIndexes, nations, unknown, readSightings)
            : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        Judged(MaritimeCountries.Of(actor.Name)) is null ? null : base.Remember(in actor, kind);

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        var nation = observation.Report!.Subject?.Nationality;
        if (!sightings.Takes(in observation) || Judged(nation) is not { } determination)
        {
            return;
        }

        var act = voice.ActOf(in observation);
        if (!Settings.Who.Includes(act.Actor, act.Actor.Class))
        {
            return;
        }

        if (LikeliestZone.Of(zones, indexes, in observation) is not { } where || where.Place.PAtMost < Settings.PLeave)
        {
            return;
        }

        var isSure = where.Place.PInside > Settings.PEnter;
        var stated = ReportScope.DetectionOf(this, in observation, voice, where) with
        {
            Party = act.Actor.Party,
            Determination = isSure ? determination : Determination.Undetermined,
            Details = [new Detail("nation", nation ?? "not known")],
        };
        voice.Say(this, act, Sightings.In(where.Zone.Id), id => stated with { Id = id });
    }

    protected override ZonePlace Locate(in TrackSight sight, int index) => sight.Survey.Locate(indexes[index]);

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at)
    {
        var nation = MaritimeCountries.Of(sight.Memory.Actor.Name);
        var determination = DeterminationOf(kind);
        return new CrossingWord(
            kind,
            determination == Determination.Breach ? Judged(nation) ?? determination : determination,
            [new Detail("nation", nation ?? "not known")]);
    }

    /// <summary>What presence of a nation means; null: nothing to state.</summary>
    private Determination? Judged(string? nation) => nation is null
        ? statesUnknown ? Determination.Undetermined : null
        : (allowed?.Contains(nation, StringComparer.Ordinal) ?? !barred!.Value.Contains(nation, StringComparer.Ordinal))
            ? null
            : Determination.Breach;

    private static ImmutableArray<string>? Nations(RuleSource source, SettingsReader reader, string name)
    {
        if (reader.OptionalTexts(name) is not { } texts)
        {
            return null;
        }

        foreach (var text in texts)
        {
            if (text.Text.Length != 2 || !text.Text.All(char.IsAsciiLetterUpper))
            {
                source.Refuse(text.Line, $"{name}: expected an ISO 3166 code such as TR, got '{text.Text}'");
            }
        }

        return [.. texts.Select(text => text.Text)];
    }
}
