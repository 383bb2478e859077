using System.Text;

namespace Trucewatch.Fuzz;

/// <summary>Inputs that attack the formats of events, pictures and orbits.</summary>
internal static class SkyFuzz
{
    private const string Archive = "latitude,longitude,brightness,scan,track,acq_date,acq_time,satellite,instrument,"
        + "confidence,version,bright_t31,frp,daynight,type\n";

    private const string RealTime = "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,"
        + "confidence,version,bright_ti5,frp,daynight\n";

    public static readonly IReadOnlyList<byte[]> FirmsSeeds = Bytes(
        Archive + "47.5,35.5,301.3,1.2,1.1,2030-01-08,0906,Terra,MODIS,35,6.1,274.4,11,D,2\n"
        + "47.5,35.5,301.3,1.2,1.1,2030-01-08,906,Terra,MODIS,100,6.1,274.4,11,N,0\n",
        RealTime + "51.46958,29.55491,299.83,0.41,0.61,2030-09-01,01:17,N,VIIRS,n,2.0NRT,281.22,1.03,N\n",
        "country_id,latitude,longitude,acq_date,acq_time,scan,track,frp\nXXX,47.5,35.5,2030-09-01,0117,0.4,0.4,2.5\n");

    public static readonly IReadOnlyList<byte[]> FirmsWords = Bytes(
        ",", "\n", "\r\n", "latitude,", "type", Archive, RealTime, "l", "h", "high", "1e400", "NaN", "-", "2030-02-29",
        "2359", "24:00", "\0", "\u00E9", "\uFEFF", "100.5", "9");

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
