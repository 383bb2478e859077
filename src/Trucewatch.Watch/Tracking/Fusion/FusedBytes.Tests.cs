using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Asterix;
using Trucewatch.Feeds.Gmti;
using Trucewatch.Feeds.Klv;
using Trucewatch.Geo;
using Trucewatch.Geo.Geodesics;
using Xunit;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>From the bytes of each format to the picture: one object is one track.</summary>
public sealed class FusedBytesTests
{
    private static readonly FeedNames Feeds = new("radar-1", "radar-2", "ads-b");

    [Fact]
    public void An_aircraft_that_two_radars_see_and_that_tells_who_it_is_is_one_object()
    {
        var all = Airborne(isTold: true);
        Assert.Equal(2, all.Where(one => one.Polar.Parts != MeasuredParts.None)
            .Select(one => one.Frame.Feed).Distinct().Count());
        var (output, sector) = Run(all);
        Assert.Equal(1, sector.Picture.Merges.Count);
        Assert.Single(output.Facts.OfType<MergeFact>());
        var late = output.Tracks.Where(track => track.At > Scene.Time(120)).ToList();
        var id = Assert.Single(late.Select(track => track.Id).Distinct());
        Assert.All(late, track => Assert.Equal((id, IdentityScheme.Icao), (track.Id, track.Identity.Scheme)));
        var seen = late.Where(track => track.Status == TrackStatus.Confirmed).ToList();
        Assert.NotEmpty(seen);
        Assert.All(seen, track => Assert.Equal(HeightReference.Pressure, track.HeightReference));
        Assert.All(seen, track => Assert.InRange(track.HeightM, 9_130, 9_160));
        AssertNear(late, PlaneAt, 250);
    }

    [Fact]
    public void An_aircraft_that_two_radars_see_and_that_tells_nothing_is_one_track()
    {
        var (output, _) = Run(Airborne(isTold: false));
        var late = output.Tracks.Where(track => track.At > Scene.Time(120)).ToList();
        Assert.Single(late.Select(track => track.Id).Distinct());
        Assert.All(late, track => Assert.Equal(
            (TrackStatus.Confirmed, ObjectClass.Aircraft), (track.Status, track.Class)));
        AssertNear(late, PlaneAt, 250);

        // Two radars and their looks make the height surer than one altimeter's step and error.
        var single = Airborne(isTold: false)[0].HeightSigmaM;
        Assert.All(late, track => Assert.InRange(track.HeightSigmaM, 0.1, 0.8 * single));
    }

    [Fact]
    public void A_vehicle_in_the_dwells_of_an_airborne_radar_is_one_track()
    {
        var all = Dwells(hasDoppler: true);
        Assert.All(all, one => Assert.Equal(MeasuredParts.RangeRate, one.Polar.Parts));
        var (output, _) = Run(all);
        Assert.Single(output.Tracks.Select(track => track.Id).Distinct());
        Assert.All(output.Tracks, track => Assert.Equal(TrackStatus.Confirmed, track.Status));
        var late = output.Tracks.Where(track => track.At > Scene.Time(150)).ToList();
        AssertNear(late, VehicleAt, 120);
        Assert.All(late, track => Assert.Equal(ObjectClass.Vehicle, track.Class));

        // Doppler makes the speed along the line of sight known sooner and better than places do.
        var (without, _) = Run(Dwells(hasDoppler: false));
        Assert.InRange(MissOfSpeed(output) / MissOfSpeed(without), 0.05, 0.7);
    }

    [Fact]
    public void A_vehicle_in_the_picture_of_a_drone_is_one_track_beside_the_drone()
    {
        var (output, _) = Run(Film());
        var late = output.Tracks.Where(track => track.At > Scene.Time(60)).ToList();
        Assert.Equal(2, late.Select(track => track.Id).Distinct().Count());
        Assert.All(late, track => Assert.Equal(TrackStatus.Confirmed, track.Status));
        AssertNear([.. late.Where(track => track.Class == ObjectClass.Unknown)], VehicleAt, 30);
        Assert.Single(late.Where(track => track.Class == ObjectClass.Drone).Select(track => track.Id).Distinct());
        Assert.All(late, track => Assert.Equal(HeightReference.Ellipsoid, track.HeightReference));
    }

