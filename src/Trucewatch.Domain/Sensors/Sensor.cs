using System.Collections.Immutable;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Sensors;

/// <summary>Whether the parties have agreed that a sensor watches.</summary>
public enum Consent
{
    /// <summary>It is not agreed yet: what it sends is kept and marked, and opens nothing.</summary>
    Pending,

    /// <summary>It is agreed.</summary>
    Agreed,

    /// <summary>The agreement to it was taken back; as <see cref="Pending"/>.</summary>
    Withdrawn,
}

/// <summary>How a sensor measures from a time on.</summary>
/// <param name="Version">Name of the calibration, unique in its sensor.</param>
/// <param name="From">Event time from which it holds, until the next one does.</param>
/// <param name="SigmaM">Standard deviation of a position in metres where the feed states none, or null: as the decoder
/// assumes.</param>
/// <param name="BiasEastM">By how many metres its positions lie too far east; taken off.</param>
/// <param name="BiasNorthM">By how many metres its positions lie too far north; taken off.</param>
public sealed record Calibration(string Version, Instant From, double? SigmaM, double BiasEastM, double BiasNorthM);

/// <summary>A key with which a sensor's gateway signs.</summary>
/// <param name="Id">Id in the envelopes, unique in the registry.</param>
/// <param name="PublicKey">The Ed25519 public key, 32 bytes.</param>
/// <param name="From">Time from which it holds.</param>
/// <param name="Until">Time until which it holds, or null.</param>
/// <param name="RevokedAt">Time from which nothing signed with it is trusted, or null.</param>
public sealed record SensorKey(
    string Id, ImmutableArray<byte> PublicKey, Instant From, Instant? Until, Instant? RevokedAt);

/// <summary>What a sensor watches from where it stands, as long as it is heard.</summary>
/// <param name="Modality">With what it looks.</param>
/// <param name="At">Where it stands.</param>
/// <param name="RangeM">How far it looks, in metres.</param>
/// <param name="HeightM">Its height above the ground around it in metres, which sets its horizon; null: not known, and
/// then the horizon does not count.</param>
/// <param name="FromDeg">Bearing in degrees from true north at which it begins to look, clockwise.</param>
/// <param name="ToDeg">Bearing at which it ends; equal to the first one: it looks all around.</param>
/// <param name="DetectionProbability">Its chance to see what it looks for; null: as the modality's model
/// assumes.</param>
public sealed record SensorWatch(
    Modality Modality,
    GeoPoint At,
    double RangeM,
    double? HeightM,
    double FromDeg,
    double ToDeg,
    double? DetectionProbability);

/// <summary>A sensor as the registry describes it.</summary>
/// <param name="Id">Id, for example <c>coast-radar-2</c>.</param>
/// <param name="Owner">Nation or body that owns it.</param>
/// <param name="Kind">What it is, for example <c>ais-receiver</c>.</param>
/// <param name="Mount">Where it stands, or what carries it.</param>
/// <param name="Consent">Whether it is agreed.</param>
/// <param name="Label">Release label.</param>
/// <param name="Feeds">Names of the feeds that bring its observations.</param>
/// <param name="Sources">Where a feed has many sensors: names in tag blocks that are this one's.</param>
/// <param name="Identities">And identities that are this one's, as observations show them; a trailing star stands for
/// any rest.</param>
/// <param name="ClockErrorS">Greatest error of its clock in seconds.</param>
/// <param name="HeardEvery">Longest silence that is no fault, or null: it is not known.</param>
/// <param name="LateAfter">Longest delay of a position that is in time, or null: the sector's.</param>
/// <param name="Calibrations">Calibrations in the order of their times; never empty.</param>
/// <param name="Keys">Keys of its gateway; empty: it signs nothing.</param>
/// <param name="IsExercise">True for one that exists in exercises only: a live log refuses what it sends.</param>
/// <param name="Watch">What it watches from where it stands; null: it stands nowhere, or what it sees says so.</param>
public sealed record Sensor(
    string Id,
    string Owner,
    string Kind,
    string Mount,
    Consent Consent,
    Label Label,
    ImmutableArray<string> Feeds,
    ImmutableArray<string> Sources,
    ImmutableArray<string> Identities,
    double ClockErrorS,
    TimeSpan? HeardEvery,
    TimeSpan? LateAfter,
    ImmutableArray<Calibration> Calibrations,
    ImmutableArray<SensorKey> Keys,
    bool IsExercise = false,
    SensorWatch? Watch = null)
{
    /// <summary>From this stated error on, a sensor's own times are not used: the receive time is nearer.</summary>
    public const double MaxClockErrorS = 10;

    /// <summary>True when it is all of its feeds: it names neither sources nor identities.</summary>
    public bool IsGeneral => Sources.IsEmpty && Identities.IsEmpty;

    /// <summary>As facts cite it: <c>id@calibration</c>.</summary>
    public string CitedAt(Instant at) => $"{Id}@{CalibrationAt(at).Version}";

    /// <summary>The calibration that holds at a time; before the first one, the first.</summary>
    public Calibration CalibrationAt(Instant at)
    {
        var found = Calibrations[0];
        foreach (var calibration in Calibrations)
        {
            found = calibration.From <= at ? calibration : found;
        }

        return found;
    }

    /// <summary>True when the sensor names the source.</summary>
    internal bool Names(ReadOnlySpan<byte> source)
    {
        foreach (var known in Sources)
        {
            if (IsAscii(known, source))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when the sensor names the identity.</summary>
    internal bool Names(in ObjectIdentity identity)
    {
        if (Identities.IsEmpty || identity.Scheme == IdentityScheme.None)
        {
            return false;
        }

        var text = identity.ToString();
        foreach (var pattern in Identities)
        {
            if (pattern.EndsWith('*')
                ? text.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
                : text == pattern)
            {
                return true;
            }
        }

        return false;
    }

    internal static bool IsAscii(string text, ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && System.Text.Ascii.Equals(bytes, text);
}
