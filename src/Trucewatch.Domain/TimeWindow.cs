namespace Trucewatch.Domain;

/// <summary>A stretch of time: from its first instant to just before its end.</summary>
/// <param name="From">First instant.</param>
/// <param name="Until">First instant after it.</param>
public readonly record struct TimeWindow(Instant From, Instant Until)
{
    /// <summary>True from the first instant to just before the end.</summary>
    public bool Contains(Instant at) => at >= From && at < Until;
}

/// <summary>A stretch of time whose ends may be open.</summary>
/// <param name="From">First instant, or null: from the beginning.</param>
/// <param name="Until">First instant after it, or null: without end.</param>
public readonly record struct Period(Instant? From, Instant? Until)
{
    /// <summary>True when the instant lies in it.</summary>
    public bool Contains(Instant at) => (From is not { } from || at >= from) && (Until is not { } until || at < until);

    /// <summary>In words, for example <c>from 2030-01-01T00:00:00.000Z</c>.</summary>
    public override string ToString() => (From, Until) switch
    {
        (null, null) => "always",
        ({ } from, null) => $"from {from}",
        (null, { } until) => $"until {until}",
        ({ } from, { } until) => from < until ? $"from {from} until {until}" : "never",
    };
}
