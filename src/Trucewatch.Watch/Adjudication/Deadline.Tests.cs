using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Adjudication;

/// <summary>Clocks that start within an interval, over changes of local time and leap seconds.</summary>
public sealed class DeadlineTests
{
    [Theory]
    [InlineData("10:00", "12:00", "09:59:59.999999", "not-yet-due")]
    [InlineData("10:00", "12:00", "10:00", "may-be-due")]
    [InlineData("10:00", "12:00", "11:59:59.999999", "may-be-due")]
    [InlineData("10:00", "12:00", "12:00", "due")]
    [InlineData("10:00", "10:00", "09:59:59.999999", "not-yet-due")]
    [InlineData("10:00", "10:00", "10:00", "due")]
    public void A_time_is_up_surely_or_perhaps(string earliest, string latest, string now, string state) =>
        Assert.Equal(state, Words.Of(new Deadline(At(earliest), At(latest)).At(At(now))));

    [Theory]
    [InlineData("10:00", "12:00", "10:00", true)]
    [InlineData("10:00", "12:00", "10:00:00.000001", null)]
    [InlineData("10:00", "12:00", "12:00", null)]
    [InlineData("10:00", "12:00", "12:00:00.000001", false)]
    [InlineData("10:00", "10:00", "10:00", true)]
    [InlineData("10:00", "10:00", "10:00:00.000001", false)]
    public void What_is_done_at_the_end_is_in_time(string earliest, string latest, string done, bool? isKept) =>
        Assert.Equal(isKept, new Deadline(At(earliest), At(latest)).IsKept(At(done)));

    [Theory]
    // Hours are hours: where the local clock goes forward, 24 of them end an hour later on it, and back, earlier.
    [InlineData("2025-03-29T12:00:00+02:00", "2025-03-30T13:00:00+03:00")]
    [InlineData("2025-10-25T12:00:00+03:00", "2025-10-26T11:00:00+02:00")]
    // The hour that comes twice: its first and its second half past three are an hour apart.
    [InlineData("2025-10-25T03:30:00+03:00", "2025-10-26T03:30:00+03:00")]
    [InlineData("2025-10-25T04:30:00+03:00", "2025-10-26T03:30:00+02:00")]
    // A side whose clock does not change has the same end.
    [InlineData("2025-03-29T13:00:00+03:00", "2025-03-30T13:00:00+03:00")]
    // The inserted second is the start of the next day; a day with one in it is counted as a day.
    [InlineData("2016-12-31T23:59:60Z", "2017-01-02T00:00:00Z")]
    [InlineData("2017-01-01T00:00:00Z", "2017-01-02T00:00:00Z")]
    [InlineData("2016-12-31T12:00:00Z", "2017-01-01T12:00:00Z")]
    [InlineData("2016-12-31T23:59:59.999999Z", "2017-01-01T23:59:59.999999Z")]
    [InlineData("2016-12-30T23:59:59Z", "2016-12-31T23:59:59Z")]
    public void Within_twenty_four_hours_of_a_breach(string breach, string end)
    {
        var scene = Clocked(Time(breach), Time(breach));
        var deadline = ResponseDesk.Deadlines(scene.File)[0].Deadline;
        Assert.Equal(new Deadline(Time(end), Time(end)), deadline);
        Assert.Equal(DeadlineState.Due, deadline.At(Time(end)));
        Assert.Equal(DeadlineState.NotYetDue, deadline.At(Time(end) - TimeSpan.FromMicroseconds(1)));
    }

    [Fact]
    public void An_interval_over_a_leap_second_keeps_its_ends_in_order()
    {
        var scene = Clocked(Time("2016-12-31T23:59:59Z"), Time("2016-12-31T23:59:60Z"));
        Assert.Equal(
            [
                "2017-01-01T23:59:59.000Z to 2017-01-02T00:00:00.000Z",
                "2017-01-03T23:59:59.000Z to 2017-01-04T00:00:00.000Z",
            ],
            ResponseDesk.Deadlines(scene.File).Select(clock => clock.Deadline.ToString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_initial_breach_is_as_early_and_as_late_as_the_first_of_all_may_be(ulong seed)
    {
        var random = new Splitmix(seed);
        for (var round = 0; round < 200; round++)
        {
            var breaches = Enumerable.Range(0, 1 + (int)(random.Next() % 4)).Select(i =>
            {
                var (a, b) = (random.Next() % 5, random.Next() % 5);
                return new Breach($"C-{i}", Hour(Math.Min(a, b)), Hour(Math.Max(a, b)), random.Next() % 3 > 0);
            }).ToList();

            // Every way in which the standing breaches may have begun, hour by hour.
            var firsts = new List<(Instant At, IReadOnlyList<string> Cases)> { (Hour(99), []) };
            foreach (var breach in breaches.Where(breach => breach.Stands))
            {
                firsts =
                [
                    .. from first in firsts
                       from hour in Enumerable.Range(0, 5).Select(hour => Hour((ulong)hour))
                       where hour >= breach.Earliest && hour <= breach.Latest
                       select hour < first.At ? (hour, [breach.Case])
                           : hour == first.At ? (hour, [.. first.Cases, breach.Case])
                           : first,
                ];
            }

            var after = TimeSpan.FromHours(72);
            var isNone = breaches.TrueForAll(breach => !breach.Stands);
            Assert.Equal(
                isNone ? null : new Deadline(
                    firsts.Min(first => first.At) + after, firsts.Max(first => first.At) + after),
                InitialBreach.Deadline(breaches, after));
            Assert.Equal(
                firsts.SelectMany(first => first.Cases).Distinct().Order(StringComparer.Ordinal),
                InitialBreach.MayBeFirst(breaches));
        }
    }

    [Fact]
    public void A_breach_that_is_set_aside_hands_the_clock_on()
    {
        Breach[] row = [new("C-1", Hour(1), Hour(2), true), new("C-2", Hour(9), Hour(9), true)];
        var after = TimeSpan.FromHours(72);
        Assert.Equal(new Deadline(Hour(73), Hour(74)), InitialBreach.Deadline(row, after));
        row[0] = row[0] with { Stands = false };
        Assert.Equal(new Deadline(Hour(81), Hour(81)), InitialBreach.Deadline(row, after));
        row[1] = row[1] with { Stands = false };
        Assert.Null(InitialBreach.Deadline(row, after));
    }

    private static Instant Hour(ulong hour) => CaseScene.Start + TimeSpan.FromHours(hour);

    private static Instant At(string time) => Time($"2030-01-01T{(time.Length == 5 ? time + ":00" : time)}Z");

    private static Instant Time(string text) =>
        Instant.TryParse(text, out var at) ? at : throw new ArgumentException(text, nameof(text));

    private static CaseScene Clocked(Instant earliest, Instant latest)
    {
        var scene = new CaseScene().UnderReview().With(CaseEvent.FindConfirmedViolation);
        var set = new ClockSet("ft-2026", scene.File.Finding!.Value, earliest, latest, "As found");
        Assert.Null(scene.Do(CaseScene.CommissionOne, set).Refusal);
        return scene;
    }
}
