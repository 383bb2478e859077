#:property PublishAot=false
// Runs one fuzz target under AFL++ for a while: dotnet run eng/fuzz.cs -- TARGET [SECONDS]
// It installs nothing. It needs afl-fuzz (Debian: afl++) and sharpfuzz (dotnet tool: SharpFuzz.CommandLine), which
// writes the branch counters into a copy of the assembly under attack. Findings stay in artifacts/fuzz/TARGET/out.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

const string Attacked = "Trucewatch.Feeds.dll";
var root = Path.GetFullPath(Path.Combine(ScriptFolder(), ".."));
var built = Path.Combine(root, "tests/Trucewatch.Fuzz/bin/Release/net10.0");
var seconds = 60;
if (args.Length is 0 or > 2 || (args.Length == 2
    && (!int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds == 0)))
{
    return Refuse($"expected TARGET [SECONDS], got '{string.Join(' ', args)}'");
}

string[] missing =
[
    .. File.Exists(Path.Combine(built, "Trucewatch.Fuzz.dll")) ? [] : new[] { "a build (dotnet build -c Release)" },
    .. Find("afl-fuzz") is null ? new[] { "afl-fuzz (apt-get install afl++)" } : [],
    .. Find("sharpfuzz") is null ? new[] { "sharpfuzz (dotnet tool install -g SharpFuzz.CommandLine)" } : [],
];
if (missing.Length > 0)
{
    return Refuse($"missing: {string.Join(", ", missing)}");
}

var work = Path.Combine(root, "artifacts/fuzz", Path.GetFileName(args[0]));
var program = Path.Combine(work, "program");
if (Directory.Exists(program))
{
    Directory.Delete(program, recursive: true);
}

foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
{
    var copy = Path.Combine(program, Path.GetRelativePath(built, file));
    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
    File.Copy(file, copy);
}

var dll = Path.Combine(program, "Trucewatch.Fuzz.dll");
var seeds = Path.Combine(work, "seeds");
if (Run("dotnet", dll, "seeds", args[0], seeds) != 0 || Run("sharpfuzz", Path.Combine(program, Attacked)) != 0)
{
    return 2;
}

// The runtime reserves far more address space than it uses, and is no binary that AFL++ has compiled itself.
Environment.SetEnvironmentVariable("AFL_SKIP_BIN_CHECK", "1");
Environment.SetEnvironmentVariable("AFL_SKIP_CPUFREQ", "1");
Environment.SetEnvironmentVariable("AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES", "1");
Environment.SetEnvironmentVariable("AFL_NO_UI", "1");
return Run("afl-fuzz", "-i", seeds, "-o", Path.Combine(work, "out"), "-t", "10000", "-m", "none",
    "-V", seconds.ToString(CultureInfo.InvariantCulture), "--", "dotnet", dll, "run", args[0]);

static int Refuse(string words)
{
    Console.Error.WriteLine($"fuzz: {words}");
    return 2;
}

static int Run(string command, params string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(command, arguments))!;
    process.WaitForExit();
    return process.ExitCode;
}

static string? Find(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
    .Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);

static string ScriptFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
