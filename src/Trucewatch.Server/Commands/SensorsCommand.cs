using System.CommandLine;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary><c>sensors check</c> and <c>affected</c>.</summary>
internal static class SensorsCommand
{
    /// <summary>Facts read from the picture at once.</summary>
    private const int FactsAtOnce = 4096;

    public static Command Build()
    {
        var command = new Command("sensors", "Look into a sensor registry, and into what rests on a sensor");
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Affected());
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<string>("FILE") { Description = "The registry, sensors.yaml" };
        var check = new Command("check", "Name all problems of a registry with file and line; exit 0 only without any")
        {
            file,
        };
        check.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
            {
                throw new UnusableException($"{path}: expected a sensor registry, found no file");
            }

            var (registry, problems) = SensorRegistry.Read(path, File.ReadAllBytes(path));
            using var output = CommandTable.OpenOutput();
            foreach (var problem in problems)
            {
                output.WriteLine(problem.ToString());
            }

            if (registry is null || !HasTerrain(path, registry, output))
            {
                return CommandTable.Negative;
            }

            var keys = registry.Sensors.Sum(sensor => sensor.Keys.Length);
            var tiles = registry.Terrain.IsEmpty
                ? ""
                : FormattableString.Invariant($"{registry.Terrain.Length} tiles of terrain, ");
            output.WriteLine(FormattableString.Invariant(
                $"{path}: {registry.Sensors.Length} sensors, {keys} keys, {tiles}no problems; hash {registry.Hash}"));
            return CommandTable.Done;
        });
        return check;
    }

    /// <summary>Looks whether the tiles that a registry names lie beside it.</summary>
    internal static bool HasTerrain(string path, SensorRegistry registry, TextWriter output)
    {
        var hasAll = true;
        foreach (var tile in registry.Terrain)
        {
            if (TerrainShelf.ReadBeside(path, tile, out var problem) is null)
            {
                output.WriteLine(problem);
                hasAll = false;
            }
        }

        return hasAll;
    }

    private static Command Affected()
    {
        var data = new Option<string>("--data")
        {
            Description = "Data folder of a service that is not running",
            DefaultValueFactory = _ => "./data",
            HelpName = "DIR",
        };
        var sensor = new Option<string>("--sensor") { Description = "Id in the registry", Required = true };
        var from = new Option<string>("--from") { Description = "First event time, RFC 3339", Required = true };
        var until = new Option<string?>("--until") { Description = "Event time before which it ends; else: no end" };
        var affected = new Command(
            "affected",
            "List detections and incidents that cite observations of a sensor: what a recalibration concerns")
        {
            data, sensor, from, until,
        };
        affected.SetAction(parsed =>
        {
            var period = (From: Time(parsed.GetValue(from)!, "--from"), Until: new Instant(long.MaxValue));
            period.Until = parsed.GetValue(until) is { } end ? Time(end, "--until") : period.Until;
            var folder = parsed.GetValue(data)!;
            if (!File.Exists(Path.Combine(folder, "picture.db")))
            {
                throw new UnusableException($"{folder}: expected a data folder, found no picture.db in it");
            }

            using var store = SqlitePictureStore.Open(Path.Combine(folder, "picture.db"));
            var frames = FramesOf(DataFolder.Open(folder), store, parsed.GetValue(sensor)!, period.From, period.Until);
            using var output = CommandTable.OpenOutput();
            Write(store, frames, output);
            return CommandTable.Done;
        });
        return affected;
    }

    /// <summary>
    /// The frames that gave an observation of the sensor in a period, found by decoding the record again.
    /// </summary>
    internal static HashSet<FrameCitation> FramesOf(
        DataFolder folder, IPictureStore store, string sensor, Instant from, Instant until)
    {
        var feeds = new FeedTable();
        feeds.AddRecorded(store.ReadRecordedFeeds());
        var decoding = new FrameDecoding(feeds, folder.IsExercise);
        var frames = new HashSet<FrameCitation>();
        var batch = new FrameBatch();
        var isKnown = false;
        foreach (var stored in new RecordedBatches(folder, store).ReadAll())
        {
            var feed = feeds.Find(stored.Feed)!;
            RecordedBatches.Fill(batch, feed, stored);
            foreach (ref readonly var observation in decoding.Decode(batch))
            {
                if (observation.Sensor?.Id == sensor && observation.At >= from && observation.At < until)
                {
                    frames.Add(new FrameCitation(feed.Name, observation.Frame.Sequence));
                }
            }

            isKnown |= decoding.NewRegistry?.Sensors.Any(known => known.Id == sensor) ?? false;
        }

        return isKnown
            ? frames
            : throw new UnusableException($"--sensor: expected the id of a recorded sensor, got {sensor}");
    }

    /// <summary>
    /// The detections that cite any of the frames, and the newest revisions of the incidents that hold one of them.
    /// </summary>
    internal static void Write(IPictureStore store, HashSet<FrameCitation> frames, TextWriter output)
    {
        output.Write("fact,kind,id,clause,determination,at,known_at,cited_frames\n");
        var detections = new HashSet<int>();
        var incidents = new SortedDictionary<string, IncidentFact>(StringComparer.Ordinal);
        for (var last = 0L; store.ReadFacts(last, FactsAtOnce) is { Count: > 0 } facts; last = facts[^1].Number)
        {
            foreach (var fact in facts.Select(stored => FactJson.Read(stored.Payload)))
            {
                if (fact is DetectionFact { Detection: var detection } && Cited(detection.Frames) is > 0 and var cited)
                {
                    detections.Add(detection.Id);
                    output.Write(FormattableString.Invariant(
                        $"{fact.Number},detection,{detection.Id},{detection.Clause},{Words(detection.Determination)},{
                            detection.At},{fact.KnownAt},{cited}\n"));
                }
                else if (fact is IncidentFact { Incident: var incident } held
                    && (incidents.ContainsKey(incident.Id) || incident.Detections.Any(detections.Contains)))
                {
                    incidents[incident.Id] = held;
                }
            }
        }

        foreach (var (id, fact) in incidents)
        {
            var incident = fact.Incident;
            output.Write(FormattableString.Invariant(
                $"{fact.Number},incident,{id},{incident.Clause},{Words(Strongest(incident))},{incident.First},{
                    fact.KnownAt},{Cited(incident.Frames)}\n"));
        }

        int Cited(IEnumerable<FrameCitation> of) => of.Count(frames.Contains);
    }

    private static Determination Strongest(Incident incident) =>
        incident.Outcomes.IsEmpty ? Determination.Undetermined : incident.Outcomes.Max(one => one.Determination);

    private static string Words(Determination determination) => Api.EnumWords.Of(determination);

    private static Instant Time(string text, string option) => Instant.TryParse(text, out var instant)
        ? instant
        : throw new UnusableException(
            $"{option}: expected an RFC 3339 time such as 2030-06-03T06:00:00Z, got {text}");
}
