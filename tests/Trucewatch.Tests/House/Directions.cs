using System.Reflection;
using System.Xml.Linq;

namespace Trucewatch.Tests.House;

/// <summary>Who may know whom: the one table that project files and built assemblies are held against.</summary>
internal static class Directions
{
    /// <summary>A project, the rooms it may reference, and the packages it may use beside analyzers.</summary>
    public sealed record Room(string Name, string Assembly, string[] Rooms, string[] Packages, bool IsWebHost = false);

    public static readonly IReadOnlyList<Room> All =
    [
        new("Geo", "Trucewatch.Geo", [], ["NetTopologySuite"]),
        new("Evidence", "Trucewatch.Evidence", [], ["NSec.Cryptography"]),
        new("Domain", "Trucewatch.Domain", ["Geo"], ["YamlDotNet"]),
        new("Feeds", "Trucewatch.Feeds", ["Domain", "Geo"], ["MQTTnet"]),
        new("Watch", "Trucewatch.Watch", ["Domain", "Geo"], []),
        new(
            "Reports", "Trucewatch.Reports", ["Domain", "Geo", "Evidence"],
            ["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"]),
        new("Storage.Sqlite", "Trucewatch.Storage.Sqlite", ["Domain", "Geo", "Evidence"], ["Microsoft.Data.Sqlite"]),
        new("Storage.Postgres", "Trucewatch.Storage.Postgres", ["Domain", "Geo", "Evidence"], ["Npgsql"]),
        new("Cluster", "Trucewatch.Cluster", ["Domain", "Watch"], ["Microsoft.Orleans"]),
        new("Simulation", "Trucewatch.Simulation", ["Domain", "Geo", "Feeds", "Watch", "Evidence"], []),
        new(
            "Server",
            "trucewatch",
            [
                "Geo", "Evidence", "Domain", "Feeds", "Watch", "Reports", "Storage.Sqlite", "Storage.Postgres",
                "Cluster", "Simulation",
            ],
            [
                "System.CommandLine", "Microsoft.AspNetCore.OpenApi", "System.Security.Cryptography.Pkcs",
                "Microsoft.AspNetCore.Authentication.OpenIdConnect",
            ],
            IsWebHost: true),
        new("Verifier", "trucewatch-verify", ["Evidence"], ["System.Security.Cryptography.Pkcs"]),
    ];

    // An assembly of a package may have another name than the package.
    private static readonly Dictionary<string, string[]> AssembliesOf = new(StringComparer.Ordinal)
    {
        ["Microsoft.AspNetCore.OpenApi"] = ["Microsoft.OpenApi"],
        ["Microsoft.AspNetCore.Authentication.OpenIdConnect"] = ["Microsoft.IdentityModel"],
        ["Microsoft.Data.Sqlite"] = ["SQLitePCLRaw.core", "SQLitePCLRaw.batteries_v2"],
        ["Microsoft.Orleans"] = ["Orleans"],
    };

    private static readonly string[] Analyzers =
    [
        "Microsoft.CodeAnalysis.BannedApiAnalyzers", "Meziantou.Analyzer", "Microsoft.VisualStudio.Threading.Analyzers",
    ];

    /// <summary>Compares the project files under src with the table.</summary>
    public static IEnumerable<Breach> OfProjects(IReadOnlyList<SourceFile> files)
    {
        foreach (var file in files.Where(IsRoomProject))
        {
            var name = Path.GetFileNameWithoutExtension(file.Name)["Trucewatch.".Length..];
            var room = All.FirstOrDefault(room => room.Name == name);
            if (room is null)
            {
                yield return new Breach(file.Path, 1, $"project '{name}': expected a row in Directions.All");
                continue;
            }

            var xml = XDocument.Parse(file.Text);
            foreach (var reference in Includes(xml, "ProjectReference"))
            {
                var target = Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'))["Trucewatch.".Length..];
                if (!room.Rooms.Contains(target, StringComparer.Ordinal))
                {
                    yield return new Breach(file.Path, 1, $"{name} -> {target}: {Expected(room)}");
                }
            }

            foreach (var package in Includes(xml, "PackageReference"))
            {
                if (!IsAllowedPackage(room, package) && !Analyzers.Contains(package, StringComparer.Ordinal))
                {
                    yield return new Breach(file.Path, 1, $"{name} -> package {package}: {Expected(room)}");
                }
            }
        }
    }

    /// <summary>Each project stands in the solution.</summary>
    public static IEnumerable<Breach> OfSolution(IReadOnlyList<SourceFile> files)
    {
        var solution = files.FirstOrDefault(file => file.Path == "Trucewatch.slnx")?.Text ?? "";
        return from file in files
               where file.Path.EndsWith(".csproj", StringComparison.Ordinal) && file.Folders is ["src" or "tests", ..]
               where !solution.Contains($"\"{file.Path}\"", StringComparison.Ordinal)
               select new Breach(file.Path, 1, "expected a line in Trucewatch.slnx, got none");
    }

    /// <summary>Compares what a built assembly really references with the table.</summary>
    public static IEnumerable<string> OfAssembly(Room room, IEnumerable<string> references)
    {
        foreach (var reference in references)
        {
            var target = All.FirstOrDefault(other => other.Assembly == reference);
            var isAllowed = target is not null
                ? room.Rooms.Contains(target.Name, StringComparer.Ordinal)
                : IsAllowedPackage(room, reference) || IsPlatform(room, reference);
            if (!isAllowed)
            {
                yield return $"{room.Assembly} -> {reference}: {Expected(room)}";
            }
        }
    }

    public static IEnumerable<string> ReferencesOf(Room room) =>
        Assembly.Load(room.Assembly).GetReferencedAssemblies().Select(name => name.Name!);

    private static bool IsRoomProject(SourceFile file) =>
        file.Folders is ["src", _] && file.Path.EndsWith(".csproj", StringComparison.Ordinal);

    private static IEnumerable<string> Includes(XDocument xml, string element) =>
        xml.Descendants(element).Select(e => e.Attribute("Include")?.Value).OfType<string>();

    private static bool IsAllowedPackage(Room room, string name) => room.Packages
        .SelectMany(package => AssembliesOf.GetValueOrDefault(package, []).Append(package))
        .Any(allowed => name == allowed || name.StartsWith(allowed + ".", StringComparison.Ordinal));

    // Packages may be named System.* too: they are told apart by name, because the runtime does not mark its own.
    private static bool IsPlatform(Room room, string name) => name switch
    {
        "System.CommandLine" => false,
        "mscorlib" or "netstandard" or "System" or "Microsoft.CSharp" or "Microsoft.Win32.Primitives" => true,
        _ when name.StartsWith("System.", StringComparison.Ordinal) => true,
        _ when name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) => room.IsWebHost,
        _ when name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) => room.IsWebHost,
        "Microsoft.Net.Http.Headers" => room.IsWebHost,
        _ => false,
    };

    private static string Expected(Room room) =>
        $"expected only [{string.Join(", ", room.Rooms)}] and packages [{string.Join(", ", room.Packages)}]";
}
