using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Agreements;

namespace Trucewatch.Watch.Rules;

/// <summary>
/// Reads a map of settings by name. Each fault becomes a problem with its line, what was expected and what was got;
/// names that nobody asked for are problems too, so that a misspelt setting is never silently ignored.
/// </summary>
internal sealed class SettingsReader
{
    private readonly Action<int, string> refuse;
    private readonly PackNode.Mapping map;
    private readonly string path;
    private readonly List<string> asked = [];

    private SettingsReader(Action<int, string> refuse, PackNode.Mapping map, string path)
    {
        this.refuse = refuse;
        this.map = map;
        this.path = path;
    }

    /// <summary>The reading's settings; an empty map when they are not a map, which is a problem.</summary>
    public static SettingsReader Of(RuleSource source) => Over(source.Refuse, source.Reading.Settings, "");

    /// <summary>A node that is not a rule's; an empty map when it is not a map, which is a problem.</summary>
    /// <param name="refuse">Takes the line and what is wrong.</param>
    /// <param name="node">The node.</param>
    /// <param name="path">How messages name it, with a dot at its end, or empty.</param>
    public static SettingsReader Over(Action<int, string> refuse, PackNode node, string path)
    {
        if (node is PackNode.Mapping map)
        {
            return new SettingsReader(refuse, map, path);
        }

        var name = path.Length == 0 ? "settings" : path.TrimEnd('.');
        refuse(node.Line, $"{name}: expected a map, got {Words(node)}");
        return new SettingsReader(refuse, new PackNode.Mapping(node.Line, []), path);
    }

    /// <summary>Line on which the map starts.</summary>
    public int Line => map.Line;

    /// <summary>True when the setting stands.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>The maps in a list; empty when absent.</summary>
    public IEnumerable<SettingsReader> Maps(string name)
    {
        if (Find(name) is not { } node)
        {
            yield break;
        }

        if (node is not PackNode.Sequence sequence)
        {
            Refuse(node, name, "a list of maps");
            yield break;
        }

        for (var index = 0; index < sequence.Items.Length; index++)
        {
            var item = FormattableString.Invariant($"{path}{name}[{index + 1}].");
            yield return Over(refuse, sequence.Items[index], item);
        }
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string name)
    {
        if (OptionalText(name) is { } text)
        {
            return text;
        }

        if (!Has(name))
        {
            refuse(map.Line, $"{path}{name}: expected a text, got nothing");
        }

        return "";
    }

    /// <summary>A text, or null when absent.</summary>
    public string? OptionalText(string name)
    {
        if (Find(name) is not { } node)
        {
            return null;
        }

        if (node is PackNode.Scalar { Text.Length: > 0 } scalar)
        {
            return scalar.Text;
        }

        Refuse(node, name, "a text");
        return null;
    }

    /// <summary>An instant with an offset, or null when absent.</summary>
    public Domain.Instant? Time(string name)
    {
        if (Find(name) is not { } node)
        {
            return null;
        }

        if (node is PackNode.Scalar scalar && Domain.Instant.TryParse(scalar.Text, out var instant))
        {
            return instant;
        }

        Refuse(node, name, "a time such as 2030-01-01T00:00:00Z");
        return null;
    }

    /// <summary>A finite number within bounds, or null when absent.</summary>
    public double? OptionalNumber(string name, double least, double most) =>
        Has(name) ? Number(name, least, least, most) : null;

    /// <summary>A node as it stands, or null when absent; whoever asks reads its inside.</summary>
    public PackNode? Node(string name) => Find(name);

    /// <summary>A map within the map; empty when absent.</summary>
    public SettingsReader Inner(string name)
    {
        var node = Find(name) ?? new PackNode.Mapping(map.Line, []);
        return Over(refuse, node, path + name + ".");
    }

