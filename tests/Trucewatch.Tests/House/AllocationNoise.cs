namespace Trucewatch.Tests.House;

/// <summary>
/// What the runtime's count of a thread's allocated bytes may be off by: when another test makes the collector run, the
/// unused rest of the thread's allocation block, up to 8 KiB, is counted as used. Gates measure at least a thousand
/// rounds, so that the smallest object a round, 24 bytes, is well above it.
/// </summary>
public static class AllocationNoise
{
    /// <summary>Two blocks.</summary>
    public const long Bytes = 2 * 8192;
}
