using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Tracking.Fusion;

namespace Trucewatch.Watch;

/// <summary>
/// Everything a step may know: the observations and looks of one recorded batch, an edition of the sensor registry, a
/// person's word on which tracks are of one object, or a word of an exercise.
/// </summary>
public readonly ref struct SectorInput
{
    /// <summary>Makes an input.</summary>
    public SectorInput(
        long position,
        ReadOnlySpan<Observation> observations,
        ReadOnlySpan<Look> looks = default,
        ReadOnlySpan<OperationalNote> notes = default)
    {
        Position = position;
        Observations = observations;
        Looks = looks;
        Notes = notes;
    }

    /// <summary>Makes the input of an edition of the sensor registry.</summary>
    public SectorInput(long position, SensorRegistry registry, Instant receivedAt)
    {
        Position = position;
        Registry = registry;
        RegistryAt = receivedAt;
    }

    /// <summary>Makes the input of a person's word on tracks.</summary>
    public SectorInput(long position, FusionOrder order, Instant receivedAt)
    {
        Position = position;
        Order = order;
        OrderAt = receivedAt;
    }

    /// <summary>Makes the input of a word of an exercise.</summary>
    public SectorInput(long position, string exerciseWord, Instant receivedAt)
    {
        Position = position;
        ExerciseWord = exerciseWord;
        ExerciseWordAt = receivedAt;
    }

    /// <summary>A word of an exercise's direction or watch, or null.</summary>
    public string? ExerciseWord { get; }

    /// <summary>When it was received.</summary>
    public Instant ExerciseWordAt { get; }

    /// <summary>What a person says of tracks, or null.</summary>
    public FusionOrder? Order { get; }

    /// <summary>When it was received.</summary>
    public Instant OrderAt { get; }

    /// <summary>The edition that comes into force, or null.</summary>
    public SensorRegistry? Registry { get; }

    /// <summary>When it was received.</summary>
    public Instant RegistryAt { get; }

    /// <summary>Input position: the number of the batch in the record.</summary>
    public long Position { get; }

    /// <summary>Observations in the order of the record.</summary>
    public ReadOnlySpan<Observation> Observations { get; }

    /// <summary>What the intake has to say of the batch itself, in the order of the record.</summary>
    public ReadOnlySpan<OperationalNote> Notes { get; }

    /// <summary>Looks in the order of the record.</summary>
    public ReadOnlySpan<Look> Looks { get; }
}

/// <summary>Something about the record that becomes an operational fact.</summary>
/// <param name="Before">Index of the observation of the batch before which it belongs.</param>
/// <param name="At">Receive time of the frame that it is about.</param>
/// <param name="Topic">What it is about.</param>
/// <param name="Words">What it says.</param>
public readonly record struct OperationalNote(int Before, Instant At, string Topic, string Words);

/// <summary>What steps conclude. Reused: read it, then <see cref="Clear"/>.</summary>
public sealed class SectorOutput
{
    /// <summary>Track updates in order.</summary>
    public List<TrackUpdate> Tracks { get; } = [];

    /// <summary>Facts in order.</summary>
    public List<Fact> Facts { get; } = [];

    /// <summary>Empties both lists and keeps their memory.</summary>
    public void Clear()
    {
        Tracks.Clear();
        Facts.Clear();
    }
}
