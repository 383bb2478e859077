using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.NoFly;

/// <summary>
/// States when an aircraft that may not be there flies in a volume: a zone and the heights between which it lies.
/// Heights over different references are not compared unless the clause says how far they may lie apart; what cannot
/// be compared, or is not known, is neither inside nor outside.
/// </summary>
internal sealed class NoFlyRule : CrossingRule
{
    private readonly ImmutableArray<int> indexes;
    private readonly ImmutableArray<Zone> zones;
    private readonly double heightSigmaM;
    private readonly double? allowanceM;

    private NoFlyRule(
        RuleSource source, CrossingSettings settings, ImmutableArray<int> indexes, double sigmaM, double? allowanceM)
        : base(source, settings, [.. indexes.Select(index => source.Agreement.Zones[index].Id)])
    {
        this.indexes = indexes;
        this.allowanceM = allowanceM;
        heightSigmaM = sigmaM;
        zones = source.Agreement.Zones;
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readIndexes = source.ZoneIndexes(reader.Texts("zones"));
        var settings = CrossingSettings.Read(source, reader);
        var sigma = reader.Number("height_sigma_m", absent: 50, least: 0.1, most: 10_000);
        var allowance = reader.OptionalNumber("height_allowance_m", least: 0, most: 10_000);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new NoFlyRule(source, settings, readIndexes, sigma, allowance)
            : null;
    }

    protected override ZonePlace Locate(in TrackSight sight, int index)
    {
        var place = sight.Survey.Locate(indexes[index]);
        var (least, most) = InBand(in sight, zones[indexes[index]].Height);
        return place with { PInside = place.PInside * least, PAtMost = place.PAtMost * most };
    }

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at)
    {
        ref readonly var update = ref sight.Update;
        var band = zones[indexes[index]].Height;
        var (least, most) = InBand(in sight, band);
        return new CrossingWord(kind, DeterminationOf(kind),
        [
            new Detail("height_m", double.IsNaN(update.HeightM)
                ? "not known"
                : $"{Metres(update.HeightM)} over {Word(update.HeightReference)}"),
            new Detail("band_m", band is null
                ? "all heights"
                : $"{Metres(band.FloorM)} to {Metres(band.CeilingM)} over {Word(band.Reference)}"),
            new Detail("p_height", string.Create(CultureInfo.InvariantCulture, $"{least:0.###} to {most:0.###}")),
        ]);
    }

    /// <summary>Least and greatest probability that the height lies in the band.</summary>
    private (double Least, double Most) InBand(in TrackSight sight, HeightBand? band)
    {
        ref readonly var update = ref sight.Update;
        if (band is null)
        {
            return (1, 1);
        }

        var isSame = update.HeightReference == band.Reference && band.Reference != HeightReference.Unknown;
        if (double.IsNaN(update.HeightM) || (!isSame && allowanceM is null))
        {
            return (0, 1);
        }

        var sigma = double.IsNaN(update.HeightSigmaM) ? heightSigmaM : Math.Max(update.HeightSigmaM, 0.1);
        var shift = isSame ? 0 : allowanceM!.Value;
        var low = Probability(update.HeightM - shift, sigma, band);
        var high = Probability(update.HeightM + shift, sigma, band);
        var middle = Probability(update.HeightM, sigma, band);
        var most = Math.Max(Math.Max(low, high), middle);

        // Between the two ends the true height may pass the whole band.
        var passes = shift > 0 && (band.FloorM ?? double.MinValue) < update.HeightM + shift
            && (band.CeilingM ?? double.MaxValue) > update.HeightM - shift;
        return (Math.Min(Math.Min(low, high), middle), passes ? 1 : most);
    }

    private static double Probability(double heightM, double sigmaM, HeightBand band)
    {
        var above = band.FloorM is { } floor ? Elementary.NormalCdf((heightM - floor) / sigmaM) : 1;
        var over = band.CeilingM is { } ceiling ? Elementary.NormalCdf((heightM - ceiling) / sigmaM) : 0;
        return Math.Clamp(above - over, 0, 1);
    }

    private static string Metres(double? heightM) =>
        heightM?.ToString("0", CultureInfo.InvariantCulture) ?? "any";

    private static string Word(HeightReference reference) => reference switch
    {
        HeightReference.Ellipsoid => "the ellipsoid",
        HeightReference.SeaLevel => "sea level",
        HeightReference.Pressure => "1013.25 hPa",
        HeightReference.Ground => "ground",
        _ => "a reference not known",
    };
}
