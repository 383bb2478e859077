using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Simulation.World;
using Xunit;

namespace Trucewatch.Watch.Blasts;

public sealed class BlastDeskTests
{
    private const string Rule = "classes: [seismo-acoustic]; zones: [west-zone, east-zone]";

    // Stations around the place, in metres.
    private static readonly (string Name, double EastM, double NorthM)[] around =
        [("A", -4_000, -3_000), ("B", 4_000, -3_500), ("C", 3_000, 4_500), ("D", -5_000, 3_000), ("E", 500, 7_000)];

    [Fact]
    public void A_shelling_is_one_incident_that_cites_every_arrival()
    {
        var sent = Heard(around, eastM: 1_000, northM: 500, [0, 7, 11, 20]);
        var facts = Run(sent, Rule);
        var incident = Assert.Single(Incidents(facts));
        Assert.Equal(4, incident.CountMin);
        Assert.InRange(incident.CountMax!.Value, 4, 6);
        Assert.Equal(20, incident.FrameCount);
        Assert.Equal("east-zone", incident.Zone);
        var place = incident.Place!;
        var (eastM, northM) = LocalScale.At(Scene.Middle).Offset(
            Scene.At(1_000, 500), GeoPoint.FromDegrees(place.Latitude, place.Longitude));
        Assert.True(Math.Abs(eastM) < 300 && Math.Abs(northM) < 300);
        var said = Assert.Single(Detections(facts));
        Assert.Equal(Determination.Undetermined, said.Determination);
        Assert.Null(said.Party);
        Assert.Contains(new Detail("stations", "A, B, C, D, E"), said.Details!.Value);
    }

    [Fact]
    public void Two_shellings_at_once_are_two_incidents()
    {
        var sent = Heard(around, 3_500, -1_500, [0, 9, 16]).Concat(Heard(around, -6_000, 1_000, [3, 12, 29, 31], 500));
        var incidents = Incidents(Run(Sorted(sent), Rule));
        Assert.Equal(
            [("east-zone", 3), ("west-zone", 4)], incidents.Select(one => (one.Zone!, one.CountMin!.Value)).Order());
    }

    [Fact]
    public void What_is_heard_and_not_located_says_so()
    {
        // All in one row: nothing tells one side from the other.
        (string, double, double)[] row = [("A", -4_000, 0), ("B", -1_000, 0), ("C", 2_500, 0), ("D", 5_000, 0)];
        var facts = Run(Heard(row, 1_000, 3_000, [0, 8, 15]), Rule);
        var incident = Assert.Single(Incidents(facts));
        Assert.Null(incident.Place);
        Assert.Equal(3, incident.CountMin);
        var said = Assert.Single(Detections(facts));
        Assert.Contains(said.Details!.Value, one => one.Name == "heard, not located" && one.Value == "ambiguous");
    }

    [Theory]
    [InlineData(new double[] { 0, 8, 15 }, 3)]
    [InlineData(new double[] { 0 }, 1)]
    public void A_camera_places_what_it_sees_and_hears(double[] roundsS, int rounds)
    {
        // Alone it has no other station; east by north-east, three kilometres away.
        (string, double, double)[] camera = [("K", -2_000, 1_000)];
        var sounds = Heard(camera, 1_000, 1_500, roundsS);
        var flashes = roundsS.Select((at, index) =>
        {
            var flash = Arrival("K", Scene.At(-2_000, 1_000), at, 0.05, 100 + index, 1);
            flash.Arrival = new StationArrival("K", 0.05, SignalPath.Light, 80.54, 0.5);
            return flash;
        });
        var facts = Run(Sorted(sounds.Concat(flashes)), Rule);
        var incident = Assert.Single(Incidents(facts));
        Assert.Equal((rounds, rounds, 2 * rounds), (incident.CountMin, incident.CountMax, incident.FrameCount));
        var place = incident.Place!;
        var (eastM, northM) = LocalScale.At(Scene.Middle).Offset(
            Scene.At(1_000, 1_500), GeoPoint.FromDegrees(place.Latitude, place.Longitude));
        Assert.True(Math.Abs(eastM) < 50 && Math.Abs(northM) < 50);
    }

