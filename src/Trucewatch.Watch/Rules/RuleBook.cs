using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Watch.Blasts;
using Trucewatch.Watch.Exceptions;
using Trucewatch.Watch.Machinery;

namespace Trucewatch.Watch.Rules;

/// <summary>
/// The agreement's clauses, each reading of each made into a rule of its own, with what the rules remember of tracks.
/// </summary>
public sealed class RuleBook
{
    private readonly ImmutableArray<Rule> rules;
    private readonly ImmutableArray<Rule> hearers;
    private readonly ImmutableArray<int> fixRules;
    private readonly ImmutableArray<int> relating;
    private readonly ActorRegister actors;
    private readonly ZoneSurvey survey;
    private readonly ReportIds reports;
    private readonly ExceptionBook exceptions;
    private readonly Dictionary<TrackId, TrackMemory> memories = [];
    private int seen;

    private RuleBook(Agreement agreement, ImmutableArray<Rule> rules, ExceptionBook exceptions, IEnumerable<Zone> extra,
        SectorSettings settings)
    {
        this.exceptions = exceptions;
        this.rules = rules;
        hearers = [.. rules.Where(rule => rule.HearsAll)];
        fixRules = [.. Enumerable.Range(0, rules.Length).Where(index => rules[index].WatchesFixes)];
        relating = [.. Enumerable.Range(0, rules.Length).Where(index => rules[index].RelatesMany)];
        actors = new ActorRegister(agreement.Actors);
        survey = new ZoneSurvey([.. agreement.Zones, .. extra], settings.SkipFarZones);
        reports = new ReportIds(settings.MaxReportIds);
    }

    /// <summary>Number of rules: one for each reading of each clause.</summary>
    public int RuleCount => rules.Length;

    /// <summary>Which ground each reading of each clause names, in the order of the agreement.</summary>
    public required ImmutableArray<ReadingGround> Grounds { get; init; }

    /// <summary>True when any rule relates several objects.</summary>
    internal bool RelatesMany => !relating.IsEmpty;

    /// <summary>The rules; for the tests.</summary>
    internal ImmutableArray<Rule> Rules => rules;

    /// <summary>Number of tracks that the rules remember.</summary>
    internal int MemoryCount => memories.Count;

    /// <summary>Makes the rules of an agreement; null with at least one problem when one does not compile.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <param name="settings">Limits of the sector that runs the rules; the defaults when left out.</param>
    public static (RuleBook? Book, ImmutableArray<PackProblem> Problems) Compile(
        Agreement agreement, SectorSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        var limits = settings ?? new SectorSettings();
        var problems = new List<PackProblem>();
        var compiled = ImmutableArray.CreateBuilder<Rule>();
        var grounds = ImmutableArray.CreateBuilder<ReadingGround>();
        var extra = new List<Zone>();
        foreach (var clause in agreement.Clauses)
        {
            if (RuleKinds.Find(clause.RuleKind) is not { } kind)
            {
                var known = string.Join(", ", RuleKinds.All.Select(known => known.Id));
                problems.Add(new PackProblem(
                    RuleSource.File,
                    clause.Line,
                    $"clause '{clause.Id}': rule: expected one of {known}, got '{clause.RuleKind}'"));
                continue;
            }

            foreach (var reading in clause.Readings)
            {
                var source = new RuleSource(agreement, clause, reading, limits, problems) { Extra = extra };
                if (kind.Compile(source) is { } rule)
                {
                    compiled.Add(rule);
                    grounds.Add(source.Ground);
                }
            }
        }

        _ = MachineryBook.Compile(agreement, problems);
        var excepted = ExceptionBook.Compile(agreement, problems);
        return problems.Count == 0
            ? (new RuleBook(agreement, compiled.DrainToImmutable(), excepted, extra, limits)
            {
                Grounds = grounds.DrainToImmutable(),
            }, [])
            : (null, [.. problems]);
    }

    /// <summary>Lets all rules look at an observation and at the track that it moved.</summary>
    internal void Evaluate(in Observation observation, bool hasUpdate, ref TrackUpdate update, RuleVoice voice)
    {
        (voice.Actors, voice.Exceptions) = (actors, exceptions);
        foreach (var rule in hearers)
        {
            rule.OnHeard(in observation, voice);
        }

        if (observation.Report is not null)
        {
            EvaluateReport(in observation, voice);
        }
        else if (hasUpdate)
        {
            update.Standing = EvaluateTrack(in observation, in update, voice);
        }
    }

    /// <summary>Lets the rules that relate several objects weigh what came at one receive time.</summary>
    internal void Settle(Instant receivedAt, RuleVoice voice)
    {
        (voice.Actors, voice.Exceptions) = (actors, exceptions);
        foreach (var index in relating)
        {
            rules[index].OnSettled(receivedAt, voice);
        }
    }

    /// <summary>Lets all rules look at what a sensor saw of a track: no object told anything.</summary>
    internal void EvaluateSeen(ref TrackUpdate update, RuleVoice voice)
    {
        (voice.Actors, voice.Exceptions) = (actors, exceptions);
        var memory = Recall(in update);
        update.Standing = memory.IsWatched ? EvaluateState(memory, in update, voice) : ZoneStanding.Outside;
    }

