using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Incidents;

/// <summary>An incident that can still grow: gathers detections and gives a revision when asked.</summary>
internal sealed class OpenIncident(int number, Rule rule, string? zone, Joining? joining)
{
    /// <summary>Most actors, parties, tracks or means that are told apart; more are not counted.</summary>
    public const int MaxDistinct = 1_024;

    private readonly SortedTexts readings = new(MaxDistinct);
    private readonly SortedTexts readingsInside = new(MaxDistinct);
    private readonly SortedTexts actors = new(MaxDistinct);
    private readonly Origins origins = new(MaxDistinct);
    private readonly SortedTexts parties = new(MaxDistinct);
    private readonly SortedTexts tracks = new(MaxDistinct);
    private readonly SortedTexts means = new(MaxDistinct);
    private readonly SortedTexts sensors = new(MaxDistinct);
    private readonly FirstAndLast<int> detections = new(Incident.MaxListed);
    private readonly FirstAndLast<FrameCitation> frames = new(Incident.MaxListed);
    private int revision;
    private bool firstSeenInside;
    private Place? place;
    private double? pInside;
    private double? marginM;
    private int? countMin;
    private int? countMax;
    private ImmutableArray<Detail>? details;
    private bool isAuthenticated = true;
    private readonly Dictionary<(string Reporter, Instant At), (int Min, int Max)> bursts = [];
    private long uncounted;
    private string? apart = joining?.Apart;
    private readonly SortedTexts names = new(MaxDistinct);
    private readonly SortedDictionary<string, ReadingOutcome> outcomes = new(StringComparer.Ordinal);

    public int Number { get; } = number;

    public Clause Clause { get; } = rule.Clause;

    public Joining? Joining { get; } = joining;

    /// <summary>Clause, zone and track; null for reports.</summary>
    public (string Clause, string Zone, string Track)? TrackKey { get; set; }

    /// <summary>Time of the first event.</summary>
    public Instant First { get; private set; } = new(long.MaxValue);

    /// <summary>Time of the last event.</summary>
    public Instant Last { get; private set; } = Instant.Beginning;

    /// <summary>When the last detection came to be known.</summary>
    public Instant LastKnownAt { get; private set; } = Instant.Beginning;

    /// <summary>True once no reading says any more that the cause goes on.</summary>
    public bool IsOver { get; private set; }

    /// <summary>It takes in reports until then: the window after the last event, or the last word of it.</summary>
    public Instant ClosesAfter => (Last > LastKnownAt ? Last : LastKnownAt) + (Joining?.Within ?? TimeSpan.Zero);

    /// <summary>Feeds that were late at the newest revision; empty: it is not provisional.</summary>
    public ImmutableArray<string> Provisional { get; private set; } = [];

    /// <summary>Release label: the clause's, and no wider than that of any detection in it.</summary>
    public Label Label { get; private set; } = rule.Clause.Label;

    /// <summary>Takes a detection in.</summary>
    /// <param name="detection">The detection.</param>
    /// <param name="label">Its label.</param>
    /// <param name="how">How it is joined, for reports.</param>
    /// <param name="report">The report that it is of, or null.</param>
    public void Take(Detection detection, Label label, Joining? how = null, WrittenReport? report = null)
    {
        Label = Label.Meet(label);
        apart ??= how?.Apart;
        Add(names, how?.Same);
        First = detection.At < First ? detection.At : First;
        Last = detection.At > Last ? detection.At : Last;
        LastKnownAt = detection.KnownAt > LastKnownAt ? detection.KnownAt : LastKnownAt;
        TakeOutcome(detection);
        actors.Add(detection.Actor);
        var origin = origins.Take(detection.Actor, detection.At, detection.Place, report);
        Add(parties, detection.Party);
        Add(tracks, detection.Track);
        Add(sensors, detection.Sensor);
        isAuthenticated &= detection.Authenticated;
        foreach (var way in detection.Means)
        {
            means.Add(way);
        }

        TakeInside(detection);
        TakeCounts(detection, origin);
        TakePlace(detection);
        detections.Add(detection.Id);
        foreach (var frame in detection.Frames)
        {
            frames.AddOnce(frame);
        }
    }

    /// <summary>Ends the incident: nothing more is taken in.</summary>
    public void Close() => IsOver = true;

    /// <summary>The next revision.</summary>
    /// <param name="knownAt">When it came to be known.</param>
    /// <param name="late">Feeds that are late now.</param>
    public Incident Revise(Instant knownAt, ImmutableArray<string> late)
    {
        revision++;
        Provisional = late;
        var incident = new Incident(
            FormattableString.Invariant($"I-{Number:D4}"),
            revision,
            IsOver ? IncidentStatus.Closed : IncidentStatus.Open,
            Clause.IncidentClass,
            Clause.Id,
            readings.First(MaxDistinct),
            rule.ReadingsTried,
            zone,
            Clause.Severity,
            First,
            Last,
            knownAt,
            actors.First(Incident.MaxListed),
            parties.First(Incident.MaxListed),
            tracks.First(Incident.MaxListed),
            place,
            firstSeenInside,
            pInside,
            marginM,
            countMin,
            countMax,
            origins.Count,
            means.First(Incident.MaxListed),
            detections.Listed(),
            detections.Count,
            frames.Listed(),
            frames.Count,
            [.. outcomes.Values],
            details,
            sensors.Count == 0 ? null : sensors.First(Incident.MaxListed),
            isAuthenticated,
            late.IsEmpty ? null : late);
        Invariant.Holds(!incident.Frames.IsEmpty && !incident.Detections.IsEmpty, "an incident cites its evidence");
        Invariant.Holds(incident.Clause.Length > 0 && !incident.Outcomes.IsEmpty, "an incident cites its clause");
        Invariant.Holds(incident.First <= incident.Last, "an incident ends after it began");
        return incident;
    }

