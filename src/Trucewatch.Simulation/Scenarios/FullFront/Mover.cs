using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Feeds.Ais;
using Trucewatch.Feeds.Beast;
using Trucewatch.Feeds.Cot;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Geo;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.FullFront;

/// <summary>One of the ten thousand: where it is, and how it says so at equal times.</summary>
/// <param name="player">Who and where.</param>
/// <param name="feed">Index of its feed.</param>
/// <param name="intervalMs">From message to message.</param>
/// <param name="sigmaM">Standard deviation of its positions.</param>
/// <param name="noise">The errors of its positions.</param>
internal abstract class Mover(Player player, int feed, int intervalMs, double sigmaM, Draws noise)
{
    /// <summary>Who and where.</summary>
    public Player Player { get; } = player;

    /// <summary>Index of its feed.</summary>
    public int Feed { get; } = feed;

    /// <summary>From message to message.</summary>
    public int IntervalMs { get; } = intervalMs;

    /// <summary>When its first message goes out, after the start; by chance, so that they are spread.</summary>
    public int PhaseMs { get; } = noise.Below(intervalMs);

    /// <summary>Standard deviation of its positions.</summary>
    public double SigmaM { get; } = sigmaM;

    /// <summary>Writes the next message.</summary>
    /// <param name="to">Where it goes.</param>
    /// <param name="start">Begin of the run.</param>
    /// <param name="sentMs">When it goes out, after the start.</param>
    /// <param name="receivedMs">When it is received.</param>
    public void Say(ArrayBufferWriter<byte> to, Instant start, long sentMs, long receivedMs)
    {
        if (Player.Motion.At(sentMs / 1000.0) is { } here)
        {
            var (east, north) = noise.Normals();
            var place = LocalScale.At(here.Position).Move(here.Position, SigmaM * east, SigmaM * north);
            Write(to, here with { Position = place }, After(start, sentMs), After(start, receivedMs));
        }
    }

    /// <summary>Writes what it says of itself at a time.</summary>
    protected abstract void Write(ArrayBufferWriter<byte> to, in Whereabouts here, Instant at, Instant receivedAt);

    private static Instant After(Instant start, long milliseconds) =>
        new(start.UnixMicroseconds + (milliseconds * 1000));
}

/// <summary>A ship with AIS of class A.</summary>
internal sealed class Ship(Player player, uint mmsi, Draws noise)
    : Mover(player, 0, 10_000, 5, noise)
{
    /// <inheritdoc/>
    protected override void Write(ArrayBufferWriter<byte> to, in Whereabouts here, Instant at, Instant receivedAt)
    {
        Span<byte> tag = stackalloc byte[AisEncoder.MaxTagBlockBytes];
        tag = tag[..AisEncoder.TagBlock(tag, receivedAt.UnixMicroseconds / 1_000_000, AisSender.Station)];
        var second = at.UnixMicroseconds / 1_000_000;
        var said = new AisPosition(
            mmsi, here.Position, here.SpeedMps, here.CourseDeg, here.CourseDeg, (int)(second % 60), HighAccuracy: true);
        to.Advance(AisEncoder.PositionA(
            to.GetSpan(AisEncoder.MaxBytes + AisEncoder.MaxTagBlockBytes), said, second % 2 == 0 ? 'A' : 'B', tag));
    }
}

/// <summary>A vehicle or drone that sends Cursor on Target.</summary>
internal sealed class Unit(
    Player player, int feed, int intervalMs, double sigmaM, string type, double haeM, Draws noise)
    : Mover(player, feed, intervalMs, sigmaM, noise)
{
    private readonly string uid = player.Id["cot:".Length..];
    private readonly string callSign = "EXERCISE " + player.Id["cot:".Length..];

    /// <inheritdoc/>
    protected override void Write(ArrayBufferWriter<byte> to, in Whereabouts here, Instant at, Instant receivedAt)
    {
        CotEncoder.Write(to, new CotEvent(
            uid,
            type,
            "m-g",
            at,
            at,
            at + TimeSpan.FromMilliseconds(3 * IntervalMs),
            here.Position,
            haeM,
            SigmaM,
            CourseDeg: here.SpeedMps > 0 ? here.CourseDeg : double.NaN,
            SpeedMps: here.SpeedMps,
            CallSign: callSign,
            More: CotSender.Exercise));
        to.Write("\n"u8);
    }
}

/// <summary>An aircraft with ADS-B, as a receiver of Mode S hands it on.</summary>
internal sealed class Aircraft(Player player, uint address, int feet, Draws noise)
    : Mover(player, 1, 500, 10, noise)
{
    private const ulong TicksPerMicrosecond = 12;
    private const double KnotsPerMps = 3600.0 / 1852;
    private const int VelocityEvery = 10;

    private int number;

    /// <inheritdoc/>
    protected override void Write(ArrayBufferWriter<byte> to, in Whereabouts here, Instant at, Instant receivedAt)
    {
        number++;
        var body = number % VelocityEvery == 0
            ? Velocity(in here)
            : ModeSEncoder.AirbornePosition(11, here.Position, feet, odd: number % 2 == 1);
        BeastEncoder.Write(
            to, ModeSEncoder.Squitter(address, body), (ulong)receivedAt.UnixMicroseconds * TicksPerMicrosecond, 0x40);
    }

    private static MessageBits Velocity(in Whereabouts here)
    {
        var (sin, cos) = Elementary.SinCosDegrees(here.CourseDeg);
        return ModeSEncoder.GroundVelocity(
            (int)Math.Round(here.SpeedMps * KnotsPerMps * sin), (int)Math.Round(here.SpeedMps * KnotsPerMps * cos), 0);
    }
}
