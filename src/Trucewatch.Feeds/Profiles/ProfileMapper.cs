using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Report;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Profiles;

/// <summary>Where a feature is: a point, or the middle of a shape and how far its ground spreads around it.</summary>
/// <param name="Point">The point or middle.</param>
/// <param name="Spread">Covariance of a place that may be anywhere in the shape; 0 for a point.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ShapePlace(GeoPoint Point, Covariance2 Spread);

/// <summary>Makes observations of the rows of one feed, as its profile says.</summary>
/// <param name="profile">The profile.</param>
/// <param name="known">The feed's reports, which outlive a profile: a restart sends it again.</param>
internal sealed class ProfileMapper(Profile profile, ReportDecoder known)
{
    /// <summary>Longest identity and longest name of an object in bytes.</summary>
    public const int MaxIdBytes = 256;

    /// <summary>Greatest speed in metres a second.</summary>
    public const double MaxSpeedMps = 12_000;

    /// <summary>Greatest height, depth and sigma of a height in metres.</summary>
    public const double MaxHeightM = 50_000_000;

    /// <summary>Greatest standard deviation of the time of an arrival in seconds.</summary>
    public const double MaxSigmaS = 60;

    /// <summary>Greatest standard deviation of a bearing in degrees.</summary>
    public const double MaxBearingSigmaDeg = 45;

    private static readonly ImmutableArray<byte[]> classes =
        [.. Enum.GetNames<ObjectClass>().Select(name => Encoding.ASCII.GetBytes(name.ToLowerInvariant()))];

    private readonly ProfileNames names = new();
    private readonly ReportRows reports = new(profile.ReporterKind, profile.IsExercise, known);
    private bool isAssumed;

    /// <summary>The row to fill.</summary>
    public ProfileRow Row { get; } = new(profile);

    /// <summary>The profile.</summary>
    public Profile Profile => profile;

    /// <summary>The first fault of the row that is being mapped.</summary>
    public FrameFault Fault { get; private set; }

    /// <summary>Makes one observation of the row, or gives the fault.</summary>
    /// <param name="frame">The frame that the row stands in.</param>
    /// <param name="shape">Where it is, where the format itself says so; what the row says goes before it.</param>
    /// <param name="output">Takes the observation.</param>
    public FrameFault Map(in FrameView frame, ShapePlace? shape, ObservationBuffer output)
    {
        Fault = FrameFault.None;
        var (at, hasTime) = Time(frame.ReceivedAt);
        var place = Place(shape);
        if (profile.Says == ProfileSubject.Report)
        {
            // When somebody saw something is for that person to say: the receive time does not stand in.
            Fault = Fault == FrameFault.None && !hasTime ? FrameFault.MissingMember : Fault;
            return reports.Map(frame, this, at, place, output);
        }

        if (place is not { } placed)
        {
            Fail(FrameFault.MissingMember, 0);
            return Fault;
        }

        if (profile.Says == ProfileSubject.Arrival)
        {
            // A time that the station did not state is none that can be compared with those of others.
            Fault = Fault == FrameFault.None && !hasTime ? FrameFault.MissingMember : Fault;
            return MapArrival(in frame, at, placed.Point, output);
        }

        var made = new Observation
        {
            Frame = frame.Ref,
            Kind = ObservationKind.Position,
            Identity = Identity(),
            Class = Class(),
            At = at,
            ReceivedAt = frame.ReceivedAt,
            HasSourceTime = hasTime,
            IsExercise = profile.IsExercise,
            HasPosition = true,
            Position = placed.Point,
            PositionError = placed.Spread,
            HasAssumedError = isAssumed,
            SpeedMps = Number(ProfileTerm.SpeedMps, 0, MaxSpeedMps),
            CourseDeg = Number(ProfileTerm.CourseDeg, 0, 360),
            HeightM = Number(ProfileTerm.HeightM, -MaxHeightM, MaxHeightM),
            HeightSigmaM = Number(ProfileTerm.HeightSigmaM, 0, MaxHeightM),
            Description = Name(),
        };
        made.CourseDeg = made.CourseDeg == 360 ? 0 : made.CourseDeg;
        made.HeightReference = double.IsNaN(made.HeightM) ? HeightReference.Unknown : profile.HeightReference;
        if (Fault == FrameFault.None)
        {
            output.Add() = made;
        }

        return Fault;
    }

