using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Geo;
using Trucewatch.Simulation.Scenarios.Exercise;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.FullFront;

/// <summary>A radar on an aircraft that sees what moves on some roads (GMTI), and not who it is.</summary>
/// <param name="player">The aircraft.</param>
/// <param name="centre">Middle of the ground that it looks at.</param>
/// <param name="seen">Who moves there.</param>
/// <param name="job">Number of its job.</param>
/// <param name="looks">The errors of the places that it tells, and what it misses.</param>
/// <param name="noise">The error of its own place.</param>
internal sealed class FrontRadar(
    Player player, GeoPoint centre, ImmutableArray<Player> seen, int job, Draws looks, Draws noise)
    : Mover(player, Front.RadarFeed, EveryMs, RadarSigmaM, noise)
{
    private const int EveryMs = 6_000;
    private const double RadarSigmaM = 25;
    private const double DetectionProbability = 0.9;
    private const double HeightM = 9_000;
    private const double RangeHalfM = 40_000;
    private const double AngleHalfDeg = 25;
    private const byte AircraftPlatform = 5;
    private const long DayUs = 86_400_000_000;

    private readonly GmtiHeader header = new("EXERCISE", MissionId: (uint)job, JobId: (uint)job);
    private readonly List<GmtiTarget> targets = [];
    private int number;

    /// <inheritdoc/>
    protected override void Write(ArrayBufferWriter<byte> to, in Whereabouts here, Instant at, Instant receivedAt)
    {
        switch (number++)
        {
            case 0:
                var date = at.ToString().AsSpan();
                GmtiEncoder.WriteMission(
                    to, header, "EXERCISE", AircraftPlatform, Number(date[..4]), Number(date[5..7]),
                    Number(date[8..10]));
                break;
            case 1:
                GmtiEncoder.WriteJob(to, header, RadarSigmaM, 0.05, 1);
                break;
            default:
                Look((at - Ground.Start).TotalSeconds);
                GmtiEncoder.WriteDwell(to, header, new GmtiDwellReport(
                    (uint)(at.UnixMicroseconds % DayUs / 1000), here.Position, HeightM, centre, RangeHalfM,
                    AngleHalfDeg, targets));
                break;
        }
    }

    private void Look(double seconds)
    {
        targets.Clear();
        foreach (var one in seen)
        {
            var isSeen = looks.Chance(DetectionProbability);
            var (east, north) = looks.Normals();
            if (isSeen && one.Motion.At(seconds) is { SpeedMps: > 1 } there)
            {
                var place = LocalScale.At(there.Position)
                    .Move(there.Position, RadarSigmaM * east, RadarSigmaM * north);
                targets.Add(new GmtiTarget(place, SlantRangeErrorM: RadarSigmaM, CrossRangeErrorM: RadarSigmaM));
            }
        }
    }

    private static int Number(ReadOnlySpan<char> digits) =>
        int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
