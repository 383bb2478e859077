using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.SystemTests.House;

/// <summary>
/// Compiles planted violations in a project that has our build settings and the name of one of our rooms, and expects
/// an error for exactly the lines that break a rule there. Restores from the local package cache only.
/// </summary>
public sealed partial class BannedSymbolTests : IDisposable
{
    private const string Everywhere = "everywhere";
    private const string Deterministic = "deterministic rooms";
    private const string Watch = "Watch";
    private const string Nowhere = "nowhere";

    private static readonly (string Scope, string Statement)[] Plants =
    [
        (Everywhere, "_ = System.DateTime.UtcNow;"),
        (Everywhere, "_ = System.DateTimeOffset.Now;"),
        (Everywhere, "_ = System.Random.Shared;"),
        (Everywhere, "_ = System.Guid.NewGuid();"),
        (Everywhere, "System.Threading.Thread.Sleep(1);"),
        (Deterministic, "_ = System.Math.Sin(x);"),
        (Deterministic, "_ = System.Math.Pow(x, x);"),
        (Deterministic, "_ = System.MathF.Exp((float)x);"),
        (Deterministic, "_ = double.Atan2(x, x);"),
        (Deterministic, "_ = double.Hypot(x, x);"),
        (Deterministic, "_ = float.Log((float)x);"),
        (Deterministic, "_ = double.ReciprocalEstimate(x);"),
        (Deterministic, "_ = System.Math.FusedMultiplyAdd(x, x, x);"),
        (Deterministic, "System.Func<double, double> f = System.Math.Cos; _ = f;"),
        (Deterministic, "_ = System.Runtime.Intrinsics.Vector256.Sin(System.Runtime.Intrinsics.Vector256.Create(x));"),
        (Deterministic, "_ = System.Runtime.Intrinsics.Vector128.Sum(System.Runtime.Intrinsics.Vector128.Create(x));"),
        (Deterministic, "_ = new System.Numerics.Vector<double>(x);"),
        (Deterministic, "_ = new System.Numerics.Vector2((float)x);"),
        (Deterministic, "_ = Generic(x); static T Generic<T>(T y) where T : System.Numerics.INumber<T>, "
            + "System.Numerics.ITrigonometricFunctions<T> => T.Sin(y);"),
        (Deterministic, "_ = System.Environment.TickCount64;"),
        (Watch, "_ = System.IO.File.Exists(\"a\");"),
        (Watch, "_ = System.IO.Directory.Exists(\"a\");"),
        (Watch, "using var socket = new System.Net.Sockets.Socket(default, default);"),
        (Watch, "new System.Threading.Thread(() => { }).Start();"),
        (Watch, "_ = System.TimeProvider.System.GetTimestamp();"),
        (Watch, "_ = System.Threading.Tasks.Task.Run(() => { });"),
        (Watch, "foreach (var e in System.Collections.Immutable.ImmutableHashSet.Create(1)) { _ = e; }"),
        (Watch, "var map = new System.Collections.Concurrent.ConcurrentDictionary<int, int>(); _ = map.Keys;"),
        (Watch, "_ = System.Collections.Frozen.FrozenSet.ToFrozenSet(new[] { 1 }).Items;"),
        (Nowhere, "_ = System.Math.Sqrt(x) + System.Math.Abs(x) + System.Math.Floor(x) + System.Math.Max(x, 1);"),
        (Nowhere, "_ = new System.Collections.Generic.SortedDictionary<int, int> { [1] = 2 }.Count;"),
        (Nowhere, "_ = System.Runtime.Intrinsics.Vector256.Create(x) * System.Runtime.Intrinsics.Vector256.Create(x);"),
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("trucewatch-bans").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("Trucewatch.Watch", Everywhere, Deterministic, Watch)]
    [InlineData("Trucewatch.Geo", Everywhere, Deterministic)]
    [InlineData("Trucewatch.Server", Everywhere)]
    public async Task Exactly_the_planted_lines_fail_the_build(string project, params string[] scopes)
    {
        WriteProject(project);
        var output = await BuildAsync(project, TestContext.Current.CancellationToken);
        var found = BanPattern().Matches(output)
            .Select(match => int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture))
            .ToHashSet();
        Assert.True(output.Contains("Build FAILED", StringComparison.Ordinal), output);
        Assert.DoesNotContain("error CS", output, StringComparison.Ordinal);
        Assert.All(Plants.Index(), plant =>
        {
            var expected = scopes.Contains(plant.Item.Scope, StringComparer.Ordinal);
            var actual = found.Contains(plant.Index + 1);
            Assert.True(expected == actual, $"{project}: '{plant.Item.Statement}': expected {expected}, got {actual}");
        });
    }

    private void WriteProject(string project)
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryTree.Root)
            .Where(path => Path.GetFileName(path) is "Directory.Build.props" or "Directory.Packages.props"
                or "global.json" or ".editorconfig"
                || Path.GetFileName(path).StartsWith("BannedSymbols.", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(_root, Path.GetFileName(file)));
        }

        var folder = Directory.CreateDirectory(Path.Combine(_root, "src", project)).FullName;
        File.WriteAllText(Path.Combine(folder, project + ".csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        var members = Plants.Select((plant, i) => FormattableString.Invariant(
            $"file static class Plant{i} {{ static void Run(double x) {{ {plant.Statement} }} }}"));
        File.WriteAllLines(Path.Combine(folder, "Plants.cs"), members);
    }

    private async Task<string> BuildAsync(string project, CancellationToken stop)
    {
        // The planted lines break other rules on purpose; only the ban matters here. No source: cached packages only.
        string[] arguments =
        [
            "build", Path.Combine(_root, "src", project), "-v", "q", "--nologo", "--source", _root,
            "-p:NuGetAudit=false", "-p:RestorePackagesWithLockFile=false", "-p:TreatWarningsAsErrors=false",
            "-p:GenerateDocumentationFile=false", "-p:UseSharedCompilation=false", "-nodeReuse:false",
        ];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var build = Process.Start(start)!;
        var errors = build.StandardError.ReadToEndAsync(stop);
        var output = await build.StandardOutput.ReadToEndAsync(stop);
        await build.WaitForExitAsync(stop);
        return output + await errors;
    }

    [GeneratedRegex(@"Plants\.cs\((?<line>\d+),\d+\): error RS0030", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex BanPattern();
}
