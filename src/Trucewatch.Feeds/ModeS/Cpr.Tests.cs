using CsCheck;
using Xunit;

namespace Trucewatch.Feeds.ModeS;

/// <summary>Held against a reading of the standard that tries all zones, with the platform's own functions.</summary>
public sealed class CprTests
{
    private static readonly double[] latitudeSpecials =
        [0, 90, -90, 87, -87, 86.999999, 1e-7, -1e-7, 89.9999, -89.9999];

    private static readonly double[] longitudeSpecials = [0, -180, 179.999999, -179.999999, 90, -90, 1e-7, -1e-7];

    private static readonly Gen<double> latitudes = Gen.OneOf(
        Gen.Double[-90, 90],
        Gen.Int[0, 9].Select(index => latitudeSpecials[index]),
        Gen.Int[2, 59].Select(Gen.Double[-2e-4, 2e-4], Gen.Bool).Select(
            (zones, off, south) => (south ? -1 : 1) * (Limit(zones) + off)),
        Gen.Int[-59, 59].Select(Gen.Bool, Gen.Double[-1e-4, 1e-4]).Select(
            (zone, odd, off) => Math.Clamp((360.0 / (odd ? 59 : 60) * zone / 4) + off, -90, 90)));

    private static readonly Gen<double> longitudes = Gen.OneOf(
        Gen.Double[-180, 180],
        Gen.Int[0, 9].Select(index => longitudeSpecials[index % 8]),
        Gen.Int[1, 59].Select(Gen.Int[-59, 59], Gen.Double[-1e-4, 1e-4]).Select(
            (zones, zone, off) => Wrapped((360.0 / zones * (zone % zones)) + off)));

    [Fact]
    public void TheTableIsTheFormula()
    {
        for (var zones = 2; zones <= 59; zones++)
        {
            var limit = Limit(zones);
            Assert.Equal(zones, Cpr.LongitudeZones(limit - 1e-9));
            Assert.Equal(zones - 1, Cpr.LongitudeZones(limit + 1e-9));
            Assert.Equal(zones, Cpr.LongitudeZones(1e-9 - limit));
        }

        for (var step = 0; step <= 900_000; step++)
        {
            var latitude = step / 10_000.0;
            var formula = Zones(latitude);
            var limit = formula > 1 ? Limit(formula) : 87;
            if (Math.Abs(latitude - limit) > 1e-9)
            {
                Assert.Equal(formula, Cpr.LongitudeZones(latitude));
            }
        }

        Assert.Equal((59, 1, 1, 2), (
            Cpr.LongitudeZones(0), Cpr.LongitudeZones(90), Cpr.LongitudeZones(-90), Cpr.LongitudeZones(87)));
    }

    // A published pair: 8D40621D58C382D690C8AC2863A7 and 8D40621D58C386435CC412692AD6.
    [Fact]
    public void APublishedPairIsRead()
    {
        var (even, odd) = (new CprCode(93_000, 51_372), new CprCode(74_158, 50_194));
        Assert.True(Cpr.TryGlobal(even, odd, oddIsNewer: false, out var latitude, out var longitude));
        Assert.Equal((52.2572, 3.91937), (Math.Round(latitude, 5), Math.Round(longitude, 5)));
        Assert.True(Cpr.TryLocal(even, false, false, 52.258, 3.918, out latitude, out longitude));
        Assert.Equal((52.2572, 3.91937), (Math.Round(latitude, 5), Math.Round(longitude, 5)));
    }

    [Fact]
    public void EncodingAgreesWithTheFormulas() =>
        Gen.Select(latitudes, longitudes, Gen.Bool, Gen.Bool).Sample((latitude, longitude, odd, surface) =>
            Assert.Equal(Encoded(latitude, longitude, odd, surface), Cpr.Encode(latitude, longitude, odd, surface)));

