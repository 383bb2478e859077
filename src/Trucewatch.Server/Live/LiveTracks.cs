using System.Threading.Channels;
using Trucewatch.Domain;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Server.Live;

/// <summary>
/// The newest state of every track, and who has seen which. Changes are coalesced per track, so that a slow reader
/// gets fewer states and never an old one; each reader's queue is one bit.
/// </summary>
internal sealed class LiveTracks(bool exercise = false)
{
    public const int MaxReaders = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<int, (TrackUpdate State, long Version, long NameVersion)> newest = [];
    private readonly List<Channel<bool>> readers = [];
    private long version;

    /// <summary>Number of tracks that a reader may see.</summary>
    public int Count(Func<TrackId, bool> shows)
    {
        lock (gate)
        {
            return newest.Keys.Count(track => shows(new TrackId(track)));
        }
    }

    /// <summary>Takes in committed states, in order.</summary>
    public void Publish(IReadOnlyList<TrackUpdate> updates)
    {
        if (updates.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            version++;
            foreach (var update in updates)
            {
                var known = newest.TryGetValue(update.Id.Value, out var old);
                var renamed = !known || old.State.Description != update.Description || old.State.Class != update.Class;
                newest[update.Id.Value] = (update, version, renamed ? version : old.NameVersion);
            }

            foreach (var reader in readers)
            {
                reader.Writer.TryWrite(true);
            }
        }
    }

    /// <summary>Adds a reader: the channel says that something changed. Null when there are too many.</summary>
    public Channel<bool>? Join()
    {
        lock (gate)
        {
            if (readers.Count >= MaxReaders)
            {
                return null;
            }

            var reader = Channel.CreateBounded<bool>(
                new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
            reader.Writer.TryWrite(true);
            readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Removes a reader.</summary>
    public void Leave(Channel<bool> reader)
    {
        lock (gate)
        {
            readers.Remove(reader);
        }
    }

    /// <summary>
    /// What changed since a version: the message with names (null for none), that with states, the new version.
    /// </summary>
    /// <param name="since">The version that the reader has.</param>
    /// <param name="now">Time of the floor.</param>
    /// <param name="shows">True for a track that the reader may see.</param>
    public (byte[]? Names, byte[] Updates, long Version) Changes(
        long since, Instant now, Func<TrackId, bool> shows)
    {
        lock (gate)
        {
            var states = new List<TrackUpdate>();
            var named = new List<TrackUpdate>();
            foreach (var (_, entry) in newest)
            {
                if (entry.Version > since && shows(entry.State.Id))
                {
                    states.Add(entry.State);
                    if (entry.NameVersion > since)
                    {
                        named.Add(entry.State);
                    }
                }
            }

            var names = named.Count == 0 ? null : Names(named);
            return (Marked(names), Marked(Updates(states, now))!, version);
        }
    }

    /// <summary>The newest states, by track number.</summary>
    public IReadOnlyList<TrackUpdate> Newest()
    {
        lock (gate)
        {
            return [.. newest.Values.Select(entry => entry.State).OrderBy(state => state.Id.Value)];
        }
    }

    private byte[]? Marked(byte[]? message)
    {
        if (message is not null && exercise)
        {
            message[0] |= TrackWire.ExerciseBit;
        }

        return message;
    }

    private static byte[] Names(List<TrackUpdate> states)
    {
        var message = new byte[1 + (states.Count * (8 + TrackWire.MaxNameBytes))];
        message[0] = TrackWire.NamesKind;
        var length = 1;
        foreach (var state in states)
        {
            length += TrackWire.WriteName(message.AsSpan(length), state);
        }

        return message[..length];
    }

    private static byte[] Updates(List<TrackUpdate> states, Instant now)
    {
        var message = new byte[TrackWire.UpdatesHeadBytes + (states.Count * TrackWire.UpdateBytes)];
        TrackWire.WriteUpdatesHead(message, now);
        for (var index = 0; index < states.Count; index++)
        {
            TrackWire.WriteUpdate(
                message.AsSpan(TrackWire.UpdatesHeadBytes + (index * TrackWire.UpdateBytes)), states[index]);
        }

        return message;
    }
}
