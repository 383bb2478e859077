using Trucewatch.Evidence.Notes;

namespace Trucewatch.Evidence;

/// <summary>
/// The log's key below a data folder: <c>keys/log.skey</c>, for the owner's eyes only, and <c>keys/log.vkey</c>, to be
/// handed to everyone.
/// </summary>
public static class LogKey
{
    internal const string Name = "log";
    internal const string PublicName = Name + ".vkey";

    /// <summary>
    /// Reads the key, or draws one at the first start. A key that others can read, that everybody knows, or that is of
    /// another origin is refused.
    /// </summary>
    /// <exception cref="EvidenceHaltedException">The key is there and must not be used.</exception>
    public static NoteSigner OpenOrCreate(string dataFolder, string origin)
    {
        var skey = KeyFiles.ReadOrDraw(dataFolder, Name, () =>
        {
            using var drawn = NoteSigner.Generate(origin);
            return drawn.ExportSkey();
        });
        var path = KeyFiles.PrivatePath(dataFolder, Name);
        if (!NoteSigner.TryParse(skey, out var signer))
        {
            throw new EvidenceHaltedException(
                $"{path}: expected a private key of this log's own, got none or a known one");
        }

        if (signer!.Name != origin)
        {
            throw new EvidenceHaltedException($"{path}: expected a key of {origin}, got one of {signer.Name}");
        }

        KeyFiles.WritePublic(dataFolder, Name, signer.Verifier.Vkey);
        return signer;
    }
}
