using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;
using Xunit;

namespace Trucewatch.Watch.Rules.Encounter;

/// <summary>
/// The oracle: every object against every other, each probability computed, no grid and no bounds. What it says has to
/// be what the rule says, in the same order and to the last digit.
/// </summary>
public sealed class PlainEncountersTests
{
    private const double CloseM = 200;
    private const double WideM = 500;
    private const double MaxSpeedMps = 1.03;
    private static readonly TimeSpan maxAge = TimeSpan.FromSeconds(600);

    private sealed class Ship
    {
        public TrackUpdate State;

        public bool IsSlow { get; set; }
    }

    private readonly SortedDictionary<(int A, int B), Crossing[]> pairs = [];
    private readonly SortedDictionary<int, Ship> ships = [];
    private readonly List<string> said = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_rule_says_what_a_search_through_all_pairs_says(ulong seed)
    {
        var scene = Harbour(seed, count: 45, seconds: 9_000);
        var output = new SectorOutput();
        new Sector(Scene.Agreement(Scene.Clause("1", "encounter", "")), Scene.Feeds, new SectorSettings())
            .Step(new SectorInput(0, scene.Observations), output);
        foreach (var update in output.Tracks)
        {
            See(in update);
        }

        var found = output.Facts.OfType<DetectionFact>().Select(fact => Words(fact.Detection)).ToList();
        Assert.Equal(said, found);

        // Both levels, and both ends, have to occur, or nothing was compared.
        Assert.All(["Entered 0", "Left"], word => Assert.Contains(
            said, one => one.StartsWith(word, StringComparison.Ordinal)));
        Assert.Contains(said, one => one.StartsWith("Entered 1", StringComparison.Ordinal));
    }

    /// <summary>Ships that lie still, drift, sail through and fall silent, in a harbour two kilometres wide.</summary>
    private static Scene Harbour(ulong seed, int count, int seconds)
    {
        var random = new Splitmix(seed);
        var scene = new Scene();
        var ways = Enumerable.Range(0, count).Select(ship => (
            East: random.Between(-1_000, 1_000), North: random.Between(-1_000, 1_000),
            Mps: ship % 3 == 0 ? random.Between(-0.4, 0.4) : 0, From: random.Between(0, 3_000),
            Every: ship % 4 == 0 ? 180 : 60, Silent: ship % 7 == 3 ? random.Between(2_000, 6_000) : double.MaxValue,
            Sigma: ship % 5 == 4 ? 60.0 : 8.0)).ToList();
        var all = new List<(double Second, int Ship)>();
        for (var ship = 0; ship < count; ship++)
        {
            for (double second = ship; second < seconds; second += ways[ship].Every)
            {
                if (second < ways[ship].Silent || second > ways[ship].Silent + 1_500)
                {
                    all.Add((second, ship));
                }
            }
        }

        foreach (var (second, ship) in all.OrderBy(one => one.Second).ThenBy(one => one.Ship))
        {
            var way = ways[ship];
            var leaves = ship % 6 == 5 && second > 7_000 ? 3 * (second - 7_000) : 0;
            scene.Vessel(
                (uint)ship + 1, second, way.East + (way.Mps * Math.Max(0, second - way.From)) + leaves,
                way.North + random.Between(-5, 5), way.Sigma);
        }

        return scene;
    }

    private static string Words(Detection detection)
    {
        var level = detection.Details!.Value[1].Value == "close" ? 0 : 1;
        var kind = detection.Kind is DetectionKind.Measured ? "Entered" : detection.Kind.ToString();
        return FormattableString.Invariant(
            $"{kind} {level} {detection.Actor} {detection.Details.Value[0].Value} {detection.At} {detection.KnownAt} ")
            + FormattableString.Invariant($"{detection.PInside:R} {detection.MarginM:R} {detection.Place}");
    }

