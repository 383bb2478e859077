using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Mirroring;
using Trucewatch.Evidence.Policies;
using Trucewatch.Evidence.Witnessing;
using Trucewatch.Server.Access;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Hosting;

/// <summary>What a witness is to run with.</summary>
/// <param name="Policy">Policy file: its logs are those that are watched.</param>
/// <param name="Data">Data folder: the key and what was cosigned.</param>
/// <param name="Urls">Address to listen on.</param>
/// <param name="Guard">Folder of the record of what was signed last, outside the data folder, or null.</param>
/// <param name="Name">Name of a key that is drawn, or null.</param>
internal sealed record WitnessOptions(string Policy, string Data, string Urls, string? Guard, string? Name);

/// <summary>Serves a witness: one address that takes checkpoints, one that shows the last one of a log.</summary>
internal static class WitnessHost
{
    /// <summary>Requests that wait for the one that is being decided; more are turned away.</summary>
    public const int MostWaiting = 256;

    /// <summary>The folder below the data folder with what was cosigned.</summary>
    public const string Folder = "witness";

    public static async Task<int> RunAsync(WitnessOptions options, CancellationToken stop)
    {
        var policy = PolicyFile.Read(options.Policy);
        if (policy.Logs.Count == 0)
        {
            throw new UnusableException($"{options.Policy}: expected a line 'log KEY', got none");
        }

        var data = Path.GetFullPath(options.Data);
        using var cosigner = WitnessKey.OpenOrCreate(data, options.Name);
        if (MirrorName.IsOne(cosigner.Name))
        {
            throw new UnusableException(
                $"{cosigner.Name}: expected the name of a witness, got that of a mirror; see trucewatch mirror --help");
        }

        using var witness = OpenWitness(options, policy, data, cosigner);
        using var turn = new SemaphoreSlim(1);
        await using var app = BuildApp(options.Urls, witness, turn);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, app.Lifetime.ApplicationStopping);
        await ServiceHost.StartAsync(app, options.Urls, both.Token);
        await Console.Out.WriteLineAsync($"Witness: {app.Urls.First()} {cosigner.Verifier.Vkey}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, both.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None);
        return witness.IsStopped ? CommandTable.Negative : CommandTable.Done;
    }

    /// <summary>Opens what was cosigned, with the record of what was signed last outside the data folder.</summary>
    internal static Witness OpenWitness(
        WitnessOptions options, WitnessPolicy policy, string data, Cosigner cosigner) => Witness.Open(
            new DiskFiles(Path.Combine(data, Folder)),
            cosigner,
            policy.Logs,
            new DiskFiles(GuardFolder(options.Guard, data, cosigner.Verifier)));

    /// <summary>
    /// Where the record of what was signed last lies: outside the data folder, so that an older copy of that folder is
    /// noticed.
    /// </summary>
    private static string GuardFolder(string? guard, string data, CosignatureVerifier key)
    {
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (guard is null && string.IsNullOrEmpty(state) && home.Length == 0)
        {
            throw new UnusableException("--guard: expected a folder outside the data folder; there is no home folder");
        }

        var folder = Path.GetFullPath(guard ?? Path.Combine(
            string.IsNullOrEmpty(state) ? Path.Combine(home, ".local", "state") : state,
            "trucewatch",
            FormattableString.Invariant($"witness-{key.KeyId:x8}")));
        return (folder + "/").StartsWith(data + "/", StringComparison.Ordinal)
            ? throw new UnusableException($"--guard: expected a folder outside the data folder {data}, got {folder}")
            : folder;
    }

    private static WebApplication BuildApp(string urls, Witness witness, SemaphoreSlim turn) => BuildApp(urls, app =>
    {
        var waiting = 0;

        // Open to all: whoever sends has to bring the signature of a log that the policy names.
        app.MapPost("/add-checkpoint", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            if (Interlocked.Increment(ref waiting) > MostWaiting)
            {
                Interlocked.Decrement(ref waiting);
                await WriteAsync(http, new WitnessAnswer(WitnessStatus.Stopped, "too many requests wait; try again\n"));
                return;
            }

            try
            {
                await turn.WaitAsync(http.RequestAborted);
                try
                {
                    var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
                    await WriteAsync(http, await Task.Run(() => witness.Add(body.ToArray(), now)));
                }
                finally
                {
                    turn.Release();
                }
            }
            finally
            {
                Interlocked.Decrement(ref waiting);
            }
        });
        app.MapGet("/checkpoint", (string origin) => witness.LastCosigned(origin) is { } note
            ? Results.Text(note, "text/plain; charset=utf-8")
            : Results.NotFound());
    });

    /// <summary>A small service that takes checkpoints, not started yet.</summary>
    internal static WebApplication BuildApp(string urls, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AddCheckpoint.MaxBytes;
        });
        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        map(app);
        return app;
    }

    internal static Task WriteAsync(HttpContext http, WitnessAnswer answer)
    {
        http.Response.StatusCode = (int)answer.Status;
        http.Response.ContentType = answer.Status == WitnessStatus.Conflict
            ? WitnessAnswer.SizeType
            : "text/plain; charset=utf-8";
        return http.Response.WriteAsync(answer.Body);
    }
}
