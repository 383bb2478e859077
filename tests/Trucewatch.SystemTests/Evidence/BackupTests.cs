using System.Diagnostics;
using System.Globalization;
using Trucewatch.SystemTests.Programs;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>Backup and restore as processes: killed in the middle, and as the guide says it.</summary>
public sealed class BackupTests : IDisposable
{
    private const string Guide = "docs/guides/backup-and-restore.md";

    private readonly ScratchFolder scratch = new();

    [Fact]
    public void A_backup_that_is_killed_leaves_the_one_before_or_the_new_one() => KillBackups(every: 79);

    [Fact(Explicit = true)]
    public void A_backup_that_is_killed_anywhere_leaves_the_one_before_or_the_new_one() => KillBackups(every: 1);

    [Fact]
    public void A_restore_that_is_killed_leaves_nothing_or_the_whole() => KillRestores(every: 149);

    [Fact(Explicit = true)]
    public void A_restore_that_is_killed_anywhere_leaves_nothing_or_the_whole() => KillRestores(every: 1);

    [Fact]
    public async Task The_commands_of_the_guide_do_what_it_says()
    {
        Replay(null);
        var script = "set -euo pipefail\ntrucewatch() { dotnet '" + TrucewatchProgram.Path + "' \"$@\"; }\n"
            + string.Concat(File.ReadAllText(Path.Combine(RepositoryTree.Root, Guide)).ReplaceLineEndings("\n")
                .Split("```sh\n").Skip(1).Select(part => part.Split("```")[0]));
        File.WriteAllText(scratch["script"], script);
        using var bash = Process.Start(new ProcessStartInfo("bash", [scratch["script"]])
        {
            WorkingDirectory = scratch.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(bash.ExitCode == 0, output + await error);
        foreach (var made in (string[])["restored", "then", "anew"])
        {
            Assert.Equal(0, TrucewatchProgram.Run("evidence", "fsck", "--data", scratch[made]).ExitCode);
        }
    }

    [Fact]
    public void A_moment_is_restored_with_the_hash_of_a_replay_up_to_it()
    {
        const string Moment = "2030-06-03T06:20:00Z";
        Replay(null);
        Assert.Equal(0, TrucewatchProgram.Run("backup", scratch["data"], scratch["backup"]).ExitCode);
        var restored = TrucewatchProgram.Run(
            "restore", scratch["backup"], scratch["then"], "--as-of", Moment, "--agreement", scratch["ex/agreement"]);
        Assert.True(restored.ExitCode == 0, restored.Error);
        var fresh = Replay(Moment, "fresh");
        Assert.Equal(Hash(fresh.Output), Hash(restored.Output));
        Assert.Equal(0, TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["then"]).ExitCode);
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    private static string Hash(string summary) =>
        System.Text.Json.JsonDocument.Parse(summary).RootElement.GetProperty("hash").GetString()!;

    private void KillBackups(int every)
    {
        Assert.SkipUnless(FaultRun.IsPossible, "strace is not installed");
        Replay("2030-06-03T06:10:00Z");
        Assert.Equal(0, TrucewatchProgram.Run("backup", scratch["data"], scratch["before"]).ExitCode);
        Replay(null);
        string[] program = [TrucewatchProgram.Path, "backup", scratch["data"], scratch["backup"]];
        ForEachKill(every, scratch["backup"], program, isUpdate =>
        {
            if (isUpdate)
            {
                Copy(scratch["before"], scratch["backup"]);
            }
        }, isUpdate =>
        {
            var check = TrucewatchProgram.Run("backup", "--check", scratch["backup"]);
            if (isUpdate)
            {
                Assert.True(check.ExitCode == 0, check.Output + check.Error);
            }

            var again = TrucewatchProgram.Run("backup", scratch["data"], scratch["backup"]);
            Assert.True(again.ExitCode == 0, again.Output + again.Error);
            Assert.Equal(0, TrucewatchProgram.Run("backup", "--check", scratch["backup"]).ExitCode);
        });
    }

    private void KillRestores(int every)
    {
        Assert.SkipUnless(FaultRun.IsPossible, "strace is not installed");
        Replay(null);
        Assert.Equal(0, TrucewatchProgram.Run("backup", scratch["data"], scratch["backup"]).ExitCode);
        string[] program =
        [
            TrucewatchProgram.Path, "restore", scratch["backup"], scratch["restored"], "--as-of",
            "2030-06-03T06:20:00Z", "--agreement", scratch["ex/agreement"],
        ];
        ForEachKill(every, scratch["restored"], program, _ => { }, _ =>
        {
            if (!Directory.Exists(scratch["restored"]))
            {
                var again = TrucewatchProgram.Run(program.AsSpan(1));
                Assert.True(again.ExitCode == 0, again.Output + again.Error);
            }

            var check = TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["restored"]);
            Assert.True(check.ExitCode == 0, check.Output + check.Error);
        });
    }

    /// <summary>Kills the program at calls on files below a folder, each time from the same begin.</summary>
    private void ForEachKill(
        int every, string folder, string[] program, Action<bool> prepare, Action<bool> check)
    {
        var log = scratch["strace.log"];
        prepare(false);
        var calm = FaultRun.Trace(log, null, program);
        Assert.True(calm.ExitCode == 0, calm.Error);
        var points = FaultRun.Points(log, folder)
            .Where(point => point.Fault.StartsWith("signal", StringComparison.Ordinal)).ToList();
        var (tried, hit) = (0, 0);
        for (var at = 0; at < points.Count; at += every, tried++)
        {
            foreach (var left in Directory.EnumerateDirectories(
                scratch.Path, Path.GetFileName(folder) + "*").ToList())
            {
                Directory.Delete(left, recursive: true);
            }

            var isUpdate = tried % 2 == 1;
            prepare(isUpdate);
            var ran = FaultRun.Trace(log, points[at], program);
            hit += ran.ExitCode == 0 ? 0 : 1;
            check(isUpdate);
        }

        // Threads come and go, so a place may be missed; most must not be.
        Assert.True(tried > 2 && hit >= tried / 2, string.Create(
            CultureInfo.InvariantCulture, $"expected most of {tried} runs to be killed, got {hit}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{points.Count} places, {tried} tried, {hit} killed");
    }

    private Ran Replay(string? until, string data = "data") => RecordedHour.Replay(scratch, data, until);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
