using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Watch.Rules.IdentityConduct;
using Trucewatch.Watch.Tracking;

namespace Trucewatch.Watch.Interference;

/// <summary>A cell of half a degree of latitude and longitude.</summary>
/// <param name="North">Half degrees of latitude, rounded down.</param>
/// <param name="East">Half degrees of longitude, rounded down.</param>
internal readonly record struct InterferenceCell(int North, int East)
{
    /// <summary>Cells in a degree.</summary>
    public const int PerDegree = 2;

    /// <summary>Its middle.</summary>
    public GeoPoint Middle => GeoPoint.FromDegrees(
        latitudeDeg: (North + 0.5) / PerDegree, longitudeDeg: (East + 0.5) / PerDegree);

    /// <summary>The cell of a point.</summary>
    public static InterferenceCell Of(GeoPoint point) => new(
        (int)Math.Floor(Math.Min(point.LatitudeDeg * PerDegree, (90 * PerDegree) - 1)),
        (int)Math.Floor(point.LongitudeDeg * PerDegree));

    /// <summary>Its south-western corner, for example <c>gnss:47.0,35.5</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"gnss:{(double)North / PerDegree:0.0},{(double)East / PerDegree:0.0}");
}

/// <summary>By whom it shows that satellite navigation is disturbed.</summary>
internal enum InterferenceWitness
{
    /// <summary>Aircraft, by the accuracy and integrity that they state, and by places that do not fit their motion.
    /// </summary>
    Aircraft,

    /// <summary>Ships, by places that do not fit their motion: they state no accuracy that could be used.</summary>
    Ships,
}

/// <summary>The aircraft, or the ships, that are in a cell now.</summary>
/// <param name="Total">Those that say something of it.</param>
/// <param name="Bad">Those of them that show that it is disturbed.</param>
internal readonly record struct InterferenceTally(int Total, int Bad)
{
    /// <summary>Share of bad ones, less one, so that a single odd transponder cannot light a cell.</summary>
    public double Score => Total == 0 ? 0 : Math.Max(Bad - 1, 0) / (double)Total;
}

/// <summary>
/// Where satellite navigation is disturbed. An aircraft is bad that says again and again that its accuracy (NACp) or
/// integrity (NIC) is poor; an aircraft or ship is bad for a while whose places jump. A cell is disturbed by its share
/// of bad ones, aircraft and ships each for themselves: what aircraft lose high up ships below the horizon may have.
/// NACp 0 and NIC 0 are poor; an aircraft that says nothing is not counted. The pattern is that of the design facts,
/// D.10 (gpsjam); the time between steps, the cells and the jumps are choices of ours.
/// </summary>
internal sealed class InterferenceLedger
{
    /// <summary>Most aircraft and ships that are counted; the one heard longest ago gives way.</summary>
    public const int MaxHeard = 20_000;

    /// <summary>The counter of an aircraft goes no higher.</summary>
    public const int MaxCounter = 20;

    /// <summary>From here on an aircraft is bad.</summary>
    public const int BadAt = 18;

    /// <summary>NACp up to this is poor: four nautical miles in 95 % of all cases, or more.</summary>
    public const int PoorAccuracy = 2;

    /// <summary>NACp from this on is good: a nautical mile, or less.</summary>
    public const int GoodAccuracy = 4;

    /// <summary>NIC up to this is poor: the radius of containment that NACp 2 has for its accuracy, or more.</summary>
    public const int PoorIntegrity = 3;

    /// <summary>NIC from this on is good: a nautical mile, as NACp 4, or less.</summary>
    public const int GoodIntegrity = 5;

    /// <summary>Fewer aircraft say nothing of a cell.</summary>
    public const int MinAircraft = 3;

    /// <summary>Fewer ships say nothing of a cell.</summary>
    public const int MinShips = 5;

    /// <summary>So many ships at least have to jump: two may share an identity, or have a damaged receiver.</summary>
    public const int MinBadShips = 3;

