using System.Reflection;

namespace Trucewatch.Tests.House;

/// <summary>
/// Names of members as compilers write them in documentation files and as the banned-symbol lists use them
/// (C# language specification, annex D.4.2 "ID string format").
/// </summary>
internal static class DocumentationIds
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Of(MethodBase method)
    {
        var name = method.IsConstructor ? "#ctor" : method.Name;
        var arity = method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : "";
        var parameters = method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)).ToArray();
        var list = parameters.Length == 0 ? "" : $"({string.Join(',', parameters)})";
        return $"M:{NameOf(method.DeclaringType!)}.{name}{arity}{list}";
    }

    /// <summary>True where the runtime has what the id names.</summary>
    public static bool Exists(string id)
    {
        var kind = id[0];
        var name = id[2..];
        if (kind == 'N')
        {
            return Platform().Any(assembly => assembly.GetExportedTypes().Any(type => type.Namespace == name));
        }

        if (kind == 'T')
        {
            return Find(name) is not null;
        }

        var bare = name.Split('(')[0];
        var cut = bare.LastIndexOf('.');
        var type = Find(bare[..cut]);
        return type is not null && (kind == 'P'
            ? type.GetProperty(bare[(cut + 1)..], Declared) is not null
            : type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).Any(m => Of(m) == id));
    }

    private static Type? Find(string name) =>
        Platform().Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);

    private static IEnumerable<Assembly> Platform() =>
        new[]
        {
            "System.Private.CoreLib", "System.Runtime.Numerics", "System.Collections.Immutable",
            "System.Collections.Concurrent", "System.Diagnostics.Process", "System.Console", "System.Threading",
            "System.Linq.Parallel", "System.Threading.Tasks.Parallel", "System.Net.Sockets", "System.Net.Http",
            "System.Net.Primitives", "System.Security.Cryptography", "System.IO.Pipes", "System.IO.MemoryMappedFiles",
            "System.Data.Common",
        }.Select(Assembly.Load);

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return NameOf(type.GetElementType()!) + "@";
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        if (type.IsPointer)
        {
            return NameOf(type.GetElementType()!) + "*";
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        if (type.IsGenericType && !type.IsGenericTypeDefinition)
        {
            var open = type.GetGenericTypeDefinition().FullName!;
            var arguments = string.Join(',', type.GetGenericArguments().Select(NameOf));
            return $"{open[..open.IndexOf('`', StringComparison.Ordinal)]}{{{arguments}}}".Replace('+', '.');
        }

        return type.FullName!.Replace('+', '.');
    }
}
