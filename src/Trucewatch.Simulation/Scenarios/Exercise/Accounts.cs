using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Simulation.Sending;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Scenarios.Exercise;

/// <summary>A happening that is known from what people and stations write about it.</summary>
/// <param name="Id">Id in the script.</param>
/// <param name="AtS">When it begins, seconds after the start.</param>
/// <param name="Side">Whose doing it is.</param>
/// <param name="Clause">Clause that it touches.</param>
/// <param name="IncidentClass">Class of the incident.</param>
internal abstract record Account(string Id, double AtS, Side Side, string Clause, string IncidentClass)
    : Happening(Id, AtS, Side)
{
    /// <summary>The zone that the clause asks for, or null.</summary>
    protected virtual string? Zone => null;

    /// <summary>How long it truly lasts.</summary>
    protected virtual double TrulyLastsS => 60;

    /// <summary>What is counted, if anything.</summary>
    protected virtual (int Min, int Max)? Count => null;

    /// <inheritdoc/>
    public override IEnumerable<TrueIncident> Incidents =>
    [
        new TrueIncident(
            Zone is null ? Id : $"{Id}/{Zone}", IncidentClass, Clause, Zone, null, Side.Id, Moment(AtS),
            Moment(AtS + TrulyLastsS), Count?.Min, Count?.Max),
    ];

    /// <inheritdoc/>
    public override IEnumerable<Sighting> Sightings(TrueIncident incident, ScenarioRun run)
    {
        var sender = new ReportSender(
            [.. Came.Where(report => report.Written.ReporterKind != ReporterKind.Party)
                .OrderBy(report => report.SentS)],
            Links.Posts);
        foreach (var sent in sender.Send(run, Ground.Start).Where(sent => sent.At < Ground.Start + run.Length))
        {
            yield return new Sighting(
                incident.Id, Ground.AllFeeds[sender.Link.Feed].Name, incident.From, sent.At, double.NaN, double.NaN);
        }
    }

    /// <summary>A report about it; the text begins with EXERCISE, whatever else it says.</summary>
    protected ScriptedReport Write(Telling telling, string text) => new(
        AtS + telling.HappenedAfterS,
        AtS + telling.SentAfterS,
        telling.Place,
        telling.SigmaM,
        new WrittenReport(
            FormattableString.Invariant($"{Id}-{telling.SentAfterS:F0}"),
            "EXERCISE " + telling.Reporter,
            telling.Kind,
            telling.Kind == ReporterKind.Party ? telling.Party : null,
            telling.Class,
            "EXERCISE. " + text,
            telling.Means is null ? [] : [telling.Means],
            telling.Count?.Min,
            telling.Count?.Max,
            telling.BearingDeg,
            []));

    /// <summary>A report without its words.</summary>
    protected sealed record Telling(string Reporter, ReporterKind Kind, string Class)
    {
        public double HappenedAfterS { get; init; }

        public double SentAfterS { get; init; }

        public GeoPoint? Place { get; init; }

        public double SigmaM { get; init; }

        public string? Means { get; init; }

        public (int Min, int Max)? Count { get; init; }

        public double? BearingDeg { get; init; }

        public string? Party { get; init; }
    }
}

