using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Feeds.Odid;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>A drone's Remote ID, as a receiver on the ground logs it: serial number and place in one pack.</summary>
/// <param name="Player">The drone; its id is <c>rid:</c> and the serial number.</param>
/// <param name="Address">Address of its transmitter.</param>
/// <param name="HeightM">Height over the ellipsoid.</param>
/// <param name="IntervalS">Seconds from pack to pack.</param>
/// <param name="PhaseS">Seconds until the first.</param>
/// <param name="SigmaM">Standard deviation of its positions.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record RemoteIdSender(
    Player Player, ulong Address, double HeightM, double IntervalS, double PhaseS, double SigmaM, Link Link)
    : Sender(Player.Id, Link)
{
    // Better than ten metres in 95 of 100 cases.
    private const int TenMetres = 10;

    /// <inheritdoc/>
    public override IEnumerable<Player> Players => [Player];

    /// <inheritdoc/>
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        var noise = Draws.Named(run.Seed, Name + "/noise");
        var passages = Draws.Named(run.Seed, Name + "/passage");
        var serial = OdidEncoder.BasicId(Player.Id["rid:".Length..]);
        for (var seconds = PhaseS; seconds < run.Length.TotalSeconds; seconds += IntervalS)
        {
            if (Player.Motion.At(seconds) is not { } here)
            {
                continue;
            }

            var sentAt = After(start, seconds);
            var flight = new OdidFlight(
                Measure(here.Position, SigmaM, noise), HeightM, here.SpeedMps, here.CourseDeg,
                HorizontalAccuracy: TenMetres);
            var line = new ArrayBufferWriter<byte>(256);
            OdidEncoder.WriteLine(line, OdidEncoder.Pack(serial, OdidEncoder.Location(flight, sentAt)), null, Address);
            foreach (var sent in Arrivals(sentAt, Link.Send(seconds, passages), line.WrittenMemory))
            {
                yield return sent;
            }
        }
    }
}
