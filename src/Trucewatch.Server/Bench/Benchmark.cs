namespace Trucewatch.Server.Bench;

/// <summary>Something whose speed is worth a number.</summary>
/// <param name="Name">Name in the command.</param>
/// <param name="Words">What an item is, in one line, for <c>--help</c>.</param>
/// <param name="Prepare">
/// Makes what is measured, from a fixed seed. More than one trial where a second one is the first one's peer.
/// </param>
internal sealed record Benchmark(string Name, string Words, Func<IEnumerable<Trial>> Prepare)
{
    /// <summary>
    /// True where the trials take turns, a batch of each, because what is asked for is their ratio and both use the
    /// whole machine.
    /// </summary>
    public bool InTurns { get; init; }
}

/// <summary>One thing that is measured by running batches on one thread.</summary>
/// <param name="Name">Name in the output.</param>
/// <param name="BatchItems">Items in a batch.</param>
/// <param name="RunBatch">
/// Runs the batch of this number, counted from 0 without end; what it gives depends on all work, so that none can be
/// left out.
/// </param>
/// <param name="IsPeer">True for the peer of the trial before it: its line states the ratio of their speeds.</param>
internal sealed record Trial(string Name, int BatchItems, Func<long, long> RunBatch, bool IsPeer = false)
{
    /// <summary>Further figures of the work, written after those of its speed; null for none.</summary>
    public Func<IReadOnlyList<(string Name, double Value)>>? Figures { get; init; }

    /// <summary>Clears away what a batch left, unmeasured; null where there is nothing.</summary>
    public Action? AfterBatch { get; init; }

    /// <summary>Bytes of input that an item is made of; 0 where nobody asks.</summary>
    public double InputBytesPerItem { get; init; }
}