    private FrameFault MapArrival(in FrameView frame, Instant at, GeoPoint station, ObservationBuffer output)
    {
        var id = Text(ProfileTerm.Id);
        var sigmaS = Number(ProfileTerm.SigmaS, 0, MaxSigmaS);
        var (bearing, sigmaDeg) = (
            Number(ProfileTerm.BearingDeg, 0, 360), Number(ProfileTerm.BearingSigmaDeg, 0, MaxBearingSigmaDeg));
        var path = Path();
        if (id.IsEmpty || double.IsNaN(sigmaS))
        {
            return Fault == FrameFault.None ? FrameFault.MissingMember : Fault;
        }

        if (id.Length > MaxIdBytes || !(sigmaS > 0))
        {
            return id.Length > MaxIdBytes ? FrameFault.WrongLength : FrameFault.OutOfRange;
        }

        if (Fault == FrameFault.None)
        {
            ref var made = ref output.Add();
            made.Frame = frame.Ref;
            made.Kind = ObservationKind.Arrival;
            (made.At, made.ReceivedAt, made.HasSourceTime) = (at, frame.ReceivedAt, true);
            (made.HasPosition, made.Position) = (true, station);
            (made.SpeedMps, made.CourseDeg) = (double.NaN, double.NaN);
            (made.HeightM, made.HeightSigmaM) = (double.NaN, double.NaN);
            made.Arrival = new StationArrival(
                names.Uid(id), sigmaS, path,
                double.IsNaN(bearing) ? null : bearing == 360 ? 0 : bearing,
                double.IsNaN(sigmaDeg) ? null : sigmaDeg);
        }

        return Fault;
    }

    private SignalPath Path()
    {
        var word = Text(ProfileTerm.Path);
        return word.IsEmpty || word.SequenceEqual("air"u8) ? SignalPath.Air
            : word.SequenceEqual("ground"u8) ? SignalPath.Ground
            : word.SequenceEqual("light"u8) ? SignalPath.Light
            : Fail(FrameFault.OutOfRange, SignalPath.Air);
    }

    /// <summary>The text of a term in this row; empty where it is not known.</summary>
    public ReadOnlySpan<byte> Text(ProfileTerm term)
    {
        if (profile[term] is not { } field)
        {
            return [];
        }

        var text = Row.Join(field.Sources);
        foreach (var absent in profile.Absent)
        {
            text = text.SequenceEqual(absent) ? [] : text;
        }

        if (text.IsEmpty)
        {
            return field.Constant;
        }

        foreach (var (said, meant) in field.Words)
        {
            if (text.SequenceEqual(said))
            {
                return meant;
            }
        }

        // A word that nobody explained means what stands for the rest, where the profile says what that is.
        return field.Words.IsEmpty || field.Constant is null ? text : field.Constant;
    }

    /// <summary>The number of a term in this row; NaN where it is not known or is at fault.</summary>
    public double Number(ProfileTerm term, double least, double most)
    {
        var text = Text(term);
        if (text.IsEmpty)
        {
            return double.NaN;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return Fail(FrameFault.BadSyntax, double.NaN);
        }

        number = (number * profile[term]!.Times) + profile[term]!.Plus;
        return !double.IsFinite(number) ? Fail(FrameFault.NotFinite, double.NaN)
            : number < least || number > most ? Fail(FrameFault.OutOfRange, double.NaN)
            : number;
    }

