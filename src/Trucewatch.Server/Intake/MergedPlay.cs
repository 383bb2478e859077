using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Several plays as one, by their times; of equal times, what was added first. Each play's next event is looked at only
/// when the one before it was taken, so that its bytes stand as long.
/// </summary>
internal sealed class MergedPlay : IDisposable
{
    private readonly List<IEnumerator<WireEvent>> plays = [];
    private int next = -1;

    /// <summary>The next event, or null: all are played.</summary>
    public WireEvent? Next => next < 0 ? null : plays[next].Current;

    /// <summary>Adds a play.</summary>
    public void Add(IEnumerable<WireEvent> play)
    {
        var events = play.GetEnumerator();
        if (events.MoveNext())
        {
            plays.Add(events);
            Choose();
        }
        else
        {
            events.Dispose();
        }
    }

    /// <summary>Goes on to the event after the next.</summary>
    public void Advance()
    {
        if (!plays[next].MoveNext())
        {
            plays[next].Dispose();
            plays.RemoveAt(next);
        }

        Choose();
    }

    public void Dispose() => plays.ForEach(play => play.Dispose());

    // A few plays at most: a heap would order equal times by chance.
    private void Choose()
    {
        next = -1;
        for (var index = 0; index < plays.Count; index++)
        {
            if (next < 0 || plays[index].Current.At < plays[next].Current.At)
            {
                next = index;
            }
        }
    }
}
