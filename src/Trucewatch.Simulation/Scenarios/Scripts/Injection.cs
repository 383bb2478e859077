using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>An act that a trainer puts into a running exercise; what it does not say is drawn.</summary>
/// <param name="Act">Kind of act, one of <see cref="Acts"/>.</param>
/// <param name="Side">Whose doing it is: a party id of the illustrative line.</param>
/// <param name="At">When it begins.</param>
/// <param name="By">Who puts it in: a role or a name of the exercise, never a private person's.</param>
/// <param name="Number">Number in the exercise, from 1; given by the exercise.</param>
/// <param name="LineKm">Where along the line, or along the lane, in kilometres.</param>
/// <param name="DepthM">How far into the zone, in metres.</param>
/// <param name="StaysS">For how long, in seconds.</param>
/// <param name="SpeedMps">How fast, in metres a second.</param>
/// <param name="SigmaM">Standard deviation of the positions, in metres.</param>
/// <param name="IntervalS">Seconds from position to position.</param>
/// <param name="Size">How many.</param>
public sealed record Injection(
    string Act,
    string Side,
    Instant At,
    string By,
    int Number = 0,
    double? LineKm = null,
    double? DepthM = null,
    double? StaysS = null,
    double? SpeedMps = null,
    double? SigmaM = null,
    double? IntervalS = null,
    int? Size = null)
{
    /// <summary>Most injections of one exercise.</summary>
    public const int MaxNumber = 999;

    /// <summary>Longest name of who puts it in, in characters.</summary>
    public const int MaxByChars = 64;

    // Scripts number their own acts from 1; units and ships of injections are numbered beyond all of these.
    private const int FirstNumber = 5000;

    private static readonly (string Name, double Least, double Most)[] limits =
    [
        ("lineKm", 1, 720), ("depthM", 0, 19_000), ("staysS", 0, 86_400), ("speedMps", 0.5, 60), ("sigmaM", 1, 1000),
        ("intervalS", 1, 600), ("size", 1, 50),
    ];

    /// <summary>
    /// All kinds of acts that a trainer can put in; which of them a scenario takes, its
    /// <see cref="Scenario.Takes"/> says.
    /// </summary>
    public static ImmutableArray<string> Acts { get; } = [.. ActKinds.All.Keys];

    /// <summary>True for what sends nothing itself, and changes what others send from its time on.</summary>
    public bool Changes => Act is "cloud" or "jamming" or "spoofing";

    /// <summary>What is wrong with it, in one line, or null.</summary>
    public string? Problem()
    {
        double?[] values = [LineKm, DepthM, StaysS, SpeedMps, SigmaM, IntervalS, Size];
        for (var index = 0; index < limits.Length; index++)
        {
            if (values[index] is { } value && !(value >= limits[index].Least && value <= limits[index].Most))
            {
                return FormattableString.Invariant(
                    $"{limits[index].Name}: expected {limits[index].Least} to {limits[index].Most}, got {value}");
            }
        }

        return !Acts.Contains(Act, StringComparer.Ordinal)
            ? $"act: expected one of {string.Join(", ", Acts)}, got '{Act}'"
            : SideOf(Side) is null ? $"side: expected west or east, got '{Side}'"
            : By.Length is 0 or > MaxByChars ? $"by: expected 1 to {MaxByChars} characters, got {By.Length}"
            : null;
    }

    /// <summary>True for an incident that this injection causes.</summary>
    public bool Makes(string incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        return incident.StartsWith(Id, StringComparison.Ordinal)
            && (incident.Length == Id.Length || !char.IsAsciiDigit(incident[Id.Length]));
    }

    // What a trainer puts in happens on the ground of the exercise, as the acts of a script do.
    private static readonly Script Ours = new("injections", "Injections", "What a trainer puts in.", 24, 1, false, []);

    private string Id => FormattableString.Invariant($"J-{Number:D3}");

    /// <summary>What happens by it in a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="script">The script whose ground, parties and targets it has; null: the exercise's.</param>
    internal Happening Happening(ScenarioRun run, Script? script)
    {
        var ground = script ?? Ours;
        var hours = (At - ground.Stage.Start).TotalHours;
        var struck = script?.Acts.FirstOrDefault(line => line.Act == Act && line.Targets is not null);
        var line = new ScriptLine(
            Act, 1, new Spread(hours, hours), Exactly(LineKm), Exactly(DepthM), Exactly(StaysS), Exactly(SpeedMps),
            Exactly(SigmaM), Exactly(IntervalS), Exactly(Size),
            Targets: struck?.Targets, Clause: struck?.Clause);
        var draws = Draws.Named(run.Seed, FormattableString.Invariant($"injection/{Number}"));
        return ActKinds.All[Act](new ActOf(line, SideOf(Side)!, FirstNumber + Number, draws, run, ground)
        {
            Id = Id,
        });
    }

    private static Spread? Exactly(double? value) => value is { } known ? new Spread(known, known) : null;

    private static Side? SideOf(string id) =>
        id == Exercise.Side.West.Id ? Exercise.Side.West : id == Exercise.Side.East.Id ? Exercise.Side.East : null;
}
