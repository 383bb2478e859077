using Trucewatch.Geo;

namespace Trucewatch.Feeds.ModeS;

/// <summary>
/// What a position's type code and the categories that go with it say of its error (ICAO Doc 9871, tables C-2 and
/// C-13; RTCA DO-260B, tables N-4 and N-7).
/// </summary>
internal static class PositionQuality
{
    /// <summary>Radii and standard deviations: the radius of a circle that holds 95 % of a round normal scatter.
    /// </summary>
    public const double SigmasIn95Percent = 2.448;

    /// <summary>
    /// Radius for "not known": NACp 0 is "10 nautical miles or more, or not known", so twice the largest that is known.
    /// </summary>
    public const double NotKnownRadiusM = 20 * NauticalMile;

    /// <summary>Longest time for which the last accuracy category is taken for that of the position.</summary>
    public const long AccuracyUs = 60_000_000;

    /// <summary>Longest time for which the last version and supplements are; versions do not change in flight.
    /// </summary>
    public const long VersionUs = 240_000_000;

    private const double NauticalMile = 1852;

    /// <summary>95 % radius of NACp 0 to 11, in metres (Doc 9871, table C-13).</summary>
    private static readonly double[] accuracyRadiiM =
    [
        NotKnownRadiusM, 10 * NauticalMile, 4 * NauticalMile, 2 * NauticalMile, NauticalMile, 0.5 * NauticalMile,
        0.3 * NauticalMile, 0.1 * NauticalMile, 0.05 * NauticalMile, 30, 10, 3,
    ];

    /// <summary>95 % radius by NUCp 0 to 9 of version 0, in metres (DO-260B, tables N-4 and N-7).</summary>
    private static readonly double[] uncertaintyRadiiM =
    [
        NotKnownRadiusM, 10 * NauticalMile, 5 * NauticalMile, NauticalMile, 0.5 * NauticalMile, 0.25 * NauticalMile,
        0.1 * NauticalMile, 0.05 * NauticalMile, 10, 3,
    ];

    /// <summary>
    /// Radius that contains the position by NIC 0 to 11 of versions 1 and 2, in metres; where supplements would tell
    /// several apart, the largest (DO-260B, table N-11).
    /// </summary>
    private static readonly double[] integrityRadiiM =
    [
        NotKnownRadiusM, 20 * NauticalMile, 8 * NauticalMile, 4 * NauticalMile, 2 * NauticalMile, NauticalMile,
        0.6 * NauticalMile, 0.2 * NauticalMile, 0.1 * NauticalMile, 75, 25, 7.5,
    ];

    private static readonly Covariance2[] accuracyErrors = Array.ConvertAll(accuracyRadiiM, ErrorOf);
    private static readonly Covariance2[] uncertaintyErrors = Array.ConvertAll(uncertaintyRadiiM, ErrorOf);
    private static readonly Covariance2[] integrityErrors = Array.ConvertAll(integrityRadiiM, ErrorOf);

    /// <summary>The error of a position whose source does not know it.</summary>
    public static Covariance2 NotKnown => accuracyErrors[0];

    /// <summary>The error by NACp; that of a position not known for values that no edition defines.</summary>
    public static Covariance2 OfAccuracy(int category) =>
        category < accuracyErrors.Length ? accuracyErrors[category] : NotKnown;

    /// <summary>The error by NUCp; that of a position not known for values that no edition defines.</summary>
    public static Covariance2 OfUncertainty(int category) =>
        category < uncertaintyErrors.Length ? uncertaintyErrors[category] : NotKnown;

    /// <summary>
    /// The error by NIC, whose radius contains the position and so is larger than that which holds 95 %.
    /// </summary>
    public static Covariance2 OfIntegrity(int category) =>
        category < integrityErrors.Length ? integrityErrors[category] : NotKnown;

    /// <summary>The error of a radius that holds 95 %.</summary>
    public static Covariance2 ErrorOf(double radiusM) => Covariance2.Circular(radiusM / SigmasIn95Percent);

