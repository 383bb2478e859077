using Trucewatch.Simulation.Scenarios;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Several plays as one, by their times; of equal times, what was added first. Each play's next event is looked at only
/// when the one before it was taken, so that its bytes stand as long.
/// </summary>
internal sealed class MergedPlay : IDisposable
{
    private readonly List<Played> plays = [];
    private int added;
    private int next = -1;

    /// <summary>One play, by its number in the order of adding, and how many of its events were taken.</summary>
    private sealed class Played(int number, IEnumerator<WireEvent> events)
    {
        public int Number { get; } = number;

        public IEnumerator<WireEvent> Events { get; set; } = events;

        public long Taken { get; set; }
    }

    /// <summary>The next event, or null: all are played.</summary>
    public WireEvent? Next => next < 0 ? null : plays[next].Events.Current;

    /// <summary>Adds a play.</summary>
    public void Add(IEnumerable<WireEvent> play)
    {
        var events = play.GetEnumerator();
        if (events.MoveNext())
        {
            plays.Add(new Played(added, events));
            Choose();
        }
        else
        {
            events.Dispose();
        }

        added++;
    }

    /// <summary>
    /// Makes all plays again, and goes on behind what was taken of each: what is new has to begin later than that.
    /// </summary>
    /// <param name="again">Gives the play of a number, in the order of adding.</param>
    public void Renew(Func<int, IEnumerable<WireEvent>> again)
    {
        foreach (var play in plays.ToList())
        {
            play.Events.Dispose();
            play.Events = again(play.Number).GetEnumerator();
            var isThere = true;
            for (var skipped = 0L; skipped <= play.Taken && isThere; skipped++)
            {
                isThere = play.Events.MoveNext();
            }

            if (!isThere)
            {
                play.Events.Dispose();
                plays.Remove(play);
            }
        }

        Choose();
    }

    /// <summary>Goes on to the event after the next.</summary>
    public void Advance()
    {
        plays[next].Taken++;
        if (!plays[next].Events.MoveNext())
        {
            plays[next].Events.Dispose();
            plays.RemoveAt(next);
        }

        Choose();
    }

    public void Dispose() => plays.ForEach(play => play.Events.Dispose());

    // A few plays at most: a heap would order equal times by chance.
    private void Choose()
    {
        next = -1;
        for (var index = 0; index < plays.Count; index++)
        {
            if (next < 0 || plays[index].Events.Current.At < plays[next].Events.Current.At)
            {
                next = index;
            }
        }
    }
}
