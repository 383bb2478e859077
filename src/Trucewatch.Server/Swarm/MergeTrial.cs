using System.Collections.Immutable;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Tracks;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;
using Trucewatch.Simulation.Checks;
using Trucewatch.Simulation.Swarm;
using Trucewatch.Simulation.World;
using Trucewatch.Watch;
using Trucewatch.Watch.Tracking.Fusion;

namespace Trucewatch.Server.Swarm;

/// <summary>
/// Steps a record twice, once with a person's word in the middle that two tracks are one object, or that two which the
/// tracker merged are two, and with the word that takes it back.
/// </summary>
internal sealed class MergeTrial
{
    private const string Person = "analyst-1";

    // Nearer to the middle there is nothing to merge yet, later there is little left that could differ.
    private const double Cut = 0.6;

    private readonly Sector sector;
    private readonly FeedTable feeds;
    private readonly FrameDecoding decoding;
    private readonly FrameBatch batch = new();
    private readonly SectorOutput output = new();
    private readonly List<string> tracks = [];
    private readonly SortedDictionary<int, TrackUpdate> newest = [];
    private int given;
    private int reversed;

    private MergeTrial(Trial trial)
    {
        feeds = ScenarioPlay.Table(trial.Feeds);
        decoding = new FrameDecoding(feeds, isExercise: true);
        sector = new Sector(trial.Agreement(), new FeedNames(feeds.Names), trial.Settings);
    }

    /// <summary>Steps the record both ways.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="record">Its record.</param>
    /// <param name="plant">A failure to plant.</param>
    public static MergeRehearsal Run(Trial trial, List<OrderedFrame> record, Plant plant)
    {
        var plain = new MergeTrial(trial);
        plain.Step(record, 0, record.Count);
        var other = new MergeTrial(trial);
        var cut = (int)(record.Count * Cut);
        other.Step(record, 0, cut);
        if (cut > 0)
        {
            other.Say(Draws.Named(trial.Seed, "merge"), record[cut - 1].At, plant);
        }

        other.Step(record, cut, record.Count);
        return new MergeRehearsal(plain.Lines(), other.Lines(), (other.given, other.reversed));
    }

    private void Step(List<OrderedFrame> record, int from, int until)
    {
        var next = feeds.All.ToDictionary(feed => feed.Name, _ => 0L, StringComparer.Ordinal);
        foreach (var frame in record.Take(from))
        {
            next[frame.Feed]++;
        }

        for (var index = from; index < until; index++)
        {
            var frame = record[index];
            batch.Start(feeds.Find(frame.Feed)!, next[frame.Feed]++);
            batch.Add(frame.At, frame.Bytes.Span);
            sector.Step(new SectorInput(index, decoding.Decode(batch)), output);
            Keep();
        }
    }

    private void Keep()
    {
        foreach (var update in output.Tracks)
        {
            tracks.Add(TrackRecordLine.Of(update).Text);
            newest[update.Id.Value] = update;
        }

        output.Tracks.Clear();
    }

    /// <summary>Two words and what takes them back: one on tracks that are two, one on tracks that are one.</summary>
    private void Say(Draws draws, Instant at, Plant plant)
    {
        var merged = output.Facts.OfType<MergeFact>().Select(fact => fact.Merge.Track)
            .ToHashSet(StringComparer.Ordinal);
        var seen = newest.Values.Where(track => track.Identity.Scheme == Domain.Observations.IdentityScheme.None)
            .Select(track => track.Id).ToArray();
        var free = seen.Where(id => !merged.Contains(id.ToString())).ToArray();
        if (free.Length > 0 && newest.Count > 1)
        {
            var one = free[draws.Below(free.Length)];
            var others = newest.Keys.Where(id => id != one.Value).ToArray();
            GiveAndTakeBack(
                FusionOrder.Merge(one, new TrackId(others[draws.Below(others.Length)]), Person, "one wake"), at, plant);
        }

        if (merged.Count > 0)
        {
            var names = merged.Order(StringComparer.Ordinal).ToArray();
            var name = names[draws.Below(names.Length)];
            var track = new TrackId(int.Parse(name.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));
            GiveAndTakeBack(FusionOrder.Split(track, Person, "two wakes"), at, plant);
        }
    }

    private void GiveAndTakeBack(FusionOrder order, Instant at, Plant plant)
    {
        // What rules say of it stands behind the fact; without one the order was refused, because a track has gone.
        if (Carry(order, at) is not { } stated)
        {
            return;
        }

        given++;
        if (plant != Plant.Merge)
        {
            var back = Carry(FusionOrder.Reverse(stated.Number, Person, "taken back"), at);
            reversed += back is { Merge.Act: MergeAct.Reversed } ? 1 : 0;
        }
    }

    private MergeFact? Carry(FusionOrder order, Instant at)
    {
        var before = output.Facts.Count;
        sector.Step(new SectorInput(0, order, at), output);
        return output.Facts.Skip(before).OfType<MergeFact>().SingleOrDefault();
    }

    /// <summary>
    /// The tracks, and what the tracker itself merged, without numbers of facts, which the person's own words move on.
    /// What rules said between the two words stays said.
    /// </summary>
    private ImmutableArray<string> Lines() =>
    [
        .. output.Facts.OfType<MergeFact>().Where(fact => fact.Merge.By != Person)
            .Select(fact => fact with { Number = 0, Merge = fact.Merge with { Reverses = null } })
            .Select(fact => Encoding.UTF8.GetString(FactJson.Write(fact))),
        .. tracks,
    ];
}
