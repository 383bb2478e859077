using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// Lets an authority outside stamp checkpoints with its time (RFC 3161), beside everything else: nothing waits for it,
/// and where it does not answer the service says so and goes on.
/// </summary>
internal sealed class TimeStamps : IDisposable
{
    /// <summary>The least time from one stamp to the next.</summary>
    public static readonly TimeSpan StampEvery = TimeSpan.FromMinutes(10);

    /// <summary>When a failed request is repeated.</summary>
    public static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>When is looked whether there is a new checkpoint.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>An authority that has not answered by then has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Uri authority;
    private readonly StampBook book;
    private readonly Func<Checkpoint> newest;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private volatile StampedCheckpoint? last;
    private volatile string? problem;

    /// <summary>Asks an authority.</summary>
    /// <param name="authority">Its address.</param>
    /// <param name="book">Where stamps are kept.</param>
    /// <param name="log">The log's key.</param>
    /// <param name="newest">Gives the newest checkpoint.</param>
    /// <param name="time">The clock of the waits.</param>
    public TimeStamps(Uri authority, StampBook book, NoteVerifier log, Func<Checkpoint> newest, TimeProvider time)
    {
        (this.authority, this.book, this.newest, this.time) = (authority, book, newest, time);
        last = book.Newest(log);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false,
        })
        {
            MaxResponseContentBufferSize = StampBook.MaxReplyBytes, Timeout = Patience,
        };
    }

    /// <summary>What is wrong, in one line for the operators, or null.</summary>
    public string? Problem => problem;

    /// <summary>The newest stamp, or null.</summary>
    public StampedCheckpoint? Last => last;

    /// <summary>Called after each stamp that was kept.</summary>
    public Action? Kept { get; set; }

    /// <summary>Asks until it is stopped. Nothing that the authority does ends it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var checkpoint = newest();
            var pause = checkpoint.Size == (last?.Checkpoint.Size ?? 0)
                ? LookEvery
                : await TryStampAsync(checkpoint, stop) ? StampEvery : AgainAfter;
            await Task.Delay(pause, time, stop);
        }
    }

    /// <summary>Asks once for a stamp of a checkpoint; true where it was given and kept.</summary>
    internal async Task<bool> TryStampAsync(Checkpoint checkpoint, CancellationToken stop)
    {
        try
        {
            var stamped = await AskAsync(checkpoint, stop);
            book.Keep(stamped);
            (last, problem) = (stamped, null);
            Kept?.Invoke();
            return true;
        }
        catch (Exception failed) when (
            (failed is HttpRequestException or IOException or UnauthorizedAccessException or CryptographicException)
            || (failed is TaskCanceledException && !stop.IsCancellationRequested))
        {
            var why = failed is TaskCanceledException
                ? FormattableString.Invariant($"expected an answer within {Patience.TotalSeconds} s, got none")
                : failed.Message;
            problem = $"time stamp of {authority.Host}: {why}";
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<StampedCheckpoint> AskAsync(Checkpoint checkpoint, CancellationToken stop)
    {
        var note = Encoding.UTF8.GetBytes(checkpoint.SignedNote);
        var request = Rfc3161TimestampRequest.CreateFromData(
            note, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        using var content = new ByteArrayContent(request.Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var answer = await http.PostAsync(authority, content, stop);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                FormattableString.Invariant($"expected a time stamp, got status {(int)answer.StatusCode}"));
        }

        var reply = await answer.Content.ReadAsByteArrayAsync(stop);

        // Compares hash, nonce and status; the signature and the stamped bytes are checked as any reader would.
        _ = request.ProcessResponse(reply, out _);
        return StampBook.Open(reply, note) is { } said
            ? new StampedCheckpoint(checkpoint, reply, said.At, said.Authority)
            : throw new CryptographicException("expected a stamp of this checkpoint that holds, got another");
    }
}
