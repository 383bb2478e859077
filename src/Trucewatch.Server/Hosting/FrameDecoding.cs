using System.Runtime.InteropServices;
using System.Text;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Feeds;
using Trucewatch.Server.Intake;
using Trucewatch.Watch;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Decodes recorded batches, each feed with a decoder of its own, and counts what cannot be decoded. A log that is live
/// takes nothing that its own source marks as exercise or simulated, or that a sensor of exercises sends: the frame
/// stays recorded, and faults.
/// </summary>
internal sealed class FrameDecoding(FeedTable feeds, bool isExercise = false)
{
    private readonly Dictionary<FeedId, IFrameDecoder> decoders = [];
    private readonly ObservationBuffer observations = new();
    private readonly LateFaults late = new();
    private readonly SignedFrames signatures = new();
    private readonly List<OperationalNote> notes = [];
    private readonly HashSet<string> noted = new(StringComparer.Ordinal);

    /// <summary>Faults by feed and reason.</summary>
    public Quarantine Quarantine { get; } = new();

    /// <summary>The edition of the sensor registry that is in force.</summary>
    public SensorRegistry Registry { get; private set; } = SensorRegistry.Empty;

    /// <summary>The word of the exercise that the last batch brought, or null.</summary>
    public string? ExerciseWord { get; private set; }

    /// <summary>The edition that the last batch brought, or null.</summary>
    public SensorRegistry? NewRegistry { get; private set; }

    /// <summary>What the last batch brought that a reader of the record must know.</summary>
    public ReadOnlySpan<OperationalNote> Notes => CollectionsMarshal.AsSpan(notes);

    /// <summary>The looks of the last batch; they stand until the next one is decoded.</summary>
    public ReadOnlySpan<Look> Looks => observations.Looks;

    /// <summary>The observations of a batch; they stand until the next one is decoded.</summary>
    public ReadOnlySpan<Observation> Decode(FrameBatch batch)
    {
        observations.Clear();
        notes.Clear();
        NewRegistry = null;
        ExerciseWord = null;
        if (batch.Feed.Name == ExerciseFeed.Name)
        {
            TakeWord(batch);
            return [];
        }

        if (batch.Feed.Name == RegistryFeed.Name)
        {
            TakeRegistry(batch);
            return [];
        }

        var format = feeds.FormatOf(batch.Feed);
        if (!decoders.TryGetValue(batch.Feed.Id, out var decoder))
        {
            decoder = format.NewDecoder();
            decoders.Add(batch.Feed.Id, decoder);
        }

        var inner = FeedFormats.InnerOf(format);
        for (var index = 0; index < batch.Count; index++)
        {
            var frame = batch[index];
            var (first, firstLook) = (observations.Count, observations.LookCount);
            Sensor? signer = null;
            var fault = format.IsTooLong(frame) ? FrameFault.TooLong
                : inner is null ? FrameFault.None
                : signatures.Check(in frame, inner, Registry, out signer);
            var isRefused = fault == FrameFault.None && !isExercise && IsOfExercise(batch.Feed, format, frame, signer);
            fault = fault == FrameFault.None && !isRefused ? decoder.Decode(frame, observations, late) : fault;
            for (var made = first; made < observations.Count; made++)
            {
                SensorAssignment.Apply(Registry, signer, batch.Feed.Name, in frame, ref observations[made]);
            }

            for (var made = firstLook; made < observations.LookCount; made++)
            {
                SensorAssignment.Apply(Registry, signer, batch.Feed.Name, in frame, ref observations.LookAt(made));
            }

            if (isRefused || (!isExercise && HasExercise(first, firstLook)))
            {
                observations.Truncate(first, firstLook);
                fault = FrameFault.ExerciseMarked;
                NoteExercise(frame, batch.Feed.Name);
            }

            if (fault != FrameFault.None)
            {
                Quarantine.Note(batch.Feed.Name, frame.Ref.Sequence, fault);
            }

            foreach (var (earlier, reason) in late.Items)
            {
                Quarantine.Note(batch.Feed.Name, earlier.Sequence, reason);
            }

            late.Clear();
        }

        return observations.Items;
    }

    /// <summary>
    /// What is known before a frame is decoded: by its own mark, by the key that signed it, or by the sensor that all
    /// of its feed is. A decoder must not remember anything of it either, such as a name or a report's id.
    /// </summary>
    private bool IsOfExercise(Feed feed, FeedFormat format, in FrameView frame, Sensor? signer) =>
        (format.IsExercise is { } mark && mark(frame.Bytes))
        || (Registry.HasExercise && (signer ?? Registry.Find(
            feed.Name, SensorAssignment.TagSource(frame.Bytes), ObjectIdentity.None)) is { IsExercise: true });

    /// <summary>Once for each feed: more than a first one tells nothing new, and the faults are counted.</summary>
    private void NoteExercise(in FrameView frame, string feed)
    {
        if (noted.Add(feed))
        {
            notes.Add(new OperationalNote(
                observations.Count,
                frame.ReceivedAt,
                "exercise.refused",
                FormattableString.Invariant($"feed {feed}: frame {frame.Ref.Sequence} is of an exercise: it is ")
                + "recorded, nothing is made of it, and what else of the kind comes by this feed is counted only"));
        }
    }

    private bool HasExercise(int first, int firstLook)
    {
        foreach (ref readonly var made in observations.Items[first..])
        {
            if (made.IsExercise || made.Sensor is { IsExercise: true })
            {
                return true;
            }
        }

        foreach (ref readonly var made in observations.Looks[firstLook..])
        {
            if (made.IsExercise || made.Sensor is { IsExercise: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>In a live log there is no exercise: such a frame can only have come by a copied record.</summary>
    private void TakeWord(FrameBatch batch)
    {
        Invariant.Holds(batch.Count == 1, $"a batch of {batch.Feed.Name} has one frame, got {batch.Count}");
        if (isExercise && Simulation.Scenarios.Scripts.ExerciseWord.Read(batch[0].Bytes) is not null)
        {
            ExerciseWord = Encoding.UTF8.GetString(batch[0].Bytes);
        }
        else
        {
            Quarantine.Note(
                batch.Feed.Name, batch[0].Ref.Sequence,
                isExercise ? FrameFault.BadSyntax : FrameFault.ExerciseMarked);
        }
    }

    /// <summary>
    /// Only what was read without a problem is recorded; an edition of a later format counts as a fault.
    /// </summary>
    private void TakeRegistry(FrameBatch batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            var frame = batch[index];
            if (SensorRegistry.Read(RegistryFeed.Name, frame.Bytes).Registry is { } edition)
            {
                Registry = edition;
                NewRegistry = edition;
            }
            else
            {
                Quarantine.Note(batch.Feed.Name, frame.Ref.Sequence, FrameFault.BadSyntax);
            }
        }
    }
}
