using System.Net.Sockets;

namespace Trucewatch.Feeds.Transport;

/// <summary>Reads one stream to its end into an intake.</summary>
internal static class StreamReading
{
    /// <summary>Bytes asked for at once from a socket.</summary>
    public const int SocketBytes = 16 * 1024;

    /// <summary>
    /// Reads until the stream ends or breaks, or its unfinished frame finds no room beside those of the feed's other
    /// streams; what came before that is taken in. True when any byte came.
    /// </summary>
    public static async Task<bool> ReadToEndAsync(
        Stream from, FeedIntake intake, int chunkBytes, CancellationToken stop, bool isOneOfMany = false)
    {
        var cutter = intake.OpenStream(isOneOfMany);
        var any = false;
        try
        {
            while (true)
            {
                if (!cutter.TryBudget(chunkBytes))
                {
                    intake.Refusals.Note(Refusal.BufferFull);
                    return any;
                }

                var count = await from.ReadAsync(cutter.Room(chunkBytes), stop);
                if (count == 0)
                {
                    return any;
                }

                any = true;
                cutter.Wrote(count);
                await intake.TakeAsync(cutter, final: false, stop);
            }
        }
        catch (IOException broken) when (broken.InnerException is SocketException)
        {
            // A peer that breaks off is no error of ours; a file that cannot be read is one.
            return any;
        }
        finally
        {
            await intake.TakeAsync(cutter, final: true, CancellationToken.None);
            cutter.LetGo();
        }
    }
}
