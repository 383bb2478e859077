using System.Security.Cryptography;

namespace Trucewatch.Evidence.Witnessing;

/// <summary>
/// The witness's own key below its data folder: <c>keys/witness.skey</c> and <c>keys/witness.vkey</c>. It is no log's
/// key, and lies on no log's machine.
/// </summary>
public static class WitnessKey
{
    private const string File = "witness";

    /// <summary>Reads the key, or draws one at the first start.</summary>
    /// <param name="dataFolder">The witness's data folder.</param>
    /// <param name="name">
    /// The name of a key that is drawn; without one it gets randomness of its own, so that no two witnesses share one.
    /// </param>
    /// <exception cref="EvidenceHaltedException">The key is there and must not be used, or has another
    /// name.</exception>
    public static Cosigner OpenOrCreate(string dataFolder, string? name = null)
    {
        var skey = KeyFiles.ReadOrDraw(dataFolder, File, () =>
        {
            using var drawn = Cosigner.Generate(
                name ?? NewName("witness"));
            return drawn.ExportSkey();
        });
        var path = KeyFiles.PrivatePath(dataFolder, File);
        if (!Cosigner.TryParse(skey, out var cosigner))
        {
            throw new EvidenceHaltedException(
                $"{path}: expected a private key of this witness's own, got none or a known one");
        }

        if (name is not null && cosigner!.Name != name)
        {
            throw new EvidenceHaltedException($"{path}: expected a key of {name}, got one of {cosigner.Name}");
        }

        KeyFiles.WritePublic(dataFolder, File, cosigner!.Verifier.Vkey);
        return cosigner;
    }

    /// <summary>The key of a mirror, whose name says what it is.</summary>
    /// <exception cref="EvidenceHaltedException">The key is there and must not be used, is no mirror's, or has another
    /// name.</exception>
    public static Cosigner OpenOrCreateMirror(string dataFolder, string? name = null)
    {
        var drawn = KeyFiles.ReadPublic(dataFolder, File) is null && name is null ? NewName("mirror") : name;
        var cosigner = OpenOrCreate(dataFolder, drawn);
        return Mirroring.MirrorName.IsOne(cosigner.Name)
            ? cosigner
            : throw new EvidenceHaltedException(
                $"{cosigner.Name}: expected the name of a mirror, whose last part begins with 'mirror'");
    }

    private static string NewName(string kind) =>
        $"trucewatch.invalid/{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
}
