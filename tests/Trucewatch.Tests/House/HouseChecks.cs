namespace Trucewatch.Tests.House;

/// <summary>
/// The checks of the house in one table. Each has files that it must find fault with, and files that it must not, so
/// that a check which has gone blind, or sees ghosts, is seen itself.
/// </summary>
internal static partial class HouseChecks
{
    public sealed record Check(
        string Name,
        Func<IReadOnlyList<SourceFile>, IEnumerable<Breach>> Run,
        SourceFile[][] Planted,
        SourceFile[] Innocent);

    public static readonly IReadOnlyList<Check> All =
    [
        new("direction of projects", Directions.OfProjects, PlantedDirections, [Project("Watch", "Domain")]),
        new("projects in the solution", Directions.OfSolution, [[Project("Watch", "Domain")]], InnocentSolution),
        new("banned calls", Bans.DeterministicCalls, PlantedCalls, InnocentCalls),
        new("function length", TidyCode.FunctionLength, PlantedFunctions, InnocentFunctions),
        new("type names", TidyCode.TypeNames, PlantedTypes, InnocentTypes),
        new("namespaces are folders", TidyCode.Namespaces, PlantedNamespaces, InnocentNamespaces),
        new("commented-out code", TidyCode.CommentedOutCode, PlantedComments, InnocentComments),
        new("lone interfaces", TidyCode.Interfaces, PlantedInterfaces, InnocentInterfaces),
        new("names of tests", TidyCode.TestNames, PlantedTests, InnocentTests),
        new("line length", TidyText.LineLength, PlantedLines, InnocentLines),
        new("one title", TidyText.OneTitle, PlantedTitles, InnocentTitles),
        new("leftovers", TidyText.NoLeftovers, PlantedLeftovers, [Source("// Nothing to do here, no fixmeup.")]),
        new("machine paths", TidyText.NoMachinePaths, PlantedPaths, InnocentPaths),
        new("workshop talk", TidyText.NoWorkshopTalk, PlantedTalk, InnocentTalk),
        new("npm lock file", TidyText.NpmLockNamesNoServer, PlantedLock, InnocentLock),
        new("launch settings", TidyText.NoLaunchSettings, PlantedLaunch, [new("src/X/appsettings.json", "{}")]),
        new("folder names", TidyText.FolderNames, PlantedFolders, InnocentFolders),
        new("length of READMEs", TidyText.ReadmeLength, PlantedReadmes, InnocentReadmes),
        new("README of each room", TidyText.RoomReadmes, [[Project("Watch")]], InnocentRooms),
        new("links", files => Documents.Links(files, PathsOf(files)), PlantedLinks, InnocentLinks),
        new("index of documents", Documents.Index, PlantedIndex, InnocentIndex),
        new("symbols", files => Documents.Symbols(files, SymbolIndex.Exists), PlantedSymbols, InnocentSymbols),
        new("glossary", Documents.Glossary, PlantedGlossary, InnocentGlossary),
        new("commands", files => Documents.ReadmeCommands(files, PathsOf(files)), PlantedCommands, InnocentCommands),
    ];

    // The tree knows binary files too; a planted list of files is its own tree.
    private static IReadOnlyList<string> PathsOf(IReadOnlyList<SourceFile> files) =>
        ReferenceEquals(files, SourceTree.Files) ? SourceTree.Paths : [.. files.Select(file => file.Path)];
}
