using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Labels;
using Trucewatch.Feeds;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// The feeds of a run. A feed's name begins with its format's id and a hyphen, so that a recorded frame tells how it is
/// to be decoded even when the feed is no longer configured.
/// </summary>
internal sealed class FeedTable
{
    private readonly List<Feed> feeds = [];
    private readonly List<string> names = [];

    /// <summary>The feeds, by index.</summary>
    public IReadOnlyList<Feed> All => feeds;

    /// <summary>The names, by index.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Adds a feed under a given name, or <c>format-N</c> with the next free number.</summary>
    public Feed Add(FeedFormat format, string? name = null)
    {
        name ??= FormattableString.Invariant(
            $"{format.Id}-{feeds.Count(feed => string.Equals(feed.Format, format.Id, StringComparison.Ordinal)) + 1}");
        var label = name == ExerciseFeed.Name ? Label.Trainer : Label.Mission;
        var feed = new Feed(new FeedId(feeds.Count), name, format.Id, label);
        feeds.Add(feed);
        names.Add(name);
        return feed;
    }

    /// <summary>The feed with this name, or null.</summary>
    public Feed? Find(string name) => feeds.Find(feed => string.Equals(feed.Name, name, StringComparison.Ordinal));

    /// <summary>Adds the feed by which editions of the sensor registry come, where it is not there yet.</summary>
    public void AddRegistry() => AddRecorded([RegistryFeed.Name]);

    /// <summary>Adds the feed by which the words of an exercise come, where it is not there yet.</summary>
    public void AddExercise() => AddRecorded([ExerciseFeed.Name]);

    /// <summary>Adds the feed by which reports from the field come.</summary>
    /// <exception cref="Commands.UnusableException">An address has its name.</exception>
    public void AddField()
    {
        if (Find(FieldDesk.FeedName) is not null)
        {
            throw new Commands.UnusableException(
                $"--feed {FieldDesk.FeedName}: expected another name; this one is that of reports from the field");
        }

        AddRecorded([FieldDesk.FeedName]);
    }

    /// <summary>Adds feeds that stand in the record but are not configured any more.</summary>
    public void AddRecorded(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is null)
            {
                Add(FormatOf(name), name);
            }
        }
    }

    /// <summary>The format of a feed.</summary>
    public FeedFormat FormatOf(Feed feed) => FormatOf(feed.Name);

    private static FeedFormat FormatOf(string name)
    {
        var hyphen = name.IndexOf('-', StringComparison.Ordinal);
        return (name == RegistryFeed.Name ? RegistryFeed.Format : null)
            ?? (name == ExerciseFeed.Name ? ExerciseFeed.Format : null)
            ?? (hyphen < 0 ? null : FeedFormats.Find(name[..hyphen]))
            ?? throw new InvalidDataException($"feed {name}: expected a name that begins with a known format");
    }
}
