using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Tracks;
using Trucewatch.Simulation.Swarm;

namespace Trucewatch.Simulation.Checks;

/// <summary>A frame as it was sent or recorded.</summary>
/// <param name="At">Receive time.</param>
/// <param name="Bytes">The frame without its separator.</param>
public readonly record struct KeptFrame(Instant At, ReadOnlyMemory<byte> Bytes);

/// <summary>What one play of a trial through the whole program came to.</summary>
/// <param name="Recorded">Frames of each feed as the record holds them, by sequence number.</param>
/// <param name="Facts">All facts in order.</param>
/// <param name="Tracks">Newest state of every track.</param>
/// <param name="Hash">Hash over all output.</param>
/// <param name="Findings">What the check of the evidence found wrong.</param>
/// <param name="LogSize">Entries in the evidence log.</param>
/// <param name="Segments">Sealed segments.</param>
/// <param name="Lost">What was judged and was gone after a fault of the disk, or a fault that nobody noticed.</param>
public sealed record Rehearsal(
    ImmutableSortedDictionary<string, ImmutableArray<KeptFrame>> Recorded,
    ImmutableArray<Fact> Facts,
    ImmutableArray<TrackRecordLine> Tracks,
    string Hash,
    ImmutableArray<string> Findings,
    long LogSize,
    int Segments,
    ImmutableArray<string> Lost);

/// <summary>A track's newest state in one line of text that names no track number.</summary>
/// <param name="Text">Identity, branch, time, place and motion, bit by bit.</param>
public readonly record struct TrackRecordLine(string Text)
{
    /// <summary>The line of a state.</summary>
    public static TrackRecordLine Of(in TrackUpdate state) => new(FormattableString.Invariant(
        $"{state.Identity}#{state.Branch} {state.At} {Bits(state.Position.LatitudeDeg)} ")
        + FormattableString.Invariant($"{Bits(state.Position.LongitudeDeg)} {Bits(state.EastMps)} ")
        + FormattableString.Invariant($"{Bits(state.NorthMps)} {Bits(state.PositionError.EastM2)} {state.Standing}"));

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16", null);
}

/// <summary>
/// A record stepped with and without a person's word that two tracks are one object, or two, which is taken back.
/// </summary>
/// <param name="Plain">What comes out without it: what the tracker merges, without numbers of facts, and the tracks.
/// </param>
/// <param name="TakenBack">The same with it, without the facts that state the person's word itself.</param>
/// <param name="Words">How often the person's word was taken, and how often taken back.</param>
public sealed record MergeRehearsal(
    ImmutableArray<string> Plain, ImmutableArray<string> TakenBack, (int Given, int Reversed) Words);

/// <summary>All plays of one trial.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Sent">Frames of each feed as they were sent, by sequence number.</param>
/// <param name="Live">The play with stops in between.</param>
/// <param name="Replay">The record of it, cut into other batches, in a folder of its own.</param>
/// <param name="Shuffled">The record with frames of one receive time in another order of feeds.</param>
/// <param name="Swapped">The same world in which the parties have changed places.</param>
/// <param name="Merging">The record with a merge that is taken back.</param>
public sealed record Rehearsals(
    Trial Trial,
    ImmutableSortedDictionary<string, ImmutableArray<KeptFrame>> Sent,
    Rehearsal Live,
    Rehearsal Replay,
    Rehearsal Shuffled,
    Rehearsal Swapped,
    MergeRehearsal Merging);
