using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// Turns events about things into positions. Everything else (chat, drawings, deletions, tasking) says nothing.
/// </summary>
internal sealed class CotDecoder : IFrameDecoder
{
    /// <summary>Sigma of a position whose error is not stated and that a machine measured, in metres.</summary>
    public const double UnstatedMachineSigmaM = 100;

    /// <summary>Sigma of a position whose error is not stated and that a person put on a map, in metres.</summary>
    public const double UnstatedHumanSigmaM = 1000;

    private readonly CotNames names = new();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = CotParser.Read(frame.Bytes, out var message);
        if (fault != FrameFault.None || !CotClass.IsThing(message.Type) || IsNowhere(message))
        {
            return fault;
        }

        var uid = names.Find(message, out var description);
        var sigmaM = SigmaM(message);
        ref var observation = ref output.Add();
        observation.Frame = frame.Ref;
        observation.Kind = ObservationKind.Position;
        observation.Identity = ObjectIdentity.CotUid(uid);
        observation.Class = CotClass.Of(message.Type);
        observation.At = message.Time;
        observation.ReceivedAt = frame.ReceivedAt;
        observation.HasSourceTime = true;
        observation.HasPosition = true;
        observation.Position = GeoPoint.FromDegrees(
            latitudeDeg: message.LatitudeDeg, longitudeDeg: message.LongitudeDeg);
        observation.PositionError = Covariance2.Circular(sigmaM);
        observation.HasAssumedError = !(message.CircularErrorM > 0);
        observation.SpeedMps = message.SpeedMps;
        observation.CourseDeg = message.CourseDeg;
        observation.Description = description;
        return FrameFault.None;
    }

    /// <summary>Senders without a fix send 0, 0 and no error: that is no position.</summary>
    private static bool IsNowhere(in CotMessage message) =>
        message.LatitudeDeg == 0 && message.LongitudeDeg == 0
        && (double.IsNaN(message.CircularErrorM) || message.CircularErrorM == 0);

    /// <summary>An error of zero is what senders write who state none; no receiver is without error.</summary>
    private static double SigmaM(in CotMessage message) =>
        message.CircularErrorM > 0 ? message.CircularErrorM
        : message.How.StartsWith("m-"u8) ? UnstatedMachineSigmaM
        : UnstatedHumanSigmaM;
}
