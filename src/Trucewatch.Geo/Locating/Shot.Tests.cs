using Trucewatch.Geo.Geodesics;

namespace Trucewatch.Geo.Locating;

/// <summary>
/// A bang at a known place, stations around it, and what they hear: drawn with a seed. Ways are geodesics, and the
/// covariance is found by generalised least squares over correlated times, so that nothing here is what it tests.
/// </summary>
internal sealed class Shot
{
    private static readonly GeoPoint Middle = GeoPoint.FromDegrees(latitudeDeg: 48.2, longitudeDeg: 37.6);

    private Shot(GeoPoint truth, Arrival[] arrivals, WaveMedium medium)
    {
        Truth = truth;
        Arrivals = arrivals;
        Medium = medium;
    }

    public const double TimeS = 1_000;

    public GeoPoint Truth { get; }

    public Arrival[] Arrivals { get; }

    public WaveMedium Medium { get; }

    /// <summary>3 to 8 stations 2 to 20 km apart, 1 to 50 ms, an error of temperature and wind; the bang within 15 km
    /// of their middle.</summary>
    public static Shot Random(Splitmix draws)
    {
        var count = 3 + (int)draws.Between(0, 6);
        var stations = new List<GeoPoint>();
        while (stations.Count < count)
        {
            var next = Within(draws, 10_000);
            if (stations.TrueForAll(one => Geodesic.Inverse(one, next).DistanceM >= 2_000))
            {
                stations.Add(next);
            }
        }

        var medium = new WaveMedium(
            draws.Between(-15, 30), draws.Between(0.5, 5), draws.Between(-5, 5), draws.Between(-5, 5),
            draws.Between(0, 2));
        var sigmas = stations.ConvertAll(_ => 0.001 * Math.Exp(draws.Between(0, Math.Log(50))));
        return Heard(draws, Within(draws, 15_000), stations, sigmas, medium);
    }

    public static Shot Heard(
        Splitmix draws, GeoPoint truth, IReadOnlyList<GeoPoint> stations, IReadOnlyList<double> sigmas,
        WaveMedium medium)
    {
        var sound = medium.SoundMps + (medium.SoundSigmaMps * draws.Normal());
        var windEast = medium.WindEastMps + (medium.WindSigmaMps * draws.Normal());
        var windNorth = medium.WindNorthMps + (medium.WindSigmaMps * draws.Normal());
        var arrivals = new Arrival[stations.Count];
        for (var i = 0; i < arrivals.Length; i++)
        {
            var (lengthM, east, north) = Way(truth, stations[i]);
            var speed = sound + (windEast * east) + (windNorth * north);
            var time = TimeS + (lengthM / speed) + (sigmas[i] * draws.Normal());
            arrivals[i] = new Arrival(stations[i], time, sigmas[i]);
        }

        return new Shot(truth, arrivals, medium);
    }

    /// <summary>A place evenly drawn within a radius of the middle.</summary>
    public static GeoPoint Within(Splitmix draws, double radiusM) =>
        Geodesic.Direct(Middle, draws.Between(0, 360), radiusM * Math.Sqrt(draws.Between(0, 1))).Point;

    public static GeoPoint At(double eastM, double northM) =>
        Geodesic.Direct(Middle, Math.Atan2(eastM, northM) * 180 / Math.PI, Math.Sqrt((eastM * eastM)
            + (northM * northM))).Point;

    /// <summary>True where a place lies in the ellipse of 95 % around the stated one, made smaller by a factor.
    /// </summary>
    public static bool Covers(GeoPoint place, in Covariance2 error, GeoPoint truth, double factor = 1)
    {
        var way = Geodesic.Inverse(place, truth);
        var azimuth = way.AzimuthStartDeg * Math.PI / 180;
        var (east, north) = (way.DistanceM * Math.Sin(azimuth), way.DistanceM * Math.Cos(azimuth));
        var determinant = (error.EastM2 * error.NorthM2) - (error.EastNorthM2 * error.EastNorthM2);
        var squared = ((east * east * error.NorthM2) - (2 * east * north * error.EastNorthM2)
            + (north * north * error.EastM2)) / determinant;
        return squared <= 5.991464547 * factor * factor;
    }

