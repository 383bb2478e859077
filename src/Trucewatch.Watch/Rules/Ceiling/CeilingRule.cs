using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Ceiling;

/// <summary>
/// Compares what was counted in areas with ceilings. Sites of one party add up; a newer count of the same site takes
/// the place of the older one; a count that may lie outside the area adds to the greatest sum only. Ranges decide:
/// compliant, breach, or it cannot be told.
/// </summary>
internal sealed class CeilingRule : Rule
{
    /// <summary>Most counts remembered for one party and limit; the oldest gives way.</summary>
    public const int MaxSites = 4_096;

    private const double SurelyInside = 0.95;
    private const double SurelyOutside = 0.05;

    private readonly Whom who;
    private readonly ImmutableArray<int> indexes;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<CeilingLimit> limits;
    private readonly TimeSpan window;
    private readonly double samePlaceM;
    private readonly SortedDictionary<string, List<Count>> counts = new(StringComparer.Ordinal);

    private CeilingRule(
        RuleSource source,
        Whom who,
        ImmutableArray<int> indexes,
        ImmutableArray<CeilingLimit> limits,
        (TimeSpan Window, double SamePlaceM) reach)
        : base(source)
    {
        this.who = who;
        this.indexes = indexes;
        this.limits = limits;
        (window, samePlaceM) = reach;
        zones = source.Agreement.Zones;
    }

    /// <summary>A ceiling: at most so many of these classes; null where the text states none.</summary>
    private readonly record struct CeilingLimit(
        ImmutableArray<ClassPattern> Classes, ImmutableArray<ClassPattern> Except, int? Most)
    {
        public string Words => string.Join(" and ", Classes.Select(pattern => pattern.Text));
    }

    private readonly record struct Count(Instant At, string? Unit, GeoPoint Point, int Min, int Max);

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readIndexes = source.ZoneIndexes(reader.Texts("zones"));
        var readWho = Whom.Read(source.Agreement, source.Refuse, reader.Inner("who"));
        var readLimits = ImmutableArray.CreateBuilder<CeilingLimit>();
        if (!reader.Has("limits"))
        {
            reader.Refuse("limits", "a list of classes with their ceilings");
        }

        foreach (var item in reader.Maps("limits"))
        {
            var classes = item.Texts("classes").Select(text => new ClassPattern(text.Text));
            var except = (item.OptionalTexts("except") ?? []).Select(text => new ClassPattern(text.Text));
            var isStated = item.OptionalText("most") != "not-stated";
            int? most = isStated ? item.Whole("most", absent: -1, least: 0, most: 10_000_000) : null;
            if (most == -1)
            {
                item.Refuse("most", "a whole number, or not-stated");
            }

            item.RefuseRest();
            readLimits.Add(new CeilingLimit([.. classes], [.. except], most));
        }

        var readWindow = TimeSpan.FromSeconds(reader.Number("window_s", absent: 86_400, least: 0, most: 366 * 86_400));
        var samePlace = reader.Number("same_place_m", absent: 500, least: 0, most: 100_000);
        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new CeilingRule(source, readWho, readIndexes, readLimits.ToImmutable(), (readWindow, samePlace))
            : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        var act = voice.ActOf(in observation);
        if (!observation.HasPosition || !who.Includes(act.Actor, act.Actor.Class))
        {
            return;
        }

        if (LikeliestZone.Of(zones, indexes, in observation) is not { } where || where.Place.PAtMost < SurelyOutside)
        {
            return;
        }

        for (var index = 0; index < limits.Length; index++)
        {
            if (Counted(observation.Report!, limits[index]) is { } counted)
            {
                Judge(in observation, act, where, index, counted, voice);
            }
        }
    }

    /// <summary>What a report counts towards a limit; null when it counts nothing of its classes.</summary>
    private static (int Min, int Max)? Counted(WrittenReport report, in CeilingLimit limit)
    {
        var (min, max, isAny) = (0, 0, false);
        var items = report.Items.IsDefaultOrEmpty && report.CountMin is { } least
            ? [new CountedItem(report.Class, least, report.CountMax ?? least)]
            : report.Items.IsDefault ? [] : report.Items;
        foreach (var item in items)
        {
            foreach (var pattern in limit.Classes)
            {
                if (pattern.MayMatch(item.Class) && !IsExcepted(limit, item.Class))
                {
                    isAny = true;
                    min += pattern.Matches(item.Class) ? item.Min : 0;
                    max += item.Max;
                    break;
                }
            }
        }

        return isAny ? (min, max) : null;
    }

    private static bool IsExcepted(in CeilingLimit limit, string kind)
    {
        foreach (var pattern in limit.Except)
        {
            if (pattern.Matches(kind))
            {
                return true;
            }
        }

        return false;
    }

    private void Judge(
        in Observation observation,
        in Act act,
        LikeliestZone where,
        int index,
        (int Min, int Max) counted,
        RuleVoice voice)
    {
        var limit = limits[index];
        var party = act.Actor.Party ?? "not known";
        var key = FormattableString.Invariant($"{party} {where.Zone.Id} {index}");
        var known = Remember(key, in observation, where.Place.PInside > SurelyInside ? counted : (0, counted.Max));
        var (min, max) = (known.Sum(count => (long)count.Min), known.Sum(count => (long)count.Max));
        var determination = limit.Most is not { } most || act.Actor.Party is null ? Determination.Undetermined
            : min > most ? Determination.Breach
            : max <= most ? Determination.Compliant
            : Determination.Undetermined;
        var stated = ReportScope.DetectionOf(this, in observation, voice, where) with
        {
            Kind = DetectionKind.Measured,
            Party = act.Actor.Party,
            CountMin = (int)Math.Min(min, int.MaxValue),
            CountMax = (int)Math.Min(max, int.MaxValue),
            Place = null,
            Determination = determination,
            Details =
            [
                new Detail("counted", limit.Words),
                new Detail("at_most", limit.Most?.ToString(CultureInfo.InvariantCulture) ?? "no ceiling stated"),
                new Detail("in_all", string.Create(CultureInfo.InvariantCulture, $"{min} to {max}")),
                new Detail("sites", known.Count.ToString(CultureInfo.InvariantCulture)),
            ],
        };
        voice.Say(this, act, new Joining($"{key} {limit.Words}", 0, window), id => stated with { Id = id });
    }

    /// <summary>A party's counts within the window, the new one in the place of the same site's.</summary>
    private List<Count> Remember(string key, in Observation observation, (int Min, int Max) counted)
    {
        if (!counts.TryGetValue(key, out var known))
        {
            known = [];
            counts.Add(key, known);
        }

        var (at, point, unit) = (observation.At, observation.Position, observation.Report!.Subject?.Unit);
        var scale = LocalScale.At(point);
        for (var index = known.Count - 1; index >= 0; index--)
        {
            var (eastM, northM) = scale.Offset(known[index].Point, point);
            var isSame = unit is not null && known[index].Unit is not null
                ? unit == known[index].Unit
                : (eastM * eastM) + (northM * northM) <= samePlaceM * samePlaceM;
            if (isSame || known[index].At + window < at)
            {
                known.RemoveAt(index);
            }
        }

        if (known.Count == MaxSites)
        {
            known.RemoveAt(0);
        }

        known.Add(new Count(at, unit, point, counted.Min, counted.Max));
        return known;
    }
}
