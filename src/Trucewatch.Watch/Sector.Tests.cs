using CsCheck;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;

using Trucewatch.Geo;
using Trucewatch.Tests.House;
using Trucewatch.Watch.Rules;
using Xunit;

namespace Trucewatch.Watch;

public sealed class SectorTests
{
    private static readonly Agreement Both = Scene.Agreement(
        Scene.Clause(
            "4.2(a)", "zone-entry",
            "zones: [west-zone, east-zone]; who.classes: [vessel]; min_fixes: 2",
            "zones: [west-zone, east-zone]; who.classes: [vessel]; min_fixes: 3; first_seen_inside: ignore"),
        Scene.Clause("4.3", "report-class", "classes: [fire.*]; zones: [west-zone, east-zone]"));

    /// <summary>Ships that wander in and out of the zones, some late and some false, with reports among them.</summary>
    private static readonly Gen<Scene> Wanderings = Gen.Int[1, int.MaxValue].Select(seed => Wander((ulong)seed, 300));

    [Fact]
    public void The_cut_of_the_inputs_does_not_show() =>
        Gen.Select(Wanderings, Gen.Int[1, 40].Array[1, 20]).Sample(
            (scene, cuts) => Assert.Equal(Hash(scene, [int.MaxValue]), Hash(scene, cuts)), iter: 15);

    [Fact]
    public void Skipping_far_zones_changes_nothing() =>
        Wanderings.Sample(
            scene =>
            {
                var full = new SectorSettings { SkipFarZones = false };
                Assert.Equal(Hash(scene, [50], new SectorSettings()), Hash(scene, [50], full));
            },
            iter: 15);

    [Fact]
    public void Swapping_the_parties_gives_the_mirror_image() =>
        Wanderings.Sample(
            scene =>
            {
                var mirrored = new Scene();
                foreach (ref readonly var observation in scene.Observations)
                {
                    mirrored.Add(Mirror(in observation));
                }

                var here = scene.Run(Both).Select(fact => Words(fact, mirror: false));
                var there = mirrored.Run(Both with { Zones = [.. Both.Zones.Reverse()] });
                Assert.Equal(here, there.Select(fact => Words(fact, mirror: true)));
            },
            iter: 20);

    [Fact]
    public void Facts_are_numbered_without_gaps_and_incidents_cite_everything() =>
        Wanderings.Sample(
            scene =>
            {
                var facts = scene.Run(Both);
                Assert.All(facts.Index(), fact => Assert.Equal(fact.Index + 1, fact.Item.Number));
                foreach (var incident in facts.OfType<IncidentFact>().Select(fact => fact.Incident))
                {
                    Assert.NotEmpty(incident.Frames);
                    Assert.NotEmpty(incident.Detections);
                    Assert.NotEmpty(incident.Outcomes);
                    Assert.Empty(incident.Readings.Except(incident.ReadingsTried));
                    Assert.InRange(incident.Frames.Length, 1, Incident.MaxListed);
                }

                var revisions = facts.OfType<IncidentFact>().GroupBy(fact => fact.Incident.Id);
                Assert.All(revisions, all => Assert.Equal(
                    Enumerable.Range(1, all.Count()), all.Select(fact => fact.Incident.Revision)));
            },
            iter: 20);

    [Fact]
    public void The_small_scenario_is_told_as_agreed() => Golden.Equal(
        "src/Trucewatch.Watch/corpus/small-scenario.facts.txt",
        string.Concat(Small().Run(Both).Select(fact => Tell(fact) + "\n")));

    [Theory]
    [InlineData(7)]
    [InlineData(366)]
    public void What_is_older_than_its_limit_is_counted_and_neither_tracked_nor_judged(int days)
    {
        // A position may be a week old, a report a year; the limit itself is in time, a microsecond more is not.
        foreach (var beyondUs in new[] { 0, 1 })
        {
            var old = days == 7
                ? new Scene().Vessel(200100001, 0, -5_000, 0)
                : new Scene().Report("r", 0, "fire.x", -5_000);
            var observation = old.Observations[0];
            observation.ReceivedAt = new(Scene.Start.UnixMicroseconds + (days * 86_400_000_000L) + beyondUs);
            var (tracks, detections, pastTime) = Taken(observation);
            Assert.Equal(beyondUs, pastTime);
            Assert.Equal(beyondUs == 0, days == 7 ? tracks == 1 : detections == 1);
        }
    }