    [Fact]
    public void The_order_of_equal_times_leaves_no_trace_of_what_formats_bring()
    {
        // Dwells, pictures, sweeps and what is told fall on the same seconds, and come in together.
        Observation[] all = [.. Airborne(isTold: true), .. Dwells(hasDoppler: true), .. Film()];
        all = [.. all.OrderBy(one => one.ReceivedAt)];
        Assert.True(all.GroupBy(one => (one.ReceivedAt, one.At)).Count(group => group.Count() > 3) > 30);
        var (straight, _) = Run(all);
        var (mixed, _) = Run(Sea.Permuted(all, new Splitmix(4)));
        Assert.Equal(Hash(straight), Hash(mixed));

        // The checker can fail: without one plot the picture is another.
        var (without, _) = Run([.. all.Where((_, index) => index != all.Length / 2)]);
        Assert.NotEqual(Hash(straight), Hash(without));
    }

    private static GeoPoint PlaneAt(double seconds) => Scene.At(-40_000 + (160 * seconds), 10_000 + (90 * seconds));

    private static GeoPoint VehicleAt(double seconds) => Scene.At(2_000 + (9 * seconds), -3_000 + (6 * seconds));

    /// <summary>Two radars that turn in four seconds, one with track numbers and one without, and ADS-B.</summary>
    private static Observation[] Airborne(bool isTold)
    {
        var random = new Splitmix(21);
        GeoPoint[] sites = [Scene.At(-20_000, -30_000), Scene.At(30_000, 5_000)];
        AsterixDecoder[] decoders = [new(), new(), new()];
        var observations = new List<Observation>();
        var sequences = new long[3];
        for (var tenth = 0; tenth < 4_000; tenth += 10)
        {
            var second = tenth / 10.0;
            for (var radar = 0; radar < 2; radar++)
            {
                var to = new ArrayBufferWriter<byte>();
                if (tenth == 0)
                {
                    AsterixEncoder.WriteSite(to, 100 + radar, OfDay(second), sites[radar], 150);
                    Decode(to, radar);
                    to.ResetWrittenCount();
                }

                if (tenth % 40 == 20 * radar)
                {
                    var line = Geodesic.Inverse(sites[radar], PlaneAt(second));
                    const double Above = (30_000 * 0.3048) - 150;
                    var slant = Math.Sqrt((line.DistanceM * line.DistanceM) + (Above * Above));
                    AsterixEncoder.WritePlot(
                        to, Aircraft(second, address: 0, source: 100 + radar, track: radar == 0 ? 77 : 0),
                        slant + (60 * random.Normal()), line.AzimuthStartDeg + (0.06 * random.Normal()));
                    Decode(to, radar);
                }
            }

            if (isTold && tenth < 3_000 && tenth % 20 == 0)
            {
                var to = new ArrayBufferWriter<byte>();
                AsterixEncoder.WriteSquitter(
                    to, Aircraft(second, address: 0x508001, source: 300, track: 5), PlaneAt(second), 9);
                Decode(to, 2);
            }

            void Decode(ArrayBufferWriter<byte> bytes, int feed)
            {
                var output = new ObservationBuffer();
                var frame = new FrameView(
                    new FrameRef(new FeedId(feed), sequences[feed]++), Scene.Time(second + 0.5), bytes.WrittenSpan);
                Assert.Equal(FrameFault.None, decoders[feed].Decode(frame, output, new LateFaults()));
                observations.AddRange(output.Items);
            }
        }

        return [.. observations];
    }

    private static AsterixAircraft Aircraft(double second, uint address, int source, int track) => new(
        source, OfDay(second), address, track, "TEST12", 30_000, Math.Sqrt((160 * 160) + (90 * 90.0)),
        Elementary.Atan2Degrees(160, 90));

    private static double OfDay(double second) => Scene.Time(second).UnixMicroseconds % 86_400_000_000 / 1e6;

