using System.Buffers;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Feeds.Asterix;
using Trucewatch.Feeds.Firms;
using Trucewatch.Feeds.QuakeMl;
using Trucewatch.Feeds.Stac;
using Trucewatch.Feeds.Tle;
using Trucewatch.Geo;
using Trucewatch.Geo.Orbits;

namespace Trucewatch.Server.Bench.Decode;

/// <summary>Events, pictures and orbits as their sources write them.</summary>
internal static class SkyBenchmarks
{
    public static readonly Benchmark Asterix = DecodeBenchmarks.Of(
        "asterix", "blocks of one plot, system track or ADS-B report, after the radar's place", () =>
        Frames(AsterixSite(), (to, index) =>
        {
            var seen = new AsterixAircraft(
                0x0102, 43_200 + index, 0x508000 + (uint)index, index + 1,
                FormattableString.Invariant($"TEST{index}"), 25 * index, 200 + (index % 50), index % 360);
            switch (index % 3)
            {
                case 0: AsterixEncoder.WritePlot(to, seen, 20_000 + (index * 100), index % 360); break;
                case 1: AsterixEncoder.WriteTrack(to, seen, Place(index)); break;
                default: AsterixEncoder.WriteSquitter(to, seen, Place(index), 9); break;
            }
        }));

    public static readonly Benchmark Firms = DecodeBenchmarks.Of(
        "firms", "rows of thermal anomalies", () => Frames(
            Encoding.ASCII.GetBytes(FirmsEncoder.Header(isArchive: true)),
            (to, index) => FirmsEncoder.Write(to, new FirmsAnomaly(
                Instant.FromUnixSeconds(1_906_524_000 + (index * 60)), Place(index), 0.4 + (index % 40 * 0.01), 0.45,
                index % 97 * 0.73, "lnh"[index % 3].ToString(), Type: index % 4))));

    public static readonly Benchmark QuakeMl = DecodeBenchmarks.Of(
        "quakeml", "documents of one event", () => Frames(default, (to, index) => QuakeMlEncoder.Write(
            to, new QuakeMlEvent(
                FormattableString.Invariant($"smi:bench/{index}"), "explosion",
                Instant.FromUnixSeconds(1_906_524_000 + index), Place(index), 0,
                index % 40 * 0.1, 3000, 1000, index % 180))));

    public static readonly Benchmark Stac = DecodeBenchmarks.Of(
        "stac", "items of one picture", () => Frames(default, (to, index) => StacEncoder.Write(to, new StacPicture(
            FormattableString.Invariant($"S2A_{index}"), "sentinel-2a", "msi",
            Instant.FromUnixSeconds(1_906_524_000 + index), Instant.FromUnixSeconds(1_906_524_010 + index),
            [Place(index), Place(index + 90), Place(index + 10)], index % 100))));

    public static readonly Benchmark Tle = DecodeBenchmarks.Of(
        "tle", "lines of element sets without a name", () => Frames(default, (to, index) => TleEncoder.Write(
            to,
            new OrbitalElements
            {
                CatalogueNumber = 40_000 + index, EpochJulianDay = 2_462_654.5, EpochDayFraction = index * 0.001,
                MeanMotion = 14.5, Eccentricity = index * 1e-5, InclinationDeg = 98.5, AscendingNodeDeg = index * 0.36,
                PerigeeDeg = 90, MeanAnomalyDeg = 270, BStar = index * 1e-8,
            },
            OrbitSyntax.TwoLines)).SelectMany(Lines));

    /// <summary>An element set is two frames.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> set)
    {
        var end = set.Span.IndexOf((byte)'\n') + 1;
        yield return set[..end];
        yield return set[end..];
    }

    private static ReadOnlyMemory<byte> AsterixSite()
    {
        var to = new ArrayBufferWriter<byte>();
        AsterixEncoder.WriteSite(to, 0x0102, 43_200, Place(500), 150);
        return to.WrittenMemory;
    }

    private static GeoPoint Place(int index) =>
        GeoPoint.FromDegrees(latitudeDeg: 44 + (index * 0.00731), longitudeDeg: 31 + (index * 0.00917));

    private static IEnumerable<ReadOnlyMemory<byte>> Frames(
        ReadOnlyMemory<byte> header, Action<ArrayBufferWriter<byte>, int> write)
    {
        if (!header.IsEmpty)
        {
            yield return header;
        }

        var to = new ArrayBufferWriter<byte>();
        for (var index = 0; index < 1000; index++)
        {
            to.ResetWrittenCount();
            write(to, index);
            yield return to.WrittenSpan.ToArray();
        }
    }
}
