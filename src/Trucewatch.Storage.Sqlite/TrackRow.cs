using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;

namespace Trucewatch.Storage.Sqlite;

/// <summary>The row with the newest state of a track, in full precision.</summary>
internal static class TrackRow
{
    public const string Upsert =
        """
        INSERT INTO track (id, scheme, number, text, class, at_us, known_at_us, latitude_deg, longitude_deg,
            east_m2, east_north_m2, north_m2, east_mps, north_mps, standing, feed, sequence, description)
        VALUES ($id, $scheme, $number, $text, $class, $at, $known, $lat, $lon, $ee, $en, $nn, $ve, $vn, $standing,
            $feed, $sequence, $description)
        ON CONFLICT (id) DO UPDATE SET class = $class, at_us = $at, known_at_us = $known, latitude_deg = $lat,
            longitude_deg = $lon, east_m2 = $ee, east_north_m2 = $en, north_m2 = $nn, east_mps = $ve,
            north_mps = $vn, standing = $standing, feed = $feed, sequence = $sequence, description = $description
        """;

    public const string Select =
        """
        SELECT t.id, t.scheme, t.number, t.text, t.class, t.at_us, t.known_at_us, t.latitude_deg, t.longitude_deg,
            t.east_m2, t.east_north_m2, t.north_m2, t.east_mps, t.north_mps, t.standing, f.name, t.sequence,
            t.description
        FROM track t JOIN feed f ON f.id = t.feed ORDER BY t.id
        """;

    public static readonly string[] Parameters =
    [
        "$id", "$scheme", "$number", "$text", "$class", "$at", "$known", "$lat", "$lon", "$ee", "$en", "$nn", "$ve",
        "$vn", "$standing", "$feed", "$sequence", "$description",
    ];

    public static void Run(SqliteCommand upsert, in TrackUpdate state, int feed)
    {
        var values = upsert.Parameters;
        values[0].Value = state.Id.Value;
        values[1].Value = (int)state.Identity.Scheme;
        values[2].Value = (long)state.Identity.Number;
        values[3].Value = (object?)state.Identity.Text ?? DBNull.Value;
        values[4].Value = (int)state.Class;
        values[5].Value = state.At.UnixMicroseconds;
        values[6].Value = state.KnownAt.UnixMicroseconds;
        values[7].Value = state.Position.LatitudeDeg;
        values[8].Value = state.Position.LongitudeDeg;
        values[9].Value = state.PositionError.EastM2;
        values[10].Value = state.PositionError.EastNorthM2;
        values[11].Value = state.PositionError.NorthM2;
        values[12].Value = state.EastMps;
        values[13].Value = state.NorthMps;
        values[14].Value = (int)state.Standing;
        values[15].Value = feed;
        values[16].Value = state.Evidence.Sequence;
        values[17].Value = state.Description is null
            ? DBNull.Value
            : JsonSerializer.Serialize(state.Description, TrackRowJson.Default.ObjectDescription);
        upsert.ExecuteNonQuery();
    }

    public static TrackRecord Read(SqliteDataReader row)
    {
        var state = new TrackUpdate
        {
            Id = new TrackId(row.GetInt32(0)),
            Identity = new ObjectIdentity(
                (IdentityScheme)row.GetInt32(1), (ulong)row.GetInt64(2), row.IsDBNull(3) ? null : row.GetString(3)),
            Class = (ObjectClass)row.GetInt32(4),
            At = new Instant(row.GetInt64(5)),
            KnownAt = new Instant(row.GetInt64(6)),
            Position = GeoPoint.FromDegrees(latitudeDeg: row.GetDouble(7), longitudeDeg: row.GetDouble(8)),
            PositionError = new Covariance2(row.GetDouble(9), row.GetDouble(10), row.GetDouble(11)),
            EastMps = row.GetDouble(12),
            NorthMps = row.GetDouble(13),
            Standing = (ZoneStanding)row.GetInt32(14),
            Evidence = new FrameRef(default, row.GetInt64(16)),
            Description = row.IsDBNull(17)
                ? null
                : JsonSerializer.Deserialize(row.GetString(17), TrackRowJson.Default.ObjectDescription),
        };
        return new TrackRecord(state, row.GetString(15));
    }
}

[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ObjectDescription))]
internal sealed partial class TrackRowJson : JsonSerializerContext;
