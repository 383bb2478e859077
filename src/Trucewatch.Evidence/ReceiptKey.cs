using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence;

/// <summary>
/// The key that signs receipts, below a data folder: <c>keys/receipts.skey</c> and <c>keys/receipts.vkey</c>. It is not
/// the log's: nothing that a device asks to be signed comes near the key of checkpoints.
/// </summary>
public static class ReceiptKey
{
    internal const string Name = "receipts";

    /// <summary>The name of the key of a log's receipts.</summary>
    /// <param name="origin">The log's name.</param>
    public static string NameOf(string origin) => origin + "/receipts";

    /// <summary>Reads the key, or draws one at the first start.</summary>
    /// <exception cref="EvidenceHaltedException">The key is there and must not be used.</exception>
    public static NoteSigner OpenOrCreate(string dataFolder, string origin)
    {
        var name = NameOf(origin);
        var skey = KeyFiles.ReadOrDraw(dataFolder, Name, () =>
        {
            using var drawn = NoteSigner.Generate(name);
            return drawn.ExportSkey();
        });
        if (!NoteSigner.TryParse(skey, out var signer) || signer!.Name != name)
        {
            throw new EvidenceHaltedException(
                $"{KeyFiles.PrivatePath(dataFolder, Name)}: expected a private key of {name}, got none or another");
        }

        KeyFiles.WritePublic(dataFolder, Name, signer.Verifier.Vkey);
        return signer;
    }
}
