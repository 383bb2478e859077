using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;

namespace Trucewatch.Server.Intake;

/// <summary>Gives observations their sensors, and puts right what the registry says of how these measure.</summary>
internal static class SensorAssignment
{
    /// <summary>Finds the sensor and applies its clock and its calibration.</summary>
    /// <param name="registry">The edition in force.</param>
    /// <param name="signer">The sensor whose key signed the frame, or null: then it is found by feed and
    /// source.</param>
    /// <param name="feed">Name of the feed.</param>
    /// <param name="frame">The frame that it came by.</param>
    /// <param name="observation">What a decoder made of the frame.</param>
    public static void Apply(
        SensorRegistry registry, Sensor? signer, string feed, in FrameView frame, ref Observation observation)
    {
        observation.IsAuthenticated = signer is not null;
        observation.Sensor = signer ?? registry.Find(feed, TagSource(frame.Bytes), in observation.Identity);
        if (observation.Sensor is not { } sensor)
        {
            return;
        }

        var clockErrorS = sensor.ClockErrorS;
        if (observation.HasSourceTime && clockErrorS > Sensor.MaxClockErrorS)
        {
            observation.At = observation.ReceivedAt;
            observation.HasSourceTime = false;
        }

        if (observation.HasPosition)
        {
            clockErrorS = observation.HasSourceTime ? clockErrorS : 0;
            Calibrate(sensor.CalibrationAt(observation.At), clockErrorS, ref observation);
        }
    }

    /// <summary>Finds the sensor of a look: who looks where is understood by the edition in force.</summary>
    /// <param name="registry">The edition in force.</param>
    /// <param name="signer">The sensor whose key signed the frame, or null.</param>
    /// <param name="feed">Name of the feed.</param>
    /// <param name="frame">The frame that it came by.</param>
    /// <param name="look">What a decoder made of the frame.</param>
    public static void Apply(
        SensorRegistry registry, Sensor? signer, string feed, in FrameView frame, ref Look look)
    {
        look.IsAuthenticated = signer is not null;
        look.Sensor = signer ?? registry.Find(feed, TagSource(frame.Bytes), ObjectIdentity.None);
    }

    /// <summary>The name after <c>s:</c> in the tag block that a line may begin with; empty without one.</summary>
    internal static ReadOnlySpan<byte> TagSource(ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty || frame[0] != '\\')
        {
            return [];
        }

        var end = frame[1..].IndexOf((byte)'\\');
        var tag = end < 0 ? [] : frame.Slice(1, end);
        var star = tag.LastIndexOf((byte)'*');
        tag = star < 0 ? tag : tag[..star];
        while (!tag.IsEmpty)
        {
            var comma = tag.IndexOf((byte)',');
            var field = comma < 0 ? tag : tag[..comma];
            if (field.StartsWith("s:"u8))
            {
                return field[2..];
            }

            tag = comma < 0 ? [] : tag[(comma + 1)..];
        }

        return [];
    }

    private static void Calibrate(Calibration calibration, double clockErrorS, ref Observation observation)
    {
        if (calibration.BiasEastM != 0 || calibration.BiasNorthM != 0)
        {
            observation.Position = LocalScale.At(observation.Position)
                .Move(observation.Position, -calibration.BiasEastM, -calibration.BiasNorthM);
        }

        if (observation.HasAssumedError && calibration.SigmaM is { } sigmaM)
        {
            // What was measured from the observer has the decoder's assumed errors too, and the place has better ones.
            observation.PositionError = Covariance2.Circular(sigmaM);
            observation.Polar.Parts &= MeasuredParts.RangeRate;
        }

        // While its clock errs, a moving object is somewhere else: in which direction is not asked.
        if (clockErrorS > 0 && observation.SpeedMps > 0)
        {
            var error = observation.PositionError;
            var variance = observation.SpeedMps * clockErrorS * (observation.SpeedMps * clockErrorS);
            observation.PositionError = error with
            {
                EastM2 = error.EastM2 + variance, NorthM2 = error.NorthM2 + variance,
            };
        }
    }
}
