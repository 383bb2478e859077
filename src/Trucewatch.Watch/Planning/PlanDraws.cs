namespace Trucewatch.Watch.Planning;

/// <summary>
/// A seeded stream of numbers (SplitMix64: Steele, Lea and Flood 2014): the seed is an input, and the same seed gives
/// the same plan on every machine.
/// </summary>
/// <param name="seed">The seed.</param>
internal sealed class PlanDraws(ulong seed)
{
    private ulong state = seed;

    /// <summary>A whole number from 0 to below the limit.</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (ulong)limit >> 32);

    /// <summary>A number from 0 to below 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
