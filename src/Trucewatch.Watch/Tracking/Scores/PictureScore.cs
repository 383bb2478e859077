using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking.Scores;

/// <summary>A place that somebody or something is said to be at.</summary>
/// <param name="Id">Of the object, or of the track.</param>
/// <param name="EastM">Its place in a plane.</param>
/// <param name="NorthM">The same to the north.</param>
public readonly record struct ScorePoint(int Id, double EastM, double NorthM);

/// <summary>How a picture is scored.</summary>
/// <param name="CutoffM">Farther apart than this, a track and an object have nothing to do with each other (c).</param>
/// <param name="Order">The power of distances (p), from 1.</param>
/// <param name="Alpha">GOSPA's share of a surplus point, above 0 and at most 2.</param>
public readonly record struct ScoreSettings(double CutoffM, double Order, double Alpha)
{
    /// <summary>300 m, squares, and halves: the usual for ships and aircraft of tens of metres of error.</summary>
    public static readonly ScoreSettings Usual = new(300, 2, 2);

    /// <summary>True within the ranges that the definitions and the arithmetic allow.</summary>
    public bool IsUsable => CutoffM is > 0 and <= 1e6 && Order is >= 1 and <= 16 && Alpha is > 0 and <= 2;
}

/// <summary>
/// Scores a picture against the truth, scan by scan.
/// OSPA: Schuhmacher, Vo and Vo, IEEE Trans. Signal Processing 56(8), 2008. GOSPA: Rahmathullah, Garcia-Fernandez and
/// Svensson, FUSION 2017, whose parts exist for alpha = 2 only. Identity switches: Bernardin and Stiefelhagen, EURASIP
/// J. Image and Video Processing, 2008. SIAP: Votruba, Nisley, Rothrock and Zombro, Single Integrated Air Picture
/// Attributes, 2001.
/// </summary>
public sealed class PictureScore(ScoreSettings settings)
{
    private readonly Matching matching = new();
    private readonly Dictionary<int, int> trackOf = [];
    private ScorePoint[] sorted = [];
    private double ospa, gospa, localisation, missed, surplus, missedCount, surplusCount;
    private long objects, trackedObjects, tracks, assignedTracks;

    /// <summary>Scans so far.</summary>
    public int Scans { get; private set; }

    /// <summary>Times that an object came to be shown by another track than the one that showed it last.</summary>
    public int IdSwitches { get; private set; }

    /// <summary>Mean OSPA over the scans, metres; NaN without scans.</summary>
    public double MeanOspa => Mean(ospa);

    /// <summary>Mean GOSPA over the scans, metres.</summary>
    public double MeanGospa => Mean(gospa);

    /// <summary>Mean over the scans of the p-th root of GOSPA's part for places; the next two likewise.</summary>
    public double MeanLocalisation => Mean(localisation);

    /// <summary>The same for the part of objects missed.</summary>
    public double MeanMissed => Mean(missed);

    /// <summary>The same for the part of false tracks.</summary>
    public double MeanFalse => Mean(surplus);

    /// <summary>Mean number of objects in a scan that no track is near.</summary>
    public double MeanMissedCount => Mean(missedCount);

    /// <summary>Mean number of tracks in a scan that are near no object of theirs.</summary>
    public double MeanFalseCount => Mean(surplusCount);

    /// <summary>Share of the objects, over all scans, that at least one track is near; 1 is best.</summary>
    public double Completeness => Share(trackedObjects, objects);

    /// <summary>Tracks for each object that has any; 1 is best.</summary>
    public double Ambiguity => Share(assignedTracks, trackedObjects);

    /// <summary>Share of the tracks that are near no object; 0 is best.</summary>
    public double Spuriousness => Share(tracks - assignedTracks, tracks);

