using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Feeds.Gmti;

/// <summary>
/// The geometry of one dwell: where the sensor stands as seen from the middle of the lit ground, so that errors along
/// and across the line of sight become errors to the east and north.
/// </summary>
internal readonly ref struct GmtiGeometry
{
    /// <summary>Sigma of a slant range where neither target nor job states one: a coarse range cell, metres.</summary>
    public const double UnstatedSlantRangeM = 30;

    /// <summary>Sigma across the line of sight where none is stated, radians: a tenth of a degree.</summary>
    public const double UnstatedCrossRangeRad = 0.1 * Math.PI / 180;

    /// <summary>Sigma of a radial velocity where none is stated, metres per second.</summary>
    public const double UnstatedRadialVelocityMps = 1;

    /// <summary>Widest half angle of a dwell whose ground four corners describe.</summary>
    public const double MaxCornerAngleDeg = 30;

    // A target straight below has no direction: ranges on the ground count from a metre on.
    private const double LeastGroundM = 1;
    private const double RootOfTwelve = 3.4641016151377544;

    private readonly LocalScale plane;
    private readonly GeoPoint centre;
    private readonly GeodesicInverse line;
    private readonly double sensorEastM;
    private readonly double sensorNorthM;
    private readonly double sensorHeightM;
    private readonly Covariance2 shared;
    private readonly GmtiAccuracy nominal;

    /// <summary>Makes the geometry of a dwell.</summary>
    public GmtiGeometry(in GmtiDwell dwell, in GmtiAccuracy nominal)
    {
        this.nominal = nominal;
        Sensor = dwell.Sensor();
        centre = dwell.Centre();
        plane = LocalScale.At(centre);
        line = Geodesic.Inverse(Sensor, centre);
        var (sin, cos) = Elementary.SinCosDegrees(line.AzimuthEndDeg);
        sensorEastM = -line.DistanceM * sin;
        sensorNorthM = -line.DistanceM * cos;
        sensorHeightM = dwell.Signed(GmtiField.SensorAltitude) / 100.0;
        shared = Shared(dwell, nominal, plane);
    }

    /// <summary>Where the sensor is.</summary>
    public GeoPoint Sensor { get; }

    /// <summary>Fills in a target's place, error and range rate.</summary>
    public void Fill(in GmtiDwell dwell, int at, ref Observation to)
    {
        to.HasPosition = true;
        to.Position = dwell.Target(at);
        var (east, north) = plane.Offset(centre, to.Position);
        (east, north) = (east - sensorEastM, north - sensorNorthM);
        var ground = Math.Max(Math.Sqrt((east * east) + (north * north)), LeastGroundM);
        (east, north) = (east / ground, north / ground);
        var height = dwell.Has(GmtiField.Height) ? dwell.Signed(GmtiField.Height, at) : 0;
        var up = sensorHeightM - height;
        // Range along the ground changes faster than along the line of sight, by the cosine of the depression.
        var slope = Math.Sqrt((ground * ground) + (up * up)) / ground;

        var slant = Stated(dwell, GmtiField.SlantRangeError, at, 100, nominal.SlantRangeM);
        var cross = Stated(dwell, GmtiField.CrossRangeError, at, 10, nominal.CrossRangeRad * ground);
        to.HasAssumedError = double.IsNaN(slant) || double.IsNaN(cross);
        slant = (double.IsNaN(slant) ? UnstatedSlantRangeM : slant) * slope;
        cross = double.IsNaN(cross) ? UnstatedCrossRangeRad * ground : cross;
        var (along2, across2) = (slant * slant, cross * cross);
        to.PositionError = new Covariance2(
            (along2 * east * east) + (across2 * north * north) + shared.EastM2,
            ((along2 - across2) * east * north) + shared.EastNorthM2,
            (along2 * north * north) + (across2 * east * east) + shared.NorthM2);
        if (dwell.Has(GmtiField.RadialVelocity))
        {
            var sigma = Stated(dwell, GmtiField.RadialVelocityError, at, 100, nominal.RadialVelocityMps);
            to.Polar.Parts = MeasuredParts.RangeRate;
            to.Polar.Observer = Sensor;
            to.Polar.RangeRateMps = dwell.Signed(GmtiField.RadialVelocity, at) / 100.0 * slope;
            to.Polar.RangeRateSigmaMps = (double.IsNaN(sigma) ? UnstatedRadialVelocityMps : sigma) * slope;
        }
    }

    /// <summary>Fills in the corners of the lit ground; false where four corners do not describe it.</summary>
    public bool TryCorners(in GmtiDwell dwell, ref LookCorners corners)
    {
        var halfDeg = dwell.Unsigned(GmtiField.AngleHalfExtent) * GmtiNumbers.Ba16Deg;
        var halfM = GmtiNumbers.B16(dwell.Unsigned(GmtiField.RangeHalfExtent)) * 1000;
        if (halfDeg is 0 or > MaxCornerAngleDeg || halfM <= 0)
        {
            return false;
        }

        var (near, far) = (Math.Max(line.DistanceM - halfM, 0), line.DistanceM + halfM);
        var azimuth = line.AzimuthStartDeg;
        corners[0] = Geodesic.Direct(Sensor, azimuth - halfDeg, near).Point;
        corners[1] = Geodesic.Direct(Sensor, azimuth - halfDeg, far).Point;
        corners[2] = Geodesic.Direct(Sensor, azimuth + halfDeg, far).Point;
        corners[3] = Geodesic.Direct(Sensor, azimuth + halfDeg, near).Point;
        return true;
    }

    /// <summary>The target's own value, else the job's; zero is what senders write who state none.</summary>
    private static double Stated(in GmtiDwell dwell, GmtiField field, int at, double divisor, double otherwise)
    {
        var raw = dwell.Has(field) ? dwell.Unsigned(field, at) : 0;
        return raw == 0 ? otherwise : raw / divisor;
    }

    /// <summary>
    /// What all targets of a dwell share: the error of the sensor's place, and the steps in which small reports give
    /// places.
    /// </summary>
    private static Covariance2 Shared(in GmtiDwell dwell, in GmtiAccuracy nominal, in LocalScale plane)
    {
        var along = Stated(dwell, GmtiField.AlongTrackError, 0, 100, nominal.AlongTrackM);
        var across = Stated(dwell, GmtiField.CrossTrackError, 0, 100, nominal.CrossTrackM);
        var (along2, across2) = (double.IsNaN(along) ? 0 : along * along, double.IsNaN(across) ? 0 : across * across);
        var track = dwell.Has(GmtiField.SensorTrack) ? dwell.Unsigned(GmtiField.SensorTrack) * GmtiNumbers.Ba16Deg : 0;
        if (!dwell.Has(GmtiField.SensorTrack))
        {
            along2 = across2 = Math.Max(along2, across2);
        }

        var (sin, cos) = Elementary.SinCosDegrees(track);
        var (stepEast, stepNorth) = (0.0, 0.0);
        if (dwell.TargetCount > 0 && !dwell.IsHighResolution)
        {
            stepEast = dwell.Unsigned(GmtiField.LongitudeScale) * GmtiNumbers.Ba32Deg * plane.EastMPerDegree;
            stepNorth = dwell.Signed(GmtiField.LatitudeScale) * GmtiNumbers.Sa32Deg * plane.NorthMPerDegree;
            (stepEast, stepNorth) = (stepEast / RootOfTwelve, stepNorth / RootOfTwelve);
        }

        return new Covariance2(
            (along2 * sin * sin) + (across2 * cos * cos) + (stepEast * stepEast),
            (along2 - across2) * sin * cos,
            (along2 * cos * cos) + (across2 * sin * sin) + (stepNorth * stepNorth));
    }
}
