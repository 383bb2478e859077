using System.Globalization;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Hosting;

/// <summary>A feed of a data folder and where its bytes came from when it was last configured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Format and transport.</param>
internal sealed record KnownFeed(string Name, string Address);

/// <summary>
/// Which name belongs to which transport in a data folder. The record, sensors, labels and quotas know a feed by its
/// name; so a name goes with its transport, and not with the place among the options of one start.
/// </summary>
internal static class FeedBook
{
    /// <summary>Most feeds that a folder knows, those of earlier starts among them.</summary>
    public const int MaxFeeds = 4096;

    /// <summary>Gives each feed its name, in the order of the options.</summary>
    /// <param name="feeds">The feeds of this start.</param>
    /// <param name="known">The feeds of earlier starts.</param>
    /// <exception cref="UnusableException">It cannot be told which feed one is; the message says what would
    /// tell.</exception>
    public static IReadOnlyList<string> Names(IReadOnlyList<FeedAddress> feeds, IReadOnlyList<KnownFeed> known)
    {
        var names = new string?[feeds.Count];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < feeds.Count; at++)
        {
            if (feeds[at].Name is { } given && !taken.Add(given))
            {
                throw new UnusableException($"--feed {feeds[at]}: expected each name once, got {given} twice");
            }

            names[at] = feeds[at].Name;
        }

        for (var at = 0; at < feeds.Count; at++)
        {
            var same = known.FirstOrDefault(one => names[at] is null
                && one.Address == feeds[at].Plain() && !taken.Contains(one.Name));
            names[at] ??= same?.Name;
            taken.Add(same?.Name ?? names[at] ?? "");
        }

        for (var at = 0; at < feeds.Count; at++)
        {
            names[at] ??= NewName(feeds[at], known, taken);
            taken.Add(names[at]!);
        }

        return names!;
    }

    /// <summary>What a later start is to know: the feeds of this one, and those of earlier ones.</summary>
    /// <exception cref="UnusableException">They are more than a folder knows, or cannot stand on a line.</exception>
    public static IReadOnlyList<KnownFeed> Remember(
        IReadOnlyList<FeedAddress> feeds, IReadOnlyList<string> names, IReadOnlyList<KnownFeed> known)
    {
        if (feeds.FirstOrDefault(feed => feed.Plain().Any(char.IsControl)) is { } odd)
        {
            throw new UnusableException($"--feed {odd}: expected no control characters");
        }

        var all = feeds.Select((feed, at) => new KnownFeed(names[at], feed.Plain())).ToList();
        all.AddRange(known.Where(one => !names.Contains(one.Name, StringComparer.Ordinal)));
        return all.Count <= MaxFeeds
            ? [.. all.OrderBy(one => one.Name, StringComparer.Ordinal)]
            : throw new UnusableException(FormattableString.Invariant(
                $"--feed: expected at most {MaxFeeds} feeds in one data folder, got {all.Count}"));
    }

    /// <summary>A new feed's name; refused where it may as well be one of earlier starts that has moved.</summary>
    private static string NewName(FeedAddress feed, IReadOnlyList<KnownFeed> known, HashSet<string> taken)
    {
        var start = feed.Format.Id + "-";
        var number = 1;
        while (taken.Contains(Numbered()) || known.Any(one => one.Name == Numbered()))
        {
            number++;
        }

        var next = Numbered();
        var moved = known.FirstOrDefault(one => !taken.Contains(one.Name)
            && one.Address.StartsWith(feed.Format.Id + ":", StringComparison.Ordinal));
        return moved is null ? next : throw new UnusableException(
            $"--feed {feed}: it is not known in this data folder, and {moved.Name} ({moved.Address}) is not among the "
            + $"feeds: expected {moved.Name}={feed} if that is where it comes from now, else {next}={feed}");

        string Numbered() => start + number.ToString(CultureInfo.InvariantCulture);
    }
}
