using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Planning;
using Trucewatch.Feeds.Tle;
using Trucewatch.Server.Commands;
using Trucewatch.Watch.Coverage;
using Trucewatch.Watch.Planning;

namespace Trucewatch.Server.Tasking;

/// <summary>How far the proposal of a day is.</summary>
internal enum PlanState
{
    /// <summary>The service was not told what there is to plan with.</summary>
    NotSet,

    /// <summary>Another one is worked out before it.</summary>
    Waiting,

    /// <summary>It is worked out.</summary>
    Working,

    /// <summary>It is there.</summary>
    Ready,

    /// <summary>It cannot be made.</summary>
    Failed,
}

/// <summary>The proposal of a day.</summary>
/// <param name="Plan">What is proposed.</param>
/// <param name="Predicted">What would be watched if it were done with all that stands.</param>
/// <param name="Standing">Number of tasks that stand.</param>
internal sealed record Proposal(DayPlan Plan, CoverageLedger Predicted, int Standing);

/// <summary>An answer to what should be done on a day.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Request">What it is made from, or null.</param>
/// <param name="Inputs">SHA-256 over all that it is made from, lower-case hex: the same inputs give the same plan;
/// empty where there are none.</param>
/// <param name="Done">Tries that are done.</param>
/// <param name="Made">The proposal, or null.</param>
/// <param name="Problem">Why there is none, or null.</param>
internal sealed record PlanAnswer(
    PlanState State, PlanningRequest? Request, string Inputs, int Done, Proposal? Made, string? Problem);