    /// <summary>Scores one scan.</summary>
    /// <param name="truth">Where the objects are.</param>
    /// <param name="shown">Where the confirmed tracks are.</param>
    public void Add(ReadOnlySpan<ScorePoint> truth, ReadOnlySpan<ScorePoint> shown)
    {
        Pair(truth, shown);
        matching.Solve();
        var whole = Power(settings.CutoffM);
        var sum = 0.0;
        var pairs = 0;
        for (var row = 0; row < truth.Length; row++)
        {
            var column = matching.ColumnOf(row);
            if (column == Matching.None)
            {
                continue;
            }

            pairs++;
            sum += Power(Distance(in truth[row], in sorted[column]));
            NoteTrack(truth[row].Id, sorted[column].Id);
        }

        Note(sum, whole, pairs, truth.Length, shown.Length);
        Scans++;
    }

    /// <summary>The distances of one scan; OSPA of two empty pictures is 0.</summary>
    private void Note(double sum, double whole, int pairs, int truthCount, int shownCount)
    {
        var (fewer, more) = (Math.Min(truthCount, shownCount), Math.Max(truthCount, shownCount));
        var cut = sum + (whole * (fewer - pairs));
        ospa += more == 0 ? 0 : Root((cut + (whole * (more - fewer))) / more);
        gospa += Root(cut + (whole / settings.Alpha * (more - fewer)));
        localisation += Root(sum);
        missed += Root(whole / 2 * (truthCount - pairs));
        surplus += Root(whole / 2 * (shownCount - pairs));
        missedCount += truthCount - pairs;
        surplusCount += shownCount - pairs;
    }

    /// <summary>
    /// Lists the pairs nearer than the cut-off by what they save, which is the same for OSPA and GOSPA; and counts for
    /// SIAP, where a track belongs to the nearest object and an object may have several.
    /// </summary>
    private void Pair(ReadOnlySpan<ScorePoint> truth, ReadOnlySpan<ScorePoint> shown)
    {
        sorted = shown.ToArray();
        Array.Sort(sorted, static (a, b) =>
            a.EastM != b.EastM ? a.EastM.CompareTo(b.EastM)
            : a.NorthM != b.NorthM ? a.NorthM.CompareTo(b.NorthM) : a.Id.CompareTo(b.Id));
        var isTracked = new bool[truth.Length];
        var nearest = new int[sorted.Length];
        Array.Fill(nearest, Matching.None);
        var whole = Power(settings.CutoffM);
        matching.Begin(sorted.Length);
        for (var row = 0; row < truth.Length; row++)
        {
            for (var column = FirstFrom(truth[row].EastM - settings.CutoffM); column < sorted.Length; column++)
            {
                if (sorted[column].EastM > truth[row].EastM + settings.CutoffM)
                {
                    break;
                }

                var distance = Distance(in truth[row], in sorted[column]);
                if (distance >= settings.CutoffM)
                {
                    continue;
                }

                matching.Add(column, Power(distance) - whole);
                var rival = nearest[column];
                nearest[column] = rival == Matching.None || distance < Distance(in truth[rival], in sorted[column])
                    ? row
                    : rival;
            }

            matching.EndRow();
        }

        foreach (var row in nearest)
        {
            if (row != Matching.None)
            {
                isTracked[row] = true;
                assignedTracks++;
            }
        }

        objects += truth.Length;
        tracks += shown.Length;
        trackedObjects += isTracked.Count(each => each);
    }

    private int FirstFrom(double eastM)
    {
        var (from, to) = (0, sorted.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = sorted[middle].EastM < eastM ? (middle + 1, to) : (from, middle);
        }

        return from;
    }

    private void NoteTrack(int id, int track)
    {
        if (trackOf.TryGetValue(id, out var last) && last != track)
        {
            IdSwitches++;
        }

        trackOf[id] = track;
    }

    private double Power(double distance) =>
        settings.Order == 2 ? distance * distance : Elementary.Pow(distance, settings.Order);

    private double Root(double sum) => settings.Order == 2 ? Math.Sqrt(sum) : Elementary.Pow(sum, 1 / settings.Order);

    private double Mean(double sum) => Scans == 0 ? double.NaN : sum / Scans;

    private static double Share(long part, long of) => of == 0 ? double.NaN : (double)part / of;

    private static double Distance(in ScorePoint a, in ScorePoint b)
    {
        var (east, north) = (a.EastM - b.EastM, a.NorthM - b.NorthM);
        return Math.Sqrt((east * east) + (north * north));
    }
}
