using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Server.Hosting;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class SensorAssignmentTests
{
    private static readonly Instant Noon = Instant.FromUnixSeconds(1_900_000_000);
    private static readonly GeoPoint Middle = GeoPoint.FromDegrees(latitudeDeg: 47, longitudeDeg: 35);

    [Theory]
    [InlineData(@"\s:r003669945,c:1241544035*53\!AIVDM,1,1,,B,x,0*00", "r003669945")]
    [InlineData(@"\g:1-2-73874,s:r1,c:12*1E\!AIVDM", "r1")]
    [InlineData(@"\c:12*1E\!AIVDM,s:r1", "")]
    [InlineData(@"\s:r1*1E", "")]
    [InlineData("!AIVDM,1,1,,A,x,0*4A", "")]
    [InlineData("", "")]
    public void The_source_of_a_line_stands_in_its_tag_block(string line, string source) =>
        Assert.Equal(source, Encoding.ASCII.GetString(SensorAssignment.TagSource(Encoding.ASCII.GetBytes(line))));

    [Theory]
    [InlineData(true, 40)]
    [InlineData(false, 10)]
    public void The_error_model_stands_in_only_where_the_feed_states_none(bool isAssumed, double expectedM)
    {
        var observation = Seen(isAssumed);
        Apply(TestSensors.Of("x") with { Calibrations = [new Calibration("1", Noon, 40, 0, 0)] }, ref observation);
        Assert.Equal(Covariance2.Circular(expectedM), observation.PositionError);
        Assert.Equal(Middle, observation.Position);
    }

    [Fact]
    public void A_known_bias_is_taken_off()
    {
        var observation = Seen(isAssumed: false);
        var calibration = new Calibration("1", Noon, null, 100, -50);
        Apply(TestSensors.Of("x") with { Calibrations = [calibration] }, ref observation);
        var (eastM, northM) = LocalScale.At(Middle).Offset(Middle, observation.Position);
        Assert.Equal(-100, eastM, 0.01);
        Assert.Equal(50, northM, 0.01);
    }

    [Theory]
    [InlineData(0, 10, 60)]
    [InlineData(2, 22.3607, 60)]
    [InlineData(10, 100.4988, 60)]
    [InlineData(10.01, 10, 0)]
    public void A_bad_clock_widens_the_place_of_what_moves_and_a_worse_one_is_not_believed(
        double clockErrorS, double sigmaM, double delayS)
    {
        var observation = Seen(isAssumed: false);
        observation.SpeedMps = 10;
        Apply(TestSensors.Of("x") with { ClockErrorS = clockErrorS }, ref observation);
        Assert.Equal(sigmaM, Math.Sqrt(observation.PositionError.NorthM2), 0.001);
        Assert.Equal(delayS, (observation.ReceivedAt - observation.At).TotalSeconds);
        Assert.Equal(delayS > 0, observation.HasSourceTime);
    }

    [Fact]
    public void An_edition_is_recorded_once_stated_as_a_fact_and_in_force_again_after_a_restart()
    {
        using var rig = new ServerRig();
        string hash;
        using (var run = Start(rig))
        {
            Enter(run, SensorRegistryTests.Full);
            Enter(run, SensorRegistryTests.Full);
            Enter(run, SensorRegistryTests.Full + "\n# another edition");
            hash = run.Host.Hash();
            Assert.Equal(2, run.Recorder.NextSequence(RegistryFeed.Name));
        }

        using var again = Start(rig);
        var facts = again.Store.ReadFacts(0, 10).Select(stored => (SensorsFact)FactJson.Read(stored.Payload)).ToList();
        Assert.Equal(["buoy-9: added, pending", "coast-1: added, agreed"], facts[0].Changes);
        Assert.Empty(facts[1].Changes);
        Assert.Equal(hash, again.Host.Hash());
        Assert.Equal(facts[1].Hash, again.Host.Registry.Hash);
        Enter(again, SensorRegistryTests.Full + "\n# another edition");
        Assert.Equal(2, again.Recorder.NextSequence(RegistryFeed.Name));
    }

    private static RunAssembly Start(ServerRig rig)
    {
        rig.Feeds.AddRegistry();
        var run = new RunAssembly(ServerRig.Agreement, rig.Data, rig.Feeds, exercise: true, TimeProvider.System);
        run.Pipeline.Recover(rig.Feeds);
        return run;
    }

    private static void Enter(RunAssembly run, string registry) =>
        RegistryFeed.Enter(Encoding.UTF8.GetBytes(registry), run, Noon);

    private static void Apply(Sensor sensor, ref Observation observation)
    {
        var frame = new FrameView(observation.Frame, observation.ReceivedAt, []);
        SensorAssignment.Apply(new SensorRegistry([sensor], ""), null, "ais-1", in frame, ref observation);
        Assert.Same(sensor, observation.Sensor);
        Assert.False(observation.IsAuthenticated);
    }

    private static Observation Seen(bool isAssumed) => new()
    {
        Kind = ObservationKind.Position,
        Identity = ObjectIdentity.Mmsi(200_100_001),
        At = Noon,
        ReceivedAt = Noon + TimeSpan.FromSeconds(60),
        HasSourceTime = true,
        HasPosition = true,
        Position = Middle,
        PositionError = Covariance2.Circular(10),
        HasAssumedError = isAssumed,
        SpeedMps = double.NaN,
    };
}
