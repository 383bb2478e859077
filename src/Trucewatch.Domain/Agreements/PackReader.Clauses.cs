using System.Collections.Immutable;
using Trucewatch.Domain.Labels;

namespace Trucewatch.Domain.Agreements;

/// <content>Clauses, their rules, labels and readings.</content>
internal sealed partial class PackReader
{
    /// <summary>Greatest length of a clause's wording in one language.</summary>
    public const int MaxClauseChars = 16 * 1024;

    /// <summary>The families of incidents that a class may start with.</summary>
    private static readonly ImmutableArray<string> IncidentFamilies =
    [
        "fire", "presence", "equipment", "works", "access", "civilian", "maritime", "air", "cyber", "mission",
        "political",
    ];

    private static readonly LocalText PlainName = new(
        "The wording as it stands", "Текст у чинному формулюванні", "Текст в действующей формулировке");

    private Clause? ReadClause(PackNode node)
    {
        if (PackMap.Open(node, PackTerms.Clause, Named("clause", node), problems) is not { } map)
        {
            return null;
        }

        var id = map.Text("id", PackWords.IsClauseId, "a clause number such as 4.2(a)");
        var title = map.Local("title");
        var text = map.Local("text", MaxClauseChars);
        var force = InForce(map, $"clause {id}", _force);
        var severity = map.Number("severity", 1, 4, "1 least, 4 most");
        if (severity is not (null or 1 or 2 or 3 or 4))
        {
            map.Say("severity", "expected 1, 2, 3 or 4, got a fraction");
        }

        var incidentClass = map.Text(
            "incident_class", IsIncidentClass, $"{PackWords.AnyOf(IncidentFamilies)}, then further words after dots");
        var label = ReadLabel(map, id);
        var rule = PackMap.Open(map.Node("rule"), PackTerms.Rule, $"clause {id}: rule", problems);
        var kind = rule?.Id("kind");
        var settings = rule is null ? null : Settings((PackNode.Mapping)map.Node("rule")!, id);
        var readings = settings is null ? [] : Readings(map, settings, force, id);

        return id is null || !IsNew(map, "clause", id) || title is null || text is null || severity is null
            || incidentClass is null || label is null || kind is null || readings.IsEmpty
            ? null
            : new Clause(
                id, title, text, kind, rule!.Line, (int)severity, incidentClass, label, readings);
    }

    private static bool IsIncidentClass(string text) =>
        PackWords.IsDotted(text) && IncidentFamilies.Contains(text.Split('.')[0], StringComparer.Ordinal);

    private Label? ReadLabel(PackMap clause, string? id)
    {
        if (PackMap.Open(clause.Node("label"), PackTerms.Label, $"clause {id}: label", problems) is not { } map)
        {
            return null;
        }

        var classification = Enumerated<Classification>(map, "classification");
        // An empty list is allowed and means nobody; it has to be written, so that it is never an oversight.
        var audiences = map.Words("releasable_to", 0, [.. _partyIds, "mission", "public", "*"], "audience");
        if (audiences.Contains("*", StringComparer.Ordinal) && audiences.Length > 1)
        {
            map.Say("releasable_to", "expected '*' alone or a list of audiences, got both");
        }

        return classification is null
            ? null
            : new Label("trucewatch", classification.Value, [.. audiences.Order(StringComparer.Ordinal)]);
    }

    /// <summary>A rule's settings without its kind, after a check of what they refer to.</summary>
    private PackNode.Mapping Settings(PackNode.Mapping rule, string? id)
    {
        CheckReferences(rule, $"clause {id}: rule");
        return rule with { Entries = rule.Entries.RemoveAll(entry => entry.Key == "kind") };
    }

    private ImmutableArray<Reading> Readings(
        PackMap clause, PackNode.Mapping settings, ImmutableArray<Stated>? force, string? id)
    {
        if (!clause.Has("readings"))
        {
            return [new Reading("plain", PlainName, [], settings, ByParty(force))];
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Each(clause, "readings", 1, node =>
        {
            var where = $"clause {id}: {Named("reading", node)}";
            if (PackMap.Open(node, PackTerms.Reading, where, problems) is not { } map)
            {
                return null;
            }

            var (readingId, name) = (map.Id("id"), map.Local("name"));
            var heldBy = map.Words("held_by", 1, _partyIds, "party");
            var own = Overlay(settings, map, where);
            if (readingId is not null && !seen.Add(readingId))
            {
                map.Say("id", $"expected an id that no other reading of the clause has, got '{readingId}' again");
            }

            return readingId is null || name is null || own is null
                ? null
                : new Reading(readingId, name, heldBy, own, ByParty(InForce(map, where, force)));
        });
    }

    /// <summary>
    /// The clause's settings with a reading's own in the place of those of the same name. A setting is replaced whole,
    /// never merged within, so that what a reading says can be read in one place.
    /// </summary>
    private PackNode.Mapping? Overlay(PackNode.Mapping settings, PackMap reading, string where)
    {
        if (reading.Node("settings") is not { } node)
        {
            return settings;
        }

        if (node is not PackNode.Mapping own || own.Find("kind") is not null)
        {
            reading.Say("settings", "expected settings of the clause's rule, and not its kind");
            return null;
        }

        CheckReferences(own, $"{where}: settings");
        var entries = settings.Entries.RemoveAll(entry => own.Find(entry.Key) is not null);
        return new PackNode.Mapping(own.Line, entries.AddRange(own.Entries));
    }

    /// <summary>
    /// Every rule kind names zones under <c>zones</c> and parties under <c>who: parties</c>; those names are checked
    /// here, where the pack is known. The rest of the settings belongs to the rule kind.
    /// </summary>
    private void CheckReferences(PackNode.Mapping settings, string where)
    {
        CheckNames(settings.Find("zones"), _zoneIds, "zone", $"{where}: zones");
        if (settings.Find("who") is PackNode.Mapping who && who.Find("parties") is PackNode.Sequence parties)
        {
            CheckNames(parties, _partyIds, "party", $"{where}: who: parties");
        }
    }

    private void CheckNames(PackNode? node, ImmutableArray<string> known, string kind, string where)
    {
        if (node is not PackNode.Sequence list)
        {
            return;
        }

        foreach (var item in list.Items)
        {
            var text = (item as PackNode.Scalar)?.Text ?? "";
            if (!known.Contains(text, StringComparer.Ordinal))
            {
                var near = PackWords.DidYouMean(text, known);
                var all = PackWords.AnyOf(known);
                var got = PackWords.Quote(text);
                PackMap.Say(item.Line, where, $"unknown {kind}, expected {all}, got '{got}'{near}", problems);
            }
        }
    }
}