    /// <summary>A finite number within bounds.</summary>
    public double Number(string name, double absent, double least, double most)
    {
        if (Find(name) is not { } node)
        {
            return absent;
        }

        if (node is PackNode.Scalar scalar
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        Refuse(node, name, FormattableString.Invariant($"a number from {least} to {most}"));
        return absent;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int absent, int least, int most)
    {
        if (Find(name) is not { } node)
        {
            return absent;
        }

        if (node is PackNode.Scalar scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most)
        {
            return value;
        }

        Refuse(node, name, FormattableString.Invariant($"a whole number from {least} to {most}"));
        return absent;
    }

    /// <summary>One of some words.</summary>
    public string Word(string name, string absent, params ReadOnlySpan<string> words)
    {
        if (Find(name) is not { } node)
        {
            return absent;
        }

        if (node is PackNode.Scalar scalar && words.Contains(scalar.Text))
        {
            return scalar.Text;
        }

        Refuse(node, name, $"one of {string.Join(", ", words.ToArray())}");
        return absent;
    }

    /// <summary>A list of texts that must be there and not empty.</summary>
    public ImmutableArray<SettingText> Texts(string name)
    {
        if (OptionalTexts(name) is not { } texts)
        {
            refuse(map.Line, $"{path}{name}: expected a list, got nothing");
            return [];
        }

        return texts;
    }

    /// <summary>A list of texts, not empty; null when absent.</summary>
    public ImmutableArray<SettingText>? OptionalTexts(string name)
    {
        if (Find(name) is not { } node)
        {
            return null;
        }

        if (node is not PackNode.Sequence { Items.Length: > 0 } sequence)
        {
            Refuse(node, name, "a list of at least one text");
            return [];
        }

        var texts = ImmutableArray.CreateBuilder<SettingText>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            if (item is PackNode.Scalar { Text.Length: > 0 } scalar)
            {
                texts.Add(new SettingText(scalar.Line, scalar.Text));
            }
            else
            {
                Refuse(item, name, "a text");
            }
        }

        return texts.DrainToImmutable();
    }

    /// <summary>A list of texts, or null when absent or the one word <c>any</c>.</summary>
    public ImmutableArray<SettingText>? TextsOrAny(string name)
    {
        return Find(name) is PackNode.Scalar { Text: "any" } ? null : OptionalTexts(name);
    }

    /// <summary>A list of the names of an enumeration's values; null when absent or <c>any</c>.</summary>
    public ImmutableArray<T>? EnumsOrAny<T>(string name)
        where T : struct, Enum
    {
        if (TextsOrAny(name) is not { } texts)
        {
            return null;
        }

        var known = Enum.GetNames<T>();
        var values = ImmutableArray.CreateBuilder<T>(texts.Length);
        foreach (var text in texts)
        {
            var index = Array.FindIndex(known, value => value.ToLowerInvariant() == text.Text);
            if (index >= 0)
            {
                values.Add(Enum.GetValues<T>()[index]);
            }
            else
            {
                var words = string.Join(", ", known.Select(value => value.ToLowerInvariant()));
                refuse(text.Line, $"{path}{name}: expected one of {words}, got '{text.Text}'");
            }
        }

        return values.DrainToImmutable();
    }

    /// <summary>Notes a problem at a setting, or at the map when the setting is absent.</summary>
    public void Refuse(string name, string expected)
    {
        var node = map.Find(name);
        if (node is null)
        {
            refuse(map.Line, $"{path}{name}: expected {expected}, got nothing");
        }
        else
        {
            Refuse(node, name, expected);
        }
    }

    /// <summary>Notes each name that nobody asked for.</summary>
    public void RefuseRest()
    {
        foreach (var (name, node) in map.Entries)
        {
            if (!asked.Contains(name))
            {
                refuse(node.Line, $"{path}{name}: expected one of {string.Join(", ", asked)}, got '{name}'");
            }
        }
    }

    private static string Words(PackNode node) => node switch
    {
        PackNode.Scalar scalar => $"'{scalar.Text}'",
        PackNode.Sequence sequence => FormattableString.Invariant($"a list of {sequence.Items.Length}"),
        _ => "a map",
    };

    private PackNode? Find(string name)
    {
        if (!asked.Contains(name))
        {
            asked.Add(name);
        }

        return map.Find(name);
    }

    private void Refuse(PackNode node, string name, string expected) =>
        refuse(node.Line, $"{path}{name}: expected {expected}, got {Words(node)}");
}
