using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Firms;
using Trucewatch.Feeds.QuakeMl;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Scripts;

/// <summary>Messages at given times, such as rows of a satellite's list.</summary>
/// <param name="Name">Unique in the scenario.</param>
/// <param name="Messages">Seconds after the start, and the bytes, in order.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record ListSender(
    string Name, ImmutableArray<(double Seconds, ReadOnlyMemory<byte> Bytes)> Messages, Link Link) : Sender(Name, Link)
{
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        var passages = Draws.Named(run.Seed, Name + "/passage");
        foreach (var (seconds, bytes) in Messages)
        {
            if (seconds >= run.Length.TotalSeconds)
            {
                yield break;
            }

            foreach (var sent in Arrivals(After(start, seconds), Link.Send(seconds, passages), bytes))
            {
                yield return sent;
            }
        }
    }
}

/// <summary>What happens and is nobody's doing: it makes no true incident.</summary>
/// <param name="Id">Id in the script.</param>
/// <param name="AtS">When it begins, seconds after the start.</param>
/// <param name="Stage">The scenario's first moment, which is written into what instruments say.</param>
internal abstract record Natural(string Id, double AtS, Instant Stage) : Happening(Id, AtS, Side.Nobody)
{
    public override IEnumerable<TrueIncident> Incidents => [];

    public override IEnumerable<Sighting> Sightings(TrueIncident incident, ScenarioRun run) => [];

    protected Instant On(double seconds) => Stage + TimeSpan.FromSeconds(Math.Round(seconds));

    protected NaturalCause Cause(string cause, double lastsS, GeoPoint place, double radiusM) =>
        new(Id, cause, Moment(AtS), Moment(AtS + lastsS), place, radiusM);

    protected static ReadOnlyMemory<byte> Bytes(Action<ArrayBufferWriter<byte>> write)
    {
        var to = new ArrayBufferWriter<byte>(512);
        write(to);
        return to.WrittenMemory;
    }
}

/// <summary>Fields burn for hours, and each pass of a satellite sees some pixels of them, where no cloud hides them.
/// </summary>
internal sealed record HarvestFire(string Id, double AtS, Instant Stage, GeoPoint Place, double PowerMw, double LastsS)
    : Natural(Id, AtS, Stage)
{
    private const double PassEveryS = 6_000;
    private const double SpreadM = 1_200;
    private const int Pixels = 3;

    public override IEnumerable<Sender> Senders =>
    [
        new ListSender(
            Id + "/heat",
            [
                .. Enumerable.Range(0, 1 + (int)(LastsS / PassEveryS)).Select(pass => AtS + (pass * PassEveryS))
                    .Where(seconds => !Weather.Any(weather => weather.Hides(Place, seconds)))
                    .SelectMany(seconds => Pass(seconds).Select(bytes => (seconds, bytes))),
            ],
            Links.Orbit),
    ];

    public override IEnumerable<NaturalCause> Causes => [Cause("harvest-season", LastsS, Place, SpreadM)];

    /// <summary>A list has its header, and a row for each pixel.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> Pass(double seconds)
    {
        yield return Encoding.ASCII.GetBytes(FirmsEncoder.Header(isArchive: false) + "\n");
        var scale = LocalScale.At(Place);
        for (var pixel = 0; pixel < Pixels; pixel++)
        {
            var place = scale.Move(Place, SpreadM * (pixel - 1), SpreadM * (pixel - 1) / 2);
            var powerMw = PowerMw / (pixel + 1);
            yield return Bytes(to =>
            {
                FirmsEncoder.Write(to, new FirmsAnomaly(On(seconds), place, 0.4, 0.4, powerMw, "n"));
                to.Write("\n"u8);
            });
        }
    }
}

