using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Machinery;

/// <summary>Histories and chains by chance, against answers that are counted hour by hour in another way.</summary>
public sealed class MachineryOracleTests
{
    private static readonly MachineryBook Book = Read("""
        machinery:
          gates:
            - id: resets
              pass: [open]
              indicators: [{id: v, at_most: 1, for: 20h, least_coverage: 0.5, breach: resets}]
            - id: fails
              fail: [shut]
              indicators: [{id: v, at_most: 1, for: 20h, least_coverage: 0.5}]
          corridors:
            - {id: road, over: [24h, 48h], at_least: 0.75, justified: [mines]}
          steps:
            - {id: a}
            - {id: b, after: [a], within: 5h}
            - {id: c, after: [a], within: 9h}
            - {id: d, after: [b, c], within: 3h}
            - {id: e, after: [d, a], within: 7h}

        """);

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_gates_clock_is_the_watched_hours_since_the_last_breach(ulong seed)
    {
        var random = new Splitmix(seed);
        for (var round = 0; round < 20; round++)
        {
            var (text, hours) = ("", new List<char>());
            for (var i = Below(random, 6); i >= 0; i--)
            {
                var (least, most, length) = (Below(random, 3), Below(random, 3), 1 + Below(random, 12));
                (least, most) = (Math.Min(least, most), Math.Max(least, most));
                var tenths = Below(random, 11);
                text += FormattableString.Invariant($",{least}..{most}/{length}h/{tenths / 10m}");
                var hour = least > 1 ? 'x' : most <= 1 && tenths >= 5 ? '+' : '.';
                hours.AddRange(Enumerable.Repeat(hour, length));
            }

            var since = hours.Skip(hours.LastIndexOf('x') + 1).Count(hour => hour == '+');
            var asked = $"v={text[1..]}";
            var resets = Book.Answer($"gate resets {asked}").Answer!;
            if (since >= 20)
            {
                Assert.Equal("pass: open", resets);
            }
            else
            {
                Assert.StartsWith(
                    FormattableString.Invariant($"pending: v for {since}h of 20h"), resets, StringComparison.Ordinal);
            }

            var fails = Book.Answer($"gate fails {asked}").Answer!;
            Assert.Equal(hours.Contains('x') ? "fail: shut" : since >= 20 ? "pass" : resets, fails);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Uptime_lies_between_what_all_the_unwatched_time_could_make_it(ulong seed)
    {
        var random = new Splitmix(seed);
        for (var round = 0; round < 20; round++)
        {
            // Each hour is open, closed, closed for mines, or unwatched in tenths; the newest is the last.
            var (text, hours) = ("", new List<(bool IsOut, decimal Least, decimal Most)>());
            for (var i = Below(random, 8); i >= 0; i--)
            {
                var (isOpen, length, tenths, isMines) = (
                    Below(random, 3) > 0, 1 + Below(random, 20), Below(random, 11), Below(random, 2) == 0);
                var word = isMines ? "mines" : "other";
                text += FormattableString.Invariant($",{(isOpen ? 1 : 0)}/{length}h/{tenths / 10m}/{word}");
                var seen = tenths / 10m;
                hours.AddRange(Enumerable.Repeat(
                    (!isOpen && isMines, isOpen ? seen : 0, isOpen ? 1 : 1 - seen), length));
            }

            var answer = Book.Answer($"corridor road up={text[1..]}").Answer!.Split("; ");
            Assert.Equal((Told(hours, 24), Told(hours, 48)), (answer[0], answer[1]));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_chains_deadline_is_the_longest_way_from_what_is_done(ulong seed)
    {
        var random = new Splitmix(seed);
        var start = Instant.FromUnixSeconds(1_900_000_000);
        var (a, b) = (Below(random, 50), Below(random, 50));
        var isDone = Below(random, 2) == 0;
        // All ways from the steps that are done to e, written out by hand.
        var due = (isDone ? Math.Max(b, a + 9) : a + 9) + 3 + 7;
        var done = $"a@{At(a)}" + (isDone ? $",b@{At(b)}" : "");
        Assert.Equal($"waits for d, due {At(due)}", Book.Answer($"step e done={done}").Answer);

        Instant At(int hours) => start + TimeSpan.FromHours(hours);
    }

    private static string Told(List<(bool IsOut, decimal Least, decimal Most)> hours, int window)
    {
        var last = hours.TakeLast(window).ToList();
        last.AddRange(Enumerable.Repeat((false, 0m, 1m), window - last.Count));
        var counted = last.Where(hour => !hour.IsOut).ToList();
        if (counted.Count == 0)
        {
            return Words(window) + " closed with justification";
        }

        var (least, most) = (counted.Average(hour => hour.Least), counted.Average(hour => hour.Most));
        var says = least >= 0.75m ? "met" : most < 0.75m ? "not met" : "cannot be told";
        string Round(decimal share) => share.ToString("0.###", CultureInfo.InvariantCulture);
        var range = Round(least) == Round(most) ? Round(least) : $"{Round(least)} to {Round(most)}";
        return $"{Words(window)} {says}, {range}";
    }

    private static string Words(int hours) => hours == 48 ? "2d" : "24h";

    private static int Below(Splitmix random, int count) => (int)(random.Next() % (ulong)count);

    private static MachineryBook Read(string yaml)
    {
        var problems = new List<PackProblem>();
        var book = MachineryBook.Compile(PackExample.Read(
            PackExample.Yaml + yaml, ("lines.geojson", PackExample.ShortLines)).Agreement!, problems);
        Assert.Empty(problems);
        return book;
    }
}
