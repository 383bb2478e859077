using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Watch.Incidents;

public sealed class OriginsTests
{
    private const string Words = "Four impacts of artillery beside the bridge north of the village.";
    private static readonly string Long = string.Concat(Enumerable.Repeat(Words + " ", 4));

    /// <summary>
    /// Reports of one event: <c>reporter id seconds</c>, then <c>t=</c> text (a short one, <c>words</c> or
    /// <c>long</c>), <c>o=</c> origin, <c>a=</c> attachment, <c>s=</c> subject. The number of origins is last.
    /// </summary>
    [Theory]
    // Two who heard it themselves, with a clock each, and with the same few words.
    [InlineData("post-1 a 0 t=Explosion ; post-2 b 7 t=Explosion", 2)]
    [InlineData("post-1 a 0 t=words ; post-2 b 7 t=words", 2)]
    [InlineData("post-1 1 0 t=Explosion ; post-2 1 7 t=Explosion", 2)]
    // One that is passed on over three feeds: by its id, its words, its picture, its reference.
    [InlineData("post-1 a 0 t=Bang ; desk-1 a 0 t=Bang ; desk-2 a 0 t=Bang", 1)]
    [InlineData("post-1 a 0 t=words ; desk-1 b 0 t=words ; desk-2 c 0 t=words", 1)]
    [InlineData("post-1 a 0 t=long ; desk-1 b 60 t=long ; desk-2 c 90 t=long", 1)]
    [InlineData("post-1 a 0 a=1 t=x ; desk-1 b 60 a=1 t=y ; desk-2 c 90 a=1 t=z", 1)]
    [InlineData("post-1 a 0 t=x ; desk-1 b 60 o=a t=y ; desk-2 c 90 o=a t=z", 1)]
    [InlineData("post-1 a 0 s=mmsi:1 t=x ; desk-1 b 0 s=mmsi:1 t=y ; desk-2 c 0 s=mmsi:1 t=z", 1)]
    [InlineData("post-1 a 0 s=mmsi:1 t=x ; desk-1 b 0 s=mmsi:2 t=y ; desk-2 c 1 s=mmsi:1 t=z", 3)]
    // Passed on twice, and heard before what it refers to.
    [InlineData("desk-2 c 90 o=b t=x ; desk-1 b 60 o=a t=y ; post-1 a 0 t=z", 1)]
    [InlineData("post-1 a 0 t=z ; desk-1 b 60 o=a t=y ; desk-2 c 90 o=a t=x", 1)]
    [InlineData("desk-1 b 60 o=a t=y ; desk-2 c 90 o=a t=x ; post-1 a 0 t=z", 1)]
    [InlineData("desk-1 b 60 o=x-77 t=y ; desk-2 c 90 o=x-77 t=x", 1)]
    // Three forwards of one, beside one that heard it as well.
    [InlineData("post-1 a 0 t=long ; desk-1 b 5 t=long ; post-2 d 7 t=Bang ; desk-2 c 9 t=long", 2)]
    // Who passes one on and saw it too.
    [InlineData("post-1 a 0 t=long ; post-2 b 5 t=long ; post-2 c 7 t=Bang", 2)]
    // Several of one reporter.
    [InlineData("post-1 a 0 t=Bang ; post-1 b 60 t=Boom ; post-1 c 90 t=Bang", 1)]
    // Two that turn out to be one when a third has the words of the one and the picture of the other.
    [InlineData("post-1 a 0 t=long ; desk-1 b 60 a=1 t=x ; desk-2 c 90 a=1 t=long", 1)]
    public void Who_passes_on_is_no_origin(string reports, int expected)
    {
        var incident = Run(reports);
        Assert.Equal(expected, incident.Origins);
        var sent = reports.Split(';').Select(one => one.Trim().Split(' ')[..2]).Select(one => string.Join(' ', one));
        Assert.Equal(sent.Distinct(StringComparer.Ordinal).Count(), incident.DetectionCount);
    }