/// <summary>A storm: a station writes down lightning, and the seismic network locates the claps.</summary>
internal sealed record Thunder(string Id, double AtS, Instant Stage, GeoPoint Place, int Claps)
    : Natural(Id, AtS, Stage)
{
    private const double ApartS = 240;
    private const double LocatedAfterS = 20;
    private const double StationSigmaM = 2_000;

    public override IEnumerable<ScriptedReport> Reports =>
        Enumerable.Range(0, Claps).Select(clap => new ScriptedReport(
            AtS + (clap * ApartS), AtS + (clap * ApartS) + 4, Clap(clap), StationSigmaM,
            new WrittenReport(
                FormattableString.Invariant($"{Id}-{clap}"), "EXERCISE Weather station 1", ReporterKind.Station, null,
                "weather.thunder", "EXERCISE. Lightning located.", ["seen"], null, null, null, [])));

    public override IEnumerable<Sender> Senders =>
    [
        new ListSender(
            Id + "/claps",
            [
                .. Enumerable.Range(0, Claps).Select(clap => (
                    AtS + (clap * ApartS) + LocatedAfterS,
                    Bytes(to => QuakeMlEncoder.Write(to, new QuakeMlEvent(
                        FormattableString.Invariant($"quakeml:exercise/{Id}-{clap}"), "not reported",
                        On(AtS + (clap * ApartS) + 3), Clap(clap), 0, 0.6, 900, 600, 40))))),
            ],
            Links.Tremors),
    ];

    public override IEnumerable<NaturalCause> Causes => [Cause("thunder", Claps * ApartS, Place, 8_000)];

    private GeoPoint Clap(int clap) => LocalScale.At(Place).Move(Place, 700 * (clap - (Claps / 2)), 400 * clap);
}

/// <summary>A blast in the quarry of a side, which the network locates without saying what it was.</summary>
internal sealed record QuarryBlast(string Id, double AtS, Instant Stage, GeoPoint Quarry) : Natural(Id, AtS, Stage)
{
    public override IEnumerable<Sender> Senders =>
    [
        new ListSender(
            Id + "/blast",
            [(AtS + 1, Bytes(to => QuakeMlEncoder.Write(to, new QuakeMlEvent(
                "quakeml:exercise/" + Id, "not reported", On(AtS), Quarry, 0, 1.4, 500, 400, 90))))],
            Links.Tremors),
    ];

    public override IEnumerable<NaturalCause> Causes => [Cause("quarry", 5, Quarry, 500)];
}

/// <summary>Clouds and fog: nothing happens, and less is seen.</summary>
internal sealed record Cloud(string Id, double AtS, Instant Stage, Weather Cover) : Natural(Id, AtS, Stage)
{
    public override IEnumerable<NaturalCause> Causes =>
        [Cause("cloud", Cover.ToS - Cover.FromS, Cover.Centre, Cover.RadiusM)];
}

/// <summary>
/// A shelling that people tell of: a patrol counts, and writes the same once more; a post is a kilometre off; another
/// patrol writes half an hour late; callers tell of twice as much, somewhere else.
/// </summary>
internal sealed record ToldByPeople(string Id, double AtS, Side Side, double LineKm, int Number)
    : Account(Id, AtS, Side, "4.2(c)", "fire")
{
    private const double FromLineKm = 10;

    protected override string Zone => Side.Other.Zone;

    protected override (int Min, int Max)? Count => (5, 9);

    public override IEnumerable<ScriptedReport> Reports
    {
        get
        {
            var seen = Write(
                By(FormattableString.Invariant($"Patrol {Number}"), ReporterKind.Patrol, 120, 0) with
                {
                    Count = (5, 7),
                },
                "Five to seven impacts seen.");
            yield return seen;
            yield return seen with
            {
                SentS = seen.SentS + 60,
                Written = seen.Written with { ReportId = seen.Written.ReportId + "-again" },
            };
            yield return Write(
                By(FormattableString.Invariant($"Observation post {Number}"), ReporterKind.Post, 200, 1) with
                {
                    Count = (6, 9), SigmaM = 600,
                },
                "Six to nine impacts, as far as could be seen; the place is a guess.");
            yield return Write(
                By(FormattableString.Invariant($"Patrol {Number + 1}"), ReporterKind.Patrol, 1_800, 0.2) with
                {
                    Count = (4, 6),
                },
                "Four to six impacts heard half an hour ago. No network until now.");
            yield return Write(
                By("Hotline", ReporterKind.Hotline, 900, 6) with { Count = (12, 20), SigmaM = 3_000 },
                "Callers tell of many explosions near the next village.");
        }
    }

    private Telling By(string who, ReporterKind kind, double sentAfterS, double offKm) =>
        new(who, kind, "fire.artillery.impact")
        {
            HappenedAfterS = 20,
            SentAfterS = sentAfterS,
            Place = Side.Other.OnLand(LineKm + offKm, FromLineKm),
            SigmaM = 150,
            Means = kind == ReporterKind.Hotline ? "told" : "seen",
        };
}
