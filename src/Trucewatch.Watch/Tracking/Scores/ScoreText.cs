using System.Globalization;
using System.Runtime.InteropServices;
using Trucewatch.Domain;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch.Tracking.Scores;

/// <summary>The command <c>score</c>: how near a CSV of tracks comes to the truth.</summary>
public static class ScoreText
{
    /// <summary>Most rows of either file.</summary>
    public const int MaxRows = 20_000_000;

    /// <summary>Scores the confirmed tracks at each time that either file names.</summary>
    /// <param name="truth">CSV with the columns <c>time_s,id,x_m,y_m</c>; others are passed over.</param>
    /// <param name="tracks">CSV with the columns <c>time,track,x_m,y_m,status</c>; others are passed over.</param>
    /// <param name="settings">Cut-off, order and alpha.</param>
    /// <param name="skip">How many of the first times are left out.</param>
    /// <param name="output">Takes the figures as one line of JSON.</param>
    /// <param name="maxRows">Most rows of either file.</param>
    /// <returns>Null, or what is wrong, in which file and on which line.</returns>
    public static string? Run(
        TextReader truth, TextReader tracks, ScoreSettings settings, int skip, TextWriter output, int maxRows = MaxRows)
    {
        var scans = new SortedDictionary<Instant, Scan>();
        var wrong = Read(truth, "truth", ["time_s", "id"], scans, maxRows)
            ?? Read(tracks, "tracks", ["time", "track"], scans, maxRows);
        if (wrong is not null)
        {
            return wrong;
        }

        var score = new PictureScore(settings);
        foreach (var scan in scans.Values.Skip(skip))
        {
            score.Add(CollectionsMarshal.AsSpan(scan.Truth), CollectionsMarshal.AsSpan(scan.Shown));
        }

        Write(score, settings, output);
        return null;
    }

    private static string? Read(
        TextReader csv, string file, string[] keys, SortedDictionary<Instant, Scan> scans, int maxRows)
    {
        var isTruth = file == "truth";
        var lines = new CsvLines(csv);
        string[] names = isTruth ? [.. keys, "x_m", "y_m"] : [.. keys, "x_m", "y_m", "status"];
        if (!lines.Next())
        {
            return $"{file}: {lines.Error ?? $"expected the columns {string.Join(',', names)}, got nothing"}";
        }

        var columns = Array.ConvertAll(names, lines.Fields.IndexOf);
        if (columns.Contains(-1))
        {
            return $"{file}: line 1: expected the columns {string.Join(',', names)}, got "
                + $"'{CsvLines.Quote(string.Join(',', lines.Fields))}'";
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = lines.Fields.Count;
        for (var row = 0; lines.Next(); row++)
        {
            var isGood = row < maxRows && lines.Fields.Count == count
                && Take(lines.Fields, columns, ids, scans, isTruth);
            if (!isGood)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: line {lines.Line}: expected {string.Join(',', names)} in {count} fields and at most "
                    + $"{maxRows} rows, got '{CsvLines.Quote(string.Join(',', lines.Fields))}'");
            }
        }

        return lines.Error is null ? null : $"{file}: {lines.Error}";
    }

    private static bool Take(
        List<string> fields,
        int[] columns,
        Dictionary<string, int> ids,
        SortedDictionary<Instant, Scan> scans,
        bool isTruth)
    {
        if (!PlotRows.TryTime(fields[columns[0]], out var at)
            || !CsvLines.TryNumber(fields[columns[2]], out var eastM)
            || !CsvLines.TryNumber(fields[columns[3]], out var northM))
        {
            return false;
        }

        if (!scans.TryGetValue(at, out var scan))
        {
            scans.Add(at, scan = new Scan());
        }

        if (isTruth || fields[columns[4]] == "confirmed")
        {
            ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(ids, fields[columns[1]], out var isKnown);
            id = isKnown ? id : ids.Count;
            (isTruth ? scan.Truth : scan.Shown).Add(new ScorePoint(id, eastM, northM));
        }

        return true;
    }

    private static void Write(PictureScore score, ScoreSettings settings, TextWriter output)
    {
        var hasParts = settings.Alpha == 2;
        output.Write("{");
        output.Write(FormattableString.Invariant($"\"scans\":{score.Scans},"));
        output.Write($"\"ospa_m\":{Number(score.MeanOspa)},\"gospa_m\":{Number(score.MeanGospa)},");
        output.Write($"\"gospa_localisation_m\":{Part(score.MeanLocalisation)},");
        output.Write($"\"gospa_missed_m\":{Part(score.MeanMissed)},\"gospa_false_m\":{Part(score.MeanFalse)},");
        output.Write($"\"missed_per_scan\":{Number(score.MeanMissedCount)},");
        output.Write($"\"false_per_scan\":{Number(score.MeanFalseCount)},");
        output.Write(FormattableString.Invariant($"\"id_switches\":{score.IdSwitches},"));
        output.Write($"\"siap_completeness\":{Number(score.Completeness)},");
        output.Write($"\"siap_ambiguity\":{Number(score.Ambiguity)},");
        output.Write($"\"siap_spuriousness\":{Number(score.Spuriousness)}");
        output.Write("}\n");

        string Part(double value) => hasParts ? Number(value) : "null";
    }

    /// <summary>A number, or null where there was nothing to count.</summary>
    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("0.######", CultureInfo.InvariantCulture) : "null";

    private sealed class Scan
    {
        public List<ScorePoint> Truth { get; } = [];

        public List<ScorePoint> Shown { get; } = [];
    }
}
