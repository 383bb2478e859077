using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Sbs;

/// <summary>Turns lines of one feed into observations: positions and names.</summary>
internal sealed class SbsDecoder(int maxAircraft = AircraftTable.MaxAircraft) : IFrameDecoder
{
    /// <summary>
    /// Sigma of a position. The lines say nothing of it, so that this is an assumption: 95 % within half a nautical
    /// mile, worse than what undisturbed aircraft have and better than "not known".
    /// </summary>
    public const double SigmaM = 926 / PositionQuality.SigmasIn95Percent;

    /// <summary>Oldest velocity that is given with a position.</summary>
    public const long VelocityUs = 2_000_000;

    /// <summary>
    /// Farthest that the message's own time may lie from the receive time: BaseStation's computer may keep any zone and
    /// any wrong time.
    /// </summary>
    public const long OwnTimeUs = 600_000_000;

    private static readonly Covariance2 error = Covariance2.Circular(SigmaM);

    private readonly AircraftTable table = new(maxAircraft);
    private ObjectDescription?[] descriptions = [];

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = SbsMessage.TryRead(frame.Bytes, out var message);
        if (fault != FrameFault.None || message.Kind is SbsKind.Status or SbsKind.NewAircraft or SbsKind.Click)
        {
            return fault;
        }

        var nowUs = frame.ReceivedAt.UnixMicroseconds;
        var place = table.Hear(message.Address | (message.IsOtherAddress ? 1u << 24 : 0), nowUs);
        Note(ref table[place], message, nowUs);
        if (!message.HasPosition && message.CallSign.IsEmpty)
        {
            return FrameFault.None;
        }

        ref var to = ref output.Add();
        to.Frame = frame.Ref;
        to.Kind = ObservationKind.Description;
        to.Identity = message.IsOtherAddress || ModeSReader.IsNobodys(message.Address)
            ? ObjectIdentity.None
            : new ObjectIdentity(IdentityScheme.Icao, message.Address, null);
        to.Class = ObjectClass.Aircraft;
        to.ReceivedAt = frame.ReceivedAt;
        to.HasSourceTime = message.GeneratedUs != SbsMessage.NoTime
            && Math.Abs(message.GeneratedUs - nowUs) <= OwnTimeUs;
        to.At = to.HasSourceTime ? new Instant(message.GeneratedUs) : frame.ReceivedAt;
        to.Description = message.CallSign.IsEmpty ? null : Describe(place, message.CallSign);
        if (message.HasPosition)
        {
            SetPosition(ref to, message, table[place], nowUs);
        }

        return FrameFault.None;
    }

    private static void Note(ref Aircraft aircraft, in SbsMessage message, long nowUs)
    {
        if (!double.IsNaN(message.SpeedKn))
        {
            aircraft.SpeedMps = message.SpeedKn * Velocity.KnotMps;
            aircraft.CourseDeg = message.TrackDeg == 360 ? 0 : message.TrackDeg;
            aircraft.MovedAtUs = nowUs;
        }
    }

    private static void SetPosition(ref Observation to, in SbsMessage message, in Aircraft aircraft, long nowUs)
    {
        to.Kind = ObservationKind.Position;
        to.HasPosition = GeoPoint.TryFromDegrees(
            latitudeDeg: message.LatitudeDeg, longitudeDeg: message.LongitudeDeg, out to.Position);
        to.PositionError = message.Kind == SbsKind.Computed ? PositionQuality.NotKnown : error;
        to.HasAssumedError = true;
        if (message.OnGround == true)
        {
            Heights.SetGround(ref to);
        }
        else if (!double.IsNaN(message.AltitudeFt))
        {
            // Whether steps were 25 or 100 ft is lost.
            Heights.SetPressure(ref to, message.AltitudeFt, fine: false);
        }

        if (nowUs - aircraft.MovedAtUs <= VelocityUs)
        {
            to.SpeedMps = aircraft.SpeedMps;
            to.CourseDeg = aircraft.CourseDeg;
        }
    }

    private ObjectDescription Describe(int place, ReadOnlySpan<byte> callSign)
    {
        if (place >= descriptions.Length)
        {
            Array.Resize(ref descriptions, Math.Max(place + 1, descriptions.Length * 2));
        }

        ref var known = ref descriptions[place];
        if (known is null || !Ascii.Equals(callSign, known.CallSign))
        {
            known = new ObjectDescription("", Encoding.ASCII.GetString(callSign), "", 0, 0);
        }

        return known;
    }
}