    [Fact]
    public void TwoHalvesInTheAirGiveThePlace() =>
        Gen.Select(latitudes, longitudes, Gen.Bool).Sample((latitude, longitude, oddIsNewer) =>
        {
            var even = Encoded(latitude, longitude, odd: false, surface: false);
            var odd = Encoded(latitude, longitude, odd: true, surface: false);
            var expected = ByTryingAll(even, odd, oddIsNewer);
            var isThere = Cpr.TryGlobal(even, odd, oddIsNewer, out var gotLatitude, out var gotLongitude);
            Assert.Equal(expected is not null, isThere);
            if (expected is { } place)
            {
                AssertNear(place.Latitude, place.Longitude, gotLatitude, gotLongitude, 1e-9);
                AssertNear(latitude, longitude, gotLatitude, gotLongitude, HalfStep(gotLatitude, 360, oddIsNewer));
            }
        });

    [Fact]
    public void TwoHalvesOnTheGroundGiveThePlaceNearAnother() =>
        Gen.Select(latitudes, longitudes, Gen.Bool, Gen.Double[-0.7, 0.7], Gen.Double[-0.7, 0.7]).Sample(
            (latitude, longitude, oddIsNewer, north, east) =>
            {
                var even = Encoded(latitude, longitude, odd: false, surface: true);
                var odd = Encoded(latitude, longitude, odd: true, surface: true);
                var near = (Latitude: Math.Clamp(latitude + north, -90, 90), Longitude: Wrapped(longitude + east));
                var isThere = Cpr.TryGlobalSurface(
                    even, odd, oddIsNewer, near.Latitude, near.Longitude, out var gotLatitude, out var gotLongitude);
                if (isThere)
                {
                    AssertNear(latitude, longitude, gotLatitude, gotLongitude, HalfStep(gotLatitude, 90, oddIsNewer));
                }
                else
                {
                    // Only where the halves, each rounded its own way, lie on both sides of a limit.
                    Assert.Contains(
                        Enumerable.Range(2, 58), zones => Math.Abs(Math.Abs(latitude) - Limit(zones)) < 2e-5);
                }
            });

    [Fact]
    public void OneHalfGivesThePlaceNearAnother() =>
        Gen.Select(latitudes, longitudes, Gen.Bool, Gen.Bool, Gen.Double[-0.49, 0.49], Gen.Double[-0.49, 0.49]).Sample(
            (latitude, longitude, odd, surface, north, east) =>
            {
                var code = Encoded(latitude, longitude, odd, surface);
                var circle = surface ? 90.0 : 360.0;
                var zones = Math.Max(Math.Min(Zones(latitude - 1e-4), Zones(latitude + 1e-4)) - (odd ? 1 : 0), 1);
                var nearLatitude = Math.Clamp(latitude + (north * circle / (odd ? 59 : 60)), -90, 90);
                var nearLongitude = Wrapped(longitude + (east * circle / (zones + 2)));
                if (Cpr.TryLocal(code, odd, surface, nearLatitude, nearLongitude, out var gotLatitude, out var got))
                {
                    AssertNear(latitude, longitude, gotLatitude, got, HalfStep(gotLatitude, circle, odd));
                }
                else
                {
                    Assert.InRange(Math.Abs(latitude), 89.9, 90);
                }
            });

    [Fact]
    public void AnyBitsGiveAPlaceOnTheEarthOrNone() =>
        Gen.Select(Gen.UInt[0, 131_071].Array[4], Gen.Bool, latitudes, longitudes).Sample((
            bits, oddIsNewer, north, east) =>
        {
            var (even, odd) = (new CprCode(bits[0], bits[1]), new CprCode(bits[2], bits[3]));
            if (Cpr.TryGlobal(even, odd, oddIsNewer, out var latitude, out var longitude))
            {
                Assert.True(Geo.GeoPoint.TryFromDegrees(latitude, longitude, out _));
            }

            if (Cpr.TryGlobalSurface(even, odd, oddIsNewer, north, Wrapped(east), out latitude, out longitude))
            {
                Assert.True(Geo.GeoPoint.TryFromDegrees(latitude, longitude, out _));
            }

            if (Cpr.TryLocal(even, false, oddIsNewer, north, Wrapped(east), out latitude, out longitude))
            {
                Assert.True(Geo.GeoPoint.TryFromDegrees(latitude, longitude, out _));
            }
        });

