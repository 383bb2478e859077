using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Movement;

/// <summary>
/// States when an object moves farther in a time than it may unannounced. Whether it was announced is a matter of the
/// agreement's exceptions: a notice makes the movement permitted.
/// </summary>
internal sealed class MovementRule : CrossingRule
{
    private readonly ImmutableArray<int> indexes;
    private readonly double minDistanceM;
    private readonly TimeSpan within;

    private MovementRule(
        RuleSource source, CrossingSettings settings, ImmutableArray<int> indexes, double distanceM, TimeSpan within)
        : base(source, settings, [.. indexes.Select(index => source.Agreement.Zones[index].Id)])
    {
        this.indexes = indexes;
        this.within = within;
        minDistanceM = distanceM;
    }

    private sealed class Memory(int places)
    {
        public Crossing[] Crossings { get; } = new Crossing[places];

        public PlacesPassed Passed { get; } = new();
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readIndexes = source.ZoneIndexes(reader.Texts("zones"));
        var settings = CrossingSettings.Read(source, reader) with { Restates = false };
        var distance = reader.Number("min_distance_m", absent: 1_000, least: 1, most: 1_000_000);
        var readWithin = TimeSpan.FromSeconds(reader.Number("within_s", absent: 3_600, least: 1, most: 7 * 86_400));
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new MovementRule(source, settings, readIndexes, distance, readWithin)
            : null;
    }

    public override object? Remember(in Actor actor, Domain.Observations.ObjectClass kind) =>
        Settings.Who.Includes(in actor, kind) ? new Memory(indexes.Length) : null;

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        var own = (Memory)memory;
        own.Passed.Add(sight.Update.At, sight.Update.Position, sight.Update.PositionError, within);
        current = own;
        return base.OnTrack(in sight, own.Crossings, voice);
    }

    // The object that is looked at: one sector steps on one thread.
    private Memory current = new(0);

    protected override bool UsesSurvey => false;

    protected override ZonePlace Locate(in TrackSight sight, int index)
    {
        var place = sight.Survey.Locate(indexes[index]);
        var passed = current.Passed;
        var moved = passed.SigmaM > 0
            ? Elementary.NormalCdf((passed.MovedM - minDistanceM) / passed.SigmaM)
            : passed.MovedM >= minDistanceM ? 1 : 0;
        return place with { PInside = place.PInside * moved, PAtMost = place.PAtMost * moved };
    }

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at) => new(
            kind,
            DeterminationOf(kind),
            [
                new Detail("moved_m", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{current.Passed.MovedM:0} +-{1.96 * current.Passed.SigmaM:0} (95 %)")),
                new Detail("within_s", within.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
                new Detail("limit_m", minDistanceM.ToString("0", CultureInfo.InvariantCulture)),
            ]);
}
