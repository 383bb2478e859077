using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Simulation.Scoring;

/// <summary>What truly happened in a run, read back from the files of <see cref="SimulationFiles"/>.</summary>
/// <param name="Incidents">The true incidents.</param>
/// <param name="Sightings">What came through of each, by the incident's id.</param>
public sealed record TruthFiles(
    ImmutableArray<TrueIncident> Incidents, ImmutableDictionary<string, ImmutableArray<Sighting>> Sightings)
{
    // The last one is the mark of an exercise.
    private const int Columns = 7;

    /// <summary>Reads the files of a folder.</summary>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message says where.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TruthFiles Read(string folder)
    {
        var sightings = File.ReadLines(Path.Combine(folder, SimulationFiles.SightingsFile))
            .Select((line, index) => (Line: line, Number: index + 1))
            .Skip(1)
            .Select(row => Sighting(row.Line, row.Number))
            .GroupBy(sighting => sighting.Incident, StringComparer.Ordinal)
            .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        return new TruthFiles(ReadIncidents(Path.Combine(folder, SimulationFiles.IncidentsFile)), sightings);
    }

    private static Sighting Sighting(string line, int number)
    {
        var cells = line.Split(',');
        return cells.Length == Columns && Instant.TryParse(cells[2], out var at)
            && Instant.TryParse(cells[3], out var receivedAt)
            && Number(cells[4], out var insideM) && Number(cells[5], out var sigmaM)
            ? new Sighting(cells[0], cells[1], at, receivedAt, insideM, sigmaM)
            : throw new InvalidDataException(
                FormattableString.Invariant($"{SimulationFiles.SightingsFile}:{number}: expected ")
                + "incident,feed,at,received_at,inside_m,sigma_m,mark");
    }

    private static bool Number(string text, out double value)
    {
        value = double.NaN;
        return text.Length == 0
            || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static ImmutableArray<TrueIncident> ReadIncidents(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return
            [
                .. document.RootElement.GetProperty("incidents").EnumerateArray().Select(one => new TrueIncident(
                    Text(one, "id")!, Text(one, "class")!, Text(one, "clause")!, Text(one, "zone"), Text(one, "actor"),
                    Text(one, "side")!, Time(one, "from"), Time(one, "to"), Count(one, "countMin"),
                    Count(one, "countMax"))),
            ];
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: expected the incidents of a run, got {problem.Message}", problem);
        }
    }

    private static string? Text(JsonElement one, string name) => one.GetProperty(name).GetString();

    private static Instant Time(JsonElement one, string name) => Instant.TryParse(Text(one, name), out var at)
        ? at
        : throw new JsonException($"{name}: expected a time, got {Text(one, name)}");

    private static int? Count(JsonElement one, string name) =>
        one.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
