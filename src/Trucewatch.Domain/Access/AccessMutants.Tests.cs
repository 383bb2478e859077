using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Trucewatch.Evidence;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Domain.Access;

/// <summary>
/// Changes the source of the policy in one place after the other, compiles all of that with the compiler of the SDK,
/// and asks whether the matrix notices. A mutant that nobody notices is a rule that nobody tests.
/// </summary>
public sealed partial class AccessMutantsTests
{
    private const string Folder = "src/Trucewatch.Domain/Access/";

    private static readonly string[] Sources = ["AccessPolicy.cs", "AccessTable.cs"];

    /// <summary>What is changed into what, wherever it stands in code.</summary>
    private static readonly (string From, string To)[] Changes =
    [
        (" && ", " || "), (" || ", " && "), (" == ", " != "), (" != ", " == "), (" > clearance", " >= clearance"),
        (".Any(", ".All("), (".All(", ".Any("), ("is null", "is not null"), ("is not null", "is null"),
        (" is not (", " is ("), ("!party", "party"), ("!Speaks", "Speaks"), ("!Releases", "Releases"),
        ("!rule", "rule"), ("!who", "who"), (" => false", " => true"), (" => true", " => false"),
        ("Classification.Restricted", "Classification.Confidential"),
        ("Classification.Restricted", "Classification.Public"),
        ("Classification.Confidential", "Classification.Restricted"),
        ("=> Classification.Public", "=> Classification.Restricted"),
        ("HasBrokenGlass = false", "HasBrokenGlass = true"), ("isEmergency ||", "false ||"),
        ("LabelRule.Read", "LabelRule.None"), ("LabelRule.Live", "LabelRule.Read"),
        ("LabelRule.None", "LabelRule.Read"),
        ("Distance.NeitherParty", "Distance.OwnCase"), ("Distance.OwnCase", "Distance.Free"),
        ("Distance.Free", "Distance.NeitherParty"), ("NeedsPerson: true", "NeedsPerson: false"),
        ("NeedsPerson: false", "NeedsPerson: true"), ("Readers,", "Staff,"), ("Staff,", "Readers,"),
        ("Watch,", "Staff,"), ("Begun,", "[CaseState.None],"), (".. Rulings", "CaseState.Upheld"),
        (".. Violations", "CaseState.ConfirmedViolation"), (".. Outcomes", "CaseState.Permitted"),
        ("Role.Auditor", "Role.Public"), ("Role.Machine", "Role.Public"), (" or Role.Contributor", ""),
        (" or Role.Analyst", ""), (" or Role.Auditor", ""), (" or Role.StraitsAuthority", ""),
        (", Role.Contributor", ""), (", Role.Commission", ""), (", Role.Machine", ""), ("Role.Analyst, ", ""),
        ("Role.PartyLiaison, ", ""), ("Role.WatchOfficer, ", ""), ("[CaseState.Disputed]", "Begun"),
        ("CaseState.Closed", "CaseState.Received"), ("CaseState.Amended", "CaseState.SetAside"),
        ("who.Nation", "who.Person"), ("\"public\"", "Mission"), ("Denial.Label", "Denial.State"),
    ];

    /// <summary>Of four mutants that stand beside each other one is tried each time, all in an explicit run.</summary>
    private const int OneOf = 4;

    [Fact]
    public void The_matrix_notices_nearly_every_change_to_the_policy() =>
        Try([.. Mutants().Where((_, index) => index % OneOf == 0)]);

    [Fact(Explicit = true)]
    public void The_matrix_notices_nearly_every_change_of_all() => Try([.. Mutants()]);

    private static void Try(List<(string[] Texts, string What)> mutants)
    {
        Assert.InRange(mutants.Count, 60, 1000);
        var (assembly, compiled) = Compile(mutants);
        Assert.True(compiled.Count >= 60, $"{compiled.Count} mutants compiled");
        var matrix = new AccessMatrix(new AccessOracle());
        var survivors = new List<string>();
        Parallel.ForEach(compiled, new ParallelOptions { MaxDegreeOfParallelism = 2 }, index =>
        {
            if (!IsNoticed(matrix, assembly, index))
            {
                lock (survivors)
                {
                    survivors.Add(mutants[index].What);
                }
            }
        });
        survivors.Sort(StringComparer.Ordinal);
        var caught = compiled.Count - survivors.Count;
        TestContext.Current.SendDiagnosticMessage(
            $"{caught} of {compiled.Count} mutants caught; not:\n{string.Join('\n', survivors)}");
        Assert.True(
            caught >= 0.95 * compiled.Count,
            $"{caught} of {compiled.Count} caught; these were not:\n{string.Join('\n', survivors)}");
    }

    [Fact]
    public void The_policy_itself_is_no_mutant()
    {
        var (assembly, compiled) = Compile([(Sources.Select(Read).ToArray(), "unchanged")]);
        Assert.Single(compiled);
        Assert.False(IsNoticed(new AccessMatrix(new AccessOracle()), assembly, 0));
    }

