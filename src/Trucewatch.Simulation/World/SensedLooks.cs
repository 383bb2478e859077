using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>Who looks on a sensed day: each look as it was, and as a sector is told of it.</summary>
internal sealed class SensedLooks
{
    private const int DayS = SensedDay.Hours * 3_600;

    private long sequence;

    public List<TrueLook> True { get; } = [];

    public List<Look> Looks { get; } = [];

    public List<Observation> Observations { get; } = [];

    public List<Sensor> Sensors { get; } = [];

    /// <summary>Drones fly for fifty minutes and look aside, a piece of a kilometre or so each few seconds.</summary>
    public void Fly(Draws draws)
    {
        for (var flight = 0; flight < 96; flight++)
        {
            var (east, north) = (draws.Between(-9_000, 9_000), draws.Between(-14_000, 14_000));
            var (course, heightM) = (draws.Between(0, 360), draws.Between(1_000, 7_000));
            var modality = flight % 2 == 0 ? Modality.Optical : Modality.Thermal;
            for (double second = flight * 900; second < Math.Min(DayS, (flight * 900) + 3_000); second += 5)
            {
                course += draws.Between(-4, 4);
                var (sin, cos) = Elementary.SinCosDegrees(course);
                (east, north) = (
                    Math.Clamp(east + (125 * sin), -SensedDay.HalfEastM, SensedDay.HalfEastM),
                    Math.Clamp(north + (125 * cos), -SensedDay.HalfNorthM, SensedDay.HalfNorthM));
                Spot Aside(double along, double right) => new(
                    east + (along * sin) + (right * cos), north + (along * cos) - (right * sin));
                Picture(
                    modality, second,
                    [
                        Aside(-200, heightM / 2), Aside(-400, (heightM / 2) + 1_500),
                        Aside(400, (heightM / 2) + 1_500), Aside(200, heightM / 2),
                    ],
                    new Spot(east, north), heightM, double.NaN);
            }
        }
    }

    /// <summary>Satellites take strips of the ground, some with eyes and some with radar.</summary>
    public void Pass(Draws draws)
    {
        for (var pass = 0; pass < 24; pass++)
        {
            var (east, halfM) = (draws.Between(-10_000, 10_000), draws.Between(2_000, 8_000));
            var (second, slant) = (draws.Between(1_800, DayS - 1_800), draws.Between(-2_000, 2_000));
            var modality = pass % 2 == 0 ? Modality.ImagingRadar : Modality.Optical;
            Picture(
                modality, second,
                [
                    new(east - halfM - slant, -16_000), new(east + halfM - slant, -16_000),
                    new(east + halfM + slant, 16_000), new(east - halfM + slant, 16_000),
                ],
                null, 0, SensedDay.CloudsAt((int)(second / 3_600)));
        }
    }

    /// <summary>Posts and cameras stand somewhere all day and look all around or along a sector.</summary>
    public void Stand(Draws draws)
    {
        for (var post = 0; post < 16; post++)
        {
            var at = new Spot(draws.Between(-9_000, 9_000), draws.Between(-14_000, 14_000));
            var (modality, reachM) = post % 2 == 0 ? (Modality.Human, 5_000.0) : (Modality.Thermal, 8_000.0);
            var (fromDeg, widthDeg) = (draws.Between(0, 359), post % 4 < 2 ? 360.0 : draws.Between(60, 120));
            var toDeg = widthDeg == 360 ? fromDeg : (fromDeg + widthDeg) % 360;
            True.Add(new TrueStand(modality, 0, DayS, at, reachM, fromDeg, widthDeg));
            var sensor = new Sensor(
                FormattableString.Invariant($"post-{post}"), "mission", "post", "a hill", Consent.Agreed, Label.Mission,
                [], [], [], 0, SensedDay.HeardEvery, null, [new Calibration("1", Instant.Beginning, null, 0, 0)], [],
                Watch: new SensorWatch(modality, SensedDay.At(at), reachM, null, fromDeg, toDeg, null));
            Sensors.Add(sensor);
            for (double second = 0; second <= DayS; second += SensedDay.HeardEvery.TotalSeconds)
            {
                Observations.Add(new Observation
                {
                    Frame = new FrameRef(new FeedId(0), sequence++),
                    Kind = ObservationKind.Description,
                    At = SensedDay.Time(second),
                    ReceivedAt = SensedDay.Time(second),
                    Sensor = sensor,
                });
            }
        }
    }

    /// <summary>Patrols drive straight through the ground and back, and say each minute where they are.</summary>
    public void Patrol(Draws draws, double asideM)
    {
        for (var patrol = 0; patrol < 6; patrol++)
        {
            var (fromS, eastM) = (draws.Between(0, 7_200), draws.Between(-9_000, 9_000));
            var before = default(Spot?);
            for (var minute = 0; minute < 20 * 60; minute++)
            {
                // Twenty-nine kilometres there, and back, in two hours.
                var turn = minute % 120 / 60.0;
                var spot = new Spot(
                    eastM, -SensedDay.HalfNorthM + 500 + (29_000 * (turn <= 1 ? turn : 2 - turn)));
                var second = fromS + (minute * 60);
                if (before is { } last)
                {
                    True.Add(new TrueLeg(second - 60, second, last, spot, asideM));
                }

                before = spot;
                Observations.Add(Told(patrol, second, spot));
            }
        }
    }

    private Observation Told(int patrol, double second, Spot spot) => new()
    {
        Frame = new FrameRef(new FeedId(0), sequence++),
        Kind = ObservationKind.Position,
        Identity = ObjectIdentity.CotUid(FormattableString.Invariant($"MISSION-{patrol}")),
        Class = ObjectClass.Vehicle,
        At = SensedDay.Time(second),
        ReceivedAt = SensedDay.Time(second),
        HasSourceTime = true,
        HasPosition = true,
        Position = SensedDay.At(spot),
        PositionError = Covariance2.Circular(5),
        SpeedMps = double.NaN,
        CourseDeg = double.NaN,
        HeightM = double.NaN,
        HeightSigmaM = double.NaN,
    };

    private void Picture(
        Modality modality, double second, Spot[] ring, Spot? sensor, double heightM, double clouds)
    {
        True.Add(new TruePicture(
            modality, second, True.Count, double.IsNaN(clouds) ? 0 : clouds, ring, sensor, heightM));
        var look = new Look
        {
            Modality = modality,
            From = SensedDay.Time(second),
            Until = SensedDay.Time(second),
            ReceivedAt = SensedDay.Time(second),
            HasCorners = true,
            HasSensorPosition = sensor is not null,
            SensorPosition = sensor is { } at ? SensedDay.At(at) : default,
            SensorHeightM = heightM,
            CloudShare = clouds,
            DetectionProbability = double.NaN,
        };
        for (var corner = 0; corner < LookCorners.Count; corner++)
        {
            look.Corners[corner] = SensedDay.At(ring[corner]);
        }

        Looks.Add(look);
    }
}
