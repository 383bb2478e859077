using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Evidence.Policies;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Intake;
using Trucewatch.Server.Live;

namespace Trucewatch.Server.Hosting;

/// <summary>Everything that the service's endpoints may ask: one agreement, one record, one picture.</summary>
internal sealed class WatchFloor
{
    /// <summary>The agreement.</summary>
    public required Agreement Agreement { get; init; }

    /// <summary>Words of the pack's NOTES.md.</summary>
    public required string Notes { get; init; }

    /// <summary>True in an exercise, as the log's name says.</summary>
    public bool IsExercise => Publisher.IsExercise;

    /// <summary>Name of the exercise, or null.</summary>
    public required string? ExerciseName { get; init; }

    /// <summary>Time of the floor.</summary>
    public required FloorClock Clock { get; init; }

    /// <summary>The feeds.</summary>
    public required FeedTable Feeds { get; init; }

    /// <summary>The picture.</summary>
    public required IPictureStore Store { get; init; }

    /// <summary>The evidence log.</summary>
    public required Publisher Publisher { get; init; }

    /// <summary>The sector and the decoders.</summary>
    public required SectorHost Host { get; init; }

    /// <summary>The recorded frames.</summary>
    public required RecordedBatches Record { get; init; }

    /// <summary>Live positions.</summary>
    public required LiveTracks Tracks { get; init; }

    /// <summary>Where tracks were, by place.</summary>
    public required Past.PastPlaces Past { get; init; }

    /// <summary>Live facts.</summary>
    public required LiveFacts Facts { get; init; }

    /// <summary>True when a reader may see a track and its positions.</summary>
    public bool Shows(TrackId track, Audience audience) => ReleaseGate.MaySeeLive(Host.LabelOf(track), audience);

    /// <summary>True when a reader may know how a feed does: what is counted of it tells of its frames.</summary>
    public bool Shows(Feed feed, Audience audience) => ReleaseGate.MaySeeLive(Host.LabelOfAll(feed), audience);

    /// <summary>A fact under the label that two people gave its incident, else under its own.</summary>
    public Fact Labelled(Fact fact) =>
        fact is IncidentFact { Incident.Id: var id } incident
            && Rights.LabelOf("incident:" + id, fact.Label) is var label && label != fact.Label
            ? incident with { Label = label }
            : fact;

    /// <summary>Incidents by what a reader may see.</summary>
    public required IncidentIndex Incidents { get; init; }

    /// <summary>Which incidents people said are one.</summary>
    public required Cases.MergeDesk Merges { get; init; }

    /// <summary>When each feed was heard.</summary>
    public required HeardRecord Heard { get; init; }

    /// <summary>Floor time of the newest checkpoint.</summary>
    public Domain.Instant CheckpointAt { get; set; }

    /// <summary>Under which ids readers know incidents.</summary>
    public required Access.ReaderIds Ids { get; init; }

    /// <summary>Who may do what.</summary>
    public required Access.RightsDesk Rights { get; init; }

    /// <summary>The cases.</summary>
    public required Cases.CaseDesk Cases { get; init; }

    /// <summary>The reports.</summary>
    public required Reporting.ReportDesk Reports { get; init; }

    /// <summary>What the watch saw, noted and handed over.</summary>
    public required Shift.ShiftDesk Shift { get; init; }

    /// <summary>Where reports from the field come in.</summary>
    public required FieldDesk Field { get; init; }

    /// <summary>The board of shared tasking.</summary>
    public required Tasking.TaskingDesk Tasking { get; init; }

    /// <summary>The desk of the hotline.</summary>
    public required Hotline.HotlineDesk Hotline { get; init; }

    /// <summary>What there is to plan with, and the proposals of days.</summary>
    public required Tasking.PlanDesk Plans { get; init; }

    /// <summary>Where patrols may go, and when they were heard.</summary>
    public required Tasking.PatrolDesk Patrols { get; init; }

    /// <summary>Notes who looks at what.</summary>
    public required Custody.ViewDesk Views { get; init; }

    /// <summary>Notices questions that look like targeting.</summary>
    public required Access.QueryWatch Queries { get; init; }

    /// <summary>The policy of witnesses, or null.</summary>
    public required WitnessPolicy? Policy { get; init; }

    /// <summary>What does not work as it should, one line each.</summary>
    public required Func<IReadOnlyList<string>> Problems { get; init; }

    /// <summary>The checkpoint that an authority stamped with its time last, or null.</summary>
    public Func<StampedCheckpoint?> Stamped { get; init; } = () => null;

    /// <summary>The public key of the log in vkey form.</summary>
    public required string Vkey { get; init; }
}
