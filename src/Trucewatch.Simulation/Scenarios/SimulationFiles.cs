using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Trucewatch.Evidence;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>
/// Writes a run of a scenario as files: what each feed carries, <c>truth.csv</c>, <c>incidents.truth.json</c>,
/// <c>sightings.truth.csv</c> and <c>causes.truth.csv</c>. The same scenario, seed and length give the same bytes.
/// </summary>
public static class SimulationFiles
{
    /// <summary>File of true positions: time, id, class, lat, lon, side.</summary>
    public const string TruthFile = "truth.csv";

    /// <summary>File of the incidents that the script causes.</summary>
    public const string IncidentsFile = "incidents.truth.json";

    /// <summary>
    /// File of what came through of each incident: incident, feed, at, received_at, inside_m, sigma_m.
    /// </summary>
    public const string SightingsFile = "sightings.truth.csv";

    /// <summary>File that says of the others that they are of an exercise, with their SHA-256.</summary>
    public const string ManifestFile = ExerciseMark.Word + ".json";

    /// <summary>File of what is nobody's doing: id, cause, from, to, lat, lon, radius_m.</summary>
    public const string CausesFile = "causes.truth.csv";

    /// <summary>File of the registry of sensors, where the scenario has one.</summary>
    public const string SensorsFile = "sensors.yaml";

    private const int BufferBytes = 1 << 16;
    private const double ProgressStep = 0.01;
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes all files, over those of an earlier run.</summary>
    /// <param name="scenario">What is played.</param>
    /// <param name="run">Seed and length.</param>
    /// <param name="folder">Where to; made if absent.</param>
    /// <param name="progress">Told now and then how much is done, 0 to 1.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(Scenario scenario, ScenarioRun run, string folder, Action<double>? progress)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(folder);
        WriteFeeds(scenario, run, folder, progress);
        WriteTruth(scenario, run, Path.Combine(folder, TruthFile));
        WriteIncidents(scenario, run, Path.Combine(folder, IncidentsFile));
        WriteSightings(scenario, run, Path.Combine(folder, SightingsFile));
        if (scenario.Sensors(run) is { } sensors)
        {
            File.WriteAllBytes(Path.Combine(folder, SensorsFile), sensors);
        }

