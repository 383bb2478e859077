#:property PublishAot=false
// Builds, checks and tests everything: dotnet run eng/ci.cs [-- --fast] [--filter NAMESPACE]
// Each step prints one line with its seconds. The last line is "N passed, N failed".
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var fast = false;
string? filter = null;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--fast")
    {
        fast = true;
    }
    else if (args[i] == "--filter" && i + 1 < args.Length)
    {
        filter = args[++i];
    }
    else
    {
        Console.Error.WriteLine($"argument {i + 1}: expected --fast or --filter NAMESPACE, got '{args[i]}'");
        return 2;
    }
}

Directory.SetCurrentDirectory(Ci.Root());
Ci.SetEnvironment();
return Ci.Run(fast, filter);

/// <summary>The steps of the check, in order, and what they counted.</summary>
static class Ci
{
    private const string Results = "artifacts/test-results";

    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    private static int passed;
    private static int failed;
    private static int skipped;

    public static int Run(bool fast, string? filter)
    {
        // A step that needs an earlier one is not tried after that one failed.
        if (!fast)
        {
            Packages.Install();
        }

        var isBuilt = Step("restore", "dotnet", ["restore", "--locked-mode", "-v", "q"])
            && Step("build", "dotnet", ["build", "-c", "Release", "--no-restore", "-v", "m", "-nologo"]);
        if (isBuilt)
        {
            Web(fast || filter is not null);
            Tests("Trucewatch.Tests", filter);
            if (!fast)
            {
                Tests("Trucewatch.SystemTests", filter);
                Step("fuzz: 1 s a target", "dotnet", ["run", "-c", "Release", "--no-build",
                    "--project", "tests/Trucewatch.Fuzz", "--", "smoke", "1s"]);
            }
        }

        if (isBuilt && passed + failed == 0)
        {
            Fail(filter is null ? "no test ran" : $"no test ran: expected one in namespace '{filter}'");
        }

        Say($"total: {passed} passed, {failed} failed, {skipped} skipped");
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    public static void SetEnvironment()
    {
        var settings = new (string Name, string Value)[]
        {
            ("CI", "true"), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            ("DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "1"), ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
            ("DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE", "1"), ("DOTNET_CLI_UI_LANGUAGE", "en"),
            ("MSBUILDTERMINALLOGGER", "off"), ("NUGET_XMLDOC_MODE", "skip"), ("DEBIAN_FRONTEND", "noninteractive"),
            ("NO_COLOR", "1"), ("npm_config_fund", "false"), ("npm_config_audit", "false"),
            ("npm_config_update_notifier", "false"),
        };
        foreach (var (name, value) in settings)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        // What "dotnet run" sets for this script must not steer the builds that the script starts.
        foreach (var name in new[] { "MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    public static string Root([CallerFilePath] string script = "") =>
        File.Exists("Trucewatch.slnx")
            ? Directory.GetCurrentDirectory()
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(script)!, ".."));

    public static void Say(string line) =>
        Console.WriteLine(FormattableString.Invariant($"[{Clock.Elapsed.TotalSeconds,6:F1} s] {line}"));

    // The build has already made web/ and its node_modules; here its own checks run.
    private static void Web(bool skip)
    {
        if (skip || !File.Exists("web/package.json"))
        {
            return;
        }

        using var package = JsonDocument.Parse(File.ReadAllText("web/package.json"));
        var hasScripts = package.RootElement.TryGetProperty("scripts", out var scripts);
        var isReady = Directory.Exists("web/node_modules")
            || Step("web: npm ci", "npm", ["--prefix", "web", "ci", "--no-progress"]);
        if (!hasScripts || !isReady)
        {
            return;
        }

        if (scripts.TryGetProperty("check", out _))
        {
            Step("web: npm run check", "npm", ["--prefix", "web", "run", "--silent", "check"]);
        }

        if (scripts.TryGetProperty("test", out _))
        {
            var lines = new List<string>();
            Step("web: npm test", "npm", ["--prefix", "web", "run", "--silent", "test"], lines);
            CountWebTests(lines);
        }
    }

    // Vitest prints "Tests  3 passed | 1 skipped (4)", the runner of Node "# pass 3" or "ℹ pass 3".
    private static void CountWebTests(List<string> lines)
    {
        var text = Regex.Replace(string.Join('\n', lines), @"\x1b\[[0-9;]*m", "");
        var web = (Passed: Last(@"^\s*Tests\b.*?(\d+) passed"), Skipped: Last(@"^\s*Tests\b.*?(\d+) skipped"));
        var node = (Passed: Last(@"^\S+ pass (\d+)\s*$"), Skipped: Last(@"^\S+ skipped (\d+)\s*$"));
        passed += web.Passed + node.Passed;
        skipped += web.Skipped + node.Skipped;
        if (web.Passed + node.Passed == 0)
        {
            Fail("web: npm test counted no passed test");
        }

        int Last(string pattern) => Regex.Matches(text, pattern, RegexOptions.Multiline).LastOrDefault() is { } match
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;
    }

    private static void Tests(string project, string? filter)
    {
        var report = Path.GetFullPath(Path.Combine(Results, project + ".trx"));
        Directory.CreateDirectory(Results);
        File.Delete(report);
        var arguments = new List<string>
        {
            "run", "--no-build", "-c", "Release", "--project", "tests/" + project, "--", "--report-trx",
            "--report-trx-filename", project + ".trx", "--results-directory", Path.GetFullPath(Results),
            "--no-ansi", "--no-progress", "--ignore-exit-code", "8",
        };
        if (filter is not null)
        {
            arguments.AddRange(["--filter-namespace", filter]);
        }

        var failedBefore = failed;
        var isGood = Launch(project, "dotnet", arguments, null);
        var ran = File.Exists(report) ? Count(project, report) : 0;
        if (ran == 0 && filter is null)
        {
            Fail($"{project}: expected tests, none ran");
        }
        else if (!isGood && failed == failedBefore)
        {
            Fail($"{project}: ended with an error although no test failed");
        }
    }

    private static int Count(string project, string report)
    {
        var ran = 0;
        foreach (var result in XDocument.Load(report).Descendants(Trx + "UnitTestResult"))
        {
            var name = result.Attribute("testName")?.Value ?? "?";
            switch (result.Attribute("outcome")?.Value)
            {
                case "Passed":
                    passed++;
                    ran++;
                    break;
                case "NotExecuted":
                    skipped++;
                    Say($"{project}: skipped {name}: {Reason(result)}");
                    break;
                default:
                    failed++;
                    ran++;
                    Say($"{project}: FAILED {name}: {Reason(result)}");
                    break;
            }
        }

        return ran;
    }

    private static string Reason(XElement result)
    {
        var text = result.Descendants(Trx + "Message").FirstOrDefault()?.Value
            ?? result.Descendants(Trx + "StdOut").FirstOrDefault()?.Value ?? "";
        return text.Trim().Split('\n')[0].Trim();
    }

    private static bool Step(string name, string program, IEnumerable<string> arguments, List<string>? lines = null)
    {
        var isGood = Launch(name, program, arguments, lines);
        if (!isGood)
        {
            Fail(name);
        }

        return isGood;
    }

    // Passes on what the program prints, line by line, and then says how long it took.
    private static bool Launch(string name, string program, IEnumerable<string> arguments, List<string>? lines)
    {
        var watch = Stopwatch.StartNew();
        var exit = Shell.Run(program, arguments, line =>
        {
            lines?.Add(line);
            Console.WriteLine(line);
        });
        var verdict = exit == 0 ? "ok" : $"exit {exit}";
        Say(FormattableString.Invariant($"{name}: {verdict} in {watch.Elapsed.TotalSeconds:F1} s"));
        return exit == 0;
    }

    // A step that fails counts like a failed test, so that the last line can never hide it.
    private static void Fail(string what)
    {
        failed++;
        Say($"FAILED {what}");
    }
}

/// <summary>Debian packages that tests need: a browser, and independent programs to compare with.</summary>
static class Packages
{
    private static readonly string[] Needed =
        ["chromium", "fonts-noto-core", "gpsd-clients", "geographiclib-tools", "libxml2-utils", "mosquitto",
         "python3-sgp4", "strace"];

    public static void Install()
    {
        var missing = Missing();
        if (missing is null)
        {
            Ci.Say($"packages: no Debian here; tests want these programs: {string.Join(' ', Needed)}");
        }
        else if (missing.Length == 0)
        {
            Ci.Say("packages: all there");
        }
        else if (Environment.UserName != "root")
        {
            Ci.Say($"packages: missing, and not root: apt-get install {string.Join(' ', missing)}");
        }
        else
        {
            Ci.Say($"packages: installing {string.Join(' ', missing)}");
            var exit = Shell.Run("apt-get", ["update", "-q"], Quiet);
            exit += Shell.Run("apt-get", ["install", "-y", "-q", "--no-install-recommends", .. missing], Quiet);

            // Without a network the tests that need them are skipped, each with its reason.
            var still = Missing() ?? missing;
            var verdict = still.Length == 0 ? "installed" : $"still missing {string.Join(' ', still)} (exit {exit})";
            Ci.Say($"packages: {verdict}");
        }
    }

    private static void Quiet(string line)
    {
        if (line.StartsWith("E:", StringComparison.Ordinal) || line.StartsWith("Err:", StringComparison.Ordinal))
        {
            Console.WriteLine(line);
        }
    }

    private static string[]? Missing()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || !File.Exists("/var/lib/dpkg/status"))
        {
            return null;
        }

        var installed = new HashSet<string>(StringComparer.Ordinal);
        Shell.Run("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\\n", .. Needed], line =>
        {
            if (line.EndsWith(" installed", StringComparison.Ordinal))
            {
                installed.Add(line.Split(' ')[0]);
            }
        });
        return [.. Needed.Where(name => !installed.Contains(name))];
    }
}

/// <summary>Starts a program without a shell.</summary>
static class Shell
{
    /// <summary>Runs to the end and hands on each line of both outputs; 127 where there is no such program.</summary>
    public static int Run(string program, IEnumerable<string> arguments, Action<string> line)
    {
        var gate = new Lock();
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            line($"{program}: {missing.Message}");
            return 127;
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;

        void Take(object sender, DataReceivedEventArgs e)
        {
            if (e.Data is not null)
            {
                lock (gate)
                {
                    line(e.Data);
                }
            }
        }
    }
}
