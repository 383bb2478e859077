using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Policies;

namespace Trucewatch.Verifier;

/// <summary>What a run is asked to check: bytes that were read within their limits, and the key to trust.</summary>
internal sealed class VerifyArguments
{
    public const int MaxPayloadBytes = 64 * 1024 * 1024;

    private const int MaxEntryBytes = 65_535;
    private const int MaxProofBytes = 256 * 1024;
    private const int MaxTextBytes = 64 * 1024;
    private const string ProofName = "proof.tlog-proof";

    private static readonly string[] FolderNames = [ProofName, "entry", "payload", "key", "vkey"];

    public byte[] Proof { get; private set; } = [];

    public byte[] Entry { get; private set; } = [];

    public byte[]? Payload { get; private set; }

    public byte[]? Key { get; private set; }

    /// <summary>The one log that is trusted, or null: those of the policy are.</summary>
    public NoteVerifier? Log { get; private set; }

    /// <summary>The policy of logs and witnesses, or null.</summary>
    public WitnessPolicy? Policy { get; private set; }

    /// <summary>True where nobody but the folder itself vouches for the key.</summary>
    public bool KeyIsTheFoldersOwn { get; private set; }

    /// <summary>Names in the folder that nothing authenticates.</summary>
    public IReadOnlyList<string> UnknownFiles { get; private set; } = [];

    /// <summary>Reads the command line and its files, or says in one line why that cannot be.</summary>
    public static string? TryRead(string[] args, out VerifyArguments arguments)
    {
        arguments = new VerifyArguments();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        string? place = null;
        for (var i = 0; i < args.Length; i++)
        {
            var word = args[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                if (place is not null)
                {
                    return $"expected one proof or folder, got '{place}' and '{word}'";
                }

                place = word;
            }
            else if (word is not ("--entry" or "--vkey" or "--policy" or "--payload" or "--key")
                || ++i == args.Length
                || !options.TryAdd(word, args[i]))
            {
                return $"{word}: expected an option that is known, given once, with its value; see --help";
            }
        }

        if (place is null)
        {
            return "expected a proof or a folder, got none; see --help";
        }

        if (Directory.Exists(place))
        {
            arguments.UnknownFiles = AddFolder(place, options);
        }
        else
        {
            options["--proof"] = place;
        }

        try
        {
            return arguments.ReadFiles(options) ?? arguments.ReadLog(options);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message;
        }
    }

    /// <summary>Takes the files of a folder where the command line names no others.</summary>
    private static List<string> AddFolder(string folder, Dictionary<string, string> options)
    {
        options["--proof"] = Path.Combine(folder, ProofName);
        foreach (var name in (string[])["entry", "payload", "key"])
        {
            var path = Path.Combine(folder, name);
            if (name == "entry" || File.Exists(path))
            {
                options.TryAdd("--" + name, path);
            }
        }

        if (File.Exists(Path.Combine(folder, "vkey")))
        {
            options["--vkey-file"] = Path.Combine(folder, "vkey");
        }

        return [.. Directory.EnumerateFileSystemEntries(folder)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !FolderNames.Contains(name, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    private static byte[] ReadLimited(string path, int maxBytes)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > maxBytes)
        {
            throw new IOException(
                FormattableString.Invariant($"{path}: expected at most {maxBytes} bytes, got {stream.Length}"));
        }

        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string ReadLine(string path) =>
        System.Text.Encoding.UTF8.GetString(ReadLimited(path, MaxTextBytes)).TrimEnd('\n');

    private string? ReadFiles(Dictionary<string, string> options)
    {
        if (!options.TryGetValue("--entry", out var entry))
        {
            return "--entry: expected the file with the exact bytes of the entry, got none";
        }

        if (options.ContainsKey("--payload") != options.ContainsKey("--key"))
        {
            return "--payload and --key: expected both or neither, got one";
        }

        Proof = ReadLimited(options["--proof"], MaxProofBytes);
        Entry = ReadLimited(entry, MaxEntryBytes);
        if (!options.TryGetValue("--payload", out var payload))
        {
            return null;
        }

        Payload = ReadLimited(payload, MaxPayloadBytes);
        var hex = ReadLine(options["--key"]);
        if (hex.Length != 2 * Evidence.Leaf.KeyBytes || hex.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            return $"{options["--key"]}: expected 64 lower-case hexadecimal digits, got something else";
        }

        Key = Convert.FromHexString(hex);
        return null;
    }

    private string? ReadLog(Dictionary<string, string> options)
    {
        options.TryGetValue("--vkey", out var vkey);
        if (options.TryGetValue("--policy", out var policy))
        {
            if (vkey is not null)
            {
                return "--policy and --vkey: expected one of the two, got both";
            }

            var fault = WitnessPolicy.TryParse(ReadLimited(policy, WitnessPolicy.MaxBytes), out var read, out var line);
            if (read is null || read.Logs.Count == 0)
            {
                return FormattableString.Invariant(
                    $"{policy}:{line}: expected a policy with a log, got {(read is null ? fault.ToString() : "none")}");
            }

            Policy = read;
        }

        var own = options.TryGetValue("--vkey-file", out var file) ? ReadLine(file) : null;
        if (Policy is not null)
        {
            return own is not null && !Policy.Logs.Any(log => log.Key.Vkey == own)
                ? $"{file}: expected the key of a log of the policy, got {own}"
                : null;
        }

        KeyIsTheFoldersOwn = vkey is null;
        vkey ??= own;
        if (vkey is null || !NoteVerifier.TryParse(vkey, out var log))
        {
            return $"expected the log's key as name+id+base64 by --vkey, --policy or a file vkey, got '{vkey}'";
        }

        Log = log;
        return own is not null && own != vkey
            ? $"{file}: expected the key that was asked for, got {own}"
            : null;
    }
}
