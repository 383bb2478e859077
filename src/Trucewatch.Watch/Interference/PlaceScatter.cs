using Trucewatch.Geo;
using Trucewatch.Watch.Rules.IdentityConduct;

namespace Trucewatch.Watch.Interference;

/// <summary>
/// Whether the places that one object tells fit the motion that it tells, and the limits of its class. One place beside
/// the way may be a damaged message, and one identity of two objects goes to and fro: only a second one in a row is a
/// jump.
/// </summary>
internal struct PlaceScatter
{
    /// <summary>Shorter steps of a ship that its motion does not explain are none.</summary>
    public const double LeastShipM = 500;

    /// <summary>The same of an aircraft, whose velocity comes in messages of its own and may be older.</summary>
    public const double LeastAircraftM = 1_000;

    // Longer ago is not compared: it may have turned and come back.
    private const double LongestGapS = 300;

    private Seen last;
    private Seen beside;
    private bool hasLast;
    private bool isBeside;

    /// <summary>
    /// Takes a place in: true where it fits the last one, false where it is the second in a row that does not, null
    /// where nothing can be said yet.
    /// </summary>
    /// <param name="seen">The place, with the motion told.</param>
    /// <param name="leastM">Shorter steps aside are none.</param>
    /// <param name="limitMps">Nothing of its class is faster.</param>
    /// <param name="from">The last place that fitted, where it jumped.</param>
    public bool? Take(in Seen seen, double leastM, double limitMps, out GeoPoint from)
    {
        from = last.Place;
        if (hasLast && seen.At <= (isBeside ? beside.At : last.At))
        {
            return null;
        }

        if (!hasLast || seen.At.SecondsSince(last.At) > LongestGapS)
        {
            (last, hasLast, isBeside) = (seen, true, false);
            return null;
        }

        var fits = AreaSteps.Unexplained(in last, in seen, leastM) is null && !last.IsBeyond(in seen, limitMps);
        if (!fits && !isBeside)
        {
            (beside, isBeside) = (seen, true);
            return null;
        }

        (last, isBeside) = (seen, false);
        return fits;
    }
}
