using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Feeds;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Decodes recorded batches, each feed with a decoder of its own, and counts what cannot be decoded. A log that is live
/// takes nothing that its own source marks as exercise or simulated: the frame stays recorded, and faults.
/// </summary>
internal sealed class FrameDecoding(FeedTable feeds, bool isExercise = false)
{
    private readonly Dictionary<FeedId, IFrameDecoder> decoders = [];
    private readonly ObservationBuffer observations = new();
    private readonly LateFaults late = new();
    private readonly SignedFrames signatures = new();

    /// <summary>Faults by feed and reason.</summary>
    public Quarantine Quarantine { get; } = new();

    /// <summary>The edition of the sensor registry that is in force.</summary>
    public SensorRegistry Registry { get; private set; } = SensorRegistry.Empty;

    /// <summary>The edition that the last batch brought, or null.</summary>
    public SensorRegistry? NewRegistry { get; private set; }

    /// <summary>The looks of the last batch; they stand until the next one is decoded.</summary>
    public ReadOnlySpan<Look> Looks => observations.Looks;

    /// <summary>The observations of a batch; they stand until the next one is decoded.</summary>
    public ReadOnlySpan<Observation> Decode(FrameBatch batch)
    {
        observations.Clear();
        NewRegistry = null;
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
            fault = fault == FrameFault.None ? decoder.Decode(frame, observations, late) : fault;
            if (!isExercise && HasExercise(first, firstLook))
            {
                observations.Truncate(first, firstLook);
                fault = FrameFault.ExerciseMarked;
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
            for (var made = first; made < observations.Count; made++)
            {
                SensorAssignment.Apply(Registry, signer, batch.Feed.Name, in frame, ref observations[made]);
            }

            for (var made = firstLook; made < observations.LookCount; made++)
            {
                SensorAssignment.Apply(Registry, signer, batch.Feed.Name, in frame, ref observations.LookAt(made));
            }
        }

        return observations.Items;
    }

    private bool HasExercise(int first, int firstLook)
    {
        foreach (ref readonly var made in observations.Items[first..])
        {
            if (made.IsExercise)
            {
                return true;
            }
        }

        foreach (ref readonly var made in observations.Looks[firstLook..])
        {
            if (made.IsExercise)
            {
                return true;
            }
        }

        return false;
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