    /// <summary>
    /// The error of a position: by NACp where the aircraft said it lately; else by the containment radius of NIC where
    /// its version is known, which is larger than the 95 % radius; else as of version 0, by NUCp.
    /// </summary>
    public static Covariance2 ErrorOf(in Aircraft aircraft, int typeCode, bool supplementB, long atUs)
    {
        if (atUs - aircraft.QualityAtUs <= AccuracyUs)
        {
            return aircraft.Accuracy < accuracyErrors.Length ? accuracyErrors[aircraft.Accuracy] : NotKnown;
        }

        if (VersionOf(aircraft, atUs) is > 0 and not Aircraft.NoVersion)
        {
            var nic = Integrity(aircraft, typeCode, supplementB, atUs, out var radiusM);
            return nic > 0 ? ErrorOf(radiusM) : NotKnown;
        }

        return uncertaintyErrors[Uncertainty(typeCode)];
    }

    /// <summary>NACp as the aircraft said it lately, or null; values that no edition defines say nothing.</summary>
    public static sbyte? AccuracyOf(in Aircraft aircraft, long atUs) =>
        atUs - aircraft.QualityAtUs <= AccuracyUs && aircraft.Accuracy < accuracyErrors.Length
            ? (sbyte)aircraft.Accuracy
            : null;

    /// <summary>NIC of a position, or null where no version that has it was said lately.</summary>
    public static sbyte? IntegrityOf(in Aircraft aircraft, int typeCode, bool supplementB, long atUs) =>
        VersionOf(aircraft, atUs) is > 0 and not Aircraft.NoVersion
            ? (sbyte)Integrity(aircraft, typeCode, supplementB, atUs, out _)
            : null;

    /// <summary>The version of ADS-B that the aircraft said lately, or <see cref="Aircraft.NoVersion"/>.</summary>
    public static byte VersionOf(in Aircraft aircraft, long atUs) =>
        atUs - aircraft.VersionAtUs <= VersionUs ? aircraft.Version : Aircraft.NoVersion;

    /// <summary>Navigation uncertainty category (NUCp) of version 0 by type code, 0 to 9.</summary>
    public static int Uncertainty(int typeCode) => typeCode switch
    {
        >= 5 and <= 8 => 14 - typeCode,
        >= 9 and <= 18 => 18 - typeCode,
        20 or 21 => 29 - typeCode,
        _ => 0,
    };

    /// <summary>
    /// Navigation integrity category (NIC) 0 to 11 of versions 1 and 2, by type code and supplements, and the radius
    /// that contains the position, in metres; infinite for category 0.
    /// </summary>
    public static int Integrity(
        in Aircraft aircraft, int typeCode, bool supplementB, long atUs, out double radiusM)
    {
        var isSecond = VersionOf(aircraft, atUs) >= 2;
        var a = aircraft.SupplementA;
        var b = isSecond ? supplementB : a;
        (var nic, radiusM) = typeCode switch
        {
            5 or 9 or 20 => (11, 7.5),
            6 or 10 or 21 => (10, 25),
            7 => a && !(isSecond && aircraft.SupplementC) ? (9, 75) : (8, 0.1 * NauticalMile),
            8 when isSecond => (a, aircraft.SupplementC) switch
            {
                (true, true) => (7, 0.2 * NauticalMile),
                (true, false) => (6, 0.3 * NauticalMile),
                (false, true) => (6, 0.6 * NauticalMile),
                _ => (0, double.PositiveInfinity),
            },
            11 => a && b ? (9, 75) : (8, 0.1 * NauticalMile),
            12 => (7, 0.2 * NauticalMile),
            13 => !b ? (6, 0.5 * NauticalMile) : a ? (6, 0.6 * NauticalMile) : (6, 0.3 * NauticalMile),
            14 => (5, NauticalMile),
            15 => (4, 2 * NauticalMile),
            16 => a && b ? (3, 4 * NauticalMile) : (2, 8 * NauticalMile),
            17 => (1, 20 * NauticalMile),
            _ => (0, double.PositiveInfinity),
        };
        return nic;
    }
}
