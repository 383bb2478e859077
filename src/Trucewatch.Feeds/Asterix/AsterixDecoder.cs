using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Feeds.Asterix;

/// <summary>Turns the records of one feed into observations; remembers where its radars stand.</summary>
internal sealed class AsterixDecoder : IFrameDecoder
{
    /// <summary>Standard deviation of a range, metres: that of an old secondary radar and its bias.</summary>
    public const double RangeSigmaM = 100;

    /// <summary>Standard deviation of a bearing, degrees, as EUROCONTROL asks of secondary radars.</summary>
    public const double BearingSigmaDeg = 0.08;

    /// <summary>Standard deviation of a system track's place that tells none, metres.</summary>
    public const double TrackSigmaM = 300;

    /// <summary>Farthest that the time of day may lie from the receive time.</summary>
    public const long OwnTimeUs = 600_000_000;

    /// <summary>Most radars of a feed.</summary>
    public const int MaxRadars = 256;

    /// <summary>Most call signs kept; then they are made anew.</summary>
    public const int MaxNames = 8_192;

    private const long DayUs = 86_400_000_000;

    private readonly Dictionary<int, Radar> radars = [];
    private readonly Dictionary<ulong, ObjectDescription> names = [];

    private readonly record struct Radar(GeoPoint Position, double HeightM);

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = Check(frame.Bytes);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        for (var at = AsterixFramer.HeaderBytes; at < frame.Bytes.Length;)
        {
            _ = AsterixRecord.TryRead(frame.Bytes[0], frame.Bytes[at..], out var record);
            at += record.Length;
            var report = AsterixReport.Of(in record);
            Take(in report, in frame, output);
        }

