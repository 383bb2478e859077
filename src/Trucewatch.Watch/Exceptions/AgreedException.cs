using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Exceptions;

/// <summary>How an exception is opened by notice.</summary>
/// <param name="Classes">Classes of reports that are such notices.</param>
/// <param name="Lead">How long before its window a notice has to be received.</param>
/// <param name="Longest">Longest window; a notice for a longer one opens none.</param>
internal sealed record NoticeTerms(ImmutableArray<ClassPattern> Classes, TimeSpan Lead, TimeSpan Longest);

/// <summary>What an exception says.</summary>
/// <param name="Id">Short id.</param>
/// <param name="Clauses">Clauses that it excepts from.</param>
/// <param name="Readings">Readings under which it counts; null: all.</param>
/// <param name="Who">Whom it concerns.</param>
/// <param name="Zones">Indexes of zones that it is limited to; null: everywhere.</param>
/// <param name="Circle">Circle that it is limited to, or null.</param>
/// <param name="Windows">When it holds; empty where only notices open it.</param>
/// <param name="Quota">Most events in each window; null: any number.</param>
/// <param name="Notice">How notices open it, or null.</param>
internal sealed record ExceptionTerms(
    string Id,
    ImmutableArray<string> Clauses,
    ImmutableArray<string>? Readings,
    Whom Who,
    ImmutableArray<int>? Zones,
    Region? Circle,
    ImmutableArray<TimeWindow> Windows,
    int? Quota,
    NoticeTerms? Notice);

/// <summary>One exception with what was used of it so far.</summary>
internal sealed class AgreedException(ExceptionTerms terms, ImmutableArray<Zone> zones)
{
    /// <summary>Most notices that are kept; the oldest gives way.</summary>
    public const int MaxNotices = 4_096;

    /// <summary>Most events that a quota may allow.</summary>
    public const int MaxQuota = 10_000;

    // Above the first an act is surely within the exception's place, below the second surely not.
    private const double SurelyIn = 0.95;
    private const double SurelyOut = 0.05;

    private readonly List<Notice> notices = [];
    private readonly Dictionary<string, HashSet<string>> used = new(StringComparer.Ordinal);

    private sealed record Notice(
        string Id, string? Party, TimeWindow Window, GeoPoint? Place, double WithinM, double SigmaM);

    /// <summary>Takes in a report that may be a notice of this kind, received in time.</summary>
    public void Note(in Observation observation)
    {
        var report = observation.Report!;
        if (terms.Notice is not { } wanted || report.Window is not { } window
            || !wanted.Classes.Any(pattern => pattern.Matches(report.Class))
            || observation.ReceivedAt + wanted.Lead > window.From
            || window.Until - window.From > wanted.Longest)
        {
            return;
        }

        if (notices.Count == MaxNotices)
        {
            notices.RemoveAt(0);
        }

        var party = report.ReporterKind == ReporterKind.Party ? report.Party : report.Subject?.Party;
        notices.Add(new Notice(
            report.ReportId,
            party,
            window,
            observation.HasPosition ? observation.Position : null,
            report.WithinM ?? 0,
            observation.HasPosition ? Math.Sqrt(observation.PositionError.EastM2) : 0));
    }

    /// <summary>What permits an act, or null.</summary>
    public Permission? Covers(string clause, string reading, in Act act, Instant at)
    {
        if (!terms.Clauses.Contains(clause, StringComparer.Ordinal)
            || (terms.Readings is { } readings && !readings.Contains(reading, StringComparer.Ordinal))
            || !terms.Who.Includes(act.Actor, act.Actor.Class))
        {
            return null;
        }

        var place = PlaceHeld(in act);
        if (place < SurelyOut)
        {
            return null;
        }

        foreach (var window in terms.Windows)
        {
            if (window.Contains(at) && Uses(window.From.ToString(), act.Event))
            {
                return new Permission(terms.Id, window.Until, place >= SurelyIn);
            }
        }

        return ByNotice(in act, at, place);
    }

    private Permission? ByNotice(in Act act, Instant at, double place)
    {
        foreach (var notice in notices)
        {
            if (!notice.Window.Contains(at) || (notice.Party is not null && notice.Party != act.Actor.Party)
                || (act.Notice is not null && act.Notice != notice.Id))
            {
                continue;
            }

            var within = Math.Min(place, WithinNotice(notice, in act));
            if (within >= SurelyOut && Uses(notice.Id, act.Event))
            {
                return new Permission($"{terms.Id}/{notice.Id}", notice.Window.Until, within >= SurelyIn);
            }
        }

        return null;
    }

    private static double WithinNotice(Notice notice, in Act act)
    {
        if (notice.Place is not { } centre || notice.WithinM <= 0)
        {
            return 1;
        }

        if (act.Position is not { } place)
        {
            return 0.5;
        }

        var variance = notice.SigmaM * notice.SigmaM;
        var error = new Covariance2(
            act.Error.EastM2 + variance, act.Error.EastNorthM2, act.Error.NorthM2 + variance);
        var (eastM, northM) = LocalScale.At(centre).Offset(centre, place);
        return Disk.ProbabilityWithin(eastM, northM, error, notice.WithinM);
    }

    /// <summary>Probability that the act was within the exception's place; one half where nobody knows.</summary>
    private double PlaceHeld(in Act act)
    {
        if (terms.Zones is null && terms.Circle is null)
        {
            return 1;
        }

        if (act.Position is not { } place)
        {
            return 0.5;
        }

        var most = 0.0;
        foreach (var index in terms.Zones ?? [])
        {
            most = Math.Max(most, zones[index].Locate(place, act.Error).PInside);
        }

        return terms.Circle is { } circle ? Math.Max(most, circle.Locate(place, act.Error).PInside) : most;
    }

    /// <summary>Takes one of the window's quota for an event, once however often it is asked.</summary>
    private bool Uses(string window, string happened)
    {
        if (terms.Quota is not { } quota)
        {
            return true;
        }

        if (!used.TryGetValue(window, out var events))
        {
            events = new HashSet<string>(StringComparer.Ordinal);
            used.Add(window, events);
        }

        return events.Contains(happened) || (events.Count < quota && events.Add(happened));
    }
}
