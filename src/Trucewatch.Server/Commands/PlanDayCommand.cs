using System.Collections.Immutable;
using System.CommandLine;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Planning;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Tasking;
using Trucewatch.Watch.Patrols;
using Trucewatch.Watch.Planning;

namespace Trucewatch.Server.Commands;

/// <summary><c>plan day</c>: proposes routes of drones and looks of satellites.</summary>
internal static class PlanDayCommand
{
    public static Command Build()
    {
        var (agreement, request) = (PlanCommand.Agreement(), new Option<string>("--request")
        {
            Description = "JSON: drones, satellites, weather, no-fly areas, what is expected, and the burden rule",
            HelpName = "FILE",
            Required = true,
        });
        var elements = new Option<string?>("--tle") { Description = "Elements of the satellites", HelpName = "FILE" };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Of all chance in the search", DefaultValueFactory = _ => 1,
        };
        var tries = new Option<int>("--tries")
        {
            Description = "How often it is tried to make the greedy plan better; 0 leaves it",
            DefaultValueFactory = _ => DayPlanner.UsualTries,
        };
        var command = new Command(
            "day",
            "Propose as a plan in JSON what drones and satellites should look at, for the largest gain in what is "
            + "likely to be seen of what is expected, with equal burdens for the sides; figures on standard error. The "
            + "same request, seed and number of tries give the same plan on every machine; it commands nothing")
        {
            agreement, request, elements, seed, tries,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(request)!;
            var read = PlanText.ReadRequest(PlanCommand.Bytes(path), out var satellites, out var problem)
                ?? throw new UnusableException($"{path}: {problem}");
            if (parsed.GetValue(tries) is < 0 or > DayPlanner.MaxTries)
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"--tries: expected 0 to {DayPlanner.MaxTries}, got {parsed.GetValue(tries)}"));
            }

            var ground = AgreementFolder.Open(parsed.GetValue(agreement)!);
            var whole = read with { Satellites = Passes(ground, read.Standing, satellites, parsed.GetValue(elements)) };
            var plan = DayPlanner.Plan(ground, whole, parsed.GetValue(seed), parsed.GetValue(tries));
            Say(plan, Console.Error);
            SayRefused(path, read, Console.Error);
            using var output = Console.OpenStandardOutput();
            output.Write(PlanText.Write(read.Standing with { Tasks = [.. read.Standing.Tasks, .. plan.Tasks] }));
            output.Write("\n"u8);
            return CommandTable.Done;
        });
        return command;
    }

    /// <summary>Patrols whose routes come near a hazard stand nevertheless: who leads them is told.</summary>
    internal static void SayRefused(string path, PlanningRequest request, TextWriter to)
    {
        try
        {
            var ways = PatrolWays.Of(request.Patrols);
            foreach (var patrol in request.Standing.Tasks.OfType<PatrolTask>())
            {
                foreach (var (leg, hazard) in ways.Refused(patrol))
                {
                    to.WriteLine(FormattableString.Invariant(
                        $"refused: patrol {patrol.Id}, leg {leg + 1}: nearer than ")
                        + FormattableString.Invariant($"{request.Patrols.HazardDistanceM} m to hazard {hazard}"));
                }
            }
        }
        catch (ArgumentException wrong)
        {
            throw new UnusableException($"{path}: hazards: {wrong.Message}");
        }
    }

    private static void Say(DayPlan plan, TextWriter to)
    {
        to.WriteLine(FormattableString.Invariant(
            $"{plan.Tasks.Length} tasks proposed; of {plan.Expected:F2} happenings expected, standing tasks are ")
            + FormattableString.Invariant(
                $"likely to see {plan.StandingSeen:F2}, and the proposal {plan.Gain:F2} more of ")
            + FormattableString.Invariant($"{plan.MostGain:F2} at most"));
        foreach (var burden in plan.Burdens)
        {
            to.WriteLine(FormattableString.Invariant(
                $"{burden.Party}: {burden.SearchMinutes:F0} minutes of search, {burden.Per1000Km2:F1} for 1,000 km2"));
        }
    }

    private static ImmutableArray<SatelliteUnit> Passes(
        Agreement agreement, TaskPlan plan, ImmutableArray<SatelliteText> satellites, string? elements) =>
        satellites.IsEmpty ? [] : SatellitePasses.Units(SatellitePasses.Of(
            agreement, plan, satellites,
            OrbitFiles.Read(
                elements ?? throw new UnusableException("--tle: expected elements of the satellites, got none"),
                toleratesChecksums: false)));
}
