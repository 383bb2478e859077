using Trucewatch.Geo;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Swarm;

/// <summary>A line drawn from the seed, with a zone on either side, wherever on Earth armies may stand.</summary>
internal sealed class TrialGround
{
    private readonly (double Longitude, double Latitude)[] corners;

    public TrialGround(ulong seed)
    {
        var draws = Draws.Named(seed, "ground");
        var (latitude, longitude) = (draws.Between(-52, 62), draws.Between(-170, 170));
        corners = new (double, double)[3 + draws.Below(4)];
        for (var i = 0; i < corners.Length; i++)
        {
            corners[i] = (Rounded(longitude), Rounded(latitude));
            latitude += draws.Between(0.15, 0.3);
            longitude += draws.Between(-0.12, 0.12);
        }

        Line = new Baseline(corners);
        (LeftM, RightM) = (1000 * (2 + draws.Below(14)), 1000 * (2 + draws.Below(14)));
    }

    /// <summary>The line; somebody who goes along it from the south has the left zone on the left.</summary>
    public Baseline Line { get; }

    /// <summary>Width of the left zone.</summary>
    public int LeftM { get; }

    /// <summary>Width of the right zone.</summary>
    public int RightM { get; }

    /// <summary>Corners of the line, as longitude and latitude.</summary>
    public ReadOnlySpan<(double Longitude, double Latitude)> Corners => corners;

    /// <summary>Width of one zone.</summary>
    public double WidthM(bool left) => left ? LeftM : RightM;

    /// <summary>How far along the line there is room to do something, away from its ends.</summary>
    public double PlaceKm(Draws draws) => draws.Between(0.25, 0.75) * Line.LengthM / 1000;

    /// <summary>A place so far along the line and so far to one side of it.</summary>
    public GeoPoint At(double alongKm, bool left, double fromLineM) =>
        Line.At(alongKm, (left ? fromLineM : -fromLineM) / 1000);

    /// <summary>
    /// How far inside a zone a place is, in metres; negative outside. Right to some metres where the place is not
    /// beyond the ends of the line.
    /// </summary>
    public double InsideM(bool left, GeoPoint place)
    {
        var from = Line.LeftM(place) * (left ? 1 : -1);
        return Math.Min(from, WidthM(left) - from);
    }

    private static double Rounded(double degrees) => Math.Round(degrees * 1e4) / 1e4;
}