/// <summary>
/// Shells fall into the other side's half of the zone. Two stations hear them, a camera sees them, a patrol goes there
/// and counts, a satellite image confirms heat an hour later, and the side that is spoken of disputes it.
/// </summary>
internal sealed record Shelling(string Id, double AtS, Side Side, double LineKm, double FromLineKm, int Station)
    : Account(Id, AtS, Side, "4.2(c)", "fire")
{
    protected override string Zone => Side.Other.Zone;

    protected override double TrulyLastsS => 100;

    protected override (int Min, int Max)? Count => (14, 17);

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            Heard(Station, 70, 0.6, -0.4, 700) with { Count = (11, 15), BearingDeg = 74 },
            "Explosions heard, 11 to 15, overlapping. Direction of the sound only; origin not known."),
        Write(
            Heard(Station + 1, 130, -0.5, 0.3, 600) with { Count = (12, 17), BearingDeg = 318 },
            "Explosions heard, 12 to 17, within less than two minutes. Origin not known."),
        Write(
            new Telling(Text($"Camera post {Station}"), ReporterKind.Post, "fire.artillery")
            {
                HappenedAfterS = 50,
                SentAfterS = 210,
                Place = Place(0.1, 0.1),
                SigmaM = 120,
                Means = "camera",
                Count = (14, 16),
            },
            "Camera shows 14 impacts and perhaps two more behind trees. Nobody in view."),
        .. CountedByPatrol(),
        Write(
            new Telling("Imagery cell", ReporterKind.Imagery, "fire.thermal")
            {
                HappenedAfterS = 90,
                SentAfterS = 3900,
                Place = Place(-0.1, 0.05),
                SigmaM = 90,
                Means = "thermal",
            },
            "Satellite pass about an hour later: heat and scorched ground at the place, not there the day before."),
        Write(
            new Telling(Text($"Liaison office {Side.Prefix}"), ReporterKind.Party, "statement.dispute")
            {
                HappenedAfterS = 0,
                SentAfterS = 5700,
                Party = Side.Id,
            },
            Text($"We dispute that our forces fired at this place and time, and ask for the recordings. Ref. {Id}.")),
    ];

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private GeoPoint Place(double onKm, double fromKm) => Side.Other.OnLand(LineKm + onKm, FromLineKm + fromKm);

    private Telling Heard(int station, double sentAfterS, double onKm, double fromKm, double sigmaM) =>
        new(Text($"Acoustic station {station}"), ReporterKind.Station, "fire.artillery")
        {
            HappenedAfterS = 10,
            SentAfterS = sentAfterS,
            Place = Place(onKm, fromKm),
            SigmaM = sigmaM,
            Means = "acoustic",
        };

    // One word at least every quarter of an hour, which is how long the clause keeps an event together.
    private IEnumerable<ScriptedReport> CountedByPatrol()
    {
        (double Minutes, string Text)[] words =
        [
            (14, "At the place. Fresh impacts, no one hurt. Counting begins."),
            (27, "Nine craters measured so far. Directions differ; no statement on the origin."),
            (40, "Fourteen craters measured. The wood in the north is not yet searched."),
            (53, "Fourteen craters in all, and three marks that may be older. Samples and photographs taken."),
        ];
        foreach (var (minutes, text) in words)
        {
            yield return Write(
                new Telling(Text($"Patrol {Station}"), ReporterKind.Patrol, "fire.artillery.impact")
                {
                    HappenedAfterS = 60,
                    SentAfterS = minutes * 60,
                    Place = Place(0, 0),
                    SigmaM = 60,
                    Means = "seen",
                    Count = minutes > 50 ? (14, 17) : null,
                },
                text);
        }
    }
}

/// <summary>A patrol of the mission drives to a checkpoint, is refused, waits and turns back.</summary>
internal sealed record Refusal(string Id, double AtS, Side Side, int Patrol, double LineKm, double FromLineKm)
    : Account(Id, AtS, Side, "6.1", "access")
{
    private const double DriveS = 15 * 60;
    private const double WaitS = 14 * 60;

    public override Sender Sender => new CotSender(
        new Player(
            FormattableString.Invariant($"cot:MISSION-{10 + Patrol}"),
            "vehicle",
            "none",
            new Journey(
                isSeenOutside: false,
                new Stop(AtS - DriveS, Side.OnLand(LineKm - 8, FromLineKm + 6)),
                new Stop(AtS, Side.OnLand(LineKm, FromLineKm)),
                new Stop(AtS + WaitS, Side.OnLand(LineKm, FromLineKm)),
                new Stop(AtS + WaitS + DriveS, Side.OnLand(LineKm - 8, FromLineKm + 6)))),
        "a-n-G-E-V",
        FormattableString.Invariant($"EXERCISE PATROL {Patrol}"),
        Pace.Steady(20),
        AtS - DriveS,
        SigmaM: 10,
        double.NaN,
        Links.Land);

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            new Telling(FormattableString.Invariant($"Patrol {Patrol}"), ReporterKind.Patrol, "access.denial")
            {
                SentAfterS = 150,
                Place = Side.OnLand(LineKm, FromLineKm),
                SigmaM = 30,
                Means = "told",
            },
            "Stopped at a checkpoint and told that the road ahead is closed. No reason given. The patrol waits."),
        Write(
            new Telling(FormattableString.Invariant($"Patrol {Patrol}"), ReporterKind.Patrol, "access.denial")
            {
                HappenedAfterS = WaitS,
                SentAfterS = WaitS + 60,
                Place = Side.OnLand(LineKm, FromLineKm),
                SigmaM = 30,
                Means = "told",
            },
            "Passage refused again. The patrol turns back; the road beyond is not watched today."),
    ];

    protected override double TrulyLastsS => WaitS;
}

