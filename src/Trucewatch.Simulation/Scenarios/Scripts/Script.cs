using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trucewatch.Domain;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>From the least to the greatest value that is drawn.</summary>
[JsonConverter(typeof(SpreadJson))]
internal readonly record struct Spread(double From, double To)
{
    /// <summary>A value of it.</summary>
    public double Draw(Draws draws) => draws.Between(From, To);
}

/// <summary>A span as <c>[from, to]</c>.</summary>
internal sealed class SpreadJson : JsonConverter<Spread>
{
    /// <inheritdoc/>
    public override Spread Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var pair = JsonSerializer.Deserialize(ref reader, ScriptJson.Default.DoubleArray);
        return pair is [var from, var to] && from <= to
            ? new Spread(from, to)
            : throw new JsonException("expected [from, to], the lesser one first");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Spread value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, [value.From, value.To], ScriptJson.Default.DoubleArray);
}

/// <summary>A line of a script: something that each side does so many times, at drawn times and places.</summary>
/// <param name="Act">Kind of act: a name in <see cref="ActKinds.All"/>.</param>
/// <param name="EachSide">How often each side does it.</param>
/// <param name="Hours">Within which hours.</param>
/// <param name="LineKm">Where along the line, or along the lane.</param>
/// <param name="DepthM">How far into the zone.</param>
/// <param name="StaysS">For how long.</param>
/// <param name="SpeedMps">How fast.</param>
/// <param name="SigmaM">Standard deviation of the positions.</param>
/// <param name="IntervalS">Seconds from position to position.</param>
/// <param name="Size">How many.</param>
/// <param name="RadiusM">How far an area reaches.</param>
/// <param name="MovedM">How far receivers are led aside.</param>
/// <param name="AtSea">True for a place along the lane, false for one along the line.</param>
/// <param name="Targets">Protected objects that may be struck.</param>
/// <param name="Clause">The clause that it touches, where the kind of act does not say.</param>
internal sealed record ScriptLine(
    string Act,
    int EachSide,
    Spread? Hours = null,
    Spread? LineKm = null,
    Spread? DepthM = null,
    Spread? StaysS = null,
    Spread? SpeedMps = null,
    Spread? SigmaM = null,
    Spread? IntervalS = null,
    Spread? Size = null,
    Spread? RadiusM = null,
    Spread? MovedM = null,
    bool AtSea = false,
    ImmutableArray<Target>? Targets = null,
    string? Clause = null);

/// <summary>A scenario as data.</summary>
/// <param name="Id">Id in commands; also the file's name.</param>
/// <param name="Title">A few words.</param>
/// <param name="Words">What happens in it; begins with EXERCISE.</param>
/// <param name="Hours">How long it is played unless told.</param>
/// <param name="Speed">Scenario seconds in one real second unless told.</param>
/// <param name="Traffic">Whether everyday traffic goes on.</param>
/// <param name="Acts">What happens.</param>
/// <param name="Agreement">Name of the pack, if not that of the exercise.</param>
/// <param name="Start">The first moment, if not that of the exercise.</param>
/// <param name="Parties">The two parties' ids, if not <c>west</c> and <c>east</c>.</param>
internal sealed record Script(
    string Id,
    string Title,
    string Words,
    double Hours,
    double Speed,
    bool Traffic,
    ImmutableArray<ScriptLine> Acts,
    string? Agreement = null,
    string? Start = null,
    ImmutableArray<string>? Parties = null)
{
    private const string Ending = ".json";

    /// <summary>Where and when it is played.</summary>
    [JsonIgnore]
    public Stage Stage => new(
        Agreement ?? Ground.Agreement,
        Start is null ? Ground.Start : Instant.TryParse(Start, out var start) ? start
            : throw new JsonException($"{Id}: expected a time, got '{Start}'"),
        Agreement == Ground.ManySensors ? Ground.AllFeeds : Ground.Feeds);

    /// <summary>All scripts that the program carries, by id.</summary>
    public static ImmutableArray<Scenario> All()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(Ending, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    return Read(stream).ToScenario();
                }),
        ];
    }

    /// <summary>Reads a script.</summary>
    /// <exception cref="JsonException">It is none; the message says what and where.</exception>
    public static Script Read(Stream json)
    {
        var script = JsonSerializer.Deserialize(json, ScriptJson.Default.Script)
            ?? throw new JsonException("expected a script, got null");
        foreach (var line in script.Acts)
        {
            if (!ActKinds.All.ContainsKey(line.Act))
            {
                throw new JsonException(
                    $"{script.Id}: expected one of {string.Join(", ", ActKinds.All.Keys)}, got '{line.Act}'");
            }
        }

        return script;
    }

    /// <summary>The scenario that it describes.</summary>
    public Scenario ToScenario() => ScriptedScenario.Of(
        Id, Title, Words, Stage, TimeSpan.FromHours(Hours), Speed, Traffic ? Exercise.Traffic.All : _ => [],
        Happenings, this);

    /// <summary>What happens under a seed: each act draws from a stream of its own.</summary>
    public ImmutableArray<Happening> Happenings(ScenarioRun run)
    {
        var happenings = ImmutableArray.CreateBuilder<Happening>();
        var number = 0;
        for (var line = 0; line < Acts.Length; line++)
        {
            foreach (var side in new[] { Side.West, Side.East })
            {
                for (var count = 0; count < Acts[line].EachSide; count++)
                {
                    number++;
                    var draws = Draws.Named(run.Seed, FormattableString.Invariant($"{line}/{side.Id}/{count}"));
                    happenings.Add(ActKinds.All[Acts[line].Act](new ActOf(Acts[line], side, number, draws, run, this)));
                }
            }
        }

        // What is hidden by clouds is known once all clouds are.
        ImmutableArray<Weather> weather = [.. happenings.OfType<Cloud>().Select(cloud => cloud.Cover)];
        return weather.IsEmpty
            ? happenings.DrainToImmutable()
            : [.. happenings.Select(happening => happening with { Weather = weather })];
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Script))]
[JsonSerializable(typeof(double[]))]
internal sealed partial class ScriptJson : JsonSerializerContext;
