using Trucewatch.Domain;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A time that is known as an interval. A clock that starts then has an earliest and a latest deadline, and nobody is
/// said to be late before the latest has passed.
/// </summary>
internal readonly record struct Span(Instant First, Instant Last)
{
    // A deadline beyond the calendar stands at its end, so that it can still be written.
    private static readonly Instant Start = Instant.From(DateTimeOffset.MinValue);
    private static readonly Instant End = Instant.From(DateTimeOffset.MaxValue);

    /// <summary>True where the time is known to the microsecond.</summary>
    public bool IsOne => First == Last;

    /// <summary><c>TIME</c> or <c>TIME/TIME</c>.</summary>
    public static bool TryParse(string text, out Span span)
    {
        span = default;
        var ends = text.Split('/');
        if (ends.Length > 2 || !Instant.TryParse(ends[0], out var first) || !Instant.TryParse(ends[^1], out var last)
            || last < first)
        {
            return false;
        }

        span = new Span(first, last);
        return true;
    }

    public static Span operator +(Span span, TimeSpan by) => new(Moved(span.First, by), Moved(span.Last, by));

    /// <summary>An instant moved by a duration, within the calendar.</summary>
    public static Instant Moved(Instant at, TimeSpan by) =>
        at + by is var moved && moved < Start ? Start : moved > End ? End : moved;

    /// <summary>The later of two times: both of its ends are the later ones.</summary>
    public static Span Later(Span a, Span b) =>
        new(a.First > b.First ? a.First : b.First, a.Last > b.Last ? a.Last : b.Last);

    /// <summary>True when all of it is before another; null where they overlap.</summary>
    public bool? IsUntil(Span other) => Last <= other.First ? true : First > other.Last ? false : null;

    /// <summary>A deadline in words, as of a time if one is stated.</summary>
    public string Deadline(Instant? at) => at is not { } now ? $"due {this}"
        : now > Last ? $"overdue since {this}"
        : now > First ? $"due {this}, cannot be told whether overdue"
        : $"due {this}";

    /// <inheritdoc/>
    public override string ToString() => IsOne ? $"{First}" : $"{First} to {Last}";
}
