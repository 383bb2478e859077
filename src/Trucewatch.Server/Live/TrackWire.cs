using System.Buffers.Binary;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Server.Live;

/// <summary>
/// The binary form of live tracks (docs/reference/live-tracks.md): a name once per track, then 20 bytes a state, since
/// as JSON the same state takes about 156 bytes.
/// </summary>
internal static class TrackWire
{
    public const byte NamesKind = 1;
    public const byte UpdatesKind = 2;

    /// <summary>Set in the kind of every message of an exercise.</summary>
    public const byte ExerciseBit = 0x80;

    public const int UpdateBytes = 20;
    public const int UpdatesHeadBytes = 9;
    public const int MaxNameBytes = 256;
    private const ushort Unknown = ushort.MaxValue;

    public static void WriteUpdatesHead(Span<byte> to, Instant now)
    {
        to[0] = UpdatesKind;
        BinaryPrimitives.WriteInt64LittleEndian(to[1..], now.UnixMicroseconds);
    }

    public static void WriteUpdate(Span<byte> to, in TrackUpdate state)
    {
        var speed = Math.Sqrt((state.EastMps * state.EastMps) + (state.NorthMps * state.NorthMps));
        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)state.Id.Value);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], (int)Math.Round(state.Position.LatitudeDeg * 1e7));
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], (int)Math.Round(state.Position.LongitudeDeg * 1e7));
        BinaryPrimitives.WriteUInt16LittleEndian(to[12..], speed < 0.1 ? Unknown : Course(state));
        BinaryPrimitives.WriteUInt16LittleEndian(to[14..], Clamp(speed * 10));
        BinaryPrimitives.WriteUInt16LittleEndian(to[16..], Clamp(SigmaM(state)));
        to[18] = (byte)state.Standing;
        to[19] = Certainty(in state);
    }

    /// <summary>What a state rests on; null after a restart, which keeps no record of it for what names nobody.
    /// </summary>
    public static TrackStatus? Status(in TrackUpdate state) =>
        state.Status == TrackStatus.Told && state.Identity.Scheme == Domain.Observations.IdentityScheme.None
            ? null : state.Status;

    /// <summary>The status in the low two bits, and the probability that the object exists in 63rds above.</summary>
    private static byte Certainty(in TrackUpdate state) =>
        (byte)((int)state.Status | ((int)Math.Round(Math.Clamp(state.Existence, 0, 1) * 63) << 2));

    /// <summary>Length of one name's record.</summary>
    public static int WriteName(Span<byte> to, in TrackUpdate state)
    {
        var text = $"{state.Identity}\u001f{state.Description?.Name}";
        Span<byte> utf8 = stackalloc byte[MaxNameBytes];
        if (!Encoding.UTF8.TryGetBytes(text, utf8, out var length))
        {
            // A text too long for a map label is shortened; the whole of it stands in the track's record.
            Encoding.UTF8.GetEncoder().Convert(text, utf8, flush: true, out _, out length, out _);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)state.Id.Value);
        to[4] = (byte)state.Class;
        to[5] = (byte)state.Identity.Scheme;
        BinaryPrimitives.WriteUInt16LittleEndian(to[6..], (ushort)length);
        utf8[..length].CopyTo(to[8..]);
        return 8 + length;
    }

    /// <summary>Root of the mean variance of east and north, in metres.</summary>
    public static double SigmaM(in TrackUpdate state) =>
        Math.Sqrt((state.PositionError.EastM2 + state.PositionError.NorthM2) / 2);

    /// <summary>Course over ground in degrees, 0 to 360.</summary>
    public static double CourseDeg(in TrackUpdate state)
    {
        var course = Geo.Elementary.Atan2(state.EastMps, state.NorthMps) * (180 / Math.PI);
        return course < 0 ? course + 360 : course;
    }

    /// <summary>In hundredths of a degree, 0 to 35,999: what rounds up to a full circle is north.</summary>
    private static ushort Course(in TrackUpdate state) => (ushort)(Clamp(CourseDeg(state) * 100) % 36_000);

    private static ushort Clamp(double value) => (ushort)Math.Round(Math.Min(Unknown - 1, Math.Max(0, value)));
}
