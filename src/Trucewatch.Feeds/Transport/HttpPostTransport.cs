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
            refusals.Note(Refusal.TooLong, body.Length == 0 ? 0 : 1);
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

    /// <summary>Counts a body that the server itself refused, because it is too long.</summary>
    public void NoteTooLong() => refusals.Note(Refusal.TooLong);

    /// <summary>Counts a body whose client showed the token of an exercise.</summary>
    public void NoteExerciseToken() => refusals.Note(Refusal.ExerciseToken);

    /// <inheritdoc/>
    public async Task RunAsync(FeedIntake intake, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(intake);
        try
        {
            while (true)
            {
                var body = await waiting.Reader.ReadAsync(stop);
                Interlocked.Add(ref waitingBytes, -body.Length);
                await intake.TakeAcceptedAsync(body, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever was told "taken" is not let down by a stop: what waits is taken in, and nothing more accepted.
            waiting.Writer.TryComplete();
            while (waiting.Reader.TryRead(out var body))
            {
                await intake.TakeAcceptedAsync(body, CancellationToken.None, isLast: true);
            }

            throw;
        }
    }
}
