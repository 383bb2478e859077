namespace Trucewatch.Watch.Rules.BuildUp;

/// <summary>What is compared with what.</summary>
/// <param name="CellDeg">Degrees of a cell.</param>
/// <param name="Window">What is counted over; a whole number of them makes a day.</param>
/// <param name="BaselineDays">Earlier days whose same window is the baseline.</param>
/// <param name="MinDays">So many of them have to have been watched.</param>
/// <param name="MinReception">The share of a window that has to have been watched.</param>
/// <param name="MinObjects">Fewer are no build-up, however unexpected.</param>
/// <param name="Level">Chance, over all cells of a window, of stating what is none.</param>
/// <param name="Settle">How long after its end a window waits for what is late.</param>
internal sealed record BuildUpSettings(
    double CellDeg,
    TimeSpan Window,
    int BaselineDays,
    int MinDays,
    double MinReception,
    int MinObjects,
    double Level,
    TimeSpan Settle)
{
    public static BuildUpSettings Read(SettingsReader reader)
    {
        var hours = reader.Whole("window_h", absent: 6, least: 1, most: 24);
        if (24 % hours != 0)
        {
            reader.Refuse("window_h", "hours of which a whole number makes a day");
        }

        var read = new BuildUpSettings(
            reader.Number("cell_deg", absent: 0.1, least: 0.01, most: 5),
            TimeSpan.FromHours(hours),
            reader.Whole("baseline_days", absent: 7, least: 1, most: 28),
            reader.Whole("min_days", absent: 3, least: 1, most: 28),
            reader.Number("min_reception", absent: 0.5, least: 0.05, most: 1),
            reader.Whole("min_objects", absent: 5, least: 1, most: 10_000),
            reader.Number("level", absent: 0.01, least: 1e-9, most: 0.2),
            TimeSpan.FromSeconds(reader.Number("settle_s", absent: 600, least: 0, most: 3_600)));
        if (read.MinDays > read.BaselineDays)
        {
            reader.Refuse("min_days", "a number that is not above baseline_days");
        }

        return read;
    }
}
