using System.Buffers;
using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>
/// A radar on an aircraft that stands off and looks again and again at one stretch of ground (GMTI): it sees what moves
/// there, and not who it is.
/// </summary>
/// <param name="Name">Unique in the scenario.</param>
/// <param name="Seen">Whom it may see.</param>
/// <param name="Sensor">Where it is.</param>
/// <param name="Centre">Middle of what it looks at.</param>
/// <param name="EveryS">Seconds from look to look.</param>
/// <param name="PhaseS">Seconds until the first.</param>
/// <param name="DetectionProbability">The chance that it sees one who moves in a look.</param>
/// <param name="SigmaM">Standard deviation of its places, along and across the line of sight, as it also says.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record GroundRadar(
    string Name, ImmutableArray<Player> Seen, GeoPoint Sensor, GeoPoint Centre, double EveryS, double PhaseS,
    double DetectionProbability, double SigmaM, Link Link) : Sender(Name, Link)
{
    /// <summary>Who is slower does not stand out from the ground.</summary>
    public const double MinSpeedMps = 1;

    private const double SensorHeightM = 8_000;
    private const double RangeHalfM = 20_000;
    private const double AngleHalfDeg = 20;
    private const byte AircraftPlatform = 5;

    private static readonly GmtiHeader Header = new("EXERCISE", MissionId: 1, JobId: 1);

    /// <inheritdoc/>
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        var draws = Draws.Named(run.Seed, Name + "/looks");
        var passages = Draws.Named(run.Seed, Name + "/passage");
        var day = start.UnixMicroseconds / 86_400_000_000;
        yield return Whole(start, 0, to =>
        {
            var date = start.ToString();
            GmtiEncoder.WriteMission(
                to, Header, "EXERCISE", AircraftPlatform, Number(date[..4]), Number(date[5..7]), Number(date[8..10]));
        });
        yield return Whole(start, 0, to => GmtiEncoder.WriteJob(to, Header, SigmaM, 0.1, 1));
        for (var seconds = PhaseS; seconds < run.Length.TotalSeconds; seconds += EveryS)
        {
            var sentAt = After(start, seconds);
            var targets = Look(seconds, draws);
            var packet = new ArrayBufferWriter<byte>(512);
            GmtiEncoder.WriteDwell(packet, Header, new GmtiDwellReport(
                (uint)((sentAt.UnixMicroseconds - (day * 86_400_000_000)) / 1000), Sensor, SensorHeightM, Centre,
                RangeHalfM, AngleHalfDeg, targets));
            foreach (var sent in Arrivals(sentAt, Link.Send(seconds, passages), packet.WrittenMemory))
            {
                yield return sent;
            }
        }
    }

    /// <summary>What it sees in a look. The number of draws does not depend on what moves.</summary>
    private List<GmtiTarget> Look(double seconds, Draws draws)
    {
        var targets = new List<GmtiTarget>();
        foreach (var player in Seen)
        {
            var isSeen = draws.Chance(DetectionProbability);
            var (east, north) = draws.Normals();
            if (isSeen && player.Motion.At(seconds) is { } here && here.SpeedMps >= MinSpeedMps)
            {
                var place = LocalScale.At(here.Position).Move(here.Position, SigmaM * east, SigmaM * north);
                targets.Add(new GmtiTarget(
                    place, SlantRangeErrorM: SigmaM, CrossRangeErrorM: SigmaM));
            }
        }

        return targets;
    }

    /// <summary>A packet without which the others cannot be read: it comes in any case, and first.</summary>
    private static Sent Whole(Instant start, double seconds, Action<IBufferWriter<byte>> write)
    {
        var packet = new ArrayBufferWriter<byte>(128);
        write(packet);
        var at = After(start, seconds);
        return new Sent(at, at, packet.WrittenMemory);
    }

    private static int Number(string digits) =>
        int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
}
