#:property PublishAot=false
// Works out where the same satellites are with this program and with others, one after the other on one core, and
// prints how many states each finds in a second: dotnet run bench/peers/sgp4.cs
// 64 satellites near the Earth and 64 far out, a week each in 4,096 times. Each program times itself, without its start
// and without reading; a peer that cannot be had is named and left out.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

const int Runs = 3;
var root = Path.GetFullPath(Path.Combine(ScriptFolder(), "..", ".."));
var program = Path.Combine(root, "src/Trucewatch.Server/bin/Release/net10.0/trucewatch.dll");
var work = Path.Combine(root, "artifacts/peers-sgp4");
Directory.CreateDirectory(work);
if (!File.Exists(program))
{
    Console.Error.WriteLine($"{program}: expected a built program (dotnet build -c Release)");
    return 2;
}

// The sum over all states keeps a compiler from leaving work out.
const string Node = """
    import { readFileSync } from 'fs';
    import { twoline2satrec, sgp4 } from 'satellite.js';
    const lines = readFileSync(process.argv[2], 'latin1').trim().split('\n');
    const satellites = [];
    for (let i = 0; i < lines.length; i += 2) satellites.push(twoline2satrec(lines[i], lines[i + 1]));
    let best = Infinity, sum = 0;
    for (let run = 0; run < 4; run++) {
      const start = process.hrtime.bigint();
      sum = 0;
      for (const satellite of satellites)
        for (let k = 0; k < 4096; k++) {
          const state = sgp4(satellite, k * (10080 / 4096));
          sum += state.position.x;
        }
      best = Math.min(best, Number(process.hrtime.bigint() - start) / 1e9);
    }
    console.log(satellites.length * 4096 / best, sum);
    """;
const string Python = """
    import sys, time
    import numpy
    from sgp4.api import Satrec, WGS72, accelerated
    lines = open(sys.argv[1]).read().strip().split("\n")
    satellites = [Satrec.twoline2rv(a, b, WGS72) for a, b in zip(lines[::2], lines[1::2])]
    if not accelerated:
        satellites = satellites[::16]
    days = numpy.arange(4096) * (10080 / 4096 / 1440)
    best, total = 1e9, 0.0
    for run in range(1 if not accelerated else 4):
        start, total = time.perf_counter(), 0.0
        for s in satellites:
            e, r, v = s.sgp4_array(numpy.full(4096, s.jdsatepoch), s.jdsatepochF + days)
            total += r[:, 0].sum()
        best = min(best, time.perf_counter() - start)
    print(len(satellites) * 4096 / best, total)
    print("compiled" if accelerated else "not compiled: every sixteenth satellite, one round", file=sys.stderr)
    """;
File.WriteAllText(Path.Combine(work, "peer.mjs"), Node);
File.WriteAllText(Path.Combine(work, "peer.py"), Python);
var debian = File.Exists("/usr/lib/python3/dist-packages/sgp4/api.py");
foreach (var (name, sets) in new[] { ("near", Near()), ("deep", Deep()) })
{
    var file = Path.Combine(work, name + ".tle");
    File.WriteAllText(file, sets);
    var (ours, _) = Best(() => Ours(name));
    Console.WriteLine($"{name}: trucewatch bench sgp4-{name,-8} {Text(ours),12} states/s, this program");
    List<(string Name, Func<bool> CanBeHad, Func<(double, string)> Run, string Absent)> peers =
    [
        ("satellite.js (npm)", () => Npm("satellite.js"), () => Run("node", ["peer.mjs", file]), "npm: satellite.js"),
        ("python3-sgp4 sgp4_array", () => debian, () => Run("/usr/bin/python3", ["peer.py", file]),
            "Debian: python3-sgp4"),
    ];
    foreach (var peer in peers)
    {
        if (!peer.CanBeHad())
        {
            Console.WriteLine($"{name}: {peer.Name,-25} absent ({peer.Absent})");
            continue;
        }

        var (rate, words) = Best(peer.Run);
        Console.WriteLine(FormattableString.Invariant(
            $"{name}: {peer.Name,-25} {Text(rate),12} states/s, {ours / rate:F1} times as long {words}"));
    }
}

