using System.Threading.Channels;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.Scenarios.Scripts;

namespace Trucewatch.Server.Intake;

/// <summary>A word that waits to be recorded.</summary>
/// <param name="Word">The word; an injection has neither its number nor its final time yet.</param>
/// <param name="Recorded">Gives the word as it was recorded and stepped.</param>
internal sealed record WaitingWord(ExerciseWord Word, TaskCompletionSource<ExerciseWord> Recorded);

/// <summary>
/// Where the direction of a running exercise puts acts in, and its watch acknowledges incidents. Whatever comes is
/// recorded first and counts from the record: a restart, and a report after it, know the same words.
/// </summary>
internal sealed class ExerciseDesk(Scenario scenario, ulong seed)
{
    /// <summary>Most words that wait to be recorded.</summary>
    public const int MostWaiting = 16;

    private readonly Channel<WaitingWord> waiting = Channel.CreateBounded<WaitingWord>(MostWaiting);
    private readonly Lock gate = new();
    private readonly List<Injection> injections = [];
    private readonly SortedSet<string> acknowledged = new(StringComparer.Ordinal);
    private readonly Dictionary<long, TaskCompletionSource<ExerciseWord>> expected = [];
    private ExerciseBegin? begun;

    /// <summary>What was put in so far, in order.</summary>
    public IReadOnlyList<Injection> Injections
    {
        get
        {
            lock (gate)
            {
                return [.. injections];
            }
        }
    }

    /// <summary>Ids of the incidents that the watch acknowledged, sorted.</summary>
    public IReadOnlyList<string> Acknowledged
    {
        get
        {
            lock (gate)
            {
                return [.. acknowledged];
            }
        }
    }

    /// <summary>True where acts can be put into the scenario.</summary>
    public bool TakesInjections => scenario.Injected is not null;

    /// <summary>Takes note of a batch that was stepped: live, and while the record is stepped at a start.</summary>
    public void Note(FrameBatch batch)
    {
        if (batch.Feed.Name != ExerciseFeed.Name || ExerciseWord.Read(batch[0].Bytes) is not { } word)
        {
            return;
        }

        TaskCompletionSource<ExerciseWord>? waiter;
        lock (gate)
        {
            begun ??= word.Begins;
            if (word.Injects is { } injection)
            {
                injections.Add(injection);
            }

            if (word.Acknowledges is { } seen)
            {
                acknowledged.Add(seen.Incident);
            }

            expected.Remove(batch.FirstSequence, out waiter);
        }

        waiter?.TrySetResult(word);
    }

    /// <summary>
    /// Records which exercise this is, as the first word; in a folder that has one, sees that it is the same. Call it
    /// after the record was stepped and before anything else is taken in.
    /// </summary>
    /// <exception cref="UnusableException">The folder holds another exercise.</exception>
    public void Begin(RunAssembly run, Instant at)
    {
        var begin = new ExerciseBegin(scenario.Id, seed);
        if (begun is null)
        {
            run.Pipeline.TakeFirst(ExerciseFeed.Batch(
                run.Feeds.Find(ExerciseFeed.Name)!, run.Recorder.NextSequence(ExerciseFeed.Name), at,
                new ExerciseWord(1, Begins: begin)));
        }
        else if (begun != begin)
        {
            throw new UnusableException(FormattableString.Invariant(
                $"--exercise: expected {begun.Scenario} with seed {begun.Seed}, whose record this folder holds, got {
                    begin.Scenario} with seed {begin.Seed}; use another --data folder"));
        }
    }

    /// <summary>Hands a word in; gives it as it was recorded, or null: too many wait.</summary>
    public async Task<ExerciseWord?> SubmitAsync(ExerciseWord word, CancellationToken stop)
    {
        var recorded = new TaskCompletionSource<ExerciseWord>(TaskCreationOptions.RunContinuationsAsynchronously);
        return waiting.Writer.TryWrite(new WaitingWord(word, recorded)) ? await recorded.Task.WaitAsync(stop) : null;
    }

    /// <summary>The next word that waits.</summary>
    public bool TryTake(out WaitingWord? word) => waiting.Reader.TryRead(out word);

    /// <summary>Waits until a word waits.</summary>
    public async Task WaitAsync(CancellationToken stop) => await waiting.Reader.WaitToReadAsync(stop);

    /// <summary>Says under which sequence number a word goes into the record.</summary>
    public void Expect(long sequence, WaitingWord word)
    {
        lock (gate)
        {
            expected.Add(sequence, word.Recorded);
        }
    }

    /// <summary>
    /// What the feeds carry by an injection. A patrol that is refused was on its way before; what it would have sent
    /// before the injection is not sent, because that time is over.
    /// </summary>
    public IEnumerable<WireEvent> Play(Injection injection, ScenarioRun run) =>
        scenario.Injected!([injection]).Under!([.. Injections]).Play(run).Where(sent => sent.At >= injection.At);

    /// <summary>What the feeds carry by the scenario itself, under all that was put in.</summary>
    public IEnumerable<WireEvent> Play(ScenarioRun run) =>
        (scenario.Under is { } under ? under([.. Injections]) : scenario).Play(run);

    /// <summary>What is wrong with an injection, in one line, or null.</summary>
    public string? Problem(Injection injection) => injection.Problem()
        ?? (scenario.Takes(injection.Act)
            ? null
            : $"act: expected one that a feed of {scenario.Id} brings, or with a target in it, got '{injection.Act}'");
}