    /// <summary>Covariance of the times: each station's own, and what all share.</summary>
    public double[,] TimeCovariance(GeoPoint at)
    {
        var ways = Array.ConvertAll(Arrivals, one => Way(at, one.Station));
        var covariance = new double[ways.Length, ways.Length];
        for (var i = 0; i < ways.Length; i++)
        {
            for (var j = 0; j < ways.Length; j++)
            {
                var turned = (ways[i].East * ways[j].East) + (ways[i].North * ways[j].North);
                var shared = Math.Pow(Medium.SoundSigmaMps, 2) + (turned * Math.Pow(Medium.WindSigmaMps, 2));
                covariance[i, j] = ways[i].LengthM / Math.Pow(Speed(ways[i]), 2)
                    * ways[j].LengthM / Math.Pow(Speed(ways[j]), 2) * shared;
            }

            covariance[i, i] += Arrivals[i].SigmaS * Arrivals[i].SigmaS;
        }

        return covariance;
    }

    /// <summary>Times that a bang at a place would have at the stations, from its own time on.</summary>
    public double[] Travel(GeoPoint at) =>
        Array.ConvertAll(Arrivals, one => Way(at, one.Station)).Select(way => way.LengthM / Speed(way)).ToArray();

    /// <summary>The longer semi-axis of the true ellipse of 95 %: that at the true place.</summary>
    public double TrueSemiMajorM()
    {
        var inverse = Inverse(TimeCovariance(Truth));
        var rows = Array.ConvertAll(Arrivals, one =>
        {
            var way = Way(Truth, one.Station);
            return new[] { -way.East / Speed(way), -way.North / Speed(way), 1 };
        });
        var matrix = new double[3, 3];
        for (var k = 0; k < 3; k++)
        {
            for (var l = 0; l < 3; l++)
            {
                for (var i = 0; i < rows.Length; i++)
                {
                    for (var j = 0; j < rows.Length; j++)
                    {
                        matrix[k, l] += rows[i][k] * inverse[i, j] * rows[j][l];
                    }
                }
            }
        }

        var place = Inverse(matrix);
        var half = (place[0, 0] + place[1, 1]) / 2;
        var root = Math.Sqrt(Math.Pow((place[0, 0] - place[1, 1]) / 2, 2) + Math.Pow(place[0, 1], 2));
        return half > 0 ? Math.Sqrt(5.991464547 * (half + root)) : double.PositiveInfinity;
    }

    /// <summary>The inverse of a matrix by elimination with row pivots.</summary>
    public static double[,] Inverse(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var left = (double[,])matrix.Clone();
        var right = new double[size, size];
        for (var k = 0; k < size; k++)
        {
            right[k, k] = 1;
        }

        for (var k = 0; k < size; k++)
        {
            var pivot = Enumerable.Range(k, size - k).MaxBy(i => Math.Abs(left[i, k]));
            for (var j = 0; j < size; j++)
            {
                (left[k, j], left[pivot, j]) = (left[pivot, j], left[k, j]);
                (right[k, j], right[pivot, j]) = (right[pivot, j], right[k, j]);
            }

            var by = left[k, k];
            for (var j = 0; j < size; j++)
            {
                left[k, j] /= by;
                right[k, j] /= by;
            }

            for (var i = 0; i < size; i++)
            {
                var times = i == k ? 0 : left[i, k];
                for (var j = 0; j < size; j++)
                {
                    left[i, j] -= times * left[k, j];
                    right[i, j] -= times * right[k, j];
                }
            }
        }

        return right;
    }

    private static (double LengthM, double East, double North) Way(GeoPoint from, GeoPoint to)
    {
        var way = Geodesic.Inverse(from, to);
        var azimuth = way.AzimuthStartDeg * Math.PI / 180;
        return (way.DistanceM, Math.Sin(azimuth), Math.Cos(azimuth));
    }

    private double Speed((double LengthM, double East, double North) way) =>
        Medium.SoundMps + (Medium.WindEastMps * way.East) + (Medium.WindNorthMps * way.North);
}
