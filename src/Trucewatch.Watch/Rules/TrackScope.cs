using System.Collections.Immutable;

namespace Trucewatch.Watch.Rules;

/// <summary>
/// Where a track counts: surely in one of some zones, where any are named, and surely in none of those that mask it,
/// such as ports and anchorages. Doubt keeps it out.
/// </summary>
/// <param name="Zones">Indexes of the zones, or null: everywhere.</param>
/// <param name="Except">Indexes of the zones that mask it.</param>
internal sealed record TrackScope(ImmutableArray<int>? Zones, ImmutableArray<int> Except)
{
    private const double Sure = 0.95;

    /// <summary>Reads <c>zones</c> and <c>except_zones</c>.</summary>
    public static TrackScope Read(RuleSource source, SettingsReader reader)
    {
        ImmutableArray<int>? zones = reader.OptionalTexts("zones") is { } named ? source.ZoneIndexes(named) : null;
        return ReadMasks(source, reader) with { Zones = zones };
    }

    /// <summary>Reads <c>except_zones</c> alone.</summary>
    public static TrackScope ReadMasks(RuleSource source, SettingsReader reader) => new(
        null, reader.OptionalTexts("except_zones") is { } masks ? source.ExceptIndexes(masks) : []);

    /// <summary>True when the track's new state counts.</summary>
    public bool Counts(in TrackSight sight) =>
        !IsMasked(in sight) && (Zones is null || FirstZone(in sight) is not null);

    /// <summary>Index of the first of the zones that it is surely in, where it counts; else null.</summary>
    public int? ZoneOf(in TrackSight sight) => IsMasked(in sight) ? null : FirstZone(in sight);

    private bool IsMasked(in TrackSight sight)
    {
        foreach (var zone in Except)
        {
            if (sight.Survey.Locate(zone).PAtMost >= 1 - Sure)
            {
                return true;
            }
        }

        return false;
    }

    private int? FirstZone(in TrackSight sight)
    {
        foreach (var zone in Zones ?? [])
        {
            if (sight.Survey.Locate(zone).PInside > Sure)
            {
                return zone;
            }
        }

        return null;
    }
}
