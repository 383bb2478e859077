using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

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

/// <summary>The aircraft that are in a cell now.</summary>
/// <param name="Total">Aircraft that say something of their accuracy.</param>
/// <param name="Bad">Those of them whose accuracy has been poor for long.</param>
internal readonly record struct InterferenceTally(int Total, int Bad)
{
    /// <summary>Share of bad ones, less one, so that a single odd transponder cannot light a cell.</summary>
    public double Score => Total == 0 ? 0 : Math.Max(Bad - 1, 0) / (double)Total;
}

/// <summary>
/// Where satellite navigation is disturbed, by what aircraft say of their own accuracy: one whose NACp is 2 or less
/// again and again is bad, and a cell is by its share of bad ones. NACp 0 is poor; an aircraft that says nothing is not
/// counted. The pattern is that of the design facts, D.10 (gpsjam); the time between steps and the cells are choices of
/// ours.
/// </summary>
internal sealed class InterferenceLedger
{
    /// <summary>Most aircraft that are counted; the one heard longest ago gives way.</summary>
    public const int MaxAircraft = 20_000;

    /// <summary>The counter of an aircraft goes no higher.</summary>
    public const int MaxCounter = 20;

    /// <summary>From here on an aircraft is bad.</summary>
    public const int BadAt = 18;

    /// <summary>NACp up to this is poor.</summary>
    public const int PoorAccuracy = 2;

    /// <summary>NACp from this on is good.</summary>
    public const int GoodAccuracy = 4;

    /// <summary>Fewer aircraft say nothing of a cell.</summary>
    public const int MinAircraft = 3;

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
    private readonly Dictionary<InterferenceCell, InterferenceTally> tallies = [];
    private Instant now = Instant.Beginning;
    private int disturbed;

    private sealed class Heard(ObjectIdentity identity)
    {
        public ObjectIdentity Identity { get; } = identity;

        public Instant At { get; set; }

        public Instant SteppedAt { get; set; } = Instant.Beginning;

        public int Counter { get; set; }

        public InterferenceCell Cell { get; set; }

        public bool IsBad => Counter >= BadAt;
    }

    /// <summary>Number of aircraft that are counted.</summary>
    public int AircraftCount => byIdentity.Count;

    /// <summary>Cells whose tally the last observation changed, some twice.</summary>
    public List<InterferenceCell> Changed { get; } = [];

    /// <summary>The tally of a cell.</summary>
    public InterferenceTally this[InterferenceCell cell] => tallies.GetValueOrDefault(cell);

    /// <summary>True where aircraft show that satellite navigation is disturbed now.</summary>
    public bool IsDisturbed(GeoPoint point) => disturbed > 0 && IsDisturbed(this[InterferenceCell.Of(point)]);

    /// <summary>The error of a place that an object in a disturbed cell states of itself.</summary>
    public static Covariance2 Doubted(Covariance2 error) => new(
        error.EastM2 + (AddedSigmaM * AddedSigmaM), error.EastNorthM2, error.NorthM2 + (AddedSigmaM * AddedSigmaM));

    /// <summary>Takes an observation in; time passes by receive times.</summary>
    public void Note(in Observation observation)
    {
        Changed.Clear();
        now = observation.ReceivedAt > now ? observation.ReceivedAt : now;
        while (byAge.First is { } oldest && now - oldest.Value.At > keepFor)
        {
            Drop(oldest);
        }

        if (observation is not { NavigationAccuracy: { } accuracy, HasPosition: true }
            || observation.Identity.Scheme == IdentityScheme.None)
        {
            return;
        }

        if (!byIdentity.TryGetValue(observation.Identity, out var node))
        {
            if (byIdentity.Count == MaxAircraft)
            {
                Drop(byAge.First!);
            }

            node = new LinkedListNode<Heard>(new Heard(observation.Identity));
            byIdentity.Add(observation.Identity, node);
        }
        else
        {
            byAge.Remove(node);
        }

        byAge.AddLast(node);
        Move(node.Value, accuracy, InterferenceCell.Of(observation.Position));
    }

    private static bool IsDisturbed(InterferenceTally tally) => tally.Total >= MinAircraft && tally.Score >= MinScore;

    private void Move(Heard heard, int accuracy, InterferenceCell cell)
    {
        var (isNew, wasBad, from) = (heard.SteppedAt == Instant.Beginning, heard.IsBad, heard.Cell);
        if (isNew || now - heard.SteppedAt >= stepEvery)
        {
            heard.SteppedAt = now;
            var step = accuracy <= PoorAccuracy ? 1 : accuracy >= GoodAccuracy ? -1 : 0;
            heard.Counter = Math.Clamp(heard.Counter + step, 0, MaxCounter);
        }

        (heard.At, heard.Cell) = (now, cell);
        if (isNew || cell != from || heard.IsBad != wasBad)
        {
            if (!isNew)
            {
                Add(from, -1, wasBad ? -1 : 0);
            }

            Add(cell, 1, heard.IsBad ? 1 : 0);
        }
    }

    private void Drop(LinkedListNode<Heard> node)
    {
        var heard = node.Value;
        byAge.Remove(node);
        byIdentity.Remove(heard.Identity);
        Add(heard.Cell, -1, heard.IsBad ? -1 : 0);
    }

    private void Add(InterferenceCell cell, int total, int bad)
    {
        var before = this[cell];
        var after = new InterferenceTally(before.Total + total, before.Bad + bad);
        disturbed += (IsDisturbed(after) ? 1 : 0) - (IsDisturbed(before) ? 1 : 0);
        Changed.Add(cell);
        if (after.Total == 0)
        {
            tallies.Remove(cell);
        }
        else
        {
            tallies[cell] = after;
        }
    }
}
