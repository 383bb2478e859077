using System.Collections.Immutable;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>An area in which satellite navigation is disturbed for a while.</summary>
/// <param name="Centre">Its middle.</param>
/// <param name="RadiusM">How far it reaches.</param>
/// <param name="FromS">Begin, seconds after the start.</param>
/// <param name="ToS">End.</param>
/// <param name="MovedM">How far all receivers in it are led aside by false signals; 0: they are jammed, and have no
/// place of their own.</param>
/// <param name="CourseDeg">Where to.</param>
internal sealed record Disturbance(
    GeoPoint Centre, double RadiusM, double FromS, double ToS, double MovedM, double CourseDeg)
{
    /// <summary>True where receivers have no place of their own.</summary>
    public bool IsJamming => MovedM == 0;

    /// <summary>True at a place and time in it.</summary>
    public bool Holds(GeoPoint place, double seconds)
    {
        if (seconds < FromS || seconds >= ToS)
        {
            return false;
        }

        var (eastM, northM) = LocalScale.At(Centre).Offset(place, Centre);
        return (eastM * eastM) + (northM * northM) < RadiusM * RadiusM;
    }

    /// <summary>Where a receiver in it takes itself to be.</summary>
    public GeoPoint Told(GeoPoint place)
    {
        var (sin, cos) = Elementary.SinCosDegrees(CourseDeg);
        return LocalScale.At(place).Move(place, MovedM * sin, MovedM * cos);
    }
}

/// <summary>Clouds and fog over an area: what looks from above or by light does not see there.</summary>
/// <param name="Centre">Their middle.</param>
/// <param name="RadiusM">How far they reach.</param>
/// <param name="FromS">Begin, seconds after the start.</param>
/// <param name="ToS">End.</param>
internal sealed record Weather(GeoPoint Centre, double RadiusM, double FromS, double ToS)
{
    private static readonly ImmutableArray<string> ByLight = ["camera", "thermal"];

    /// <summary>True for a report of what was perceived by light or heat in it.</summary>
    public bool Hides(Sending.ScriptedReport report) => report.Place is { } place
        && report.Written.Means.Any(means => ByLight.Contains(means, StringComparer.Ordinal))
        && Hides(place, report.HappenedS);

    /// <summary>True for a place and time in it.</summary>
    public bool Hides(GeoPoint place, double seconds) =>
        new Disturbance(Centre, RadiusM, FromS, ToS, 0, 0).Holds(place, seconds);
}
