using System.Collections.Immutable;

namespace Trucewatch.Domain.Agreements;

/// <content>When the agreement, its clauses and their readings bind whom.</content>
internal sealed partial class PackReader
{
    private ImmutableArray<Stated>? _force;
    private Period _effective;

    /// <summary>An entry into force as written: of one party, or of all that have no entry of their own.</summary>
    private readonly record struct Stated(string? Party, Instant? From, Instant? Until);

    /// <summary>The time in which this version judges events; open where it does not say.</summary>
    private static Period Effective(PackMap pack)
    {
        var (from, until) = (pack.Time("effective_from"), pack.Time("effective_until"));
        if (from is { } first && until is { } end && end <= first)
        {
            pack.Say("effective_until", $"expected a time after {first}, got {end}");
        }

        return new Period(from, until);
    }

    private ImmutableArray<Stated>? InForcePack(PackMap pack) =>
        pack.Has("in_force") ? StatedForce(pack, "agreement") : null;

    /// <summary>
    /// What a map says under <c>in_force</c> or <c>in_force_from</c>; what stands above it where it says nothing.
    /// </summary>
    private ImmutableArray<Stated>? InForce(PackMap map, string where, ImmutableArray<Stated>? above)
    {
        if (map.Has("in_force_from"))
        {
            if (map.Has("in_force"))
            {
                map.Say("in_force", "expected in_force or in_force_from, got both");
            }

            return map.Time("in_force_from") is { } from ? [new Stated(null, from, null)] : above;
        }

        return map.Has("in_force") ? StatedForce(map, where) : above;
    }

    private ImmutableArray<Stated> StatedForce(PackMap map, string where)
    {
        var stated = ImmutableArray.CreateBuilder<Stated>();
        foreach (var node in map.List("in_force", 1, MaxItems))
        {
            if (PackMap.Open(node, PackTerms.Force, $"{where}: in_force", problems) is not { } entry)
            {
                continue;
            }

            var party = entry.Has("party") ? entry.Word("party", [.. _partyIds]) : null;
            var (from, until) = (entry.Time("from"), entry.Time("until"));
            if (from is { } first && until is { } end && end <= first)
            {
                entry.Say("until", $"expected a time after {first}, got {end}");
            }

            stated.Add(new Stated(party, from, until));
        }

        return stated.ToImmutable();
    }

    /// <summary>
    /// The periods by party: its own entries, else those of all. A party for which nothing is stated has an empty
    /// period, so that it is known not to be bound.
    /// </summary>
    private ImmutableArray<ForcePeriod>? ByParty(ImmutableArray<Stated>? stated)
    {
        if (stated is null && _effective == default)
        {
            return null;
        }

        var periods = ImmutableArray.CreateBuilder<ForcePeriod>();
        foreach (var party in _partyIds)
        {
            Stated[] own = [.. (stated ?? [new Stated(null, null, null)]).Where(entry => entry.Party == party)];
            var counted = own.Length > 0 ? own : [.. (stated ?? [default]).Where(entry => entry.Party is null)];
            foreach (var entry in counted)
            {
                periods.Add(Clipped(party, entry));
            }

            if (counted.Length == 0)
            {
                periods.Add(new ForcePeriod(party, new Period(Instant.Beginning, Instant.Beginning)));
            }
        }

        return periods.ToImmutable();
    }

    private ForcePeriod Clipped(string party, Stated entry)
    {
        var from = entry.From is { } a && _effective.From is { } b ? a > b ? a : b : entry.From ?? _effective.From;
        var until = entry.Until is { } c && _effective.Until is { } d
            ? c < d ? c : d
            : entry.Until ?? _effective.Until;
        return new ForcePeriod(party, new Period(from, until));
    }
}
