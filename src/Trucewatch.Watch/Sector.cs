using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Acceptances;
using Trucewatch.Watch.Blasts;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Incidents;
using Trucewatch.Watch.Interference;
using Trucewatch.Watch.Rules;
using Trucewatch.Watch.Tracking;
using Trucewatch.Watch.Tracking.Fusion;

namespace Trucewatch.Watch;

/// <summary>What a sector has come to so far.</summary>
/// <param name="Observations">Observations taken in.</param>
/// <param name="Tracks">Tracks opened.</param>
/// <param name="Detections">Detections raised.</param>
/// <param name="IncidentCount">Incidents opened.</param>
/// <param name="Incidents">Newest revisions of the newest incidents, in the order of their numbers.</param>
/// <param name="Heard">In how many minutes each feed was heard; no area coverage.</param>
/// <param name="Unused">What the tracker did not use, and why.</param>
/// <param name="UnusedPlots">What was not used of what names nobody, and why.</param>
/// <param name="WithoutConsent">Observations of sensors that are not agreed: kept, and not used.</param>
/// <param name="PastTime">Observations whose source's time was too far back: kept, and not used.</param>
/// <param name="Looks">What became of the looks that came in.</param>
/// <param name="VerdictsStopped">True after a broken invariant.</param>
public sealed record SectorSummary(
    long Observations,
    int Tracks,
    int Detections,
    int IncidentCount,
    ImmutableArray<Incident> Incidents,
    IReadOnlyList<FeedHeard> Heard,
    TrackerCounts Unused,
    PlotCounts UnusedPlots,
    long WithoutConsent,
    long PastTime,
    LookCounts Looks,
    bool VerdictsStopped);

/// <summary>
/// A part of the theatre under one agreement, as a deterministic state machine: the same observations in the same
/// order give the same tracks and facts, however they are cut into inputs, on every machine.
/// </summary>
public sealed class Sector
{
    private readonly SectorSettings settings;
    private readonly Tracker tracker;
    private readonly FusedPicture picture;
    private readonly FeedNames feeds;
    private readonly HeardLedger heard;
    private readonly LookDesk looks;
    private readonly LatenessLedger lateness;
    private readonly InterferenceLedger interference = new();
    private readonly RuleBook rules;
    private readonly RuleVoice voice;
    private readonly IncidentDesk desk;
    private readonly FactLedger facts = new();
    private readonly AcceptanceDesk acceptances;
    private readonly BlastDesk blasts;
    private readonly HashSet<string> notAgreed = new(StringComparer.Ordinal);
    private SensorRegistry registry = SensorRegistry.Empty;
    private Instant moment = Instant.Beginning;
    private long observations;
    private long withoutConsent;
    private long pastTime;
    private bool verdictsStopped;

    /// <summary>Makes a sector that has seen nothing.</summary>
    /// <exception cref="ArgumentException">The agreement's rules do not compile; the message says where.</exception>
    public Sector(Agreement agreement, FeedNames feeds, SectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(feeds);
        ArgumentNullException.ThrowIfNull(settings);
        var (book, problems) = RuleBook.Compile(agreement, settings);
        rules = book ?? throw new ArgumentException(
            $"agreement '{agreement.Name}' does not compile: {string.Join("; ", problems)}", nameof(agreement));
        this.settings = settings;
        tracker = new Tracker(agreement.Theatre, settings);
        heard = new HeardLedger(feeds);
        looks = new LookDesk(agreement, settings, feeds);
        lateness = new LatenessLedger(feeds, settings);
        this.feeds = feeds;
        picture = new FusedPicture(agreement.Theatre, settings, tracker.Book, facts, feeds);
        voice = new RuleVoice(feeds) { Interference = interference, Picture = picture };
        desk = new IncidentDesk(settings, facts);
        acceptances = new AcceptanceDesk(agreement, settings.VerifyNote);
        blasts = new BlastDesk(settings.Blasts, settings.FutureLimit);
    }

    /// <summary>Which ground each reading of each clause names, in the order of the agreement.</summary>
    public ImmutableArray<ReadingGround> Grounds => rules.Grounds;

    /// <summary>Who looked where and when, and what kept somebody from it.</summary>
    public LookDesk Looks => looks;

    /// <summary>Names of the feeds that are late, sorted; what is found meanwhile is provisional.</summary>
    public IReadOnlyList<string> LateFeeds => lateness.Late;