        return FrameFault.None;
    }

    /// <summary>Walks all records before any of them counts.</summary>
    public static FrameFault Check(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
        {
            return FrameFault.Empty;
        }

        if (block.Length < AsterixFramer.MinBlockBytes)
        {
            return FrameFault.Truncated;
        }

        var length = AsterixFramer.LengthOf(block);
        if (length != block.Length)
        {
            return length > block.Length ? FrameFault.Truncated : FrameFault.WrongLength;
        }

        if (!AsterixItems.IsKnown(block[0]))
        {
            return FrameFault.UnsupportedType;
        }

        for (var at = AsterixFramer.HeaderBytes; at < block.Length;)
        {
            var fault = AsterixRecord.TryRead(block[0], block[at..], out var record);
            if (fault != FrameFault.None)
            {
                return fault;
            }

            at += record.Length;
        }

        return FrameFault.None;
    }

    /// <summary>The time of day on the day that brings it nearest to a moment.</summary>
    internal static Instant Near(double timeOfDayS, Instant moment)
    {
        var own = (long)(timeOfDayS * 1e6);
        var midnight = moment.UnixMicroseconds - (((moment.UnixMicroseconds % DayUs) + DayUs) % DayUs);
        var best = midnight + own;
        foreach (var other in (ReadOnlySpan<long>)[best - DayUs, best + DayUs])
        {
            best = Math.Abs(other - moment.UnixMicroseconds) < Math.Abs(best - moment.UnixMicroseconds) ? other : best;
        }

        return new Instant(best);
    }

    private void Take(in AsterixReport report, in FrameView frame, ObservationBuffer output)
    {
        if (report.IsService)
        {
            if (report.Category == 34 && report.HasPosition && report.Source >= 0
                && (radars.Count < MaxRadars || radars.ContainsKey(report.Source)))
            {
                radars[report.Source] = new Radar(report.Position, report.HeightM);
            }

            return;
        }

        var isMeasured = double.IsFinite(report.SlantRangeM) && radars.ContainsKey(report.Source);
        if (report.IsTest || (!report.HasPosition && !isMeasured && report.CallSign == 0 && report.Address < 0))
        {
            return;
        }

        ref var to = ref output.Add();
        to.Frame = frame.Ref;
        to.Kind = ObservationKind.Description;
        to.Class = report.IsVehicle ? ObjectClass.Vehicle : ObjectClass.Aircraft;
        to.Identity = report.Address < 0 || ModeSReader.IsNobodys((uint)report.Address)
            ? ObjectIdentity.None
            : new ObjectIdentity(IdentityScheme.Icao, (ulong)report.Address, null);
        to.SourceTrack = report.Track < 0 ? 0 : (uint)report.Track;
        SetTime(ref to, in report, frame.ReceivedAt);
        to.Description = report.CallSign == 0 ? null : Describe(report.CallSign);
        SetHeight(ref to, in report);
        if (report.HasPosition)
        {
            to.Position = report.Position;
            SetError(ref to, in report);
        }
        else if (isMeasured)
        {
            SetMeasured(ref to, in report, radars[report.Source]);
        }

        if (report.HasPosition || isMeasured)
        {
            (to.Kind, to.HasPosition) = (ObservationKind.Position, true);
            (to.SpeedMps, to.CourseDeg) = (report.SpeedMps, report.CourseDeg);
        }
    }

    private static void SetTime(ref Observation to, in AsterixReport report, Instant receivedAt)
    {
        (to.At, to.ReceivedAt) = (receivedAt, receivedAt);
        if (double.IsNaN(report.TimeOfDayS))
        {
            return;
        }

        var at = Near(report.TimeOfDayS, receivedAt);
        to.HasSourceTime = Math.Abs(at.UnixMicroseconds - receivedAt.UnixMicroseconds) <= OwnTimeUs;
        to.At = to.HasSourceTime ? at : receivedAt;
    }

    private static void SetHeight(ref Observation to, in AsterixReport report)
    {
        if (!double.IsNaN(report.PressureFt))
        {
            Heights.SetPressure(ref to, report.PressureFt, fine: true);
        }
        else if (!double.IsNaN(report.GeometricFt))
        {
            Heights.SetGeometric(ref to, report.GeometricFt, fine: true, category: 0);
        }
    }

    private static void SetError(ref Observation to, in AsterixReport report)
    {
        if (report.Category == 21)
        {
            to.NavigationAccuracy = report.Accuracy is >= 0 and <= 11 ? (sbyte)report.Accuracy : null;
            to.NavigationIntegrity = report is { Version: > 0, Integrity: >= 0 and <= 11 }
                ? (sbyte)report.Integrity
                : null;
            to.PositionError = report.Accuracy >= 0 ? PositionQuality.OfAccuracy(report.Accuracy)
                : report.Integrity < 0 ? PositionQuality.NotKnown
                : report.Version == 0 ? PositionQuality.OfUncertainty(report.Integrity)
                : PositionQuality.OfIntegrity(report.Integrity);
            to.HasAssumedError = to.PositionError == PositionQuality.NotKnown;
            return;
        }

        to.HasAssumedError = !(report.EastSigmaM > 0 && report.NorthSigmaM > 0);
        to.PositionError = to.HasAssumedError
            ? Covariance2.Circular(TrackSigmaM)
            : new Covariance2(report.EastSigmaM * report.EastSigmaM, 0, report.NorthSigmaM * report.NorthSigmaM);
    }

    /// <summary>
    /// A slant range is reduced by the difference of heights, where the object tells its own: a pressure altitude is
    /// near enough for it.
    /// </summary>
    private static void SetMeasured(ref Observation to, in AsterixReport report, Radar radar)
    {
        var slant = report.SlantRangeM;
        var above = double.IsNaN(to.HeightM) ? 0 : to.HeightM - radar.HeightM;
        var range = Math.Abs(above) < slant ? Math.Sqrt((slant * slant) - (above * above)) : 0;
        to.Position = Geodesic.Direct(radar.Position, report.BearingDeg, range).Point;
        var across = range * Elementary.DegreesToRadians(BearingSigmaDeg);
        var (sin, cos) = Elementary.SinCosDegrees(report.BearingDeg);
        const double Along = RangeSigmaM * RangeSigmaM;
        var side = Math.Max(across * across, 1);
        to.PositionError = new Covariance2(
            (Along * sin * sin) + (side * cos * cos),
            (Along - side) * sin * cos,
            (Along * cos * cos) + (side * sin * sin));
        to.HasAssumedError = true;
        to.Polar = new PolarMeasurement
        {
            Parts = MeasuredParts.Range | MeasuredParts.Bearing,
            Observer = radar.Position,
            RangeM = range,
            BearingDeg = report.BearingDeg,
            RangeSigmaM = RangeSigmaM,
            BearingSigmaDeg = BearingSigmaDeg,
        };
    }

    private ObjectDescription? Describe(ulong letters)
    {
        if (names.TryGetValue(letters, out var known))
        {
            return known;
        }

        Span<byte> text = stackalloc byte[Letters.Length];
        var length = Letters.Read(letters, text);
        if (length == 0)
        {
            return null;
        }

        if (names.Count == MaxNames)
        {
            names.Clear();
        }

        known = new ObjectDescription("", Encoding.ASCII.GetString(text[..length]), "", 0, 0);
        names.Add(letters, known);
        return known;
    }
}
