using System.Globalization;
using System.Text;
using Trucewatch.Reports.Documents;

namespace Trucewatch.Reports.Printing;

/// <summary>
/// The annex of incidents as CSV (RFC 4180): for programs, so ids and plain numbers instead of words.
/// </summary>
public static class ReportCsv
{
    private const string Header =
        "incident,revision,class,clause,zone,first,last,status,parties,latitude_deg,longitude_deg,sigma_east_m,"
        + "sigma_north_m,count_min,count_max,means,determination,fact,log_index,exercise";

    /// <summary>The incidents that began in the time of the report.</summary>
    public static string Write(ReportRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var csv = new StringBuilder(Header).Append('\n');
        foreach (var one in record.Incidents)
        {
            var incident = one.Incident;
            object?[] fields =
            [
                incident.Id, incident.Revision, incident.Class, incident.Clause, incident.Zone, incident.First,
                incident.Last, incident.Status.ToString().ToLowerInvariant(), string.Join(';', incident.Parties),
                incident.Place?.Latitude, incident.Place?.Longitude, incident.Place?.SigmaEastM,
                incident.Place?.SigmaNorthM, incident.CountMin, incident.CountMax, string.Join(';', incident.Means),
                string.Join(';', incident.Outcomes.Select(outcome =>
                    $"{outcome.Reading}={outcome.Determination.ToString().ToLowerInvariant()}")),
                one.Fact, one.LogIndex, record.IsExercise ? "EXERCISE" : "",
            ];
            csv.AppendJoin(',', fields.Select(Field)).Append('\n');
        }

        return csv.ToString();
    }

    private static string Field(object? value)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{value}");
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
