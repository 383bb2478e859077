using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Cot;

/// <summary>
/// What an event says about the picture, be it XML or TAK protocol: a thing's position, an alert or a chat message as a
/// written report, or nothing. A drawn shape or a route is somebody's statement about a map, not an object at a place.
/// </summary>
internal sealed class CotObserver
{
    /// <summary>Sigma of a position whose error is not stated and that a machine measured, in metres.</summary>
    public const double UnstatedMachineSigmaM = 100;

    /// <summary>Sigma of a position whose error is not stated and that a person put on a map, in metres.</summary>
    public const double UnstatedHumanSigmaM = 1000;

    private readonly CotNames names = new();

    /// <summary>Appends what an event without fault says.</summary>
    public void Observe(in FrameView frame, in CotMessage message, ObservationBuffer output)
    {
        if (message.Kind == CotKind.Thing && !IsNowhere(message))
        {
            ObserveThing(frame, message, output);
        }
        else if (message.Kind is CotKind.Alert or CotKind.Chat)
        {
            ObserveReport(frame, message, output);
        }
    }

    private void ObserveThing(in FrameView frame, in CotMessage message, ObservationBuffer output)
    {
        var uid = names.Find(message, out var description);
        ref var observation = ref output.Add();
        observation.Frame = frame.Ref;
        observation.Kind = ObservationKind.Position;
        observation.Identity = ObjectIdentity.CotUid(uid);
        observation.Class = CotClass.Of(message.Type);
        observation.At = message.Time;
        observation.ReceivedAt = frame.ReceivedAt;
        observation.IsExercise = ExerciseMarks.IsSimulated(message.How, message.Opex.Raw);
        observation.HasSourceTime = true;
        Place(message, ref observation);
        observation.SpeedMps = message.SpeedMps;
        observation.CourseDeg = message.CourseDeg;
        if (!double.IsNaN(message.HaeM))
        {
            observation.HeightM = message.HaeM;
            observation.HeightSigmaM = message.LinearErrorM > 0 ? message.LinearErrorM : double.NaN;
            observation.HeightReference = HeightReference.Ellipsoid;
        }

        observation.Description = description;
    }

    /// <summary>
    /// The place of an alert is that of whoever raises it. Where the writer of a chat message stands says nothing about
    /// what the words tell of, and is left out.
    /// </summary>
    private static void ObserveReport(in FrameView frame, in CotMessage message, ObservationBuffer output)
    {
        var report = CotReport.Of(message);
        ref var observation = ref output.Add();
        observation.Frame = frame.Ref;
        observation.Kind = ObservationKind.Report;
        observation.At = message.Time;
        observation.ReceivedAt = frame.ReceivedAt;
        observation.IsExercise = ExerciseMarks.IsSimulated(message.How, message.Opex.Raw);
        observation.HasSourceTime = true;
        observation.Report = report;
        if (message.Kind == CotKind.Alert && !IsNowhere(message))
        {
            Place(message, ref observation);
        }
    }

    private static void Place(in CotMessage message, ref Observation observation)
    {
        observation.HasPosition = true;
        observation.HasAssumedError = !(message.CircularErrorM > 0);
        observation.Position = GeoPoint.FromDegrees(
            latitudeDeg: message.LatitudeDeg, longitudeDeg: message.LongitudeDeg);
        observation.PositionError = Covariance2.Circular(SigmaM(message));
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
