using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Floor;

/// <summary>The service as a process, with its sign-in link.</summary>
public sealed class RunningFloor : IDisposable
{
    private readonly Process process;
    private readonly ScratchFolder scratch = new();

    /// <summary>
    /// Starts the service on a free port with a data folder of its own and waits for the sign-in line.
    /// </summary>
    public RunningFloor(params ReadOnlySpan<string> arguments)
    {
        process = TrucewatchProgram.Start(
            [], ["serve", "--urls", "http://127.0.0.1:0", "--data", scratch["data"], .. arguments]);
        process.ErrorDataReceived += (_, line) => Errors.Enqueue(line.Data ?? string.Empty);
        process.BeginErrorReadLine();
        var first = process.StandardOutput.ReadLine();
        Assert.True(first is not null, string.Join('\n', Errors));
        Assert.Matches(@"^Sign in: http://127\.0\.0\.1:\d+/sign-in#[A-Za-z0-9_-]{43}$", first);
        SignInLink = first!["Sign in: ".Length..];
    }

    /// <summary>Lines on standard error.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Errors { get; } = new();

    /// <summary>Its number among the processes of the machine.</summary>
    public int ProcessId => process.Id;

    /// <summary>The data folder.</summary>
    public string Data => scratch["data"];

    /// <summary>The printed link.</summary>
    public string SignInLink { get; }

    /// <summary>Address of the service.</summary>
    public Uri Address => new(SignInLink[..SignInLink.IndexOf("/sign-in", StringComparison.Ordinal)]);

    /// <summary>The token in the link.</summary>
    public string Token => SignInLink[(SignInLink.IndexOf('#', StringComparison.Ordinal) + 1)..];

    /// <summary>A client with a session, or without.</summary>
    public async Task<HttpClient> ClientAsync(bool signedIn = true)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() })
        {
            BaseAddress = Address,
        };
        if (signedIn)
        {
            var answer = await client.PostAsJsonAsync("/api/v1/session", new { token = Token });
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        return client;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        scratch.Dispose();
    }
}
