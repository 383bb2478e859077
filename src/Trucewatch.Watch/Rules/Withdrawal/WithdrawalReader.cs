using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;

namespace Trucewatch.Watch.Rules.Withdrawal;

/// <summary>Reads limits and reference lines.</summary>
internal static class WithdrawalReader
{
    private const double MaxDistanceM = 1_000_000;

    /// <summary>
    /// Each class with its distance. <c>measure</c> has no default: a width is halved, a distance on each side is not.
    /// </summary>
    public static ImmutableArray<(ClassPattern Class, double DistanceM)> Limits(
        RuleSource source, SettingsReader reader)
    {
        var limits = ImmutableArray.CreateBuilder<(ClassPattern, double)>();
        if (!reader.Has("limits"))
        {
            reader.Refuse("limits", "a list of classes with their distances");
        }

        foreach (var item in reader.Maps("limits"))
        {
            var classes = item.Texts("classes");
            var measure = item.Word("measure", "", "per-side", "width");
            var perSide = item.OptionalNumber("distance_m", least: 0, most: MaxDistanceM);
            var width = item.OptionalNumber("width_m", least: 0, most: MaxDistanceM);
            if (measure.Length == 0)
            {
                item.Refuse("measure", "per-side or width");
            }
            else if ((measure == "per-side") != (perSide is not null) || (measure == "width") != (width is not null))
            {
                item.Refuse("measure", "distance_m with per-side, or width_m with width");
            }

            item.RefuseRest();
            var distance = perSide ?? (width / 2) ?? 0;
            limits.AddRange(classes.Select(text => (new ClassPattern(text.Text), distance)));
        }

        return limits.ToImmutable();
    }

    /// <summary>The line of each party: -1 where its own ground lies on the left, 1 on the right.</summary>
    public static ImmutableArray<(string Party, AgreementLine Line, int Side)> Lines(
        RuleSource source, SettingsReader reader)
    {
        var lines = ImmutableArray.CreateBuilder<(string, AgreementLine, int)>();
        if (!reader.Has("lines"))
        {
            reader.Refuse("lines", "a list of parties with their lines");
        }

        foreach (var item in reader.Maps("lines"))
        {
            var parties = source.Agreement.Parties.Select(party => party.Id).ToArray();
            var party = item.Word("party", "", parties);
            var name = item.Text("line");
            var side = item.Word("side", "", "left", "right");
            item.RefuseRest();
            if (party.Length == 0 || side.Length == 0)
            {
                item.Refuse(party.Length == 0 ? "party" : "side", "a party, its line and the side of its own ground");
            }
            else if (source.Line(name) is { } line)
            {
                lines.Add((party, line, side == "left" ? -1 : 1));
            }
            else
            {
                item.Refuse("line", $"one of {source.LineIds}");
            }
        }

        return lines.ToImmutable();
    }
}
