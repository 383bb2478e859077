using System.Diagnostics;
using NSec.Cryptography;

namespace Trucewatch.Evidence;

/// <summary>Another implementation of Ed25519, as a program of its own.</summary>
internal static class OpenSsl
{
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "openssl")).FirstOrDefault(File.Exists);

    public static bool Verify(byte[] publicKey, byte[] text, byte[] signature)
    {
        var pem = PublicKey.Import(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey)
            .Export(KeyBlobFormat.PkixPublicKeyText);
        using var folder = new TemporaryFolder();
        string[] names = ["key.pem", "text", "signature"];
        foreach (var (name, content) in names.Zip((byte[][])[pem, text, signature]))
        {
            File.WriteAllBytes(folder.File(name), content);
        }

        using var run = Process.Start(new ProcessStartInfo(
            Find()!,
            ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "text", "-sigfile", "signature"])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        run.WaitForExit();
        return run.ExitCode == 0;
    }
}
