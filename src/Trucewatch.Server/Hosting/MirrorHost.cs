using System.Collections.Concurrent;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Mirroring;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Witnessing;
using Trucewatch.Server.Access;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Serves a mirror (C2SP tlog-mirror): it fetches what is new in the logs of its policy, stores every entry, and only
/// then cosigns. It serves what it stores at the addresses of tlog-tiles, below the hash of the log's name.
/// </summary>
internal sealed class MirrorHost : IDisposable
{
    /// <summary>How often each log is asked for a newer checkpoint.</summary>
    public static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly List<MirrorLine> lines = [];
    private readonly ConcurrentDictionary<string, string> problems = new(StringComparer.Ordinal);
    private readonly Witness witness;
    private readonly SemaphoreSlim turn = new(1);

    private MirrorHost(WitnessPolicy policy, IEvidenceFiles files, Witness witness)
    {
        this.witness = witness;
        foreach (var keys in policy.Logs.GroupBy(log => log.Key.Name, StringComparer.Ordinal))
        {
            var hash = Digest.Of(Encoding.UTF8.GetBytes(keys.Key)).ToHex();
            var url = keys.Select(log => log.Url).FirstOrDefault(url => url is not null)
                ?? throw new UnusableException(
                    $"policy: log {keys.Key}: expected the address it is read from, got none");
            lines.Add(new MirrorLine(
                keys.Key, hash, MirroredLog.Open(files.Under(hash), keys.Select(log => log.Key)), new LogSource(url)));
        }
    }

    public static async Task<int> RunAsync(WitnessOptions options, CancellationToken stop)
    {
        var policy = PolicyFile.Read(options.Policy);
        if (policy.Logs.Count == 0)
        {
            throw new UnusableException($"{options.Policy}: expected a line 'log KEY URL', got none");
        }

        var data = Path.GetFullPath(options.Data);
        using var cosigner = WitnessKey.OpenOrCreateMirror(data, options.Name);
        using var opened = WitnessHost.OpenWitness(options, policy, data, cosigner);
        using var host = new MirrorHost(policy, new DiskFiles(Path.Combine(data, "mirror")), opened);
        await using var app = host.BuildApp(options.Urls);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
        await ServiceHost.StartAsync(app, options.Urls, both.Token);
        await Console.Out.WriteLineAsync($"Mirror: {app.Urls.First()} {cosigner.Verifier.Vkey}");
        await Task.WhenAll(host.lines.Select(line => host.FollowAsync(line, both.Token)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None);
        return opened.IsStopped ? CommandTable.Negative : CommandTable.Done;
    }

    public void Dispose()
    {
        lines.ForEach(line => line.Source.Dispose());
        turn.Dispose();
    }

    private async Task FollowAsync(MirrorLine line, CancellationToken stop)
    {
        while (!witness.IsStopped)
        {
            try
            {
                await UpdateAsync(line, await line.Source.ReadCheckpointAsync(stop), stop);
                problems.TryRemove(line.Origin, out _);
            }
            catch (Exception problem) when (
                problem is HttpRequestException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                Say(line.Origin, problem.Message);
            }

            await Task.Delay(AskEvery, TimeProvider.System, stop);
        }
    }

    /// <summary>Stores what is new up to a checkpoint, and cosigns it.</summary>
    private async Task UpdateAsync(MirrorLine line, byte[] note, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            var checkpoint = line.Log.TryOpen(note)
                ?? throw new InvalidDataException(
                    $"{line.Origin}: expected a checkpoint signed by its key, got another");
            await line.Log.TakeAsync(checkpoint, line.Source.ReadBundleAsync, stop);
            var seen = SeenOf(line);
            if (checkpoint.Size > seen || witness.LastCosigned(line.Origin) is null)
            {
                var answer = witness.Add(
                    new AddCheckpoint(seen, line.Log.ConsistencyProof(seen, checkpoint.Size), checkpoint.SignedNote)
                        .ToBytes(),
                    Now());
                if (answer.Status != WitnessStatus.Cosigned)
                {
                    throw new InvalidDataException($"{line.Origin}: {answer.Body.TrimEnd('\n')}");
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private WebApplication BuildApp(string urls) => WitnessHost.BuildApp(urls, app =>
    {
        app.MapPost("/add-checkpoint", AnswerAsync);
        foreach (var line in lines)
        {
            TileAnswers.Map(
                app, "/" + line.Hash, () => witness.LastCosigned(line.Origin),
                path => line.Log.ReadTile(path, SeenOf(line)));
        }
    });

    /// <summary>
    /// As a witness, but what is asked for is fetched and stored first: no cosignature of a mirror stands for less.
    /// </summary>
    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var request = AddCheckpoint.TryParse(body.ToArray(), out var parsed) ? parsed : null;
        var note = request is null ? null : Encoding.UTF8.GetBytes(request.SignedNote);
        var line = note is null ? null : lines.Find(one => one.Log.TryOpen(note) is not null);
        if (line is not null)
        {
            try
            {
                await turn.WaitAsync(http.RequestAborted);
                try
                {
                    await line.Log.TakeAsync(
                        line.Log.TryOpen(note)!, line.Source.ReadBundleAsync, http.RequestAborted);
                }
                finally
                {
                    turn.Release();
                }
            }
            catch (Exception problem) when (problem is HttpRequestException or InvalidDataException or IOException)
            {
                Say(line.Origin, problem.Message);
                var status = problem is InvalidDataException ? WitnessStatus.BadProof : WitnessStatus.Stopped;
                await WitnessHost.WriteAsync(http, new WitnessAnswer(status, problem.Message + "\n"));
                return;
            }
        }

        await WitnessHost.WriteAsync(http, witness.Add(body.ToArray(), Now()));
    }

    private long SeenOf(MirrorLine line)
    {
        var cosigned = witness.LastCosigned(line.Origin);
        return cosigned is null ? 0 : line.Log.TryOpen(Encoding.UTF8.GetBytes(cosigned))!.Size;
    }

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>A problem that stays is said once.</summary>
    private void Say(string origin, string words)
    {
        if (!problems.TryGetValue(origin, out var known) || known != words)
        {
            problems[origin] = words;
            Console.Error.WriteLine($"trucewatch: {words}");
        }
    }

    /// <summary>A log that is mirrored.</summary>
    private sealed record MirrorLine(string Origin, string Hash, MirroredLog Log, LogSource Source);
}