    [Fact]
    public void Several_flashes_and_one_sound_are_of_no_place()
    {
        var sound = Heard([("K", -2_000, 1_000)], 1_000, 1_500, [0]);
        var flashes = new double[] { 0, 3 }.Select((at, index) =>
        {
            var flash = Arrival("K", Scene.At(-2_000, 1_000), at, 0.05, 100 + index, 1);
            flash.Arrival = new StationArrival("K", 0.05, SignalPath.Light, 80.54, 0.5);
            return flash;
        });
        Assert.Empty(Detections(Run(Sorted(sound.Concat(flashes)), Rule)));
    }

    [Fact]
    public void A_quarry_is_stated_and_opens_nothing()
    {
        var place = Scene.At(1_000, 500);
        var known = FormattableString.Invariant(
            $"known: [{{lat_deg: {place.LatitudeDeg}, lon_deg: {place.LongitudeDeg}, radius_m: 1500, ")
            + "reason: quarry}]";
        var sent = Heard(around, 1_000, 500, [0, 7, 11, 20]);
        var agreement = Rules.RuleCases.Read("kind: sensed-event\nclasses: [seismo-acoustic]\n" + known).Agreement!;
        var facts = Run(sent, agreement);
        Assert.Empty(Incidents(facts));
        Assert.Contains(new Detail("screening", "quarry"), Assert.Single(Detections(facts)).Details!.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_came_at_one_time_came_in_no_order(ulong seed)
    {
        var field = new ShellingField(seed);
        var sent = Sent(field, receivedEveryS: 10);
        var draws = Draws.Named(seed, "order");
        var shuffled = sent.Select(one => (one, Key: draws.Next())).OrderBy(pair => pair.one.ReceivedAt)
            .ThenBy(pair => pair.Key).Select(pair => pair.one).ToArray();
        Assert.NotEqual(sent.Select(one => one.Frame), shuffled.Select(one => one.Frame));
        var expected = Told(Run(sent, Rule));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Told(Run(shuffled, Rule)));
        Assert.Equal(expected, Told(Run(sent, Rule, each: 1)));
        Assert.Equal(expected, Told(Run(sent, Rule, each: 7)));
    }

    [Fact]
    public void A_late_station_betters_the_same_incident()
    {
        var sent = Heard(around, 1_000, 500, [0, 7, 11, 20]);
        foreach (ref var one in sent.AsSpan())
        {
            one.ReceivedAt += one.Arrival!.Station is "D" or "E" ? TimeSpan.FromMinutes(4) : TimeSpan.Zero;
        }

        var facts = Run(Sorted(sent), Rule);
        Assert.Equal(2, Detections(facts).Count);
        var incident = Assert.Single(Incidents(facts));
        Assert.Equal((4, 20), (incident.CountMin, incident.FrameCount));
    }

    [Fact]
    public void What_falls_there_later_is_added_and_not_counted_twice()
    {
        var sent = Heard(around, 1_000, 500, [0, 7, 11, 20])
            .Concat(Heard(around, 1_000, 500, [1_800, 1_806, 1_813], 900));
        var incident = Assert.Single(Incidents(Run(Sorted(sent), Rule)));
        Assert.Equal(7, incident.CountMin);
        Assert.InRange(incident.CountMax!.Value, 7, 12);
    }

    [Theory]
    [InlineData(8, 8, 0)]
    [InlineData(9, 8, 1)]
    public void So_many_are_held_and_no_more(int sent, int held, int unused)
    {
        var desk = new BlastDesk(new BlastSettings { MaxHeld = 8 }, TimeSpan.FromSeconds(60));
        foreach (var one in Heard(around, 0, 0, [0, 60]).Take(sent))
        {
            desk.Take(in one);
        }

        foreach (var one in Heard(around, 0, 0, [0, 60]).Take(held))
        {
            // The same pick sent again is none.
            desk.Take(in one);
        }

        Assert.Equal((held, unused), (desk.HeldCount, (int)desk.Unused));
    }

    [Fact]
    public void What_was_received_long_ago_is_given_up()
    {
        var desk = new BlastDesk(new BlastSettings(), TimeSpan.FromSeconds(60));
        var sent = Heard(around, 0, 0, [0, 60]);
        foreach (var one in sent)
        {
            desk.Take(in one);
        }

        desk.Run(sent[0].ReceivedAt + new BlastSettings().Hold);
        Assert.Equal(sent.Length, desk.HeldCount);
        desk.Run(sent[0].ReceivedAt + new BlastSettings().Hold + TimeSpan.FromSeconds(1));
        Assert.InRange(desk.HeldCount, 0, sent.Length - 1);
    }

    private static Observation[] Heard(
        (string Name, double EastM, double NorthM)[] stations, double eastM, double northM, double[] roundsS,
        int firstSequence = 0)
    {
        var sent = new List<Observation>();
        foreach (var (name, east, north) in stations)
        {
            var travelS = Math.Sqrt(((east - eastM) * (east - eastM)) + ((north - northM) * (north - northM))) / 337.36;
            foreach (var roundS in roundsS)
            {
                sent.Add(Arrival(name, Scene.At(east, north), roundS + travelS, 0.05, firstSequence + sent.Count, 2));
            }
        }

        return Sorted(sent);
    }

    private static Observation[] Sorted(IEnumerable<Observation> sent) =>
        [.. sent.OrderBy(one => one.ReceivedAt).ThenBy(one => one.Frame.Sequence)];

    private static Observation[] Sent(ShellingField field, int receivedEveryS)
    {
        return Sorted(field.Onsets.Select(Make));

        Observation Make(Onset one, int index)
        {
            var made = Arrival(one.Station, one.Place, one.TimeS, one.SigmaS, index, 0);
            made.ReceivedAt = Scene.Time(((Math.Floor(one.TimeS / receivedEveryS) + 1) * receivedEveryS) + 1);
            return made;
        }
    }

    private static Observation Arrival(
        string station, GeoPoint place, double seconds, double sigmaS, long sequence, double delayS) => new()
        {
            Frame = new FrameRef(new FeedId(0), sequence),
            Kind = ObservationKind.Arrival,
            At = Scene.Time(seconds),
            ReceivedAt = Scene.Time(seconds + delayS),
            HasSourceTime = true,
            HasPosition = true,
            Position = place,
            SpeedMps = double.NaN,
            CourseDeg = double.NaN,
            HeightM = double.NaN,
            HeightSigmaM = double.NaN,
            Arrival = new StationArrival(station, sigmaS, SignalPath.Air),
        };

    private static List<Fact> Run(Observation[] sent, string settings, int each = int.MaxValue) =>
        Run(sent, Scene.Agreement(Scene.Clause("1", "sensed-event", settings)), each);

    private static List<Fact> Run(Observation[] sent, Agreement agreement, int each = int.MaxValue)
    {
        // Time passes by what else is heard.
        var after = new Scene().Vessel(200_300_001, 0, 0, 0).Observations[0];
        var all = sent.ToList();
        foreach (var minute in (int[])[2, 6, 20, 40])
        {
            after.At = after.ReceivedAt = sent[^1].ReceivedAt + TimeSpan.FromMinutes(minute);
            after.Frame = new FrameRef(new FeedId(1), minute);
            all.Add(after);
        }

        var sector = new Sector(agreement, Scene.Feeds, new SectorSettings());
        var output = new SectorOutput();
        foreach (var (index, part) in all.Chunk(Math.Min(each, all.Count)).Index())
        {
            sector.Step(new SectorInput(index, part), output);
        }

        return output.Facts;
    }

    private static List<Detection> Detections(List<Fact> facts) =>
        [.. facts.OfType<DetectionFact>().Select(one => one.Detection)];

    private static List<Incident> Incidents(List<Fact> facts) =>
        [.. facts.OfType<IncidentFact>().GroupBy(one => one.Incident.Id).Select(all => all.Last().Incident)];

    private static string[] Told(List<Fact> facts) =>
    [
        .. Detections(facts).Select(one => FormattableString.Invariant(
            $"{one.At} {one.KnownAt} {one.Place} {one.CountMin}-{one.CountMax} ")
            + string.Join(' ', one.Frames.Select(frame => frame.Sequence))),
        .. facts.OfType<IncidentFact>().Select(one => FormattableString.Invariant(
            $"{one.Incident.Id} {one.Incident.Revision} {one.Incident.CountMin}-{one.Incident.CountMax} ")
            + FormattableString.Invariant($"{one.Incident.FrameCount}")),
    ];
}
