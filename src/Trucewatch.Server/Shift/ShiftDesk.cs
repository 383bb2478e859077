using System.Security.Cryptography;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Shift;

/// <summary>
/// The log of the shift: what the watch saw, noted and handed over. Each line is an act in the record, sealed like
/// custody; a start takes up what was seen again from there.
/// </summary>
internal sealed class ShiftDesk
{
    /// <summary>Acts that are read at once.</summary>
    public const int ActsAtOnce = 1024;

    private static readonly HashSet<ActKind> kinds =
        [ActKind.Acknowledged, ActKind.Noted, ActKind.ShiftHandedOver];

    private readonly IPictureStore store;
    private readonly FloorClock clock;
    private readonly Lock gate = new();
    private readonly SortedSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Takes up what the record knows.</summary>
    public ShiftDesk(IPictureStore store, FloorClock clock)
    {
        (this.store, this.clock) = (store, clock);
        foreach (var (_, act) in Lines())
        {
            if (act.Kind == ActKind.Acknowledged)
            {
                seen.Add(IncidentOf(act)!);
            }
        }
    }

    /// <summary>Ids of the incidents that somebody has seen, sorted.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (gate)
            {
                return [.. seen];
            }
        }
    }

    /// <summary>The incident that an act is about, or null.</summary>
    public static string? IncidentOf(Act act) =>
        act.Items is [var item] && item.StartsWith("incident:", StringComparison.Ordinal) ? item[9..] : null;

    /// <summary>Every line, oldest first.</summary>
    public IEnumerable<(StoredAct Stored, Act Act)> Lines()
    {
        for (var after = 0L;;)
        {
            var acts = store.ReadActs(after, ActsAtOnce);
            foreach (var stored in acts)
            {
                after = stored.Number;
                if (ActJson.Read(stored.Payload) is var act && kinds.Contains(act.Kind))
                {
                    yield return (stored, act);
                }
            }

            if (acts.Count < ActsAtOnce)
            {
                yield break;
            }
        }
    }

    /// <summary>Notes that an incident was seen; once for each, by whoever was first.</summary>
    public void Acknowledge(Asker by, string incident)
    {
        lock (gate)
        {
            if (seen.Add(incident))
            {
                Add(new Act(ActKind.Acknowledged, clock.Now, by.Who.ToString(), null, ["incident:" + incident]));
            }
        }
    }

    /// <summary>Notes something, or hands the watch over to somebody; gives the line.</summary>
    public (StoredAct Stored, Act Act) Note(Asker by, string? to, string words)
    {
        var kind = to is null ? ActKind.Noted : ActKind.ShiftHandedOver;
        return Add(new Act(kind, clock.Now, by.Who.ToString(), to, [], Words: words));
    }

    private (StoredAct Stored, Act Act) Add(Act act)
    {
        var (payload, key) = (ActJson.Write(act), RandomNumberGenerator.GetBytes(32));
        return (new StoredAct(store.AddAct(payload, key), payload, key, null), act);
    }
}
