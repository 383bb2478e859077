using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using static Trucewatch.Feeds.Ais.AisInternationalLayouts;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Ships that a vessel traffic service tracks by radar and tells to all (type 8, area 1, function 17; services of the
/// first edition say function 16). Each target is an observation of its own; its sender is the service, not the ship.
/// </summary>
internal static class AisTargets
{
    // What a service's radar and tracker err by is not stated: an assumption, see NOTES.md.
    private const double SigmaM = 100;

    private const uint FirstEditionFunction = 16;
    private const uint SpeedNotKnown = 255;
    private const uint MmsiKind = 0;
    private const uint GreatestMmsi = 999_999_999;

    private static readonly AisField function = new("fid", 50, 6, AisMeaning.Number);
    private static readonly AisField area = new("dac", 40, 10, AisMeaning.Number);
    private static readonly Covariance2 radar = Covariance2.Circular(SigmaM);

    /// <summary>True for a message with targets; function 16 may also count persons, in one item less.</summary>
    public static bool AreIn(in AisBits bits, AisLayout layout)
    {
        var content = bits.Length - AisBinaryLayouts.BroadcastStart;
        return layout == Targets
            || (bits.Unsigned(area) == 1 && bits.Unsigned(function) == FirstEditionFunction
                && content >= TargetBits && content % TargetBits == 0);
    }

    /// <summary>Number of targets in such a message.</summary>
    public static int Count(in AisBits bits) => Target.Rows.CountIn(bits, AisBinaryLayouts.BroadcastStart);

    /// <summary>Reads where a target is; false when that is not known.</summary>
    public static bool TryReadPlace(in AisBits bits, int target, out GeoPoint place)
    {
        var start = StartOf(target);
        return GeoPoint.TryFromDegrees(
            latitudeDeg: bits.Signed(start + Target.Latitude.Start, Target.Latitude.Width) / 60_000.0,
            longitudeDeg: bits.Signed(start + Target.Longitude.Start, Target.Longitude.Width) / 60_000.0,
            out place);
    }

    /// <summary>Fills in what one target says.</summary>
    public static void Fill(ref Observation to, in AisBits bits, int target, GeoPoint place)
    {
        var start = StartOf(target);
        var id = bits.Wide(start + Target.Mmsi.Start, Target.Mmsi.Width);
        var isMmsi = Read(bits, start, Target.IdType) == MmsiKind && id is > 0 and <= GreatestMmsi;
        to.Identity = isMmsi ? ObjectIdentity.Mmsi((uint)id) : ObjectIdentity.None;
        to.Class = ObjectClass.Vessel;
        to.HasPosition = true;
        to.Position = place;
        to.PositionError = radar;
        to.HasAssumedError = true;
        if (Read(bits, start, Target.Speed) is var speed && speed != SpeedNotKnown)
        {
            to.SpeedMps = speed * AisDecoder.KnotMps;
        }

        if (Read(bits, start, Target.Course) is var course && course < 360)
        {
            to.CourseDeg = course;
        }

        if (Read(bits, start, Target.Second) is var second && second < 60)
        {
            to.At = AisDecoder.ResolveSecond(to.ReceivedAt, second);
            to.HasSourceTime = true;
        }
    }

    private static int StartOf(int target) => AisBinaryLayouts.BroadcastStart + (target * TargetBits);

    private static uint Read(in AisBits bits, int start, AisField field) =>
        bits.Unsigned(start + field.Start, field.Width);
}