    /// <summary>Lets all rules look at a shelling that stations heard.</summary>
    internal void EvaluateShelling(Shelling shelling, RuleVoice voice)
    {
        (voice.Actors, voice.Exceptions) = (actors, exceptions);
        foreach (var rule in rules)
        {
            rule.OnShelling(shelling, voice);
        }
    }

    /// <summary>Lets all rules know that a track of what sensors saw is shown as an object that tells who it is.
    /// </summary>
    internal void Merge(TrackId track, Label? ofObject, Instant knownAt, RuleVoice voice)
    {
        if (!memories.TryGetValue(track, out var memory))
        {
            return;
        }

        (voice.Actors, voice.Exceptions) = (actors, exceptions);
        for (var index = 0; index < rules.Length; index++)
        {
            if (memory.Rules[index] is { } own)
            {
                rules[index].OnMerged(track, own, ofObject, knownAt, voice);
            }
        }
    }

    /// <summary>Drops what is remembered of tracks that were given up.</summary>
    internal void Forget(List<TrackId> tracks)
    {
        foreach (var track in tracks)
        {
            memories.Remove(track);
            foreach (var rule in rules)
            {
                rule.Forget(track);
            }
        }
    }

    private void EvaluateReport(in Observation observation, RuleVoice voice)
    {
        if (!reports.IsFirst(observation.Report!))
        {
            return;
        }

        exceptions.Note(in observation);
        foreach (var rule in rules)
        {
            rule.OnReport(in observation, voice);
        }
    }

    private ZoneStanding EvaluateTrack(in Observation observation, in TrackUpdate update, RuleVoice voice)
    {
        var memory = Recall(in update);
        if (!memory.IsWatched)
        {
            return ZoneStanding.Outside;
        }

        foreach (var index in fixRules)
        {
            if (memory.Rules[index] is { } own)
            {
                rules[index].OnFix(new FixSight(in observation, in update, memory), own, voice);
            }
        }

        return EvaluateState(memory, in update, voice);
    }

    private ZoneStanding EvaluateState(TrackMemory memory, in TrackUpdate update, RuleVoice voice)
    {
        // A late observation betters the newest state but brings no newer one; the next state carries its effect.
        if (update.At <= memory.SeenAt)
        {
            if (update.At == memory.SeenAt && update.KnownAt == memory.SeenIn)
            {
                Better(memory, in update, voice);
            }

            return memory.Standing;
        }

        (memory.SeenAt, memory.SeenIn, memory.SeenBy) = (update.At, update.KnownAt, update.Evidence);
        survey.Begin(in update, memory);
        if (memory.IsSettled && survey.IsAllClear(in memory.AllClear))
        {
            memory.LastClear = new Sighting(update.At, update.Evidence);
            return memory.Standing;
        }

        memory.IsSettled = true;
        memory.Standing = ZoneStanding.Outside;
        var sight = new TrackSight(in update, memory, survey);
        for (var index = 0; index < rules.Length; index++)
        {
            if (memory.Rules[index] is { } own)
            {
                var stance = rules[index].OnTrack(in sight, own, voice);
                memory.IsSettled &= stance.IsSettled;
                memory.Standing = stance.Standing > memory.Standing ? stance.Standing : memory.Standing;
            }
        }

        memory.AllClear = survey.AllClear();
        return memory.Standing;
    }

    /// <summary>
    /// Of two messages that came at one time the older may come second in the record. What waits to be weighed is the
    /// state with both.
    /// </summary>
    private void Better(TrackMemory memory, in TrackUpdate update, RuleVoice voice)
    {
        if (relating.IsEmpty)
        {
            return;
        }

        var both = update;
        both.Evidence = memory.SeenBy;
        survey.Begin(in both, memory);
        var sight = new TrackSight(in both, memory, survey);
        foreach (var index in relating)
        {
            if (memory.Rules[index] is { } own)
            {
                rules[index].OnTrack(in sight, own, voice);
            }
        }
    }

    /// <summary>What is remembered of a track; made anew when the track's class has come to be known.</summary>
    private TrackMemory Recall(in TrackUpdate update)
    {
        if (memories.TryGetValue(update.Id, out var memory) && memory.Class == update.Class)
        {
            return memory;
        }

        // What names nobody is called by the number of its track.
        var isSeen = update.Identity.Scheme == IdentityScheme.None;
        var actor = isSeen
            ? new Actor(update.Id.ToString(), null, null, ObjectClass.Unknown)
            : actors.Find(update.Identity);
        var own = new object?[rules.Length];
        for (var index = 0; index < own.Length; index++)
        {
            var concerns = rules[index].Remember(in actor, update.Class);
            own[index] = concerns is null ? null : memory?.Rules[index] ?? concerns;
        }

        var name = update.Branch > 1 ? FormattableString.Invariant($"{actor.Name}#{update.Branch}") : actor.Name;
        var made = new TrackMemory(actor, name, own, survey.Count)
        {
            Class = update.Class,
            Rank = memory?.Rank ?? new TrackRank(update.KnownAt, update.Identity, update.Branch, isSeen ? ++seen : 0),
        };
        if (memory is not null)
        {
            (made.SeenAt, made.SeenIn, made.SeenBy) = (memory.SeenAt, memory.SeenIn, memory.SeenBy);
            made.Standing = memory.Standing;
            made.LastClear = memory.LastClear;
        }

        memories[update.Id] = made;
        return made;
    }
}
