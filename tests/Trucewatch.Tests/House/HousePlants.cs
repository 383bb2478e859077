using System.Text;

namespace Trucewatch.Tests.House;

/// <summary>What the checks of the house must find, and what they must let pass.</summary>
internal static partial class HouseChecks
{
    private const string Sample = "src/Trucewatch.Watch/Rules/Sample.cs";

    private static SourceFile Source(string text, string path = Sample) => new(path, text);

    private static SourceFile Page(string text, string path = "docs/page.md") => new(path, text);

    private static SourceFile Project(string room, params string[] references)
    {
        var items = references.Select(name => name.StartsWith("nuget:", StringComparison.Ordinal)
            ? $"<PackageReference Include=\"{name[6..]}\" />"
            : $"<ProjectReference Include=\"../Trucewatch.{name}/Trucewatch.{name}.csproj\" />");
        return new SourceFile(
            $"src/Trucewatch.{room}/Trucewatch.{room}.csproj",
            $"<Project><ItemGroup>{string.Concat(items)}</ItemGroup></Project>");
    }

    private static string Repeat(string line, int times) =>
        new StringBuilder().Insert(0, line + "\n", times).ToString();

    private static SourceFile[][] PlantedDirections =>
    [
        [Project("Watch", "Evidence")],
        [Project("Geo", "Domain")],
        [Project("Feeds", "nuget:Newtonsoft.Json")],
        [Project("Drawer")],
    ];

    private static SourceFile[] InnocentSolution =>
    [
        Project("Watch"),
        new("Trucewatch.slnx", "<Project Path=\"src/Trucewatch.Watch/Trucewatch.Watch.csproj\" />"),
    ];

    private static SourceFile[][] PlantedCalls =>
    [
        [Source("class A { double F(double x) => Math.Sin(x); }")],
        [Source("class A { double F(double x) => System.Math.Atan2(x, 1); }")],
        [Source("class A { double F(double x) => double.Exp(x); }")],
        [Source("class A { float F(float x) => MathF.Pow(x, x); }")],
        [Source("class A { Func<double, double> f = Math.Log; }")],
        [Source("using static System.Math;\nclass A;")],
        [Source("class A { double F(Vector256<double> x) => Vector256.Sum(x); }")],
        [Source("class A { double F(double x) => double.ReciprocalEstimate(x); }")],
    ];

    private static SourceFile[] InnocentCalls =>
    [
        Source("class A { double F(double x) => Elementary.Sin(x) + Math.Sqrt(x) + Math.Abs(x); } // Math.Sin(x)"),
        Source("class A { string S => \"Math.Sin(x)\"; int L(uint x) => BitOperations.Log2(x); }"),
        Source("class A { double F(double x) => Math.Sin(x); }", "src/Trucewatch.Watch/Rules/Sample.Tests.cs"),
        Source("class A { double F(double x) => Math.Sin(x); }", "src/Trucewatch.Server/Sample.cs"),
    ];

