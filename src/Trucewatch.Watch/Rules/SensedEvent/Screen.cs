using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.SensedEvent;

/// <summary>
/// Which harmless causes keep an event from opening an incident: those that the source names, and those that the pack
/// itself knows of, by place or by the time of the year.
/// </summary>
/// <param name="Counted">The reasons that count.</param>
/// <param name="Seasons">First and last days (100 times the month, and the day, UTC) on which fields are burnt.</param>
/// <param name="Known">Places where heat stands at all times, or where a quarry is.</param>
internal sealed record Screen(
    ScreeningReasons Counted, ImmutableArray<(int First, int Last)> Seasons, ImmutableArray<Screen.Place> Known)
{
    /// <summary>Most places that are known.</summary>
    public const int MaxKnown = 4_096;

    private const int DayMinutes = 1_440;

    /// <summary>Words of the reasons in the pack and in what is stated.</summary>
    public static ImmutableArray<(string Word, ScreeningReasons Reason)> Words { get; } =
    [
        ("static-heat", ScreeningReasons.StaticHeat),
        ("volcano", ScreeningReasons.Volcano),
        ("harvest-season", ScreeningReasons.HarvestSeason),
        ("thunder", ScreeningReasons.Thunder),
        ("quarry", ScreeningReasons.Quarry),
        ("low-confidence", ScreeningReasons.LowConfidence),
        ("offshore", ScreeningReasons.Offshore),
    ];

    /// <summary>A place where events of a kind are usual, and the hours in which they are.</summary>
    /// <param name="Reason">What is usual there.</param>
    /// <param name="Point">Its middle.</param>
    /// <param name="RadiusM">Its radius, metres.</param>
    /// <param name="First">First minute of the day (UTC).</param>
    /// <param name="Last">Last minute of the day, which belongs to them; before the first: over midnight.</param>
    public readonly record struct Place(
        ScreeningReasons Reason, GeoPoint Point, double RadiusM, int First, int Last);

    /// <summary>Reads the settings.</summary>
    public static Screen Read(SettingsReader reader)
    {
        var counted = ScreeningReasons.None;
        if (reader.OptionalTexts("screen") is { } words)
        {
            foreach (var word in words)
            {
                counted |= ReasonOf(reader, "screen", word.Text);
            }
        }
        else
        {
            counted = Words.Aggregate(counted, (all, one) => all | one.Reason);
        }

        var seasons = ImmutableArray.CreateBuilder<(int First, int Last)>();
        foreach (var item in reader.Maps("seasons"))
        {
            seasons.Add((Day(item, "from"), Day(item, "until")));
            item.RefuseRest();
        }

        var known = ImmutableArray.CreateBuilder<Place>();
        foreach (var item in reader.Maps("known"))
        {
            var reason = ReasonOf(item, "reason", item.OptionalText("reason") ?? "static-heat");
            var lat = item.Number("lat_deg", absent: 0, least: -90, most: 90);
            var lon = item.Number("lon_deg", absent: 0, least: -180, most: 180);
            var radius = item.Number("radius_m", absent: 1_000, least: 1, most: 50_000);
            var (first, last) = (Minute(item, "from", 0), Minute(item, "until", DayMinutes - 1));
            item.RefuseRest();
            known.Add(new Place(
                reason, GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon), radius, first, last));
        }

        if (known.Count > MaxKnown)
        {
            reader.Refuse("known", FormattableString.Invariant($"at most {MaxKnown} places"));
        }

        return new Screen(counted, seasons.ToImmutable(), known.ToImmutable());
    }

    /// <summary>All reasons that stand on an event: the source's and the pack's.</summary>
    public ScreeningReasons ReasonsOf(in Observation observation)
    {
        var reasons = observation.Event.Reasons;
        if (observation.Event.Class == EventClass.ThermalAnomaly && IsInSeason(observation.At))
        {
            reasons |= ScreeningReasons.HarvestSeason;
        }

        foreach (var place in Known)
        {
            if ((reasons & place.Reason) == ScreeningReasons.None && IsAt(in observation, in place))
            {
                reasons |= place.Reason;
            }
        }

        return reasons;
    }

    /// <summary>The reasons in words with commas between.</summary>
    public static string Say(ScreeningReasons reasons) =>
        string.Join(", ", Words.Where(one => (reasons & one.Reason) != ScreeningReasons.None).Select(one => one.Word));

    /// <summary>True where it more likely lies within the place than not, in the place's hours.</summary>
    private static bool IsAt(in Observation observation, in Place place)
    {
        var text = observation.At.ToString();
        var minute = (60 * int.Parse(text.AsSpan(11, 2), CultureInfo.InvariantCulture))
            + int.Parse(text.AsSpan(14, 2), CultureInfo.InvariantCulture);
        var isWithin = place.First <= place.Last
            ? minute >= place.First && minute <= place.Last
            : minute >= place.First || minute <= place.Last;
        if (!isWithin)
        {
            return false;
        }

        var (eastM, northM) = LocalScale.At(place.Point).Offset(place.Point, observation.Position);
        return Disk.ProbabilityWithin(eastM, northM, observation.PositionError, place.RadiusM) > 0.5;
    }

    private bool IsInSeason(Instant at)
    {
        if (Seasons.IsEmpty)
        {
            return false;
        }

        var text = at.ToString();
        var day = Number(text[5..7], text[8..10]);
        foreach (var (first, last) in Seasons)
        {
            // A season may go over the turn of the year.
            if (first <= last ? day >= first && day <= last : day >= first || day <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static ScreeningReasons ReasonOf(SettingsReader reader, string name, string word)
    {
        foreach (var (known, reason) in Words)
        {
            if (known == word)
            {
                return reason;
            }
        }

        reader.Refuse(name, $"one of {string.Join(", ", Words.Select(one => one.Word))} in place of '{word}'");
        return ScreeningReasons.None;
    }

    private static int Day(SettingsReader reader, string name)
    {
        var text = reader.Text(name);
        var isDay = text.Length == 5 && text[2] == '-' && text.AsSpan(0, 2).ContainsAnyExceptInRange('0', '9') == false
            && text.AsSpan(3).ContainsAnyExceptInRange('0', '9') == false;
        var day = isDay ? Number(text[..2], text[3..]) : 0;
        var (month, inMonth) = (day / 100, day % 100);
        // 29 February is a day of some years.
        if (month is < 1 or > 12 || inMonth < 1 || inMonth > DateTime.DaysInMonth(2000, month))
        {
            reader.Refuse(name, "a month and a day such as 07-01");
        }

        return day;
    }

    private static int Minute(SettingsReader reader, string name, int absent)
    {
        if (reader.OptionalText(name) is not { } text)
        {
            return absent;
        }

        var isTime = text.Length == 5 && text[2] == ':' && text.AsSpan(0, 2).ContainsAnyExceptInRange('0', '9') == false
            && text.AsSpan(3).ContainsAnyExceptInRange('0', '9') == false;
        var (hour, minute) = isTime ? Math.DivRem(Number(text[..2], text[3..]), 100) : (24, 0);
        if (hour > 23 || minute > 59)
        {
            reader.Refuse(name, "a time of day (UTC) such as 07:30");
        }

        return (60 * hour) + minute;
    }

    private static int Number(string month, string day) =>
        (100 * int.Parse(month, CultureInfo.InvariantCulture)) + int.Parse(day, CultureInfo.InvariantCulture);
}
