namespace Trucewatch.Tests.House;

/// <summary>Interfaces with fewer than two implementations in src, each with the reason why it is there.</summary>
internal static class LoneInterfaces
{
    public static readonly IReadOnlyDictionary<string, string> Reasons =
        new Dictionary<string, string>(StringComparer.Ordinal);
}
