using Trucewatch.Domain.Stores;
using Trucewatch.Domain.Tracks;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Backups;

/// <summary>Puts the commits of many batches together, because each that is stored costs an fsync.</summary>
internal sealed class WaitingCommit(IPictureStore store)
{
    private readonly List<TrackUpdate> tracks = [];
    private readonly List<FactRecord> facts = [];
    private PictureCommit? last;
    private long first;

    /// <summary>Number of the last fact, stored or waiting; 0 when there is none.</summary>
    public long LastFact { get; private set; }

    /// <summary>Takes the commit of one more batch.</summary>
    public void Add(PictureCommit commit)
    {
        first = last is null ? commit.FirstPosition : first;
        last = commit;
        tracks.AddRange(commit.Tracks);
        facts.AddRange(commit.Facts);
        LastFact = commit.Facts.Count > 0 ? commit.Facts[^1].Fact.Number : LastFact;
        if (tracks.Count + facts.Count >= Stepping.MostWaitingInCommit)
        {
            Flush();
        }
    }

    /// <summary>Stores what waits.</summary>
    public void Flush()
    {
        if (last is not null)
        {
            store.Commit(new PictureCommit(first, last.LastPosition, [.. tracks], [.. facts], last.FeedNames));
            last = null;
            tracks.Clear();
            facts.Clear();
        }
    }
}