    private static bool IsNoticed(AccessMatrix matrix, Assembly assembly, int index)
    {
        try
        {
            var type = assembly.GetType($"Mutant{index}.AccessPolicy", throwOnError: true)!;
            var calls = new PolicyCalls(
                type.GetMethod("Decide")!.CreateDelegate<Func<Demand, Denial?>>(),
                type.GetMethod("MayAsk")!.CreateDelegate<Func<Role, Operation, bool>>(),
                type.GetMethod("RolesFor")!.CreateDelegate<Func<Operation, ImmutableArray<Role>>>());
            return matrix.Deviations(calls).Any();
        }
        catch (Exception fault) when (fault is TypeInitializationException or NullReferenceException
            or InvalidOperationException or ArgumentException)
        {
            return true;
        }
    }

    private static string Read(string source) => File.ReadAllText(Path.Combine(RepositoryTree.Root, Folder, source));

    private static IEnumerable<(string[] Texts, string What)> Mutants()
    {
        var texts = Sources.Select(Read).ToArray();
        for (var source = 0; source < texts.Length; source++)
        {
            foreach (var (from, to) in Changes)
            {
                var at = -1;
                while ((at = texts[source].IndexOf(from, at + 1, StringComparison.Ordinal)) >= 0)
                {
                    var begin = texts[source].LastIndexOf('\n', at) + 1;
                    var line = texts[source][begin..texts[source].IndexOf('\n', at)].Trim();
                    if (line.StartsWith("//", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    var changed = texts.ToArray();
                    changed[source] = string.Concat(
                        texts[source].AsSpan(0, at), to, texts[source].AsSpan(at + from.Length));
                    yield return (changed, $"{Sources[source]}: '{from}' to '{to}' in: {line}");
                }
            }
        }
    }

    /// <summary>All mutants as one assembly, each in a namespace of its own, without those that are no C#.</summary>
    private static (Assembly Assembly, List<int> Compiled) Compile(IReadOnlyList<(string[] Texts, string What)> mutants)
    {
        using var folder = new TemporaryFolder();
        var left = Enumerable.Range(0, mutants.Count).ToList();
        foreach (var index in left)
        {
            for (var source = 0; source < Sources.Length; source++)
            {
                File.WriteAllText(
                    Path.Combine(folder.Path, $"m{index}-{source}.cs"),
                    "using Trucewatch.Domain.Access;\n" + mutants[index].Texts[source].Replace(
                        "namespace Trucewatch.Domain.Access;", $"namespace Mutant{index};", StringComparison.Ordinal));
            }
        }

        for (var round = 0; ; round++)
        {
            Assert.True(round < 4, "expected to know all that is no C# after three rounds");
            var output = RunCompiler(folder.Path, left);
            if (output.Length == 0)
            {
                break;
            }

            var wrong = FileOfError().Matches(output).Select(match => int.Parse(match.Groups[1].ValueSpan)).ToHashSet();
            Assert.True(wrong.Count > 0, output);
            left.RemoveAll(wrong.Contains);
        }

        using var bytes = new MemoryStream(File.ReadAllBytes(Path.Combine(folder.Path, "mutants.dll")));
        return (new AssemblyLoadContext("mutants").LoadFromStream(bytes), left);
    }

    /// <summary>Runs the compiler; its errors, or nothing.</summary>
    private static string RunCompiler(string folder, IEnumerable<int> mutants)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        var compiler = Directory.EnumerateDirectories(Path.Combine(root, "sdk"))
            .Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll")).Where(File.Exists)
            .Order(StringComparer.Ordinal).Last();
        List<string> lines =
        [
            "-nologo", "-noconfig", "-nostdlib", "-target:library", "-nullable:enable", "-langversion:latest",
            "-nowarn:CS1591,CS8632,CS8524,CS8509,CS0162,CS8604,CS8602", "-warn:0", "-preferreduilang:en",
            $"-out:\"{Path.Combine(folder, "mutants.dll")}\"",
            $"-r:\"{typeof(AccessRule).Assembly.Location}\"",
            .. Directory.EnumerateFiles(runtime, "System.*.dll").Where(IsManaged).Select(file => $"-r:\"{file}\""),
            $"\"{Path.Combine(folder, "usings.cs")}\"",
            .. mutants.SelectMany(index => Sources.Select((_, source) =>
                $"\"{Path.Combine(folder, $"m{index}-{source}.cs")}\"")),
        ];
        File.WriteAllText(
            Path.Combine(folder, "usings.cs"),
            "global using System;\nglobal using System.Collections.Generic;\nglobal using System.Linq;\n");
        File.WriteAllLines(Path.Combine(folder, "compile.rsp"), lines);
        var start = new ProcessStartInfo(Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"))
        {
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(compiler);
        start.ArgumentList.Add("-noconfig");
        start.ArgumentList.Add($"@{Path.Combine(folder, "compile.rsp")}");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : output;
    }

    private static bool IsManaged(string file) => !Path.GetFileName(file).Contains(".Native", StringComparison.Ordinal);

    [GeneratedRegex(@"m(\d+)-\d\.cs\(")]
    private static partial Regex FileOfError();
}
