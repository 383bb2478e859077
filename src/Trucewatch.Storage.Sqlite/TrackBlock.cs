using System.Buffers.Binary;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Storage.Sqlite;

/// <summary>
/// Track states in fixed-size little-endian records, because a row per state would make the database the slowest
/// part of the pipeline. Places are kept to 1e-7 degree (a centimetre), errors and speeds as 32-bit floats.
/// </summary>
internal static class TrackBlock
{
    public const int RecordBytes = 62;

    public static void Write(Span<byte> to, in TrackUpdate state, int feed)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, state.Id.Value);
        BinaryPrimitives.WriteInt64LittleEndian(to[4..], state.At.UnixMicroseconds);
        BinaryPrimitives.WriteInt64LittleEndian(to[12..], state.KnownAt.UnixMicroseconds);
        BinaryPrimitives.WriteInt32LittleEndian(to[20..], (int)Math.Round(state.Position.LatitudeDeg * 1e7));
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], (int)Math.Round(state.Position.LongitudeDeg * 1e7));
        BinaryPrimitives.WriteSingleLittleEndian(to[28..], (float)state.PositionError.EastM2);
        BinaryPrimitives.WriteSingleLittleEndian(to[32..], (float)state.PositionError.EastNorthM2);
        BinaryPrimitives.WriteSingleLittleEndian(to[36..], (float)state.PositionError.NorthM2);
        BinaryPrimitives.WriteSingleLittleEndian(to[40..], (float)state.EastMps);
        BinaryPrimitives.WriteSingleLittleEndian(to[44..], (float)state.NorthMps);
        to[48] = (byte)state.Standing;
        to[49] = (byte)state.Class;
        BinaryPrimitives.WriteInt32LittleEndian(to[50..], feed);
        BinaryPrimitives.WriteInt64LittleEndian(to[54..], state.Evidence.Sequence);
    }

    public static int TrackOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt32LittleEndian(record);

    public static Instant KnownAtOf(ReadOnlySpan<byte> record) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(record[12..]));

    public static TrackPlace PlaceOf(ReadOnlySpan<byte> record) => new(
        new TrackId(TrackOf(record)),
        new Instant(BinaryPrimitives.ReadInt64LittleEndian(record[4..])),
        KnownAtOf(record),
        PositionOf(record));

    private static GeoPoint PositionOf(ReadOnlySpan<byte> record) => GeoPoint.FromDegrees(
        latitudeDeg: BinaryPrimitives.ReadInt32LittleEndian(record[20..]) / 1e7,
        longitudeDeg: BinaryPrimitives.ReadInt32LittleEndian(record[24..]) / 1e7);

    public static TrackUpdate Read(ReadOnlySpan<byte> from, out int feed)
    {
        feed = BinaryPrimitives.ReadInt32LittleEndian(from[50..]);
        return new TrackUpdate
        {
            Id = new TrackId(TrackOf(from)),
            At = new Instant(BinaryPrimitives.ReadInt64LittleEndian(from[4..])),
            KnownAt = new Instant(BinaryPrimitives.ReadInt64LittleEndian(from[12..])),
            Position = PositionOf(from),
            PositionError = new Covariance2(
                BinaryPrimitives.ReadSingleLittleEndian(from[28..]),
                BinaryPrimitives.ReadSingleLittleEndian(from[32..]),
                BinaryPrimitives.ReadSingleLittleEndian(from[36..])),
            EastMps = BinaryPrimitives.ReadSingleLittleEndian(from[40..]),
            NorthMps = BinaryPrimitives.ReadSingleLittleEndian(from[44..]),
            Standing = (ZoneStanding)from[48],
            Class = (Domain.Observations.ObjectClass)from[49],
            Evidence = new FrameRef(default, BinaryPrimitives.ReadInt64LittleEndian(from[54..])),
        };
    }
}
