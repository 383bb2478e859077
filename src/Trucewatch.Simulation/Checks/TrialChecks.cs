using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Incidents;
using Trucewatch.Simulation.Swarm;

namespace Trucewatch.Simulation.Checks;

/// <summary>Something that must hold of every trial.</summary>
/// <param name="Name">In one word.</param>
/// <param name="Words">In a sentence.</param>
/// <param name="Find">Finds the first problem, in words; null when it holds.</param>
public sealed record TrialCheck(string Name, string Words, Func<Rehearsals, string?> Find);

/// <summary>All checks of a trial, one line each. Each has been seen to fail: see <see cref="Plant"/>.</summary>
public static class TrialChecks
{
    /// <summary>The table.</summary>
    public static readonly ImmutableArray<TrialCheck> All =
    [
        new("frames", "No frame is lost, and none is recorded twice or changed.", Frames),
        new("replay", "The record, stepped again in other batches, gives the same bits.", Replay),
        new("order", "Which feed's frame of one receive time came first makes no difference.", Order),
        new("mirror", "With the parties in each other's place, all is said of the other one.", Mirror),
        new("citations", "Each incident cites a clause, its readings, and recorded frames.", Citations),
        new("watched", "Nothing is stated in a minute in which none of its feeds was heard.", Watched),
        new("evidence", "The log, its tiles and all segments hold, and every fact is in it.", Evidence),
        new("sure", "Who is deep inside for long is found.", Sure),
        new("innocent", "Who may be there, or keeps well away, is named in no incident of a zone.", Innocent),
        new("disk", "What was judged is there after a fault of the disk, and no fault is passed over.", Disk),
        new("merge", "A merge or a split that a person takes back leaves no trace in tracks and merges.", Merge),
    ];

    private const long Minute = 60_000_000;

    // The longest window of a trial in which late looks are put in their place.
    private static readonly TimeSpan lookAgain = TimeSpan.FromSeconds(120);

    private static string Words(FormattableString text) => FormattableString.Invariant(text);

    private static string? Frames(Rehearsals all)
    {
        foreach (var (feed, sent) in all.Sent)
        {
            var recorded = all.Live.Recorded.GetValueOrDefault(feed, []);
            for (var i = 0; i < Math.Min(sent.Length, recorded.Length); i++)
            {
                if (!sent[i].Bytes.Span.SequenceEqual(recorded[i].Bytes.Span))
                {
                    return Words($"{feed}: frame {i}: expected {Printable(sent[i])}, got {Printable(recorded[i])}");
                }
            }

            if (sent.Length != recorded.Length)
            {
                return Words($"{feed}: expected {sent.Length} frames, got {recorded.Length}");
            }
        }

        return all.Live.Recorded.Keys.FirstOrDefault(feed => !all.Sent.ContainsKey(feed)) is { } other
            ? Words($"{other}: recorded, and nothing was sent")
            : null;
    }

    private static string Printable(KeptFrame frame) => Encoding.Latin1.GetString(frame.Bytes.Span);

    private static string? Replay(Rehearsals all) => all.Live.Hash == all.Replay.Hash
        ? null
        : Words($"expected {all.Live.Hash}, got {all.Replay.Hash}: ")
            + (FirstDifference(all.Live.Facts, all.Replay.Facts) ?? "no fact differs, so a track does");

    private static string? FirstDifference(ImmutableArray<Fact> expected, ImmutableArray<Fact> got)
    {
        for (var i = 0; i < Math.Min(expected.Length, got.Length); i++)
        {
            var (one, other) = (Text(expected[i]), Text(got[i]));
            if (one != other)
            {
                return Words($"fact {i + 1}: expected {one}, got {other}");
            }
        }

        return expected.Length == got.Length
            ? null
            : Words($"expected {expected.Length} facts, got {got.Length}");
    }

    private static string Text(Fact fact) => Encoding.UTF8.GetString(FactJson.Write(fact));

    private static string? Order(Rehearsals all)
    {
        var track = FirstOnly(Lines(all.Live.Tracks), Lines(all.Shuffled.Tracks));
        var incident = FirstOnly(Incidents(all, all.Live), Incidents(all, all.Shuffled));
        return track is not null ? Words($"track: {track}")
            : incident is not null ? Words($"incident: {incident}")
            : null;
    }

