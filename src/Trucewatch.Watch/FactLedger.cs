using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Sensors;

namespace Trucewatch.Watch;

/// <summary>Numbers the facts of a sector from 1 without gaps, and can take back those of one observation.</summary>
internal sealed class FactLedger
{
    private List<Fact> facts = [];

    /// <summary>Number of the last fact.</summary>
    public long Last { get; private set; }

    /// <summary>Number of facts written since <see cref="Begin"/>, those before in the list included.</summary>
    public int Mark => facts.Count;

    /// <summary>Starts to write into a list.</summary>
    public void Begin(List<Fact> into) => facts = into;

    public void Add(Detection detection, Label label) =>
        facts.Add(new DetectionFact(++Last, detection.KnownAt, label, detection));

    public void Add(Incident incident, Label label) =>
        facts.Add(new IncidentFact(++Last, incident.KnownAt, label, incident));

    /// <summary>What a party says of the agreement itself is for all to read.</summary>
    public void Add(Domain.Agreements.Acceptance acceptance, Instant knownAt) =>
        facts.Add(new AcceptanceFact(++Last, knownAt, Label.Everyone, acceptance));

    /// <summary>An edition of the registry; whose sensor stands where is the mission's own affair.</summary>
    public void Add(SensorRegistry registry, SensorRegistry earlier, Instant knownAt) =>
        facts.Add(new SensorsFact(++Last, knownAt, Label.Mission, registry.Hash, registry.ChangesSince(earlier)));

    /// <summary>Two tracks are of one object, or no longer; gives the fact's number.</summary>
    /// <param name="merge">What is stated.</param>
    /// <param name="knownAt">When it came to be known.</param>
    /// <param name="label">Meet of the labels of both tracks, or null: no registered sensor tells of them.</param>
    public long Add(Domain.Tracks.Merge merge, Instant knownAt, Label? label)
    {
        facts.Add(new MergeFact(
            ++Last, knownAt, label is null ? Label.Mission : Label.Mission.Meet(label), merge));
        return Last;
    }

    /// <summary>A fact about the system itself; only the mission reads it.</summary>
    /// <param name="knownAt">When it became known.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="words">What it says.</param>
    /// <param name="label">Label of the track that it tells of, or null.</param>
    public void AddOperational(Instant knownAt, string topic, string words, Label? label = null) =>
        facts.Add(new OperationalFact(
            ++Last, knownAt, label is null ? Label.Mission : Label.Mission.Meet(label), topic, words));

    /// <summary>A word of an exercise, for those alone who direct it.</summary>
    public void AddExercise(string word, Instant knownAt) =>
        facts.Add(new ExerciseFact(++Last, knownAt, Label.Trainer, word));

    /// <summary>Takes back what was written after a mark, and with it the numbers.</summary>
    public void TakeBackTo(int mark)
    {
        Last -= facts.Count - mark;
        facts.RemoveRange(mark, facts.Count - mark);
    }
}
