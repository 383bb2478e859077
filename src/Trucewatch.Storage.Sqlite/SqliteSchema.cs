using Microsoft.Data.Sqlite;

namespace Trucewatch.Storage.Sqlite;

/// <summary>Brings a database file to the newest schema by numbered forward migrations.</summary>
internal static class SqliteSchema
{
    private static readonly string[] Migrations = ["0001-picture.sql", "0002-acts.sql"];

    /// <summary>The version that this program writes.</summary>
    internal static int Newest => Migrations.Length;

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
        if (VersionOf(connection) is var version && version > Newest)
        {
            // Before anything is changed: a newer program's file stays as that program left it.
            connection.Dispose();
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: schema version {version} is newer than this program's {Newest}; use the newer program"));
        }

        if (!readOnly)
        {
            // FULL, because a committed fact may be shown to a reader at once and must survive a power cut.
            Run(connection, "PRAGMA journal_mode = WAL");
            Run(connection, "PRAGMA synchronous = FULL");
            Run(connection, "PRAGMA foreign_keys = ON");
            Run(connection, "PRAGMA wal_autocheckpoint = 4000");
            Migrate(connection);
        }

        return connection;
    }

    private static void Migrate(SqliteConnection connection)
    {
        while (VersionOf(connection) < Newest)
        {
            // Asked again inside: another program may have been faster. A crash leaves the old schema or the new one.
            using var transaction = connection.BeginTransaction();
            var version = VersionOf(connection, transaction);
            if (version < Newest)
            {
                Run(connection, ReadMigration(version + 1), transaction);
                Run(connection, FormattableString.Invariant($"PRAGMA user_version = {version + 1}"), transaction);
            }

            transaction.Commit();
        }
    }

    private static int VersionOf(SqliteConnection connection, SqliteTransaction? transaction = null)
    {
        using var read = connection.CreateCommand();
        read.CommandText = "PRAGMA user_version";
        read.Transaction = transaction;
        return Convert.ToInt32(read.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The text of the migration to a version.</summary>
    internal static string ReadMigration(int version)
    {
        var name = Migrations[version - 1];
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
