using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>A place of the scene: metres east and north of its middle.</summary>
public readonly record struct Spot(double EastM, double NorthM)
{
    /// <summary>How far another one is, metres.</summary>
    public double To(Spot other)
    {
        var (east, north) = (other.EastM - EastM, other.NorthM - NorthM);
        return Math.Sqrt((east * east) + (north * north));
    }
}

/// <summary>A look as it was: what it could meet, and how far that was.</summary>
/// <param name="Modality">With what.</param>
/// <param name="FromS">Begin in seconds of the day.</param>
/// <param name="UntilS">End; equal to the begin for a picture.</param>
/// <param name="Number">Its number, of which its clouds are drawn.</param>
/// <param name="CloudShare">Share of the ground that clouds hide.</param>
internal abstract record TrueLook(Modality Modality, double FromS, double UntilS, int Number, double CloudShare)
{
    /// <summary>How far a spot is from the sensor, up and along the ground, metres; null: it does not look there.
    /// </summary>
    public abstract double? RangeTo(Spot spot);
}

/// <summary>A picture, or a piece of a video.</summary>
/// <param name="Modality">With what.</param>
/// <param name="AtS">When.</param>
/// <param name="Number">Its number.</param>
/// <param name="CloudShare">Share that clouds hide.</param>
/// <param name="Ring">Its corners.</param>
/// <param name="Sensor">Where the sensor was; null: so high that the range does not matter.</param>
/// <param name="HeightM">How high it was.</param>
internal sealed record TruePicture(
    Modality Modality, double AtS, int Number, double CloudShare, Spot[] Ring, Spot? Sensor, double HeightM)
    : TrueLook(Modality, AtS, AtS, Number, CloudShare)
{
    private readonly (double West, double South, double East, double North) box = (
        Ring.Min(corner => corner.EastM), Ring.Min(corner => corner.NorthM), Ring.Max(corner => corner.EastM),
        Ring.Max(corner => corner.NorthM));

    public override double? RangeTo(Spot spot)
    {
        var isIn = false;
        var isNear = spot.EastM >= box.West && spot.EastM <= box.East && spot.NorthM >= box.South
            && spot.NorthM <= box.North;
        for (var corner = 0; isNear && corner < Ring.Length; corner++)
        {
            var (a, b) = (Ring[corner], Ring[(corner + 1) % Ring.Length]);
            isIn ^= a.NorthM > spot.NorthM != b.NorthM > spot.NorthM
                && spot.EastM < a.EastM + ((b.EastM - a.EastM) * (spot.NorthM - a.NorthM) / (b.NorthM - a.NorthM));
        }

        return !isIn ? null
            : Sensor is not { } from ? 0
            : Math.Sqrt((from.To(spot) * from.To(spot)) + (HeightM * HeightM));
    }
}

/// <summary>A post or camera that stands somewhere.</summary>
/// <param name="Modality">With what.</param>
/// <param name="FromS">Begin.</param>
/// <param name="UntilS">End.</param>
/// <param name="At">Where it stands.</param>
/// <param name="ReachM">How far it looks.</param>
/// <param name="FromDeg">Bearing at which it begins to look.</param>
/// <param name="WidthDeg">Through how many degrees.</param>
internal sealed record TrueStand(
    Modality Modality, double FromS, double UntilS, Spot At, double ReachM, double FromDeg, double WidthDeg)
    : TrueLook(Modality, FromS, UntilS, 0, 0)
{
    public override double? RangeTo(Spot spot)
    {
        var rangeM = At.To(spot);
        var bearing = Elementary.Atan2Degrees(spot.EastM - At.EastM, spot.NorthM - At.NorthM);
        return rangeM <= ReachM && (((bearing - FromDeg) % 360) + 360) % 360 <= WidthDeg ? rangeM : null;
    }
}

/// <summary>A leg of a patrol's way.</summary>
/// <param name="FromS">Begin.</param>
/// <param name="UntilS">End.</param>
/// <param name="From">From where.</param>
/// <param name="To">To where.</param>
/// <param name="AsideM">So far people look to each side.</param>
internal sealed record TrueLeg(double FromS, double UntilS, Spot From, Spot To, double AsideM)
    : TrueLook(Modality.Human, FromS, UntilS, 0, 0)
{
    public override double? RangeTo(Spot spot)
    {
        var (east, north) = (To.EastM - From.EastM, To.NorthM - From.NorthM);
        var share = (((spot.EastM - From.EastM) * east) + ((spot.NorthM - From.NorthM) * north))
            / ((east * east) + (north * north));
        var foot = Math.Clamp(share, 0, 1);
        var rangeM = new Spot(From.EastM + (foot * east), From.NorthM + (foot * north)).To(spot);
        return rangeM <= AsideM ? rangeM : null;
    }
}
