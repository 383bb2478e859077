using System.Text;
using Trucewatch.Domain.Frames;

namespace Trucewatch.Watch;

/// <summary>Names of the run's feeds by index. Facts cite the name: the index may differ in another run.</summary>
public sealed class FeedNames
{
    private readonly string[] names;
    private readonly byte[][] bytes;

    /// <summary>Takes the names in the order of the feeds' indexes.</summary>
    public FeedNames(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        this.names = [.. names];
        bytes = [.. this.names.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Number of feeds.</summary>
    public int Count => names.Length;

    /// <summary>Name of a feed.</summary>
    public string this[FeedId feed] => names[feed.Value];

    /// <summary>A frame as facts cite it.</summary>
    public FrameCitation Cite(FrameRef frame) => new(names[frame.Feed.Value], frame.Sequence);

    /// <summary>Which of two frames comes first by the name of its feed and its number: equal in every run.</summary>
    internal int Compare(FrameRef a, FrameRef b) => a.Feed == b.Feed
        ? a.Sequence.CompareTo(b.Sequence)
        : string.CompareOrdinal(names[a.Feed.Value], names[b.Feed.Value]);

    /// <summary>The name in UTF-8, made once.</summary>
    internal ReadOnlySpan<byte> Utf8(FeedId feed) => bytes[feed.Value];
}
