using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Evidence;
using Trucewatch.Server.AfterAction;
using Trucewatch.Server.Api;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Scenarios.Scripts;

namespace Trucewatch.Server.Commands;

/// <summary><c>exercise inject</c> and <c>report</c>: to direct a running exercise, and to learn from it.</summary>
internal static class ExerciseCommand
{
    public static Command Build()
    {
        var command = new Command("exercise", "Put acts into a running exercise, and report on it afterwards");
        command.Subcommands.Add(Inject());
        command.Subcommands.Add(Report());
        return command;
    }

    private static Option<string> Data() => new("--data")
    {
        Description = "Data folder of the exercise", DefaultValueFactory = _ => "./data", HelpName = "DIR",
    };

    private static Command Inject()
    {
        var data = Data();
        var url = new Option<string>("--url")
        {
            Description = "Address of the running service", DefaultValueFactory = _ => "http://127.0.0.1:7070",
            HelpName = "URL",
        };
        var act = new Argument<string>("ACT") { Description = "One of " + string.Join(", ", Injection.Acts) };
        var side = new Option<string>("--side") { Description = "Whose doing it is: west or east", Required = true };
        var at = new Option<string?>("--at")
        {
            Description = "When it begins, in the exercise's time", HelpName = "TIME",
        };
        var after = new Option<double?>("--in") { Description = "Or so many seconds of it from now", HelpName = "S" };
        var by = new Option<string?>("--by") { Description = "Who puts it in: a role, no person's name" };
        Option<double?>[] numbers =
        [
            Number("--line-km", "Where along the line, or along the lane"),
            Number("--depth-m", "How far into the zone"),
            Number("--stays-s", "For how long"), Number("--speed-mps", "How fast"),
            Number("--sigma-m", "Standard deviation of its positions"),
            Number("--interval-s", "Seconds from position to position"),
        ];
        var size = new Option<int?>("--size") { Description = "How many", HelpName = "N" };
        var command = new Command(
            "inject", "Put an act into a running exercise, with the trainer's token of its data folder; prints it as "
            + "recorded. What is not said is drawn")
        {
            act, side, at, after, by, size, data, url,
        };
        foreach (var number in numbers)
        {
            command.Options.Add(number);
        }

        command.SetAction(async (parsed, stop) =>
        {
            var begins = parsed.GetValue(at) is { } text
                ? Instant.TryParse(text, out var instant)
                    ? instant
                    : throw new UnusableException($"--at: expected an RFC 3339 time, got {text}")
                : (Instant?)null;
            var said = numbers.Select(parsed.GetValue).ToArray();
            var request = new InjectionRequest(
                parsed.GetValue(act)!, parsed.GetValue(side)!, begins, parsed.GetValue(after), parsed.GetValue(by),
                said[0], said[1], said[2], said[3], said[4], said[5], parsed.GetValue(size));
            return await SendAsync(
                request, DataFolder.Find(parsed.GetValue(data)!), parsed.GetValue(url)!, stop);
        });
        return command;
    }

    private static Option<double?> Number(string name, string words) =>
        new(name) { Description = words, HelpName = "X" };

    private static async Task<int> SendAsync(
        InjectionRequest request, DataFolder folder, string url, CancellationToken stop)
    {
        if (!folder.IsExercise)
        {
            throw new UnusableException($"--data {folder.Path}: expected the data folder of an exercise");
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
        {
            throw new UnusableException($"--url: expected an address such as http://127.0.0.1:7070, got {url}");
        }

        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", folder.OpenToken("trainer.token"));
        try
        {
            using var body = new StringContent(
                JsonSerializer.Serialize(request, ApiJson.Default.InjectionRequest), Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(ApiTable.Root + "/exercise/injections", body, stop);
            var words = await answer.Content.ReadAsStringAsync(stop);
            if (answer.IsSuccessStatusCode)
            {
                await Console.Out.WriteLineAsync(words);
                return CommandTable.Done;
            }

            throw new UnusableException(Reason(words) ?? FormattableString.Invariant(
                $"{url}: {(int)answer.StatusCode}: no exercise runs there"));
        }
        catch (HttpRequestException problem)
        {
            throw new UnusableException($"--url {url}: {problem.Message}");
        }
    }

    private static string? Reason(string words)
    {
        try
        {
            using var problem = JsonDocument.Parse(words);
            return problem.RootElement.GetProperty("detail").GetString();
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Command Report()
    {
        var data = Data();
        var format = new Option<string>("--format")
        {
            Description = "html or json", DefaultValueFactory = _ => "html",
        };
        var file = new Option<string?>("--out")
        {
            Description = "File to write to; its name gets the mark where it has none. Without it: standard output",
            HelpName = "FILE",
        };
        var command = new Command(
            "report", "What happened in an exercise, what its watch found and when, and what it missed and why")
        {
            data, format, file,
        };
        command.SetAction(parsed =>
        {
            var form = parsed.GetValue(format);
            if (form is not ("html" or "json"))
            {
                throw new UnusableException($"--format: expected html or json, got {form}");
            }

            var report = AfterActionReport.Of(parsed.GetValue(data)!);
            var bytes = form == "html" ? AfterActionHtml.Write(report) : AfterActionJson.Write(report);
            if (parsed.GetValue(file) is not { } path)
            {
                using var output = Console.OpenStandardOutput();
                output.Write(bytes);
                return CommandTable.Done;
            }

            var marked = Marked(path);
            File.WriteAllBytes(marked, bytes);
            Console.Error.WriteLine($"{ExerciseMark.Word}: written to {marked}");
            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>The path with the mark in its file's name.</summary>
    internal static string Marked(string path)
    {
        var name = Path.GetFileName(path);
        return name.Contains(ExerciseMark.Word, StringComparison.Ordinal)
            ? path
            : Path.Combine(Path.GetDirectoryName(path) ?? "", SimulationFiles.Marked(name));
    }
}
