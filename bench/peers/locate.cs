#:property PublishAot=false
// Asks in which zone each of many places is, and makes a zone beside a line, with this program and with others, one
// after the other on one core, and prints by how much each differs: dotnet run bench/peers/locate.cs
// The zones are those of the bundled agreement. Places within a metre of an edge may fall to either side, so that the
// counts may differ by a few. This program also states each place's probability and its signed distance from the edge,
// which the others do not. A peer that cannot be had is named and left out. The others buffer on a plane of degrees
// or of a projection, which is another and a lesser work than on the ellipsoid: their ratio is for scale only.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

const int Runs = 3;
const int Places = 200_000;
var root = Path.GetFullPath(Path.Combine(ScriptFolder(), "..", ".."));
var program = Path.Combine(root, "src/Trucewatch.Server/bin/Release/net10.0/trucewatch.dll");
var pack = Path.Combine(root, "agreements/illustrative-eastern-line");
var work = Path.Combine(root, "artifacts/peers-locate");
Directory.CreateDirectory(work);
if (!File.Exists(program))
{
    Console.Error.WriteLine($"{program}: expected a built program (dotnet build -c Release)");
    return 2;
}

var (points, zones, line) = (Made(), Path.Combine(work, "zones.geojson"), Path.Combine(work, "line.geojson"));
File.WriteAllText(line, Line());
File.WriteAllText(zones, Said("dotnet", program, "zones", "buffer", "--left", "20000", "--right", "20000", line));

const string Python = """
    import sys, json, csv
    import numpy
    from shapely.geometry import shape
    work, points, zones, line = sys.argv[1:5]
    if work == 'buffer':
        for feature in json.load(open(line))['features']:
            print(shape(feature['geometry']).buffer(0.2).area > 0)
    else:
        try:
            from shapely import prepare, contains_xy as contains
        except ImportError:
            from shapely.vectorized import contains
            prepare = lambda side: None
        rows = numpy.loadtxt(points, delimiter=',', skiprows=1, usecols=(1, 2))
        inside = 0
        for feature in json.load(open(zones))['features'][:2]:
            side = shape(feature['geometry'])
            prepare(side)
            inside += int(contains(side, rows[:, 1], rows[:, 0]).sum())
        print(inside)
    """;
const string Turf = """
    import fs from 'fs';
    import * as turf from '@turf/turf';
    const [work, points, zones, line] = process.argv.slice(2);
    const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).features;
    if (work === 'buffer') console.log(turf.area(turf.buffer(read(line)[0], 20, { units: 'kilometers' })) > 0);
    else {
      const sides = read(zones).slice(0, 2);
      let inside = 0;
      for (const row of fs.readFileSync(points, 'utf8').trim().split('\n').slice(1)) {
        const [, lat, lon] = row.split(',').map(Number);
        for (const side of sides) if (turf.booleanPointInPolygon([lon, lat], side)) inside++;
      }
      console.log(inside);
    }
    """;
File.WriteAllText(Path.Combine(work, "peer.mjs"), Turf);

// Debian's packages belong to Debian's Python, which need not be the first one on the path.
var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
var hasShapely = Can(python, "-c", "import numpy, shapely");
var hasTurf = Can("npm", "install", "--prefix", work, "--no-audit", "--no-fund", "--silent", "@turf/turf");
Run(
    "locate", $"{Places} places in two zones",
    ["locate", "--agreement", pack, points], Inside);
Run(
    "buffer", "20 km beside the line",
    ["zones", "buffer", "--left", "20000", "--right", "20000", line], _ => null);
PostGis();
return 0;

void Run(string name, string what, string[] own, Func<string, int?> count)
{
    var (ours, said) = Best("dotnet", [program, .. own]);
    var found = count(said);
    Console.WriteLine(Invariant($"{name}: {what}, best of {Runs}{(found is { } number ? $", {number} inside" : "")}"));
    foreach (var (peer, can, command, arguments, absent) in new (string, bool, string, string[], string)[]
    {
        ("shapely", hasShapely, python, ["-c", Python], "Debian: python3-shapely, python3-numpy"),
        ("turf", hasTurf, "node", [Path.Combine(work, "peer.mjs")], "npm: @turf/turf"),
    })
    {
        if (!can)
        {
            Console.WriteLine($"  {peer} absent ({absent})");
            continue;
        }

        var (theirs, theirWords) = Best(command, [.. arguments, name, points, zones, line]);
        var differ = found is { } mine && int.TryParse(theirWords, CultureInfo.InvariantCulture, out var other)
            ? Invariant($", {Math.Abs(mine - other)} of {mine} places told otherwise")
            : "";
        Console.WriteLine(Invariant($"  {peer} takes {theirs / ours:F2} times as long as this program{differ}"));
    }
}

// A server of its own, that listens in the folder alone and is stopped at the end.
void PostGis()
{
    var bin = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => version + "/bin").LastOrDefault()
        : null;
    var folder = Directory.CreateTempSubdirectory("peers-postgis-").FullName;

    // The server refuses to run as root.
    var isRoot = Environment.UserName == "root";
    string[] As(params string[] command) => isRoot ? ["-u", "postgres", "--", .. command] : ["--", .. command];
    var runs = isRoot ? "runuser" : "env";
    string[] Psql(string words) =>
        As(bin + "/psql", "-h", folder, "-d", "postgres", "-qtA", "-v", "ON_ERROR_STOP=1", "-c", words);
    if (isRoot && bin is not null)
    {
        Said("chown", "postgres", folder);
    }

    if (bin is null || !Can(runs, As(bin + "/initdb", "-D", folder + "/data", "-A", "trust", "-E", "UTF8")))
    {
        Console.WriteLine("PostGIS absent (Debian: postgresql and its postgis package)");
        Directory.Delete(folder, recursive: true);
        return;
    }

    var server = As(bin + "/pg_ctl", "-D", folder + "/data", "-w", "-l", folder + "/log");
    Said(runs, [.. server, "-o", $"-c listen_addresses='' -k {folder} -c fsync=off", "start"]);
    try
    {
        if (Can(runs, Psql("create extension postgis")))
        {
            Compare(words => Said(runs, Psql(words)), folder);
        }
        else
        {
            Console.WriteLine("PostGIS absent (Debian: postgresql's postgis package)");
        }
    }
    finally
    {
        Said(runs, [.. server, "-m", "immediate", "stop"]);
        Directory.Delete(folder, recursive: true);
    }
}