    /// <summary>From this score on there is interference.</summary>
    public const double MinScore = 0.20;

    /// <summary>
    /// Standard deviation that is added to places which objects in such a cell state of themselves: that of NACp 4, a
    /// nautical mile in 95 % of all cases.
    /// </summary>
    public const double AddedSigmaM = 1852 / 2.448;

    // Aircraft repeat what they say twice a second: a counter that took each one would be full in ten seconds.
    private static readonly TimeSpan stepEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan keepFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<ObjectIdentity, LinkedListNode<Heard>> byIdentity = [];
    private readonly LinkedList<Heard> byAge = new();
    private readonly Dictionary<(InterferenceCell Cell, InterferenceWitness By), InterferenceTally> tallies = [];
    private readonly Dictionary<(InterferenceCell Cell, InterferenceWitness By), InterferenceTally> before = [];
    private Instant now = Instant.Beginning;
    private int disturbed;

    private sealed class Heard(ObjectIdentity identity, InterferenceWitness by)
    {
        public PlaceScatter Scatter;

        public ObjectIdentity Identity { get; } = identity;

        public InterferenceWitness By { get; } = by;

        public Instant At { get; set; }

        public Instant SteppedAt { get; set; } = Instant.Beginning;

        public int Counter { get; set; }

        public Instant JumpedAt { get; set; } = Instant.Beginning;

        public InterferenceCell JumpedFrom { get; set; }

        /// <summary>What it adds to the tallies.</summary>
        public Share Share { get; set; }
    }

    /// <summary>What one object adds to the tallies: it is in a cell, and in the one that it jumped from.</summary>
    private readonly record struct Share(bool IsCounted, InterferenceCell Cell, InterferenceCell From, bool IsBad);

    /// <summary>Number of aircraft and ships that are followed.</summary>
    public int HeardCount => byIdentity.Count;

    /// <summary>Cells whose tally the last observation changed, some twice.</summary>
    public List<(InterferenceCell Cell, InterferenceWitness By)> Changed { get; } = [];

    /// <summary>The tally of a cell.</summary>
    public InterferenceTally this[InterferenceCell cell, InterferenceWitness by = InterferenceWitness.Aircraft] =>
        tallies.GetValueOrDefault((cell, by));

    /// <summary>
    /// True where aircraft or ships show that satellite navigation is disturbed: by what was heard before this receive
    /// time, so that it does not show which of the things that came at one time came first.
    /// </summary>
    public bool IsDisturbed(GeoPoint point)
    {
        if (disturbed == 0 && before.Count == 0)
        {
            return false;
        }

        var cell = InterferenceCell.Of(point);
        return WasDisturbed(cell, InterferenceWitness.Aircraft) || WasDisturbed(cell, InterferenceWitness.Ships);
    }

    /// <summary>The error of a place that an object in a disturbed cell states of itself.</summary>
    public static Covariance2 Doubted(Covariance2 error) => new(
        error.EastM2 + (AddedSigmaM * AddedSigmaM), error.EastNorthM2, error.NorthM2 + (AddedSigmaM * AddedSigmaM));

    /// <summary>Takes an observation in; time passes by receive times.</summary>
    public void Note(in Observation observation)
    {
        Changed.Clear();
        if (observation.ReceivedAt > now)
        {
            now = observation.ReceivedAt;
            while (byAge.First is { } oldest && now - oldest.Value.At > keepFor)
            {
                Drop(oldest);
            }

            before.Clear();
        }

        if (WitnessOf(in observation) is not { } by)
        {
            return;
        }

        if (!byIdentity.TryGetValue(observation.Identity, out var node))
        {
            if (byIdentity.Count == MaxHeard)
            {
                Drop(byAge.First!);
            }

            node = new LinkedListNode<Heard>(new Heard(observation.Identity, by));
            byIdentity.Add(observation.Identity, node);
        }
        else
        {
            byAge.Remove(node);
        }

        byAge.AddLast(node);
        Move(node.Value, in observation);
    }