        WriteCauses(scenario, run, Path.Combine(folder, CausesFile));
        WriteManifest(scenario, run, folder);
        progress?.Invoke(1);
    }

    // Each row bears the mark: a row that is cut out of its file is still one of an exercise.
    private const string MarkColumn = ",mark";

    /// <summary>
    /// The name of an exercise's file with the mark before its ending. The names of the truth's files are those that
    /// `evaluate` asks for.
    /// </summary>
    public static string Marked(string fileName) =>
        $"{Path.GetFileNameWithoutExtension(fileName)}.{ExerciseMark.Word}{Path.GetExtension(fileName)}";

    /// <summary>True for a file that bears the mark in its name, or that a manifest beside it names.</summary>
    public static bool IsOfExercise(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = Path.GetFileName(path);
        if (name.Split('.').Contains(ExerciseMark.Word, StringComparer.Ordinal))
        {
            return true;
        }

        var manifest = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, ManifestFile);
        return File.Exists(manifest) && Names(File.ReadAllBytes(manifest)).Contains(name, StringComparer.Ordinal);
    }

    /// <summary>The files that a manifest names; none where it is damaged: their own marks are still there.</summary>
    private static List<string> Names(byte[] manifest)
    {
        try
        {
            using var json = JsonDocument.Parse(manifest);
            return [.. json.RootElement.GetProperty("files").EnumerateObject().Select(file => file.Name)];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    private static void WriteManifest(Scenario scenario, ScenarioRun run, string folder)
    {
        using var file = new FileStream(Path.Combine(folder, ManifestFile), FileMode.Create, FileAccess.Write);
        using (var json = new Utf8JsonWriter(file, Indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("exercise"u8, true);
            json.WriteString("scenario"u8, scenario.Id);
            json.WriteNumber("seed"u8, run.Seed);
            json.WriteStartObject("files"u8);
            var names = scenario.Feeds.Select(feed => Marked(feed.FileName))
                .Concat([TruthFile, IncidentsFile, SightingsFile, CausesFile])
                .Concat(scenario.Sensors(run) is null ? [] : [SensorsFile]);
            foreach (var name in names.Order(StringComparer.Ordinal))
            {
                using var written = File.OpenRead(Path.Combine(folder, name));
                json.WriteString(name, Convert.ToHexStringLower(SHA256.HashData(written)));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        file.Write("\n"u8);
    }

    private static void WriteFeeds(Scenario scenario, ScenarioRun run, string folder, Action<double>? progress)
    {
        var files = new FileStream?[scenario.Feeds.Length];
        try
        {
            for (var feed = 0; feed < files.Length; feed++)
            {
                var path = Path.Combine(folder, Marked(scenario.Feeds[feed].FileName));
                files[feed] = new FileStream(
                    path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);
            }

            var told = 0.0;
            foreach (var sent in scenario.Play(run))
            {
                files[sent.Feed]!.Write(sent.Bytes.Span);
                var done = (sent.At - scenario.Start) / run.Length;
                if (done >= told + ProgressStep)
                {
                    told = done;
                    progress?.Invoke(done);
                }
            }
        }
        finally
        {
            foreach (var file in files)
            {
                file?.Dispose();
            }
        }
    }

    private static void WriteTruth(Scenario scenario, ScenarioRun run, string path)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), BufferBytes) { NewLine = "\n" };
        file.WriteLine("time,id,class,lat,lon,side" + MarkColumn);
        foreach (var row in scenario.Truth(run))
        {
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.At},{row.Id},{row.Class},{row.Position.LatitudeDeg:F7},{row.Position.LongitudeDeg:F7},"
                + $"{row.Side},{ExerciseMark.Word}"));
        }
    }

    private static void WriteSightings(Scenario scenario, ScenarioRun run, string path)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), BufferBytes) { NewLine = "\n" };
        file.WriteLine("incident,feed,at,received_at,inside_m,sigma_m" + MarkColumn);
        foreach (var row in scenario.Sightings(run))
        {
            var measured = double.IsNaN(row.SigmaM)
                ? ","
                : string.Create(CultureInfo.InvariantCulture, $"{row.InsideM:F1},{row.SigmaM:F1}");
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Incident},{row.Feed},{row.At},{row.ReceivedAt},{measured},{ExerciseMark.Word}"));
        }
    }

    private static void WriteCauses(Scenario scenario, ScenarioRun run, string path)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), BufferBytes) { NewLine = "\n" };
        file.WriteLine("id,cause,from,to,lat,lon,radius_m" + MarkColumn);
        foreach (var row in scenario.Causes(run))
        {
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Id},{row.Cause},{row.At},{row.Until},{row.Place.LatitudeDeg:F5},{row.Place.LongitudeDeg:F5},"
                + $"{row.RadiusM:F0},{ExerciseMark.Word}"));
        }
    }

    private static void WriteIncidents(Scenario scenario, ScenarioRun run, string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        using (var json = new Utf8JsonWriter(file, Indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("exercise"u8, true);
            json.WriteString("scenario"u8, scenario.Id);
            json.WriteNumber("seed"u8, run.Seed);
            json.WriteStartArray("incidents"u8);
            foreach (var incident in scenario.Incidents(run))
            {
                WriteIncident(json, incident);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        file.Write("\n"u8);
    }

    private static void WriteIncident(Utf8JsonWriter json, TrueIncident incident)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, incident.Id);
        json.WriteString("class"u8, incident.Class);
        json.WriteString("clause"u8, incident.Clause);
        json.WriteString("zone"u8, incident.Zone);
        json.WriteString("actor"u8, incident.Actor);
        json.WriteString("side"u8, incident.Side);
        json.WriteString("from"u8, incident.From.ToString());
        json.WriteString("to"u8, incident.To.ToString());
        if (incident is { CountMin: { } min, CountMax: { } max })
        {
            json.WriteNumber("countMin"u8, min);
            json.WriteNumber("countMax"u8, max);
        }

        json.WriteEndObject();
    }
}
