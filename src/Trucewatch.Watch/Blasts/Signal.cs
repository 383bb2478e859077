using System.Runtime.InteropServices;

namespace Trucewatch.Watch.Blasts;

/// <summary>What a signal was heard by: a station, and by which path; places in metres of the plane of one search.
/// </summary>
/// <param name="EastM">Place to the east.</param>
/// <param name="NorthM">Place to the north.</param>
/// <param name="SpeedMps">How fast such signals travel; infinite for light.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Channel(double EastM, double NorthM, double SpeedMps)
{
    /// <summary>Seconds that a signal takes from a place.</summary>
    public double TravelS(double eastM, double northM)
    {
        var (east, north) = (eastM - EastM, northM - NorthM);
        return Math.Sqrt((east * east) + (north * north)) / SpeedMps;
    }
}

/// <summary>A signal that a channel heard.</summary>
/// <param name="Channel">Index of the channel.</param>
/// <param name="TimeS">When, in seconds of one search.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Signal(int Channel, double TimeS);
