using Trucewatch.Domain;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Coverage;

/// <summary>A set of modalities.</summary>
/// <param name="Bits">A bit for each, the first one for <see cref="Modality.Optical"/>.</param>
public readonly record struct ModalitySet(byte Bits)
{
    /// <summary>
    /// All that look, and none that only hears: reception tells of those who wish to be heard, and an area is not
    /// watched by it.
    /// </summary>
    public static readonly ModalitySet Seeing = new(0xff & ~(1 << ((int)Modality.Reception - 1)));

    /// <summary>The only one, or null.</summary>
    public Modality? Single => System.Numerics.BitOperations.IsPow2(Bits)
        ? (Modality)(System.Numerics.BitOperations.Log2(Bits) + 1)
        : null;

    /// <summary>The set of one.</summary>
    public static ModalitySet Of(Modality modality) => new((byte)(1 << ((int)modality - 1)));

    /// <summary>True when it is in the set.</summary>
    public bool Has(Modality modality) => (Bits & (1 << ((int)modality - 1))) != 0;
}

/// <summary>Which light is asked for.</summary>
public enum Light
{
    /// <summary>Both.</summary>
    Any,

    /// <summary>Hours in whose middle the sun stands above the end of civil twilight.</summary>
    Day,

    /// <summary>The others.</summary>
    Night,
}

/// <summary>A circle on the ground; a cell is in it when its middle is, and the cell of the circle's middle always.
/// </summary>
/// <param name="Middle">Its middle.</param>
/// <param name="RadiusM">Its radius in metres.</param>
public readonly record struct CoverageCircle(GeoPoint Middle, double RadiusM);

/// <summary>What is asked of the ledger.</summary>
/// <param name="FromHour">First hour, since 1970.</param>
/// <param name="UntilHour">First hour after it.</param>
/// <param name="Modalities">With what was looked.</param>
/// <param name="Light">By which light.</param>
/// <param name="Side">Index of a party: only cells on its side; null: all.</param>
/// <param name="Zone">Index of a zone: only its cells; null: all.</param>
/// <param name="Kind">What is looked for; <see cref="ObjectClass.Unknown"/>: what each model is of.</param>
/// <param name="Within">Only cells of a circle; null: all.</param>
public readonly record struct CoverageQuery(
    long FromHour, long UntilHour, ModalitySet Modalities, Light Light = Light.Any, int? Side = null, int? Zone = null,
    ObjectClass Kind = ObjectClass.Unknown, CoverageCircle? Within = null);

/// <summary>How much was watched.</summary>
/// <param name="WholeCellHours">Cells times hours that there were.</param>
/// <param name="SeenCellHours">The same, each weighed by the chance to see.</param>
/// <param name="LookedCellHours">Cells times hours in which anybody looked at all.</param>
public readonly record struct CoverageSums(double WholeCellHours, double SeenCellHours, double LookedCellHours)
{
    /// <summary>Mean chance to see, 0 to 1.</summary>
    public double Share => WholeCellHours > 0 ? Math.Min(1, SeenCellHours / WholeCellHours) : 0;

    /// <summary>As the exposure of a count.</summary>
    /// <param name="cellKm2">Area of a cell.</param>
    /// <param name="from">Begin of the time.</param>
    /// <param name="until">End of it.</param>
    public Exposure ToExposure(double cellKm2, Instant from, Instant until) => new(
        Math.Min(SeenCellHours, WholeCellHours) * cellKm2, WholeCellHours * cellKm2, from, until);
}

/// <summary>A place that nobody watched for a while, though it should be watched.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="Side">Index of the side of most of its cells, or <see cref="CoverageGround.None"/>.</param>
/// <param name="Zone">Index of the zone of most of its cells, or <see cref="CoverageGround.None"/>.</param>
/// <param name="Cells">Number of its cells that are asked for.</param>
/// <param name="FromHour">First hour.</param>
/// <param name="UntilHour">First hour after it.</param>
/// <param name="Share">Mean chance to see in it.</param>
public readonly record struct CoverageGap(
    int Tile, int Side, int Zone, int Cells, long FromHour, long UntilHour, double Share);
