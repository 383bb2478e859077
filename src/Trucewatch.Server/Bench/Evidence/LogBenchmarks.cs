using System.Buffers.Binary;
using System.Diagnostics;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Merkle;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Server.Bench.Evidence;

/// <summary>How fast entries become durable and signed, and how fast a root is found again.</summary>
internal static class LogBenchmarks
{
    /// <summary>What comes between two checkpoints, in a quarter of a second, at 20,000 entries a second.</summary>
    private const int SealedAtOnce = 5_000;

    private const int EntryBytes = 1024;
    private const int LeafBytes = 64;
    private const int Leaves = 1 << 20;

    public static readonly Benchmark Append = new(
        "log-append",
        "entries of 1,024 bytes that are stored, read back, hashed a second way and under a signed checkpoint, 5,000 "
        + "to a checkpoint; p99_to_checkpoint_ms is the time from the first of them until the checkpoint is on stable "
        + "storage",
        AppendTrials);

    public static readonly Benchmark Root = new(
        "log-root",
        "leaves of 64 bytes in memory, a million to a root, on all processors",
        () =>
        {
            var entries = new byte[Leaves * LeafBytes];
            new Random(7).NextBytes(entries);
            return [new Trial("log-root", Leaves, _ => MerkleTree.RootOfEntries(entries, LeafBytes).GetHashCode())];
        });

    private static IEnumerable<Trial> AppendTrials()
    {
        var folder = Directory.CreateTempSubdirectory("trucewatch-log-append-");
        using var signer = NoteSigner.Generate("bench.example/log");
        using var log = EvidenceLog.Open(folder.FullName, signer);
        var entry = new byte[EntryBytes];
        new Random(7).NextBytes(entry);
        var taken = new List<double>();
        try
        {
            yield return new Trial("log-append", SealedAtOnce, batch =>
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < SealedAtOnce; i++)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(entry, (batch * SealedAtOnce) + i);
                    log.Append(entry);
                }

                var size = log.Seal().Size;
                taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                return size;
            })
            {
                Figures = () =>
                [
                    ("p99_to_checkpoint_ms", Math.Round(taken.Order().ElementAt(taken.Count * 99 / 100), 3)),
                ],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
