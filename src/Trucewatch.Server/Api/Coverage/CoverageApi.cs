using System.IO.Compression;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Looks;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Coverage;

namespace Trucewatch.Server.Api.Coverage;

/// <summary>What was watched: sums, gaps and blind spots, and the map of all cells.</summary>
internal static class CoverageApi
{
    /// <summary>Most blind spots of an answer: the newest ones.</summary>
    public const int MaxBlindSpots = 200;

    /// <summary>Most sensors of which an answer says what the ground hides: the first ones by their ids.</summary>
    public const int MaxTerrainSensors = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/coverage", (WatchFloor floor, HttpContext http, [AsParameters] CoverageAsked asked) =>
            Answer(floor, http, asked, View))
            .Needs(Operation.ReadCoverage)
            .WithName("getCoverage").WithSummary("What was watched: sums by side and light, gaps, blind spots, models")
            .Produces<CoverageView>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/coverage/map", (WatchFloor floor, HttpContext http, [AsParameters] CoverageAsked asked) =>
            Answer(floor, http, asked, MapView))
            .Needs(Operation.ReadCoverage)
            .WithName("getCoverageMap").WithSummary("The chance to see of each cell, packed")
            .Produces<CoverageMapView>().ProducesProblem(StatusCodes.Status400BadRequest);
    }

    /// <summary>What was watched of everything since the ledger begins, for this reader; null: withheld.</summary>
    public static Exposure? Exposure(WatchFloor floor, Audience audience) =>
        floor.Host.Exposure() is var (exposure, label) && ReleaseGate.MaySeeLive(label, audience) ? exposure : null;

    /// <summary>The same up to a time, by whole hours: of what came late for those hours, too.</summary>
    public static Exposure? Exposure(WatchFloor floor, Audience audience, Instant until) =>
        floor.Host.AskLooks(desk =>
        {
            var ledger = desk.Ledger;
            if (!ReleaseGate.MaySeeLive(desk.Label, audience))
            {
                return null;
            }

            var begin = ledger.HasBegun ? CoverageLedger.StartOf(ledger.FirstHour) : until;
            var query = new CoverageQuery(long.MinValue, CoverageLedger.HourOf(until) + 1, ModalitySet.Seeing);
            return new CoverageReading(ledger).Sum(in query).ToExposure(
                ledger.Ground.Grid.CellKm2, begin < until ? begin : until, until);
        });

    /// <summary>The same for an incident's place: the day before it was last seen, on its own zone.</summary>
    public static Exposure? Exposure(WatchFloor floor, Audience audience, string? zone, Instant last) =>
        floor.Host.AskLooks(desk =>
        {
            if (!ReleaseGate.MaySeeLive(desk.Label, audience))
            {
                return null;
            }

            var hour = CoverageLedger.HourOf(last);
            var index = desk.Ledger.Ground.Zones.IndexOf(zone ?? "");
            var query = new CoverageQuery(
                hour - 23, hour + 1, ModalitySet.Seeing, Zone: index < 0 ? null : index);
            return new CoverageReading(desk.Ledger).Sum(in query).ToExposure(
                desk.Ledger.Ground.Grid.CellKm2, CoverageLedger.StartOf(hour - 23), CoverageLedger.StartOf(hour + 1));
        });

    /// <summary>The same for a circle and a time, by whole hours.</summary>
    public static Exposure? Exposure(
        WatchFloor floor, Audience audience, CoverageCircle circle, Instant from, Instant until) =>
        floor.Host.AskLooks(desk =>
        {
            if (!ReleaseGate.MaySeeLive(desk.Label, audience))
            {
                return null;
            }

            var query = new CoverageQuery(
                CoverageLedger.HourOf(from), CoverageLedger.HourOf(until) + 1, ModalitySet.Seeing, Within: circle);
            return new CoverageReading(desk.Ledger).Sum(in query).ToExposure(
                desk.Ledger.Ground.Grid.CellKm2, from, until);
        });

    private static IResult Answer(
        WatchFloor floor, HttpContext http, CoverageAsked asked, Func<WatchFloor, LookDesk, CoverageQuery, object> view)
    {
        if (!asked.TryRead(out var query, out var expected))
        {
            return TypedResults.Problem(
                expected, statusCode: StatusCodes.Status400BadRequest, title: "Unusable query");
        }

        var audience = RequireSession.AudienceOf(http);
        var answer = floor.Host.AskLooks(desk =>
        {
            if (!ReleaseGate.MaySeeLive(desk.Label, audience))
            {
                return null;
            }

            return view(floor, desk, query(desk.Ledger));
        });
        return answer switch
        {
            CoverageView seen => TypedResults.Ok(seen),
            CoverageMapView map => TypedResults.Ok(map),
            _ => TypedResults.Ok(new CoverageView(WatchState.Withheld, null, null, null, null, [], [], [], [], null)),
        };
    }

    private static CoverageView View(WatchFloor floor, LookDesk desk, CoverageQuery query)
    {
        var (ledger, reading) = (desk.Ledger, new CoverageReading(desk.Ledger));
        var ground = ledger.Ground;
        var sums = Sums(ground, reading, query).ToList();
        var from = Begin(ledger, in query);
        var until = End(ledger, in query);
        return new CoverageView(
            sums[0].WatchedKm2H > 0 ? WatchState.Watched : WatchState.NotWatched,
            from, until, ledger.HasBegun ? ledger.Now : null, ground.Grid.CellM, sums,
            [
                .. reading.Gaps(in query).Select(gap => new CoverageGapView(
                    gap.Zone < 0 ? null : ground.Zones[gap.Zone], gap.Side < 0 ? null : ground.Parties[gap.Side],
                    Math.Round(ground.TileMiddles[gap.Tile].LatitudeDeg, 4),
                    Math.Round(ground.TileMiddles[gap.Tile].LongitudeDeg, 4), gap.Cells * ground.Grid.CellKm2,
                    CoverageLedger.StartOf(gap.FromHour), CoverageLedger.StartOf(gap.UntilHour),
                    Math.Round(gap.Share, 5))),
            ],
            [
                .. desk.BlindSpots().Where(spot => spot.From < until && spot.Until >= from).Reverse()
                    .Take(MaxBlindSpots).Select(spot => new BlindSpotView(
                        spot.Cause, spot.By, EnumWords.Of(spot.Modality), Math.Round(spot.Middle.LatitudeDeg, 5),
                        Math.Round(spot.Middle.LongitudeDeg, 5), Math.Round(spot.RadiusM), spot.From, spot.Until,
                        Math.Round(spot.LostKm2H, 3), spot.Frame)),
            ],
            [
                .. DetectionModels.All.Select(model => new DetectionModelView(
                    EnumWords.Of(model.Modality), model.Sees, model.Best, model.HalfRangeM, model.NightFactor,
                    model.CloudsHide, model.LastsMinutes, model.Source, model.Doubt)),
            ],
            TerrainOf(desk));
    }

    private static CoverageTerrainView? TerrainOf(LookDesk desk) => desk.Terrain is not { } terrain
        ? null
        : new CoverageTerrainView(
            [.. terrain.Tiles.Select(tile => tile.Corner.ToString())],
            [
                .. desk.TerrainTold().Take(MaxTerrainSensors).Select(one => new SensorTerrainView(
                    one.Sensor, one.Told.Use, Math.Round(one.Told.KnownShare, 5),
                    Math.Round(one.Told.MaskedShare, 5))),
            ]);

    /// <summary>All of it first; then each side by day and by night; then each modality.</summary>
    private static IEnumerable<CoverageSumView> Sums(
        CoverageGround ground, CoverageReading reading, CoverageQuery query)
    {
        var word = query.Modalities.Single is { } single ? EnumWords.Of(single) : "all";
        CoverageSumView Of(CoverageQuery asked, string modality)
        {
            var sum = reading.Sum(in asked);
            var km2 = ground.Grid.CellKm2;
            return new CoverageSumView(
                asked.Side is { } side ? ground.Parties[side] : null, asked.Light, modality,
                Math.Round(sum.SeenCellHours * km2, 3), Math.Round(sum.LookedCellHours * km2, 3),
                Math.Round(sum.WholeCellHours * km2, 3), Math.Round(sum.Share, 5));
        }

        yield return Of(query, word);
        for (var side = 0; side < ground.Parties.Length; side++)
        {
            Light[] lights = query.Light == Light.Any ? [Light.Any, Light.Day, Light.Night] : [query.Light];
            foreach (var light in lights)
            {
                yield return Of(query with { Side = side, Light = light }, word);
            }
        }

        foreach (var model in query.Modalities == ModalitySet.Seeing ? DetectionModels.All : [])
        {
            yield return Of(query with { Modalities = ModalitySet.Of(model.Modality) }, EnumWords.Of(model.Modality));
        }
    }

    private static CoverageMapView MapView(WatchFloor floor, LookDesk desk, CoverageQuery query)
    {
        var ground = desk.Ledger.Ground;
        var (grid, means) = (ground.Grid, new byte[ground.CellCount]);
        new CoverageReading(desk.Ledger).Map(in query, means);
        var lattice = new byte[grid.Columns * grid.Rows];
        for (var cell = 0; cell < means.Length; cell++)
        {
            var (column, row) = ground.PlaceOf(cell);
            lattice[(row * grid.Columns) + column] =
                means[cell] == 0 ? (byte)1 : (byte)Math.Max(2, 1 + (means[cell] * 254 / 255));
        }

        return new CoverageMapView(
            means.AsSpan().ContainsAnyExcept((byte)0) ? WatchState.Watched : WatchState.NotWatched,
            Begin(desk.Ledger, in query), End(desk.Ledger, in query), grid.CellM, grid.Columns, grid.Rows,
            grid.Bounds.WestDeg, grid.WestOfColumn(grid.Columns),
            [
                .. Enumerable.Range(0, grid.Rows).Select(row => Math.Round(grid.EdgesOfRow(row).SouthDeg, 6)),
                Math.Round(grid.EdgesOfRow(grid.Rows - 1).NorthDeg, 6),
            ],
            Convert.ToBase64String(Packed(lattice)));
    }

    private static Instant Begin(CoverageLedger ledger, in CoverageQuery query) =>
        CoverageLedger.StartOf(Math.Max(query.FromHour, ledger.HasBegun ? ledger.FirstHour : query.FromHour));

    private static Instant End(CoverageLedger ledger, in CoverageQuery query)
    {
        var end = CoverageLedger.StartOf(query.UntilHour);
        return ledger.HasBegun && ledger.Now < end ? ledger.Now : end;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