    /// <summary>Where two sorted lists first differ, or null.</summary>
    private static string? FirstOnly(List<string> expected, List<string> got)
    {
        for (var i = 0; i < Math.Max(expected.Count, got.Count); i++)
        {
            var (one, other) = (expected.ElementAtOrDefault(i), got.ElementAtOrDefault(i));
            if (one != other)
            {
                return Words($"expected {one ?? "no more"}, got {other ?? "no more"}");
            }
        }

        return null;
    }

    private static List<string> Lines(ImmutableArray<TrackRecordLine> tracks) =>
        [.. tracks.Select(track => track.Text).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The newest revisions without what only tells the order of coming: numbers, times. Where two say one name, which
    /// of their tracks was first is such a thing too, and what is said of its past shows it.
    /// </summary>
    private static List<string> Incidents(Rehearsals all, Rehearsal play) =>
    [
        .. Newest(play).Where(incident => !IsOfTwoPasts(all.Trial, incident)).Select(incident => Text(new IncidentFact(
            1, Trial.Start, Domain.Labels.Label.Mission,
            incident with
            {
                Id = "",
                Revision = 0,
                KnownAt = Trial.Start,
                Tracks = [],
                Detections = [],
                Frames = [],
                Details = null,
            }))).Order(StringComparer.Ordinal),
    ];

    private static bool IsOfTwoPasts(Trial trial, Incident incident) =>
        incident.Actors.Any(actor => trial.Contested.Contains(actor.Split('#')[0], StringComparer.Ordinal));

    private static IEnumerable<Incident> Newest(Rehearsal play) => play.Facts.OfType<IncidentFact>()
        .GroupBy(fact => fact.Incident.Id, StringComparer.Ordinal)
        .Select(revisions => revisions.Last().Incident);

    private static string? Mirror(Rehearsals all)
    {
        for (var i = 0; i < Math.Min(all.Live.Facts.Length, all.Swapped.Facts.Length); i++)
        {
            var (one, other) = (Normal(Text(all.Live.Facts[i])), Normal(Exchange(Text(all.Swapped.Facts[i]))));
            if (one != other)
            {
                return Words($"fact {i + 1}: expected {one}, got {other}");
            }
        }

        return all.Live.Facts.Length == all.Swapped.Facts.Length
            ? null
            : Words($"expected {all.Live.Facts.Length} facts, got {all.Swapped.Facts.Length}");
    }

    private static string Exchange(string text) => text
        .Replace(TrialPack.First, "\u0001", StringComparison.Ordinal)
        .Replace(TrialPack.Second, TrialPack.First, StringComparison.Ordinal)
        .Replace("\u0001", TrialPack.Second, StringComparison.Ordinal);

    /// <summary>With all lists of words sorted anew: they are sets, and their order is that of the words.</summary>
    private static string Normal(string json)
    {
        var root = JsonNode.Parse(json)!;
        Sort(root);
        return root.ToJsonString();
    }

    private static void Sort(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members.ToList())
                {
                    if (value is not null)
                    {
                        Sort(value);
                    }
                }

                break;
            case JsonArray items when items.All(item => item is JsonValue value && value.TryGetValue<string>(out _)):
                var sorted = items.Select(item => item!.GetValue<string>()).Order(StringComparer.Ordinal).ToList();
                for (var i = 0; i < sorted.Count; i++)
                {
                    items[i] = sorted[i];
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    if (item is not null)
                    {
                        Sort(item);
                    }
                }

                break;
        }
    }

    private static string? Citations(Rehearsals all)
    {
        var clauses = all.Trial.Agreement().Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var incident in all.Live.Facts.OfType<IncidentFact>().Select(fact => fact.Incident))
        {
            if (!clauses.TryGetValue(incident.Clause, out var clause))
            {
                return Words($"{incident.Id}: clause {incident.Clause} is not in the agreement");
            }

            var known = clause.Readings.Select(reading => reading.Id).ToHashSet(StringComparer.Ordinal);
            if (incident.ReadingsTried.IsEmpty || !incident.ReadingsTried.Concat(incident.Readings).All(known.Contains))
            {
                return Words($"{incident.Id}: expected readings of {incident.Clause}, got {
                    string.Join(' ', incident.ReadingsTried)}");
            }

            if (incident.Frames.IsEmpty || incident.Detections.IsEmpty)
            {
                return Words($"{incident.Id}: cites no frame or no detection");
            }

            if (incident.Frames.FirstOrDefault(frame => !IsRecorded(all.Live, frame)) is { Feed: not null } missing)
            {
                return Words($"{incident.Id}: frame {missing.Sequence} of {missing.Feed} is not in the record");
            }
        }

        return null;
    }

    private static bool IsRecorded(Rehearsal play, FrameCitation frame) =>
        play.Recorded.TryGetValue(frame.Feed, out var frames) && frame.Sequence >= 0 && frame.Sequence < frames.Length;

    private static string? Watched(Rehearsals all)
    {
        foreach (var detection in all.Live.Facts.OfType<DetectionFact>().Select(fact => fact.Detection))
        {
            if (!detection.Frames.Any(frame => IsRecorded(all.Live, frame) && IsHeard(all.Live, detection, frame)))
            {
                return Words($"detection {detection.Id} is known since {detection.KnownAt}, ")
                    + "when none of its feeds was heard";
            }
        }

        return null;
    }

    /// <summary>
    /// True when the frame itself came in the minute in which the detection came to be known. A look is judged when the
    /// next message shows that it is over, and again when a late one is put in its place; that somebody was not
    /// heard is known by what others sent on the same feed since.
    /// </summary>
    private static bool IsHeard(Rehearsal play, Detection detection, FrameCitation cited)
    {
        var at = play.Recorded[cited.Feed][(int)cited.Sequence].At;
        if (detection.Clause.StartsWith(TrialPack.SilenceClauses, StringComparison.Ordinal))
        {
            return play.Recorded[cited.Feed].Any(frame => frame.At > at && frame.At <= detection.KnownAt);
        }

        var from = new Instant(detection.KnownAt.UnixMicroseconds / Minute * Minute);
        var isLook = cited.Feed.StartsWith("gmti-", StringComparison.Ordinal)
            || cited.Feed.StartsWith("klv-", StringComparison.Ordinal);
        return at <= detection.KnownAt && at >= (isLook ? from - lookAgain : from);
    }

    private static string? Evidence(Rehearsals all)
    {
        if (!all.Live.Findings.IsEmpty)
        {
            return all.Live.Findings[0];
        }

        var expected = all.Live.Facts.Length + all.Live.Segments;
        return all.Live.LogSize == expected
            ? null
            : Words($"expected {expected} entries for {all.Live.Facts.Length} facts and {all.Live.Segments} segments, ")
                + Words($"got {all.Live.LogSize}");
    }

    private static string? Disk(Rehearsals all) => all.Live.Lost.IsEmpty ? null : all.Live.Lost[0];

    private static string? Sure(Rehearsals all)
    {
        var found = Newest(all.Live).ToList();
        foreach (var sure in all.Trial.Sure)
        {
            if (!found.Any(incident => incident.Clause == sure.Clause && incident.Zone == sure.Zone
                && incident.Actors.Contains(sure.Actor, StringComparer.Ordinal)))
            {
                return Words($"{sure.Actor} was deep in {sure.Zone}, and no incident under {sure.Clause} says so");
            }
        }

        return null;
    }

    private static string? Innocent(Rehearsals all)
    {
        var innocent = all.Trial.Innocent.ToHashSet(StringComparer.Ordinal);
        return Newest(all.Live).FirstOrDefault(incident =>
            incident.Clause.StartsWith(TrialPack.PlaceClauses, StringComparison.Ordinal)
            && incident.Actors.Any(innocent.Contains)) is { } wrong
            ? Words($"{wrong.Id} under {wrong.Clause} names {string.Join(' ', wrong.Actors)}")
            : null;
    }

    private static string? Merge(Rehearsals all)
    {
        var (given, reversed) = all.Merging.Words;
        return given != reversed
            ? Words($"expected {given} words of a person to be taken back, got {reversed}")
            : FirstOnly([.. all.Merging.Plain], [.. all.Merging.TakenBack]);
    }
}
