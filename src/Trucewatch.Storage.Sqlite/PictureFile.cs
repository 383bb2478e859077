using Microsoft.Data.Sqlite;

namespace Trucewatch.Storage.Sqlite;

/// <summary>What is done with a picture as a whole file, by backup and restore.</summary>
public static class PictureFile
{
    /// <summary>
    /// Copies a picture as it is at one moment, while others read and write it (SQLite's online backup). The copy is
    /// durable when this returns.
    /// </summary>
    /// <exception cref="SqliteException">The picture cannot be read, or the copy cannot be written.</exception>
    public static void Copy(string from, string to)
    {
        using var source = Connect(from, SqliteOpenMode.ReadWrite);
        using var target = Connect(to, SqliteOpenMode.ReadWriteCreate);
        source.BackupDatabase(target);
    }

    /// <summary>
    /// Puts back into the outbox what was sealed at or after a place in the log: for a picture beside an older copy of
    /// the log. A place of 0 puts back everything, for a log that begins anew.
    /// </summary>
    public static void Unseal(string path, long fromIndex)
    {
        using var connection = Connect(path, SqliteOpenMode.ReadWrite);
        using var transaction = connection.BeginTransaction();
        foreach (var table in (string[])["fact", "segment", "act"])
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"UPDATE {table} SET log_index = NULL WHERE log_index >= $from";
            command.Parameters.AddWithValue("$from", fromIndex);
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Makes a picture that nobody has open one single file, with nothing beside it.</summary>
    public static void Fold(string path)
    {
        using var connection = Connect(path, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE";
        if (command.ExecuteScalar() is not "delete")
        {
            throw new IOException($"{path}: expected a picture that nobody else has open, it is in use");
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL";
        command.ExecuteNonQuery();
        return connection;
    }
}