    /// <summary>
    /// Distance in metres at which a report may join, negative when it may not. A report without a place joins only
    /// one without a place: nothing says that it is of the same event.
    /// </summary>
    public double JoinDistance(Detection report, Joining other)
    {
        if (other.Same is { } name && Joining?.Family == other.Family && names.Has(name))
        {
            return 0;
        }

        var isNearInTime = report.At <= Last + other.Within && report.At >= First - other.Within;
        var isOther = Joining?.Family != other.Family || (apart ?? other.Apart) != (other.Apart ?? apart);
        if (!isNearInTime || isOther || (place is null) != (report.Place is null))
        {
            return -1;
        }

        if (place is null)
        {
            return 0;
        }

        var from = PointOf(place);
        var (eastM, northM) = LocalScale.At(from).Offset(from, PointOf(report.Place!));
        var distanceM = Math.Sqrt((eastM * eastM) + (northM * northM));

        // Places of fire are heard, not seen: two standard deviations of both are added to the window.
        var allowance = other.CountsRounds ? 2 * Math.Sqrt(Spread(place) + Spread(report.Place!)) : 0;
        return distanceM <= other.WithinM + allowance ? distanceM : -1;
    }

    private static GeoPoint PointOf(Place place) =>
        GeoPoint.FromDegrees(latitudeDeg: place.Latitude, longitudeDeg: place.Longitude);

    private static void Add(SortedTexts texts, string? text)
    {
        if (text is not null)
        {
            texts.Add(text);
        }
    }

    /// <summary>What a reading has said most strongly stays: nothing later undoes a breach that was.</summary>
    private void TakeOutcome(Detection detection)
    {
        details = detection.Details ?? details;
        if (detection.Determination == Determination.Compliant)
        {
            return;
        }

        var own = new ReadingOutcome(detection.Reading, detection.Determination, detection.Exception);
        var isStronger = !outcomes.TryGetValue(detection.Reading, out var known)
            || own.Determination > known.Determination;
        if (isStronger && outcomes.Count < MaxDistinct)
        {
            outcomes[detection.Reading] = own;
        }

        if (detection.Determination == Determination.Breach)
        {
            readings.Add(detection.Reading);
        }
    }

    private void TakeInside(Detection detection)
    {
        firstSeenInside |= detection.Kind == DetectionKind.FirstSeenInside;
        if (detection.Determination == Determination.Compliant)
        {
            readingsInside.Remove(detection.Reading);
            IsOver = readingsInside.Count == 0;
        }
        else if (detection.Kind != DetectionKind.Reported)
        {
            readingsInside.Add(detection.Reading);
        }
    }

    /// <summary>
    /// Counts of one event from several origins are not added. Each saw at least its least number, so that the
    /// greatest of these holds; and no number above the greatest one was claimed by anybody.
    /// </summary>
    private void TakeCounts(Detection detection, (string Name, Instant At) origin)
    {
        if (Joining is { CountsRounds: true })
        {
            TakeRounds(detection, origin);
            return;
        }

        countMin = detection.CountMin > countMin || countMin is null ? detection.CountMin ?? countMin : countMin;
        countMax = detection.CountMax > countMax || countMax is null ? detection.CountMax ?? countMax : countMax;
        if (countMin > countMax)
        {
            countMax = countMin;
        }
    }

    /// <summary>
    /// What one observer counts in several reports is of several bursts, and adds up. Several observers may have
    /// counted the same rounds: at least as many fell as one of them counted, and at most as many as all together.
    /// </summary>
    private void TakeRounds(Detection detection, (string Name, Instant At) origin)
    {
        if (detection.CountMin is not { } min)
        {
            return;
        }

        // What one observer counts at one instant is one burst, however often and under how many readings it is told,
        // and whoever passes it on.
        var key = origin;
        var (knownMin, knownMax) = bursts.GetValueOrDefault(key);
        if (bursts.Count < MaxDistinct || bursts.ContainsKey(key))
        {
            bursts[key] = (Math.Max(knownMin, min), Math.Max(knownMax, detection.CountMax ?? min));
        }
        else
        {
            // What can no longer be told from a repeat only raises what fell at most.
            uncounted += detection.CountMax ?? min;
        }

        var sums = bursts.GroupBy(burst => burst.Key.Reporter, StringComparer.Ordinal)
            .Select(own => (Min: own.Sum(burst => (long)burst.Value.Min), Max: own.Sum(burst => (long)burst.Value.Max)))
            .ToList();
        countMin = (int)Math.Min(sums.Max(sum => sum.Min), int.MaxValue);
        countMax = (int)Math.Min(sums.Sum(sum => sum.Max) + uncounted, int.MaxValue);
    }

    /// <summary>
    /// A track's place is the one where it was most surely inside, with that probability and margin. Of reports the
    /// most precise place stands: their errors may have one cause, and weighting them would claim more than is known.
    /// </summary>
    private void TakePlace(Detection detection)
    {
        if (detection.Kind is DetectionKind.Left or DetectionKind.Undetermined)
        {
            return;
        }

        var isBetter = Joining is null
            ? pInside is null || detection.PInside > pInside
                || (detection.PInside == pInside && detection.MarginM > marginM)
            : detection.Place is not null && (place is null || Spread(detection.Place) < Spread(place));
        if (isBetter)
        {
            (place, pInside, marginM) = (detection.Place, detection.PInside, detection.MarginM);
        }
    }

    private static double Spread(Place place) =>
        (place.SigmaEastM * place.SigmaEastM) + (place.SigmaNorthM * place.SigmaNorthM);
}
