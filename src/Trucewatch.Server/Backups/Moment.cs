using Trucewatch.Domain;

namespace Trucewatch.Server.Backups;

/// <summary>A point in time that is restored: by the log's size, or by when frames were received.</summary>
/// <param name="Size">The log's size then, or null.</param>
/// <param name="AsOf">What was received up to this time, or null.</param>
internal sealed record Moment(long? Size, Instant? AsOf)
{
    /// <summary>In words.</summary>
    public override string ToString() => AsOf is { } at ? $"as of {at}" : FormattableString.Invariant($"size {Size}");
}
