using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.QuakeMl;

/// <summary>Turns the events of documents into observations.</summary>
internal sealed class QuakeMlDecoder : IFrameDecoder
{
    /// <summary>Standard deviation of a place of which no error is told, metres: that of a sparse network.</summary>
    public const double UnstatedSigmaM = 10_000;

    private readonly List<SeismicEvent> events = [];

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = QuakeMlReader.Read(in frame, events, late);
        foreach (var one in events)
        {
            // What the source took back did not happen; what has no origin has no place.
            if (one.HasOrigin && !one.IsWithdrawn)
            {
                Observe(in frame, one, ref output.Add());
            }
        }

        return fault;
    }

    private static void Observe(in FrameView frame, SeismicEvent one, ref Observation to)
    {
        to.Frame = frame.Ref;
        to.Kind = ObservationKind.Event;
        (to.At, to.ReceivedAt, to.HasSourceTime) = (one.At, frame.ReceivedAt, true);
        (to.HasPosition, to.Position) = (true, one.Position);
        to.PositionError = one.Error ?? Covariance2.Circular(UnstatedSigmaM);
        to.HasAssumedError = one.Error is null;
        if (!double.IsNaN(one.DepthM))
        {
            // Depths are below the geoid.
            to.HeightM = 0 - one.DepthM;
            to.HeightSigmaM = one.DepthSigmaM;
            to.HeightReference = HeightReference.SeaLevel;
        }

        to.Event = new ObservedEvent
        {
            Class = one.Class, Reasons = one.Reasons, Confidence = float.NaN, Size = (float)one.Magnitude,
        };
    }
}
