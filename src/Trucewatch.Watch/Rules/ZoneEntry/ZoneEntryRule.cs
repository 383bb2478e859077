using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;

namespace Trucewatch.Watch.Rules.ZoneEntry;

/// <summary>
/// States when an object that may not be there goes into a zone, and when it leaves; or, where it has to be there, when
/// it goes out, and when it is back.
/// </summary>
internal sealed class ZoneEntryRule : CrossingRule
{
    private readonly ImmutableArray<int> indexes;
    private readonly ImmutableArray<Zone> zones;
    private readonly bool isRequired;
    private readonly double maxSpeedMps;
    private readonly TrackScope masks;

    private ZoneEntryRule(
        RuleSource source,
        CrossingSettings settings,
        ImmutableArray<int> indexes,
        TrackScope masks,
        bool isRequired,
        double maxSpeedMps)
        : base(source, settings, [.. indexes.Select(index => source.Agreement.Zones[index].Id)])
    {
        this.masks = masks;
        this.indexes = indexes;
        this.isRequired = isRequired;
        this.maxSpeedMps = maxSpeedMps;
        zones = source.Agreement.Zones;
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readIndexes = source.ZoneIndexes(reader.Texts("zones"));
        var settings = CrossingSettings.Read(source, reader);
        var readIsRequired = reader.Word("presence", "forbidden", "forbidden", "required") == "required";
        var maxSpeed = reader.Number("max_speed_mps", absent: double.MaxValue, least: 0, most: 1_000);
        var readMasks = TrackScope.ReadMasks(source, reader);
        if (readIsRequired && !readMasks.Except.IsEmpty)
        {
            reader.Refuse("except_zones", "nothing where presence is required");
        }

        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new ZoneEntryRule(source, settings, readIndexes, readMasks, readIsRequired, maxSpeed)
            : null;
    }

    protected override ZonePlace Locate(in TrackSight sight, int index)
    {
        ref readonly var update = ref sight.Update;
        var place = sight.Survey.Locate(indexes[index]);
        if (isRequired)
        {
            // A zone that is surely far has no exact distance there; here the distance is what counts.
            var exact = double.IsFinite(place.SignedDistanceM)
                ? place
                : zones[indexes[index]].Locate(update.Position, update.PositionError);
            return new ZonePlace(1 - exact.PAtMost, 1 - exact.PInside, -exact.SignedDistanceM, -exact.SignedDistanceM);
        }

        var speed2 = (update.EastMps * update.EastMps) + (update.NorthMps * update.NorthMps);
        return speed2 > maxSpeedMps * maxSpeedMps || !masks.Counts(in sight)
            ? new ZonePlace(0, 0, place.SignedDistanceM, place.ReachM)
            : place;
    }

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at) =>
        new(kind, DeterminationOf(kind), isRequired ? [new Detail("presence", "required")] : null);
}
