using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Stores;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Watch.Tracking;

namespace Trucewatch.Server.Commands;

/// <summary><c>replay</c>: recorded files through the whole pipeline, and one summary.</summary>
internal static class ReplayCommand
{
    public static Command Build()
    {
        var agreement = new Option<string>("--agreement")
        {
            Description = "Folder of the agreement pack", Required = true, HelpName = "DIR",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Data folder; a replay that was cut off goes on in it. Without it: a temporary one",
            HelpName = "DIR",
        };
        var feeds = new Option<string[]>("--feed")
        {
            Description = "FORMAT:FILE, several times for several feeds; csv and geojson take ?profile=FILE after it",
            Required = true,
            HelpName = "FORMAT:FILE",
        };
        var asOf = new Option<string?>("--as-of") { Description = "Take in only what was received up to this time" };
        var start = new Option<string?>("--start")
        {
            Description = "Receive time of the first frame of a feed that carries none (2000-01-01T00:00:00Z)",
        };
        var rate = new Option<double>("--rate")
        {
            Description = "Frames a second of a feed that carries no receive times",
            DefaultValueFactory = _ => ReceiveTimes.DefaultFramesPerSecond,
        };
        var sensors = ServeCommand.RegistryOption();
        var exercise = ExerciseOption();
        var command = new Command(
            "replay", "Run recorded files through recording, decoding, tracking, rules and sealing; print a summary")
        {
            agreement, data, feeds, sensors, asOf, start, rate, exercise,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var until = Time(parsed.GetValue(asOf), "--as-of");
            var from = Time(parsed.GetValue(start), "--start") ?? ReceiveTimes.DefaultStart;
            var speed = parsed.GetValue(rate);
            if (!(speed > 0) || !double.IsFinite(1e6 / speed))
            {
                throw new UnusableException(
                    FormattableString.Invariant($"--rate: expected a number above 0, got {speed}"));
            }

            var table = new FeedTable();
            var files = parsed.GetValue(feeds)!
                .Select(text => File(text, table, from, speed)).ToList();
            var registry = RegistryFeed.Load(parsed.GetValue(sensors), table);
            var (loaded, kept) = (AgreementFolder.Open(parsed.GetValue(agreement)!), parsed.GetValue(data));
            var folder = kept ?? Directory.CreateTempSubdirectory("trucewatch-replay-").FullName;
            try
            {
                using var run = new RunAssembly(
                    loaded, DataFolder.Open(folder), table, parsed.GetValue(exercise) || files.Any(IsExercise),
                    TimeProvider.System);
                RegistryFeed.TakeTerrain(parsed.GetValue(sensors), registry, run.Folder);
                await ReplayAsync(run, files, registry, from, until, stop);
                return CommandTable.Done;
            }
            finally
            {
                if (kept is null)
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        });
        return command;
    }

    private static Option<bool> ExerciseOption() => new("--exercise")
    {
        Description = "The files are of an exercise; known without it where their names, a manifest or their first "
            + "frames say so",
    };

    /// <summary>One marked file makes the whole replay an exercise: what is real does no harm in it.</summary>
    private static bool IsExercise(ReplayFile file) =>
        ExerciseFiles.IsOne(file.Path, FeedFormats.Find(file.Feed.Format)!);

    private static ReplayFile File(string text, FeedTable table, Instant start, double rate)
    {
        if (!FeedAddress.TryParse(text, out var address, out var error))
        {
            throw new UnusableException(error);
        }

        if (address!.Kind != TransportKind.File)
        {
            throw new UnusableException($"--feed {text}: expected a file, got a {address.Kind} transport");
        }

        return new ReplayFile(
            table.Add(address.Format),
            address.Path,
            ReceiveTimes.Replayed(start, rate, address.Format.ReadReceiveTime),
            ProfileFile.Read(address.Profile, address.Format));
    }

    private static Instant? Time(string? text, string option) => text is null
        ? null
        : Instant.TryParse(text, out var instant)
            ? instant
            : throw new UnusableException(
                $"{option}: expected an RFC 3339 time such as 2030-06-03T06:00:00Z, got {text}");

    private static async Task ReplayAsync(
        RunAssembly run,
        List<ReplayFile> files,
        byte[]? registry,
        Instant start,
        Instant? asOf,
        CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        run.Pipeline.Recover(run.Feeds);
        RegistryFeed.Enter(registry, run, start);
        var reader = new ReplayReader(files, run.Pipeline.Pool, run.Recorder.NextSequence, asOf);
        var running = run.Pipeline.RunAsync(stop);
        var reading = Task.Run(() => PushAsync(reader, run.Pipeline, stop), stop);
        using var progress = new Progress(() =>
            FormattableString.Invariant($"{reader.BytesRead / 1e6:F0} MB read, {run.Host.FrameCount} frames stepped"));
        await Task.WhenAny(reading, running);
        if (reading.IsFaulted)
        {
            run.Pipeline.Inbox.TryComplete(reading.Exception!.InnerException);
        }

        await running;
        await reading;
        progress.Dispose();
        WriteSummary(run, watch.Elapsed);
    }

    private static async Task PushAsync(ReplayReader reader, Pipeline pipeline, CancellationToken stop)
    {
        foreach (var batch in reader.ReadAll())
        {
            await pipeline.Inbox.WriteAsync(batch, stop);
        }

        pipeline.Inbox.Complete();
    }

