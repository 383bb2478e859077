using System.Globalization;
using System.Text;

namespace Trucewatch.Domain.Agreements;

/// <summary>The command <c>agreement show</c>: an agreement in words, with the settings of its rules.</summary>
public static class AgreementText
{
    /// <summary>Writes title, version, parties, zones and clauses; the same agreement gives the same text.</summary>
    public static void Show(Agreement agreement, TextWriter output)
    {
        output.Write($"{agreement.Title.En}\n");
        output.Write($"version {agreement.Version}, hash {agreement.Hash}\n");
        if (agreement.Illustrative)
        {
            output.Write("illustrative: no such agreement exists\n");
        }

        output.Write("\nParties\n");
        foreach (var party in agreement.Parties)
        {
            output.Write($"  {party.Id}: {party.Name.En}\n");
        }

        output.Write("\nZones\n");
        foreach (var zone in agreement.Zones)
        {
            var side = zone.Side is null ? "" : $", on the side of {zone.Side}";
            var kind = zone.Kind.ToString().ToLowerInvariant();
            output.Write($"  {zone.Id} ({kind}{side}): {zone.Name.En}: {zone.Definition}\n");
        }

        foreach (var clause in agreement.Clauses)
        {
            Show(clause, output);
        }

        foreach (var (name, section) in agreement.Sections?.Entries ?? [])
        {
            output.Write($"\n{char.ToUpperInvariant(name[0])}{name[1..]}\n");
            foreach (var line in Lines(section))
            {
                output.Write($"  {line}\n");
            }
        }
    }

    /// <summary>Settings on one line, for example <c>dwell_s: 30, zones: [west-zone, east-zone]</c>.</summary>
    public static string Settings(PackNode settings)
    {
        var text = new StringBuilder();
        Write(settings, text, isOutermost: true);
        return text.ToString();
    }

    private static void Show(Clause clause, TextWriter output)
    {
        output.Write($"\n{clause.Id} {clause.Title.En}\n  {clause.Text.En.ReplaceLineEndings(" ")}\n");
        var from = clause.FirstBinding is { } at ? $", in force from {at}" : "";
        output.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"  opens {clause.IncidentClass}, severity {clause.Severity}{from}, label {clause.Label}\n"));
        foreach (var reading in clause.Readings)
        {
            var held = reading.HeldBy.IsEmpty ? "all" : string.Join(", ", reading.HeldBy);
            output.Write($"  reading {reading.Id} (held by {held}): {reading.Name.En}\n");
            output.Write($"    {clause.RuleKind}: {Settings(reading.Settings)}\n");
            foreach (var period in reading.InForce ?? [])
            {
                output.Write($"    binds {period.Party} {period.Period}\n");
            }
        }
    }

    /// <summary>A section, an item or a part on each line.</summary>
    private static IEnumerable<string> Lines(PackNode section) => section switch
    {
        PackNode.Sequence list => list.Items.Select(Settings),
        PackNode.Mapping map => map.Entries.Select(entry => $"{entry.Key}: {Settings(entry.Value)}"),
        _ => [Settings(section)],
    };

    private static void Write(PackNode node, StringBuilder text, bool isOutermost)
    {
        switch (node)
        {
            case PackNode.Scalar scalar:
                text.Append(scalar.Text);
                break;
            case PackNode.Sequence list:
                text.Append('[');
                Join(list.Items, text, item => Write(item, text, isOutermost: false));
                text.Append(']');
                break;
            case PackNode.Mapping map:
                text.Append(isOutermost ? "" : "{");
                Join(map.Entries, text, entry =>
                {
                    text.Append(entry.Key).Append(": ");
                    Write(entry.Value, text, isOutermost: false);
                });
                text.Append(isOutermost ? "" : "}");
                break;
        }
    }

    private static void Join<T>(IReadOnlyList<T> items, StringBuilder text, Action<T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            write(items[i]);
        }
    }
}
