using Trucewatch.Feeds.Ais;
using Trucewatch.Geo;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>
/// A vehicle leaves its road, drifts to the zone's edge and along it, where its position is too uncertain to say
/// whether it is inside; then it goes in, stays and comes back.
/// </summary>
internal sealed record Strays(string Id, double AtS, Side Side, int Unit, double LineKm, double StaysMinutes)
    : Movement(Id, AtS, Side, "4.2(a)", "presence.zone-entry")
{
    private const double IntervalS = 5;

    public override double SigmaM => 25;

    public override double LastsS => DeepS + (60 * StaysMinutes) + 540;

    public override Player Player => new(
        FormattableString.Invariant($"cot:{Side.Prefix}-{Unit}"),
        "vehicle",
        Side.Id,
        new Journey(
            isSeenOutside: false,
            At(0, 0, 20.9),
            At(40, 0.3, 20.9),
            At(130, 0.9, 20.02),
            At(200, 1.3, 20.0),
            At(240, 1.45, 19.75),
            At(DeepS, 2.0, 18.8),
            At(DeepS + (60 * StaysMinutes), 2.2, 18.7),
            At(DeepS + (60 * StaysMinutes) + 360, 1.6, 21.2),
            At(LastsS, 0.4, 21.2)));

    public override Sender Sender => new CotSender(
        Player,
        "a-n-G-E-V",
        FormattableString.Invariant($"EXERCISE {Side.Prefix} {Unit}"),
        Pace.Steady(IntervalS),
        AtS,
        SigmaM,
        double.NaN,
        Links.Land);

    private double DeepS => StaysMinutes > 10 ? 600 : 420;

    public override string? ZoneOf(GeoPoint place) => Ground.ZoneOf(place);

    private Stop At(double seconds, double onKm, double fromLineKm) =>
        new(AtS + seconds, Side.OnLand(LineKm + onKm, fromLineKm));
}

/// <summary>A drone flies from one side over the whole zone to the other, and is seen no more.</summary>
internal sealed record CrossesZone(string Id, double AtS, Side Side, int Unit, double LineKm)
    : Movement(Id, AtS, Side, "4.3", "air.zone-overflight")
{
    private const double SpeedMps = 32;

    public override double SigmaM => Drones.SigmaM;

    public override double LastsS => 47_000 / SpeedMps;

    public override Player Player => new(
        FormattableString.Invariant($"cot:{Side.Prefix}-UAS-{Unit}"),
        "drone",
        Side.Id,
        new Journey(
            isSeenOutside: false,
            new Stop(AtS, Side.OnLand(LineKm, 24)),
            new Stop(AtS + (LastsS / 2), Side.OnLand(LineKm + 2, 0.5)),
            new Stop(AtS + LastsS, Side.OnLand(LineKm, -23))));

    public override Sender Sender => Drones.Sender(Player, Side, Unit, AtS);

    public override string? ZoneOf(GeoPoint place) => Ground.ZoneOf(place);
}

/// <summary>A drone flies some way into its own side's half of the zone and turns back.</summary>
internal sealed record LooksIn(string Id, double AtS, Side Side, int Unit, double LineKm)
    : Movement(Id, AtS, Side, "4.3", "air.zone-overflight")
{
    private const double SpeedMps = 28;

    public override double SigmaM => Drones.SigmaM;

    public override double LastsS => 26_000 / SpeedMps;

    public override Player Player => new(
        FormattableString.Invariant($"cot:{Side.Prefix}-UAS-{Unit}"),
        "drone",
        Side.Id,
        new Journey(
            isSeenOutside: false,
            new Stop(AtS, Side.OnLand(LineKm, 24)),
            new Stop(AtS + (LastsS / 2), Side.OnLand(LineKm + 1.5, 11)),
            new Stop(AtS + LastsS, Side.OnLand(LineKm + 3, 24))));

    public override Sender Sender => Drones.Sender(Player, Side, Unit, AtS);

    public override string? ZoneOf(GeoPoint place) => Ground.ZoneOf(place);
}

/// <summary>A ship of a party leaves its station, enters the protected corridor, stays and goes back.</summary>
internal sealed record EntersCorridor(string Id, double AtS, Side Side, uint Mmsi, double LaneKm, double StaysMinutes)
    : Movement(Id, AtS, Side, "7.1", "maritime.corridor")
{
    private const double LegS = 19 * 60;

    /// <summary>Whose ship it says to be; its own side's unless it lies.</summary>
    public Side Says { get; init; } = Side;

    // What a decoder assumes of a position that calls itself accurate; the ship's own error is less.
    public override double SigmaM => 10;

    public override double LastsS => (2 * LegS) + (60 * StaysMinutes) + 600;

    public override Player Player => new(
        FormattableString.Invariant($"mmsi:{Mmsi:D9}"),
        "vessel",
        Side.Id,
        new Journey(
            isSeenOutside: false,
            new Stop(AtS, Side.AtSea(LaneKm, 10)),
            new Stop(AtS + LegS, Side.AtSea(LaneKm + 2, 3.2)),
            new Stop(AtS + LegS + (60 * StaysMinutes), Side.AtSea(LaneKm + 5, 2.8)),
            new Stop(AtS + (2 * LegS) + (60 * StaysMinutes), Side.AtSea(LaneKm + 7, 9.5)),
            new Stop(AtS + LastsS, Side.AtSea(LaneKm + 7, 13))));

    public override Sender Sender => new AisSender(
        Player,
        new AisStatic(
            Mmsi,
            FormattableString.Invariant($"EXERCISE {Says.Prefix} {Mmsi % 1000}"),
            FormattableString.Invariant($"X{Says.Prefix[0]}{Mmsi % 1000}"),
            ShipType: 55,
            ToBowM: 40,
            ToSternM: 20,
            ToPortM: 6,
            ToStarboardM: 6,
            Destination: "EXERCISE"),
        IsClassA: true,
        NavigationStatus: 0,
        IntervalS: 10,
        AtS,
        StaticEvery: 36,
        SigmaM: 5,
        Links.Sea);

    public override string? ZoneOf(GeoPoint place) => Ground.CorridorOf(place);
}

/// <summary>What all drones have in common.</summary>
internal static class Drones
{
    /// <summary>Standard deviation of their positions, as they also say.</summary>
    public const double SigmaM = 20;

    /// <summary>How a party's drone is seen in a scripted flight.</summary>
    public static Sender Sender(Player player, Side side, int unit, double atS) => new CotSender(
        player,
        "a-n-A-M-F-Q",
        FormattableString.Invariant($"EXERCISE {side.Prefix} UAS {unit}"),
        Pace.Steady(5),
        atS,
        SigmaM,
        HaeM: 450,
        Links.Air);
}
