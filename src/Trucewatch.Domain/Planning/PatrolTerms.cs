using System.Collections.Immutable;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Planning;

/// <summary>What makes ground hazardous.</summary>
public enum HazardKind
{
    /// <summary>Mines.</summary>
    Mines,

    /// <summary>Cluster munitions that did not go off.</summary>
    ClusterMunitions,

    /// <summary>Other ammunition that was left or did not go off.</summary>
    ExplosiveRemnants,

    /// <summary>Something else, such as a bridge that does not bear.</summary>
    Other,
}

/// <summary>How sure it is (IMAS 07.11: suspected and confirmed hazardous areas). Both are kept away from.</summary>
public enum HazardStatus
{
    /// <summary>There is reason to suspect it.</summary>
    Suspected,

    /// <summary>It was found there.</summary>
    Confirmed,
}

/// <summary>Ground that no patrol may enter: mined, or hazardous otherwise.</summary>
/// <param name="Id">Id, unique in its file.</param>
/// <param name="Area">Where.</param>
/// <param name="Kind">What is there.</param>
/// <param name="Status">How sure it is.</param>
/// <param name="Source">Who says so.</param>
/// <param name="AsOf">As of when.</param>
public sealed record Hazard(
    string Id, Region Area, HazardKind Kind, HazardStatus Status, string Source, Instant AsOf);

/// <summary>By what a patrol is heard.</summary>
/// <param name="Patrol">Id of its task.</param>
/// <param name="Reporters">Persons whose reports from the field are its own.</param>
/// <param name="Vehicles">What its vehicles call themselves.</param>
public sealed record PatrolVoice(
    string Patrol, ImmutableArray<string> Reporters, ImmutableArray<ObjectIdentity> Vehicles)
{
    /// <summary>The voice of a patrol of which nothing is said: both bear the id of its task.</summary>
    public static PatrolVoice Of(string patrol) => new(patrol, [patrol], [ObjectIdentity.CotUid(patrol)]);
}

/// <summary>Where a mission's patrols may go, and how often they are to be heard.</summary>
/// <param name="Ways">Lines that they know, each of at least two points.</param>
/// <param name="Hazards">What they keep away from.</param>
/// <param name="HazardDistanceM">How far, in metres.</param>
/// <param name="CheckInEvery">The longest time between two check-ins.</param>
/// <param name="Voices">By what they are heard, where it is not the id of the task.</param>
public sealed record PatrolTerms(
    ImmutableArray<ImmutableArray<GeoPoint>> Ways, ImmutableArray<Hazard> Hazards, double HazardDistanceM,
    TimeSpan CheckInEvery, ImmutableArray<PatrolVoice> Voices)
{
    /// <summary>The distance that is kept where none is stated, in metres.</summary>
    public const double UsualDistanceM = 50;

    /// <summary>Greatest distance, in metres.</summary>
    public const double MaxDistanceM = 5_000;

    /// <summary>Most hazards.</summary>
    public const int MaxHazards = 1_000;

    /// <summary>Most points of all ways.</summary>
    public const int MaxWayPoints = 100_000;

    /// <summary>The longest time between two check-ins where none is stated.</summary>
    public static readonly TimeSpan UsualCheckIn = TimeSpan.FromHours(1);

    /// <summary>Least and most that can be stated: what is heard is kept to the minute.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) CheckIns = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));

    /// <summary>Of a mission that states nothing.</summary>
    public static readonly PatrolTerms Usual = new([], [], UsualDistanceM, UsualCheckIn, []);

    /// <summary>By what a patrol is heard.</summary>
    public PatrolVoice VoiceOf(string patrol) =>
        Voices.FirstOrDefault(voice => voice.Patrol == patrol) ?? PatrolVoice.Of(patrol);

    /// <summary>What is wrong with them, or null.</summary>
    /// <param name="patrols">Ids of the patrols that stand.</param>
    public string? Problem(IReadOnlySet<string> patrols)
    {
        if (Ways.Any(way => way.Length < 2) || Ways.Sum(way => way.Length) > MaxWayPoints)
        {
            return FormattableString.Invariant(
                $"ways: expected at least 2 points each and at most {MaxWayPoints} in all");
        }

        if (!(HazardDistanceM is > 0 and <= MaxDistanceM))
        {
            return FormattableString.Invariant(
                $"hazard_distance_m: expected above 0 and at most {MaxDistanceM}, got {HazardDistanceM}");
        }

        if (CheckInEvery < CheckIns.Least || CheckInEvery > CheckIns.Most)
        {
            return FormattableString.Invariant($"check_in_every_min: expected {CheckIns.Least.TotalMinutes} to ")
                + FormattableString.Invariant($"{CheckIns.Most.TotalMinutes}, got {CheckInEvery.TotalMinutes}");
        }

        return ProblemOfHazards() ?? ProblemOfVoices(patrols);
    }

    private string? ProblemOfHazards()
    {
        if (Hazards.Length > MaxHazards)
        {
            return FormattableString.Invariant($"hazards: expected at most {MaxHazards}, got {Hazards.Length}");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var hazard in Hazards)
        {
            if (hazard.Id.Length == 0 || !ids.Add(hazard.Id) || string.IsNullOrWhiteSpace(hazard.Source))
            {
                return $"hazard {hazard.Id}: expected an id of its own and a source";
            }
        }

        return null;
    }

    /// <summary>What two patrols are heard by says of neither that it was heard.</summary>
    private string? ProblemOfVoices(IReadOnlySet<string> patrols)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var voice in Voices)
        {
            if (!patrols.Contains(voice.Patrol) || !named.Add(voice.Patrol)
                || voice.Reporters.IsEmpty && voice.Vehicles.IsEmpty)
            {
                return $"heard_by {voice.Patrol}: expected a standing patrol, once, with a reporter or a vehicle";
            }
        }

        var by = new HashSet<string>(StringComparer.Ordinal);
        foreach (var patrol in patrols.Order(StringComparer.Ordinal))
        {
            var voice = VoiceOf(patrol);
            foreach (var name in voice.Reporters.Concat(voice.Vehicles.Select(vehicle => vehicle.ToString())))
            {
                if (!by.Add(name))
                {
                    return $"heard_by {patrol}: expected names of its own, got {name} of another patrol too";
                }
            }
        }

        return null;
    }
}