    [Fact]
    public void A_row_of_the_year_1_opens_no_track()
    {
        var row = new Scene().Vessel(200100001, 0, -5_000, 0).Observations[0];
        Assert.Equal((1, 0, 0L), Taken(row));
        row.At = Domain.Instant.From(DateTimeOffset.MinValue);
        Assert.Equal((0, 0, 1L), Taken(row));
    }

    private static (int Tracks, int Detections, long PastTime) Taken(Observation observation)
    {
        var sector = new Sector(Both, Scene.Feeds, new SectorSettings());
        sector.Step(new SectorInput(0, [observation]), new SectorOutput());
        var summary = sector.Summary();
        return (summary.Tracks, summary.Detections, summary.PastTime);
    }

    [Fact]
    public void What_a_sensor_without_consent_sees_is_stated_once_and_used_for_nothing()
    {
        var agreed = TestSensors.Of("coast-1");
        foreach (var consent in new[] { Consent.Pending, Consent.Withdrawn })
        {
            var (sector, output) = (new Sector(Both, Scene.Feeds, new SectorSettings()), new SectorOutput());
            sector.Step(new SectorInput(0, Seen(agreed with { Consent = consent })), output);
            var fact = Assert.IsType<OperationalFact>(Assert.Single(output.Facts));
            Assert.Equal("sensor.not-agreed", fact.Topic);
            Assert.Empty(output.Tracks);
            Assert.Equal(Small().Observations.Length, sector.Summary().WithoutConsent);
            Assert.Equal(0, sector.Summary().Heard[0].HeardMinutes);
        }

        var facts = new SectorOutput();
        new Sector(Both, Scene.Feeds, new SectorSettings()).Step(new SectorInput(0, Seen(agreed)), facts);
        Assert.Equal(Small().Run(Both).Count, facts.Facts.Count);
        Assert.All(
            facts.Facts.OfType<IncidentFact>(), fact => Assert.Equal(["coast-1@1"], fact.Incident.Sensors!.Value));
        Assert.All(facts.Facts.OfType<DetectionFact>(), fact => Assert.Equal("coast-1@1", fact.Detection.Sensor));
        Assert.All(facts.Facts, fact => Assert.Equal(Label.Mission, fact.Label));
    }

    [Fact]
    public void An_incident_is_authenticated_when_all_its_detections_are_and_released_as_its_strictest_sensor()
    {
        var secret = TestSensors.Of("coast-1") with { Label = Label.Nobody };
        var observations = Seen(TestSensors.Of("coast-1"));
        for (var i = 0; i < observations.Length; i++)
        {
            observations[i].IsAuthenticated = i < observations.Length / 2;
            observations[i].Sensor = i < observations.Length / 2 ? observations[i].Sensor : secret;
        }

        var output = new SectorOutput();
        new Sector(Both, Scene.Feeds, new SectorSettings()).Step(new SectorInput(0, observations), output);
        var detections = output.Facts.OfType<DetectionFact>().ToDictionary(fact => fact.Detection.Id);
        var incidents = output.Facts.OfType<IncidentFact>().ToList();
        Assert.Contains(incidents, fact => fact.Incident.Authenticated);
        Assert.Contains(incidents, fact => !fact.Incident.Authenticated);
        Assert.All(incidents, fact =>
        {
            var held = fact.Incident.Detections.Select(id => detections[id]).ToList();
            Assert.Equal(held.TrueForAll(one => one.Detection.Authenticated), fact.Incident.Authenticated);
            Assert.Equal(held.TrueForAll(one => one.Label == Label.Mission), fact.Label == Label.Mission);
        });
    }

