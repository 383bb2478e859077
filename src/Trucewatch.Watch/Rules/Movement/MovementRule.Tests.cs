using Xunit;

namespace Trucewatch.Watch.Rules.Movement;

public sealed class MovementRuleTests
{
    private const string Notice = "report notice.movement by=party:west party=west";

    /// <summary>0.05 degrees of latitude are 5.56 km.</summary>
    [Fact]
    public void Each_case_comes_out_as_its_line_says() => RuleCases.Hold(
        "kind: movement\nzones: [west-zone, east-zone]\nwho: {roles: [forces]}\nmin_distance_m: 5000\nwithin_s: 3600",
        $"""
        track cot:WEST-1 2030-06-01T00:00:00Z 47,34.9~20 +30m 47.05,34.9~20 -> 1 breach, incidents 1
        track cot:WEST-1 2030-06-01T00:00:00Z 47,34.9~20 +30m 47.04,34.9~20 -> none
        track cot:WEST-1 2030-06-01T00:00:00Z 47,34.9~20 +3h 47.05,34.9~20 -> none
        track cot:POST-1 2030-06-01T00:00:00Z 47,34.9~20 +30m 47.05,34.9~20 -> none
        # Announced two days before, to the second; a second late; for the other party; when the window is over.
        {Notice} delay=0s window=2030-06-01T00:00:00Z/+1d 2030-05-30T00:00:00Z ; track cot:WEST-1 \
            2030-06-01T01:00:00Z 47,34.9~20 +30m 47.05,34.9~20 -> 1 permitted noticed/case-1
        {Notice} delay=1s window=2030-06-01T00:00:00Z/+1d 2030-05-30T00:00:00Z ; track cot:WEST-1 \
            2030-06-01T01:00:00Z 47,34.9~20 +30m 47.05,34.9~20 -> 1 breach
        {Notice} delay=0s window=2030-06-01T00:00:00Z/+1d 2030-05-30T00:00:00Z ; track cot:EAST-1 \
            2030-06-01T01:00:00Z 47,35.1~20 +30m 47.05,35.1~20 -> 1 breach
        {Notice} delay=0s window=2030-06-01T00:00:00Z/+1h 2030-05-30T00:00:00Z ; track cot:WEST-1 \
            2030-06-01T01:00:00Z 47,34.9~20 +30m 47.05,34.9~20 -> 1 breach
        """);

    /// <summary>A straight way at one metre a second, heard each second, over five windows.</summary>
    [Theory]
    [InlineData(PlacesPassed.MaxPlaces - 1)]
    [InlineData(PlacesPassed.MaxPlaces)]
    [InlineData(3_600)]
    public void Places_are_remembered_up_to_the_limit_and_span_the_window(int windowSeconds)
    {
        var passed = new PlacesPassed();
        var (most, within) = (0, TimeSpan.FromSeconds(windowSeconds));
        for (var second = 0; second <= 5 * windowSeconds; second++)
        {
            passed.Add(Scene.Time(second), Scene.At(0, second), Geo.Covariance2.Circular(5), within);
            most = Math.Max(most, passed.Count);
            var movedM = Math.Min(second, windowSeconds);
            var stepM = (windowSeconds / (PlacesPassed.MaxPlaces - 1)) + 1;
            Assert.InRange(passed.MovedM, movedM - stepM - 0.01, movedM + 0.01);
        }

        Assert.True(windowSeconds < PlacesPassed.MaxPlaces
            ? most == PlacesPassed.MaxPlaces
            : most is > PlacesPassed.MaxPlaces / 3 and <= PlacesPassed.MaxPlaces);
        Assert.Equal(5 * Math.Sqrt(2), passed.SigmaM, 1e-6);
    }

    [Fact]
    public void Faulty_settings_are_refused() => RuleCases.Refuse(
        "kind: movement\nzones: [west-zone]\nmin_distance_m: 0", "min_distance_m: expected a number from 1 to 1000000");
}
