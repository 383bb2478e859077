using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Simulation.World;

namespace Trucewatch.Watch.Blasts;

/// <summary>A shelling that is played: where, when, how many rounds.</summary>
internal sealed record PlayedShelling(GeoPoint Place, double[] RoundsS);

/// <summary>
/// A seeded field of stations under one or two shellings at once. Clocks err, each station misses some rounds, hears
/// what is nothing, and hears some rounds again from a hill; two bangs a quarter of a second apart are one to it. The
/// air is warmer or colder, and moves, by as much as nobody knows.
/// </summary>
internal sealed class ShellingField
{
    public const double SaidSigmaS = 0.06;
    private const double HalfBoxM = 8_000;
    private const double DeadS = 0.25;

    private readonly Draws draws;
    private List<(Onset Onset, int Of)> onsets = [];

    public ShellingField(ulong seed)
    {
        draws = Draws.Named(seed, "shelling field");
        while (!TryLayOut())
        {
        }

        Hear();
    }

    public PlayedShelling[] Shellings { get; private set; } = [];

    public Station[] Stations { get; private set; } = [];

    public Onset[] Onsets => [.. onsets.Select(one => one.Onset)];

    /// <summary>Number of the shelling that each onset is of, echoes included; -1: it is of none.</summary>
    public int[] Sources => [.. onsets.Select(one => one.Of)];

    internal sealed record Station(string Name, GeoPoint Place, double HearsM, double Hears, double FalsePerHour);

    private GeoPoint At(double halfM) =>
        Scene.At(draws.Between(-halfM, halfM), draws.Between(-halfM, halfM));

    private bool TryLayOut()
    {
        var count = 4 + draws.Below(5);
        Stations = [.. Enumerable.Range(0, count).Select(number => new Station(
            FormattableString.Invariant($"S{number}"), At(HalfBoxM), draws.Between(9_000, 16_000),
            draws.Between(0.8, 0.97), draws.Between(0, 12)))];
        Shellings = [.. Enumerable.Range(0, 1 + draws.Below(2)).Select(number => Shell(number))];
        return Shellings.All(shelling => Stations.Count(one => IsHeard(one, shelling.Place)) >= 4)
            && (Shellings.Length == 1 || Distance(Shellings[0].Place, Shellings[1].Place) > 4_000);
    }

    private PlayedShelling Shell(int number)
    {
        var (count, meanS) = (1 + draws.Below(20), draws.Between(1.5, 15));
        var times = new double[count];
        times[0] = number * draws.Between(0, 60);
        for (var round = 1; round < count; round++)
        {
            times[round] = times[round - 1] - (meanS * Math.Log(1 - draws.Between(0, 1)));
        }

        return new PlayedShelling(At(HalfBoxM + 1_000), times);
    }

    private static double Distance(GeoPoint a, GeoPoint b) => Geodesic.Inverse(a, b).DistanceM;

    private static bool IsHeard(Station station, GeoPoint place) => Distance(station.Place, place) <= station.HearsM;

    private void Hear()
    {
        var (warm, wind) = (draws.Normals(), draws.Normals());
        var soundMps = 331.3 + (0.606 * (10 + (10 * warm.Item1)));
        var times = Stations.Select(_ => new List<(double TimeS, int Of)>()).ToArray();
        var clocks = Stations.Select(_ => 0.04 * draws.Normals().Item1).ToArray();
        for (var number = 0; number < Shellings.Length; number++)
        {
            var (shelling, scatterM) = (Shellings[number], draws.Between(30, 100));
            var echoes = Stations.Select(_ => draws.Chance(0.4)
                ? (LagS: draws.Between(0.6, 4), Chance: draws.Between(0.3, 0.8)) : (0, 0)).ToArray();
            foreach (var timeS in shelling.RoundsS)
            {
                var (east, north) = draws.Normals();
                var place = LocalScale.At(shelling.Place).Move(shelling.Place, scatterM * east, scatterM * north);
                for (var one = 0; one < Stations.Length; one++)
                {
                    var way = Geodesic.Inverse(place, Stations[one].Place);
                    var azimuth = way.AzimuthStartDeg * Math.PI / 180;
                    var speed = soundMps + (5 * wind.Item1 * Math.Sin(azimuth)) + (5 * wind.Item2 * Math.Cos(azimuth));
                    var heardS = timeS + (way.DistanceM / speed) + clocks[one] + (0.03 * draws.Normals().Item1);
                    if (IsHeard(Stations[one], shelling.Place) && draws.Chance(Stations[one].Hears))
                    {
                        times[one].Add((heardS, number));
                        if (draws.Chance(echoes[one].Chance))
                        {
                            times[one].Add((heardS + echoes[one].LagS, number));
                        }
                    }
                }
            }
        }

        Add(times);
    }

    private void Add(List<(double TimeS, int Of)>[] times)
    {
        var endS = Shellings.Max(one => one.RoundsS[^1]) + 240;
        for (var one = 0; one < Stations.Length; one++)
        {
            for (var at = -180.0; Stations[one].FalsePerHour > 0;)
            {
                at -= 3_600 / Stations[one].FalsePerHour * Math.Log(1 - draws.Between(0, 1));
                if (at > endS)
                {
                    break;
                }

                times[one].Add((at, -1));
            }

            var last = double.NegativeInfinity;
            foreach (var (time, of) in times[one].OrderBy(heard => heard.TimeS))
            {
                if (time - last >= DeadS)
                {
                    onsets.Add((new Onset(
                        Stations[one].Name, Stations[one].Place, SignalPath.Air, time, SaidSigmaS), of));
                    last = time;
                }
            }
        }

        onsets = [.. onsets.OrderBy(one => one.Onset.TimeS).ThenBy(one => one.Onset.Station, StringComparer.Ordinal)];
    }
}
