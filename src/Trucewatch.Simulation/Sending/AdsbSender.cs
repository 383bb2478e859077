using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>An aircraft's ADS-B, as a receiver of Mode S hands it on in Beast frames.</summary>
/// <param name="Player">The aircraft; its id is <c>icao:</c> and the address.</param>
/// <param name="Address">The address, 24 bits.</param>
/// <param name="Feet">Its pressure altitude.</param>
/// <param name="IntervalS">Seconds from message to message: positions, and now and then velocity or accuracy.</param>
/// <param name="PhaseS">Seconds until the first.</param>
/// <param name="SigmaM">Standard deviation of its positions.</param>
/// <param name="Accuracy">What it says of its own accuracy (NACp), 0 to 11.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record AdsbSender(
    Player Player, uint Address, int Feet, double IntervalS, double PhaseS, double SigmaM, int Accuracy, Link Link)
    : Sender(Player.Id, Link)
{
    /// <summary>Version of DO-260B, whose messages state NACp.</summary>
    public const uint Version = 2;

    private const int PositionType = 11;
    private const ulong TicksPerMicrosecond = 12;
    private const byte Signal = 0x40;
    private const double KnotsPerMps = 3600.0 / 1852;

    // Positions of both kinds alternate; what stands between them must not always stand in the place of one kind.
    private const int OthersEvery = 5;

    /// <inheritdoc/>
    public override IEnumerable<Player> Players => [Player];

    /// <inheritdoc/>
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        var noise = Draws.Named(run.Seed, Name + "/noise");
        var passages = Draws.Named(run.Seed, Name + "/passage");
        var lengthS = run.Length.TotalSeconds;
        for (long number = 0; PhaseS + (number * IntervalS) is var seconds && seconds < lengthS; number++)
        {
            if (Player.Motion.At(seconds) is not { } here)
            {
                continue;
            }

            // An aircraft that is jammed flies on by its other instruments, and says how little they know.
            var disturbance = DisturbedBy(here.Position, seconds);
            var told = disturbance is { IsJamming: false } moved ? moved.Told(here.Position) : here.Position;
            var measured = here with { Position = Measure(told, SigmaM, noise) };
            var accuracy = disturbance is { IsJamming: true } ? 0 : Accuracy;
            foreach (var sent in Arrivals(
                After(start, seconds), Link.Send(seconds, passages),
                Write(number, in measured, accuracy, After(start, seconds))))
            {
                yield return sent;
            }
        }
    }

    private ReadOnlyMemory<byte> Write(long number, in Whereabouts here, int accuracy, Instant at)
    {
        var body = (number % OthersEvery, number / OthersEvery % 2) switch
        {
            (0, 0) => ModeSEncoder.Operation(surface: false, Version, (uint)accuracy, sil: 3),
            (0, _) => Velocity(in here),
            _ => ModeSEncoder.AirbornePosition(PositionType, here.Position, Feet, odd: number % 2 == 1),
        };
        var frame = new ArrayBufferWriter<byte>(64);
        BeastEncoder.Write(
            frame, ModeSEncoder.Squitter(Address, body),
            (ulong)at.UnixMicroseconds * TicksPerMicrosecond, Signal);
        return frame.WrittenMemory;
    }

    private static MessageBits Velocity(in Whereabouts here)
    {
        var (sin, cos) = Elementary.SinCosDegrees(here.CourseDeg);
        return ModeSEncoder.GroundVelocity(
            (int)Math.Round(here.SpeedMps * KnotsPerMps * sin), (int)Math.Round(here.SpeedMps * KnotsPerMps * cos), 0);
    }
}
