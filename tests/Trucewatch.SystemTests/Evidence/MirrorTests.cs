using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>Mirrors as processes: of a log that is lost, of one that lies, and of a service at work.</summary>
public sealed class MirrorTests : IDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly List<Process> running = [];

    [Fact]
    public async Task A_log_whose_disk_was_lost_comes_back_from_a_backup_and_a_mirror()
    {
        RecordedHour.Replay(scratch, "data", "2030-06-03T06:10:00Z");
        Assert.Equal(0, TrucewatchProgram.Run("backup", scratch["data"], scratch["backup"]).ExitCode);
        var old = LogReader.Open(scratch["data"]).ReadCheckpoint();
        RecordedHour.Replay(scratch, "data", null);
        var newest = LogReader.Open(scratch["data"]).ReadCheckpoint();
        Assert.True(newest.Size > old.Size, $"expected entries after the backup, got {newest.Size}");
        var (mirror, hash) = StartMirror(ServeFiles(scratch["data/log"]));
        await WaitForAsync(new Uri(mirror, hash + "/checkpoint"), newest.Size);

        // The disk is gone; the record of what was signed last lay on another one.
        var state = File.ReadAllBytes(scratch["data/log/state"]);
        Directory.Delete(scratch["data"], recursive: true);
        var restored = TrucewatchProgram.Run(
            "restore", scratch["backup"], scratch["restored"], "--mirror", new Uri(mirror, hash).ToString());
        Assert.True(restored.ExitCode == 0, restored.Error);
        Assert.Equal(newest.Head, LogReader.Open(scratch["restored"]).ReadCheckpoint().Head);
        Assert.Equal(0, TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["restored"]).ExitCode);
        var last = FormattableString.Invariant($"{newest.Size - 1}");
        Assert.Equal(0, TrucewatchProgram.Run("evidence", "prove", last, "--data", scratch["restored"]).ExitCode);

        // It is the same log, which knows all that it signed, and goes on.
        File.WriteAllBytes(scratch["restored/log/state"], state);
        RecordedHour.Replay(scratch, "restored", null);
        var gone = LogReader.Open(scratch["restored"]);
        Assert.True(gone.ReadCheckpoint().Size > newest.Size);
        Assert.Equal(0, TrucewatchProgram.Run("evidence", "fsck", "--data", scratch["restored"]).ExitCode);
        gone.Prove(0, newest);
        gone.Prove(newest.Size - 1, gone.ReadCheckpoint());
    }

    [Fact]
    public async Task A_mirror_cosigns_nothing_that_the_entries_do_not_lead_to()
    {
        RecordedHour.Replay(scratch, "data", "2030-06-03T06:30:00Z");
        var size = LogReader.Open(scratch["data"]).ReadCheckpoint().Size;
        var bundle = Directory.EnumerateFiles(
            scratch["data/log/tile/entries"],
            FormattableString.Invariant($"{size}"),
            SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(bundle);
        bytes[^3] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        var (mirror, hash) = StartMirror(ServeFiles(scratch["data/log"]));
        var said = await running[^1].StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Contains("expected entries that lead to root", said, StringComparison.Ordinal);
        using var http = new HttpClient();
        using var none = await http.GetAsync(
            new Uri(mirror, hash + "/checkpoint"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        // With the true entry it goes on by itself.
        bytes[^3] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        await WaitForAsync(new Uri(mirror, hash + "/checkpoint"), size);
    }

    [Fact]
    public async Task A_service_at_work_is_mirrored_and_says_by_whom()
    {
        string vkey;
        using (var signer = LogKey.OpenOrCreate(scratch["data"], "trucewatch.invalid/EXERCISE/mirrored"))
        {
            vkey = signer.Verifier.Vkey;
        }

        var address = FormattableString.Invariant($"http://127.0.0.1:{FreePort()}");
        var (mirror, hash) = StartMirror(new Uri(address + "/log"));
        var key = File.ReadAllText(scratch["mirror/keys/witness.vkey"]).TrimEnd('\n');
        File.WriteAllText(scratch["policy"], $"log {vkey}\nwitness m {key} {mirror}\nquorum m\n");
        Start(
            "serve", "--urls", address, "--data", scratch["data"], "--policy", scratch["policy"], "--publish-log",
            "--speed", "3000");
        await WaitForAsync(new Uri(mirror, hash + "/checkpoint"), 1);
        while (true)
        {
            var prove = TrucewatchProgram.Run("evidence", "prove", "0", "--data", scratch["data"]);
            if (prove.Error.Contains("mirrored by m (trucewatch.invalid/mirror-", StringComparison.Ordinal))
            {
                break;
            }
        }
    }

    [Fact]
    public void A_witness_has_no_mirror_s_name_and_a_mirror_no_witness_s()
    {
        using var log = new ForkedLog("log.example/named");
        File.WriteAllText(scratch["logs"], $"log {log.Key.Vkey} http://127.0.0.1:9/\nquorum none\n");
        foreach (var (word, name) in (ReadOnlySpan<(string, string)>)
            [("witness", "a.example/mirror"), ("mirror", "a.example/w")])
        {
            var ran = TrucewatchProgram.Run(
                word, "--policy", scratch["logs"], "--data", scratch[word], "--guard", scratch["guard"], "--name", name,
                "--urls", "http://127.0.0.1:0");
            Assert.Equal(2, ran.ExitCode);
            Assert.Contains(name, ran.Error, StringComparison.Ordinal);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in running)
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.WaitForExit();
            process.Dispose();
        }

        scratch.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a served checkpoint has a size or a greater one.</summary>
    private static async Task WaitForAsync(Uri url, long size)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TrucewatchProgram.Patience);
        while (true)
        {
            using var answer = await http.GetAsync(url, patience.Token);
            var lines = (await answer.Content.ReadAsStringAsync(patience.Token)).Split('\n');
            if (answer.IsSuccessStatusCode
                && long.Parse(lines[1], System.Globalization.CultureInfo.InvariantCulture) >= size)
            {
                return;
            }
        }
    }

    /// <summary>A log needs no program to be served: its files are what tlog-tiles asks for.</summary>
    private Uri ServeFiles(string folder)
    {
        var process = Process.Start(new ProcessStartInfo(
            "python3", ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        running.Add(process);
        process.BeginErrorReadLine();
        var words = process.StandardOutput.ReadLine()!.Split(' ');
        return new Uri($"http://127.0.0.1:{words[Array.IndexOf(words, "port") + 1]}/");
    }

    private (Uri Address, string Hash) StartMirror(Uri log)
    {
        var key = File.ReadAllText(scratch["data/keys/log.vkey"]).TrimEnd('\n');
        Assert.True(NoteVerifier.TryParse(key, out var vkey));
        File.WriteAllText(scratch["logs"], $"log {key} {log}\nquorum none\n");
        var process = Start(
            "mirror", "--policy", scratch["logs"], "--data", scratch["mirror"], "--guard", scratch["mirror-guard"],
            "--urls", "http://127.0.0.1:0");
        var line = process.StandardOutput.ReadLine() ?? process.StandardError.ReadToEnd();
        Assert.Matches(@"^Mirror: http://127\.0\.0\.1:\d+ trucewatch\.invalid/mirror-[0-9a-f]{12}\+\S+$", line);
        return (
            new Uri(line.Split(' ')[1] + "/"), Digest.Of(System.Text.Encoding.UTF8.GetBytes(vkey!.Name)).ToHex());
    }

    private Process Start(params string[] arguments)
    {
        var process = TrucewatchProgram.Start([], arguments);
        running.Add(process);
        return process;
    }
}