    /// <summary>Takes a batch in and appends what follows from it to the output.</summary>
    public void Step(in SectorInput input, SectorOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        facts.Begin(output.Facts);
        if (input.Registry is not null || input.Order is not null || input.ExerciseWord is not null)
        {
            PassTo(input.Registry is not null ? input.RegistryAt
                : input.Order is not null ? input.OrderAt : input.ExerciseWordAt);
        }

        if (input.Registry is { } edition)
        {
            facts.Add(edition, registry, input.RegistryAt);
            registry = edition;
            notAgreed.Clear();
            lateness.Use(edition);
            TakeLateness(input.RegistryAt);
            looks.Use(edition, input.RegistryAt);
        }

        if (input.Order is { } order)
        {
            picture.Order(order, input.OrderAt);
            NoteMerges(input.OrderAt);
        }

        if (input.ExerciseWord is { } word)
        {
            // The truth of an exercise goes into the log and nowhere else: no rule and no track may know of it.
            facts.AddExercise(word, input.ExerciseWordAt);
        }

        StepAll(in input, output);
    }

    /// <summary>However a record is cut into batches, notes, looks and observations come in one order.</summary>
    private void StepAll(in SectorInput input, SectorOutput output)
    {
        var (noted, look) = (0, 0);
        for (var index = 0; index <= input.Observations.Length; index++)
        {
            for (; noted < input.Notes.Length && input.Notes[noted].Before <= index; noted++)
            {
                ref readonly var note = ref input.Notes[noted];
                PassTo(note.At);
                facts.AddOperational(note.At, note.Topic, note.Words);
            }

            if (index == input.Observations.Length)
            {
                break;
            }

            // In the order in which they were received.
            ref readonly var observation = ref input.Observations[index];
            for (; look < input.Looks.Length && input.Looks[look].ReceivedAt < observation.ReceivedAt; look++)
            {
                looks.Take(in input.Looks[look]);
            }

            StepOne(in observation, output);
        }

        for (; look < input.Looks.Length; look++)
        {
            looks.Take(in input.Looks[look]);
        }
    }

    /// <summary>
    /// States what waits for the next receive time, because it is known that nothing more comes at the newest one: at
    /// the end of a made-up case. A record has no end, and is never settled by hand: it would go on otherwise.
    /// </summary>
    public void Settle(SectorOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        facts.Begin(output.Facts);
        Settle();
    }

    /// <summary>
    /// Why plots went to tracks as they did: the pairs that the looks still held were decided over. They are made again
    /// from the plots, so that nothing is spent on them before somebody asks.
    /// </summary>
    /// <param name="track">Only those of this track; null: all.</param>
    public IReadOnlyList<AssociationDecision> Explain(TrackId? track = null) => picture.Explain(track, feeds);

    /// <summary>The objects that tell who they are and may be what a track shows, the likeliest first.</summary>
    public IReadOnlyList<MergeCandidate> Candidates(TrackId track) => picture.Candidates(track);

    /// <summary>What the sector has come to so far.</summary>
    public SectorSummary Summary() => new(
        observations,
        tracker.Book.Opened,
        voice.Count,
        desk.Count,
        [.. desk.Newest()],
        heard.Summary(),
        tracker.Counts,
        picture.Counts,
        withoutConsent,
        pastTime,
        looks.Counts,
        verdictsStopped);

    /// <summary>The rules; for the tests.</summary>
    internal RuleBook Rules => rules;

    /// <summary>What sensors see and what objects tell; for the tests.</summary>
    internal FusedPicture Picture => picture;

    /// <summary>Breaks the next verdict on purpose; for the tests, which must see the check catch it.</summary>
    internal bool PlantBrokenInvariant { get; set; }

    /// <summary>
    /// Lets the time of what was received go on. What relates several objects is weighed when all of one receive time
    /// is in, which the next one shows, whatever it brings; how the record is cut into batches plays no part.
    /// </summary>
    private void PassTo(Instant receivedAt)
    {
        if (receivedAt != moment)
        {
            Settle();
            moment = receivedAt;
        }
    }

    private void Settle()
    {
        if (!rules.RelatesMany || verdictsStopped)
        {
            return;
        }

        var mark = facts.Mark;
        try
        {
            voice.Sayings.Clear();
            voice.Provenance = new Provenance(null, moment, null, false, lateness.Late);
            rules.Settle(moment, voice);
            desk.Fold(voice.Sayings, moment);
        }
        catch (BrokenInvariantException broken)
        {
            StopVerdicts(broken, mark, moment);
        }
    }

