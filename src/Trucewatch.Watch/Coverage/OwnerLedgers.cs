using Trucewatch.Domain;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Sensors;

namespace Trucewatch.Watch.Coverage;

/// <summary>What some sensors of one nation or body looked at.</summary>
/// <param name="Owner">Whose sensors they are.</param>
/// <param name="Label">Who may know of their looks.</param>
/// <param name="Ledger">The looks.</param>
public sealed record OwnerLooks(string Owner, Label Label, CoverageLedger Ledger);

/// <summary>
/// The looks of each owner of sensors, by label, beside the mission's own ledger: one byte there cannot say whose look
/// it was. They are entered with the same chances on the same ground, and held for a shorter time. What one label
/// withholds from a reader leaves the looks under another as they are.
/// </summary>
/// <param name="ground">The cells.</param>
internal sealed class OwnerLedgers(CoverageGround ground)
{
    /// <summary>Most ledgers that are kept; looks of further owners and labels are in the mission's only.</summary>
    public const int MaxLedgers = 24;

    /// <summary>Hours that are held: a week.</summary>
    public const int HeldHours = 7 * 24;

    private readonly List<OwnerLooks> all = [];

    /// <summary>What is kept, in the order in which it was first looked.</summary>
    public IReadOnlyList<OwnerLooks> All => all;

    /// <summary>The ledger that a sensor's looks go into, made where it is the first one; null: there is no room.
    /// </summary>
    /// <param name="sensor">The sensor that looks.</param>
    /// <param name="begun">When the mission's ledger began.</param>
    /// <param name="now">What time it is.</param>
    public CoverageLedger? Of(Sensor sensor, Instant begun, Instant now)
    {
        foreach (var known in all)
        {
            if (known.Owner == sensor.Owner && known.Label.Equals(sensor.Label))
            {
                return known.Ledger;
            }
        }

        if (all.Count == MaxLedgers)
        {
            return null;
        }

        var ledger = new CoverageLedger(ground, HeldHours, keepsAll: false);
        var held = now - TimeSpan.FromHours(HeldHours);
        ledger.Advance(begun > held ? begun : held);
        ledger.Advance(now);
        all.Add(new OwnerLooks(sensor.Owner, sensor.Label, ledger));
        return ledger;
    }

    /// <summary>Time passes.</summary>
    public void Advance(Instant now)
    {
        foreach (var looks in all)
        {
            looks.Ledger.Advance(now);
        }
    }
}
