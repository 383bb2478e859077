using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Server.Commands;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Server.Hosting;

/// <summary>Reads an agreement pack from a folder, and finds the bundled ones.</summary>
internal static class AgreementFolder
{
    public const string Bundled = "illustrative-eastern-line";

    /// <summary>The pack and all that is wrong with it, the rules' settings included.</summary>
    public static (Agreement? Agreement, ImmutableArray<PackProblem> Problems) Check(string folder) =>
        Check(ReadFiles(folder));

    /// <summary>The same of a pack's files.</summary>
    public static (Agreement? Agreement, ImmutableArray<PackProblem> Problems) Check(PackFiles files)
    {
        var reading = AgreementPack.Read(files);
        if (reading.Agreement is null || reading.Problems.Length > 0)
        {
            return (null, reading.Problems);
        }

        var (_, problems) = RuleBook.Compile(reading.Agreement);
        return (problems.Length > 0 ? null : reading.Agreement, problems);
    }

    /// <summary>The agreement of a pack that must be sound.</summary>
    /// <exception cref="UnusableException">It is not; the message names the first problem.</exception>
    public static Agreement Open(string folder)
    {
        var (agreement, problems) = Check(folder);
        return agreement
            ?? throw new UnusableException(FormattableString.Invariant(
                $"{folder}/{problems[0]} ({problems.Length} in all; see: trucewatch agreement check {folder})"));
    }

    /// <summary>The terms of a pack that is sound, for a comparison with another.</summary>
    public static PackTree Tree(string folder) => PackTree.Read(ReadFiles(folder))
        ?? throw new UnusableException($"{folder}: expected the terms of an agreement, got none");

    /// <summary>The folder of the pack that comes with the program and has this hash, or null.</summary>
    public static string? FindByHash(string hash)
    {
        var packs = Directory.GetParent(FindBundled(Bundled))!.FullName;
        return Directory.EnumerateDirectories(packs).Order(StringComparer.Ordinal)
            .FirstOrDefault(folder => ReadFiles(folder).Hash() == hash);
    }

    /// <summary>The folder of a pack that comes with the program.</summary>
    public static string FindBundled(string name)
    {
        string[] starts = [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];
        foreach (var start in starts)
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var pack = Path.Combine(folder.FullName, "agreements", name);
                if (File.Exists(Path.Combine(pack, "agreement.yaml")))
                {
                    return pack;
                }
            }
        }

        throw new UnusableException(
            $"agreement {name}: expected a folder agreements/{name} beside the program, found none");
    }

    /// <summary>The files of a pack's folder.</summary>
    public static PackFiles ReadFiles(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UnusableException($"{folder}: expected the folder of an agreement pack, found none");
        }

        return new PackFiles(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            Directory.EnumerateFiles(folder)
                .Order(StringComparer.Ordinal)
                .Select(file => new PackFile(Path.GetFileName(file), File.ReadAllBytes(file))));
    }
}
