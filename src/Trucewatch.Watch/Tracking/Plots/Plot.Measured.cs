using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Plots;

/// <content>How plots are made of what sensors measure.</content>
public partial struct Plot
{
    // A position is broadcast again, or relayed, up to some seconds after it was true.
    private const double ReportDelayS = 3;
    private const double ReportedSpeedSigmaMps = 0.4;

    // 0.3 m across at a hundred kilometres.
    private const double LeastBearingSigmaDeg = 2e-4;

    // So near to its own observer, in standard deviations of the range, a bearing says nothing of the place.
    private const double AtTheObserver = 3;

    // An ellipse a thousand times as long as wide is a line to the arithmetic.
    private const double LeastVarianceRatio = 1e-6;

    /// <summary>What an object says of itself: its place may be late along its course.</summary>
    /// <param name="eastM">Place.</param>
    /// <param name="northM">The same to the north.</param>
    /// <param name="sigmaM">Standard deviation of the place, per axis.</param>
    /// <param name="speedMps">Speed over ground.</param>
    /// <param name="courseDeg">Course over ground, clockwise from north.</param>
    public static Plot Reported(double eastM, double northM, double sigmaM, double speedMps, double courseDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(courseDeg);
        var late = speedMps * ReportDelayS;
        var (across, along) = (sigmaM * sigmaM, late * late);
        return new Plot
        {
            EastM = eastM,
            NorthM = northM,
            Error = new Covariance2(across + (along * sin * sin), along * sin * cos, across + (along * cos * cos)),
            EastMps = speedMps * sin,
            NorthMps = speedMps * cos,
            VelocitySigmaMps = ReportedSpeedSigmaMps,
        };
    }

    /// <summary>
    /// A range and a bearing, as a place without the bias that the plain conversion has at long range: bearings to
    /// either side of the true one put their mean too near (Lerro and Bar-Shalom, "Tracking with debiased consistent
    /// converted measurements versus EKF", IEEE Trans. AES 29(3), 1993). Near its observer the place is as unsure in
    /// all directions as in range. The place starts tracks; what corrects them is the range and the bearing, for the
    /// place's error is turned by that of its bearing, and look after look that adds up.
    /// </summary>
    /// <param name="observerEastM">Where the observer stood.</param>
    /// <param name="observerNorthM">The same to the north.</param>
    /// <param name="rangeM">Ground range, not below zero.</param>
    /// <param name="rangeSigmaM">Its standard deviation.</param>
    /// <param name="bearingDeg">Bearing, clockwise from the plane's north.</param>
    /// <param name="bearingSigmaDeg">Its standard deviation.</param>
    public static Plot Polar(
        double observerEastM,
        double observerNorthM,
        double rangeM,
        double rangeSigmaM,
        double bearingDeg,
        double bearingSigmaDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(bearingDeg);
        var sigma = Elementary.DegreesToRadians(bearingSigmaDeg);
        var spread = sigma * sigma;
        var (range2, error2) = (rangeM * rangeM, rangeSigmaM * rangeSigmaM);

        // The differences of the paper's hyperbolic functions as products: as they stand they cancel.
        var half = 2 * Elementary.Sinh(0.5 * spread);
        var (along2, across2) = (half * Elementary.Sinh(1.5 * spread), half * Elementary.Cosh(1.5 * spread));
        var shrink = Elementary.Exp(-2 * spread);
        var along = shrink * ((range2 * along2) + (error2 * (Elementary.Cosh(2 * spread) + along2)));
        var across = shrink * ((range2 * across2) + (error2 * (Elementary.Sinh(2 * spread) + across2)));
        across = rangeM <= AtTheObserver * rangeSigmaM ? Math.Max(across, along) : across;
        along = Math.Max(along, LeastVarianceRatio * across);
        across = Math.Max(across, LeastVarianceRatio * along);
        var middle = rangeM * (1 + Elementary.Exp(-0.5 * spread) - Elementary.Exp(-spread));
        return new Plot
        {
            EastM = observerEastM + (middle * sin),
            NorthM = observerNorthM + (middle * cos),
            Error = new Covariance2(
                (along * sin * sin) + (across * cos * cos),
                (along - across) * sin * cos,
                (along * cos * cos) + (across * sin * sin)),
            ObserverEastM = observerEastM,
            ObserverNorthM = observerNorthM,
            BearingDeg = bearingDeg,
            BearingSigmaDeg = bearingSigmaDeg,
            RangeM = rangeM,
            RangeSigmaM = rangeSigmaM,
        };
    }