    /// <summary>What an aircraft says of its own accuracy and integrity: 1 poor, -1 good, 0 neither.</summary>
    public static int StepOf(int? accuracy, int? integrity) =>
        accuracy <= PoorAccuracy || integrity <= PoorIntegrity ? 1
        : accuracy < GoodAccuracy || integrity < GoodIntegrity ? 0
        : accuracy is null && integrity is null ? 0
        : -1;

    private static InterferenceWitness? WitnessOf(in Observation observation) =>
        !observation.HasPosition || observation.Identity.Scheme == IdentityScheme.None ? null
        : observation.NavigationAccuracy is not null || observation.NavigationIntegrity is not null
            ? InterferenceWitness.Aircraft
        : observation is { Identity.Scheme: IdentityScheme.Mmsi, Class: ObjectClass.Vessel, Report: null }
            ? InterferenceWitness.Ships
        : null;

    private bool WasDisturbed(InterferenceCell cell, InterferenceWitness by) =>
        IsDisturbed(before.TryGetValue((cell, by), out var tally) ? tally : this[cell, by], by);

    private static bool IsDisturbed(InterferenceTally tally, InterferenceWitness by) => tally.Score >= MinScore
        && (by == InterferenceWitness.Aircraft
            ? tally.Total >= MinAircraft
            : tally.Total >= MinShips && tally.Bad >= MinBadShips);

    private void Move(Heard heard, in Observation observation)
    {
        var isShip = heard.By == InterferenceWitness.Ships;
        if (heard.SteppedAt == Instant.Beginning || now - heard.SteppedAt >= stepEvery)
        {
            heard.SteppedAt = now;
            var step = StepOf(observation.NavigationAccuracy, observation.NavigationIntegrity);
            heard.Counter = Math.Clamp(heard.Counter + step, 0, MaxCounter);
        }

        var cell = InterferenceCell.Of(observation.Position);
        var seen = Seen.Of(in observation);
        var fits = heard.Scatter.Take(
            in seen, isShip ? PlaceScatter.LeastShipM : PlaceScatter.LeastAircraftM,
            Motion.Of(observation.Class).MaxSpeedMps, out var from);
        if (fits == false)
        {
            (heard.JumpedAt, heard.JumpedFrom) = (now, InterferenceCell.Of(from));
        }

        heard.At = now;
        var hasJumped = heard.JumpedAt != Instant.Beginning && now - heard.JumpedAt <= keepFor;
        Tell(heard, new Share(
            heard.Share.IsCounted || !isShip || fits is not null, cell, hasJumped ? heard.JumpedFrom : cell,
            hasJumped || heard.Counter >= BadAt));
    }

    private void Drop(LinkedListNode<Heard> node)
    {
        byAge.Remove(node);
        byIdentity.Remove(node.Value.Identity);
        Tell(node.Value, default);
    }

    /// <summary>Puts what an object adds to the tallies in the place of what it added before.</summary>
    private void Tell(Heard heard, Share share)
    {
        if (share != heard.Share)
        {
            Add(heard.Share, heard.By, -1);
            Add(share, heard.By, 1);
            heard.Share = share;
        }
    }

    private void Add(Share share, InterferenceWitness by, int sign)
    {
        if (share.IsCounted)
        {
            Add((share.Cell, by), sign, share.IsBad ? sign : 0);
            if (share.From != share.Cell)
            {
                Add((share.From, by), sign, share.IsBad ? sign : 0);
            }
        }
    }

    private void Add((InterferenceCell Cell, InterferenceWitness By) key, int total, int bad)
    {
        var last = tallies.GetValueOrDefault(key);
        var after = new InterferenceTally(last.Total + total, last.Bad + bad);
        disturbed += (IsDisturbed(after, key.By) ? 1 : 0) - (IsDisturbed(last, key.By) ? 1 : 0);
        before.TryAdd(key, last);
        Changed.Add(key);
        if (after.Total == 0)
        {
            tallies.Remove(key);
        }
        else
        {
            tallies[key] = after;
        }
    }
}