    private void StepOne(in Observation observation, SectorOutput output)
    {
        PassTo(observation.ReceivedAt);
        observations++;
        if (observation.Sensor is { Consent: not Consent.Agreed } sensor)
        {
            LeaveOut(in observation, sensor);
            return;
        }

        if (settings.IsTooOld(in observation))
        {
            // That something was heard, and how late, is known by the receive time; the rest has no place in time.
            pastTime++;
            heard.Note(in observation);
            NoteLateness(in observation);
            return;
        }

        interference.Note(in observation);
        if (observation.HasPosition && observation.Identity.Scheme != IdentityScheme.None
            && observation.Report is null && interference.IsDisturbed(observation.Position))
        {
            // What an object says of its own place is less sure where satellite navigation is disturbed.
            var doubted = observation;
            doubted.PositionError = InterferenceLedger.Doubted(observation.PositionError);
            StepAgreed(in doubted, isDisturbed: true, output);
            return;
        }

        StepAgreed(in observation, isDisturbed: false, output);
    }

    private void StepAgreed(in Observation observation, bool isDisturbed, SectorOutput output)
    {
        if (picture.IsDue(observation.ReceivedAt))
        {
            StepScans(observation.ReceivedAt, output);
        }

        if (blasts.IsDue(observation.ReceivedAt))
        {
            StepBlasts(observation.ReceivedAt);
        }

        blasts.Take(in observation);
        TrackUpdate update = default;
        var hasUpdate = tracker.Update(in observation, ref update);
        NotePicture(in observation, hasUpdate, in update);
        looks.Note(in observation, isDisturbed);
        looks.Forget(tracker.Book.GivenUp);
        if (hasUpdate)
        {
            looks.Note(in update, observation.Sensor);
        }

        heard.Note(in observation);
        NoteLateness(in observation);
        if (acceptances.Take(in observation) is { } acceptance)
        {
            facts.Add(acceptance, observation.ReceivedAt);
        }

        if (!verdictsStopped)
        {
            Judge(in observation, isDisturbed, hasUpdate, ref update);
        }

        if (hasUpdate)
        {
            output.Tracks.Add(update);
        }
    }

    private void NotePicture(in Observation observation, bool hasUpdate, in TrackUpdate update)
    {
        if (FusedPicture.IsPlot(in observation))
        {
            picture.Take(in observation);
        }
        else if (picture.IsActive)
        {
            picture.Forget(tracker.Book.GivenUp);
            if (hasUpdate)
            {
                picture.Told(in update);
            }
        }
    }

    /// <summary>Steps through the scans that are settled, and judges what they show like what is told.</summary>
    private void StepScans(Instant receivedAt, SectorOutput output)
    {
        picture.Run();
        NoteMerges(receivedAt);
        foreach (ref var sighting in CollectionsMarshal.AsSpan(picture.Sightings))
        {
            ref var update = ref sighting.Update;
            if (update.Identity.Scheme != IdentityScheme.None)
            {
                tracker.Restrict(update.Identity, update.Label);
            }

            if (!verdictsStopped && update.Status == TrackStatus.Confirmed)
            {
                JudgeSeen(ref sighting, receivedAt);
            }

            output.Tracks.Add(update);
        }

        rules.Forget(picture.Lost);
        picture.Sightings.Clear();
        picture.Lost.Clear();
    }

    /// <summary>Looks at what stations heard once it is settled, and judges the shellings that it shows.</summary>
    private void StepBlasts(Instant receivedAt)
    {
        blasts.Run(receivedAt);
        foreach (var shelling in blasts.Stated)
        {
            if (verdictsStopped)
            {
                break;
            }

            var mark = facts.Mark;
            try
            {
                voice.Sayings.Clear();
                voice.Provenance = new Provenance(
                    null, shelling.At, shelling.Label, shelling.IsAuthenticated, lateness.Late);
                rules.EvaluateShelling(shelling, voice);
                desk.Fold(voice.Sayings, receivedAt);
            }
            catch (BrokenInvariantException broken)
            {
                StopVerdicts(broken, mark, receivedAt);
            }
        }

        blasts.Stated.Clear();
    }

