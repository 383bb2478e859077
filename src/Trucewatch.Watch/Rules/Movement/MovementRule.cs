using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Movement;

/// <summary>
/// States when an object moves farther in a time than it may unannounced. Whether it was announced is a matter of the
/// agreement's exceptions: a notice makes the movement permitted.
/// </summary>
internal sealed class MovementRule : CrossingRule
{
    /// <summary>Places of one object that are remembered over the window.</summary>
    public const int MaxPlaces = 32;

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

    private readonly record struct Passed(Instant At, GeoPoint Point, Covariance2 Error);

    private sealed class Memory(int places)
    {
        public Crossing[] Crossings { get; } = new Crossing[places];

        public List<Passed> Places { get; } = new(MaxPlaces);

        public double MovedM { get; set; }

        public double SigmaM { get; set; }
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
        Move(own, in sight.Update);
        current = own;
        return base.OnTrack(in sight, own.Crossings, voice);
    }

    // The object that is looked at: one sector steps on one thread.
    private Memory current = new(0);

    protected override bool UsesSurvey => false;

    protected override ZonePlace Locate(in TrackSight sight, int index)
    {
        var place = sight.Survey.Locate(indexes[index]);
        var moved = current.SigmaM > 0
            ? Elementary.NormalCdf((current.MovedM - minDistanceM) / current.SigmaM)
            : current.MovedM >= minDistanceM ? 1 : 0;
        return place with { PInside = place.PInside * moved, PAtMost = place.PAtMost * moved };
    }

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at) => new(
            kind,
            DeterminationOf(kind),
            [
                new Detail("moved_m", string.Create(
                    CultureInfo.InvariantCulture, $"{current.MovedM:0} +-{1.96 * current.SigmaM:0} (95 %)")),
                new Detail("within_s", within.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
                new Detail("limit_m", minDistanceM.ToString("0", CultureInfo.InvariantCulture)),
            ]);

    /// <summary>Takes the new place in: the farthest of the places passed in the window is what counts.</summary>
    private void Move(Memory own, in TrackUpdate update)
    {
        var now = update.At;
        while (own.Places.Count > 0 && own.Places[0].At + within < now)
        {
            own.Places.RemoveAt(0);
        }

        var scale = LocalScale.At(update.Position);
        (own.MovedM, own.SigmaM) = (0, 0);
        foreach (var passed in own.Places)
        {
            var (eastM, northM) = scale.Offset(passed.Point, update.Position);
            var movedM = Math.Sqrt((eastM * eastM) + (northM * northM));
            if (movedM > own.MovedM)
            {
                var (east, north) = (eastM / movedM, northM / movedM);
                var variance = passed.Error.Along(east, north) + update.PositionError.Along(east, north);
                (own.MovedM, own.SigmaM) = (movedM, Math.Sqrt(variance));
            }
        }

        var step = within / (MaxPlaces - 1);
        if (own.Places.Count == 0 || now - own.Places[^1].At >= step)
        {
            if (own.Places.Count == MaxPlaces)
            {
                own.Places.RemoveAt(0);
            }

            own.Places.Add(new Passed(now, update.Position, update.PositionError));
        }
    }
}
