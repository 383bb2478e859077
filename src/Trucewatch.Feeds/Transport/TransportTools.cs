namespace Trucewatch.Feeds.Transport;

/// <summary>What a transport is given to work with, so that time and chance are inputs here too.</summary>
/// <param name="Clock">The clock that measures pauses.</param>
/// <param name="Chance">Numbers from 0 up to but not including 1, which spread the attempts of many clients.</param>
/// <param name="Refusals">Takes the counts of what is refused.</param>
public sealed record TransportTools(TimeProvider Clock, Func<double> Chance, RefusalCounts Refusals);

/// <summary>
/// Growing pauses between attempts to connect. Each is spread by chance over its upper half, so that a thousand clients
/// of a server that comes back do not all return in the same instant.
/// </summary>
/// <param name="chance">Numbers from 0 up to but not including 1.</param>
public sealed class Backoff(Func<double> chance)
{
    /// <summary>Longest pause after a connection that brought bytes.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause of all.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan next = First;

    /// <summary>A connection brought bytes: the next pause is a short one again.</summary>
    public void Reset() => next = First;

    /// <summary>The pause before the next attempt; each call doubles the one after it, up to the longest.</summary>
    public TimeSpan Next()
    {
        var pause = next;
        next = next * 2 < Longest ? next * 2 : Longest;
        return pause * (0.5 + (chance() / 2));
    }
}
