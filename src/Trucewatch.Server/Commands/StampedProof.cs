using Trucewatch.Evidence;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Commands;

/// <summary>
/// A proof under the oldest checkpoint that covers an entry and that an authority stamped with its time.
/// </summary>
internal static class StampedProof
{
    /// <summary>Writes the proof, and the authority's answer into a file beside it.</summary>
    /// <exception cref="UnusableException">No stamp covers the entry.</exception>
    public static int Write(string data, long index, string file, TextWriter output, TextWriter error)
    {
        var log = LogReader.Open(data);
        var stamped = new StampBook(data).OldestOf(index, log.Verifier) ?? throw new UnusableException(
            FormattableString.Invariant($"{data}: expected a time stamp that covers entry {index}, got none"));
        output.Write(log.Prove(index, stamped.Checkpoint).Proof.ToText());
        File.WriteAllBytes(file, stamped.Reply);
        error.WriteLine(Words(stamped));
        return CommandTable.Done;
    }

    /// <summary>Says on standard error whether a stamp covers an entry.</summary>
    public static void Say(string data, long index, TextWriter error)
    {
        var log = LogReader.Open(data);
        error.WriteLine(new StampBook(data).OldestOf(index, log.Verifier) is { } stamped
            ? Words(stamped)
            : "not time-stamped");
    }

    private static string Words(StampedCheckpoint stamped) => FormattableString.Invariant(
        $"time-stamped by {stamped.Authority} at {stamped.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, up to entry {
            stamped.Checkpoint.Size - 1}");
}
