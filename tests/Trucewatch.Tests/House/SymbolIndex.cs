using System.Reflection;

namespace Trucewatch.Tests.House;

/// <summary>Answers whether a `Type.Member`, namespace or project exists, ours or the platform's.</summary>
internal static class SymbolIndex
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.FlattenHierarchy;

    private static readonly Lazy<ILookup<string, Type>> Types = new(() => Assemblies()
        .SelectMany(assembly => assembly.GetTypes())
        .ToLookup(type => type.Name.Split('`')[0], StringComparer.Ordinal));

    public static bool Exists(string symbol)
    {
        if (Directions.All.Any(room => symbol == "Trucewatch." + room.Name || symbol == room.Name))
        {
            return true;
        }

        var parts = symbol.Split('.');
        return Types.Value[parts[^1]].Any(type => type.FullName!.Replace('+', '.').Split('`')[0].EndsWith(
                "." + symbol, StringComparison.Ordinal) || type.FullName == symbol)
            || Types.Value[parts[^2]].Any(type => type.GetMember(parts[^1], Any).Length > 0)
            || Types.Value.Any(group => group.Any(type => type.Namespace == symbol));
    }

    private static IEnumerable<Assembly> Assemblies() => Directions.All
        .Where(room => Directory.Exists(Path.Combine(RepositoryTree.Root, "src", "Trucewatch." + room.Name)))
        .Select(room => Assembly.Load(room.Assembly))
        .Append(typeof(SymbolIndex).Assembly)
        .Append(typeof(object).Assembly);
}
