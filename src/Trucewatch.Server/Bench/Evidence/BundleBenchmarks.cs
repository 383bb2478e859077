using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;

namespace Trucewatch.Server.Bench.Evidence;

/// <summary>How fast a bundle is checked from end to end.</summary>
internal static class BundleBenchmarks
{
    /// <summary>Segments of the bundle, a mebibyte of incompressible frames each.</summary>
    private const int Segments = 64;

    private const int SegmentBytes = 1 << 20;

    public static readonly Benchmark Check = new(
        "bundle-check",
        "bytes of a bundle of 64 MiB on disk that is checked as trucewatch-verify does, on all processors",
        CheckTrials);

    private static IEnumerable<Trial> CheckTrials()
    {
        var folder = Directory.CreateTempSubdirectory("trucewatch-bundle-check-");
        try
        {
            Write(folder.FullName, Segments);
            var files = new DiskFiles(folder.FullName);
            var paths = files.List("");
            yield return new Trial("bundle-check", Segments * SegmentBytes, _ =>
            {
                var check = BundleCheck.Run(files, paths);
                return check.Holds ? check.Steps.Count : throw new InvalidDataException("the bundle does not hold");
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Writes a bundle of so many segments.</summary>
    internal static void Write(string folder, int segments)
    {
        using var signer = NoteSigner.Generate("bench.example/bundle");
        using var log = EvidenceLog.Open(new MemoryFiles(), signer);
        var bundle = new BundleWriter(
            new DiskFiles(folder), exercise: false, $"log {signer.Verifier.Vkey}\nquorum none\n");
        var noise = new byte[SegmentBytes];
        var (random, key) = (new Random(7), new byte[Leaf.KeyBytes]);
        var payloads = new List<byte[]>();
        for (var i = 0; i < segments; i++)
        {
            random.NextBytes(noise);
            var store = new MemoryFiles();
            var writer = new SegmentWriter(store, "bench");
            writer.Append(new SegmentBatch(i, "ais-1", i, [i], [noise.Length], noise));
            var digest = writer.Seal().Digest;
            bundle.AddBlob(digest, store.Read(SegmentFile.PathOf(digest), SegmentLimits.MaxFileBytes)!);
            payloads.Add(System.Text.Encoding.ASCII.GetBytes($"segment \"{digest}\"\n"));
            log.Append(Leaf.Commit(key, payloads[^1], exercise: false).ToBytes());
        }

        log.Seal();
        for (var i = 0; i < segments; i++)
        {
            bundle.AddItem(
                FormattableString.Invariant($"segment-{i:000000}"), log.ReadEntry(i),
                FieldList.Disclose(key, payloads[i], _ => true), log.Prove(i));
        }

        var manifest = bundle.WriteManifest([("incident", "bench")]);
        var payload = System.Text.Encoding.ASCII.GetBytes($"manifest \"{manifest}\"\n");
        var leaf = Leaf.Commit(key, payload, exercise: false).ToBytes();
        var index = log.Append(leaf);
        log.Seal();
        bundle.WriteSeal(leaf, FieldList.Disclose(key, payload, _ => true), log.Prove(index));
    }
}
