using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Server.Api;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Planning;

namespace Trucewatch.Server.Commands;

/// <summary><c>plan forecast</c> and <c>day</c>.</summary>
internal static class PlanCommand
{
    public static Command Build()
    {
        var command = new Command(
            "plan",
            "Say where tomorrow will be blind, and propose who should look where. Nothing of it is watched yet");
        command.Subcommands.Add(Forecast());
        command.Subcommands.Add(PlanDayCommand.Build());
        return command;
    }

    /// <summary>The agreement's folder.</summary>
    internal static Option<string> Agreement() => new("--agreement")
    {
        Description = "Folder of the agreement pack whose zones are the ground", HelpName = "DIR", Required = true,
    };

    /// <summary>The bytes of a file that must be there.</summary>
    internal static byte[] Bytes(string path) => File.Exists(path)
        ? File.ReadAllBytes(path)
        : throw new UnusableException($"{path}: expected a file, found none");

    private static Command Forecast()
    {
        var (agreement, plan) = (Agreement(), new Option<string>("--plan")
        {
            Description = "Tasked looks as JSON: drones' routes, passes, posts, patrols, and the weather",
            HelpName = "FILE",
            Required = true,
        });
        var cells = new Option<bool>("--cells")
        {
            Description = "Print CSV instead, a row for each hour, modality and cell that somebody is to look at",
        };
        var command = new Command(
            "forecast",
            "Print as JSON what would be watched if the plan were carried out, and where and when nobody would look: "
            + "predicted by the models of the coverage ledger")
        {
            agreement, plan, cells,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(plan)!;
            var read = PlanText.ReadPlan(Bytes(path), out var problem)
                ?? throw new UnusableException($"{path}: {problem}");
            var ledger = CoverageForecast.Of(AgreementFolder.Open(parsed.GetValue(agreement)!), read);
            if (parsed.GetValue(cells))
            {
                using var text = CommandTable.OpenOutput();
                WriteCells(ledger, read, text);
                return CommandTable.Done;
            }

            using var output = Console.OpenStandardOutput();
            using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
            {
                Write(ledger, read, writer);
            }

            output.Write("\n"u8);
            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>Sums by side, light and modality, each hour, and the gaps.</summary>
    internal static void Write(CoverageLedger ledger, TaskPlan plan, Utf8JsonWriter writer)
    {
        var reading = new CoverageReading(ledger);
        var all = new CoverageQuery(
            CoverageLedger.HourOf(plan.From),
            CoverageLedger.HourOf(new Instant(plan.Until.UnixMicroseconds - 1)) + 1, ModalitySet.Seeing);
        writer.WriteStartObject();
        writer.WriteString("state", "predicted");
        writer.WriteString("words", "what would be watched if all tasks were carried out; nothing of it is watched");
        writer.WriteString("from", plan.From.ToString());
        writer.WriteString("until", plan.Until.ToString());
        writer.WriteNumber("tasks", plan.Tasks.Length);
        writer.WriteStartArray("sums");
        Sum(writer, reading, all, "all");
        for (var side = 0; side < ledger.Ground.Parties.Length; side++)
        {
            foreach (var light in Enum.GetValues<Light>())
            {
                Sum(writer, reading, all with { Side = side, Light = light }, "all");
            }
        }

        foreach (var model in DetectionModels.All)
        {
            Sum(
                writer, reading, all with { Modalities = ModalitySet.Of(model.Modality) },
                EnumWords.Of(model.Modality));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("hours");
        for (var hour = all.FromHour; hour < all.UntilHour; hour++)
        {
            var sum = reading.Sum(all with { FromHour = hour, UntilHour = hour + 1 });
            writer.WriteStartObject();
            writer.WriteString("from", CoverageLedger.StartOf(hour).ToString());
            Share(writer, sum, ledger.Ground.Grid.CellKm2);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Gaps(writer, ledger, reading, all);
        writer.WriteEndObject();

        void Sum(Utf8JsonWriter to, CoverageReading of, CoverageQuery query, string modality)
        {
            to.WriteStartObject();
            to.WriteString("side", query.Side is { } side ? ledger.Ground.Parties[side] : null);
            to.WriteString("light", EnumWords.Of(query.Light));
            to.WriteString("modality", modality);
            Share(to, of.Sum(in query), ledger.Ground.Grid.CellKm2);
            to.WriteEndObject();
        }
    }

    private static void Share(Utf8JsonWriter writer, CoverageSums sums, double km2)
    {
        writer.WriteNumber("predicted_km2_h", Math.Round(sums.SeenCellHours * km2, 3));
        writer.WriteNumber("whole_km2_h", Math.Round(sums.WholeCellHours * km2, 3));
        writer.WriteNumber("share", Math.Round(sums.Share, 5));
    }

    private static void Gaps(Utf8JsonWriter writer, CoverageLedger ledger, CoverageReading reading, CoverageQuery all)
    {
        var ground = ledger.Ground;
        writer.WriteStartArray("blind");
        foreach (var gap in reading.Gaps(in all))
        {
            writer.WriteStartObject();
            writer.WriteString("zone", gap.Zone < 0 ? null : ground.Zones[gap.Zone]);
            writer.WriteString("side", gap.Side < 0 ? null : ground.Parties[gap.Side]);
            writer.WriteNumber("latitude", Math.Round(ground.TileMiddles[gap.Tile].LatitudeDeg, 4));
            writer.WriteNumber("longitude", Math.Round(ground.TileMiddles[gap.Tile].LongitudeDeg, 4));
            writer.WriteNumber("area_km2", Math.Round(gap.Cells * ground.Grid.CellKm2, 3));
            writer.WriteString("from", CoverageLedger.StartOf(gap.FromHour).ToString());
            writer.WriteString("until", CoverageLedger.StartOf(gap.UntilHour).ToString());
            writer.WriteNumber("share", Math.Round(gap.Share, 5));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCells(CoverageLedger ledger, TaskPlan plan, TextWriter output)
    {
        var (ground, means) = (ledger.Ground, new byte[ledger.Ground.CellCount]);
        var reading = new CoverageReading(ledger);
        output.Write("hour,modality,latitude,longitude,zone,side,predicted_chance\n");
        var last = CoverageLedger.HourOf(new Instant(plan.Until.UnixMicroseconds - 1));
        for (var hour = CoverageLedger.HourOf(plan.From); hour <= last; hour++)
        {
            for (var modality = 0; modality <= CoverageLedger.Modalities; modality++)
            {
                var query = new CoverageQuery(
                    hour, hour + 1, modality == 0 ? ModalitySet.Seeing : ModalitySet.Of((Modality)modality));
                reading.Map(in query, means);
                for (var cell = 0; cell < means.Length; cell++)
                {
                    if (means[cell] > 0)
                    {
                        var chance = means[cell] * means[cell] / (255.0 * 255);
                        var middle = ground.MiddleOf(cell);
                        output.Write(string.Create(CultureInfo.InvariantCulture, $"{
                            CoverageLedger.StartOf(hour)},{(modality == 0 ? "all" : EnumWords.Of((Modality)modality))},{
                            middle.LatitudeDeg:F5},{middle.LongitudeDeg:F5},{
                            (ground.ZoneOf(cell) < 0 ? "" : ground.Zones[ground.ZoneOf(cell)])},{
                            (ground.SideOf(cell) < 0 ? "" : ground.Parties[ground.SideOf(cell)])},{chance:F4}\n"));
                    }
                }
            }
        }
    }
}
