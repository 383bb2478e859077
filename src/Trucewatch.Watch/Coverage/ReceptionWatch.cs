using Trucewatch.Domain;
using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// Where stations hear, by what they hear: something that is heard from a block of a fifth of a degree shows that what
/// sends there is heard, for as long as the model says.
/// </summary>
internal sealed class ReceptionWatch
{
    /// <summary>
    /// The radius of a circle as large as a cell of disturbed satellite navigation, in metres at 48 N.
    /// </summary>
    public const double DisturbedRadiusM = 25_600;

    private const long MinuteUs = 60_000_000;

    private readonly CoverageLedger ledger;
    private readonly Dictionary<(int North, int East), Block> blocks = [];
    private readonly CellLook look;
    private readonly int lasts;

    /// <summary>Finds the cells of each block.</summary>
    public ReceptionWatch(CoverageLedger ledger)
    {
        this.ledger = ledger;
        var model = DetectionModels.Of(Modality.Reception);
        (look, lasts) = (CellLook.Of(model.Best, 1, ulong.MaxValue), model.LastsMinutes);
        var cells = new SortedDictionary<(int, int), List<int>>();
        for (var cell = 0; cell < ledger.Ground.CellCount; cell++)
        {
            var key = KeyOf(ledger.Ground.MiddleOf(cell));
            if (!cells.TryGetValue(key, out var list))
            {
                cells.Add(key, list = []);
            }

            list.Add(cell);
        }

        foreach (var (key, list) in cells)
        {
            blocks.Add(key, new Block { Cells = [.. list], EnteredAt = long.MinValue / 2 });
        }
    }

    /// <summary>Something was heard from there; true where that is entered anew.</summary>
    public bool Hear(GeoPoint point, Instant at)
    {
        // Half of what is entered lies ahead: within it nothing new is said.
        if (!blocks.TryGetValue(KeyOf(point), out var block) || !ledger.Holds(at)
            || Math.Abs((at.UnixMicroseconds / MinuteUs) - block.EnteredAt) < lasts / 2)
        {
            return false;
        }

        block.EnteredAt = at.UnixMicroseconds / MinuteUs;
        var (minute, count) = LookMinutes.Of(at, at, lasts);
        foreach (var cell in block.Cells)
        {
            ledger.Take(Modality.Reception, cell, minute, count, in look);
        }

        return true;
    }

    private static (int North, int East) KeyOf(GeoPoint point) => (
        (int)Math.Floor(point.LatitudeDeg * ReceptionLedger.CellsPerDegree),
        (int)Math.Floor(point.LongitudeDeg * ReceptionLedger.CellsPerDegree));

    private sealed class Block
    {
        public required int[] Cells { get; init; }

        public long EnteredAt { get; set; }
    }
}