    private static SourceFile[][] PlantedFunctions =>
    [
        [Source($"class A {{ void F()\n{{\n{Repeat("G();", 68)}}}\n}}")],
        [Source($"class A {{ int F(int x) => x switch\n{{\n{Repeat("1 => 2,", 69)}}};\n}}")],
        [Source($"class A {{ int P {{ get\n{{\n{Repeat("G();", 69)}}} }} }}")],
        [Source($"static int F()\n{{\n{Repeat("G();", 69)}}}")],
        [Source($"class A {{ void F<T>(T a) where T : class\n{{\n{Repeat("G(\"}}{\");", 69)}}}\n}}")],
        [Source($"class A {{ public static bool operator ==(A a, B b)\n{{\n{Repeat("G();", 69)}}}\n}}")],
    ];

    private static SourceFile[] InnocentFunctions =>
    [
        Source($"class A {{ void F()\n{{\n{Repeat("G();", 67)}}}\n}}"),
        Source($"class A {{ static readonly int[] Table =\n[\n{Repeat("1,", 200)}];\n}}"),
        Source($"class A {{ string S = \"\"\"\n{Repeat("}{", 100)}\"\"\";\n void F() {{ }} }}"),
        Source($"enum E\n{{\n{Repeat("A = 1,", 100)}}}"),
        Source($"class A {{\n{Repeat("int P { get; init; } = 1;", 100)}}}"),
    ];

    private static SourceFile[][] PlantedTypes =>
    [
        [Source("class TrackManager;")],
        [Source("internal sealed record FeedInfo(int A);")],
        [Source("public readonly record struct TrackData { }")],
        [Source("namespace A;\nabstract class B { private sealed class StoreImpl { } }")],
        [Source("public static class GeoUtils { }")],
    ];

    private static SourceFile[] InnocentTypes =>
    [
        Source("class Database; record Metadata(int A); class ManagerOfNothing; enum Basement { A }"),
        Source("class A { string S = \"class TrackManager;\"; } // class FeedInfo;"),
    ];

    private static SourceFile[][] PlantedNamespaces =>
    [
        [Source("namespace Trucewatch.Watch;\nclass A;")],
        [Source("namespace Trucewatch.Watch.Rules { class A; }", "src/Trucewatch.Watch/A.cs")],
        [Source("class A;")],
        [Source("namespace Trucewatch;\nclass A;", "src/Trucewatch.Watch/A.Tests.cs")],
    ];

    private static SourceFile[] InnocentNamespaces =>
    [
        Source("namespace Trucewatch.Watch.Rules;\nclass A;"),
        Source("namespace Trucewatch.Watch;\nclass A;", "src/Trucewatch.Watch/Rules/A.Tests.cs"),
        Source("return 0;", "src/Trucewatch.Server/Program.cs"),
        Source("Console.WriteLine();", "eng/ci.cs"),
    ];

    private static SourceFile[][] PlantedComments =>
    [
        [Source("// var x = 1;")],
        [Source("/*\nFoo(a, b);\n*/")],
        [Source("// if (a > b) {")],
        [Source("// }")],
        [Source("// total += 2;")],
        [Source("    // const a = b;", "web/src/map/a.ts")],
    ];

    private static SourceFile[] InnocentComments =>
    [
        Source("// Stamp the frame first; decode it later."),
        Source("// if the frame is late, it is folded in (see Fold)."),
        Source("// x = a + b, so that the sum is exact"),
        Source("/// <code>var x = 1;</code>"),
        Source("var address = \"http://a.example/\"; // see https://a.example/x;y=1"),
        Source("    // Draws the zones below the tracks;\n    // the line comes last.", "web/src/map/a.ts"),
    ];

    private static SourceFile[][] PlantedInterfaces =>
    [
        [Source("interface IClock { }")],
        [Source("interface IClock { } class A : IClock;")],
        [Source("interface IClock { } class A : IClock;"), Source("class B : IClock;", "src/X/B.Tests.cs")],
    ];

    private static SourceFile[] InnocentInterfaces =>
    [
        Source("interface IClock { } sealed class A(int x) : IClock; record B : Other, IClock;"),
        Source("interface IFold<T> { } class C : IFold<int>; readonly record struct D(int A) : IFold<string>;"),
        Source("interface IStore { }", "src/Trucewatch.Domain/Stores/IStore.cs"),
    ];

    private static SourceFile[][] PlantedTests =>
    [
        [Source("class ATests { [Fact] public void Test1() { } }", "src/X/A.Tests.cs")],
        [Source("class ATests { [Theory]\n[InlineData(1)]\npublic async Task Works() { } }", "src/X/A.Tests.cs")],
        [Source("class ATests { [Fact] public void Zone_is_entered() { } }", "src/X/A.cs")],
        [Source("class StoreKit { [Fact] public void Fact_is_kept() { } }", "tests/X/StoreKit.cs")],
        [Source("class Checks { [Fact] public void Zone_is_entered() { } }", "src/X/A.Tests.cs")],
    ];

    private static SourceFile[] InnocentTests =>
    [
        Source("public sealed class ATests { [Fact] public void Zone_is_entered() { } }", "src/X/A.Tests.cs"),
        Source("public abstract class StoreKit { [Fact] public void Fact_is_kept() { } }", "tests/X/StoreKit.cs"),
        Source("class ATests { [Fact(Timeout = 9)] public Task LateFrameIsFolded() => Go(); }", "tests/X/ATests.cs"),
    ];

    private static SourceFile[][] PlantedLines =>
    [
        [Source(new string('x', 121))],
        [Source(new string('x', 121), "web/src/map/Panel.svelte")],
    ];

    private static SourceFile[] InnocentLines =>
    [
        Source(new string('x', 120)),
        Source("/// https://example.org/" + new string('x', 121)),
        Page(new string('x', 500)),
        Source(new string('x', 500), "src/X/corpus/a.cs"),
    ];

    private static SourceFile[][] PlantedTitles => [[Page("No title.")], [Page("# One\n\n# Two\n")]];

    private static SourceFile[] InnocentTitles => [Page("# One\n\n## Part\n\n```sh\n# a comment\n```\n")];

    private static SourceFile[][] PlantedLeftovers =>
    [
        [Source("// TODO later")],
        [new("web/src/a.ts", "/* FIXME */")],
        [new("Directory.Build.props", "<!-- HACK -->")],
    ];

    private static SourceFile[][] PlantedPaths =>
        [[Page("see /" + "work/notes")], [Source("var a = \"/" + "root/x\";")], [new("a.json", "\"/" + "home/x\"")]];

    private static SourceFile[] InnocentPaths =>
        [Page("https://example.org/home" + "/x, framework/work" + "/x, ./work" + "/x and home/x")];

    private static SourceFile[][] PlantedTalk =>
        [[Page("made with " + "Cla" + "ude")], [Source("// " + "AI-" + "generated")], [Page("an L" + "LM wrote it")]];

    private static SourceFile[] InnocentTalk =>
        [Page("A session ends after ten minutes; the agent of a party may brief the mission."), Page("# Allmend")];

    private static SourceFile[][] PlantedLock =>
        [[new("web/package-lock.json", "{\n\"resolved\": \"https://registry.example/a.tgz\"\n}")]];

    private static SourceFile[] InnocentLock => [new("web/package-lock.json", "{ \"integrity\": \"sha512-x\" }")];

    private static SourceFile[][] PlantedLaunch => [[new("src/X/Properties/launchSettings.json", "{}")]];

    private static SourceFile[][] PlantedFolders =>
    [
        [Source("", "src/Trucewatch.Core/A.cs")],
        [Source("", "src/Trucewatch.Watch/Helpers/A.cs")],
        [new("web/src/shared/a.ts", "")],
    ];

    private static SourceFile[] InnocentFolders =>
        [Source("", "src/Trucewatch.Watch/Corridors/A.cs"), new("agreements/common/x.yaml", "")];

    private static SourceFile[][] PlantedReadmes =>
    [
        [Page(Repeat("a", 151), "README.md")],
        [Page(Repeat("a", 41), "src/Trucewatch.Geo/README.md")],
    ];

    private static SourceFile[] InnocentReadmes =>
    [
        Page(Repeat("a", 150), "README.md"),
        Page(Repeat("a", 40), "src/Trucewatch.Geo/README.md"),
        Page(Repeat("a", 99), "docs/README.md"),
    ];

    private static SourceFile[] InnocentRooms => [Project("Watch"), Page("# Watch", "src/Trucewatch.Watch/README.md")];

    private static SourceFile[][] PlantedLinks =>
    [
        [Page("[a](absent.md)")],
        [Page("![a](../absent.png)")],
        [Page("# Page\n[a](#nowhere)")],
        [Page("[a](../../outside.md)")],
    ];

    private static SourceFile[] InnocentLinks =>
    [
        Page("# A page, first\n[a](../README.md) [b](#a-page-first) [c](https://a.example/) `[d](absent.md)`"),
        Page("# Front\n[docs](docs/page.md#a-page-first) [folder](docs)", "README.md"),
    ];

    private static SourceFile[][] PlantedIndex => [[Page("# Index", "docs/README.md"), Page("# Page")]];

    private static SourceFile[] InnocentIndex => [Page("# Index\n[page](page.md)", "docs/README.md"), Page("# Page")];

    private static SourceFile[][] PlantedSymbols =>
        [[Page("`GeoPoint.NoSuchMember`")], [Page("`NoSuchType.Member(x)`")]];

    private static SourceFile[] InnocentSymbols =>
        [Page("`GeoPoint.FromDegrees`, `Trucewatch.Geo`, `Math.Sin`, `README.md`, `dotnet build` and `A.cs`")];

    private static SourceFile[][] PlantedGlossary =>
    [
        [Page("| frame | a | x |\n| frame | b | y |", "docs/glossary.md")],
        [Page("| frame | a | x |\n| leaf | a | y |", "docs/glossary.md")],
        [Page("| frame | a |  |", "docs/glossary.md")],
    ];

    private static SourceFile[] InnocentGlossary =>
        [Page("| term | id | meaning |\n| --- | --- | --- |\n| frame | a | x |\n| leaf |  | y |", "docs/glossary.md")];

    private static SourceFile[][] PlantedCommands =>
    [
        [Page("```sh\nmake all\n```", "README.md")],
        [Page("```sh\ndotnet run --project src/Absent\n```", "README.md")],
    ];

    private static SourceFile[] InnocentCommands =>
    [
        Page("```sh\nA=1 dotnet run \\\n  eng/ci.cs  # all\n```\n```json\nmake all\n```", "README.md"),
        Source("", "eng/ci.cs"),
    ];
}
