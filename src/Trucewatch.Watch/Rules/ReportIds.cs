using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules;

/// <summary>Remembers which reports were seen, so that a second copy is not a second event.</summary>
internal sealed class ReportIds(int most)
{
    private readonly HashSet<(string Reporter, string Id)> seen = [];
    private readonly Queue<(string Reporter, string Id)> order = [];

    public int Count => seen.Count;

    /// <summary>True the first time; the oldest id is forgotten at the limit.</summary>
    public bool IsFirst(WrittenReport report)
    {
        var key = (report.Reporter, report.ReportId);
        if (seen.Contains(key))
        {
            return false;
        }

        if (order.Count == most)
        {
            seen.Remove(order.Dequeue());
        }

        seen.Add(key);
        order.Enqueue(key);
        return true;
    }
}