/// <summary>A patrol is let through, but only after hours.</summary>
internal sealed record Delay(string Id, double AtS, Side Side, double LineKm, double FromLineKm)
    : Account(Id, AtS, Side, "6.1", "access")
{
    protected override double TrulyLastsS => 5400;

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            new Telling("Patrol 9", ReporterKind.Patrol, "access.delay")
            {
                SentAfterS = 5460,
                Place = Side.OnLand(LineKm, FromLineKm),
                SigmaM = 40,
                Means = "told",
            },
            "Let through after an hour and a half. Papers were asked for that the agreement does not name."),
    ];
}

/// <summary>A post and an image show new works in the zone.</summary>
internal sealed record Works(string Id, double AtS, Side Side, double LineKm, double FromLineKm)
    : Account(Id, AtS, Side, "5.3", "works")
{
    protected override string Zone => Side.Zone;

    protected override double TrulyLastsS => 5400;

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            new Telling("Observation post 6", ReporterKind.Post, "works.trench")
            {
                SentAfterS = 600,
                Place = Side.OnLand(LineKm, FromLineKm),
                SigmaM = 150,
                Means = "seen",
            },
            "Digging machine at work; a new trench of about forty metres."),
        Write(
            new Telling("Imagery cell", ReporterKind.Imagery, "works.trench")
            {
                HappenedAfterS = 5400,
                SentAfterS = 9000,
                Place = Side.OnLand(LineKm + 0.1, FromLineKm),
                SigmaM = 40,
                Means = "seen",
            },
            "Image shows a trench of 60 to 70 metres that was not there the day before."),
    ];
}

/// <summary>A heavy weapon is seen in the zone.</summary>
internal sealed record HeavyWeapon(string Id, double AtS, Side Side, double LineKm, double FromLineKm)
    : Account(Id, AtS, Side, "4.2(b)", "equipment")
{
    protected override string Zone => Side.Zone;

    protected override double TrulyLastsS => 900;

    protected override (int Min, int Max)? Count => (1, 2);

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            new Telling("Patrol 3", ReporterKind.Patrol, "equipment.artillery")
            {
                SentAfterS = 240,
                Place = Side.OnLand(LineKm, FromLineKm),
                SigmaM = 200,
                Means = "seen",
                Count = (1, 2),
            },
            "One towed gun at the edge of a wood, perhaps a second one behind it."),
    ];
}

/// <summary>A drifting mine is seen from a ship of the mission: nobody's doing that anybody knows of.</summary>
internal sealed record DriftingMine(string Id, double AtS, double LaneKm, double FromLaneKm)
    : Account(Id, AtS, Side.Nobody, "7.2", "maritime.hazard")
{
    protected override string Zone => "sea-area";

    protected override (int Min, int Max)? Count => (1, 1);

    public override IEnumerable<ScriptedReport> Reports =>
    [
        Write(
            new Telling("Patrol ship 1", ReporterKind.Patrol, "maritime.mine")
            {
                SentAfterS = 120,
                Place = Ground.Lane.At(LaneKm, FromLaneKm),
                SigmaM = 100,
                Means = "seen",
                Count = (1, 1),
            },
            "Round object drifting south, taken for a mine. Warning sent to all ships."),
    ];
}
