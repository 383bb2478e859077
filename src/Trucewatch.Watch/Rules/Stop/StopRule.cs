using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Stop;

/// <summary>
/// States when an object that may not stop in a zone, such as a corridor, stays within a small circle there for too
/// long, and when it goes on. Places decide, not speeds: an object that tells a speed and makes no way has stopped.
/// </summary>
internal sealed class StopRule : Rule
{
    // What swings on its chain leaves a circle around its first place, and has not gone on.
    private const double LeaveFactor = 3;

    private readonly Whom who;
    private readonly TrackScope scope;
    private readonly ImmutableArray<Zone> zones;
    private readonly double withinM;
    private readonly int minFixes;
    private readonly TimeSpan after;
    private readonly TimeSpan maxGap;

    private StopRule(
        RuleSource source, Whom who, TrackScope scope, (double WithinM, int MinFixes) what,
        (TimeSpan After, TimeSpan MaxGap) times)
        : base(source)
    {
        (this.who, this.scope, zones) = (who, scope, source.Agreement.Zones);
        (withinM, minFixes) = what;
        (after, maxGap) = times;
    }

    /// <summary>A stay of one track: where it began, and whether it was stated.</summary>
    private sealed class Stay
    {
        public Moment First;

        public Instant Last { get; set; }

        public int Fixes { get; set; }

        public int Zone { get; set; }

        public bool IsStated { get; set; }

        public void Begin(in Moment moment, int zone) =>
            (First, Last, Fixes, Zone, IsStated) = (moment, moment.At, 1, zone, false);
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readWho = Whom.Read(source.Agreement, source.Refuse, reader.Inner("who"));
        var readScope = TrackScope.Read(source, reader);
        if (readScope.Zones is null)
        {
            reader.Refuse("zones", "a list of zones");
        }

        var within = reader.Number("within_m", absent: 200, least: 10, most: 10_000);
        var fixes = reader.Whole("min_fixes", absent: 3, least: 2, most: 100);
        var afterS = reader.Number("after_s", absent: 600, least: 10, most: 30 * 86_400);
        var gapS = reader.Number("max_gap_s", absent: 900, least: 10, most: 86_400);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new StopRule(
                source, readWho, readScope, (within, fixes),
                (TimeSpan.FromSeconds(afterS), TimeSpan.FromSeconds(gapS)))
            : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        who.Includes(in actor, kind) ? new Stay() : null;

    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        var stance = new TrackStance(ZoneStanding.Outside, IsSettled: false);
        ref readonly var update = ref sight.Update;
        var error = update.PositionError;
        if (Reading.Binds(sight.Memory.Actor.Party, update.At) == Binding.No
            || error.EastM2 + error.NorthM2 > withinM * withinM / 4 || voice.MayBeTold(in update))
        {
            // A place as unsure as the circle is wide says neither that it stays nor that it goes; and what may be an
            // object that tells who it is stays or goes as that one.
            return stance;
        }

        var stay = (Stay)memory;
        var zone = scope.ZoneOf(in sight);
        var now = Moment.Of(in sight, sight.Survey.Locate(zone ?? scope.Zones!.Value[0]));
        var reachM = stay.IsStated ? LeaveFactor * withinM : withinM;
        var goesOn = stay.Fixes > 0 && zone is not null && DistanceM(in stay.First, in now) <= reachM;
        if (!goesOn || (now.At - stay.Last > maxGap && !stay.IsStated))
        {
            if (stay.IsStated)
            {
                Say(DetectionKind.Left, Determination.Compliant, stay, in sight, in now, voice);
            }

            stay.Begin(in now, zone ?? -1);
            stay.Fixes = zone is null ? 0 : 1;
            return stance;
        }

        stay.Last = now.At;
        stay.Fixes++;
        if (!stay.IsStated && stay.Fixes >= minFixes && now.At - stay.First.At >= after)
        {
            stay.IsStated = true;
            Say(DetectionKind.Measured, Determination.Breach, stay, in sight, in now, voice);
        }

        return stance;
    }

    private static double DistanceM(in Moment a, in Moment b)
    {
        var (eastM, northM) = LocalScale.At(a.Position).Offset(a.Position, b.Position);
        return new Way(eastM, northM).LengthM;
    }

    private void Say(
        DetectionKind kind, Determination determination, Stay stay, in TrackSight sight, in Moment now, RuleVoice voice)
    {
        var at = kind == DetectionKind.Left ? now : stay.First;
        var (memory, zone, knownAt) = (sight.Memory, zones[stay.Zone].Id, now.KnownAt);
        var seconds = now.At.SecondsSince(stay.First.At);
        var (first, last) = (voice.Feeds.Cite(stay.First.Frame), voice.Feeds.Cite(now.Frame));
        ImmutableArray<Detail> details =
        [
            new Detail("stayed_s", seconds.ToString("0", CultureInfo.InvariantCulture)),
            new Detail("limit_s", after.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)),
            new Detail("within_m", withinM.ToString("0", CultureInfo.InvariantCulture)),
        ];
        var visit = FormattableString.Invariant($"{memory.Name}/{zone}/{stay.First.At}");
        voice.Say(this, new Act(memory.Actor, visit, at.Position, at.Error), null, id => new Detection(
            id, kind, Clause.Id, Reading.Id, Clause.IncidentClass, zone, at.Track.ToString(), memory.Name,
            memory.Actor.Party, at.At, knownAt, at.Place, at.PInside, at.MarginM, null, null, null, [],
            first == last ? [first] : [first, last], determination, null, details));
    }
}
