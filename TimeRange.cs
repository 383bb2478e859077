using Trucewatch.Domain;

namespace Trucewatch.Watch.Machinery;

/// <summary>A time that is known to lie between two; both are possible.</summary>
/// <param name="Earliest">The earliest instant.</param>
/// <param name="Latest">The latest instant.</param>
internal readonly record struct TimeRange(Instant Earliest, Instant Latest)
{
    /// <summary>True when the time is known.</summary>
    public bool IsExact => Earliest == Latest;

    /// <summary>How long, where the two are beginning and end.</summary>
    public TimeSpan Length => Latest - Earliest;

    /// <summary>A known time.</summary>
    public static TimeRange At(Instant at) => new(at, at);

    /// <summary>The range moved by a duration.</summary>
    public static TimeRange operator +(TimeRange range, TimeSpan by) => new(range.Earliest + by, range.Latest + by);
}

/// <summary>A clock that runs from a time that may be disputed: it has an earliest and a latest deadline.</summary>
/// <param name="Start">When it started.</param>
/// <param name="Within">How long it runs.</param>
internal readonly record struct Clock(TimeRange Start, TimeSpan Within)
{
    /// <summary>The deadlines.</summary>
    public TimeRange Due => Start + Within;

    /// <summary>How it stands: a deed at the very deadline is in time.</summary>
    /// <param name="done">When the deed was done, or null.</param>
    /// <param name="at">When the question is asked, or null: nobody asks whether it is late.</param>
    public string Words(TimeRange? done, Instant? at)
    {
        if (done is { } deed && (at is null || deed.Earliest <= at))
        {
            return deed.Latest <= Due.Earliest ? "done in time"
                : deed.Earliest > Due.Latest ? "done late"
                : "done, perhaps late";
        }

        return at is null || at <= Due.Earliest ? $"due {Terms.Words(Due)}"
            : at > Due.Latest ? $"overdue since {Terms.Words(Due)}"
            : $"perhaps overdue, due {Terms.Words(Due)}";
    }
}
