using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Geo.Cells;
using Trucewatch.Watch.Interference;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Coverage;

/// <summary>What became of the looks that came in.</summary>
/// <param name="Taken">Entered.</param>
/// <param name="WithoutConsent">Of sensors that are not agreed.</param>
/// <param name="UnknownModality">Nobody says with what was looked.</param>
/// <param name="OutOfTime">Longer ago than is held, or later than received.</param>
/// <param name="Elsewhere">Of no ground that coverage is kept of.</param>
public readonly record struct LookCounts(
    long Taken, long WithoutConsent, long UnknownModality, long OutOfTime, long Elsewhere);

/// <summary>
/// Enters into the ledger who looked where: looks that frames state, sensors that stand somewhere and are heard,
/// patrols where they go, and stations by what they hear. What kept somebody from looking is noted with whose doing it
/// was.
/// </summary>
public sealed class LookDesk
{
    /// <summary>Most patrols that are followed; further ones see nothing.</summary>
    public const int MaxPatrols = 10_000;

    /// <summary>A patrol sees so far to each side of its way, in metres: less than people see from a post.</summary>
    public const double CorridorM = 250;

    /// <summary>The place of a restriction reaches at least so far, in metres.</summary>
    public const double LeastRestrictionM = 500;

    private const string NotKnown = "not known";

    private static readonly TimeSpan longestLeg = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan shortestLeg = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan restrictionLasts = TimeSpan.FromHours(1);
    private static readonly TimeSpan joinWithin = TimeSpan.FromHours(1);

    // In a quarter of an hour the sun moves by less than four degrees.
    private static readonly TimeSpan longestLight = TimeSpan.FromMinutes(15);

    private readonly Agreement agreement;
    private readonly SectorSettings settings;
    private readonly FeedNames feeds;
    private readonly ActorRegister register;
    private readonly BlindSpots spots = new();
    private readonly Dictionary<TrackId, Patrol> patrols = [];
    private readonly SortedDictionary<string, FixedWatch> fixedWatches = new(StringComparer.Ordinal);
    private SensorRegistry registry = SensorRegistry.Empty;
    private TerrainMasks? masks;
    private CoverageLedger? ledger;
    private OwnerLedgers? owners;
    private ShareRaster? raster;
    private ReceptionWatch? reception;
    private Daylight daylight = new();
    private Instant begun = Instant.Beginning;
    private Instant now = Instant.Beginning;
    private LookCounts counts;

