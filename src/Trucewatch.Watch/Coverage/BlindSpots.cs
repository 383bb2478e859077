using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Coverage;

/// <summary>Why a place was not watched that would have been.</summary>
public enum BlindCause
{
    /// <summary>Monitors were refused, delayed or hindered.</summary>
    Restriction,

    /// <summary>Satellite navigation was disturbed there: told places say nothing.</summary>
    Interference,

    /// <summary>A sensor was silent.</summary>
    Outage,
}

/// <summary>That a place was not watched though it would have been, and through whom.</summary>
/// <param name="Cause">Why.</param>
/// <param name="By">Id of the party that had the duty, or of the sensor; <c>not known</c> where nobody knows.</param>
/// <param name="Modality">What was lost.</param>
/// <param name="Middle">Middle of the place.</param>
/// <param name="RadiusM">Its radius in metres.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when, as far as is known.</param>
/// <param name="Frame">A frame that says so, or null.</param>
public sealed record BlindSpot(
    BlindCause Cause,
    string By,
    Modality Modality,
    GeoPoint Middle,
    double RadiusM,
    Instant From,
    Instant Until,
    FrameCitation? Frame)
{
    /// <summary>Square kilometres times hours.</summary>
    public double LostKm2H =>
        3.141592653589793 * RadiusM * RadiusM / 1e6 * Math.Max(0, Until.SecondsSince(From)) / 3600;
}

/// <summary>The newest blind spots, in the order in which they came to be known.</summary>
internal sealed class BlindSpots
{
    /// <summary>Most that are held; the one known longest is forgotten first, and counted.</summary>
    public const int Max = 4_096;

    private readonly List<BlindSpot> spots = [];
    private readonly Dictionary<string, int> going = new(StringComparer.Ordinal);
    private int first;

    /// <summary>How many were forgotten.</summary>
    public long Forgotten => first;

    /// <summary>Those that are held.</summary>
    public IReadOnlyList<BlindSpot> Held => spots;

    /// <summary>Adds one.</summary>
    public void Add(BlindSpot spot)
    {
        if (spots.Count == Max)
        {
            spots.RemoveAt(0);
            first++;
        }

        spots.Add(spot);
    }

    /// <summary>Makes the one under a name last longer, or adds it where that ended too long ago.</summary>
    /// <param name="name">Name of what goes on.</param>
    /// <param name="spot">What is stated now.</param>
    /// <param name="join">The longest time between two statements of the same.</param>
    public void Continue(string name, BlindSpot spot, TimeSpan join)
    {
        if (going.TryGetValue(name, out var number) && number >= first
            && spot.From <= spots[number - first].Until + join)
        {
            ref var known = ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(spots)[number - first];
            known = spot.Until > known.Until ? known with { Until = spot.Until } : known;
            return;
        }

        Add(spot);

        // Names are cells and sensors: a few thousand at most; old ones are of no use.
        if (going.Count >= Max)
        {
            going.Clear();
        }

        going[name] = first + spots.Count - 1;
    }

    /// <summary>True where people could not be: a restriction holds there and then.</summary>
    public bool IsRestricted(GeoPoint point, Instant from, Instant until)
    {
        for (var index = spots.Count - 1; index >= 0; index--)
        {
            var spot = spots[index];
            if (spot.Cause == BlindCause.Restriction && spot.From < until && from < spot.Until)
            {
                var (east, north) = LocalScale.At(spot.Middle).Offset(spot.Middle, point);
                if ((east * east) + (north * north) <= spot.RadiusM * spot.RadiusM)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True when any restriction may hold in a time.</summary>
    public bool HasRestriction(Instant from, Instant until)
    {
        foreach (var spot in spots)
        {
            if (spot.Cause == BlindCause.Restriction && spot.From < until && from < spot.Until)
            {
                return true;
            }
        }

        return false;
    }
}
