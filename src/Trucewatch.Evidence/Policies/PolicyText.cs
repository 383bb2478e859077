using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Witnessing;

namespace Trucewatch.Evidence.Policies;

/// <summary>
/// Reads the text of a policy, line by line: <c>log VKEY [URL]</c>, <c>witness NAME VKEY [URL]</c>,
/// <c>group NAME all|any|K MEMBER...</c>, <c>quorum NAME|none</c>; empty lines and lines that start with # say nothing.
/// </summary>
internal sealed class PolicyText
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not ('\n' or '\t')).Select(c => (char)c), '\u007f']);

    private readonly List<PolicyLog> _logs = [];
    private readonly List<PolicyWitness> _witnesses = [];
    private readonly List<PolicyGroup> _groups = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _logKeys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _witnessKeys = new(StringComparer.Ordinal);
    private string? _quorum;

    public static PolicyFault TryParse(ReadOnlySpan<byte> file, out WitnessPolicy? policy, out int line)
    {
        (policy, line) = (null, 0);
        if (file.Length > WitnessPolicy.MaxBytes)
        {
            return PolicyFault.TooLong;
        }

        if (!Utf8.IsValid(file))
        {
            return PolicyFault.NotUtf8;
        }

        var text = Encoding.UTF8.GetString(file);
        var reading = new PolicyText();
        foreach (var words in text.Split('\n'))
        {
            line++;
            if (words.AsSpan().ContainsAny(Controls))
            {
                return PolicyFault.ControlCharacter;
            }

            var fault = reading.Take(words.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
            if (fault != PolicyFault.None)
            {
                return fault;
            }
        }

        if (text.Length > 0 && !text.EndsWith('\n'))
        {
            return PolicyFault.NoLineFeed;
        }

        line = 0;
        if (reading._quorum is null)
        {
            return PolicyFault.NoQuorum;
        }

        policy = new WitnessPolicy(reading._logs, reading._witnesses, reading._groups, reading._quorum);
        return PolicyFault.None;
    }

    private PolicyFault Take(string[] words) => words switch
    {
        [] => PolicyFault.None,
        [var first, ..] when first.StartsWith('#') => PolicyFault.None,
        ["log", var vkey] => TakeLog(vkey, null),
        ["log", var vkey, var url] => TakeLog(vkey, url),
        ["witness", var name, var vkey] => TakeWitness(name, vkey, null),
        ["witness", var name, var vkey, var url] => TakeWitness(name, vkey, url),
        ["group", var name, var threshold, .. var members] when members.Length > 0 =>
            TakeGroup(name, threshold, members),
        ["quorum", var name] => TakeQuorum(name),
        _ => PolicyFault.BadLine,
    };

    private PolicyFault TakeLog(string vkey, string? url)
    {
        if (!NoteVerifier.TryParse(vkey, out var key))
        {
            return PolicyFault.BadLogKey;
        }

        if (!TryReadUrl(url, out var address))
        {
            return PolicyFault.BadUrl;
        }

        if (!_logKeys.Add(Convert.ToHexStringLower(key!.PublicKey)))
        {
            return PolicyFault.DuplicateKey;
        }

        _logs.Add(new PolicyLog(key, address));
        return _logs.Count > WitnessPolicy.MaxLogs ? PolicyFault.TooManyLogs : PolicyFault.None;
    }

    private PolicyFault TakeWitness(string name, string vkey, string? url)
    {
        if (!CosignatureVerifier.TryParse(vkey, out var key))
        {
            return PolicyFault.BadWitnessKey;
        }

        if (!TryReadUrl(url, out var address))
        {
            return PolicyFault.BadUrl;
        }

        if (!_witnessKeys.Add(Convert.ToHexStringLower(key!.PublicKey)))
        {
            return PolicyFault.DuplicateKey;
        }

        if (!TryDefine(name))
        {
            return PolicyFault.NameTaken;
        }

        _witnesses.Add(new PolicyWitness(name, key, address));
        return _witnesses.Count > WitnessPolicy.MaxWitnesses ? PolicyFault.TooManyWitnesses : PolicyFault.None;
    }

    private PolicyFault TakeGroup(string name, string threshold, string[] members)
    {
        if (!members.All(_names.Contains))
        {
            return PolicyFault.UnknownName;
        }

        if (!members.All(_members.Add))
        {
            return PolicyFault.MemberTaken;
        }

        if (!TryDefine(name))
        {
            return PolicyFault.NameTaken;
        }

        var enough = threshold switch { "all" => members.Length, "any" => 1, _ => ReadCount(threshold) };
        if (enough < 1 || enough > members.Length)
        {
            return PolicyFault.BadThreshold;
        }

        _groups.Add(new PolicyGroup(name, enough, members));
        return _groups.Count > WitnessPolicy.MaxGroups ? PolicyFault.TooManyGroups : PolicyFault.None;
    }

    private PolicyFault TakeQuorum(string name)
    {
        if (_quorum is not null)
        {
            return PolicyFault.SecondQuorum;
        }

        _quorum = name;
        return name == WitnessPolicy.NoQuorum || _names.Contains(name) ? PolicyFault.None : PolicyFault.UnknownName;
    }

    private bool TryDefine(string name) => name != WitnessPolicy.NoQuorum && _names.Add(name);

    private static int ReadCount(string text) =>
        text[0] != '0' && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;

    private static bool TryReadUrl(string? text, out Uri? url)
    {
        url = null;
        return text is null || (Uri.TryCreate(text, UriKind.Absolute, out url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.UserInfo.Length == 0 && url.Query.Length == 0 && url.Fragment.Length == 0);
    }
}