return 0;

(double Rate, string Words) Best(Func<(double Rate, string Words)> run) =>
    Enumerable.Range(0, Runs).Select(_ => run()).MaxBy(one => one.Rate);

(double, string) Ours(string name)
{
    var (line, _) = Output("dotnet", [program, "bench", "sgp4-" + name, "--seconds", "2"]);
    using var json = JsonDocument.Parse(line);
    return (json.RootElement.GetProperty("items_per_s").GetDouble(), "");
}

(double, string) Run(string command, string[] arguments)
{
    var (output, words) = Output(command, arguments);
    return (double.Parse(output.Split(' ')[0], CultureInfo.InvariantCulture), words.Trim());
}

bool Npm(string package)
{
    if (!Directory.Exists(Path.Combine(work, "node_modules", package)))
    {
        Output("npm", ["install", "--prefix", work, "--no-audit", "--no-fund", "--silent", package]);
    }

    return Directory.Exists(Path.Combine(work, "node_modules", package));
}

(string Output, string Words) Output(string command, string[] arguments)
{
    using var process = Process.Start(new ProcessStartInfo(command, arguments)
    {
        RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = work,
    })!;
    if (OperatingSystem.IsLinux() && !process.HasExited)
    {
        process.ProcessorAffinity = 1;
    }

    var words = process.StandardError.ReadToEndAsync();
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? (output.Trim(), words.Result)
        : throw new InvalidOperationException(
            $"{command}: expected exit code 0, got {process.ExitCode}: {words.Result}");
}

// The satellites of the benchmarks sgp4-near and sgp4-deep, as two lines each.
string Near() => Lines(index => (
    index % 4 == 0 ? 30 + (index % 60) : 97 + (index % 30 * 0.1), 0.0001 * (1 + (index % 40)),
    index % 8 == 0 ? 15.5 + (index % 64 * 0.01) : 13.2 + (index % 64 * 0.034), 1 + (index % 20)));

string Deep() => Lines(index => (index % 4) switch
{
    0 => (0.05, 0.0002, 1.0027, 1),
    1 => (14.0, 0.0002, 1.0027, 1),
    2 => (63.4, 0.7, 2.0056, 1),
    _ => (55.0, 0.005, 2.0056, 1),
});

string Lines(Func<int, (double Inclination, double Eccentricity, double Motion, int Drag)> of)
{
    var text = new StringBuilder();
    for (var index = 0; index < 64; index++)
    {
        // Julian day 2462653.5 is the 152nd day of 2030.
        var (inclination, eccentricity, motion, drag) = of(index);
        var first = FormattableString.Invariant(
            $"1 {index + 1:D5}U 30001A   30{152 + (index / 64.0):000.00000000}  .00000000  00000-0  ")
            + FormattableString.Invariant($"{drag:D2}000-3 0  999");
        var second = FormattableString.Invariant(
            $"2 {index + 1:D5} {inclination,8:F4} {index * 37 % 360,8:F4} {eccentricity * 1e7:0000000} ")
            + FormattableString.Invariant($"{index * 53 % 360,8:F4} {index * 71 % 360,8:F4} {motion,11:F8}    0");
        text.Append(first).Append(Checksum(first)).Append('\n').Append(second).Append(Checksum(second)).Append('\n');
    }

    return text.ToString();
}

static int Checksum(string line) =>
    line.Sum(letter => char.IsAsciiDigit(letter) ? letter - '0' : letter == '-' ? 1 : 0) % 10;

static string Text(double rate) => rate.ToString("N0", CultureInfo.InvariantCulture);

static string ScriptFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
