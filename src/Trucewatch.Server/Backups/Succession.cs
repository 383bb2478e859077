using System.Security.Cryptography;
using Trucewatch.Domain;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Server.Hosting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Backups;

/// <summary>
/// Ends the log of a restored data folder and begins another under a key of its own: the safe way on where nobody can
/// say what the old log signed last. The first entry of the new log says which log it succeeds, after how many entries,
/// and why; then all that the record holds is sealed anew. The old log stays beside it, without its private key.
/// </summary>
internal static class Succession
{
    /// <summary>Where logs that went before lie, below the data folder: each like a data folder of its own.</summary>
    public const string Folder = "former";

    /// <summary>Does it, and gives the new log's public key.</summary>
    public static string Begin(string path, string by, string? words, TimeProvider time)
    {
        var old = LogReader.Open(path);
        var (vkey, head) = (old.Verifier.Vkey, old.ReadCheckpoint().Head);
        PutAside(path, old.Verifier);
        var folder = DataFolder.Open(path);
        PictureFile.Unseal(folder.Picture, fromIndex: 0);
        using var signer = folder.OpenSigner();
        using (var store = SqlitePictureStore.Open(folder.Picture))
        {
            var act = new Act(
                ActKind.Succeeded, Instant.FromUnixSeconds(time.GetUtcNow().ToUnixTimeSeconds()), by, null, [Act.All],
                Policy: FormattableString.Invariant($"{vkey} size {head.Size} root {head.Root.ToBase64()}"),
                Words: words);
            SealFirst(folder, store, signer, act);
            using var publisher = new Publisher(folder, store, signer);
            publisher.PublishAll();
        }

        PictureFile.Fold(folder.Picture);
        return signer.Verifier.Vkey;
    }

    private static void PutAside(string path, NoteVerifier key)
    {
        var former = Path.Combine(
            path, Folder, Digest.Of(System.Text.Encoding.UTF8.GetBytes(key.Vkey)).ToHex()[..16]);
        Directory.CreateDirectory(Path.Combine(former, "keys"));
        Directory.Move(Path.Combine(path, "log"), Path.Combine(former, "log"));
        File.Move(Path.Combine(path, "keys", "log.vkey"), Path.Combine(former, "keys", "log.vkey"));
        File.Delete(Path.Combine(path, "keys", "log.skey"));
        var policy = Path.Combine(path, WitnessPolicy.FileName);
        if (File.Exists(policy))
        {
            // It names the old log; the parties have to agree on one that names the new.
            File.Move(policy, Path.Combine(former, WitnessPolicy.FileName));
        }
    }

    private static void SealFirst(DataFolder folder, SqlitePictureStore store, NoteSigner signer, Act act)
    {
        var (payload, key) = (ActJson.Write(act), RandomNumberGenerator.GetBytes(Leaf.KeyBytes));
        var number = store.AddAct(payload, key);
        using var log = EvidenceLog.Open(new DiskFiles(folder.Log), signer);
        var index = log.Append(
            Leaf.Commit(key, FieldList.TextOf(payload), ExerciseMark.IsIn(signer.Name)).ToBytes());
        log.Seal();
        store.MarkActsSealed([(number, index)]);
    }
}
