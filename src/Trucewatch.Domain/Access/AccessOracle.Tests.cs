using System.Collections.Immutable;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Labels;
using Trucewatch.Tests.House;

namespace Trucewatch.Domain.Access;

/// <summary>The policy as a table of text says it, worked out without the policy's own code.</summary>
internal sealed class AccessOracle
{
    private const string Letters = "MOARPLCNUSBT";

    private static readonly Role[] Order =
    [
        Role.Machine, Role.WatchOfficer, Role.Analyst, Role.Reviewer, Role.PanelMember, Role.PartyLiaison,
        Role.Contributor, Role.Commission, Role.Auditor, Role.StraitsAuthority, Role.Public, Role.Trainer,
    ];

    private readonly Dictionary<(string To, char Role), string[]> rows = [];

    public AccessOracle()
    {
        var file = Path.Combine(RepositoryTree.Root, "src", "Trucewatch.Domain", "Access", "corpus", "oracle.txt");
        foreach (var line in File.ReadLines(file).Where(line => !line.StartsWith('#')))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var role in words[1])
            {
                rows.Add((words[0], role), words);
            }
        }

        Operations = [.. rows.Keys.Select(key => key.To).Distinct()];
    }

    /// <summary>The operations that the table knows.</summary>
    public ImmutableArray<string> Operations { get; }

    /// <summary>The role's letter in the table.</summary>
    public static char LetterOf(Role role) => Letters[Array.IndexOf(Order, role)];

    /// <summary>True where the table lets a role do it at all.</summary>
    public bool HasRow(Role role, Operation to) => rows.ContainsKey((Words.Of(to), LetterOf(role)));

    /// <summary>What a table's line asks of labels; null: there is none for the role.</summary>
    public string? LabelRuleOf(Role role, Operation to) =>
        rows.TryGetValue((Words.Of(to), LetterOf(role)), out var row) ? row[2] : null;

    /// <summary>What the table says, in a word for the first thing that is missing; or nothing.</summary>
    public string Says(Demand demand)
    {
        var who = demand.By.Who;
        var letter = LetterOf(who.Role);
        if (!rows.TryGetValue((Words.Of(demand.To), letter), out var row))
        {
            return "role";
        }

        if (row[5] == "named" && letter != 'M' && (who.Person == "" || who.Nation == ""))
        {
            return "not-named";
        }

        var parties = demand.Parties.Select(party => party.Id).ToHashSet();
        if (row[3] != "-" && letter == 'L' && !parties.Contains(who.Party ?? "-"))
        {
            return "not-a-party";
        }

        // Who may do something by the power of an emergency only looks.
        var glass = demand.By.HasBrokenGlass && row[5] == "-";
        if ((row[2] != "-" && !Reads(demand.Label, demand.By, letter, glass))
            || (row[2] == "live" && who.Party is not null))
        {
            return "label";
        }

        var state = Words.Of(demand.State);
        var isIn = row[4] == "-" || (row[4] == "begun" ? state != "none" : row[4].Split(',').Contains(state));
        if (!isIn)
        {
            return "state";
        }

        var bound = row[3] == "neither" && !"MLC".Contains(letter);
        var nations = demand.Parties.SelectMany(party => party.Nations).ToHashSet();
        return bound && (parties.Contains(who.Party ?? "-") || nations.Contains(who.Nation)) ? "of-a-party" : "";
    }

    private static bool Reads(Label? label, Asker by, char letter, bool glass)
    {
        if (label is null || label.Policy != "trucewatch" || label.ReleasableTo.Length == 0)
        {
            return false;
        }

        var clearance = letter switch
        {
            'B' => 0,
            'L' or 'C' or 'S' => 1,
            'M' => -1,
            _ => 2,
        };
        if ((int)label.Classification > clearance)
        {
            return false;
        }

        var names = new HashSet<string> { "*" };
        var who = by.Who;
        names.UnionWith(letter switch
        {
            'B' => ["public"],
            'T' => ["trainer"],
            'S' => ["straits-authority", who.Nation],
            'L' => [who.Party ?? "", who.Nation],
            'C' => [who.Nation],
            _ when who.Party is null => ["mission", who.Nation],
            _ => Array.Empty<string>(),
        });
        names.Remove("");
        var restrictions = (label.Restrictions ?? []).ToHashSet();
        return (glass && "OAR".Contains(letter) && who.Party is null)
            || (names.Overlaps(label.ReleasableTo) && restrictions.IsSubsetOf(by.Holds));
    }
}
