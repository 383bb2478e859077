using Microsoft.Data.Sqlite;

namespace Trucewatch.Storage.Sqlite;

/// <summary>Brings a database file to the newest schema by numbered forward migrations.</summary>
internal static class SqliteSchema
{
    private static readonly string[] Migrations = ["0001-picture.sql", "0002-acts.sql"];

    public static SqliteConnection Open(string path, bool readOnly)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        Run(connection, "PRAGMA busy_timeout = 5000");
        if (!readOnly)
        {
            // FULL, because a committed fact may be shown to a reader at once and must survive a power cut.
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = FULL");
            Run(connection, "PRAGMA foreign_keys = ON");
            Run(connection, "PRAGMA wal_autocheckpoint = 4000");
            Migrate(connection, path);
        }

        return connection;
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(read.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (version > Migrations.Length)
        {
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"{path}: schema version {version} is newer than this program's {Migrations.Length}"));
        }

        for (var next = version; next < Migrations.Length; next++)
        {
            using var transaction = connection.BeginTransaction();
            Run(connection, ReadMigration(Migrations[next]), transaction);
            Run(connection, FormattableString.Invariant($"PRAGMA user_version = {next + 1}"), transaction);
            transaction.Commit();
        }
    }

    private static string ReadMigration(string name)
    {
        using var stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"migration {name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Run(SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
