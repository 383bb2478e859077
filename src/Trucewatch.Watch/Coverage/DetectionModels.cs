using System.Collections.Immutable;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Coverage;

/// <summary>How well a class of object is seen, by that of the model's own.</summary>
/// <param name="Class">The class.</param>
/// <param name="Factor">The chance is so many times that of the model, 0 to 1.</param>
public readonly record struct ClassFactor(ObjectClass Class, double Factor);

/// <summary>
/// What is assumed of one modality: the chance to see what is there. Where a sensor's registry entry states its own,
/// that one counts.
/// </summary>
/// <param name="Modality">The modality.</param>
/// <param name="Sees">What the chance is of, and for how long it is there.</param>
/// <param name="Best">The chance near by, by day and in clear weather.</param>
/// <param name="HalfRangeM">Where half of it is left; null: the range does not matter, or is not known.</param>
/// <param name="NightFactor">What is left of it at night.</param>
/// <param name="CloudsHide">True when what clouds hide is not seen.</param>
/// <param name="LastsMinutes">How long the thing lasts that it looks for, at least a minute: a look counts for all that
/// it meets.</param>
/// <param name="Classes">Factors of classes that are seen less well.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Doubt">What may be wrong with them.</param>
public sealed record DetectionModel(
    Modality Modality,
    string Sees,
    double Best,
    double? HalfRangeM,
    double NightFactor,
    bool CloudsHide,
    int LastsMinutes,
    ImmutableArray<ClassFactor> Classes,
    string Source,
    string Doubt)
{
    /// <summary>
    /// The chance at a range: n^3 / (1 + n^3) of the best, n being half range by range. That is the target transfer
    /// probability function with Johnson's count of cycles inversely as the range, its exponent held at 3.
    /// </summary>
    /// <param name="rangeM">Range in metres; NaN: not known, and then it does not count.</param>
    /// <param name="isNight">True at night.</param>
    /// <param name="cloudShare">Share that clouds hide; NaN: not known, and then it does not count.</param>
    /// <param name="kind">What is looked for; <see cref="ObjectClass.Unknown"/>: what the model is of.</param>
    public double Chance(
        double rangeM, bool isNight, double cloudShare, ObjectClass kind = ObjectClass.Unknown)
    {
        var chance = Best * (isNight ? NightFactor : 1);
        if (HalfRangeM is { } half && rangeM > 0)
        {
            var n = half / rangeM;
            var cubed = n * n * n;
            chance *= double.IsInfinity(cubed) ? 1 : cubed / (1 + cubed);
        }

        if (CloudsHide && cloudShare > 0)
        {
            chance *= 1 - Math.Min(1, cloudShare);
        }

        return chance * FactorOf(kind);
    }

    /// <summary>The chance to see a class, by that of the model's own; 1 for classes that are not named.</summary>
    public double FactorOf(ObjectClass kind)
    {
        foreach (var (known, factor) in Classes)
        {
            if (known == kind)
            {
                return factor;
            }
        }

        return 1;
    }
}

/// <summary>
/// All detection models, one for each modality. They are assumptions until a mission measures its own.
/// </summary>
public static class DetectionModels
{
    private const string Assumed = "assumed; the form of the fall with range after Johnson 1958";

    /// <summary>The table, in the order of the modalities.</summary>
    public static readonly ImmutableArray<DetectionModel> All =
    [
        new(Modality.Optical, "a vehicle that stays for an hour", 0.8, 4_000, 0.05, true, 60,
            [new(ObjectClass.Person, 0.4), new(ObjectClass.Drone, 0.2)], Assumed,
            "resolution, contrast, woods and camouflage are not in it; a satellite's range is taken as near"),
        new(Modality.Thermal, "a warm vehicle that stays for an hour", 0.75, 5_000, 1, true, 60,
            [new(ObjectClass.Person, 0.6), new(ObjectClass.Drone, 0.3)], Assumed,
            "cold engines, rain and the hours in which ground and vehicle are equally warm are not in it"),
        new(Modality.ImagingRadar, "a vehicle that stays for an hour", 0.6, null, 1, false, 60,
            [new(ObjectClass.Person, 0), new(ObjectClass.Drone, 0)], "assumed for pixels of a few metres",
            "layover, shadow and what moves are not in it; coarse modes see far less"),
        new(Modality.MovingTargetRadar, "a vehicle that moves for ten minutes", 0.8, null, 1, false, 10,
            [new(ObjectClass.Person, 0.2)], "assumed above the least speed that a dwell states",
            "what moves across the line of sight is slower to the radar than it is; terrain hides"),
        new(Modality.SurveillanceRadar, "a vehicle or boat that moves for five minutes", 0.9, 15_000, 1, false, 5,
            [new(ObjectClass.Person, 0.3), new(ObjectClass.Drone, 0.3)], Assumed,
            "sea clutter and terrain are not in it; the horizon is, where the height is stated"),
        new(Modality.SeismoAcoustic, "the explosion of a shell, within a minute", 0.7, 10_000, 1, false, 1,
            [], Assumed, "wind can double the range on one side and take it away on the other"),
        new(Modality.Reception, "something that sends, for ten minutes", 0.95, null, 1, false, 10,
            [], "measured: others were heard from within about 10 km in these minutes",
            "what does not send is not heard at all; what flies high is heard where the ground is not"),
        new(Modality.Human, "a vehicle or a shot within a quarter of an hour", 0.7, 2_000, 0.3, false, 15,
            [], Assumed, "attention, woods and weather are not in it"),
    ];

    /// <summary>The model of a modality.</summary>
    public static DetectionModel Of(Modality modality) => All[(int)modality - 1];
}
