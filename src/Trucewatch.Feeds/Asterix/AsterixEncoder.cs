using System.Buffers;
using System.Buffers.Binary;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Asterix;

/// <summary>An aircraft as the simulator and the tests write it; times of day are seconds since midnight.</summary>
/// <param name="Source">System area and identification codes, as one number of 16 bits.</param>
/// <param name="TimeOfDayS">When.</param>
/// <param name="Address">ICAO address.</param>
/// <param name="Track">Track number, to 4,095.</param>
/// <param name="CallSign">Capitals and digits, at most eight.</param>
/// <param name="AltitudeFt">Pressure altitude in feet, in steps of 25.</param>
/// <param name="SpeedMps">Speed over ground.</param>
/// <param name="CourseDeg">Course.</param>
public sealed record AsterixAircraft(
    int Source, double TimeOfDayS, uint Address, int Track, string CallSign, double AltitudeFt, double SpeedMps,
    double CourseDeg);

/// <summary>Writes data blocks of one record, for the simulator and the tests.</summary>
public static class AsterixEncoder
{
    private const double NauticalMileM = 1852;

    /// <summary>Appends a north marker with the radar's place (category 34).</summary>
    public static void WriteSite(
        IBufferWriter<byte> to, int source, double timeOfDayS, GeoPoint site, double heightM)
    {
        ArgumentNullException.ThrowIfNull(to);
        Block(to, 34, [0b1110_0001, 0b0001_0000],
        [
            .. Number(source, 2), 1, .. Number(Time(timeOfDayS), 3), .. Number((long)heightM, 2), .. Place(site, 23, 3),
        ]);
    }

    /// <summary>Appends a plot of a Mode S radar (category 48).</summary>
    public static void WritePlot(
        IBufferWriter<byte> to, AsterixAircraft seen, double slantRangeM, double bearingDeg)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(seen);
        Block(to, 48, [0b1111_0101, 0b1101_0100],
        [
            .. Number(seen.Source, 2), .. Number(Time(seen.TimeOfDayS), 3), 0b1010_0000,
            .. Number((long)Math.Round(slantRangeM * 256 / NauticalMileM), 2), .. Number(Turn(bearingDeg), 2),
            .. Number((long)Math.Round(seen.AltitudeFt / 25) & 0x3FFF, 2), .. Number(seen.Address, 3),
            .. Number((long)Letters.Write(seen.CallSign), 6), .. Number(seen.Track, 2),
            .. Number((long)Math.Round(seen.SpeedMps * 16_384 / NauticalMileM), 2), .. Number(Turn(seen.CourseDeg), 2),
        ]);
    }

    /// <summary>Appends a system track (category 62).</summary>
    public static void WriteTrack(IBufferWriter<byte> to, AsterixAircraft seen, GeoPoint position)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(seen);
        var (sin, cos) = Elementary.SinCosDegrees(seen.CourseDeg);
        Block(to, 62, [0b1001_1011, 0b0001_1001, 0b0010_0000],
        [
            .. Number(seen.Source, 2), .. Number(Time(seen.TimeOfDayS), 3), .. Place(position, 25, 4),
            .. Number((long)Math.Round(seen.SpeedMps * sin * 4), 2),
            .. Number((long)Math.Round(seen.SpeedMps * cos * 4), 2),
            0b1100_0000, .. Number(seen.Address, 3), .. Number((long)Letters.Write(seen.CallSign), 6),
            .. Number(seen.Track, 2), .. Number((long)Math.Round(seen.AltitudeFt / 25), 2),
        ]);
    }

    /// <summary>Appends an ADS-B report of version 2 (category 21).</summary>
    /// <param name="to">Takes the block.</param>
    /// <param name="seen">The aircraft.</param>
    /// <param name="position">Where it says to be.</param>
    /// <param name="accuracy">NACp, 0 to 11.</param>
    public static void WriteSquitter(IBufferWriter<byte> to, AsterixAircraft seen, GeoPoint position, int accuracy)
    {
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(seen);
        Block(to, 21, [0b1010_0011, 0b0001_1001, 0b0010_0011, 0b0000_1001, 0b1000_0000],
        [
            .. Number(seen.Source, 2), .. Number(seen.Track, 2), .. Place(position, 30, 4), .. Number(seen.Address, 3),
            .. Number(Time(seen.TimeOfDayS), 3), 0b0001_0001, (byte)(accuracy << 1),
            .. Number((long)Math.Round(seen.AltitudeFt / 25), 2),
            .. Number((long)Math.Round(seen.SpeedMps * 16_384 / NauticalMileM), 2), .. Number(Turn(seen.CourseDeg), 2),
            .. Number((long)Letters.Write(seen.CallSign), 6),
        ]);
    }

    private static void Block(IBufferWriter<byte> to, byte category, byte[] specification, byte[] items)
    {
        var length = AsterixFramer.HeaderBytes + specification.Length + items.Length;
        to.Write([category, (byte)(length >> 8), (byte)length, .. specification, .. items]);
    }

    private static long Time(double timeOfDayS) => (long)Math.Round(timeOfDayS * 128);

    private static long Turn(double degrees) => (long)Math.Round(degrees * 65_536 / 360) & 0xFFFF;

    private static byte[] Place(GeoPoint place, int bits, int size) =>
    [
        .. Number((long)Math.Round(place.LatitudeDeg / 180 * (1L << bits)), size),
        .. Number((long)Math.Round(place.LongitudeDeg / 180 * (1L << bits)), size),
    ];

    private static byte[] Number(long value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^size..];
    }
}
