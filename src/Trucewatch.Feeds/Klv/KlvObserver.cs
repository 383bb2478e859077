using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>What a set says about the picture: where the platform is, what it looks at, and what moves there.</summary>
internal sealed class KlvObserver
{
    private readonly PlatformNames names = new();

    /// <summary>Appends what a set without fault says.</summary>
    /// <param name="frame">The frame in which its packet ended.</param>
    /// <param name="earlierParts">Frames before that one which carried parts of the packet.</param>
    /// <param name="set">The set.</param>
    /// <param name="value">The bytes that its places name.</param>
    /// <param name="output">Where it goes.</param>
    public void Observe(
        in FrameView frame, ushort earlierParts, KlvSet set, ReadOnlySpan<byte> value, ObservationBuffer output)
    {
        var hasTime = set.TryTime(set.Bytes(UasItems.TimeTag, value), out var time);
        var moment = new Moment(
            frame.Ref, earlierParts, frame.ReceivedAt, hasTime ? time : frame.ReceivedAt, hasTime,
            IsNoOperation(set.Bytes(UasItems.ModeTag, value)));
        if (set.Kind == KlvKind.Vmti)
        {
            ObserveTargets(moment, set, value, output);
            return;
        }

        if (set.TryPlace(UasItems.SensorLatitudeTag, UasItems.SensorLongitudeTag, out var sensor))
        {
            ObservePlatform(moment, set, value, sensor, output);
        }

        ObserveLook(moment, set, value, output);
        var targets = set.Bytes(UasItems.VmtiTag, value);
        if (!targets.IsEmpty)
        {
            ObserveTargets(moment, set, targets, output);
        }
    }

    /// <summary>With what a picture was taken, as far as the sensor's name says it and says only one thing.</summary>
    public static Modality ModalityOf(ReadOnlySpan<byte> source)
    {
        Span<byte> words = stackalloc byte[Math.Min(source.Length, 128)];
        for (var i = 0; i < words.Length; i++)
        {
            var sign = source[i];
            words[i] = sign is >= (byte)'a' and <= (byte)'z' ? (byte)(sign - 32) : sign;
        }

        // Short wave and near infrared is reflected light, and neither visible nor heat: it stays unknown.
        var isRadar = HasWord(words, "SAR"u8) || HasWord(words, "TESAR"u8);
        var isThermal = HasWord(words, "IR"u8) || HasWord(words, "MWIR"u8) || HasWord(words, "LWIR"u8)
            || HasWord(words, "FLIR"u8) || HasWord(words, "THERMAL"u8);
        var isVisible = HasWord(words, "EO"u8) || HasWord(words, "EOW"u8) || HasWord(words, "EON"u8)
            || HasWord(words, "TV"u8) || HasWord(words, "DLTV"u8) || HasWord(words, "VISIBLE"u8);
        return (isRadar, isThermal, isVisible) switch
        {
            (true, false, false) => Modality.ImagingRadar,
            (false, true, false) => Modality.Thermal,
            (false, false, true) => Modality.Optical,
            _ => Modality.Unknown,
        };
    }

    private void ObservePlatform(
        in Moment moment, KlvSet set, ReadOnlySpan<byte> value, GeoPoint sensor, ObservationBuffer output)
    {
        var name = names.Find(set, value);
        ref var observation = ref Add(moment, output);
        observation.Identity = name.Identity;
        observation.SourceTrack = name.Track;
        observation.Description = name.Description;
        observation.Class = ObjectClass.Drone;
        observation.Position = sensor;
        observation.PositionError = Covariance2.Circular(Footprint.PlatformSigmaM);
        observation.HasAssumedError = true;
        var (north, east) = (set[UasItems.NorthVelocityTag], set[UasItems.EastVelocityTag]);
        var speed = Math.Sqrt((north * north) + (east * east));
        observation.SpeedMps = double.IsNaN(speed) ? set[UasItems.GroundSpeedTag] : speed;
        var course = speed > 0 ? Elementary.Atan2Degrees(east, north) : set[UasItems.CourseTag];
        observation.CourseDeg = course < 0 ? course + 360 : course;
        SetHeight(set, ref observation);
    }

    private static void SetHeight(KlvSet set, ref Observation observation)
    {
        (observation.HeightM, observation.HeightReference) =
            Footprint.EllipsoidHeight(set) is var hae && !double.IsNaN(hae) ? (hae, HeightReference.Ellipsoid)
            : set[UasItems.SensorAltitudeTag] is var msl && !double.IsNaN(msl) ? (msl, HeightReference.SeaLevel)
            : set[UasItems.GroundHeightTag] is var agl && !double.IsNaN(agl) ? (agl, HeightReference.Ground)
            : (set[UasItems.RadarHeightTag], HeightReference.Ground);
        if (double.IsNaN(observation.HeightM))
        {
            observation.HeightReference = HeightReference.Unknown;
        }
    }

