using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Tracks;

/// <summary>A track's number in its sector, from 1.</summary>
/// <param name="Value">The number.</param>
public readonly record struct TrackId(int Value)
{
    /// <summary>For example <c>T-000042</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"T-{Value:D6}");
}

/// <summary>How a track stands to the zones that some rule watches.</summary>
public enum ZoneStanding
{
    /// <summary>Outside all.</summary>
    Outside,

    /// <summary>Neither inside nor outside can be said.</summary>
    Undetermined,

    /// <summary>Inside at least one where a rule says it may not be.</summary>
    Inside,
}

/// <summary>What a track's state rests on, and how surely its object exists.</summary>
public enum TrackStatus
{
    /// <summary>The object told of itself.</summary>
    Told,

    /// <summary>A sensor saw something; it may be nothing.</summary>
    Tentative,

    /// <summary>A sensor saw an object: it is more likely there than not.</summary>
    Confirmed,

    /// <summary>The track of what a sensor saw was given up.</summary>
    Lost,
}

/// <summary>The state of one track after one observation, or one look of a sensor.</summary>
public struct TrackUpdate
{
    /// <summary>Which track.</summary>
    public TrackId Id;

    /// <summary>What the object calls itself.</summary>
    public ObjectIdentity Identity;

    /// <summary>Which of the rival tracks of this identity, from 1: an impossible move opens a second one.</summary>
    public int Branch;

    /// <summary>What kind of object.</summary>
    public ObjectClass Class;

    /// <summary>Time of the state.</summary>
    public Instant At;

    /// <summary>When the observation was received: what was known when.</summary>
    public Instant KnownAt;

    /// <summary>Estimated place.</summary>
    public GeoPoint Position;

    /// <summary>Covariance of the place, in square metres.</summary>
    public Covariance2 PositionError;

    /// <summary>Velocity to the east in metres per second.</summary>
    public double EastMps;

    /// <summary>Velocity to the north in metres per second.</summary>
    public double NorthMps;

    /// <summary>
    /// Height in metres as the update's observation states it, of what a sensor saw as the track's filter has it then;
    /// NaN when the observation states none.
    /// </summary>
    public double HeightM;

    /// <summary>Standard deviation of the height in metres; NaN when not known.</summary>
    public double HeightSigmaM;

    /// <summary>What the height is measured from.</summary>
    public HeightReference HeightReference;

    /// <summary>Relation to the watched zones.</summary>
    public ZoneStanding Standing;

    /// <summary>What this state rests on.</summary>
    public TrackStatus Status;

    /// <summary>Probability that the object exists, of what a sensor saw; 0 where the object told of itself.</summary>
    public double Existence;

    /// <summary>The frame that made the update.</summary>
    public FrameRef Evidence;

    /// <summary>The object's words about itself as last heard, or null.</summary>
    public ObjectDescription? Description;

    /// <summary>
    /// Meet of the labels of all registered sensors that told of the object; null: none did. It follows from the
    /// record and is stored nowhere.
    /// </summary>
    public Label? Label;
}
