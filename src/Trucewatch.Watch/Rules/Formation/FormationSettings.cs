namespace Trucewatch.Watch.Rules.Formation;

/// <summary>When objects move together.</summary>
/// <param name="MinObjects">So many at least.</param>
/// <param name="WithinM">How near each has to be to one other.</param>
/// <param name="MinSpeedMps">Who is slower does not move.</param>
/// <param name="SpeedMps">How much their speeds may differ.</param>
/// <param name="CourseDeg">How much their courses may.</param>
/// <param name="After">How long they have to.</param>
/// <param name="Lapse">How long they may fail to and be together all the same.</param>
/// <param name="MaxAge">An older place says nothing.</param>
internal sealed record FormationSettings(
    int MinObjects,
    double WithinM,
    double MinSpeedMps,
    double SpeedMps,
    double CourseDeg,
    TimeSpan After,
    TimeSpan Lapse,
    TimeSpan MaxAge)
{
    /// <summary>All that is remembered of a track that the rule concerns.</summary>
    public static readonly object Concerned = new();

    public static FormationSettings Read(SettingsReader reader) => new(
        reader.Whole("min_objects", absent: 3, least: 2, most: 100),
        reader.Number("within_m", absent: 1_000, least: 10, most: 20_000),
        reader.Number("min_speed_mps", absent: 1.5, least: 0.1, most: 1_000),
        reader.Number("speed_mps", absent: 1, least: 0.1, most: 100),
        reader.Number("course_deg", absent: 15, least: 1, most: 90),
        TimeSpan.FromSeconds(reader.Number("after_s", absent: 1_800, least: 10, most: 30 * 86_400)),
        TimeSpan.FromSeconds(reader.Number("lapse_s", absent: 180, least: 1, most: 86_400)),
        TimeSpan.FromSeconds(reader.Number("max_age_s", absent: 300, least: 1, most: 3_600)));
}
