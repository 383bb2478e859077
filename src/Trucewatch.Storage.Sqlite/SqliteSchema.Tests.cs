using System.Globalization;
using Microsoft.Data.Sqlite;
using Trucewatch.Domain.Stores;
using Xunit;

namespace Trucewatch.Storage.Sqlite;

/// <summary>Each older schema, filled with rows of its time, becomes the newest one and keeps every row.</summary>
public sealed class SqliteSchemaTests : IDisposable
{
    /// <summary>Rows that a program of the version wrote into the tables which that version added.</summary>
    private static readonly string[] rowsOf =
    [
        """
        UPDATE progress SET last_position = 41, last_fact = 3;
        INSERT INTO fact VALUES (1, 1000, x'7b7d', randomblob(32), 0), (2, 2000, x'7b2031207d', randomblob(32), 2),
            (3, 3000, x'7b2032207d', randomblob(32), NULL);
        INSERT INTO detection VALUES (7, 1);
        INSERT INTO incident VALUES ('I-0001', 2, 1, 3, 2000);
        INSERT INTO incident_revision VALUES ('I-0001', 1, 1), ('I-0001', 2, 2);
        INSERT INTO feed VALUES (1, 'ais-1'), (2, 'cot-1');
        INSERT INTO track VALUES (5, 1, 211234560, NULL, 2, 900, 1000, 54.5, 12.25, 9, 0.5, 16, 1.5, -2.25, 1, 1, 77,
            NULL);
        INSERT INTO track_block VALUES (41, 100, 900, zeroblob(124));
        INSERT INTO segment VALUES ('aa', 0, 20, x'01', randomblob(32), 1), ('bb', 21, 41, x'02', randomblob(32), NULL);
        INSERT INTO segment_span VALUES ('ais-1', 0, 50, 'aa'), ('ais-1', 51, 77, 'bb'), ('cot-1', 0, 3, 'bb');
        """,
        """
        INSERT INTO act VALUES (1, x'7b7d', randomblob(32), 3), (2, x'7b2031207d', randomblob(32), NULL);
        """,
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("trucewatch-schema-").FullName;

    [Fact]
    public void Each_older_schema_becomes_the_newest_one_with_all_its_rows()
    {
        Assert.Equal(SqliteSchema.Newest, rowsOf.Length);
        var fresh = Path.Combine(folder, "fresh.db");
        SqlitePictureStore.Open(fresh).Dispose();
        for (var version = 1; version <= SqliteSchema.Newest; version++)
        {
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{version}.db"));
            Make(file, version);
            var before = Rows(file);
            Assert.True(before.Count >= 15, $"expected rows in every table, got {before.Count}");
            using (var store = SqlitePictureStore.Open(file))
            {
                CheckReads(store, version);
            }

            Assert.Equal(before, Rows(file).Intersect(before, StringComparer.Ordinal));
            Assert.Equal(Schema(fresh), Schema(file));
        }
    }

    [Fact]
    public async Task Two_programs_may_upgrade_one_file_at_once()
    {
        var file = Path.Combine(folder, "both.db");
        Make(file, 1);
        using var barrier = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            barrier.SignalAndWait();
            SqlitePictureStore.Open(file).Dispose();
        })));
        Assert.Contains("act", string.Join('\n', Schema(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_file_is_refused_and_left_as_it_was()
    {
        var file = Path.Combine(folder, "newer.db");
        Make(file, SqliteSchema.Newest);
        Execute(file, "PRAGMA user_version = 999");
        var before = File.ReadAllBytes(file);
        var refused = Assert.Throws<InvalidDataException>(() => SqlitePictureStore.Open(file));
        Assert.Contains("schema version 999 is newer", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Make(string file, int version)
    {
        for (var step = 1; step <= version; step++)
        {
            Execute(file, SqliteSchema.ReadMigration(step));
            Execute(file, rowsOf[step - 1]);
        }

        Execute(file, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));
    }

    private static void CheckReads(IPictureStore store, int version)
    {
        Assert.Equal((41, 3), (store.LastPosition, store.LastFactNumber));
        Assert.Equal(3, store.ReadFacts(0, 9).Count);
        Assert.Equal(3, Assert.Single(store.ReadUnsealedFacts(9)).Number);
        Assert.Equal(1, store.FindDetection(7)!.Number);
        Assert.Equal(2, store.ReadIncidentRevisions("I-0001").Count);
        Assert.Equal(2, Assert.Single(store.ReadIncidents(null, 0, 9)).Number);
        Assert.Equal(54.5, Assert.Single(store.ReadTracks()).State.Position.LatitudeDeg);
        Assert.Equal("bb", Assert.Single(store.ReadUnsealedSegments()).Digest);
        Assert.Equal("aa", store.FindSegment("ais-1", 50)!.Digest);
        Assert.Equal(version < 2 ? 0 : 2, store.ReadActs(0, 9).Count);

        // It can be written to as well.
        Assert.Equal(version < 2 ? 1 : 3, store.AddAct([1], new byte[32]));
    }

    private static List<string> Rows(string file)
    {
        var rows = new List<string>();
        using var connection = Open(file);
        foreach (var table in Column(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var read = command.ExecuteReader();
            while (read.Read())
            {
                var values = Enumerable.Range(0, read.FieldCount).Select(at => read.GetName(at) + "=" + (
                    read.GetValue(at) is byte[] bytes
                        ? Convert.ToHexString(bytes)
                        : Convert.ToString(read.GetValue(at), CultureInfo.InvariantCulture)));
                rows.Add($"{table}: {string.Join(' ', values)}");
            }
        }

        return rows;
    }

    private static List<string> Schema(string file)
    {
        using var connection = Open(file);
        return Column(
            connection, "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1");
    }

    private static List<string> Column(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var read = command.ExecuteReader();
        var found = new List<string>();
        while (read.Read())
        {
            found.Add(read.GetString(0));
        }

        return found;
    }

    private static void Execute(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }
}
