using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Watch.Exceptions;
using Trucewatch.Watch.Interference;
using Trucewatch.Watch.Tracking.Fusion;

namespace Trucewatch.Watch.Rules;

/// <summary>What exceptions are asked about: who did what, as one event however often it is stated.</summary>
/// <param name="Actor">Who, as far as it is known.</param>
/// <param name="Event">Names the event; a quota counts each once.</param>
/// <param name="Position">Where, or null.</param>
/// <param name="Error">Covariance of the place in square metres.</param>
/// <param name="Notice">Notice or permit that the writer says covers it, or null.</param>
internal readonly record struct Act(
    Actor Actor, string Event, GeoPoint? Position, Covariance2 Error, string? Notice = null);

/// <summary>What a detection says of the observation that raised it, beside what the rule says.</summary>
/// <param name="Sensor">Sensor, or null: none is registered.</param>
/// <param name="At">Time of the event, by which the calibration is found.</param>
/// <param name="Label">Label of what it and its track rest on, or null: the clause's own counts.</param>
/// <param name="IsAuthenticated">Whether a good signature covers it.</param>
/// <param name="Late">Feeds that are late.</param>
/// <param name="IsDisturbed">True where satellite navigation is disturbed, so that the place is less sure.</param>
/// <param name="Report">The written report that it is, or null.</param>
internal readonly record struct Provenance(
    Sensor? Sensor,
    Instant At,
    Label? Label,
    bool IsAuthenticated,
    ImmutableArray<string> Late,
    bool IsDisturbed = false,
    WrittenReport? Report = null)
{
    private static readonly Detail disturbed = new(
        "gnss_interference", FormattableString.Invariant($"added_sigma_m {InterferenceLedger.AddedSigmaM:0}"));

    public static Provenance Of(
        in Observation observation, Label? ofTrack, ImmutableArray<string> late, bool isDisturbed) => new(
            observation.Sensor,
            observation.At,
            ofTrack ?? observation.Sensor?.Label,
            observation.IsAuthenticated,
            late,
            isDisturbed,
            observation.Report);

    public Detection Stamp(Detection detection) => detection with
    {
        Sensor = Sensor?.CitedAt(At),
        Authenticated = IsAuthenticated,
        Provisional = Late.IsEmpty ? null : Late,
        Details = IsDisturbed ? [.. detection.Details ?? [], disturbed] : detection.Details,
    };
}

/// <summary>Collects what rules say while one observation is evaluated, and numbers it.</summary>
internal sealed class RuleVoice(FeedNames feeds)
{
    private static readonly Detail contested = new("identity", "on several tracks: whose this one is is not known");

    private int last;

    public FeedNames Feeds { get; } = feeds;

    /// <summary>What was said about the current observation.</summary>
    public List<Saying> Sayings { get; } = [];

    /// <summary>Of the current observation; set by the sector.</summary>
    public Provenance Provenance { get; set; } = new(null, default, null, false, []);

    /// <summary>Where satellite navigation is disturbed; set by the sector.</summary>
    public InterferenceLedger Interference { get; init; } = new();

    /// <summary>What sensors see and what objects tell; set by the sector, null where a test has none.</summary>
    public FusedPicture? Picture { get; init; }

    /// <summary>
    /// True for what sensors see where an object tells to be that nothing else is shown as: the two may be one, and a
    /// rule that counts objects counts the one that tells.
    /// </summary>
    public bool MayBeTold(in TrackUpdate update) =>
        update.Identity.Scheme == IdentityScheme.None && Picture?.IsExplained(in update) == true;

    /// <summary>Number of detections so far.</summary>
    public int Count => last;

    /// <summary>Who is who; set by the rule book whose rules speak.</summary>
    public ActorRegister Actors { get; set; } = new([]);

    /// <summary>What the agreement allows all the same; set by the rule book whose rules speak.</summary>
    public ExceptionBook Exceptions { get; set; } = ExceptionBook.Empty;

    /// <summary>
    /// What one of several tracks of one identity shows is no breach by whom the register names: no one object can have
    /// made the way between them, and which of them it is, if any, is not known. It may be told a false place, or
    /// another one may use its name.
    /// </summary>
    private static Detection Contested(Detection detection) => detection with
    {
        Party = null,
        Determination = detection.Determination == Determination.Breach
            ? Determination.Undetermined
            : detection.Determination,
        Details = [.. detection.Details ?? [], contested],
    };

    private static bool IsRival(string actor) => actor.Contains('#', StringComparison.Ordinal);

    /// <summary>
    /// Says a detection unless the clause, read this way, did not bind then. Where it is not known whether it bound the
    /// one who did it, or whether an exception covers it, nothing is determined; where an exception covers it, it is
    /// permitted, and said all the same.
    /// </summary>
    /// <param name="rule">The rule that says it.</param>
    /// <param name="act">What was done.</param>
    /// <param name="join">Which incident it belongs to.</param>
    /// <param name="build">Makes the detection of its number.</param>
    /// <param name="other">Label of another track that it rests on, or null.</param>
    /// <returns>What permits it, or null.</returns>
    public Permission? Say(
        Rule rule, in Act act, Joining? join, Func<int, Detection> build, Label? other = null)
    {
        // A zone that is surely far has no exact distance (ZoneSurvey): then none is stated.
        var detection = build(last + 1);
        detection = detection.MarginM is { } margin && !double.IsFinite(margin)
            ? detection with { MarginM = null }
            : detection;
        detection = IsRival(detection.Actor) ? Contested(detection) : detection;
        var binding = rule.Reading.Binds(act.Actor.Party, detection.At);
        if (binding == Binding.No && detection.Kind != DetectionKind.Left)
        {
            return null;
        }

        Permission? permission = null;
        if (detection.Determination == Determination.Breach && detection.Kind != DetectionKind.Left)
        {
            permission = Exceptions.Find(rule, in act, detection.At);
            if (permission is { } found)
            {
                var isSure = found.IsSure;
                detection = detection with
                {
                    Determination = isSure ? Determination.Permitted : Determination.Undetermined,
                    Exception = found.Exception,
                };
            }
            else if (binding == Binding.Unclear)
            {
                detection = detection with { Determination = Determination.Undetermined };
            }
        }

        last++;
        var label = rule.Clause.Label;
        label = Provenance.Label is { } source ? label.Meet(source) : label;
        label = other is null ? label : label.Meet(other);

        // Words are those of a report, the one that is looked at.
        var report = detection.Words is null ? null : Provenance.Report;
        Sayings.Add(new Saying(Provenance.Stamp(detection), rule, join, label, report));
        return permission;
    }

    /// <summary>The act that a written report tells of: whom it names is the writer's claim.</summary>
    public Act ActOf(in Observation observation)
    {
        var report = observation.Report!;
        return new Act(
            ActorOf(report),
            report.ReportId,
            observation.HasPosition ? observation.Position : null,
            observation.PositionError,
            report.Subject?.Notice);
    }

    /// <summary>Whom a report is about: by its identity in the registers, else as its writer names them.</summary>
    public Actor ActorOf(WrittenReport report)
    {
        var subject = report.Subject;
        var known = subject?.Identity is { } identity ? Actors.Find(identity) : null;
        return new Actor(
            known?.Name ?? report.Reporter,
            known?.Party ?? subject?.Party,
            known?.Role ?? subject?.Role,
            known?.Class ?? ObjectClass.Unknown);
    }
}