    [Fact]
    public void What_a_track_rests_on_stays_restricted_when_another_sensor_goes_on_with_it()
    {
        // The first half of what is seen of each object comes from the one that nobody may read.
        var (open, secret) = (TestSensors.Of("coast-1"), TestSensors.Of("coast-2") with { Label = Label.Nobody });
        var (observations, seen) = (Seen(open), new Dictionary<ObjectIdentity, int>());
        foreach (ref var observation in observations.AsSpan())
        {
            var before = seen.GetValueOrDefault(observation.Identity);
            seen[observation.Identity] = before + 1;
            observation.Sensor = before == 0 ? secret : open;
        }

        var output = new SectorOutput();
        new Sector(Both, Scene.Feeds, new SectorSettings()).Step(new SectorInput(0, observations), output);
        Assert.All(output.Tracks, track => Assert.Equal(Label.Nobody, track.Label));
        var ofTracks = output.Facts.OfType<DetectionFact>().Where(fact => fact.Detection.Track is not null).ToList();
        Assert.Contains(ofTracks, fact => fact.Detection.Sensor == "coast-1@1");
        Assert.All(ofTracks, fact => Assert.False(Label.Mission.IsWithin(fact.Label)));
        Assert.All(ofTracks, fact => Assert.Empty(fact.Label.ReleasableTo));
    }

    private static Observation[] Seen(Sensor sensor)
    {
        var observations = Small().Observations.ToArray();
        foreach (ref var observation in observations.AsSpan())
        {
            observation.Sensor = sensor;
        }

        return observations;
    }

    [Fact]
    public void A_broken_invariant_stops_verdicts_and_tracks_go_on()
    {
        var scene = Small();
        var sector = new Sector(Both, Scene.Feeds, new SectorSettings());
        var output = new SectorOutput();
        sector.Step(new SectorInput(0, scene.Observations[..10]), output);
        sector.PlantBrokenInvariant = true;
        var (facts, tracks) = (output.Facts.Count, output.Tracks.Count);
        sector.Step(new SectorInput(1, scene.Observations[10..]), output);
        var last = Assert.IsType<OperationalFact>(Assert.Single(output.Facts.Skip(facts)));
        Assert.Equal(("invariant", facts + 1L), (last.Topic, last.Number));
        Assert.True(output.Tracks.Count > tracks + 5);
        Assert.True(sector.Summary().VerdictsStopped);
    }

    [Fact]
    public void An_agreement_that_does_not_compile_is_refused()
    {
        var agreement = Scene.Agreement(Scene.Clause("1", "zone-entree", ""));
        var thrown = Assert.Throws<ArgumentException>(() => new Sector(agreement, Scene.Feeds, new SectorSettings()));
        Assert.Contains("agreement.yaml:7: clause '1': rule: expected one of access, build-up", thrown.Message);
    }

