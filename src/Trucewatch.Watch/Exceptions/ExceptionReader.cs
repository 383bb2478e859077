using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Exceptions;

/// <summary>Reads one exception of the pack.</summary>
internal static class ExceptionReader
{
    /// <summary>What an exception may be called; the word explains and changes nothing.</summary>
    private static readonly ImmutableArray<string> Kinds =
        ["permit", "works", "silence-window", "corridor", "movement", "exercise", "other"];

    public static ExceptionTerms Read(Agreement agreement, Action<int, string> refuse, SettingsReader reader)
    {
        var id = reader.Text("id");
        _ = reader.Word("kind", "other", Kinds.AsSpan());
        ReadTitle(reader.Inner("title"));
        var clauses = reader.Texts("clauses");
        foreach (var clause in clauses)
        {
            if (agreement.Clauses.All(known => known.Id != clause.Text))
            {
                var known = string.Join(", ", agreement.Clauses.Select(known => known.Id));
                refuse(clause.Line, $"exception '{id}': clauses: expected one of {known}, got '{clause.Text}'");
            }
        }

        var readings = reader.OptionalTexts("readings");
        var who = Whom.Read(agreement, refuse, reader.Inner("who"));
        var zones = reader.OptionalTexts("zones");
        var circle = reader.Has("circle") ? Circle(reader.Inner("circle")) : null;
        var windows = Windows(reader);
        var notice = reader.Has("notice") ? Notice(reader.Inner("notice")) : null;
        int? quota = reader.Has("quota")
            ? reader.Whole("quota", absent: 1, least: 1, most: AgreedException.MaxQuota)
            : null;
        if (windows.IsEmpty && notice is null)
        {
            reader.Refuse("windows", "windows, or from and until, or a notice");
        }

        reader.RefuseRest();
        return new ExceptionTerms(
            id,
            [.. clauses.Select(clause => clause.Text)],
            readings is { } some ? [.. some.Select(reading => reading.Text)] : null,
            who,
            zones is { } named ? Zones(agreement, refuse, id, named) : null,
            circle,
            windows,
            quota,
            notice);
    }

    private static void ReadTitle(SettingsReader title)
    {
        _ = title.Text("en");
        _ = title.OptionalText("uk");
        _ = title.OptionalText("ru");
        title.RefuseRest();
    }

    private static ImmutableArray<TimeWindow> Windows(SettingsReader reader)
    {
        var windows = ImmutableArray.CreateBuilder<TimeWindow>();
        if (reader.Has("from") || reader.Has("until"))
        {
            Add(reader);
        }

        foreach (var window in reader.Maps("windows"))
        {
            Add(window);
            window.RefuseRest();
        }

        return windows.ToImmutable();

        void Add(SettingsReader from)
        {
            var (first, end) = (from.Time("from"), from.Time("until"));
            if (first is null || end is null || end <= first)
            {
                from.Refuse("until", "a time from and a later time until");
            }
            else
            {
                windows.Add(new TimeWindow(first.Value, end.Value));
            }
        }
    }

    private static NoticeTerms Notice(SettingsReader reader)
    {
        var classes = reader.Texts("classes");
        var lead = TimeSpan.FromSeconds(reader.Number("lead_s", absent: 0, least: 0, most: 366 * 86_400));
        var longest = TimeSpan.FromSeconds(
            reader.Number("longest_s", absent: 366 * 86_400, least: 1, most: 366 * 86_400));
        reader.RefuseRest();
        return new NoticeTerms([.. classes.Select(known => new ClassPattern(known.Text))], lead, longest);
    }

    /// <summary>A circle with <c>lat_deg</c>, <c>lon_deg</c> and <c>radius_m</c>.</summary>
    public static Region Circle(SettingsReader reader)
    {
        var lat = reader.Number("lat_deg", absent: 0, least: -90, most: 90);
        var lon = reader.Number("lon_deg", absent: 0, least: -180, most: 180);
        var radius = reader.Number("radius_m", absent: 1, least: 1, most: LineBuffer.MaxWidthM);
        reader.RefuseRest();
        return LineBuffer.Circle(GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon), radius);
    }

    private static ImmutableArray<int> Zones(
        Agreement agreement, Action<int, string> refuse, string id, ImmutableArray<SettingText> named)
    {
        var indexes = ImmutableArray.CreateBuilder<int>();
        foreach (var name in named)
        {
            var index = agreement.Zones.Select(zone => zone.Id).ToList().IndexOf(name.Text);
            if (index < 0)
            {
                var known = string.Join(", ", agreement.Zones.Select(zone => zone.Id));
                refuse(name.Line, $"exception '{id}': zones: expected one of {known}, got '{name.Text}'");
            }
            else
            {
                indexes.Add(index);
            }
        }

        return indexes.ToImmutable();
    }
}