    private static double Limit(int zones) => zones == 2
        ? 87
        : 180 / Math.PI * Math.Acos(Math.Sqrt(
            (1 - Math.Cos(Math.PI / 30)) / (1 - Math.Cos(2 * Math.PI / zones))));

    private static int Zones(double latitude)
    {
        latitude = Math.Abs(latitude);
        if (latitude >= 87)
        {
            return latitude > 87 ? 1 : 2;
        }

        var cosine = Math.Cos(Math.PI / 180 * latitude);
        return (int)Math.Floor(2 * Math.PI / Math.Acos(1 - ((1 - Math.Cos(Math.PI / 30)) / (cosine * cosine))));
    }

    private static double Mod(double x, double y) => x - (y * Math.Floor(x / y));

    private static double Wrapped(double longitude) => Mod(longitude + 180, 360) - 180;

    private static CprCode Encoded(double latitude, double longitude, bool odd, bool surface)
    {
        // The standard computes with 360 degrees for both, and takes two bits more on the ground, of which 17 are sent.
        var scale = surface ? 524_288.0 : 131_072.0;
        var zone = 360.0 / (odd ? 59 : 60);
        var north = Math.Floor((scale * Mod(latitude, zone) / zone) + 0.5);
        var seen = zone * ((north / scale) + Math.Floor(latitude / zone));
        var east = 360.0 / Math.Max(Cpr.LongitudeZones(seen) - (odd ? 1 : 0), 1);
        var west = Math.Floor((scale * Mod(longitude, east) / east) + 0.5);
        return new CprCode((uint)Mod(north, 131_072), (uint)Mod(west, 131_072));
    }

    private static (double Latitude, double Longitude)? ByTryingAll(CprCode even, CprCode odd, bool oddIsNewer)
    {
        var pairs = from j in Enumerable.Range(-15, 31)
                    from k in Enumerable.Range(-15, 31)
                    let north = 6.0 * (j + (even.Latitude / 131_072.0))
                    let south = 360.0 / 59 * (k + (odd.Latitude / 131_072.0))
                    orderby Math.Abs(north - south)
                    select (Even: north, Odd: south);
        var best = pairs.First();
        var zones = Cpr.LongitudeZones(best.Even);
        if (Math.Abs(best.Even) > 90 || Math.Abs(best.Odd) > 90 || zones != Cpr.LongitudeZones(best.Odd))
        {
            return null;
        }

        var (evenZones, oddZones) = (zones, Math.Max(zones - 1, 1));
        var meridians = from j in Enumerable.Range(0, evenZones)
                        from k in Enumerable.Range(0, oddZones)
                        let first = 360.0 / evenZones * (j + (even.Longitude / 131_072.0))
                        let second = 360.0 / oddZones * (k + (odd.Longitude / 131_072.0))
                        orderby Math.Abs(Wrapped(first - second))
                        select (Even: first, Odd: second);
        var nearest = meridians.First();
        return oddIsNewer ? (best.Odd, Wrapped(nearest.Odd)) : (best.Even, Wrapped(nearest.Even));
    }

    // Half a step of 2^-17 of a zone, in degrees, and a little for the arithmetic.
    private static (double Latitude, double Longitude) HalfStep(double latitude, double circle, bool odd) => (
        (circle / (odd ? 59 : 60) / 262_144) + 1e-9,
        (circle / Math.Max(Cpr.LongitudeZones(latitude) - (odd ? 1 : 0), 1) / 262_144) + 1e-9);

    private static void AssertNear(
        double latitude, double longitude, double gotLatitude, double gotLongitude, double tolerance) =>
        AssertNear(latitude, longitude, gotLatitude, gotLongitude, (tolerance, tolerance));

    private static void AssertNear(
        double latitude,
        double longitude,
        double gotLatitude,
        double gotLongitude,
        (double Latitude, double Longitude) tolerance)
    {
        Assert.InRange(Math.Abs(latitude - gotLatitude), 0, tolerance.Latitude);
        Assert.InRange(Math.Abs(Wrapped(longitude - gotLongitude)), 0, tolerance.Longitude);
    }
}
