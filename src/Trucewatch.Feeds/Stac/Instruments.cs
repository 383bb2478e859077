using System.Collections.Immutable;
using Trucewatch.Domain.Looks;

namespace Trucewatch.Feeds.Stac;

/// <summary>With what a picture was taken, by names of instruments and by the extensions that an item uses.</summary>
internal static class Instruments
{
    private static readonly ImmutableArray<string> thermal =
        ["tirs", "viirs", "modis", "ecostress", "slstr", "aster-tir", "tirs-2"];

    private static readonly ImmutableArray<string> optical =
        ["msi", "oli", "oli-2", "oli_tirs", "oli-tirs", "etm", "etm+", "tm", "naomi", "olci", "pan", "hirs", "ps2"];

    private static readonly ImmutableArray<string> radars =
    [
        "sentinel-1", "iceye", "capella", "umbra", "terrasar", "tandem-x", "paz", "cosmo-skymed", "radarsat", "saocom",
    ];

    /// <summary>The modality; <see cref="Modality.Unknown"/> where nothing tells it.</summary>
    /// <param name="names">Instruments.</param>
    /// <param name="platform">Platform or constellation.</param>
    /// <param name="hasRadar">True where the item has values of the SAR extension.</param>
    /// <param name="hasOptics">True where it has values of the electro-optical extension.</param>
    public static Modality ModalityOf(
        ImmutableArray<string> names, string platform, bool hasRadar, bool hasOptics)
    {
        var lower = names.Select(name => name.ToLowerInvariant()).ToImmutableArray();
        if (hasRadar || lower.Any(name => name == "sar" || name.EndsWith("-sar", StringComparison.Ordinal))
            || radars.Any(radar => platform.StartsWith(radar, StringComparison.OrdinalIgnoreCase)))
        {
            return Modality.ImagingRadar;
        }

        if (lower.Any(optical.Contains))
        {
            return Modality.Optical;
        }

        return lower.Any(thermal.Contains) ? Modality.Thermal : hasOptics ? Modality.Optical : Modality.Unknown;
    }
}
