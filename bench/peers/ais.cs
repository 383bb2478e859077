#:property PublishAot=false
// Decodes the same AIS file with this program and with others, one after the other on one core, and prints how many
// sentences each reads in a second: dotnet run bench/peers/ais.cs [-- FILE]
// Without FILE, an hour of sea traffic is made: 1,008,000 sentences. A peer that cannot be had is named and left out.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

const int Runs = 3;
var root = Path.GetFullPath(Path.Combine(ScriptFolder(), "..", ".."));
var program = Path.Combine(root, "src/Trucewatch.Server/bin/Release/net10.0/trucewatch.dll");
var work = Path.Combine(root, "artifacts/peers-ais");
Directory.CreateDirectory(work);
if (!File.Exists(program))
{
    Console.Error.WriteLine($"{program}: expected a built program (dotnet build -c Release)");
    return 2;
}

var file = args.Length > 0 ? Path.GetFullPath(args[0]) : Made();
var lines = File.ReadLines(file).LongCount();
Console.WriteLine(FormattableString.Invariant($"{lines} sentences, {new FileInfo(file).Length} bytes, best of {Runs}"));

var node = """
    const lines = require('fs').readFileSync(process.argv[1], 'latin1').split(/\r?\n/);
    """;
List<(string Name, string Command, string[] Arguments, Func<bool> CanBeHad, string Absent)> peers =
[
    ("trucewatch decode --quiet", "dotnet", [program, "decode", "--format", "ais", "--quiet", file], () => true, ""),
    ("gpsdecode", "gpsdecode", [], () => Runs0("gpsdecode", "-V"), "Debian: gpsd-clients"),
    ("ggencoder (npm)", "node", ["-e", node + """
        const { AisDecode } = require('ggencoder');
        let seen = 0;
        const session = {};
        for (const line of lines) {
          const at = line.indexOf('!');
          if (at >= 0 && new AisDecode(line.slice(at), session).valid) seen++;
        }
        console.log(seen);
        """, file], () => Npm("ggencoder"), "npm: ggencoder"),
    ("ais-stream-decoder (npm)", "node", ["-e", node + """
        const AisDecoder = require('ais-stream-decoder').default;
        const decoder = new AisDecoder({ silent: true });
        let seen = 0;
        decoder.on('error', () => {});
        decoder.on('data', () => seen++);
        (async () => {
          for (const line of lines) {
            const at = line.indexOf('!');
            if (at >= 0 && !decoder.write(line.slice(at))) await new Promise(go => decoder.once('drain', go));
          }
          decoder.end(() => console.log(seen));
        })();
        """, file], () => Npm("ais-stream-decoder"), "npm: ais-stream-decoder"),
    ("pyais (Python)", "python3", ["-c", """
        import sys, pyais
        seen = 0
        for message in pyais.FileReaderStream(sys.argv[1]):
            message.decode()
            seen += 1
        print(seen)
        """, file], () => Runs0("python3", "-c", "import pyais"), "PyPI: pyais"),
];

double? ours = null;
foreach (var (name, command, arguments, canBeHad, absent) in peers)
{
    if (!canBeHad())
    {
        Console.WriteLine($"{name,-28} absent ({absent})");
        continue;
    }

    var best = Enumerable.Range(0, Runs).Min(_ => Seconds(command, arguments, command == "gpsdecode" ? file : null));
    ours ??= best;
    var rate = (lines / best).ToString("N0", CultureInfo.InvariantCulture);
    var ratio = FormattableString.Invariant($"{best / ours:F1}");
    Console.WriteLine($"{name,-28} {rate,12} sentences/s, {best.ToString("F2", CultureInfo.InvariantCulture)} s, "
        + (best == ours ? "this program" : $"{ratio} times as long"));
}

return 0;

string Made()
{
    Console.WriteLine("making an hour of sea traffic");
    Seconds("dotnet", [program, "simulate", "--scenario", "sea-traffic", "--hours", "1", "--out", work], null);
    return Path.Combine(work, "ais-sea.EXERCISE.nmea");
}

bool Npm(string package)
{
    Runs0("npm", "install", "--prefix", work, "--no-audit", "--no-fund", "--silent", package);
    return Directory.Exists(Path.Combine(work, "node_modules", package));
}

bool Runs0(string command, params string[] arguments)
{
    try
    {
        Seconds(command, arguments, null);
        return true;
    }
    catch (Exception broken) when (broken is System.ComponentModel.Win32Exception or InvalidOperationException)
    {
        return false;
    }
}

// Wall time of the whole process, its start included, on one core where the system can bind it to one.
double Seconds(string command, string[] arguments, string? input)
{
    var start = new ProcessStartInfo(command, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = work,
    };
    var clock = Stopwatch.StartNew();
    using var process = Process.Start(start)!;
    if (OperatingSystem.IsLinux() && !process.HasExited)
    {
        process.ProcessorAffinity = 1;
    }

    var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    var error = process.StandardError.ReadToEndAsync();
    if (input is not null)
    {
        using var stream = File.OpenRead(input);
        stream.CopyTo(process.StandardInput.BaseStream);
    }

    process.StandardInput.Close();
    process.WaitForExit();
    output.Wait();
    var words = error.Result;
    return process.ExitCode == 0
        ? clock.Elapsed.TotalSeconds
        : throw new InvalidOperationException($"{command}: expected exit code 0, got {process.ExitCode}: {words}");
}

static string ScriptFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