    /// <summary>The whole number of a term in this row; null where it is not known or is at fault.</summary>
    public int? Count(ProfileTerm term)
    {
        var number = Number(term, 0, ReportParser.MaxCount);
        return double.IsNaN(number) ? null
            : number == Math.Floor(number) ? (int)number
            : Fail<int?>(FrameFault.OutOfRange, null);
    }

    private (Instant At, bool HasTime) Time(Instant receivedAt)
    {
        var text = Text(ProfileTerm.Time);
        return text.IsEmpty ? (receivedAt, false)
            : profile[ProfileTerm.Time]!.Form.TryRead(text, out var at) ? (at, true)
            : Fail(FrameFault.BadSyntax, (receivedAt, false));
    }

    private ShapePlace? Place(ShapePlace? shape)
    {
        var (lat, lon) = (Number(ProfileTerm.Lat, -90, 90), Number(ProfileTerm.Lon, -180, 180));
        var sigmaM = Number(ProfileTerm.SigmaM, 0, ReportParser.MaxSigmaM);
        if (double.IsNaN(lat) != double.IsNaN(lon))
        {
            return Fail(FrameFault.MissingMember, shape);
        }

        shape = double.IsNaN(lat) ? shape : new ShapePlace(GeoPoint.FromDegrees(lat, lon), default);
        if (shape is not { } given)
        {
            return null;
        }

        // The spread of a shape is an error of its own: only a bare point without any is given the assumed one.
        isAssumed = double.IsNaN(sigmaM) && given.Spread == default;
        sigmaM = isAssumed ? Profile.UnstatedSigmaM : double.IsNaN(sigmaM) ? 0 : sigmaM;
        var (east, both, north) = given.Spread;
        return given with { Spread = new Covariance2(east + (sigmaM * sigmaM), both, north + (sigmaM * sigmaM)) };
    }

    private ObjectClass Class()
    {
        var word = Text(ProfileTerm.Class);
        for (var at = 0; at < classes.Length && !word.IsEmpty; at++)
        {
            if (word.SequenceEqual(classes[at]))
            {
                return (ObjectClass)at;
            }
        }

        return word.IsEmpty ? ObjectClass.Unknown : Fail(FrameFault.OutOfRange, ObjectClass.Unknown);
    }

    private ObjectDescription? Name()
    {
        var name = Text(ProfileTerm.Name);
        return name.IsEmpty ? null
            : name.Length > MaxIdBytes ? Fail<ObjectDescription?>(FrameFault.WrongLength, null)
            : names.Name(name);
    }

    private ObjectIdentity Identity()
    {
        var id = Text(ProfileTerm.Id);
        if (id.IsEmpty || id.Length > MaxIdBytes)
        {
            return id.IsEmpty ? default : Fail<ObjectIdentity>(FrameFault.WrongLength, default);
        }

        var scheme = profile.IdScheme;
        if (scheme == IdScheme.Any)
        {
            scheme = id.StartsWith("mmsi:"u8) ? IdScheme.Mmsi : id.StartsWith("icao:"u8) ? IdScheme.Icao : IdScheme.Cot;
            id = scheme != IdScheme.Cot ? id[5..] : id.StartsWith("cot:"u8) ? id[4..] : id;
        }

        switch (scheme)
        {
            case IdScheme.Mmsi when id.Length == 9 && uint.TryParse(id, NumberStyles.None, null, out var mmsi):
                return ObjectIdentity.Mmsi(mmsi);
            case IdScheme.Icao when id.Length == 6 && uint.TryParse(id, NumberStyles.HexNumber, null, out var icao):
                return new ObjectIdentity(IdentityScheme.Icao, icao, null);
            case IdScheme.Cot when !id.IsEmpty:
                return ObjectIdentity.CotUid(names.Uid(id));
            default:
                return Fail<ObjectIdentity>(FrameFault.OutOfRange, default);
        }
    }

    // The first fault counts.
    private T Fail<T>(FrameFault found, T instead)
    {
        Fault = Fault == FrameFault.None ? found : Fault;
        return instead;
    }
}