    private void JudgeSeen(ref PlotSighting sighting, Instant receivedAt)
    {
        var mark = facts.Mark;
        try
        {
            Invariant.Holds(Kinematics.IsPositive(sighting.Update.PositionError), "a covariance is positive");
            voice.Sayings.Clear();
            voice.Provenance = new Provenance(
                sighting.Sensor, sighting.Update.At, sighting.Update.Label, sighting.IsAuthenticated, lateness.Late);
            rules.EvaluateSeen(ref sighting.Update, voice);
            desk.Fold(voice.Sayings, receivedAt);
        }
        catch (BrokenInvariantException broken)
        {
            StopVerdicts(broken, mark, receivedAt);
        }
    }

    /// <summary>What a merge means to the rules: two tracks are one object from now on.</summary>
    private void NoteMerges(Instant receivedAt)
    {
        foreach (var (track, ofObject) in picture.Merged)
        {
            if (verdictsStopped)
            {
                break;
            }

            var mark = facts.Mark;
            try
            {
                voice.Sayings.Clear();
                voice.Provenance = new Provenance(null, receivedAt, null, false, lateness.Late);
                rules.Merge(track, ofObject, receivedAt, voice);
                desk.Fold(voice.Sayings, receivedAt);
            }
            catch (BrokenInvariantException broken)
            {
                StopVerdicts(broken, mark, receivedAt);
            }
        }

        picture.Merged.Clear();
    }

    private void StopVerdicts(BrokenInvariantException broken, int mark, Instant receivedAt)
    {
        verdictsStopped = true;
        facts.TakeBackTo(mark);
        facts.AddOperational(
            receivedAt, "invariant", $"verdicts stopped, tracks go on: expected that {broken.Message}");
    }

    /// <summary>
    /// What a sensor sees to which the parties have not agreed is kept in the record and used for nothing: such a
    /// sensor can be a breach itself, and one side must not gain by it. It is stated once for each sensor and edition.
    /// </summary>
    private void LeaveOut(in Observation observation, Sensor sensor)
    {
        withoutConsent++;
        if (notAgreed.Add(sensor.Id))
        {
            facts.AddOperational(
                observation.ReceivedAt,
                "sensor.not-agreed",
                $"sensor {sensor.Id}: its consent is {sensor.Consent.ToString().ToLowerInvariant()}: what it sends is "
                + "recorded, and neither tracked nor judged");
        }
    }

    private void NoteLateness(in Observation observation)
    {
        lateness.Note(in observation);
        TakeLateness(observation.ReceivedAt);
    }

    private void TakeLateness(Instant at)
    {
        if (lateness.Changes.Count == 0)
        {
            return;
        }

        foreach (var (feed, isLate, words) in lateness.Changes)
        {
            var topic = isLate ? "feed.late" : "feed.in-time";
            facts.AddOperational(at, topic, $"feed {feed}: {words}");
        }

        lateness.Changes.Clear();
        if (!verdictsStopped)
        {
            desk.SetLate(lateness.Late, at);
        }
    }

    /// <summary>The two calls that state something about parties; the first broken invariant ends them.</summary>
    private void Judge(in Observation observation, bool isDisturbed, bool hasUpdate, ref TrackUpdate update)
    {
        var mark = facts.Mark;
        try
        {
            Invariant.Holds(!hasUpdate || Kinematics.IsPositive(update.PositionError), "a covariance is positive");
            Invariant.Holds(!PlantBrokenInvariant, "no fault was planted");
            NoteBook(in observation, hasUpdate, in update);
            voice.Sayings.Clear();
            voice.Provenance = Provenance.Of(
                in observation, hasUpdate ? update.Label : null, lateness.Late, isDisturbed);
            rules.Evaluate(in observation, hasUpdate, ref update, voice);
            desk.Fold(voice.Sayings, observation.ReceivedAt);
        }
        catch (BrokenInvariantException broken)
        {
            StopVerdicts(broken, mark, observation.ReceivedAt);
        }
    }

    private void NoteBook(in Observation observation, bool hasUpdate, in TrackUpdate update)
    {
        rules.Forget(tracker.Book.GivenUp);
        if (hasUpdate && tracker.Book.Split is { } split)
        {
            facts.AddOperational(
                observation.ReceivedAt,
                "identity.split",
                FormattableString.Invariant(
                    $"{split.Identity}#{split.Ordinal}: no one object can have made the move at {observation.At}; ")
                + FormattableString.Invariant($"both tracks are kept, the new one as {update.Id}"),
                update.Label);
        }
    }
}