    private static void ObserveLook(
        in Moment moment, KlvSet set, ReadOnlySpan<byte> value, ObservationBuffer output)
    {
        if (!Footprint.TryFind(set, out var corners))
        {
            return;
        }

        ref var look = ref output.AddLook();
        look.Frame = moment.Frame;
        look.IsExercise = moment.IsExercise;
        look.Modality = ModalityOf(set.Bytes(UasItems.ImageSourceTag, value));
        (look.From, look.Until, look.ReceivedAt) = (moment.At, moment.At, moment.ReceivedAt);
        (look.HasCorners, look.Corners) = (true, corners);
        look.HasSensorPosition = set.TryPlace(
            UasItems.SensorLatitudeTag, UasItems.SensorLongitudeTag, out look.SensorPosition);
        look.SensorHeightM = Footprint.HeightOverGround(set) is var heightM && heightM > 0 ? heightM : 0;
    }

    private static void ObserveTargets(
        in Moment moment, KlvSet set, ReadOnlySpan<byte> targets, ObservationBuffer output)
    {
        var vmti = Vmti.Open(targets);
        var own = set.TryTime(vmti.Time, out var time) ? moment with { At = time, HasTime = true } : moment;
        var hasCentre = set.Kind == KlvKind.Uas
            & set.TryPlace(UasItems.CentreLatitudeTag, UasItems.CentreLongitudeTag, out var centre);
        LookCorners corners = default;
        var hasCorners = set.Kind == KlvKind.Uas && Footprint.TryStated(set, out corners);
        while (vmti.Next(out var target))
        {
            if (GeoPoint.TryFromDegrees(
                    latitudeDeg: target.LatitudeDeg, longitudeDeg: target.LongitudeDeg, out var place)
                || (hasCentre && Footprint.TryMoved(
                    centre, target.LatitudeOffsetDeg, target.LongitudeOffsetDeg, out place))
                || (hasCorners && PictureMap.TryFind(
                    corners,
                    (target.Column - 0.5) / vmti.FrameWidth,
                    (target.Row - 0.5) / vmti.FrameHeight,
                    out place)))
            {
                AddTarget(own, set, target, place, output);
            }
        }
    }

    private static void AddTarget(
        in Moment moment, KlvSet set, in VmtiTarget target, GeoPoint place, ObservationBuffer output)
    {
        ref var observation = ref Add(moment, output);
        observation.SourceTrack = target.Number < PlatformNames.FirstTrack ? (uint)target.Number : 0;
        observation.Position = place;
        var (east, north, up) = target.Sigma;
        observation.HasAssumedError = !(east > 0 && north > 0);
        // A correlation of one would leave no width across; a plain number rounds to it.
        var both = double.IsNaN(target.EastNorth) ? 0 : Math.Clamp(target.EastNorth, -0.999, 0.999);
        observation.PositionError = observation.HasAssumedError
            ? Footprint.ErrorAt(set, place)
            : new Covariance2(east * east, both * east * north, north * north);
        var heightM = double.IsNaN(target.LocationHeightM) ? target.HeightM : target.LocationHeightM;
        if (!double.IsNaN(heightM))
        {
            observation.HeightM = heightM;
            observation.HeightReference = HeightReference.Ellipsoid;
            observation.HeightSigmaM = up > 0 ? up : double.NaN;
        }
    }

    /// <summary>Training, exercise or test (item 77); a flight for maintenance is a flight.</summary>
    private static bool IsNoOperation(ReadOnlySpan<byte> mode) => mode is [2 or 3 or 5];

    private static ref Observation Add(in Moment moment, ObservationBuffer output)
    {
        ref var observation = ref output.Add();
        observation.Frame = moment.Frame;
        observation.EarlierParts = moment.EarlierParts;
        observation.Kind = ObservationKind.Position;
        observation.At = moment.At;
        observation.ReceivedAt = moment.ReceivedAt;
        observation.HasSourceTime = moment.HasTime;
        observation.HasPosition = true;
        observation.IsExercise = moment.IsExercise;
        return ref observation;
    }

    /// <summary>True where a word stands in a text of capitals, with no letter before or after it.</summary>
    private static bool HasWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (var from = 0; text[from..].IndexOf(word) is >= 0 and var at; from += at + 1)
        {
            var (start, end) = (from + at, from + at + word.Length);
            if ((start == 0 || !char.IsAsciiLetter((char)text[start - 1]))
                && (end == text.Length || !char.IsAsciiLetter((char)text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When something was, and which frame says so.</summary>
    private readonly record struct Moment(
        FrameRef Frame, ushort EarlierParts, Instant ReceivedAt, Instant At, bool HasTime, bool IsExercise);
}
