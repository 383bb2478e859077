namespace Trucewatch.Feeds.Envelope;

/// <summary>
/// Which batches of a key have come, as in RFC 4303: the newest number and a bit for each of those before it. What is
/// older than the window cannot be told from a replay and counts as one.
/// </summary>
public sealed class ReplayWindow
{
    /// <summary>By how many numbers a batch may be overtaken.</summary>
    public const int Size = 64;

    private ulong newest;
    private ulong seen;

    /// <summary>Takes a number; false when it came before or is too old.</summary>
    public bool TryTake(ulong sequence)
    {
        if (seen == 0 || sequence > newest)
        {
            var ahead = seen == 0 ? Size : sequence - newest;
            seen = (ahead >= Size ? 0 : seen << (int)ahead) | 1;
            newest = sequence;
            return true;
        }

        var behind = newest - sequence;
        if (behind >= Size || (seen & (1UL << (int)behind)) != 0)
        {
            return false;
        }

        seen |= 1UL << (int)behind;
        return true;
    }
}