    private static void WriteSummary(RunAssembly run, TimeSpan elapsed)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output))
        {
            var summary = run.Host.Summary();
            json.WriteStartObject();
            json.WriteBoolean("exercise"u8, run.IsExercise);
            json.WriteNumber("frames"u8, run.Host.FrameCount);
            json.WriteStartObject("faults"u8);
            foreach (var ward in run.Host.Quarantine.Snapshot())
            {
                foreach (var (fault, count) in ward.Counts)
                {
                    json.WriteNumber($"{ward.Feed}/{Api.EnumWords.Of(fault)}", count);
                }
            }

            json.WriteEndObject();
            json.WriteNumber("observations"u8, run.Host.ObservationCount);
            json.WriteStartObject("unused"u8);
            foreach (var (reason, count) in Unused(summary.Unused, summary.WithoutConsent, summary.PastTime))
            {
                json.WriteNumber(reason, count);
            }

            json.WriteEndObject();
            json.WriteNumber("tracks"u8, summary.Tracks);
            json.WriteNumber("detections"u8, summary.Detections);
            WriteIncidents(json, run.Store);
            json.WriteStartObject("coverage"u8);
            foreach (var heard in summary.Heard.Where(heard => heard.Feed != RegistryFeed.Name))
            {
                json.WriteStartObject(heard.Feed);
                json.WriteNumber("heard_minutes"u8, heard.HeardMinutes);
                json.WriteNumber("span_minutes"u8, heard.SpanMinutes);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            WriteExposure(json, run.Host);
            json.WriteNumber("elapsed_s"u8, Math.Round(elapsed.TotalSeconds, 3));
            json.WriteString("hash"u8, run.Host.Hash());
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        if (run.Host.Summary().PastTime is > 0 and var past)
        {
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{past} observations not used: their own times are long before they were received; where a feed ")
                + "carries no receive times, expected --start near its begin");
        }

        if (run.Host.Summary().Unused.FutureTime is > 0 and var future)
        {
            Console.Error.WriteLine(FormattableString.Invariant(
                $"{future} positions not used: their own times are later than they were received; where a feed ")
                + "carries no receive times, expected --start at or after its begin and a fitting --rate");
        }
    }

    /// <summary>What was watched while these incidents were counted; the hash is of all bytes of the ledger.</summary>
    private static void WriteExposure(Utf8JsonWriter json, SectorHost host)
    {
        var (exposure, _) = host.Exposure();
        json.WriteStartObject("exposure"u8);
        json.WriteNumber("watched_km2_h"u8, Math.Round(exposure.WatchedKm2H, 3));
        json.WriteNumber("whole_km2_h"u8, Math.Round(exposure.WholeKm2H, 3));
        json.WriteNumber("share"u8, Math.Round(exposure.Share, 5));
        json.WriteNumber("cell_m"u8, host.AskLooks(desk => desk.Ledger.Ground.Grid.CellM));
        json.WriteNumber("looks"u8, host.AskLooks(desk => desk.Counts.Taken));
        json.WriteString("hash"u8, host.AskLooks(desk => desk.Ledger.Hash()));
        WriteTerrain(json, host);
        json.WriteEndObject();
    }

    /// <summary>What the ground hid from sensors that were heard; nothing where no terrain is registered.</summary>
    private static void WriteTerrain(Utf8JsonWriter json, SectorHost host)
    {
        var (tiles, told) = host.AskLooks(desk => (desk.Terrain?.Tiles, desk.TerrainTold()));
        if (tiles is null)
        {
            return;
        }

        json.WriteStartObject("terrain"u8);
        json.WriteNumber("tiles"u8, tiles.Count);
        json.WriteStartArray("sensors"u8);
        foreach (var (sensor, one) in told)
        {
            json.WriteStartObject();
            json.WriteString("sensor"u8, sensor);
            json.WriteString("use"u8, Api.EnumWords.Of(one.Use));
            json.WriteNumber("known_share"u8, Math.Round(one.KnownShare, 5));
            json.WriteNumber("masked_share"u8, Math.Round(one.MaskedShare, 5));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Observations that gave no state of a track, by reason; those that did not occur are left out.</summary>
    internal static IEnumerable<(string Reason, long Count)> Unused(
        TrackerCounts counts, long withoutConsent, long pastTime) =>
        new[]
        {
            ("bad_error", counts.BadError),
            ("duplicate", counts.Duplicate),
            ("future_time", counts.FutureTime),
            ("late", counts.Late),
            ("no_branch", counts.NoBranch),
            ("outside_theatre", counts.OutsideTheatre),
            ("past_time", pastTime),
            ("without_consent", withoutConsent),
        }.Where(pair => pair.Item2 > 0);

    private static void WriteIncidents(Utf8JsonWriter json, IPictureStore store)
    {
        json.WriteStartArray("incidents"u8);
        var facts = store.ReadIncidents(null, 0, int.MaxValue)
            .Select(stored => (Stored: stored, ((IncidentFact)FactJson.Read(stored.Payload)).Incident))
            .OrderBy(pair => pair.Incident.Id, StringComparer.Ordinal);
        foreach (var (stored, incident) in facts)
        {
            WriteIncident(json, stored, incident);
        }

        json.WriteEndArray();
    }

    private static void WriteIncident(Utf8JsonWriter json, StoredFact stored, Incident incident)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, incident.Id);
        json.WriteString("class"u8, incident.Class);
        json.WriteString("clause"u8, incident.Clause);
        json.WriteString("zone"u8, incident.Zone);
        json.WriteString("first"u8, incident.First.ToString());
        json.WriteString("last"u8, incident.Last.ToString());
        WriteNumber(json, "p_inside", incident.PInside);
        WriteNumber(json, "margin_m", incident.MarginM);
        json.WriteStartArray("actors"u8);
        foreach (var actor in incident.Actors)
        {
            json.WriteStringValue(actor);
        }

        json.WriteEndArray();
        WriteNumber(json, "index", stored.LogIndex);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
