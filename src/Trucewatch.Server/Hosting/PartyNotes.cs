using System.Text;
using Trucewatch.Evidence.Notes;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Hosting;

/// <summary>Signs and checks the notes of parties with the evidence room's own code.</summary>
internal static class PartyNotes
{
    /// <summary>True when the note carries a good signature of the verifier key.</summary>
    public static bool Verify(string vkey, string note) =>
        NoteVerifier.TryParse(vkey, out var verifier)
        && Note.TryOpen(Encoding.UTF8.GetBytes(note), verifier!, out _) == NoteFault.None;

    /// <summary>A party's key from a file; drawn, with its public half beside it, where there is none.</summary>
    /// <exception cref="UnusableException">The file holds no key, or others can read it.</exception>
    public static NoteSigner OpenKey(string file, string name)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!File.Exists(file))
        {
            using var drawn = NoteSigner.Generate(name);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using var stream = new FileStream(file, options);
            stream.Write(Encoding.UTF8.GetBytes(drawn.ExportSkey() + "\n"));
            File.WriteAllText(file + ".pub", drawn.Verifier.Vkey + "\n");
        }
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new UnusableException($"{file}: expected file mode 0600, got {File.GetUnixFileMode(file)}");
        }

        return NoteSigner.TryParse(File.ReadAllText(file).TrimEnd('\n'), out var signer)
            ? signer!
            : throw new UnusableException($"{file}: expected a private key made by this command, got something else");
    }
}
