using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Sensors;

/// <summary>Sensors for tests.</summary>
internal static class TestSensors
{
    public static Sensor Of(string id) => new(
        id, "norway", "ais-receiver", "a hill", Consent.Agreed, Label.Mission, ["ais-1"], [], [], 0, null, null,
        [new Calibration("1", Instant.Beginning, null, 0, 0)], []);
}
