using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Hosting;

/// <summary>Reads policy files of witnesses, and keeps the one that a data folder is under.</summary>
internal static class PolicyFile
{
    /// <summary>Reads a policy from a file.</summary>
    /// <exception cref="UnusableException">The file is absent or no policy; the message names the line.</exception>
    public static WitnessPolicy Read(string file) => Parse(file, ReadBytes(file));

    /// <summary>
    /// The policy of a data folder: the file that is named, which is kept for later starts, or the one that was kept;
    /// null where there was none yet.
    /// </summary>
    /// <exception cref="UnusableException">The policy does not name the folder's log.</exception>
    public static WitnessPolicy? Open(string? file, DataFolder folder, string vkey)
    {
        var kept = Path.Combine(folder.Path, WitnessPolicy.FileName);
        if (file is null && !File.Exists(kept))
        {
            return null;
        }

        var bytes = ReadBytes(file ?? kept);
        var policy = Parse(file ?? kept, bytes);
        if (!policy.Logs.Any(log => log.Key.Vkey == vkey))
        {
            throw new UnusableException($"{file ?? kept}: expected a line 'log {vkey}', which is this log, got none");
        }

        if (file is not null)
        {
            new Evidence.Files.DiskFiles(folder.Path).Write(
                [new Evidence.Files.PendingFile(WitnessPolicy.FileName, bytes)]);
        }

        return policy;
    }

    private static byte[] ReadBytes(string file)
    {
        if (!File.Exists(file))
        {
            throw new UnusableException($"{file}: expected a policy file, found none");
        }

        using var stream = File.OpenRead(file);
        var bytes = new byte[WitnessPolicy.MaxBytes + 1];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static WitnessPolicy Parse(string file, byte[] bytes)
    {
        var fault = WitnessPolicy.TryParse(bytes, out var policy, out var line);
        return policy ?? throw new UnusableException(
            FormattableString.Invariant($"{file}:{line}: expected a policy of logs and witnesses, got {fault}"));
    }
}