/// <summary>
/// Works out the proposal of a day when somebody asks, one at a time, on a thread of its own: neither the stepping nor
/// a reader waits for it. What it is made from is read again for each question; the same inputs are planned once.
/// </summary>
/// <param name="agreement">Whose ground it is.</param>
/// <param name="planning">File with what there is to plan with, or null.</param>
/// <param name="elements">File of elements of its satellites, or null.</param>
/// <param name="tries">How often it is tried to make the greedy plan better.</param>
internal sealed class PlanDesk(
    Agreement agreement, string? planning, string? elements, int tries = DayPlanner.UsualTries)
{
    /// <summary>Most proposals that are kept: the ones that were asked for last.</summary>
    public const int MaxKept = 8;

    /// <summary>Of all chance in the search, as the command has it.</summary>
    public const ulong Seed = 1;

    private readonly Lock gate = new();
    private readonly List<Job> jobs = [];

    /// <summary>What a proposal begins with; a test holds it up there.</summary>
    internal Action BeforeWork { get; init; } = () => { };

    /// <summary>How often it is tried to make a plan better.</summary>
    public int Tries => tries;

    /// <summary>What is worked out now, for the tests to wait for.</summary>
    internal Task Working
    {
        get
        {
            lock (gate)
            {
                return jobs.FirstOrDefault(job => !job.Work.IsCompleted)?.Work ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>
    /// The desk of a service that begins: a file that cannot be used is told then, and not to whoever asks first.
    /// </summary>
    /// <exception cref="UnusableException">A file that was given cannot be read, or is not what it should be.
    /// </exception>
    public static PlanDesk Open(Agreement agreement, string? planning, string? elements, Instant now)
    {
        var desk = new PlanDesk(agreement, planning, elements);
        if (desk.Means(now).Problem is { } problem)
        {
            throw new UnusableException($"--planning {planning}: {problem}");
        }

        if (elements is not null && !File.Exists(elements))
        {
            throw new UnusableException($"--tle {elements}: expected a file of elements, got none");
        }

        return desk;
    }

    /// <summary>What there is to plan with on a day, or what is wrong with it; null and no words: nothing.</summary>
    public (PlanningRequest? Request, ImmutableArray<SatelliteText> Satellites, string? Problem) Means(Instant day)
    {
        if (planning is null)
        {
            return (null, [], null);
        }

        try
        {
            var read = PlanText.ReadRequest(File.ReadAllBytes(planning), out var satellites, out var problem, day);
            return (read, satellites, problem);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, [], "the file of what there is to plan with cannot be read");
        }
    }

    /// <summary>When the satellites can look at the zones.</summary>
    /// <exception cref="UnusableException">There are no elements of one.</exception>
    public ImmutableArray<SatelliteTimes> Passes(PlanningRequest request, ImmutableArray<SatelliteText> satellites) =>
        satellites.IsEmpty ? [] : SatellitePasses.Of(agreement, request.Standing, satellites, Elements(ReadElements()));

    /// <summary>Asks for the proposal of a day; the first one to ask begins it.</summary>
    /// <param name="day">A time of the day.</param>
    /// <param name="standing">What is agreed and stands, from begin until end.</param>
    /// <param name="terrain">What hides ground from posts, for nobody else to use; null: nothing.</param>
    public PlanAnswer Ask(
        Instant day, Func<Instant, Instant, IEnumerable<PlannedTask>> standing, TerrainMasks? terrain = null)
    {
        var (means, satellites, problem) = Means(day);
        if (means is null)
        {
            return new PlanAnswer(problem is null ? PlanState.NotSet : PlanState.Failed, null, "", 0, null, problem);
        }

        var begin = means.Standing;
        var request = means with
        {
            Standing = begin with { Tasks = [.. begin.Tasks, .. standing(begin.From, begin.Until)] },
        };
        byte[] bytes;
        try
        {
            bytes = satellites.IsEmpty ? [] : ReadElements();
        }
        catch (UnusableException wrong)
        {
            return new PlanAnswer(PlanState.Failed, request, "", 0, null, wrong.Message);
        }

        return Ask(request, satellites, bytes, terrain);
    }

    private PlanAnswer Ask(
        PlanningRequest request, ImmutableArray<SatelliteText> satellites, byte[] bytes, TerrainMasks? terrain)
    {
        var inputs = DigestOf(request.Standing, bytes, terrain);
        lock (gate)
        {
            var job = jobs.Find(each => each.Inputs == inputs);
            if (job is null)
            {
                if (jobs.Exists(each => !each.Work.IsCompleted))
                {
                    return new PlanAnswer(PlanState.Waiting, request, inputs, 0, null, null);
                }

                job = new Job(inputs);
                job.Begin(() => Work(job, request, satellites, bytes, terrain));
                jobs.Insert(0, job);
                jobs.RemoveRange(Math.Min(MaxKept, jobs.Count), jobs.Count - Math.Min(MaxKept, jobs.Count));
            }

            return !job.Work.IsCompleted
                ? new PlanAnswer(PlanState.Working, request, inputs, job.Done, null, null)
                : job.Made is { } made
                    ? new PlanAnswer(PlanState.Ready, request, inputs, job.Done, made, null)
                    : new PlanAnswer(
                        PlanState.Failed, request, inputs, job.Done, null,
                        job.Work.Exception?.InnerException?.Message ?? job.Problem);
        }
    }

    private void Work(
        Job job, PlanningRequest request, ImmutableArray<SatelliteText> satellites, byte[] bytes, TerrainMasks? terrain)
    {
        BeforeWork();
        try
        {
            var whole = satellites.IsEmpty
                ? request
                : request with
                {
                    Satellites = SatellitePasses.Units(
                        SatellitePasses.Of(agreement, request.Standing, satellites, Elements(bytes))),
                };
            var plan = DayPlanner.Plan(agreement, whole, Seed, tries, done => job.Done = done, terrain);
            var all = request.Standing with { Tasks = [.. request.Standing.Tasks, .. plan.Tasks] };
            job.Made = new Proposal(plan, CoverageForecast.Of(agreement, all, terrain), request.Standing.Tasks.Length);
            job.Done = tries;
        }
        catch (Exception wrong) when (wrong is ArgumentException or UnusableException)
        {
            job.Problem = wrong.Message;
        }
    }

    private string DigestOf(TaskPlan standing, byte[] bytes, TerrainMasks? terrain)
    {
        byte[][] ground = terrain is null
            ? []
            : [Encoding.UTF8.GetBytes(string.Join('\n', terrain.Tiles.Select(tile => $"{tile.Corner} {tile.Sha256}")))];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (byte[][])
        [
            Encoding.UTF8.GetBytes(FormattableString.Invariant($"{Seed} {tries} {standing.From} {standing.Until}")),
            File.ReadAllBytes(planning!), bytes, PlanText.Write(standing), .. ground,
        ])
        {
            hash.AppendData(BitConverter.GetBytes((long)part.Length));
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private byte[] ReadElements()
    {
        try
        {
            return File.ReadAllBytes(
                elements ?? throw new UnusableException("expected elements of the satellites (--tle), got none"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnusableException("the file of elements cannot be read");
        }
    }

    private static OrbitFile Elements(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return OrbitFile.Read(stream, toleratesChecksums: false);
    }

    /// <summary>A proposal that is worked out or was.</summary>
    private sealed class Job(string inputs)
    {
        private volatile int done;

        public string Inputs => inputs;

        public int Done
        {
            get => done;
            set => done = value;
        }

        public Proposal? Made { get; set; }

        public string? Problem { get; set; }

        public Task Work { get; private set; } = Task.CompletedTask;

        public void Begin(Action work) => Work = Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
