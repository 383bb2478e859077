using System.Diagnostics.CodeAnalysis;

namespace Trucewatch.Watch;

/// <summary>
/// Checks that are always on. A broken one stops the sector's verdicts and is stated as an operational fact, while
/// tracks go on: a wrong verdict is worse than none.
/// </summary>
public static class Invariant
{
    /// <summary>Goes on when the condition holds.</summary>
    /// <exception cref="BrokenInvariantException">It does not.</exception>
    public static void Holds([DoesNotReturnIf(false)] bool condition, string words)
    {
        if (!condition)
        {
            throw new BrokenInvariantException(words);
        }
    }
}

/// <summary>Something that must always hold does not.</summary>
public sealed class BrokenInvariantException : Exception
{
    /// <summary>Says nothing of what broke.</summary>
    public BrokenInvariantException()
    {
    }

    /// <summary>Says what should have held.</summary>
    public BrokenInvariantException(string message)
        : base(message)
    {
    }

    /// <summary>Says what should have held, and what came before.</summary>
    public BrokenInvariantException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
