namespace Trucewatch.Watch.Rules;

/// <summary>Settings of a rule that follows whether objects are somewhere.</summary>
/// <param name="Who">Whom it concerns.</param>
/// <param name="PEnter">Inside is said above this probability.</param>
/// <param name="PLeave">Outside is said below this probability.</param>
/// <param name="Dwell">How long a standing must hold.</param>
/// <param name="MinFixes">Over how many fixes a standing must hold.</param>
/// <param name="ReportFirstSeenInside">True when an object that nobody saw go in is stated.</param>
/// <param name="RestateEvery">Time after which an object that stays is stated again.</param>
/// <param name="Restates">False where a statement is of a moment, and staying says nothing new.</param>
internal sealed record CrossingSettings(
    Whom Who,
    double PEnter,
    double PLeave,
    TimeSpan Dwell,
    int MinFixes,
    bool ReportFirstSeenInside,
    TimeSpan RestateEvery,
    bool Restates = true)
{
    /// <summary>Reads the settings that all such rules share.</summary>
    public static CrossingSettings Read(RuleSource source, SettingsReader reader) => new(
        Whom.Read(source.Agreement, source.Refuse, reader.Inner("who")),
        reader.Number("p_enter", absent: 0.95, least: 0.5, most: 0.999),
        reader.Number("p_leave", absent: 0.05, least: 0.001, most: 0.5),
        TimeSpan.FromSeconds(reader.Number("dwell_s", absent: 0, least: 0, most: 30 * 86_400)),
        reader.Whole("min_fixes", absent: 2, least: 1, most: 100),
        reader.Word("first_seen_inside", "report", "report", "ignore") == "report",
        source.Settings.RestateEvery);
}
