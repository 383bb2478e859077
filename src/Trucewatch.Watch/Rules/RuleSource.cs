using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;

namespace Trucewatch.Watch.Rules;

/// <summary>What a rule is compiled from: one reading of one clause, in its agreement.</summary>
/// <param name="Agreement">The agreement.</param>
/// <param name="Clause">The clause.</param>
/// <param name="Reading">The reading.</param>
/// <param name="Settings">The sector's limits.</param>
/// <param name="Problems">Takes what is wrong.</param>
internal sealed record RuleSource(
    Agreement Agreement, Clause Clause, Reading Reading, SectorSettings Settings, List<PackProblem> Problems)
{
    private readonly HashSet<int> watched = [];
    private readonly HashSet<int> excepted = [];
    private readonly HashSet<string> measured = new(StringComparer.Ordinal);

    /// <summary>The ground that was named so far.</summary>
    public ReadingGround Ground => new(
        Clause.Id, Reading.Id, Ids(watched), Ids(excepted),
        [.. Agreement.Lines.Select(line => line.Id).Where(measured.Contains)]);

    /// <summary>Zones that rules watch beside those of the agreement, such as the two sides of a line.</summary>
    public List<Zone> Extra { get; init; } = [];

    /// <summary>Watches a zone that is not the agreement's; gives its index in the survey.</summary>
    public int Watch(Zone zone)
    {
        for (var index = 0; index < Extra.Count; index++)
        {
            if (Extra[index].Id == zone.Id && Extra[index].Region.AreaM2 == zone.Region.AreaM2)
            {
                return Agreement.Zones.Length + index;
            }
        }

        Extra.Add(zone);
        return Agreement.Zones.Length + Extra.Count - 1;
    }

    public const string File = "agreement.yaml";

    /// <summary>Notes a problem at a line.</summary>
    public void Refuse(int line, string message) => Problems.Add(
        new PackProblem(File, line, $"clause '{Clause.Id}', reading '{Reading.Id}': {message}"));

    /// <summary>Indexes of the zones that are watched, in the order given; unknown ids are problems.</summary>
    public ImmutableArray<int> ZoneIndexes(ImmutableArray<SettingText> ids) => Indexes(ids, watched);

    /// <summary>Indexes of zones in which the reading does not hold; unknown ids are problems.</summary>
    public ImmutableArray<int> ExceptIndexes(ImmutableArray<SettingText> ids) => Indexes(ids, excepted);

    /// <summary>The line with an id, or null, which is for the caller to refuse with <see cref="LineIds"/>.</summary>
    public AgreementLine? Line(string id)
    {
        _ = measured.Add(id);
        return Agreement.Lines.FirstOrDefault(line => line.Id == id);
    }

    /// <summary>The ids of all lines, for a message.</summary>
    public string LineIds => string.Join(", ", Agreement.Lines.Select(line => line.Id));

    private ImmutableArray<string> Ids(HashSet<int> indexes) =>
        [.. indexes.Order().Select(index => Agreement.Zones[index].Id)];

    private ImmutableArray<int> Indexes(ImmutableArray<SettingText> ids, HashSet<int> named)
    {
        var indexes = ImmutableArray.CreateBuilder<int>(ids.Length);
        foreach (var id in ids)
        {
            var index = IndexOfZone(id.Text);
            if (index >= 0)
            {
                indexes.Add(index);
                _ = named.Add(index);
            }
            else
            {
                var known = string.Join(", ", Agreement.Zones.Select(zone => $"'{zone.Id}'"));
                Refuse(id.Line, $"zones: expected one of {known}, got '{id.Text}'");
            }
        }

        return indexes.DrainToImmutable();
    }

    private int IndexOfZone(string id)
    {
        for (var index = 0; index < Agreement.Zones.Length; index++)
        {
            if (Agreement.Zones[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }
}

/// <summary>A text in the settings with the line it stands on.</summary>
internal readonly record struct SettingText(int Line, string Text);
