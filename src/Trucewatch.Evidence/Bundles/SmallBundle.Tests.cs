using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Segments;

namespace Trucewatch.Evidence.Bundles;

/// <summary>
/// A bundle of an exercise in memory: an incident's fact, one with a withheld field, and a segment. Its files have
/// 65,536 bytes together.
/// </summary>
internal sealed class SmallBundle : IDisposable
{
    public const int Bytes = 64 * 1024;

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 11))];

    public SmallBundle()
    {
        // Frames of noise do not compress, so that their number sets the length; the last bytes are found by trying.
        var frames = Bytes / 2;
        for (var tries = 0; tries < 32; tries++)
        {
            Files = Write(frames);
            var missing = Bytes - Paths.Sum(path => Files.Read(path, Bytes)!.Length);
            if (missing == 0)
            {
                return;
            }

            frames += missing;
        }

        throw new InvalidOperationException($"expected a bundle of {Bytes} bytes, got {frames} bytes of frames");
    }

    public NoteSigner Signer { get; } = NoteSigner.Generate("log.example/EXERCISE/bundle");

    public MemoryFiles Files { get; private set; } = new();

    public IReadOnlyList<string> Paths { get; private set; } = [];

    public string Policy => $"log {Signer.Verifier.Vkey}\nquorum none\n";

    public BundleCheck Check() => BundleCheck.Run(Files, Paths);

    public void CopyTo(string folder)
    {
        foreach (var path in Paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), Files.Read(path, Bytes)!);
        }
    }

    public void Dispose() => Signer.Dispose();

    private MemoryFiles Write(int frameBytes)
    {
        var segments = new MemoryFiles();
        var noise = new byte[frameBytes];
        new Random(5).NextBytes(noise);
        var writer = new SegmentWriter(segments, "trucewatch/Confidential/mission");
        writer.Append(new SegmentBatch(0, "ais-1", 0, [1], [noise.Length], noise));
        var segment = writer.Seal().Digest;

        using var log = EvidenceLog.Open(new MemoryFiles(), Signer);
        string[] payloads =
        [
            $"segment \"{segment}\"\nlabel \"mission\"\n",
            "fact \"incident\"\nincident.id \"I-0001\"\nincident.actors [\"cot:WEST-7\"]\n",
            "fact \"detection\"\ndetection.id 1\n",
        ];
        foreach (var payload in payloads)
        {
            log.Append(LeafOf(payload));
        }

        log.Seal();
        var files = new MemoryFiles();
        var bundle = new BundleWriter(files, exercise: true, Policy);
        for (var i = 0; i < payloads.Length; i++)
        {
            var fields = FieldList.Disclose(
                Key, Encoding.UTF8.GetBytes(payloads[i]), line => !line.Contains("actors", StringComparison.Ordinal));
            bundle.AddItem(
                string.Create(CultureInfo.InvariantCulture, $"fact-{i:000000}"), LeafOf(payloads[i]), fields,
                log.Prove(i));
        }

        bundle.AddBlob(segment, segments.Read(SegmentFile.PathOf(segment), Bytes * 2)!);
        bundle.Add("agreement/agreement.yaml", "name: test\n"u8.ToArray());
        bundle.Add("inputs/list", Encoding.ASCII.GetBytes($"{segment} 0 0\n"));
        var manifest = bundle.WriteManifest([("incident", "I-0001"), ("copy", "evidentiary")]);
        var sealing = $"act \"exported\"\nmanifest \"{manifest}\"\nto \"a person\"\n";
        var index = log.Append(LeafOf(sealing));
        log.Seal();
        bundle.WriteSeal(
            LeafOf(sealing),
            FieldList.Disclose(
                Key, Encoding.UTF8.GetBytes(sealing), line => !line.StartsWith("to ", StringComparison.Ordinal)),
            log.Prove(index));
        Paths = [.. bundle.Paths, .. BundleLayout.Unlisted];
        return files;
    }

    private static byte[] LeafOf(string payload) =>
        Leaf.Commit(Key, Encoding.UTF8.GetBytes(payload), exercise: true).ToBytes();
}
