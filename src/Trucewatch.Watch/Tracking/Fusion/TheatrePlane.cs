using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>
/// The one plane in which a sector follows what does not say who it is: metres around the middle of the theatre. It is
/// true at the middle; elsewhere its small turn and stretch are taken out of errors and velocities, so that what comes
/// out is east and north at the object's own place.
/// </summary>
internal sealed class TheatrePlane
{
    /// <summary>Greatest distance from the middle: farther out a straight way is no straight line any more.</summary>
    public const double MaxReachM = 500_000;

    private const double ProbeM = 100;

    private readonly GeoPoint middle;
    private readonly LocalScale scale;

    /// <summary>The plane of a theatre.</summary>
    public TheatrePlane(TheatreBox theatre)
    {
        middle = GeoPoint.FromDegrees(
            latitudeDeg: (theatre.SouthDeg + theatre.NorthDeg) / 2,
            longitudeDeg: (theatre.WestDeg + theatre.EastDeg) / 2);
        scale = LocalScale.At(middle);
    }

    /// <summary>A place in the plane.</summary>
    public (double EastM, double NorthM) Of(GeoPoint point) => scale.Offset(middle, point);

    /// <summary>The place of a point of the plane.</summary>
    public GeoPoint PointOf(double eastM, double northM) => scale.Move(middle, eastM, northM);

    /// <summary>True for a point of the plane that is near enough.</summary>
    public static bool Reaches(double eastM, double northM) =>
        (eastM * eastM) + (northM * northM) <= MaxReachM * MaxReachM;

    /// <summary>How a small way at a place shows in the plane.</summary>
    public Block TurnAt(GeoPoint point)
    {
        var own = LocalScale.At(point);
        var (eastOfEast, northOfEast) = Probe(own.Move(point, ProbeM, 0), own.Move(point, -ProbeM, 0));
        var (eastOfNorth, northOfNorth) = Probe(own.Move(point, 0, ProbeM), own.Move(point, 0, -ProbeM));
        return new Block(eastOfEast, eastOfNorth, northOfEast, northOfNorth);
    }

    /// <summary>The turn the other way.</summary>
    public static Block Back(Block turn)
    {
        var determinant = (turn.EE * turn.NN) - (turn.EN * turn.NE);
        return new Block(turn.NN / determinant, -turn.EN / determinant, -turn.NE / determinant, turn.EE / determinant);
    }

    /// <summary>A covariance after a turn.</summary>
    public static Covariance2 Turned(Block turn, Covariance2 error) =>
        PlaneMotion.AsCovariance(turn * PlaneMotion.AsBlock(error) * turn.Transposed);

    /// <summary>A vector after a turn.</summary>
    public static (double East, double North) Turned(Block turn, double east, double north) =>
        ((turn.EE * east) + (turn.EN * north), (turn.NE * east) + (turn.NN * north));

    private (double EastM, double NorthM) Probe(GeoPoint ahead, GeoPoint behind)
    {
        var (a, b) = (Of(ahead), Of(behind));
        return ((a.EastM - b.EastM) / (2 * ProbeM), (a.NorthM - b.NorthM) / (2 * ProbeM));
    }
}
