using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Feeds.Klv;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>A drone with a camera, whose metadata (KLV) say where it is and nobody's name.</summary>
/// <param name="Player">The drone.</param>
/// <param name="HeightM">Height over the ellipsoid.</param>
/// <param name="IntervalS">Seconds from packet to packet.</param>
/// <param name="PhaseS">Seconds until the first.</param>
/// <param name="SigmaM">Standard deviation of its positions.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record CameraDrone(
    Player Player, double HeightM, double IntervalS, double PhaseS, double SigmaM, Link Link)
    : Sender(Player.Id, Link)
{
    /// <inheritdoc/>
    public override IEnumerable<Player> Players => [Player];

    /// <inheritdoc/>
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        var noise = Draws.Named(run.Seed, Name + "/noise");
        var passages = Draws.Named(run.Seed, Name + "/passage");
        for (var seconds = PhaseS; seconds < run.Length.TotalSeconds; seconds += IntervalS)
        {
            if (Player.Motion.At(seconds) is not { } here)
            {
                continue;
            }

            var sentAt = After(start, seconds);
            var (sin, cos) = Elementary.SinCosDegrees(here.CourseDeg);
            var packet = new ArrayBufferWriter<byte>(256);
            KlvEncoder.Write(packet, new UasReport(sentAt)
            {
                Mission = "EXERCISE",
                CallSign = "EXERCISE",
                Sensor = Measure(here.Position, SigmaM, noise),
                EllipsoidHeightM = HeightM,
                HeadingDeg = here.CourseDeg,
                EastMps = here.SpeedMps * sin,
                NorthMps = here.SpeedMps * cos,
            });
            foreach (var sent in Arrivals(sentAt, Link.Send(seconds, passages), packet.WrittenMemory))
            {
                yield return sent;
            }
        }
    }
}
