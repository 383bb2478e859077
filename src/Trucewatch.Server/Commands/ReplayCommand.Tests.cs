using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Watch;
using Xunit;

namespace Trucewatch.Server.Commands;

public sealed class ReplayCommandTests
{
    [Fact]
    public void What_no_track_used_is_counted_by_reason()
    {
        var sector = new Sector(ServerRig.Agreement, new FeedNames(["csv-1"]), new SectorSettings());
        var noon = Instant.FromUnixSeconds(1_900_000_000);
        var output = new SectorOutput();
        sector.Step(
            new SectorInput(
                0,
                [
                    Seen(noon, 48, 10), Seen(noon, 48, 10), Seen(noon + TimeSpan.FromSeconds(61), 48, 10),
                    Seen(noon, 48, 0), Seen(noon, -48, 10), Seen(noon - TimeSpan.FromDays(8), 48, 10),
                ]),
            output);
        Assert.Single(output.Tracks);
        var summary = sector.Summary();
        Assert.Equal(
            [
                ("bad_error", 1), ("duplicate", 1), ("future_time", 1), ("outside_theatre", 1),
                ("past_time", 1), ("without_consent", 7)],
            ReplayCommand.Unused(summary.Unused, withoutConsent: 7, summary.PastTime));
        Assert.Empty(ReplayCommand.Unused(default, 0, 0));

        Observation Seen(Instant at, double latitude, double sigmaM) => new()
        {
            Kind = ObservationKind.Position,
            Identity = ObjectIdentity.Mmsi(1),
            At = at,
            ReceivedAt = noon,
            HasSourceTime = true,
            HasPosition = true,
            Position = GeoPoint.FromDegrees(latitudeDeg: latitude, longitudeDeg: 37.8),
            PositionError = Covariance2.Circular(sigmaM),
            SpeedMps = double.NaN,
            CourseDeg = double.NaN,
            HeightM = double.NaN,
            HeightSigmaM = double.NaN,
        };
    }
}
