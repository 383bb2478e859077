using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Incidents;
using Trucewatch.Server.Live;

namespace Trucewatch.Server.Api.Incidents;

/// <summary>What a list of incidents is asked for, as it stands in the address.</summary>
internal sealed record IncidentQuery
{
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "after")]
    public string? After { get; init; }

    [FromQuery(Name = "most")]
    public int? Most { get; init; }

    [FromQuery(Name = "clause")]
    public string? Clause { get; init; }

    [FromQuery(Name = "class")]
    public string? Class { get; init; }

    [FromQuery(Name = "zone")]
    public string? Zone { get; init; }

    [FromQuery(Name = "side")]
    public string? Side { get; init; }

    [FromQuery(Name = "reading")]
    public string? Reading { get; init; }

    [FromQuery(Name = "box")]
    public string? Box { get; init; }

    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "until")]
    public string? Until { get; init; }

    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    /// <summary>The time of the list: what was known then.</summary>
    [FromQuery(Name = "asOf")]
    public string? AsOf { get; init; }

    /// <summary>The filter; null where the address makes no sense.</summary>
    /// <param name="agreement">Its clauses have titles.</param>
    /// <param name="looksAtIds">Whether ids of the record are looked through.</param>
    public IncidentFilter? ToFilter(Agreement agreement, bool looksAtIds)
    {
        IncidentStatus? status = Status switch
        {
            "open" => IncidentStatus.Open,
            "closed" => IncidentStatus.Closed,
            _ => null,
        };
        if (Status is not (null or "open" or "closed" or "all") || Text?.Length > IncidentFilter.MaxText
            || !TryTime(From, out var from) || !TryTime(Until, out var until) || !TryBox(out var box))
        {
            return null;
        }

        ImmutableArray<string> words =
            [.. (Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return new IncidentFilter
        {
            Status = status, Clause = Clause, Class = Class, Zone = Zone, Side = Side, Reading = Reading, Box = box,
            From = from, Until = until, Words = words, LooksAtIds = looksAtIds,
            TitledClauses = [.. words.Select(word => Titled(agreement, word))],
        };
    }

    private static ImmutableHashSet<string> Titled(Agreement agreement, string word) => agreement.Clauses
        .Where(clause => new[] { clause.Title.En, clause.Title.Uk, clause.Title.Ru }.Any(title =>
            title?.Contains(word, StringComparison.OrdinalIgnoreCase) == true))
        .Select(clause => clause.Id).ToImmutableHashSet(StringComparer.Ordinal);

    private static bool TryTime(string? text, out Instant? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        var isTime = Instant.TryParse(text, out var parsed);
        time = isTime ? parsed : null;
        return isTime;
    }

    private bool TryBox(out PlaceBox? box)
    {
        box = null;
        if (Box is null)
        {
            return true;
        }

        var edges = Box.Split(',').Select(text =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var edge) ? edge : double.NaN)
            .ToArray();
        if (edges is not [>= -180 and <= 180, >= -90 and <= 90, >= -180 and <= 180, >= -90 and <= 90]
            || edges[1] > edges[3])
        {
            return false;
        }

        box = new PlaceBox(edges[0], edges[1], edges[2], edges[3]);
        return true;
    }
}
