using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;

namespace Trucewatch.Watch.Rules.SensedEvent;

/// <summary>
/// Remembers lightning that was heard of: events that their source itself calls thunder, and reports of a class that
/// the pack names. Only what the mission itself saw counts: nobody else's word may screen a bang.
/// </summary>
internal sealed class ThunderLedger(ClassPattern reported, double withinM, TimeSpan within)
{
    /// <summary>Most that are remembered; the oldest is forgotten first.</summary>
    public const int Most = 4_096;

    private readonly Queue<Strike> strikes = new();

    public int Count => strikes.Count;

    /// <summary>Reads the settings; null where the pack does not ask for it.</summary>
    public static ThunderLedger? Read(SettingsReader reader)
    {
        if (!reader.Has("thunder"))
        {
            return null;
        }

        var inner = reader.Inner("thunder");
        var reported = new ClassPattern(inner.OptionalText("class") ?? "weather.thunder");
        var metres = inner.Number("within_m", absent: 15_000, least: 100, most: 50_000);
        var seconds = inner.Number("within_s", absent: 300, least: 1, most: 3_600);
        inner.RefuseRest();
        return new ThunderLedger(reported, metres, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>Takes in what tells of lightning at a place.</summary>
    public void Note(in Observation observation)
    {
        var isThunder = observation.Report is { } report
            ? report.ReporterKind is ReporterKind.Patrol or ReporterKind.Post or ReporterKind.Station
                && reported.Matches(report.Class)
            : observation.Kind == ObservationKind.Event
                && (observation.Event.Reasons & ScreeningReasons.Thunder) != ScreeningReasons.None;
        if (!isThunder || !observation.HasPosition)
        {
            return;
        }

        if (strikes.Count == Most)
        {
            strikes.Dequeue();
        }

        strikes.Enqueue(new Strike(observation.At, observation.Position, observation.PositionError));
    }

    /// <summary>True where lightning was more likely near than not, in place, and near in time.</summary>
    public bool IsNear(in Observation observation)
    {
        foreach (var strike in strikes)
        {
            if (Math.Abs(observation.At.SecondsSince(strike.At)) > within.TotalSeconds)
            {
                continue;
            }

            var (eastM, northM) = LocalScale.At(strike.Place).Offset(strike.Place, observation.Position);
            var error = new Covariance2(
                strike.Error.EastM2 + observation.PositionError.EastM2,
                strike.Error.EastNorthM2 + observation.PositionError.EastNorthM2,
                strike.Error.NorthM2 + observation.PositionError.NorthM2);
            if (Disk.ProbabilityWithin(eastM, northM, error, withinM) > 0.5)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Strike(Instant At, GeoPoint Place, Covariance2 Error);
}