// What counts of PostGIS is the one statement, over tables and an index that are there: the process, the reading and
// the loading, which count for the others, do not.
void Compare(Func<string, string> sql, string folder)
{
    foreach (var file in new[] { points, zones, line })
    {
        File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }

    sql($"""
        create table rows (id int, lat float8, lon float8);
        copy rows from '{folder}/points.csv' csv header;
        create table points as select id, st_setsrid(st_makepoint(lon, lat), 4326) as place from rows;
        create table sides as select number, st_setsrid(st_geomfromgeojson(feature->'geometry'), 4326) as area
            from jsonb_array_elements(pg_read_file('{folder}/zones.geojson')::jsonb->'features')
            with ordinality as f(feature, number) where number <= 2;
        create table lines as select st_setsrid(st_geomfromgeojson(feature->'geometry'), 4326)::geography as way
            from jsonb_array_elements(pg_read_file('{folder}/line.geojson')::jsonb->'features') as f(feature);
        create index on points using gist (place);
        analyze;
        """);
    var (ours, said) = Best("dotnet", [program, "locate", "--agreement", pack, points]);
    const string Within = "select count(*) from points p join sides s on st_covers(s.area, p.place)";
    var (mine, others) = (Inside(said)!.Value, int.Parse(sql(Within), CultureInfo.InvariantCulture));
    Console.WriteLine(Invariant(
        $"locate: PostGIS {sql("select postgis_lib_version()")}, its statement alone over a table with an index"));
    Console.WriteLine(Invariant($"  takes {Statement(Within) / ours:F2} times as long as this program's whole process")
        + Invariant($", {Math.Abs(others - mine)} of {mine} places told otherwise"));
    var (made, _) = Best("dotnet", [program, "zones", "buffer", "--left", "20000", "--right", "20000", line]);
    Console.WriteLine(Invariant($"buffer: its statement alone takes {
        Statement("select st_area(st_buffer(way, 20000)) from lines") / made:F2} times as long, on a plane"));

    // Each run of a statement is timed by the server, on one core without helpers.
    double Statement(string query) => Enumerable.Range(0, Runs).Min(_ =>
    {
        var told = sql("set max_parallel_workers_per_gather = 0; explain (analyze, timing off) " + query);
        var time = told.Split('\n').Single(row => row.StartsWith("Execution Time:", StringComparison.Ordinal));
        return double.Parse(time.Split(' ')[2], CultureInfo.InvariantCulture) / 1000;
    });
}

// Rows of the two zones; of the error's other zone a row is there too, where both are likely.
int? Inside(string csv) => csv.Split('\n').Count(row =>
    row.Split(',') is [_, "west-zone" or "east-zone", var p, _] && double.Parse(p, CultureInfo.InvariantCulture) > 0.5);

(double Seconds, string Words) Best(string command, string[] arguments)
{
    var (best, words) = (double.MaxValue, "");
    for (var run = 0; run < Runs; run++)
    {
        var clock = Stopwatch.StartNew();
        words = Said(command, arguments);
        best = Math.Min(best, clock.Elapsed.TotalSeconds);
    }

    return (best, words);
}

string Made()
{
    var path = Path.Combine(work, "points.csv");
    using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
    file.WriteLine("id,lat,lon");
    for (var number = 0L; number < Places; number++)
    {
        // The golden ratio and the plastic number: spread evenly, the same each time.
        file.WriteLine(Invariant(
            $"{number},{46 + (4.5 * (number * 0.7548776662 % 1)):F7},{32 + (6.5 * (number * 0.5698402910 % 1)):F7}"));
    }

    return path;
}

string Line()
{
    using var lines = JsonDocument.Parse(File.ReadAllText(Path.Combine(pack, "lines.geojson")));
    var one = lines.RootElement.GetProperty("features").EnumerateArray()
        .First(feature => feature.GetRawText().Contains("eastern-line", StringComparison.Ordinal));
    return "{\"type\":\"FeatureCollection\",\"features\":[" + one.GetRawText() + "]}";
}

bool Can(string command, params string[] arguments)
{
    try
    {
        Said(command, arguments);
        return true;
    }
    catch (Exception broken) when (broken is System.ComponentModel.Win32Exception or InvalidOperationException)
    {
        return false;
    }
}

// The whole process, its start included, on one core where the system can bind it to one.
string Said(string command, params string[] arguments)
{
    var start = new ProcessStartInfo(command, arguments)
    {
        RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = work,
    };
    using var process = Process.Start(start)!;
    if (OperatingSystem.IsLinux() && !process.HasExited)
    {
        process.ProcessorAffinity = 1;
    }

    var output = process.StandardOutput.ReadToEndAsync();
    var error = process.StandardError.ReadToEndAsync();
    process.WaitForExit();
    return process.ExitCode == 0
        ? output.Result.TrimEnd()
        : throw new InvalidOperationException(Invariant($"{command}: exit code {process.ExitCode}: {error.Result}"));
}

static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

static string ScriptFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
