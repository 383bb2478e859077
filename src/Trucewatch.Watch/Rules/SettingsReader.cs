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
    private readonly RuleSource source;
    private readonly PackNode.Mapping map;
    private readonly string path;
    private readonly List<string> asked = [];

    private SettingsReader(RuleSource source, PackNode.Mapping map, string path)
    {
        this.source = source;
        this.map = map;
        this.path = path;
    }

    /// <summary>The reading's settings; an empty map when they are not a map, which is a problem.</summary>
    public static SettingsReader Of(RuleSource source) => Over(source, source.Reading.Settings, "");

    /// <summary>A map within the map; empty when absent.</summary>
    public SettingsReader Inner(string name)
    {
        var node = Find(name) ?? new PackNode.Mapping(map.Line, []);
        return Over(source, node, path + name + ".");
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
            source.Refuse(map.Line, $"{path}{name}: expected a list, got nothing");
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
        if (map.Find(name) is PackNode.Scalar { Text: "any" })
        {
            asked.Add(name);
            return null;
        }

        return OptionalTexts(name);
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
                source.Refuse(text.Line, $"{path}{name}: expected one of {words}, got '{text.Text}'");
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
            source.Refuse(map.Line, $"{path}{name}: expected {expected}, got nothing");
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
                source.Refuse(node.Line, $"{path}{name}: expected one of {string.Join(", ", asked)}, got '{name}'");
            }
        }
    }

    private static SettingsReader Over(RuleSource source, PackNode node, string path)
    {
        if (node is PackNode.Mapping map)
        {
            return new SettingsReader(source, map, path);
        }

        var name = path.Length == 0 ? "settings" : path.TrimEnd('.');
        source.Refuse(node.Line, $"{name}: expected a map, got {Words(node)}");
        return new SettingsReader(source, new PackNode.Mapping(node.Line, []), path);
    }

    private static string Words(PackNode node) => node switch
    {
        PackNode.Scalar scalar => $"'{scalar.Text}'",
        PackNode.Sequence sequence => FormattableString.Invariant($"a list of {sequence.Items.Length}"),
        _ => "a map",
    };

    private PackNode? Find(string name)
    {
        asked.Add(name);
        return map.Find(name);
    }

    private void Refuse(PackNode node, string name, string expected) =>
        source.Refuse(node.Line, $"{path}{name}: expected {expected}, got {Words(node)}");
}
