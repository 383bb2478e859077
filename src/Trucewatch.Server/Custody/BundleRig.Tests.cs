using System.Text;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Hosting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Custody;

/// <summary>A data folder with the begin of the exercise, as a service leaves it, and bundles made of it.</summary>
internal sealed class BundleRig : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int bundles;

    private BundleRig(DataFolder data) => Data = data;

    public DataFolder Data { get; }

    /// <summary>A year after the exercise: no fact is too fresh for anybody.</summary>
    public SetTime Time { get; } = new() { Now = new DateTimeOffset(2031, 6, 3, 6, 0, 0, TimeSpan.Zero) };

    public static async Task<BundleRig> StartAsync(bool isServed = false)
    {
        var place = Directory.CreateTempSubdirectory("trucewatch-bundles-").FullName;
        var rig = new BundleRig(DataFolder.Open(place));
        var (feeds, batches) = ServerRig.Exercise(TimeSpan.FromMinutes(30));
        using var run = new RunAssembly(
            ServerRig.Agreement, rig.Data, feeds, exercise: true, TimeProvider.System, isServed: isServed);
        run.Pipeline.Recover(feeds);
        var running = run.Pipeline.RunAsync(CancellationToken.None);
        foreach (var batch in batches)
        {
            await run.Pipeline.Inbox.WriteAsync(batch, CancellationToken.None);
        }

        run.Pipeline.Inbox.Complete();
        await running;
        return rig;
    }

    public IPictureStore OpenStore() => SqlitePictureStore.Open(Data.Picture);

    public async Task<string> BundleAsync(Audience? audience = null, string incident = "I-0001", bool working = false)
    {
        using var store = OpenStore();
        var pack = AgreementFolder.ReadFiles(AgreementFolder.FindBundled(AgreementFolder.Bundled));
        var target = NewFolder();
        await new BundleMaker(Data, store, Time).MakeAsync(
            new BundleOrder(incident, audience ?? Audience.Mission, pack, "keeper", "Party West", working),
            target, CancellationToken.None);
        return target;
    }

    public string NewFolder() => folder.File(FormattableString.Invariant($"bundle-{++bundles}"));

    /// <summary>
    /// A bundle as a dishonest keeper of the log would make it: files and heads changed, and all of it sealed again
    /// under a key of its own, so that everything fits together.
    /// </summary>
    public string Reseal(
        string bundle, Func<string, string, string>? heads = null, Func<string, byte[], byte[]>? change = null)
    {
        using var signer = NoteSigner.Generate("log.example/dishonest");
        var from = new DiskFiles(bundle);
        var manifest = BundleManifest.TryParse(from.Read(BundleManifest.Name, 1 << 20)!)!;
        var changed = manifest.Files.ToDictionary(
            file => file.Path,
            file => (change ?? ((_, bytes) => bytes))(file.Path, from.Read(file.Path, 1 << 26)!),
            StringComparer.Ordinal);
        using var log = EvidenceLog.Open(new MemoryFiles(), signer);
        var items = BundleLayout.ItemsIn(manifest).ToList();
        var leaves = items.Select(item => new Leaf(
            manifest.IsExercise, FieldList.TryParse(changed[item + ".fields"])!.Commitment).ToBytes()).ToList();
        leaves.ForEach(leaf => log.Append(leaf));
        log.Seal();
        var target = NewFolder();
        var writer = new BundleWriter(
            new DiskFiles(target), manifest.IsExercise, $"log {signer.Verifier.Vkey}\nquorum none\n");
        for (var i = 0; i < items.Count; i++)
        {
            var name = items[i][("items/" + BundleLayout.Mark(manifest.IsExercise)).Length..];
            writer.AddItem(name, leaves[i], Encoding.UTF8.GetString(changed[items[i] + ".fields"]), log.Prove(i));
        }

        foreach (var (path, bytes) in changed.Where(file =>
            file.Key.Contains('/') && !file.Key.StartsWith("items/", StringComparison.Ordinal)))
        {
            writer.Add(path, bytes);
        }

        var digest = writer.WriteManifest(
            manifest.Heads.Select(head => (head.Name, (heads ?? ((_, value) => value))(head.Name, head.Value))));
        var sealing = Encoding.UTF8.GetBytes($"manifest \"{digest}\"\n");
        var index = log.Append(Leaf.Commit(new byte[32], sealing, manifest.IsExercise).ToBytes());
        log.Seal();
        writer.WriteSeal(
            Leaf.Commit(new byte[32], sealing, manifest.IsExercise).ToBytes(),
            FieldList.Disclose(new byte[32], sealing, _ => true), log.Prove(index));
        return target;
    }

    public void Dispose()
    {
        folder.Dispose();
        Directory.Delete(Data.Path, recursive: true);
    }
}
