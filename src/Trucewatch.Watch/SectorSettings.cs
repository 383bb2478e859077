using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo.Terrain;
using Trucewatch.Watch.Blasts;
using Trucewatch.Watch.Tracking.Plots;

namespace Trucewatch.Watch;

/// <summary>Limits and windows of a sector. The defaults are assumptions, not terms of an agreement.</summary>
public sealed record SectorSettings
{
    /// <summary>How long after a newer one an observation of the same identity is still put in its place.</summary>
    public TimeSpan LateWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far a source's clock may run ahead of the receive time.</summary>
    public TimeSpan FutureLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long before the receive time a source's time may lie. A gateway that was without a network hands over what
    /// it kept within days; what claims to be older has a wrong clock, and would open a track in another year.
    /// </summary>
    public TimeSpan PastLimit { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// The same of what people report. They are heard, and write down what they saw, months after it: as far back as a
    /// year, and a leap year is one.
    /// </summary>
    public TimeSpan ReportPastLimit { get; init; } = TimeSpan.FromDays(366);

    /// <summary>
    /// A position that comes later than this after its source time is late, unless its sensor says more.
    /// </summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is assumed of the objects that do not tell who they are.</summary>
    public PlotSettings Plots { get; init; } = new();

    /// <summary>Most tracks of such objects at a time; a plot that would start one more is counted.</summary>
    public int MaxPlotTracks { get; init; } = 100_000;

    /// <summary>The chance that a sensor sees an object that is there when it looks.</summary>
    public double DetectionProbability { get; init; } = 0.9;

    /// <summary>
    /// What one sensor sees within so long is one scan, each object at most once in it: shorter than the time between
    /// two looks at one place.
    /// </summary>
    public TimeSpan ScanSlot { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>How long after its end a scan waits for its last plots; later ones are put in their place.</summary>
    public TimeSpan ScanSettle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How arrivals of stations are gathered into shellings.</summary>
    public BlastSettings Blasts { get; init; } = new();

    /// <summary>A rival track that has been idle so long gives its place to a new one.</summary>
    public TimeSpan BranchIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most identities kept; the one idle longest is given up for a new one.</summary>
    public int MaxObjects { get; init; } = 100_000;

    /// <summary>Event time after which an object that stays inside is stated again, without any change.</summary>
    public TimeSpan RestateEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most report ids remembered to know a second copy; the oldest is forgotten first.</summary>
    public int MaxReportIds { get; init; } = 65_536;

    /// <summary>Most incidents that can still grow; beyond it the one idle longest stays as it stands.</summary>
    public int MaxOpenIncidents { get; init; } = 16_384;

    /// <summary>Most incidents that a summary lists: the newest ones.</summary>
    public int MaxSummarised { get; init; } = 4_096;

    /// <summary>
    /// Whether a signed note (second) carries a good signature of a verifier key (first): a pure function that the host
    /// hands in, because the watch knows no cryptography. Null: notes are kept unchecked.
    /// </summary>
    public Func<string, string, bool>? VerifyNote { get; init; }

    /// <summary>
    /// Gives the n-th track, from 0, its number, from 1: a pure function without equal results that the host hands in,
    /// because the watch knows no secrets. Null: they are counted, and gaps tell of tracks that a reader may not see.
    /// </summary>
    public Func<int, int>? NumberTrack { get; init; }

    /// <summary>
    /// Opens a tile of heights that an edition of the registry names, or throws: the host hands it in, because the
    /// watch reads no files. Null: the sector steps for facts only, and what it watches is not asked for where an
    /// edition names tiles.
    /// </summary>
    public Func<RegisteredTile, TerrainTile>? OpenTerrain { get; init; }

    /// <summary>
    /// True when the source's time is further back from the receive time than an observation may come.
    /// </summary>
    public bool IsTooOld(in Observation observation) => observation.At
        < observation.ReceivedAt - (observation.Kind == ObservationKind.Report ? ReportPastLimit : PastLimit);

    /// <summary>False evaluates far zones in full each time; the answer is the same. For the tests.</summary>
    internal bool SkipFarZones { get; init; } = true;
}
