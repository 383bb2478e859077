using System.Collections.Immutable;

namespace Trucewatch.Domain.Agreements;

/// <summary>The terms that one kind of map may have.</summary>
/// <param name="Name">What the map describes; the definition's name in the published JSON Schema.</param>
/// <param name="Required">Terms that must stand.</param>
/// <param name="Optional">Terms that may stand.</param>
/// <param name="IsOpen">True when other terms are allowed here, because a rule kind checks them.</param>
internal sealed record TermSet(
    string Name, ImmutableArray<string> Required, ImmutableArray<string> Optional, bool IsOpen = false)
{
    /// <summary>All terms, the required ones first.</summary>
    public IEnumerable<string> All => Required.Concat(Optional);

    public bool Has(string term) => All.Contains(term, StringComparer.Ordinal);
}

/// <summary>
/// Every term of agreement.yaml. The parser can read no term that does not stand here, and a test holds
/// agreements/agreement.schema.json equal to it.
/// </summary>
internal static class PackTerms
{
    public static readonly TermSet Pack = new(
        "pack",
        ["format", "title", "version", "illustrative", "theatre", "time_zone", "parties", "zones", "clauses"],
        [
            "lines", "actors", "in_force", "effective_from", "effective_until", "supersedes", "protected_objects",
            "exceptions", "machinery",
        ]);

    public static readonly TermSet Text = new("text", ["en"], ["uk", "ru"]);

    public static readonly TermSet Theatre = new(
        "theatre", ["west_deg", "south_deg", "east_deg", "north_deg"], []);

    public static readonly TermSet Party = new("party", ["id", "name"], ["key"]);

    public static readonly TermSet Force = new("force", [], ["party", "from", "until"]);

    public static readonly TermSet Line = new("line", ["id", "name", "geometry"], ["sigma_m", "not_agreed"]);

    public static readonly TermSet Stretch = new("stretch", ["from_point", "to_point"], []);

    public static readonly TermSet Zone = new(
        "zone",
        ["id", "name", "kind"],
        ["side", "buffer", "polygon", "circle", "sector", "combine", "height", "disputed"]);

    public static readonly TermSet Buffer = new(
        "buffer", ["line", "measure", "part"], ["left_m", "right_m", "width_m", "stretches"]);

    public static readonly TermSet BufferStretch = new(
        "buffer-stretch", ["from_point", "to_point"], ["left_m", "right_m", "width_m"]);

    public static readonly TermSet Circle = new("circle", ["lat_deg", "lon_deg", "radius_m"], []);

    public static readonly TermSet Sector = new(
        "sector", ["lat_deg", "lon_deg", "radius_m", "from_deg", "to_deg"], []);

    public static readonly TermSet Combine = new("combine", [], ["union", "minus", "within"]);

    public static readonly TermSet Height = new("height", ["reference"], ["floor_m", "ceiling_m"]);

    public static readonly TermSet ProtectedObject = new(
        "protected-object", ["id", "name", "kind"], ["owner", "polygon", "circle", "listed"]);

    public static readonly TermSet Actor = new("actor", ["identity", "party", "role", "class"], []);

    public static readonly TermSet Clause = new(
        "clause",
        ["id", "title", "text", "severity", "incident_class", "label", "rule"],
        ["in_force_from", "in_force", "readings"]);

    public static readonly TermSet Label = new("label", ["classification", "releasable_to"], []);

    public static readonly TermSet Rule = new("rule", ["kind"], [], IsOpen: true);

    public static readonly TermSet Reading = new(
        "reading", ["id", "name"], ["held_by", "settings", "in_force_from", "in_force"]);

    public static readonly ImmutableArray<TermSet> All =
    [
        Pack, Text, Theatre, Party, Force, Line, Stretch, Zone, Buffer, BufferStretch, Circle, Sector, Combine, Height,
        ProtectedObject, Actor, Clause, Label, Rule, Reading,
    ];
}