    /// <summary>Makes a desk that has seen nothing.</summary>
    public LookDesk(Agreement agreement, SectorSettings settings, FeedNames feeds)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        (this.agreement, this.settings, this.feeds) = (agreement, settings, feeds);
        register = new ActorRegister(agreement.Actors);
    }

    /// <summary>
    /// The ledger. The ground is cut into cells when somebody first looks, or asks: most runs of a test never do.
    /// </summary>
    public CoverageLedger Ledger => ledger ?? Begin();

    /// <summary>The looks of each nation or body, by the label of its sensors.</summary>
    public IReadOnlyList<OwnerLooks> ByOwner => owners?.All ?? [];

    /// <summary>Tracks that may be patrols; for the tests.</summary>
    internal int PatrolCount => patrols.Count;

    /// <summary>What became of the looks that frames stated.</summary>
    public LookCounts Counts => counts;

    /// <summary>
    /// Label of all that the ledger states: the mission's own, and that of every sensor that looked. One byte cannot
    /// say whose look it was.
    /// </summary>
    public Label Label { get; private set; } = Label.Mission;

    /// <summary>
    /// The blind spots that are held, in the order in which they came to be known, with the sensors that are silent
    /// now.
    /// </summary>
    public IReadOnlyList<BlindSpot> BlindSpots() =>
    [
        .. spots.Held,
        .. fixedWatches.Values
            .Where(watch => watch.LastHeard != Instant.Beginning && now - watch.LastHeard > watch.Every)
            .Select(watch => OutageOf(watch, watch.LastHeard, now, null)),
    ];

    /// <summary>The terrain that hides ground from sensors that stand somewhere; null: none is registered, and no
    /// ground hides any.</summary>
    public TerrainMasks? Terrain
    {
        get => masks;
        init => masks = value;
    }

    /// <summary>True when terrain is registered and nobody gave its heights: this desk may not be asked what was
    /// watched.</summary>
    public bool LacksTerrain { get; private set; }

    /// <summary>What the terrain hides from each sensor that was heard, by the ids of the sensors.</summary>
    public IReadOnlyList<(string Sensor, TerrainTold Told)> TerrainTold() =>
    [
        .. fixedWatches.Values.Where(watch => watch.LastHeard != Instant.Beginning && watch.Mask is not null)
            .Select(watch => (watch.Sensor.Id, watch.Mask!.Told)),
    ];

    /// <summary>An edition of the registry comes into force.</summary>
    internal void Use(SensorRegistry edition, Instant at)
    {
        UseTerrain(edition);
        registry = edition;
        Advance(at);
        if (ledger is null && !edition.Sensors.Any(sensor => sensor.Watch is not null))
        {
            return;
        }

        var earlier = fixedWatches.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        fixedWatches.Clear();
        foreach (var sensor in registry.Sensors)
        {
            if (sensor is { Watch: { } watch, Consent: Consent.Agreed })
            {
                var made = new FixedWatch(Ledger, Raster(), sensor, watch, masks);
                fixedWatches.Add(sensor.Id, made);
                if (earlier.TryGetValue(sensor.Id, out var known))
                {
                    made.GoOnFrom(known);
                }
            }
        }

        masks?.Release();
    }

    /// <summary>The masks stay where an edition rests on the same tiles.</summary>
    private void UseTerrain(SensorRegistry edition)
    {
        if (!edition.Terrain.SequenceEqual(registry.Terrain))
        {
            LacksTerrain = !edition.Terrain.IsEmpty && settings.OpenTerrain is null;
            masks = edition.Terrain.IsEmpty || LacksTerrain
                ? null
                : new TerrainMasks(edition.Terrain, settings.OpenTerrain!);
        }
    }

    /// <summary>Takes in what an observation, used as it is, says of who looks where.</summary>
    internal void Note(in Observation observation, bool isDisturbed)
    {
        Advance(observation.ReceivedAt);
        if (observation.Sensor is { Watch: not null } sensor
            && fixedWatches.TryGetValue(sensor.Id, out var watch)
            && watch.Hear(observation.ReceivedAt, OwnedBy(sensor)) is { } since)
        {
            spots.Add(OutageOf(watch, since, observation.ReceivedAt, observation.Frame));
        }

        if (observation.Sensor is { Watch: not null } heard)
        {
            Restrict(heard.Label);
        }

        if (observation.Report is { } report)
        {
            NoteReport(in observation, report);
        }
        else if (observation.HasPosition && IsTold(observation.Identity.Scheme))
        {
            NoteReception(in observation, isDisturbed);
        }
    }

    /// <summary>Takes in where an object was: a patrol of the mission looks around itself.</summary>
    /// <param name="update">Where it was.</param>
    /// <param name="by">The sensor that told so, or null: its owner delivers the look.</param>
    internal void Note(in TrackUpdate update, Sensor? by = null)
    {
        if (update.Identity.Scheme != IdentityScheme.CotUid
            || update.Class is ObjectClass.Aircraft or ObjectClass.Drone or ObjectClass.Installation)
        {
            return;
        }

        ref var patrol = ref CollectionsMarshal.GetValueRefOrAddDefault(patrols, update.Id, out var isKnown);
        if (!isKnown)
        {
            if (patrols.Count > MaxPatrols)
            {
                patrols.Remove(update.Id);
                return;
            }

            patrol.IsMission = register.Find(update.Identity).Role == "mission";
        }

        if (!patrol.IsMission || update.At < patrol.At + shortestLeg)
        {
            return;
        }

        var from = patrol.At == default || update.At - patrol.At > longestLeg ? update.At : patrol.At;
        var start = from == update.At ? update.Position : patrol.Position;
        (patrol.At, patrol.Position) = (update.At, update.Position);
        if (update.Label is { } label)
        {
            Restrict(label);
        }

        Walk((start, from), (update.Position, update.At), by);
    }

    /// <summary>People go along a leg and look to both sides of it.</summary>
    internal void Walk((GeoPoint Place, Instant At) from, (GeoPoint Place, Instant At) to, Sensor? by = null)
    {
        Advance(to.At);
        Span<GeoPoint> corridor = stackalloc GeoPoint[LegStrip.Corners];
        LegStrip.Of(from.Place, to.Place, CorridorM, corridor);
        Raster().Draw(corridor);
        Enter(Modality.Human, (from.At, to.At), Sight.At(Modality.Human, CorridorM / 2), OwnedBy(by));
    }

    /// <summary>Drops what is known of tracks that were given up.</summary>
    internal void Forget(List<TrackId> givenUp)
    {
        foreach (var track in givenUp)
        {
            patrols.Remove(track);
        }
    }

    /// <summary>
    /// Takes in a look that a frame states. It needs no more than a place, a time and a modality, so that looks which
    /// are only planned can be entered into a desk of their own.
    /// </summary>
    public void Take(in Look look)
    {
        Advance(look.ReceivedAt);
        if (look.Sensor is { Consent: not Consent.Agreed })
        {
            counts = counts with { WithoutConsent = counts.WithoutConsent + 1 };
            return;
        }

        if (look.Modality == Modality.Unknown)
        {
            counts = counts with { UnknownModality = counts.UnknownModality + 1 };
            return;
        }

        if (look.From > look.Until || look.Until > look.ReceivedAt + settings.FutureLimit || !Ledger.Holds(look.From))
        {
            counts = counts with { OutOfTime = counts.OutOfTime + 1 };
            return;
        }

        ReadOnlySpan<GeoPoint> ring = look.HasCorners ? look.Corners : look.Outline.AsSpan();
        Raster().Draw(ring);
        var entered = Enter(look.Modality, (look.From, look.Until), Sight.Of(in look), OwnedBy(look.Sensor));
        counts = entered
            ? counts with { Taken = counts.Taken + 1 }
            : counts with { Elsewhere = counts.Elsewhere + 1 };
        if (entered && look.Sensor is { } sensor)
        {
            Restrict(sensor.Label);
        }
    }

    /// <summary>
    /// Enters what the raster holds; false where none of it lies on the ground. A long look is cut, because light
    /// changes.
    /// </summary>
    private bool Enter(
        Modality modality, (Instant From, Instant Until) times, in Sight sight, CoverageLedger? ofOwner)
    {
        var any = false;
        var start = times.From;
        do
        {
            var end = times.Until - start > longestLight ? start + longestLight : times.Until;
            any |= EnterPiece(modality, (start, end), in sight, ofOwner);
            start = end;
        }
        while (start < times.Until);
        return any;
    }

    private bool EnterPiece(
        Modality modality, (Instant From, Instant Until) times, in Sight sight, CoverageLedger? ofOwner)
    {
        var (from, until) = times;
        var (minute, count) = LookMinutes.Of(from, until, DetectionModels.Of(modality).LastsMinutes);
        var middle = from + ((until - from) / 2);
        var isRestricted = modality == Modality.Human && spots.HasRestriction(from, until + shortestLeg);
        var any = false;
        for (var row = 0; row < raster!.Rows; row++)
        {
            var shares = raster.SharesOf(row);
            for (var column = 0; column < shares.Length; column++)
            {
                var cell = shares[column] == 0
                    ? CoverageGround.None
                    : Ledger.Ground.CellAt(raster.Column + column, raster.Row + row);
                if (cell == CoverageGround.None
                    || (isRestricted && spots.IsRestricted(Ledger.Ground.MiddleOf(cell), from, until + shortestLeg)))
                {
                    continue;
                }

                any = true;
                var isWhole = shares[column] >= CellLook.WholeFrom;
                var points = isWhole ? ulong.MaxValue : raster.PointsOf(row, column);
                var chance = sight.Chance(
                    Ledger.Ground, cell, points, daylight.IsNight(Ledger.Ground, Ledger.Ground.TileOf(cell), middle));
                var seen = CellLook.Of(chance, shares[column], points);
                Ledger.Take(modality, cell, minute, count, in seen);
                ofOwner?.Take(modality, cell, minute, count, in seen);
            }
        }

        return any;
    }

    private void NoteReception(in Observation observation, bool isDisturbed)
    {
        var at = observation.At < observation.ReceivedAt ? observation.At : observation.ReceivedAt;
        reception ??= new ReceptionWatch(Ledger);
        if (!isDisturbed)
        {
            if (reception.Hear(observation.Position, at) && observation.Sensor is { } sensor)
            {
                Restrict(sensor.Label);
            }

            return;
        }

        var cell = InterferenceCell.Of(observation.Position);
        spots.Continue(
            cell.ToString(),
            new BlindSpot(
                BlindCause.Interference, NotKnown, Modality.Reception, cell.Middle, ReceptionWatch.DisturbedRadiusM, at,
                at, feeds.Cite(observation.Frame)),
            joinWithin);
    }

    /// <summary>
    /// Where monitors were refused, people did not look, whatever their vehicles told; and whose duty it was to let
    /// them is who the report names, or on whose side the place lies.
    /// </summary>
    private void NoteReport(in Observation observation, WrittenReport report)
    {
        if (!report.Class.StartsWith("access.", StringComparison.Ordinal) || !observation.HasPosition)
        {
            return;
        }

        var error = observation.PositionError;
        var radiusM = report.WithinM ?? Math.Max(
            LeastRestrictionM, 2 * Math.Sqrt(Math.Max(0, Math.Max(error.EastM2, error.NorthM2))));
        var cell = Ledger.Ground.CellOf(observation.Position);
        var side = cell == CoverageGround.None ? CoverageGround.None : Ledger.Ground.SideOf(cell);
        spots.Add(new BlindSpot(
            BlindCause.Restriction,
            report.Subject?.Party ?? (side == CoverageGround.None ? NotKnown : Ledger.Ground.Parties[side]),
            Modality.Human,
            observation.Position,
            radiusM,
            report.Window?.From ?? observation.At,
            report.Window?.Until ?? (observation.At + restrictionLasts),
            feeds.Cite(observation.Frame)));
        if (observation.Sensor is { } sensor)
        {
            Restrict(sensor.Label);
        }
    }

    private BlindSpot OutageOf(FixedWatch watch, Instant from, Instant until, Domain.Frames.FrameRef? frame) => new(
        BlindCause.Outage, watch.Sensor.Id, watch.Watch.Modality, watch.Watch.At, watch.RangeM, from, until,
        frame is { } cited ? feeds.Cite(cited) : null);

    /// <summary>Time passes.</summary>
    internal void Advance(Instant at)
    {
        begun = now == Instant.Beginning ? at : begun;
        now = at > now ? at : now;
        ledger?.Advance(now);
        owners?.Advance(now);
    }

    /// <summary>The ledger of a sensor's owner; null: nobody registered the sensor, or there is no room.</summary>
    private CoverageLedger? OwnedBy(Sensor? sensor) =>
        sensor is null ? null : (owners ??= new OwnerLedgers(Ledger.Ground)).Of(sensor, begun, now);

    private CoverageLedger Begin()
    {
        // It begins with the first input, whoever asks first and when: a replay must give the same.
        ledger = new CoverageLedger(CoverageGround.Of(agreement));
        if (now != Instant.Beginning)
        {
            ledger.Advance(begun);
            ledger.Advance(now);
        }

        return ledger;
    }

    private ShareRaster Raster() => raster ??= new ShareRaster(Ledger.Ground.Grid);

    private void Restrict(Label label)
    {
        if (!Label.IsWithin(label))
        {
            Label = Label.Meet(label);
        }
    }

    private static bool IsTold(IdentityScheme scheme) =>
        scheme is IdentityScheme.Mmsi or IdentityScheme.Icao or IdentityScheme.RemoteId;

    private struct Patrol
    {
        public bool IsMission;
        public Instant At;
        public GeoPoint Position;
    }
}
