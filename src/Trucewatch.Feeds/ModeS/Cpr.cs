namespace Trucewatch.Feeds.ModeS;

/// <summary>Half a position: latitude and longitude within their zones, 17 bits each.</summary>
/// <param name="Latitude">Fraction of a latitude zone, in 2^-17.</param>
/// <param name="Longitude">Fraction of a longitude zone, in 2^-17.</param>
internal readonly record struct CprCode(uint Latitude, uint Longitude);

/// <summary>
/// Compact position reporting (RTCA DO-260B, 2.2.3.2.3.7 and appendix A, 1.7; ICAO Doc 9871, C.2.6): a position is sent
/// as its place within zones of latitude and longitude, in turn with 60 and 59 zones to the circle. Two halves of both
/// kinds give the zone; or a position nearby does. On the ground the zones are a quarter as large.
/// </summary>
internal static class Cpr
{
    private const int Bits = 17;
    private const int Steps = 1 << Bits;
    private const double Step = 1.0 / Steps;
    private const double AirborneDeg = 360;
    private const double SurfaceDeg = 90;

    /// <summary>
    /// Highest latitude with 59, 58, ... 2 longitude zones: where 2 pi / NL is the angle that a fifteenth of a quarter
    /// circle spans on the parallel (DO-260B, A.1.7.2.d). The tests compute them by the formula.
    /// </summary>
    private static readonly double[] zoneLimits =
    [
        10.470471299968775, 14.828174368687508, 18.186263570714181, 21.029394926029343, 23.545044865571401,
        25.829247070588555, 27.938987101219165, 29.911356857318381, 31.772097076811020, 33.539934362985453,
        35.228995977964463, 36.850251075935467, 38.412418924123043, 39.922566843338922, 41.386518322602823,
        42.809140122435663, 44.194549514193143, 45.546267226602536, 46.867332524987677, 48.160391280966533,
        49.427764392557037, 50.671501655538456, 51.893424691687862, 53.095161527960160, 54.278174722729190,
        55.443784444950604, 56.593187562059347, 57.727473538661272, 58.847637761484714, 59.954592766940468,
        61.049177742463630, 62.132166592103427, 63.204274793819383, 64.266165225674503, 65.318453096820983,
        66.361710083826280, 67.396467740846757, 68.423220220833396, 69.442426311440317, 70.454510749876073,
        71.459864730289901, 72.458845447289520, 73.451774416678710, 74.438934157251428, 75.420562566533628,
        76.396843907944733, 77.367894613281924, 78.333740829227522, 79.294282254569304, 80.249232132805156,
        81.198013492719512, 82.139569805106091, 83.071994447198163, 83.991735629805665, 84.891661907020870,
        85.755416209444195, 86.535369975121013, 87.000000000000000,
    ];

    /// <summary>Number of limits below each whole degree of latitude.</summary>
    private static readonly byte[] limitsBelowDegree = MakeLimitsBelowDegree();

    /// <summary>Number of longitude zones (NL) at a latitude in degrees, 1 to 59.</summary>
    public static int LongitudeZones(double latitudeDeg)
    {
        var latitude = Math.Abs(latitudeDeg);
        if (!(latitude <= 87))
        {
            return 1;
        }

        int passed = limitsBelowDegree[(int)latitude];
        while (latitude > zoneLimits[passed])
        {
            passed++;
        }

        return 59 - passed;
    }

    /// <summary>The half of one kind for a position.</summary>
    public static CprCode Encode(double latitudeDeg, double longitudeDeg, bool odd, bool surface)
    {
        var circle = surface ? SurfaceDeg : AirborneDeg;
        var latitudeZoneDeg = circle / (odd ? 59 : 60);
        var latitude = Fraction(latitudeDeg, latitudeZoneDeg);

        // The zones of longitude are those of the latitude as the receiver will see it.
        var sentDeg = latitudeZoneDeg * ((latitude * Step) + Math.Floor(latitudeDeg / latitudeZoneDeg));
        var zones = Math.Max(LongitudeZones(sentDeg) - (odd ? 1 : 0), 1);
        var longitude = Fraction(longitudeDeg, circle / zones);
        return new CprCode((uint)latitude & (Steps - 1), (uint)longitude & (Steps - 1));
    }

    /// <summary>
    /// The position of the newer of two halves; false where they lie in different zones of longitude or off the Earth.
    /// </summary>
    public static bool TryGlobal(
        CprCode even, CprCode odd, bool oddIsNewer, out double latitudeDeg, out double longitudeDeg)
    {
        var index = ZoneIndex((59L * even.Latitude) - (60L * odd.Latitude));
        var evenDeg = 360.0 / 60 * (Wrap(index, 60) + (even.Latitude * Step));
        var oddDeg = 360.0 / 59 * (Wrap(index, 59) + (odd.Latitude * Step));
        evenDeg = evenDeg >= 270 ? evenDeg - 360 : evenDeg;
        oddDeg = oddDeg >= 270 ? oddDeg - 360 : oddDeg;
        latitudeDeg = oddIsNewer ? oddDeg : evenDeg;
        longitudeDeg = 0;
        var zones = LongitudeZones(evenDeg);
        if (!(Math.Abs(evenDeg) <= 90) || !(Math.Abs(oddDeg) <= 90) || zones != LongitudeZones(oddDeg))
        {
            return false;
        }

        longitudeDeg = GlobalLongitude(even, odd, oddIsNewer, zones, AirborneDeg);
        longitudeDeg = longitudeDeg >= 180 ? longitudeDeg - 360 : longitudeDeg;
        return true;
    }

