using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;
using Trucewatch.Watch;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Bench.Coverage;

/// <summary>A month of looks at a zone of 1,200 by 40 km, asked again and again, and entered.</summary>
internal static class CoverageBenchmarks
{
    public static readonly Benchmark Query = new(
        "coverage-query",
        "questions of what was watched in 48,000 cells of 1 km2 and 31 days: one modality, all of them, those of one "
        + "side by night, three modalities, the map of all cells, the gaps",
        () =>
        {
            var desk = Filled();
            var (ledger, reading) = (desk.Ledger, new CoverageReading(desk.Ledger));
            var means = new byte[ledger.Ground.CellCount];
            var three = new ModalitySet(0b111);
            Trial Of(string name, Func<long, long> ask) => new("coverage-query-" + name, 1, ask)
            {
                Figures = () =>
                [
                    ("cells", ledger.Ground.CellCount),
                    ("hours", ledger.NewestHour + 1 - ledger.FirstHour),
                    ("ledger_bytes", ledger.HeldBytes),
                ],
            };
            return
            [
                Of("one", turn => Sum(reading, Asked(turn, ModalitySet.Of((Modality)((turn % 8) + 1))))),
                Of("all", turn => Sum(reading, Asked(turn, ModalitySet.Seeing))),
                Of("night-side", turn => Sum(
                    reading, Asked(turn, ModalitySet.Of((Modality)((turn % 8) + 1)), Light.Night, (int)(turn % 2)))),
                Of("three", turn => Sum(reading, Asked(turn, three))),
                Of("map", turn =>
                {
                    var query = Asked(turn, ModalitySet.Seeing);
                    reading.Map(in query, means);
                    return means[turn % means.Length];
                }),
                Of("gaps", turn =>
                {
                    var query = Asked(turn, ModalitySet.Seeing);
                    return reading.Gaps(in query).Count;
                }),
            ];
        });

    public static readonly Benchmark Enter = new(
        "coverage-look",
        "looks of a drone's camera with four corners, 1.5 km wide, entered",
        () =>
        {
            var desk = new LookDesk(Ground(), new SectorSettings(), new FeedNames("klv-1"));
            var looks = new Look[4_096];
            for (var index = 0; index < looks.Length; index++)
            {
                looks[index] = LookAt(index % 512 * 0.02, 750, Start, Modality.Optical);
            }

            return
            [
                new Trial("coverage-look", 256, batch =>
                {
                    // Thirty pictures a second.
                    for (var index = 0; index < 256; index++)
                    {
                        ref var look = ref looks[((batch * 256) + index) % looks.Length];
                        look.From = look.Until = look.ReceivedAt =
                            Start + TimeSpan.FromTicks(((batch * 256) + index) * (TimeSpan.TicksPerSecond / 30));
                        desk.Take(in look);
                    }

                    return desk.Counts.Taken;
                }),
            ];
        });

    private static readonly Instant Start = Instant.FromUnixSeconds(1_900_000_800);

    private static long Sum(CoverageReading reading, CoverageQuery query) =>
        (long)reading.Sum(in query).SeenCellHours;

    /// <summary>All that is held; an hour less each time, so that no answer can be kept.</summary>
    private static CoverageQuery Asked(long turn, ModalitySet modalities, Light light = Light.Any, int? side = null) =>
        new(CoverageLedger.HourOf(Start) + (turn % 2), long.MaxValue, modalities, light, side);

    /// <summary>A zone of 600 by 40 km on each side of a meridian, 48,000 square kilometres together.</summary>
    internal static Agreement Ground()
    {
        Zone Half(string id, double west, double east) => new(
            id, new LocalText(id), ZoneKind.Land, id, id,
            Region.FromPolygons(
                [new GeoPolygon([At(west, 48), At(east, 48), At(east, 48.36), At(west, 48.36)])], out _)!);

        return new Agreement(
            "bench", new LocalText("Bench"), "1", "0", true, new TheatreBox(20, 46, 42, 51), "Etc/UTC",
            [new Party("west", new LocalText("West")), new Party("east", new LocalText("East"))],
            [], [Half("west", 22.96, 31), Half("east", 31, 39.04)], [], []);
    }

    private static LookDesk Filled()
    {
        var desk = new LookDesk(Ground(), new SectorSettings(), new FeedNames("klv-1"));
        for (var hour = 0; hour < CoverageLedger.HeldHours; hour++)
        {
            var at = Start + TimeSpan.FromHours(hour);
            for (var modality = 1; modality <= CoverageLedger.Modalities; modality++)
            {
                // One strip leaves no hour and no modality without looks: the bytes of all cells are there, and what
                // they hold costs nothing more to ask for.
                var look = LookAt(hour % 160 * 0.1, 10_000, at, (Modality)modality);
                desk.Take(in look);
            }
        }

        return desk;
    }

    private static Look LookAt(double eastDeg, double halfM, Instant at, Modality modality)
    {
        var (lon, lat) = (22.96 + eastDeg, 48.18);
        var (east, north) = (halfM / 74_300, Math.Min(0.5, halfM / 111_200));
        return new Look
        {
            Modality = modality,
            From = at,
            Until = at,
            ReceivedAt = at,
            Outline = ImmutableArray.Create(
                At(lon - east, lat - north), At(lon + east, lat - north), At(lon + east, lat + north),
                At(lon - east, lat + north)),
            CloudShare = double.NaN,
            DetectionProbability = double.NaN,
        };
    }

    private static GeoPoint At(double lon, double lat) => GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon);
}