    [Fact]
    public void Nothing_is_allocated_for_an_observation_in_the_steady_state()
    {
        var random = new Splitmix(5);
        var scene = new Scene();
        for (var index = 0; index < 20_000; index++)
        {
            var ship = index % 100;
            scene.Vessel(200100000 + (uint)ship, index * 0.1, (ship * 300) - 60_000 + random.Normal(), index * 0.02);
        }

        var sector = new Sector(Both, Scene.Feeds, new SectorSettings());
        var output = new SectorOutput();
        sector.Step(new SectorInput(0, scene.Observations[..18_000]), output);
        output.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        sector.Step(new SectorInput(1, scene.Observations[18_000..]), output);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tests.House.AllocationNoise.Bytes);
        Assert.Equal(2_000, output.Tracks.Count);
    }

    [Fact]
    public void An_identity_in_two_places_is_stated_once_and_both_tracks_are_kept()
    {
        var scene = new Scene();
        for (var second = 0; second < 60; second += 10)
        {
            scene.Vessel(1, second, -50_000, 0).Vessel(1, second + 5, 50_000, 0);
        }

        var fact = Assert.IsType<OperationalFact>(Assert.Single(scene.Run(Both)));
        Assert.Equal("identity.split", fact.Topic);
        Assert.Contains("mmsi:000000001#2", fact.Words);
    }

    [Fact]
    public void Memory_of_tracks_that_were_given_up_is_dropped()
    {
        var scene = new Scene();
        for (uint ship = 1; ship <= 10; ship++)
        {
            scene.Vessel(ship, ship, 0, 0);
        }

        var sector = new Sector(Both, Scene.Feeds, new SectorSettings { MaxObjects = 3 });
        sector.Step(new SectorInput(0, scene.Observations), new SectorOutput());
        Assert.Equal(3, sector.Rules.MemoryCount);
        Assert.Equal(7, sector.Summary().Unused.GivenUp);
    }

    [Fact]
    public void The_hash_sees_every_part()
    {
        var scene = Small();
        var output = new SectorOutput();
        new Sector(Both, Scene.Feeds, new SectorSettings()).Step(new SectorInput(0, scene.Observations), output);
        var whole = HashOf(output, Scene.Feeds);
        Assert.Equal(whole, HashOf(output, Scene.Feeds));
        Assert.NotEqual(whole, HashOf(output, new FeedNames("other", "cot-1", "reports")));
        var update = output.Tracks[3];
        update.NorthMps = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(update.NorthMps) ^ 1);
        output.Tracks[3] = update;
        Assert.NotEqual(whole, HashOf(output, Scene.Feeds));
        output.Facts.RemoveAt(output.Facts.Count - 1);
        Assert.NotEqual(whole, HashOf(output, Scene.Feeds));
    }

    [Fact]
    public void The_table_of_rule_kinds_is_sorted() => Assert.Equal(
        RuleKinds.All.Select(kind => kind.Id).Order(StringComparer.Ordinal), RuleKinds.All.Select(kind => kind.Id));

    internal static Scene Small()
    {
        var scene = new Scene();
        for (var step = 0; step < 30; step++)
        {
            var seconds = step * 60;
            scene.Vessel(200200001, seconds, 26_000 - (step * 500), 1_000);
            scene.Vessel(200100007, seconds + 10, -3_000, (step * 50) - 5_000);
        }

        return scene
            .Report("r-1", 1_800, "fire.mortar", 4_000, 2_000, "patrol-3", least: 3, most: 5)
            .Report("r-2", 1_860, "fire.mortar", 4_600, 2_200, "post-1", least: 4, most: 9, by: ReporterKind.Post)
            .Report("r-1", 1_800, "fire.mortar", 4_000, 2_000, "patrol-3", least: 3, most: 5, delayS: 100)
            .Report("r-3", 1_900, "access.denial", 4_000, 2_000, "patrol-3")
            .Vessel(200200001, 4_000, 24_000, 1_000).Vessel(200200001, 4_060, 24_500, 1_000)
            .Vessel(200200001, 4_120, 25_000, 1_000);
    }

    private static Scene Wander(ulong seed, int count)
    {
        var random = new Splitmix(seed);
        var scene = new Scene();
        var places = new (double East, double North)[6];
        for (var index = 0; index < count; index++)
        {
            var ship = (int)(random.Next() % 6);
            var seconds = index * 5.0;
            places[ship].East += 150 * random.Normal();
            places[ship].North += 150 * random.Normal();
            var (east, north) = (places[ship].East + ((ship - 2.5) * 8_000), places[ship].North);
            var kind = random.Next() % 40;
            var lateS = kind < 4 ? 40 : kind == 4 ? 90 : 0;
            east += kind == 5 ? 30_000 : 0;
            if (kind == 6)
            {
                var id = FormattableString.Invariant($"r-{index}");
                var post = FormattableString.Invariant($"post-{ship}");
                scene.Report(id, seconds, "fire.mortar", east, north, post, least: 1, most: ship);
            }
            else
            {
                var mmsi = (ship % 2 == 0 ? 200100000u : 200200000u) + (uint)ship;
                scene.Vessel(mmsi, seconds - lateS, east, north, sigmaM: 20 + ship, delayS: lateS);
            }
        }

        return scene;
    }

    private static string Hash(Scene scene, int[] cuts, SectorSettings? settings = null)
    {
        var sector = new Sector(Both, Scene.Feeds, settings ?? new SectorSettings());
        var output = new SectorOutput();
        using var hash = new OutputHash(Scene.Feeds);
        var rest = scene.Observations;
        for (var position = 0; !rest.IsEmpty; position++)
        {
            var length = Math.Min(rest.Length, cuts[position % cuts.Length]);
            sector.Step(new SectorInput(position, rest[..length]), output);
            hash.Add(output);
            output.Clear();
            rest = rest[length..];
        }

        return hash.Hex();
    }

    private static string HashOf(SectorOutput output, FeedNames feeds)
    {
        using var hash = new OutputHash(feeds);
        hash.Add(output);
        return hash.Hex();
    }

    /// <summary>The same event on the other side: identities swapped, east turned to west about 35 E.</summary>
    private static Observation Mirror(in Observation observation)
    {
        var mirrored = observation;
        var number = observation.Identity.Number;
        if (number > 0)
        {
            mirrored.Identity = ObjectIdentity.Mmsi((uint)(number < 200200000 ? number + 100000 : number - 100000));
        }

        mirrored.Position = GeoPoint.FromDegrees(
            latitudeDeg: observation.Position.LatitudeDeg, longitudeDeg: 70 - observation.Position.LongitudeDeg);
        return mirrored;
    }

    /// <summary>A fact in words that a mirror changes; places are left out: mirrored degrees round.</summary>
    private static string Words(Fact fact, bool mirror)
    {
        var words = fact switch
        {
            DetectionFact { Detection: var d } => FormattableString.Invariant(
                $"{d.Kind} {d.Clause} {d.Reading} {d.Zone} {d.Track} {d.Actor} {d.Party} {d.At} ")
                + FormattableString.Invariant($"{d.PInside:F6} {d.MarginM:F2}"),
            IncidentFact { Incident: var i } => FormattableString.Invariant(
                $"{i.Id} {i.Revision} {i.Status} {i.Zone} {string.Join(',', i.Actors)} ")
                + FormattableString.Invariant($"{string.Join(',', i.Parties)} {i.PInside:F6}"),
            OperationalFact o => o.Words,
            _ => "",
        };
        return !mirror
            ? words
            : words.Replace("west", "W", StringComparison.Ordinal).Replace("east", "west", StringComparison.Ordinal)
                .Replace("W", "east", StringComparison.Ordinal).Replace("mmsi:2001", "M", StringComparison.Ordinal)
                .Replace("mmsi:2002", "mmsi:2001", StringComparison.Ordinal)
                .Replace("M0", "mmsi:20020", StringComparison.Ordinal);
    }

    private static string Tell(Fact fact)
    {
        var number = FormattableString.Invariant($"{fact.Number,3} {fact.KnownAt} ");
        return number + fact switch
        {
            DetectionFact { Detection: var d } => FormattableString.Invariant(
                $"detection {d.Id} {d.Kind} {d.Clause}/{d.Reading} zone={d.Zone} track={d.Track} actor={d.Actor} ")
                + FormattableString.Invariant($"party={d.Party} at={d.At} p={d.PInside:F3} margin={d.MarginM:F0} ")
                + $"frames={string.Join(',', d.Frames.Select(Cite))}",
            IncidentFact { Incident: var i } => FormattableString.Invariant(
                $"incident {i.Id} r{i.Revision} {i.Status} {i.Class} {i.Clause} [{string.Join(',', i.Readings)}] of ")
                + $"[{string.Join(',', i.ReadingsTried)}] {i.First} to {i.Last} actors={string.Join(',', i.Actors)} "
                + $"parties={string.Join(',', i.Parties)} inside-first={i.FirstSeenInside} "
                + FormattableString.Invariant($"p={i.PInside:F3} margin={i.MarginM:F0} ")
                + FormattableString.Invariant($"count={i.CountMin}..{i.CountMax} origins={i.Origins} ")
                + FormattableString.Invariant($"detections={string.Join(',', i.Detections)} frames={i.FrameCount}"),
            OperationalFact o => $"operational {o.Topic} {o.Words}",
            _ => "",
        };
    }

    private static string Cite(Domain.Frames.FrameCitation frame) =>
        FormattableString.Invariant($"{frame.Feed}/{frame.Sequence}");
}
