using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Firms;

/// <summary>Turns rows into thermal anomalies.</summary>
internal sealed class FirmsDecoder : IFrameDecoder, IProfiled
{
    /// <summary>Standard deviation of where a pixel lies on the ground, metres: that of MODIS, and of VIIRS.</summary>
    public const double PlacingSigmaM = 50;

    /// <summary>
    /// Square of the sine of 15 degrees: in middle latitudes scan lines are tilted by about so much against the
    /// parallels, to one side going up and to the other going down, which the row does not say.
    /// </summary>
    private const double Tilt = 0.067;

    private const double SquareMPerSquareKm = 1e6;

    private readonly FirmsReader reader = new();

    /// <inheritdoc/>
    public void ForgetProfile() => reader.Forget();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = reader.Read(frame.Bytes, out var isRow, out var row);
        if (fault != FrameFault.None || !isRow)
        {
            return fault;
        }

        ref var to = ref output.Add();
        to.Frame = frame.Ref;
        to.Kind = ObservationKind.Event;
        (to.At, to.ReceivedAt, to.HasSourceTime) = (row.At, frame.ReceivedAt, true);
        (to.HasPosition, to.Position) = (true, row.Position);
        to.PositionError = ErrorOf(row.ScanKm, row.TrackKm);
        to.Event = new ObservedEvent
        {
            Class = EventClass.ThermalAnomaly,
            Reasons = row.Reasons,
            Confidence = (float)row.Confidence,
            Size = (float)row.PowerMw,
        };
        return FrameFault.None;
    }

    /// <summary>
    /// What is hot may be anywhere in the pixel: a twelfth of the square of its length either way (evenly spread).
    /// </summary>
    internal static Covariance2 ErrorOf(double scanKm, double trackKm)
    {
        var scanM2 = scanKm * scanKm * (SquareMPerSquareKm / 12);
        var trackM2 = trackKm * trackKm * (SquareMPerSquareKm / 12);
        const double Placing = PlacingSigmaM * PlacingSigmaM;
        return new Covariance2(scanM2 + Placing, 0, trackM2 + (Tilt * scanM2) + Placing);
    }
}
