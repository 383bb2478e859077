using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>Two tracks that are shown as one.</summary>
internal sealed class MergeLink(TrackId track, TrackId into)
{
    public TrackId Track { get; } = track;

    public TrackId Into { get; } = into;

    /// <summary>Number of the fact that says so.</summary>
    public long Fact { get; set; }

    /// <summary>True when a person said so: then no comparison ends it.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Comparisons in a row in which the two did not agree.</summary>
    public int Misses { get; set; }
}

/// <summary>
/// Which tracks are shown as one, and which never are. It changes nothing in the tracks themselves: a merge that is
/// reversed leaves no trace.
/// </summary>
internal sealed class MergeBook
{
    /// <summary>Most splits that are remembered; beyond it the oldest is forgotten, and may be merged again.</summary>
    public const int MaxSplits = 65_536;

    private readonly Dictionary<TrackId, MergeLink> links = [];
    private readonly Dictionary<TrackId, List<MergeLink>> byInto = [];
    private readonly List<(MergeLink Link, long Fact)> splits = [];

    /// <summary>Number of merges that hold.</summary>
    public int Count => links.Count;

    /// <summary>Merges that hold, by number of the track that was taken over; for the tests.</summary>
    internal IEnumerable<MergeLink> Links => links.Values.OrderBy(link => link.Track.Value);

    /// <summary>Splits that hold, in the order of their facts; for the tests.</summary>
    internal IEnumerable<(MergeLink Link, long Fact)> Splits => splits;

    /// <summary>The merge of a track into another one, or null.</summary>
    public MergeLink? Of(TrackId track) => links.GetValueOrDefault(track);

    /// <summary>The merges into a track; empty where there are none.</summary>
    public IReadOnlyList<MergeLink> Into(TrackId track) =>
        byInto.TryGetValue(track, out var known) ? known : [];

    /// <summary>True when something is merged into the track.</summary>
    public bool IsTaken(TrackId track) => byInto.ContainsKey(track);

    /// <summary>The track under which a track is shown.</summary>
    public TrackId RootOf(TrackId track)
    {
        while (links.TryGetValue(track, out var link))
        {
            track = link.Into;
        }

        return track;
    }

    /// <summary>True when a split keeps the two apart.</summary>
    public bool IsSplit(TrackId track, TrackId into) =>
        splits.Exists(split => split.Link.Track == track && split.Link.Into == into);

    /// <summary>Shows two tracks as one from now on.</summary>
    public void Add(MergeLink link)
    {
        links.Add(link.Track, link);
        if (!byInto.TryGetValue(link.Into, out var known))
        {
            byInto.Add(link.Into, known = []);
        }

        known.Add(link);
        known.Sort(static (a, b) => a.Track.Value.CompareTo(b.Track.Value));
    }

    /// <summary>Shows them as two again.</summary>
    public void Remove(MergeLink link)
    {
        links.Remove(link.Track);
        var known = byInto[link.Into];
        known.Remove(link);
        if (known.Count == 0)
        {
            byInto.Remove(link.Into);
        }
    }

    /// <summary>Keeps two tracks apart.</summary>
    public void Keep(MergeLink apart, long fact)
    {
        if (splits.Count == MaxSplits)
        {
            splits.RemoveAt(0);
        }

        splits.Add((apart, fact));
    }

    /// <summary>The merge that a fact stated, if it holds.</summary>
    public MergeLink? Stated(long fact)
    {
        foreach (var link in links.Values)
        {
            if (link.Fact == fact)
            {
                return link;
            }
        }

        return null;
    }

    /// <summary>The split that a fact stated, taken out if it holds.</summary>
    public MergeLink? TakeSplit(long fact)
    {
        var at = splits.FindIndex(split => split.Fact == fact);
        if (at < 0)
        {
            return null;
        }

        var link = splits[at].Link;
        splits.RemoveAt(at);
        return link;
    }

    /// <summary>A track is no more: what was merged into it stands for itself again.</summary>
    public void Forget(TrackId track)
    {
        if (links.TryGetValue(track, out var own))
        {
            Remove(own);
        }

        while (byInto.TryGetValue(track, out var known))
        {
            Remove(known[^1]);
        }

        if (splits.Count > 0)
        {
            splits.RemoveAll(split => split.Link.Track == track || split.Link.Into == track);
        }
    }
}
