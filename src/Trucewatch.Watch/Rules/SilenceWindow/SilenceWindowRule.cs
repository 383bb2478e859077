using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch.Exceptions;

namespace Trucewatch.Watch.Rules.SilenceWindow;

/// <summary>
/// States what breaks an agreed window of silence: a report of one of its classes, within its time and its place. What
/// happens outside of both is a matter of other clauses.
/// </summary>
internal sealed class SilenceWindowRule : Rule
{
    /// <summary>Most windows of one clause.</summary>
    public const int MaxWindows = 1_000;

    private readonly ReportScope scope;
    private readonly ImmutableArray<Zone> zones;
    private readonly ImmutableArray<Window> windows;

    private SilenceWindowRule(
        RuleSource source, ReportScope scope, ImmutableArray<Zone> zones, ImmutableArray<Window> windows)
        : base(source)
    {
        this.scope = scope;
        this.zones = zones;
        this.windows = windows;
    }

    /// <summary>A window and its places; null: everywhere.</summary>
    private readonly record struct Window(string Id, TimeWindow Time, ImmutableArray<int>? Zones);

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readScope = ReportScope.Read(source, reader, countsRounds: true);
        var readZones = source.Agreement.Zones.ToBuilder();
        var readWindows = ImmutableArray.CreateBuilder<Window>();
        if (!reader.Has("windows"))
        {
            reader.Refuse("windows", "windows with id, from and until");
        }

        foreach (var item in reader.Maps("windows"))
        {
            readWindows.Add(Read(source, item, readZones));
        }

        if (readWindows.Count > MaxWindows)
        {
            reader.Refuse("windows", FormattableString.Invariant($"at most {MaxWindows} windows"));
        }

        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new SilenceWindowRule(source, readScope, readZones.ToImmutable(), readWindows.ToImmutable())
            : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (!scope.Takes(in observation, zones, out var joining, out _))
        {
            return;
        }

        foreach (var window in windows)
        {
            if (!window.Time.Contains(observation.At))
            {
                continue;
            }

            var likeliest = LikeliestZone.Of(zones, window.Zones ?? [], in observation);
            if (likeliest?.Place.PAtMost < scope.PLeave)
            {
                continue;
            }

            var isSure = window.Zones is null || likeliest?.Place.PInside > scope.PEnter;
            var stated = ReportScope.DetectionOf(this, in observation, voice, likeliest) with
            {
                Determination = isSure ? Determination.Breach : Determination.Undetermined,
                Details = [new Detail("window", window.Id)],
            };

            // Who writes or is named is a claim, as with every report of fire.
            var act = voice.ActOf(in observation);
            act = act with { Actor = act.Actor with { Party = null } };
            voice.Say(
                this, act, joining with { Family = $"{joining.Family} {window.Id}" }, id => stated with { Id = id });
        }
    }

    private static Window Read(RuleSource source, SettingsReader item, ImmutableArray<Zone>.Builder zones)
    {
        var id = item.Text("id");
        var (from, until) = (item.Time("from"), item.Time("until"));
        if (from is null || until is null || until <= from)
        {
            item.Refuse("until", "a time from and a later time until");
        }

        ImmutableArray<int>? places = item.OptionalTexts("zones") is { } named ? source.ZoneIndexes(named) : null;
        if (item.Has("circle"))
        {
            var circle = ExceptionReader.Circle(item.Inner("circle"));
            places = [.. places ?? [], zones.Count];
            zones.Add(new Zone(
                $"window:{id}", new LocalText(id), ZoneKind.Land, null, "a window of silence", circle));
        }

        item.RefuseRest();
        return new Window(id, new TimeWindow(from ?? default, until ?? default), places);
    }
}
