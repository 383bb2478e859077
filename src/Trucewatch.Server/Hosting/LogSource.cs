using System.Net;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Tiles;

namespace Trucewatch.Server.Hosting;

/// <summary>Reads a log from where it is served by tlog-tiles: the log itself, or a mirror of it.</summary>
internal sealed class LogSource : IDisposable
{
    /// <summary>A request that has not been answered by then has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient http;
    private readonly string prefix;

    public LogSource(Uri url)
    {
        prefix = url.ToString().TrimEnd('/');
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Patience,
        })
        {
            MaxResponseContentBufferSize = EntryBundle.MaxBytes, Timeout = Patience,
        };
    }

    /// <summary>The newest checkpoint as the note that is served.</summary>
    /// <exception cref="HttpRequestException">It was not given.</exception>
    public async Task<byte[]> ReadCheckpointAsync(CancellationToken stop) =>
        await GetAsync("checkpoint", stop) is { Length: <= Note.MaxBytes } note
            ? note
            : throw new HttpRequestException($"{prefix}/checkpoint: expected a checkpoint, got none");

    /// <summary>A bundle; where only the full one is left, its begin.</summary>
    /// <exception cref="HttpRequestException">It was not given.</exception>
    public async Task<byte[]> ReadBundleAsync(TilePath path, CancellationToken stop)
    {
        if (await GetAsync(path.ToString(), stop) is { } bytes)
        {
            return bytes;
        }

        var full = path.IsFull ? null : await GetAsync(TilePath.Entries(path.Index).ToString(), stop);
        var entries = new List<ReadOnlyMemory<byte>>();
        if (full is null || !EntryBundle.TryRead(full, TilePath.FullWidth, entries))
        {
            throw new HttpRequestException($"{prefix}/{path}: expected a bundle of entries, got none");
        }

        return full[..entries.Take(path.Width).Sum(entry => entry.Length + sizeof(ushort))];
    }

    public void Dispose() => http.Dispose();

    private async Task<byte[]?> GetAsync(string path, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{prefix}/{path}"), stop);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => await answer.Content.ReadAsByteArrayAsync(stop),
                HttpStatusCode.NotFound => null,
                var other => throw new HttpRequestException(
                    FormattableString.Invariant($"{prefix}/{path}: expected 200, got {(int)other}")),
            };
        }
        catch (TaskCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new HttpRequestException($"{prefix}/{path}: expected an answer within {Patience}, got none", late);
        }
    }
}
