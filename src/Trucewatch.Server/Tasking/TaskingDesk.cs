using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Planning;
using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tasking;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Tasking;

namespace Trucewatch.Server.Tasking;

/// <summary>What an act on the board came to.</summary>
/// <param name="Entry">The act as it stands on the board; null where it was not taken in at all.</param>
/// <param name="Denied">The policy's reason, or null.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
internal readonly record struct TaskingAnswer(TaskingEntry? Entry, Denial? Denied, string? Problem);

/// <summary>
/// The board of shared tasking: folded from acts that stand in the record, sealed like those on cases. The author of an
/// act is who is signed in, its time is the floor's, its ids are the desk's, and nobody can state any of them.
/// </summary>
internal sealed class TaskingDesk
{
    private const int IdBytes = 5;

    private readonly IPictureStore store;
    private readonly FloorClock clock;
    private readonly RightsDesk rights;
    private readonly Lock gate = new();
    private readonly TaskingBoard board = new();

    /// <summary>Takes up what the record knows.</summary>
    public TaskingDesk(IPictureStore store, FloorClock clock, RightsDesk rights)
    {
        (this.store, this.clock, this.rights) = (store, clock, rights);
        foreach (var stored in store.ReadActs(0, int.MaxValue))
        {
            var act = ActJson.Read(stored.Payload);
            if (act.Tasking is { } word)
            {
                board.Append(word.ToAct(act.At));
            }
        }
    }

    /// <summary>Asks something of the board while nobody changes it.</summary>
    public T Ask<T>(Func<TaskingBoard, T> ask)
    {
        lock (gate)
        {
            return ask(board);
        }
    }

    /// <summary>True where somebody may know of an offer: it is their nation's, or its label releases it to them.
    /// </summary>
    public static bool MayKnow(LookOffered offer, Asker by) =>
        offer.Task.Owner == by.Who.Nation || AccessPolicy.Reads(offer.Release, by);

    /// <summary>The accepted looks that somebody may know of.</summary>
    public static TaskPlan KnownPlan(TaskingBoard board, Asker by, Instant from, Instant until)
    {
        var known = board.Timetable.Where(offer => MayKnow(offer, by)).Select(offer => offer.Offer)
            .ToHashSet(StringComparer.Ordinal);
        var plan = board.PlanOf(from, until, []);
        return plan with { Tasks = [.. plan.Tasks.Where(task => known.Contains(task.Id))] };
    }

    /// <summary>Does something on the board in somebody's name; what is refused is kept too.</summary>
    /// <param name="by">Who acts.</param>
    /// <param name="asked">What, with the author and new ids left to the desk.</param>
    public TaskingAnswer Append(Asker by, TaskingWord asked)
    {
        var word = asked with
        {
            Author = new TaskingAuthor(
                by.Who.Person, by.Who.Nation, AccessPolicy.MayAsk(by.Who.Role, Operation.AcceptOffer)),
            Id = asked.Kind switch
            {
                TaskingKind.Request => NewId("Q-"),
                TaskingKind.Offer => NewId("O-"),
                _ => asked.Id,
            },
        };
        lock (gate)
        {
            TaskingAct act;
            try
            {
                act = word.ToAct(clock.Now);
            }
            catch (ArgumentException wrong)
            {
                return new TaskingAnswer(null, null, wrong.Message);
            }

            // An offer that somebody may not know of is none for them.
            var meant = OfferOf(word.Id);
            var isNone = meant is null ? word.Kind == TaskingKind.Accept : !MayKnow(meant, by);
            if (isNone && AccessPolicy.MayAsk(by.Who.Role, OperationOf(word.Kind)))
            {
                return new TaskingAnswer(
                    new TaskingEntry(0, act, TaskingRefusal.NotThere, ""), null, null);
            }

            var label = act.Deed is LookOffered offered ? offered.Release : meant?.Release;
            if (rights.Decide(by, OperationOf(word.Kind), label) is { } denied)
            {
                return new TaskingAnswer(null, denied, null);
            }

            var entry = board.Append(act);
            if (entry.Number > 0)
            {
                store.AddAct(
                    ActJson.Write(new Act(
                        ActKind.OnTasking, act.At, by.Who.ToString(), null, ["tasking:" + word.Id], Tasking: word)),
                    RandomNumberGenerator.GetBytes(32));
            }

            return new TaskingAnswer(WithoutSecrets(entry, by), null, null);
        }
    }

    private static Operation OperationOf(TaskingKind kind) => kind switch
    {
        TaskingKind.Request => Operation.RequestLook,
        TaskingKind.Offer => Operation.OfferLook,
        TaskingKind.Accept => Operation.AcceptOffer,
        _ => Operation.WithdrawTasking,
    };

    private static string NewId(string before) => before + Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes));

    private LookOffered? OfferOf(string id) =>
        board.Offers.Select(one => one.Offer).FirstOrDefault(offer => offer.Offer == id);

    /// <summary>A conflict with a drone that the author may not know of names no drone.</summary>
    private TaskingEntry WithoutSecrets(TaskingEntry entry, Asker by) =>
        entry.Refusal == TaskingRefusal.Conflict
            && !(OfferOf(entry.Words.Split(' ')[0]) is { } other && MayKnow(other, by))
            ? entry with { Words = "" }
            : entry;
}
