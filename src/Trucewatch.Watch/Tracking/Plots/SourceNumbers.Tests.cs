using Trucewatch.Domain;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Tracking.Plots;

public sealed class SourceNumbersTests
{
    [Fact]
    public void A_number_holds_for_a_minute_and_for_its_own_sensor()
    {
        var numbers = default(SourceNumbers);
        Assert.Equal(1, numbers.Weight(0, 5, Scene.Time(0)));
        numbers.Note(0, 5, Scene.Time(0));
        Assert.Equal(SourceNumbers.Odds, numbers.Weight(0, 5, Scene.Time(SourceNumbers.HoldS)));
        Assert.Equal(1, numbers.Weight(0, 5, Scene.Time(SourceNumbers.HoldS + 0.001)));
        Assert.Equal(1 / SourceNumbers.Odds, numbers.Weight(0, 6, Scene.Time(1)));
        Assert.Equal(1, numbers.Weight(0, 0, Scene.Time(1)));
        Assert.Equal(1, numbers.Weight(1, 5, Scene.Time(1)));
    }

    [Fact]
    public void The_last_two_sensors_are_remembered()
    {
        var numbers = default(SourceNumbers);
        numbers.Note(0, 5, Scene.Time(0));
        numbers.Note(1, 8, Scene.Time(1));
        numbers.Note(0, 5, Scene.Time(2));
        numbers.Note(1, 0, Scene.Time(3));
        Assert.Equal(SourceNumbers.Odds, numbers.Weight(0, 5, Scene.Time(3)));
        Assert.Equal(SourceNumbers.Odds, numbers.Weight(1, 8, Scene.Time(3)));
        numbers.Note(2, 9, Scene.Time(4));
        Assert.Equal(SourceNumbers.Odds, numbers.Weight(0, 5, Scene.Time(4)));
        Assert.Equal(1, numbers.Weight(1, 8, Scene.Time(4)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_two_places_as_likely_the_number_decides(bool isNumbered)
    {
        // Two objects 40 m apart; then plots lie a little nearer to the other one each.
        var tracker = Two(isNumbered ? 1u : 0);
        Plot[] plots = [At(19, isNumbered ? 2u : 0), At(21, isNumbered ? 1u : 0)];
        tracker.Step(Scene.Time(44), new PlotSensor(0, 0.9), plots);
        var (first, second) = (tracker.Tracks[0], tracker.Tracks[1]);
        Assert.Equal((1, 2), (first.Id, second.Id));
        Assert.Equal(isNumbered, first.Tag > second.Tag);
    }

    [Fact]
    public void A_number_that_is_used_again_far_away_does_not_drag_its_track()
    {
        var tracker = Two(1);
        var before = tracker.Tracks[0].State;
        tracker.Step(Scene.Time(44), new PlotSensor(0, 0.9), [At(5_000, 1), At(40, 2)]);
        Assert.Equal(3, tracker.Tracks.Length);
        Assert.Equal(before.EastM, tracker.Tracks[0].State.EastM, 1e-6);
        Assert.False(tracker.Tracks[0].IsFresh);
        Assert.Equal(5_000, tracker.Tracks[2].State.EastM, 1e-6);
    }

    [Fact]
    public void A_sure_place_counts_more_than_a_number()
    {
        // The source hands the numbers of two objects far apart from one to the other: the tracks stay where they are.
        var tracker = new PlotTracker(new PlotSettings());
        for (var second = 0; second <= 40; second += 4)
        {
            tracker.Step(Scene.Time(second), new PlotSensor(0, 0.9), [At(0, 1), At(300, 2)]);
        }

        tracker.Step(Scene.Time(44), new PlotSensor(0, 0.9), [At(0, 2), At(300, 1)]);
        Assert.Equal(2, tracker.Tracks.Length);
        Assert.InRange(tracker.Tracks[0].State.EastM, -30, 30);
        Assert.InRange(tracker.Tracks[1].State.EastM, 270, 330);
    }

    private static PlotTracker Two(uint firstNumber)
    {
        var tracker = new PlotTracker(new PlotSettings());
        for (var second = 0; second <= 40; second += 4)
        {
            tracker.Step(
                Scene.Time(second), new PlotSensor(0, 0.9), [At(0, firstNumber), At(40, firstNumber * 2)]);
        }

        return tracker;
    }

    private static Plot At(double eastM, uint number) => new()
    {
        EastM = eastM,
        Error = Covariance2.Circular(20),
        SourceNumber = number,
        Tag = (int)eastM,
    };
}