    private void See(in TrackUpdate update)
    {
        if (!ships.TryGetValue(update.Id.Value, out var own))
        {
            ships.Add(update.Id.Value, own = new Ship());
        }

        (own.State, own.IsSlow) = (update, Math.Sqrt((update.EastMps * update.EastMps)
            + (update.NorthMps * update.NorthMps)) < MaxSpeedMps);
        var id = update.Id.Value;
        foreach (var key in pairs.Keys.Where(key => key.A == id || key.B == id).ToList())
        {
            Weigh(key, update.KnownAt);
        }

        foreach (var (other, ship) in own.IsSlow ? ships.ToList() : [])
        {
            var key = (Math.Min(id, other), Math.Max(id, other));
            if (other != id && ship.IsSlow && !pairs.ContainsKey(key) && Apart(own, ship) <= 2 * WideM)
            {
                pairs.Add(key, new Crossing[2]);
                Weigh(key, update.KnownAt);
            }
        }
    }

    private static double Apart(Ship a, Ship b)
    {
        var (east, north) = LocalScale.At(a.State.Position).Offset(a.State.Position, b.State.Position);
        return Math.Sqrt((east * east) + (north * north));
    }

    private void Weigh((int A, int B) key, Instant knownAt)
    {
        var (subject, other, levels) = (ships[key.A], ships[key.B], pairs[key]);
        var at = subject.State.At > other.State.At ? subject.State.At : other.State.At;
        var place = Carried.PlaceAt(in subject.State, at);
        var error = Carried.ErrorAt(in subject.State, at, 0.1);
        var others = Carried.ErrorAt(in other.State, at, 0.1);
        var (east, north) = LocalScale.At(place).Offset(Carried.PlaceAt(in other.State, at), place);
        var apart = Math.Sqrt((east * east) + (north * north));
        var both = new Covariance2(
            error.EastM2 + others.EastM2, error.EastNorthM2 + others.EastNorthM2, error.NorthM2 + others.NorthM2);
        var areSlow = subject.IsSlow && other.IsSlow;
        var areHeard = at - subject.State.At <= maxAge && at - other.State.At <= maxAge;
        for (var level = 0; level < 2; level++)
        {
            var radius = level == 0 ? CloseM : WideM;
            var p = areSlow ? Disk.ProbabilityWithin(east, north, both, radius) : 0;
            var moment = new Moment
            {
                Track = subject.State.Id,
                At = at,
                KnownAt = knownAt,
                Position = place,
                Error = error,
                PInside = areHeard ? p : 0,
                PAtMost = areHeard || !areSlow ? p : 1,
                MarginM = radius - apart,
                Frame = subject.State.Evidence,
            };
            var dwell = levels[level].IsInside ? 0 : level == 0 ? 1_800 : 7_200;
            var how = new CrossingSettings(
                new Whom(null, null, null, []), 0.95, 0.05, TimeSpan.FromSeconds(dwell), 2, true,
                new SectorSettings().RestateEvery, Restates: false);
            if (levels[level].Advance(in moment, how, null) is { } kind)
            {
                Say(kind, key, level, in moment);
            }
        }

        if ((apart > 2 * WideM || !areSlow) && levels[0].IsSettled && levels[1].IsSettled)
        {
            pairs.Remove(key);
        }
    }

    private void Say(DetectionKind kind, (int A, int B) key, int level, in Moment now)
    {
        var levels = pairs[key];
        var isOtherInside = levels[1 - level].IsInside;
        var isEnd = kind is DetectionKind.Left or DetectionKind.Undetermined;
        if (isEnd && isOtherInside)
        {
            return;
        }

        var isNew = kind is DetectionKind.Entered or DetectionKind.FirstSeenInside;
        var at = isNew ? levels[level].Held : now;
        var word = isEnd ? kind.ToString() : isNew && !isOtherInside ? "Entered" : "StillInside";
        var (subject, other) = (ships[key.A].State, ships[key.B].State);
        said.Add(FormattableString.Invariant(
            $"{word} {level} {subject.Identity} {other.Identity} {at.At} {now.KnownAt} ")
            + FormattableString.Invariant($"{at.PInside:R} {at.MarginM:R} {at.Place}"));
    }
}