    /// <summary>At least four fell; and a desk that passes three reports on does not make them twelve.</summary>
    [Theory]
    [InlineData("post-1 a 0 t=long n=4 ; desk-1 b 60 t=long n=4 ; desk-2 c 90 t=long n=4", 4, 4)]
    [InlineData("post-1 a 0 t=x n=4 ; post-2 b 60 t=y n=3", 4, 7)]
    [InlineData("post-1 a 0 t=long n=4 ; post-1 b 60 t=long n=3", 7, 7)]
    public void Rounds_that_are_passed_on_are_not_added(string reports, int least, int most)
    {
        var incident = Run(reports, "fire");
        Assert.Equal((least, most), (incident.CountMin, incident.CountMax));
    }

    /// <summary>
    /// The oracle knows the truth: so many witnesses, each with forwards in any order over any desks, which may be
    /// heard before what they pass on.
    /// </summary>
    [Fact]
    public void As_many_are_counted_as_there_were_witnesses()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var random = new Splitmix(seed);
            var witnesses = 1 + (int)random.Between(0, 6);
            var sent = new List<(double Key, string Actor, WrittenReport Report)>();
            for (var witness = 0; witness < witnesses; witness++)
            {
                var (id, how) = ($"w{witness}", (int)random.Between(0, 3));
                var text = how == 0 ? $"{Long} {witness}" : $"Bang {witness}";
                sent.Add((random.Between(0, 1), $"post-{witness}", Report(
                    $"post-{witness}", id, text, how == 1 ? $"{witness}" : null, null)));
                for (var copy = (int)random.Between(0, 5); copy > 0; copy--)
                {
                    var own = $"{id}-{copy}";
                    sent.Add((random.Between(0, 1), $"desk-{witness}-{copy}", Report(
                        $"desk-{witness}-{copy}", own, how == 0 ? text : $"as told: {copy}",
                        how == 1 ? $"{witness}" : null, how == 2 ? id : null)));
                }
            }

            var origins = new Origins(100);
            foreach (var (key, actor, report) in sent.OrderBy(one => one.Key))
            {
                origins.Take(actor, Scene.Time(key * 100), null, report);
            }

            Assert.Equal(witnesses, origins.Count);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void Origins_are_counted_up_to_a_limit(int count)
    {
        var origins = new Origins(10);
        for (var number = 0; number < count; number++)
        {
            origins.Take($"post-{number}", Scene.Time(0), null, null);
        }

        Assert.Equal(10, origins.Count);
    }

    private static WrittenReport Report(string reporter, string id, string text, string? attachment, string? origin) =>
        new(
            id, reporter, ReporterKind.Post, null, "fire.artillery", text, [], null, null, null,
            attachment is null ? [] : [attachment], Origin: origin);

    private static Incident Run(string reports, string kind = "report-class")
    {
        var scene = new Scene();
        var receivedS = 1_000;
        foreach (var one in reports.Split(';', StringSplitOptions.TrimEntries))
        {
            var words = one.Split(' ');
            string? Value(string name) => words.FirstOrDefault(
                word => word.StartsWith(name + "=", StringComparison.Ordinal))?[2..];
            var seconds = double.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture);
            int? rounds = Value("n") is { } n ? int.Parse(n, System.Globalization.CultureInfo.InvariantCulture) : null;
            receivedS++;
            scene.Report(
                words[1], seconds, "fire.artillery", 100, reporter: words[0], least: rounds, most: rounds,
                delayS: receivedS - seconds);
            var observation = scene.Observations[^1];
            observation.Frame = new FrameRef(new FeedId(receivedS % 3), receivedS);
            observation.Report = observation.Report! with
            {
                Text = Value("t") switch { "long" => Long, "words" => Words, var text => text ?? "" },
                Origin = Value("o"),
                Attachments = Value("a") is { } attachment ? [attachment] : [],
                Subject = Value("s") is { } identity ? new ReportSubject(Identity: identity) : null,
            };
            scene.ReplaceLast(observation);
        }

        var facts = scene.Run(Scene.Agreement(Scene.Clause("1", kind, "classes: [fire.*]")));
        var incident = facts.OfType<IncidentFact>().Last().Incident;
        Assert.Equal("I-0001", incident.Id);
        return incident;
    }
}
