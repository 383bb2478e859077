using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>A ship on a straight course: place at the start and velocity.</summary>
internal sealed record Ship(double EastM, double NorthM, double EastMps, double NorthMps)
{
    public (double East, double North) At(double seconds) =>
        (EastM + (EastMps * seconds), NorthM + (NorthMps * seconds));
}

/// <summary>What a radar and the ships themselves bring, received a second later.</summary>
internal sealed class Sea(ulong seed)
{
    private const int RadarFeed = 1;

    private static readonly Agreement East = Scene.Agreement(
        Scene.Clause("1", "zone-entry", "zones: [east-zone]; min_fixes: 3"));

    private readonly Splitmix random = new(seed);
    private readonly Scene scene = new();
    private readonly List<Observation> observations = [];

    public int Clutter { get; init; }

    public double TurnS { get; init; }

    /// <summary>Brings anything else.</summary>
    public void Add(Observation observation) => observations.Add(observation);

    public Observation[] Observations => [.. observations.OrderBy(observation => observation.ReceivedAt)];

    /// <summary>The same with what came at one time in another order.</summary>
    public static Observation[] Permuted(Observation[] observations, Splitmix random) =>
    [
        .. observations.GroupBy(observation => (observation.ReceivedAt, observation.At))
            .SelectMany(group => Shuffled([.. group], random)),
    ];

    public void Told(double until, Ship[] ships, Func<int, uint>? mmsiOf = null, ulong flips = 0)
    {
        for (var ship = 0; ship < ships.Length; ship++)
        {
            for (var second = random.Between(0, 10); second < until; second += 10)
            {
                var mmsi = mmsiOf?.Invoke(ship) ?? (uint)(ship + 1);
                if (flips > 0 && random.Next() % flips == 0)
                {
                    mmsi ^= 1u << (int)(random.Next() % 24);
                }

                var (east, north) = ships[ship].At(second);
                observations.Add(scene.Position(
                    ObjectIdentity.Mmsi(mmsi), Math.Round(second, 1), east + (5 * random.Normal()),
                    north + (5 * random.Normal()), 10, 1, 0));
            }
        }
    }

    public void Radar(double until, Ship[] ships, double from = 0, int feed = RadarFeed)
    {
        for (var second = from; second < until; second += 4)
        {
            for (var index = 0; index < ships.Length + Clutter; index++)
            {
                var at = second + (TurnS * index / Math.Max(1, ships.Length));
                var (east, north) = index < ships.Length
                    ? ships[index].At(at)
                    : (random.Between(-10_000, 10_000), random.Between(-10_000, 10_000));
                if (index >= ships.Length || random.Next() % 10 > 0)
                {
                    var plot = scene.Position(
                        ObjectIdentity.None, at, east + (20 * random.Normal()), north + (20 * random.Normal()),
                        20, 1, feed);
                    plot.Class = ObjectClass.Unknown;
                    observations.Add(plot);
                }
            }
        }
    }

    public (SectorOutput Output, Sector Sector) Run(
        Agreement agreement, IEnumerable<Observation>? instead = null)
    {
        Observation[] all = [.. instead ?? Observations];
        return RunWith(agreement, all.Length, _ => [], all);
    }

    /// <summary>Gives orders between two inputs; they are told the number of the last fact before.</summary>
    public (SectorOutput Output, Sector Sector) RunWith(
        Agreement agreement, int cut, Func<long, FusionOrder[]> orders, Observation[]? instead = null)
    {
        var all = instead ?? Observations;
        var (sector, output) = (new Sector(agreement, Scene.Feeds, new SectorSettings()), new SectorOutput());
        sector.Step(new SectorInput(0, all.AsSpan(0, cut)), output);
        var last = output.Facts.Count == 0 ? 0 : output.Facts[^1].Number;
        foreach (var order in orders(last))
        {
            sector.Step(new SectorInput(1, order, all[cut - 1].ReceivedAt), output);
        }

        sector.Step(new SectorInput(2, all.AsSpan(cut)), output);

        // A word without a place lets time pass, so that the last scan is settled.
        var end = all[^1];
        (end.Kind, end.HasPosition, end.ReceivedAt) = (ObservationKind.Description, false, Scene.Time(2_000));
        sector.Step(new SectorInput(3, [end]), output);
        return (output, sector);
    }

    public string Hash(Observation[] all, Agreement? agreement = null)
    {
        var (output, _) = Run(agreement ?? East, all);
        using var hash = new OutputHash(Scene.Feeds);
        hash.Add(output);
        return hash.Hex();
    }

    /// <summary>Plots come in any order among each other and among what is told, which keeps its own.</summary>
    private static IEnumerable<Observation> Shuffled(Observation[] group, Splitmix random)
    {
        var plots = group.Where(observation => FusedPicture.IsPlot(in observation))
            .OrderBy(_ => random.Next()).ToList();
        var told = new Queue<Observation>(group.Where(observation => !FusedPicture.IsPlot(in observation)));
        foreach (var plot in plots)
        {
            while (told.Count > 0 && random.Next() % 3 == 0)
            {
                yield return told.Dequeue();
            }

            yield return plot;
        }

        while (told.Count > 0)
        {
            yield return told.Dequeue();
        }
    }
}