    /// <summary>
    /// The position of the newer of two halves sent on the ground: of the eight places that they can mean, the one
    /// nearest to a place within a few degrees of it.
    /// </summary>
    public static bool TryGlobalSurface(
        CprCode even,
        CprCode odd,
        bool oddIsNewer,
        double nearLatitudeDeg,
        double nearLongitudeDeg,
        out double latitudeDeg,
        out double longitudeDeg)
    {
        var index = ZoneIndex((59L * even.Latitude) - (60L * odd.Latitude));
        var evenDeg = 90.0 / 60 * (Wrap(index, 60) + (even.Latitude * Step));
        var oddDeg = 90.0 / 59 * (Wrap(index, 59) + (odd.Latitude * Step));
        evenDeg = NearestOnGround(evenDeg, nearLatitudeDeg);
        oddDeg = NearestOnGround(oddDeg, nearLatitudeDeg);
        latitudeDeg = oddIsNewer ? oddDeg : evenDeg;
        longitudeDeg = 0;
        var zones = LongitudeZones(evenDeg);
        if (!(Math.Abs(latitudeDeg) <= 90) || zones != LongitudeZones(oddDeg))
        {
            return false;
        }

        longitudeDeg = GlobalLongitude(even, odd, oddIsNewer, zones, SurfaceDeg);
        longitudeDeg += 90 * Math.Floor(((nearLongitudeDeg - longitudeDeg) / 90) + 0.5);
        longitudeDeg = Turn(longitudeDeg);
        return true;
    }

    /// <summary>
    /// The position that one half means and that is nearest to a place within half a zone of it: 3 degrees of latitude
    /// in the air, 0.75 on the ground. False where it is off the Earth.
    /// </summary>
    public static bool TryLocal(
        CprCode code,
        bool odd,
        bool surface,
        double nearLatitudeDeg,
        double nearLongitudeDeg,
        out double latitudeDeg,
        out double longitudeDeg)
    {
        var circle = surface ? SurfaceDeg : AirborneDeg;
        var latitudeZoneDeg = circle / (odd ? 59 : 60);
        latitudeDeg = Nearest(code.Latitude * Step, latitudeZoneDeg, nearLatitudeDeg);
        longitudeDeg = 0;
        if (!(Math.Abs(latitudeDeg) <= 90))
        {
            return false;
        }

        var zones = Math.Max(LongitudeZones(latitudeDeg) - (odd ? 1 : 0), 1);
        longitudeDeg = Turn(Nearest(code.Longitude * Step, circle / zones, nearLongitudeDeg));
        return true;
    }

    private static double Fraction(double angleDeg, double zoneDeg)
    {
        var zones = angleDeg / zoneDeg;
        return Math.Floor(((zones - Math.Floor(zones)) * Steps) + 0.5);
    }

    private static double GlobalLongitude(CprCode even, CprCode odd, bool oddIsNewer, int zones, double circle)
    {
        var index = ZoneIndex(((zones - 1L) * even.Longitude) - ((long)zones * odd.Longitude));
        var own = Math.Max(zones - (oddIsNewer ? 1 : 0), 1);
        return circle / own * (Wrap(index, own) + ((oddIsNewer ? odd : even).Longitude * Step));
    }

    /// <summary>The difference of the halves in whole zones, to the nearest.</summary>
    private static int ZoneIndex(long difference) => (int)((difference + (Steps / 2)) >> Bits);

    private static int Wrap(int index, int zones)
    {
        var rest = index % zones;
        return rest < 0 ? rest + zones : rest;
    }

    private static double Nearest(double fraction, double zoneDeg, double nearDeg) =>
        zoneDeg * (Math.Floor((nearDeg / zoneDeg) - fraction + 0.5) + fraction);

    /// <summary>
    /// On the ground a latitude from 0 to 90 also means the one 90 degrees farther south, and 0 also means the pole.
    /// </summary>
    private static double NearestOnGround(double northDeg, double nearDeg) =>
        northDeg + (90 * Math.Floor(((nearDeg - northDeg) / 90) + 0.5));

    private static double Turn(double longitudeDeg) =>
        longitudeDeg >= 180 ? longitudeDeg - 360 : longitudeDeg < -180 ? longitudeDeg + 360 : longitudeDeg;

    private static byte[] MakeLimitsBelowDegree()
    {
        var below = new byte[88];
        for (var degree = 0; degree < below.Length; degree++)
        {
            below[degree] = (byte)zoneLimits.Count(limit => limit < degree);
        }

        return below;
    }
}
