using System.Globalization;
using Microsoft.Data.Sqlite;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>The program opens pictures of other versions.</summary>
public sealed class UpgradeTests : IDisposable
{
    private const int Facts = 500;

    private readonly ScratchFolder scratch = new();

    [Fact]
    public void An_upgrade_that_is_killed_leaves_the_old_schema_or_the_new_one() => Kill(every: 7);

    [Fact(Explicit = true)]
    public void An_upgrade_that_is_killed_anywhere_leaves_the_old_schema_or_the_new_one() => Kill(every: 1);

    [Fact]
    public void A_newer_picture_is_refused_in_one_line()
    {
        Make();
        Execute("PRAGMA user_version = 999");
        var ran = TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["data"]);
        Assert.Equal(2, ran.ExitCode);
        Assert.Contains("schema version 999 is newer", Assert.Single(ran.Error.TrimEnd('\n').Split('\n')),
            StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    private void Kill(int every)
    {
        Assert.SkipUnless(FaultRun.IsPossible, "strace is not installed");
        string[] program = [TrucewatchProgram.Path, "evidence", "fsck", "--data", scratch["data"]];
        Make();
        var log = scratch["strace.log"];
        FaultRun.Trace(log, null, program);
        var points = FaultRun.Points(log, scratch["data"])
            .Where(point => point.Fault.StartsWith("signal", StringComparison.Ordinal)).ToList();
        var versions = new List<long>();
        for (var at = 0; at < points.Count; at += every)
        {
            Directory.Delete(scratch["data"], recursive: true);
            Make();
            FaultRun.Trace(log, points[at], program);
            var version = Ask("PRAGMA user_version");
            versions.Add(version);
            Assert.Equal(version >= 2 ? 1 : 0, Ask("SELECT count(*) FROM sqlite_master WHERE name = 'act'"));
            Assert.Equal(Facts, Ask("SELECT count(*) FROM fact WHERE length(payload) = 200"));
            TrucewatchProgram.Run(program.AsSpan(1));
            Assert.True(Ask("PRAGMA user_version") >= 2, $"{points[at]}: expected the next start to upgrade");
            Assert.Equal(Facts, Ask("SELECT count(*) FROM fact WHERE length(payload) = 200"));
        }

        Assert.True(versions.Contains(1) && versions.Exists(version => version > 1), string.Create(
            CultureInfo.InvariantCulture,
            $"expected kills before and after, got versions {string.Join(' ', versions)}"));
    }

    /// <summary>A picture as the first version left it.</summary>
    private void Make()
    {
        Directory.CreateDirectory(scratch["data"]);
        Execute("PRAGMA journal_mode = WAL");
        Execute(File.ReadAllText(Path.Combine(
            RepositoryTree.Root, "src", "Trucewatch.Storage.Sqlite", "Migrations", "0001-picture.sql")));
        Execute(string.Create(CultureInfo.InvariantCulture,
            $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Facts})
            INSERT INTO fact SELECT i, i, randomblob(200), randomblob(32), i - 1 FROM n;
            PRAGMA user_version = 1;
            """));
    }

    private void Execute(string sql) => Ask(sql);

    private long Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={scratch["data/picture.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }
}
