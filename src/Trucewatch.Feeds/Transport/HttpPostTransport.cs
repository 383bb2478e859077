using System.Threading.Channels;

namespace Trucewatch.Feeds.Transport;

/// <summary>Takes the bodies of HTTP POST requests from the server's endpoint: one body is one message.</summary>
/// <param name="refusals">Takes the counts of bodies that found no room.</param>
public sealed class HttpPostTransport(RefusalCounts refusals) : ITransport
{
    /// <summary>Most bodies that wait.</summary>
    public const int MaxWaiting = 256;

    /// <summary>Most bytes of bodies that wait.</summary>
    public const int MaxWaitingBytes = 4 * 1024 * 1024;

    /// <summary>Longest body in bytes.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    private readonly Channel<byte[]> waiting = Channel.CreateBounded<byte[]>(MaxWaiting);
    private long waitingBytes;

    /// <summary>
    /// Takes a copy of a body. False when it is empty or too long, or too much waits already: then the client must try
    /// again later.
    /// </summary>
    public bool TryOffer(ReadOnlySpan<byte> body)
    {
        if (body.Length is 0 or > MaxBodyBytes)
        {
            return false;
        }

        if (Interlocked.Add(ref waitingBytes, body.Length) <= MaxWaitingBytes
            && waiting.Writer.TryWrite(body.ToArray()))
        {
            return true;
        }

        Interlocked.Add(ref waitingBytes, -body.Length);
        refusals.Note(Refusal.Overflow);
        return false;
    }

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        while (true)
        {
            var body = await waiting.Reader.ReadAsync(stop);
            Interlocked.Add(ref waitingBytes, -body.Length);

            // Whoever was told "taken" is not let down by a stop in between.
            await intake.TakeMessageAsync(body, CancellationToken.None);
        }
    }
}
