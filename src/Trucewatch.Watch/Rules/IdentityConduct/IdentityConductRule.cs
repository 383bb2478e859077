using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Tracking;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>
/// States when what an object tells of its place is not plausible: jumps, circles, a whole area moved aside, motion
/// that contradicts the way made, one identity in two places or two that change places. Nothing is dropped or merged
/// for it: the tracker keeps rival tracks, and nobody is named as the cause.
/// </summary>
internal sealed class IdentityConductRule : Rule
{
    // What a good receiver does at most; a noisier one gives no claim to a rounder circle.
    private const double MaxCircleSigmaM = 10;

    /// <summary>Most questions of many identities that one receive time can put; further ones are not asked.</summary>
    public const int MaxAsked = 10_000;

    private readonly ConductSettings settings;
    private readonly AreaSteps areaSteps = new();
    private readonly Jumps jumps = new();
    private readonly Way[] scratch = new Way[CircleWindow.MaxPlaces];
    private readonly Dictionary<ObjectIdentity, FollowedIdentity> identities = [];
    private readonly Dictionary<TrackId, FollowedIdentity> byTrack = [];
    private readonly List<Question> waiting = [];

    private IdentityConductRule(RuleSource source, ConductSettings settings)
        : base(source) => this.settings = settings;

    /// <summary>Number of identities that are followed; they are given up with their tracks.</summary>
    internal int FollowedCount => identities.Count;

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var read = ConductSettings.Read(source, reader);
        reader.RefuseRest();
        return source.Problems.Count == problems ? new IdentityConductRule(source, read) : null;
    }

    /// <summary>
    /// What is asked of one identity and others: it waits until all of one receive time is in, as it does not matter
    /// which of them came first.
    /// </summary>
    private sealed record Question(
        ConductPattern Pattern, Observation Observation, TrackUpdate Update, TrackMemory Memory, Provenance Provenance,
        FollowedIdentity Whose, Seen Seen)
    {
        public Seen Before { get; init; }

        public Way Way { get; init; }
    }

    public override bool WatchesFixes => true;

    public override bool RelatesMany => true;

    public override void OnSettled(Instant receivedAt, RuleVoice voice)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        foreach (var asked in waiting.OrderBy(one => one.Memory.Rank).ThenBy(one => one.Seen.At.UnixMicroseconds))
        {
            var (observation, update) = (asked.Observation, asked.Update);
            var sight = new FixSight(in observation, in update, asked.Memory);
            voice.Provenance = asked.Provenance with { Late = voice.Provenance.Late };
            switch (asked.Pattern)
            {
                case ConductPattern.Offset: LookForOffset(in sight, asked, voice); break;
                case ConductPattern.Jump: LookForSwap(in sight, asked, voice); break;
                default: NoteLikeness(in sight, asked, voice); break;
            }
        }

        waiting.Clear();
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        settings.Who.Includes(in actor, kind) ? new FollowedTrack(new CircleWindow(scratch)) : null;

    public override void Forget(TrackId track)
    {
        if (byTrack.Remove(track, out var whose) && --whose.Tracks == 0)
        {
            identities.Remove(whose.Identity);
        }
    }

    public override void OnFix(in FixSight sight, object memory, RuleVoice voice)
    {
        var track = (FollowedTrack)memory;
        var seen = Seen.Of(in sight.Observation);
        var whose = track.Whose ??= Follow(in sight);
        if (whose.HasLast && seen.At <= whose.Last.At)
        {
            return;
        }

        // The first that is used: one that came before a newer one of the identity is not.
        track.First = track.Fixes == 0 ? seen : track.First;
        if (!whose.HasLast)
        {
            whose.Rank = sight.Memory.Rank;
            Ask(ConductPattern.Identity, in sight, in seen, whose, voice);
        }
        else if (Looks(ConductPattern.Offset)
            && AreaSteps.Unexplained(whose.Last, in seen, settings.OffsetMinM) is { } way)
        {
            Ask(ConductPattern.Offset, in sight, in seen, whose, voice, whose.Last, way);
        }

        track.Fixes++;
        var goesOver = whose.Note(in seen, track, settings.WithinS);
        LookForJump(in sight, track, voice);
        if (goesOver)
        {
            LookForTwo(in sight, track, voice);
        }

        LookForContradiction(in sight, in seen, track, voice);
        LookForCircle(in sight, in seen, track, voice);
    }

    private FollowedIdentity Follow(in FixSight sight)
    {
        var identity = sight.Update.Identity;
        if (!identities.TryGetValue(identity, out var whose))
        {
            whose = new FollowedIdentity(identity);
            identities.Add(identity, whose);
        }

        if (byTrack.TryAdd(sight.Update.Id, whose))
        {
            whose.Tracks++;
        }

        return whose;
    }

    private void Ask(
        ConductPattern pattern, in FixSight sight, in Seen seen, FollowedIdentity whose, RuleVoice voice,
        Seen before = default, Way way = default)
    {
        if (waiting.Count < MaxAsked)
        {
            waiting.Add(new Question(
                pattern, sight.Observation, sight.Update, sight.Memory, voice.Provenance, whose, seen)
            {
                Before = before,
                Way = way,
            });
        }
    }

    private bool Looks(ConductPattern pattern) => settings.Patterns.Contains(pattern);

    private void LookForJump(in FixSight sight, FollowedTrack track, RuleVoice voice)
    {
        // One message may be damaged, or another's: only several in a row on either track make a jump.
        var whose = track.Whose!;
        if (whose.Run != settings.MinFixes || whose.RunBefore < settings.MinFixes)
        {
            return;
        }

        var (from, to) = (whose.BeforeRun, whose.FirstOfRun);
        var limitMps = Motion.Of(sight.Update.Class).MaxSpeedMps;
        var made = from.To(in to).LengthM;
        if (made < settings.JumpMinM || !from.IsBeyond(in to, limitMps))
        {
            return;
        }

        var seconds = to.At.SecondsSince(from.At);
        if (Looks(ConductPattern.Jump) && whose.MaySay(ConductPattern.Jump, to.At, settings.RestateS))
        {
            Say(in sight, "jump", from.Frame, voice,
            [
                new Detail("moved_m", Whole(made)),
                new Detail("within_s", Tenths(seconds)),
                new Detail("limit_mps", Tenths(limitMps)),
                new Detail("tracks_kept", "both"),
            ]);
        }

        Ask(ConductPattern.Jump, in sight, in to, whose, voice, from);
    }

    private void LookForSwap(in FixSight sight, Question asked, RuleVoice voice)
    {
        var (whose, to) = (asked.Whose, asked.Seen);
        var jump = new Jump(whose.Identity, asked.Before, to);
        if (jumps.Take(in jump, settings) is { } other
            && Looks(ConductPattern.Identity) && whose.MaySay(ConductPattern.Identity, to.At, settings.RestateS))
        {
            Say(in sight, "two identities changed places", other.To.Frame, voice,
            [
                new Detail("other", other.Identity.ToString()),
                new Detail("moved_m", Whole(asked.Before.To(in to).LengthM)),
                new Detail("apart_s", Tenths(Math.Abs(to.At.SecondsSince(other.To.At)))),
                new Detail("limit_m", Whole(settings.SwapWithinM)),
            ]);
        }
    }

    private void LookForTwo(in FixSight sight, FollowedTrack track, RuleVoice voice)
    {
        // Each of the two tracks goes on: some wrong messages between right ones are not an object of their own.
        var whose = track.Whose!;
        if (whose.Switches >= settings.Switches && track.Fixes > settings.MinFixes
            && whose.Other?.Fixes > settings.MinFixes && Looks(ConductPattern.Identity)
            && whose.MaySay(ConductPattern.Identity, whose.Last.At, settings.RestateS))
        {
            Say(in sight, "one identity on two tracks at once", track.First.Frame, voice,
            [
                new Detail("changes_of_track", Count(whose.Switches)),
                new Detail("limit", Count(settings.Switches)),
                new Detail("within_s", Whole(settings.WithinS)),
            ]);
        }
    }

    private void LookForOffset(in FixSight sight, Question asked, RuleVoice voice)
    {
        var (seen, way) = (asked.Seen, asked.Way);
        if (areaSteps.Take(asked.Whose, in seen, way, settings) is not { } objects)
        {
            return;
        }

        Say(in sight, "many objects of an area moved aside together", asked.Before.Frame, voice,
        [
            new Detail("objects", Count(objects)),
            new Detail("limit", Count(settings.OffsetObjects)),
            new Detail("east_m", Whole(way.EastM)),
            new Detail("north_m", Whole(way.NorthM)),
            new Detail("within_s", Whole(settings.OffsetWithinS)),
        ]);
    }

    private void LookForContradiction(in FixSight sight, in Seen seen, FollowedTrack track, RuleVoice voice)
    {
        if (track.Told.Take(in seen, sight.Update.Class, settings.SpanS, settings.Spans) is not { } found
            || !Looks(ConductPattern.Kinematics)
            || !track.Whose!.MaySay(ConductPattern.Kinematics, seen.At, settings.RestateS))
        {
            return;
        }

        Say(in sight, "told motion against the way made", track.First.Frame, voice,
        [
            new Detail("told_m", Whole(found.ToldM)),
            new Detail("made_m", Whole(found.MadeM)),
            new Detail("apart_m", Whole(found.ApartM)),
            new Detail("limit_m", Whole(found.ToleranceM)),
            new Detail("change_mps", Tenths(found.ChangeMps)),
            new Detail("within_s", Tenths(found.Seconds)),
        ]);
    }

    private void LookForCircle(in FixSight sight, in Seen seen, FollowedTrack track, RuleVoice voice)
    {
        // Drones fly exact circles for a living; what sails is set off its circle by wind and current.
        if (sight.Update.Class != ObjectClass.Vessel || !Looks(ConductPattern.Circle) || !track.Circle.Take(in seen))
        {
            return;
        }

        var rmsM = settings.CircleSigmas * Math.Min(seen.SigmaM, MaxCircleSigmaM);
        if (track.Circle.Find(settings.CircleTurns, rmsM) is { } fit
            && track.Whose!.MaySay(ConductPattern.Circle, seen.At, settings.RestateS))
        {
            Say(in sight, "circle", track.First.Frame, voice,
            [
                new Detail("radius_m", Tenths(fit.RadiusM)),
                new Detail("off_circle_m", Tenths(fit.RmsM)),
                new Detail("limit_m", Tenths(rmsM)),
                new Detail("turns", Tenths(Math.Abs(fit.Turns))),
            ]);
        }
    }

    /// <summary>
    /// A new identity that differs from a known one by a bit or a digit and begins where that was last heard is noted,
    /// and never merged: it may be one damaged message, and may as well be a sister ship in the same port.
    /// </summary>
    private void NoteLikeness(in FixSight sight, Question asked, RuleVoice voice)
    {
        var (seen, whose) = (asked.Seen, asked.Whose);
        if (whose.Identity.Scheme != IdentityScheme.Mmsi || !Looks(ConductPattern.Identity)
            || FindLike(whose, in seen) is not { } like)
        {
            return;
        }

        Say(in sight, "like another identity near it", like.Last.Frame, voice,
        [
            new Detail("other", like.Identity.ToString()),
            new Detail("apart_s", Tenths(seen.At.SecondsSince(like.Last.At))),
            new Detail("limit_m", Whole(settings.LikeWithinM)),
            new Detail("merged", "no"),
        ], Determination.Compliant);
    }

    private FollowedIdentity? FindLike(FollowedIdentity whose, in Seen seen)
    {
        var mmsi = (uint)whose.Identity.Number;
        for (var bit = 0; bit < 30; bit++)
        {
            if (Near(mmsi ^ (1u << bit), in seen, whose) is { } like)
            {
                return like;
            }
        }

        for (uint place = 1; place < 1_000_000_000; place *= 10)
        {
            var rest = mmsi - (mmsi / place % 10 * place);
            for (uint digit = 0; digit < 10; digit++)
            {
                if (rest + (digit * place) != mmsi && Near(rest + (digit * place), in seen, whose) is { } like)
                {
                    return like;
                }
            }
        }

        return null;
    }

    /// <summary>Of two that were first heard at one time the later one in the order of tracks is the new one.</summary>
    private FollowedIdentity? Near(uint mmsi, in Seen seen, FollowedIdentity whose) =>
        identities.TryGetValue(ObjectIdentity.Mmsi(mmsi), out var like) && like.HasLast
        && like.Rank.CompareTo(whose.Rank) < 0
        && Math.Abs(seen.At.SecondsSince(like.Last.At)) <= Kinematics.MaxCoastS
        && Jumps.IsNear(like.Last.Coast(seen.At), seen.Place, settings.LikeWithinM)
            ? like
            : null;

    private void Say(
        in FixSight sight, string pattern, FrameRef earlier, RuleVoice voice, ImmutableArray<Detail> numbers,
        Determination determination = Determination.Undetermined)
    {
        ref readonly var observation = ref sight.Observation;
        var name = sight.Memory.Name;
        var place = PlaceOf.Point(observation.Position, observation.PositionError);
        var (first, now) = (voice.Feeds.Cite(earlier), voice.Feeds.Cite(observation.Frame));
        ImmutableArray<FrameCitation> frames = first == now ? [now] : [first, now];
        var stated = new Detection(
            0, DetectionKind.Measured, Clause.Id, Reading.Id, Clause.IncidentClass, null, sight.Update.Id.ToString(),
            name, null, observation.At, observation.ReceivedAt, place, null, null, null, null, null, [], frames,
            determination, null, [new Detail("position data not plausible", pattern), .. numbers]);

        // Whoever it is may be the one deceived, so that no party is named.
        var act = new Act(
            sight.Memory.Actor with { Party = null }, $"{name}/{pattern}/{observation.At}", observation.Position,
            observation.PositionError);
        var family = $"{observation.Identity} {pattern}";
        var within = TimeSpan.FromSeconds(settings.RestateS);
        voice.Say(this, act, new Joining(family, settings.OffsetWithinM, within), id => stated with { Id = id });
    }

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Tenths(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
