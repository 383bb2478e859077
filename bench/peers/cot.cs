#:property PublishAot=false
// Decodes the same Cursor on Target events with this program and with node-cot (npm @tak-ps/node-cot), one after the
// other on one core, and prints how many megabytes of XML each reads in a second: dotnet run bench/peers/cot.cs
// Events are those of `bench decode-cot`: short ones of 325 and long ones of 883 bytes, a line each. node-cot gets a
// twentieth of them, because it is slow. A peer that cannot be had is named and left out.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

const int Runs = 3;
const int OurBytes = 300_000_000;
const int TheirBytes = OurBytes / 20;
var root = Path.GetFullPath(Path.Combine(ScriptFolder(), "..", ".."));
var program = Path.Combine(root, "src/Trucewatch.Server/bin/Release/net10.0/trucewatch.dll");
var work = Path.Combine(root, "artifacts/peers-cot");
Directory.CreateDirectory(work);
if (!File.Exists(program))
{
    Console.Error.WriteLine($"{program}: expected a built program (dotnet build -c Release)");
    return 2;
}

const string Node = """
    import CoT from '@tak-ps/node-cot';
    import fs from 'fs';
    let seen = 0;
    for (const line of fs.readFileSync(process.argv[2], 'utf8').split('\n')) {
      if (line && new CoT(line).raw.event.point) seen++;
    }
    console.log(seen);
    """;
var script = Path.Combine(work, "read.mjs");
File.WriteAllText(script, Node);
var hasPeer = Npm("@tak-ps/node-cot");
foreach (var size in new[] { 325, 883 })
{
    var ours = Rate(Made(size, OurBytes), "dotnet", program, "decode", "--format", "cot", "--quiet");
    Console.WriteLine(FormattableString.Invariant(
        $"{size} bytes: trucewatch decode --quiet {ours:F0} MB/s, best of {Runs}"));
    if (!hasPeer)
    {
        Console.WriteLine("node-cot absent (npm: @tak-ps/node-cot)");
        continue;
    }

    var theirs = Rate(Made(size, TheirBytes), "node", script);
    Console.WriteLine(FormattableString.Invariant(
        $"{size} bytes: node-cot {theirs:F1} MB/s, this program reads {ours / theirs:F0} times as much"));
}

return 0;

// Megabytes a second of the whole process, its start included.
double Rate(string file, string command, params string[] arguments) =>
    new FileInfo(file).Length / 1e6 / Enumerable.Range(0, Runs).Min(_ => Seconds(command, [.. arguments, file]));

string Made(int size, int bytes)
{
    var path = Path.Combine(work, FormattableString.Invariant($"events-{size}-{bytes}.xml"));
    var events = Enumerable.Range(0, 1024).Select(number => Event(size, number)).ToArray();
    using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
    for (var written = 0L; written < bytes; written += size + 1)
    {
        file.WriteLine(events[(int)(written / (size + 1) % events.Length)]);
    }

    return path;
}

string Event(int size, int number)
{
    var at = new DateTime(2026, 5, 4, 6, 0, 0, DateTimeKind.Utc).AddSeconds(number);
    var times = Invariant($"time=\"{at:yyyy-MM-ddTHH:mm:ss.fffZ}\" start=\"{at:yyyy-MM-ddTHH:mm:ss.fffZ}\" ")
        + Invariant($"stale=\"{at.AddMinutes(1):yyyy-MM-ddTHH:mm:ss.fffZ}\"");
    var place = Invariant($"lat=\"48.1{number * 7919 % 1_000_000:D6}\" lon=\"-37.2{number * 6271 % 1_000_000:D6}\"");
    var text = size < 400
        ? Invariant($"<event version=\"2.0\" uid=\"BUS-{number % 256:D4}\" type=\"a-n-G-E-V\" how=\"m-g\" {times}>")
            + Invariant($"<point {place} hae=\"100.5\" ce=\"7.5\" le=\"12.0\"/><detail><contact callsign=\"Bus ~\"/>")
            + "</detail></event>"
        : Invariant($"<event version=\"2.0\" uid=\"ANDROID-58952{number % 256:x4}0f01\" type=\"a-n-G-U-C\" {times} ")
            + "how=\"m-g\" access=\"Undefined\">"
            + Invariant($"<point {place} hae=\"176.012\" ce=\"9.5\" le=\"9999999.0\"/>")
            + "<detail><takv os=\"33\" version=\"4.10.0.31\" device=\"SAMSUNG SM-G998U1\" platform=\"ATAK-CIV\"/>"
            + Invariant($"<contact endpoint=\"*:-1:stcp\" callsign=\"Post {number % 256}\"/><uid Droid=\"Post\"/>")
            + "<precisionlocation altsrc=\"DTED0\" geopointsrc=\"GPS\"/><__group role=\"Team Member\" name=\"Cyan\"/>"
            + Invariant($"<status battery=\"{number % 100}\"/><track course=\"{number % 360}.51\" speed=\"3.25\"/>")
            + "<link uid=\"ANDROID-0000000000000000\" type=\"a-n-G-U-C\" parent_callsign=\"Post 0\" relation=\"p-p\"/>"
            + "<archive/><color argb=\"-1\"/><remarks>~</remarks></detail></event>";
    return text.Replace("~", new string('x', size + 1 - text.Length), StringComparison.Ordinal);
}

static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

bool Npm(string package)
{
    try
    {
        Seconds("npm", ["install", "--prefix", work, "--no-audit", "--no-fund", "--silent", package]);
    }
    catch (Exception broken) when (broken is System.ComponentModel.Win32Exception or InvalidOperationException)
    {
        return false;
    }

    return Directory.Exists(Path.Combine(work, "node_modules", package));
}

// Wall time of the whole process, its start included, on one core where the system can bind it to one.
double Seconds(string command, string[] arguments)
{
    var start = new ProcessStartInfo(command, arguments)
    {
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
    process.WaitForExit();
    output.Wait();
    var words = error.Result;
    return process.ExitCode == 0
        ? clock.Elapsed.TotalSeconds
        : throw new InvalidOperationException($"{command}: expected exit code 0, got {process.ExitCode}: {words}");
}

static string ScriptFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
