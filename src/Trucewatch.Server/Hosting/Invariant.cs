namespace Trucewatch.Server.Hosting;

/// <summary>Checks of our own state that are always on.</summary>
internal static class Invariant
{
    /// <summary>Throws when the condition does not hold.</summary>
    public static void Holds(bool condition, FormattableString otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(FormattableString.Invariant(otherwise));
        }
    }
}