    /// <summary>
    /// A bearing without a range: it corrects tracks, and starts one only where it crosses one of another sensor.
    /// </summary>
    /// <param name="observerEastM">Where the observer stood.</param>
    /// <param name="observerNorthM">The same to the north.</param>
    /// <param name="bearingDeg">Bearing, clockwise from the plane's north.</param>
    /// <param name="bearingSigmaDeg">Its standard deviation.</param>
    public static Plot OnBearing(
        double observerEastM, double observerNorthM, double bearingDeg, double bearingSigmaDeg) => new()
    {
        Kind = PlotKind.Bearing,
        ObserverEastM = observerEastM,
        ObserverNorthM = observerNorthM,
        BearingDeg = bearingDeg,
        BearingSigmaDeg = bearingSigmaDeg,
    };

    /// <summary>Something is present within an ellipse, and its velocity is not known.</summary>
    /// <param name="eastM">Middle of the ellipse.</param>
    /// <param name="northM">The same to the north.</param>
    /// <param name="semiMajorM">Half of its length.</param>
    /// <param name="semiMinorM">Half of its width.</param>
    /// <param name="majorAxisDeg">Direction of its length, clockwise from the plane's north.</param>
    public static Plot Footprint(
        double eastM, double northM, double semiMajorM, double semiMinorM, double majorAxisDeg)
    {
        var (sin, cos) = Elementary.SinCosDegrees(majorAxisDeg);

        // The variance of a uniform disc along an axis is a quarter of its squared radius.
        var (major, minor) = (0.25 * semiMajorM * semiMajorM, 0.25 * semiMinorM * semiMinorM);
        return new Plot
        {
            Kind = PlotKind.Footprint,
            EastM = eastM,
            NorthM = northM,
            Error = new Covariance2(
                (major * sin * sin) + (minor * cos * cos),
                (major - minor) * sin * cos,
                (major * cos * cos) + (minor * sin * sin)),
        };
    }

    /// <summary>
    /// The plot of a measurement from where the observer stood: a range and a bearing or a bearing alone, the first
    /// with a range rate where there is one. False for any other parts, as a rate beside a place: see
    /// <see cref="WithRangeRate"/>.
    /// </summary>
    /// <param name="polar">The measurement.</param>
    /// <param name="observerEastM">Its observer in the plane of the tracker.</param>
    /// <param name="observerNorthM">The same to the north.</param>
    /// <param name="plot">The plot; whether the arithmetic can bear it is for <see cref="IsUsable"/> to say.</param>
    public static bool TryFrom(
        in PolarMeasurement polar, double observerEastM, double observerNorthM, out Plot plot)
    {
        switch (polar.Parts & ~MeasuredParts.RangeRate)
        {
            case MeasuredParts.Bearing when polar.Parts == MeasuredParts.Bearing:
                plot = OnBearing(observerEastM, observerNorthM, polar.BearingDeg, polar.BearingSigmaDeg);
                return true;
            case MeasuredParts.Bearing | MeasuredParts.Range when polar.RangeM >= 0:
                plot = Polar(
                    observerEastM, observerNorthM,
                    polar.RangeM, polar.RangeSigmaM, polar.BearingDeg, polar.BearingSigmaDeg);
                plot = !polar.Parts.HasFlag(MeasuredParts.RangeRate)
                    ? plot
                    : plot.WithRangeRate(
                        observerEastM, observerNorthM, polar.RangeRateMps, polar.RangeRateSigmaMps);
                return true;
            default:
                plot = default;
                return false;
        }
    }

    /// <summary>The same with a range rate (Doppler) from an observer at rest beside its place.</summary>
    /// <param name="observerEastM">Where the observer stood.</param>
    /// <param name="observerNorthM">The same to the north.</param>
    /// <param name="rangeRateMps">Rate of the range; above zero goes away from the observer.</param>
    /// <param name="rangeRateSigmaMps">Its standard deviation, above 0.</param>
    public readonly Plot WithRangeRate(
        double observerEastM, double observerNorthM, double rangeRateMps, double rangeRateSigmaMps) => this with
    {
        ObserverEastM = observerEastM,
        ObserverNorthM = observerNorthM,
        RangeRateMps = rangeRateMps,
        RangeRateSigmaMps = rangeRateSigmaMps,
    };

    /// <summary>The same with a height, followed apart from the plane and never mixed between references.</summary>
    /// <param name="heightM">Height in metres.</param>
    /// <param name="sigmaM">Its standard deviation, above 0.</param>
    /// <param name="reference">What it is measured from.</param>
    public readonly Plot WithHeight(double heightM, double sigmaM, HeightReference reference) => this with
    {
        HeightM = heightM,
        HeightSigmaM = sigmaM,
        HeightReference = reference,
    };
}