    /// <summary>A radar on an aircraft forty kilometres off that looks every five seconds.</summary>
    private static Observation[] Dwells(bool hasDoppler)
    {
        var random = new Splitmix(22);
        var header = new GmtiHeader("Radar 1", MissionId: 7, JobId: 3, Exercise: 0);
        var decoder = new GmtiDecoder();
        var (observations, sequence) = (new List<Observation>(), 0L);
        var to = new ArrayBufferWriter<byte>();
        GmtiEncoder.WriteMission(to, header, "Plan", 1, 2030, 3, 17);
        Decode(0);
        GmtiEncoder.WriteJob(to, header, slantRangeM: 15, crossRangeDeg: 0.05, radialVelocityMps: 0.5);
        Decode(0);
        for (var second = 0; second < 300; second += 5)
        {
            const double High = 9_000;
            var sensor = Scene.At(-30_000 + (120 * second), 35_000);
            var (place, line) = (VehicleAt(second), Geodesic.Inverse(sensor, VehicleAt(second)));
            var rate = Geodesic.Inverse(sensor, VehicleAt(second + 1)).DistanceM - line.DistanceM;
            var slope = Math.Sqrt((line.DistanceM * line.DistanceM) + (High * High)) / line.DistanceM;
            var seen = Geodesic.Direct(
                place, line.AzimuthEndDeg, 15 * random.Normal()).Point;
            seen = Geodesic.Direct(seen, line.AzimuthEndDeg + 90, 30 * random.Normal()).Point;
            GmtiEncoder.WriteDwell(to, header, new GmtiDwellReport(
                (uint)Math.Round(OfDay(second) * 1000), sensor, High, VehicleAt(150), 8_000, 4,
                [
                    new GmtiTarget(
                        seen, 0, hasDoppler ? (rate / slope) + (0.3 * random.Normal()) : double.NaN, 2, 15, 30),
                ]));
            Decode(second);
        }

        return [.. observations];

        void Decode(double second)
        {
            var output = new ObservationBuffer();
            var frame = new FrameView(
                new FrameRef(new FeedId(0), 1_000_000 + sequence++), Scene.Time(second + 0.5), to.WrittenSpan);
            Assert.Equal(FrameFault.None, decoder.Decode(frame, output, new LateFaults()));
            observations.AddRange(output.Items);
            to.ResetWrittenCount();
        }
    }

    /// <summary>A drone that circles, with one numbered target a second in its picture.</summary>
    private static Observation[] Film()
    {
        var random = new Splitmix(23);
        var decoder = new KlvDecoder();
        var (observations, sequence) = (new List<Observation>(), 2_000_000L);
        for (var second = 0; second < 180; second++)
        {
            var (sin, cos) = Elementary.SinCosDegrees(second);
            var place = VehicleAt(second);
            var to = new ArrayBufferWriter<byte>();
            KlvEncoder.Write(to, new UasReport(Scene.Time(second))
            {
                TailNumber = "OM-101",
                Sensor = LocalScale.At(Scene.Middle).Move(Scene.At(2_500, -2_500), 2_000 * sin, 2_000 * cos),
                EllipsoidHeightM = 900,
                NorthMps = -34.9 * sin,
                EastMps = 34.9 * cos,
                FrameCentre = place,
                Targets =
                [
                    new UasTarget(
                        7, LocalScale.At(place).Move(place, 8 * random.Normal(), 8 * random.Normal()), 200, 8),
                ],
            });
            var output = new ObservationBuffer();
            var frame = new FrameView(
                new FrameRef(new FeedId(1), sequence++), Scene.Time(second + 0.5), to.WrittenSpan);
            Assert.Equal(FrameFault.None, decoder.Decode(frame, output, new LateFaults()));
            observations.AddRange(output.Items);
        }

        return [.. observations];
    }

    private static (SectorOutput Output, Sector Sector) Run(Observation[] all)
    {
        var (sector, output) = (new Sector(Scene.Agreement(), Feeds, new SectorSettings()), new SectorOutput());
        sector.Step(new SectorInput(0, all), output);

        // A word without a place lets time pass, so that the last scan is settled.
        var end = all[^1];
        (end.Kind, end.HasPosition, end.Polar) = (ObservationKind.Description, false, default);
        (end.Identity, end.Frame) = (ObjectIdentity.None, new FrameRef(new FeedId(2), 9_000_000));
        end.ReceivedAt = all[^1].ReceivedAt + TimeSpan.FromSeconds(10);
        sector.Step(new SectorInput(1, [end]), output);
        return (output, sector);
    }

    private static string Hash(SectorOutput output)
    {
        using var hash = new OutputHash(Feeds);
        hash.Add(output);
        return hash.Hex();
    }

    private static void AssertNear(List<TrackUpdate> tracks, Func<double, GeoPoint> truth, double mostM)
    {
        Assert.NotEmpty(tracks);
        Assert.All(tracks, track => Assert.InRange(
            Geodesic.Inverse(track.Position, truth(track.At.SecondsSince(Scene.Start))).DistanceM, 0, mostM));
    }

    /// <summary>Mean miss of the speed away from the radar.</summary>
    private static double MissOfSpeed(SectorOutput output) => output.Tracks.Average(track =>
    {
        var sensor = Scene.At(-30_000 + (120 * track.At.SecondsSince(Scene.Start)), 35_000);
        var (sin, cos) = Elementary.SinCosDegrees(Geodesic.Inverse(sensor, track.Position).AzimuthEndDeg);
        return Math.Abs(((track.EastMps - 9) * sin) + ((track.NorthMps - 6) * cos));
    });
}
