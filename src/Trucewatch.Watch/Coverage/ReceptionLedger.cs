using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Coverage;

/// <summary>
/// Measured reception: in which slots of time a feed brought anything from a cell. It is what objects there sent, and
/// nothing that a station claims of its range; a silence may mean something only where it says that others were heard.
/// </summary>
/// <param name="slot">Length of a slot.</param>
internal sealed class ReceptionLedger(TimeSpan slot)
{
    /// <summary>Slots that are held for each cell: one machine word.</summary>
    public const int HeldSlots = 64;

    /// <summary>Most cells; of further ones nothing is known, so that nothing is said there.</summary>
    public const int MaxCells = 65_536;

    /// <summary>Cells for each degree of latitude and longitude: 22 km from south to north.</summary>
    public const int CellsPerDegree = 5;

    private readonly long slotUs = slot.Ticks / TimeSpan.TicksPerMicrosecond;
    private readonly Dictionary<(FeedId Feed, int North, int East), (long Newest, ulong Bits)> cells = [];

    /// <summary>Number of cells.</summary>
    public int CellCount => cells.Count;

    /// <summary>Notes that an object was heard there, at its own time and at none after the receive time.</summary>
    public void Note(in Observation observation)
    {
        var (north, east) = CellOf(observation.Position);
        var key = (observation.Frame.Feed, north, east);
        var at = SlotOf(observation.At < observation.ReceivedAt ? observation.At : observation.ReceivedAt);
        if (!cells.TryGetValue(key, out var cell))
        {
            if (cells.Count < MaxCells)
            {
                cells.Add(key, (at, 1));
            }

            return;
        }

        var ahead = at - cell.Newest;
        if (ahead > 0)
        {
            cells[key] = (at, (ahead >= HeldSlots ? 0 : cell.Bits << (int)ahead) | 1);
        }
        else if (ahead > -HeldSlots && (cell.Bits & (1UL << (int)-ahead)) == 0)
        {
            cells[key] = (cell.Newest, cell.Bits | (1UL << (int)-ahead));
        }
    }

    /// <summary>
    /// The share of the whole slots between two times in which the feed brought something from the cell of the point or
    /// one beside it; 0 without a whole slot, or with more than are held.
    /// </summary>
    public double Share(FeedId feed, GeoPoint point, Instant from, Instant until)
    {
        var (first, last) = (SlotOf(from) + 1, SlotOf(until) - 1);
        var count = last - first + 1;
        if (count is < 1 or > HeldSlots)
        {
            return 0;
        }

        var heard = 0UL;
        var (north, east) = CellOf(point);
        for (var dn = -1; dn <= 1; dn++)
        {
            for (var de = -1; de <= 1; de++)
            {
                if (cells.TryGetValue((feed, north + dn, east + de), out var cell))
                {
                    var back = last - cell.Newest;
                    heard |= back is <= -HeldSlots or >= HeldSlots ? 0
                        : back > 0 ? cell.Bits << (int)back : cell.Bits >> (int)-back;
                }
            }
        }

        var asked = count == HeldSlots ? ulong.MaxValue : (1UL << (int)count) - 1;
        return (double)ulong.PopCount(heard & asked) / count;
    }

    private static (int North, int East) CellOf(GeoPoint point) => (
        (int)Math.Floor(point.LatitudeDeg * CellsPerDegree), (int)Math.Floor(point.LongitudeDeg * CellsPerDegree));

    private long SlotOf(Instant at)
    {
        var (slots, rest) = Math.DivRem(at.UnixMicroseconds, slotUs);
        return rest < 0 ? slots - 1 : slots;
    }
}
