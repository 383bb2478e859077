using System.Security.Cryptography.X509Certificates;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Policies;

namespace Trucewatch.Verifier;

/// <summary>What a run is asked to check: bytes that were read within their limits, and whom to trust.</summary>
internal sealed class VerifyArguments
{
    private const int MaxEntryBytes = 65_535;
    private const int MaxStampBytes = 1024 * 1024;

    private static readonly string[] known =
        ["--entry", "--vkey", "--policy", "--payload", "--key", "--stamp", "--authority"];

    /// <summary>The folder of a bundle, or null: one proof.</summary>
    public string? Bundle { get; private set; }

    public byte[] Proof { get; private set; } = [];

    public byte[] Entry { get; private set; } = [];

    public byte[]? Payload { get; private set; }

    public byte[]? Key { get; private set; }

    /// <summary>A time stamp of the proof's checkpoint, or null.</summary>
    public byte[]? Stamp { get; private set; }

    /// <summary>Whose time stamps are trusted.</summary>
    public X509Certificate2Collection Authorities { get; } = [];

    /// <summary>Whom to trust; null where a bundle's own keys are to be used.</summary>
    public WitnessPolicy? Policy { get; private set; }

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
                    return $"expected one bundle or proof, got '{place}' and '{word}'";
                }

                place = word;
            }
            else if (!known.Contains(word, StringComparer.Ordinal)
                || ++i == args.Length
                || !options.TryAdd(word, args[i]))
            {
                return $"{word}: expected an option that is known, given once, with its value; see --help";
            }
        }

        if (place is null)
        {
            return "expected a bundle or a proof, got none; see --help";
        }

        try
        {
            if (!Directory.Exists(place))
            {
                return arguments.ReadProof(place, options) ?? arguments.ReadPolicy(options, isNeeded: true);
            }

            arguments.Bundle = place;
            return options.Keys.Any(name => name is not ("--policy" or "--vkey"))
                ? "expected of a bundle no option but --policy or --vkey"
                : arguments.ReadPolicy(options, isNeeded: false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException)
        {
            return unreadable.Message;
        }
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

    private string? ReadProof(string proof, Dictionary<string, string> options)
    {
        if (!options.TryGetValue("--entry", out var entry))
        {
            return "--entry: expected the file with the exact bytes of the entry, got none";
        }

        if (options.ContainsKey("--payload") != options.ContainsKey("--key"))
        {
            return "--payload and --key: expected both or neither, got one";
        }

        if (options.TryGetValue("--stamp", out var stamp) != options.TryGetValue("--authority", out var authority))
        {
            return "--stamp and --authority: expected both or neither, got one";
        }

        if (stamp is not null)
        {
            Stamp = ReadLimited(stamp, MaxStampBytes);
            Authorities.ImportFromPem(Encoding.UTF8.GetString(ReadLimited(authority!, MaxStampBytes)));
        }

        Proof = ReadLimited(proof, TlogProof.MaxBytes);
        Entry = ReadLimited(entry, MaxEntryBytes);
        if (!options.TryGetValue("--payload", out var payload))
        {
            return null;
        }

        Payload = ReadLimited(payload, FieldList.MaxBytes);
        var hex = Encoding.UTF8.GetString(ReadLimited(options["--key"], MaxEntryBytes)).TrimEnd('\n');
        if (hex.Length != 2 * Leaf.KeyBytes || hex.AsSpan().ContainsAnyExcept("0123456789abcdef"))
        {
            return $"{options["--key"]}: expected 64 lower-case hexadecimal digits, got something else";
        }

        Key = Convert.FromHexString(hex);
        return null;
    }

    private string? ReadPolicy(Dictionary<string, string> options, bool isNeeded)
    {
        var hasKey = options.TryGetValue("--vkey", out var vkey);
        if (options.TryGetValue("--policy", out var path) == hasKey)
        {
            return hasKey || isNeeded ? "expected whom to trust by --policy or --vkey, one of them" : null;
        }

        var text = hasKey ? Encoding.UTF8.GetBytes($"log {vkey}\nquorum none\n")
            : ReadLimited(path!, WitnessPolicy.MaxBytes);
        var fault = WitnessPolicy.TryParse(text, out var policy, out var line);
        Policy = policy;
        return policy is { Logs.Count: > 0 } ? null : hasKey
            ? $"--vkey: expected a log's key as name+id+base64, got '{vkey}'"
            : FormattableString.Invariant(
                $"{path}:{line}: expected a policy with a log, got {(policy is null ? fault.ToString() : "none")}");
    }
}
