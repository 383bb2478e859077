using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.WeaponsRegister;

/// <summary>
/// Compares what inspections count in agreed storage with the register, and says when a registered piece is seen
/// elsewhere. A site that nobody has inspected for long is undetermined, not full.
/// </summary>
internal sealed class WeaponsRegisterRule : Rule
{
    private readonly ImmutableArray<Site> sites;
    private readonly ImmutableArray<ClassPattern> inspections;
    private readonly TimeSpan stale;

    private WeaponsRegisterRule(
        RuleSource source, ImmutableArray<Site> sites, ImmutableArray<ClassPattern> inspections, TimeSpan stale)
        : base(source)
    {
        this.sites = sites;
        this.inspections = inspections;
        this.stale = stale;
    }

    private sealed record Registered(ClassPattern Class, int Count);

    /// <summary>A storage site with what is registered there, and when it was last inspected.</summary>
    private sealed class Site
    {
        public required string Id { get; init; }

        public required string Party { get; init; }

        public required GeoPoint Point { get; init; }

        public required double RadiusM { get; init; }

        public required ImmutableArray<Registered> Items { get; init; }

        public required ImmutableArray<string> Serials { get; init; }

        public Instant? Inspected { get; set; }

        public bool IsTold { get; set; }

        /// <summary>Probability that a place is in the site.</summary>
        public double Holds(GeoPoint point, Covariance2 error)
        {
            var (eastM, northM) = LocalScale.At(Point).Offset(Point, point);
            return Disk.ProbabilityWithin(eastM, northM, error, RadiusM);
        }
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var readInspections = reader.Texts("inspections");
        var readStale = TimeSpan.FromSeconds(
            reader.Number("stale_s", absent: 30 * 86_400, least: 1, most: 3_660 * 86_400.0));
        var readSites = ImmutableArray.CreateBuilder<Site>();
        if (!reader.Has("sites"))
        {
            reader.Refuse("sites", "a list of storage sites");
        }

        foreach (var item in reader.Maps("sites"))
        {
            var id = item.Text("id");
            var party = item.Word("party", "", [.. source.Agreement.Parties.Select(known => known.Id)]);
            var lat = item.Number("lat_deg", absent: 0, least: -90, most: 90);
            var lon = item.Number("lon_deg", absent: 0, least: -180, most: 180);
            var radius = item.Number("radius_m", absent: 500, least: 1, most: 20_000);
            var serials = item.OptionalTexts("serials") ?? [];
            var items = ImmutableArray.CreateBuilder<Registered>();
            foreach (var entry in item.Maps("items"))
            {
                items.Add(new Registered(
                    new ClassPattern(entry.Text("class")), entry.Whole("count", absent: 0, least: 0, most: 1_000_000)));
                entry.RefuseRest();
            }

            item.RefuseRest();
            readSites.Add(new Site
            {
                Id = id,
                Party = party,
                Point = GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon),
                RadiusM = radius,
                Items = items.ToImmutable(),
                Serials = [.. serials.Select(text => text.Text)],
            });
        }

        reader.RefuseRest();
        return source.Problems.Count == problems
            ? new WeaponsRegisterRule(
                source,
                readSites.ToImmutable(),
                [.. readInspections.Select(text => new ClassPattern(text.Text))],
                readStale)
            : null;
    }

    public override void OnReport(in Observation observation, RuleVoice voice)
    {
        if (!observation.HasPosition)
        {
            return;
        }

        var report = observation.Report!;
        var isInspection = inspections.Any(pattern => pattern.Matches(report.Class));
        foreach (var site in sites)
        {
            var p = site.Holds(observation.Position, observation.PositionError);
            if (isInspection && p >= 0.95)
            {
                (site.Inspected, site.IsTold) = (observation.At, false);
                Inspect(in observation, site, voice);
            }
            else if (report.Subject?.Identity is { } serial && p < 0.05
                && site.Serials.Contains(serial, StringComparer.Ordinal))
            {
                Say(in observation, site, Determination.Breach, voice,
                [
                    new Detail("moved", serial),
                    new Detail("last_inspected", site.Inspected?.ToString() ?? "never"),
                ]);
            }

            TellStale(in observation, site, voice);
        }
    }

    private void Inspect(in Observation observation, Site site, RuleVoice voice)
    {
        var items = observation.Report!.Items.IsDefault ? [] : observation.Report.Items;
        foreach (var registered in site.Items)
        {
            var (min, max, isAny) = (0L, 0L, false);
            foreach (var item in items)
            {
                if (registered.Class.MayMatch(item.Class))
                {
                    isAny = true;
                    min += registered.Class.Matches(item.Class) ? item.Min : 0;
                    max += item.Max;
                }
            }

            var determination = !isAny ? Determination.Undetermined
                : max < registered.Count ? Determination.Breach
                : min >= registered.Count ? Determination.Compliant
                : Determination.Undetermined;
            Say(in observation, site, determination, voice,
            [
                new Detail("registered", string.Create(
                    CultureInfo.InvariantCulture, $"{registered.Count} of {registered.Class.Text}")),
                new Detail("present", isAny
                    ? string.Create(CultureInfo.InvariantCulture, $"{min} to {max}")
                    : "not counted"),
            ]);
        }
    }

    /// <summary>States a site once when its last inspection has become too old to mean anything.</summary>
    private void TellStale(in Observation observation, Site site, RuleVoice voice)
    {
        if (site.Inspected is { } last && !site.IsTold && observation.At > last + stale)
        {
            site.IsTold = true;
            Say(
                in observation,
                site,
                Determination.Undetermined,
                voice,
                [new Detail("not_inspected_since", last.ToString())]);
        }
    }

    private void Say(
        in Observation observation,
        Site site,
        Determination determination,
        RuleVoice voice,
        ImmutableArray<Detail> details)
    {
        var act = voice.ActOf(in observation);
        var stated = ReportScope.DetectionOf(this, in observation, voice) with
        {
            Kind = DetectionKind.Measured,
            Zone = site.Id,
            Party = site.Party,
            Determination = determination,
            Details = details,
        };
        voice.Say(
            this,
            act with { Actor = act.Actor with { Party = site.Party } },
            new Joining($"{site.Id} {details[0].Value}", 100_000, TimeSpan.FromDays(7)),
            id => stated with { Id = id });
    }
}
