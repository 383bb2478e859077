using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Witnessing;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>
/// The planted fault: a witness that checks, then stores, then signs, as three steps that others come between.
/// Who has been checked waits for another head of the same log to be checked too, so that the fault shows itself on
/// every machine, however fast or slow it is.
/// </summary>
public sealed class RacyWitness : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<string, TreeHead> heads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Waiting> waiting = new(StringComparer.Ordinal);
    private readonly Cosigner cosigner = Cosigner.Generate("racy.example/w");
    private readonly WebApplication app;

    private RacyWitness()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/add-checkpoint", AddAsync);
    }

    /// <summary>Where it takes checkpoints.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Its public key.</summary>
    public string Vkey => cosigner.Verifier.Vkey;

    /// <summary>Starts it on a free port.</summary>
    public static async Task<RacyWitness> StartAsync()
    {
        var racy = new RacyWitness();
        await racy.app.StartAsync(CancellationToken.None);
        return racy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        cosigner.Dispose();
    }

    private async Task AddAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (!AddCheckpoint.TryParse(body.ToArray(), out var request)
            || Note.TryParse(System.Text.Encoding.UTF8.GetBytes(request!.SignedNote), out var note) != NoteFault.None
            || !TreeHead.TryParse(note!.Text, out var origin, out var head))
        {
            http.Response.StatusCode = 400;
            return;
        }

        var last = heads.GetValueOrDefault(origin, new TreeHead(0, MerkleTree.EmptyRoot));
        if (request.OldSize != last.Size)
        {
            http.Response.StatusCode = 409;
            await http.Response.WriteAsync(FormattableString.Invariant($"{last.Size}\n"));
            return;
        }

        if (!MerkleTree.VerifyConsistency(last.Size, last.Root, head.Size, head.Root, request.Proof))
        {
            http.Response.StatusCode = 422;
            return;
        }

        if (head != last)
        {
            await MeetAnotherAsync(origin, head);
        }

        heads[origin] = head;
        await http.Response.WriteAsync(cosigner.Sign(note.Text, 1_767_225_600).ToLine());
    }

    private async Task MeetAnotherAsync(string origin, TreeHead head)
    {
        var mine = new Waiting(head, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var first = waiting.GetOrAdd(origin, mine);
        if (first.Head != head)
        {
            first.Met.TrySetResult();
            return;
        }

        await Task.WhenAny(first.Met.Task, Task.Delay(LongestWait, TimeProvider.System));
        waiting.TryRemove(new KeyValuePair<string, Waiting>(origin, first));
    }

    private sealed record Waiting(TreeHead Head, TaskCompletionSource Met);
}
